//! `#[supervisor]`: children as fields.

mod bail;
mod body;
mod check;
mod docs;
mod expand;
mod fallback;
mod model;
mod parse;
mod required;
mod scan;
mod start;
mod warnings;

pub(crate) use self::scan::mentions_self;
use crate::doubled;
use crate::errors::Errors;
use crate::twice;
use proc_macro2::TokenStream;
use quote::quote;

pub(crate) fn expand(args: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::new();
    let mut docs = None;
    let options = parse::options(args, &mut errors);
    let Some(item) = twice::take(item.clone(), "supervisor", &options.krate, &mut errors) else {
        let errors = errors.finish();
        return quote!(#item #errors);
    };
    let code = match parse::item(&item, &mut errors) {
        parse::Parsed::Struct(parsed) => {
            let mut supervisor = model::Supervisor::new(*parsed, options, &mut errors);
            if doubled::is_another(&supervisor.name, "struct") {
                let (item, errors) = (supervisor.item, errors.finish());
                return quote!(#item #errors);
            }
            check::check(&supervisor, &mut errors);
            if supervisor.params.lifetimes.is_empty() {
                docs = docs::docs(&supervisor);
                fallback::repair(&mut supervisor);
                let warnings = (errors.count() == 0).then(|| warnings::warnings(&supervisor));
                let code = expand::expand(&supervisor);
                quote!(#code #warnings)
            } else {
                fallback::handle_only(&supervisor)
            }
        }
        parse::Parsed::Wrong(parsed) => {
            let supervisor = model::Supervisor::childless(*parsed, options);
            expand::expand(&supervisor)
        }
        parse::Parsed::Nothing => item,
    };
    let docs = docs.filter(|_| errors.count() == 0);
    let errors = errors.finish();
    quote!(#docs #code #errors)
}
