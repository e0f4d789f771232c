//! Children that are started while the tree runs, each with a specification of its own.

use super::super::model::Supervisor;
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn expand(supervisor: &Supervisor) -> TokenStream {
    let krate = &supervisor.options.krate;
    let Supervisor {
        vis, name, handle, ..
    } = supervisor;
    let (header, arguments) = (supervisor.params.header(), supervisor.params.arguments());
    let bounds = &supervisor.params.bounds;
    let terms = super::on_demand::terms();
    quote! {
        #[allow(dead_code)]
        impl #header #handle #arguments #bounds {
            /// Starts a child with a specification of its own, and gives its handle.
            #terms
            #vis fn start_child<__Child: #krate::Child>(
                &self,
                spec: #krate::ChildSpec<__Child>,
            ) -> impl ::core::future::Future<
                Output = ::core::result::Result<
                    <__Child as #krate::Child>::Ref,
                    #krate::StartError,
                >
            > + ::core::marker::Send + '_ {
                self.0.start_spec(spec)
            }
        }

        #[automatically_derived]
        impl #header #krate::__private::SpecSupervisor for #name #arguments #bounds {}
    }
}
