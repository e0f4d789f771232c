//! Text, and other strings of bytes.

use std::borrow::{Cow, ToOwned};
use std::ffi::{CStr, CString, OsStr, OsString};
use std::mem::replace;
use std::path::{Path, PathBuf};

use super::{Advice, Compact, Compaction, Measure};

macro_rules! growing {
    ($($type:ty, |$text:ident| $len:expr, $bytes:expr;)*) => {
        $(
            impl Compact for $type {
                fn compact(&mut self, compaction: &mut Compaction) {
                    let $text = &*self;
                    match compaction.advise($len, self.capacity()) {
                        Advice::Leave => {}
                        Advice::Shrink => self.shrink_to_fit(),
                        Advice::Move => {
                            let exact = (**self).to_owned();
                            compaction.retire($bytes(replace(self, exact)));
                        }
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
    String, |text| text.len(), Self::into_bytes;
    OsString, |text| text.len(), Self::into_encoded_bytes;
    PathBuf, |path| path.as_os_str().len(), |path: Self| path.into_os_string().into_encoded_bytes();
}

macro_rules! exact {
    ($($type:ty, $bytes:expr;)*) => {
        $(
            impl Compact for $type {
                fn compact(&mut self, compaction: &mut Compaction) {
                    let bytes = size_of_val(&**self);
                    if compaction.advise(bytes, bytes) == Advice::Move {
                        let exact = self.clone();
                        compaction.retire($bytes(replace(self, exact)));
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
exact! {
    CString, Self::into_bytes_with_nul;
    Box<str>, |text: Self| text.into_string().into_bytes();
    Box<CStr>, |text: Self| text.into_c_string().into_bytes_with_nul();
    Box<OsStr>, |text: Self| text.into_os_string().into_encoded_bytes();
    Box<Path>, |path: Self| path.into_path_buf().into_os_string().into_encoded_bytes();
}

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
