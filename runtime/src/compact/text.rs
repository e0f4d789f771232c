//! Text, and other strings of bytes.

use std::borrow::{Cow, ToOwned};
use std::ffi::{CStr, CString, OsStr, OsString};
use std::path::{Path, PathBuf};

use super::{Advice, Compact, Compaction, Measure};

macro_rules! growing {
    ($($type:ty, |$text:ident| $len:expr;)*) => {
        $(
            impl Compact for $type {
                fn compact(&mut self, compaction: &mut Compaction) {
                    let $text = &*self;
                    match compaction.advise($len, self.capacity()) {
                        Advice::Leave => {}
                        Advice::Shrink => self.shrink_to_fit(),
                        Advice::Move => *self = (**self).to_owned(),
                    }
                }

                fn measure(&self, measure: &mut Measure) {
                    let $text = self;
                    measure.add_block($len, self.capacity());
                }
            }
        )*
    };
}

growing! {
    String, |text| text.len();
    OsString, |text| text.len();
    PathBuf, |path| path.as_os_str().len();
}

macro_rules! exact {
    ($($type:ty),*) => {
        $(
            impl Compact for $type {
                fn compact(&mut self, compaction: &mut Compaction) {
                    let bytes = size_of_val(&**self);
                    if compaction.advise(bytes, bytes) == Advice::Move {
                        *self = self.clone();
                    }
                }

                fn measure(&self, measure: &mut Measure) {
                    let bytes = size_of_val(&**self);
                    measure.add_block(bytes, bytes);
                }
            }
        )*
    };
}

// `size_of_val` of a `CStr` counts its final zero.
exact!(CString, Box<str>, Box<CStr>, Box<OsStr>, Box<Path>);

impl<B> Compact for Cow<'_, B>
where
    B: ToOwned<Owned: Compact> + ?Sized,
{
    fn compact(&mut self, compaction: &mut Compaction) {
        if let Self::Owned(owned) = self {
            owned.compact(compaction);
        }
    }

    fn measure(&self, measure: &mut Measure) {
        if let Self::Owned(owned) = self {
            owned.measure(measure);
        }
    }
}
