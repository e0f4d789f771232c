//! A field that can be frozen: kept as one compressed block while its actor sleeps for long.

use core::fmt;
use core::marker::PhantomData;
use core::mem::needs_drop;
use core::ops::{Deref, DerefMut};
use std::error::Error;
use std::sync::OnceLock;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::shell::Shell;
use super::{Compact, Compaction, Measure};
use crate::dying;

/// What a [`Freezable`] field may hold: what `serde` can write, and read without borrowing.
///
/// `#[actor]` and `#[derive(Compact)]` ask for it at the field.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be frozen",
    label = "serde cannot write it and read it again",
    note = "derive `serde::Serialize` and `serde::Deserialize` for it, and for what is in it"
)]
pub trait FreezableValue: Sized {
    // Not bounds: of those, each would be an error.
    #[doc(hidden)]
    fn __write(&self) -> Result<Vec<u8>, postcard::Error>;
    /// And what is left.
    #[doc(hidden)]
    fn __read(bytes: &[u8]) -> Result<(Self, &[u8]), postcard::Error>;
    /// Checked at compile time only.
    #[doc(hidden)]
    fn __ask(_: PhantomData<Self>) {}
}

#[diagnostic::do_not_recommend]
impl<T: Serialize + DeserializeOwned> FreezableValue for T {
    fn __write(&self) -> Result<Vec<u8>, postcard::Error> {
        postcard::to_allocvec(self)
    }

    fn __read(bytes: &[u8]) -> Result<(Self, &[u8]), postcard::Error> {
        postcard::take_from_bytes(bytes)
    }
}

/// In the place of a block: the value could not be written, and is not asked again.
const REFUSED: &[u8] = &[];
/// It may have changed since, and is asked again; that it could not be written has been told.
const CHANGED: &[u8] = &[0];

/// A block begins with how it is written, and the name of its field after the length of that.
const PLAIN: u8 = 0;
const LZ4: u8 = 1;

/// A field that is frozen, as one compressed block, when its actor has slept for its `freeze_after`.
///
/// It dereferences to `T`, and the first use after a freeze thaws it: so a message that does not need the field
/// leaves it frozen. It is written by `serde` in the format of [postcard](https://docs.rs/postcard), and compressed by
/// [lz4](https://docs.rs/lz4_flex) where that makes it smaller. Before anything is dropped, what was written is
/// read back: a value that cannot be read, or not to the last byte, stays as it is, with one event at the level of a
/// warning; once it has been changed it is asked again, without another. So thawing does not fail, as long as the value's `Serialize` and `Deserialize` are of one mind.
///
/// It takes 40 bytes (on 64-bit machines); while warm, one block for the `T`, and while frozen, one for what was
/// written. Its own functions are called as `Freezable::is_frozen(&field)`, so that they never hide a method of `T`.
///
/// Fields that `serde` skips are made by `Default` when it thaws.
///
/// # Panics
///
/// Dereferencing panics where the `Deserialize` of `T` does, or refuses what it took when it was asked before. In a
/// handler that is the end of the incarnation, as with any panic: its reason names the actor's field, and where the
/// handler has used it. The next incarnation begins with a field of its own.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
///
/// use dormouse::Freezable;
/// use dormouse::prelude::*;
///
/// #[actor(hibernate_after = "30s", freeze_after = "10m")]
/// struct Session {
///     user: String,
///     turns: Freezable<Vec<String>>,
/// }
///
/// #[actor]
/// impl Session {
///     #[call]
///     fn say(&mut self, text: String) -> usize {
///         self.turns.push(text);
///         self.turns.len()
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let session = Session { user: "ada".to_owned(), turns: Freezable::default() }.spawn()?;
/// session.say("good morning ".repeat(1_000)).await?;
/// tokio::time::sleep(Duration::from_secs(11 * 60)).await;
///
/// let memory = session.actor().memory();
/// let state = memory.state().expect("it sleeps");
/// assert!(state.frozen() < 200, "of 13,000");
/// assert_eq!(session.say("and good night".to_owned()).await?, 2);
/// # Ok(())
/// # }
/// ```
pub struct Freezable<T> {
    warm: OnceLock<Box<T>>,
    /// The same, while nothing has been changed since.
    frozen: Option<Frozen<T>>,
}

/// A block, and how it is read: who thaws it need not know that it can be read. So only one place asks what `T` can.
struct Frozen<T> {
    /// Or [`REFUSED`] or [`CHANGED`].
    block: Box<[u8]>,
    read: Read<T>,
}

type Read<T> = fn(&[u8]) -> Result<T, Box<dyn Error>>;

impl<T> Clone for Frozen<T> {
    fn clone(&self) -> Self {
        Self {
            block: self.block.clone(),
            read: self.read,
        }
    }
}

impl<T> Frozen<T> {
    /// Whether the value could not be written when it was asked, and so this is no copy of it.
    fn is_refused(&self) -> bool {
        [REFUSED, CHANGED].contains(&&*self.block)
    }
}

impl<T> Freezable<T> {
    /// A field that is warm.
    #[must_use]
    pub fn new(value: T) -> Self {
        Self {
            warm: OnceLock::from(Box::new(value)),
            frozen: None,
        }
    }

    /// Whether it is frozen now.
    #[must_use]
    pub fn is_frozen(this: &Self) -> bool {
        this.warm.get().is_none()
    }

    fn measure_itself(&self, measure: &mut Measure) {
        if let Some(frozen) = &self.frozen
            && !frozen.is_refused()
        {
            match self.warm.get() {
                Some(_) => measure.add_copy(frozen.block.len()),
                None => measure.add_frozen(frozen.block.len()),
            }
        }
        if self.warm.get().is_some() {
            measure.add_block(size_of::<T>(), size_of::<T>());
            measure.add_warm();
        }
    }

    /// What is warm needs no second copy.
    fn drop_copy(&mut self) {
        if self.warm.get().is_some() {
            self.frozen.take_if(|frozen| !frozen.is_refused());
        }
    }

    /// The value, thawed if it was frozen.
    ///
    /// # Panics
    ///
    /// As dereferencing does.
    #[must_use]
    #[track_caller]
    pub fn into_inner(mut this: Self) -> T {
        let _thawed = &*this;
        match this.warm.take() {
            Some(value) => *value,
            None => unreachable!("the line above thaws it"),
        }
    }
}

impl<T: FreezableValue> Freezable<T> {
    fn freeze(&mut self, compaction: &mut Compaction) {
        let refused = self.frozen.as_ref().filter(|frozen| frozen.is_refused());
        let is_told = refused.is_some();
        if refused.is_some_and(|frozen| *frozen.block == *REFUSED) {
            return;
        }
        let Some(value) = self.warm.get() else {
            return;
        };
        // The user's: a panic is no reason to leave the fields after it as they are.
        let block = match dying::catch_rarely(|| written(&**value, compaction.field())) {
            Ok(Ok(block)) => Ok(block),
            Ok(Err(error)) => Err(error.to_string()),
            Err(unwound) => Err(unwound.describe(None).to_string()),
        };
        match block {
            Ok(block) => {
                self.frozen = Some(Frozen { block, read });
                // Its drop is the user's too.
                drop(dying::drop_quietly(self.warm.take()));
            }
            Err(why) => {
                let block = Box::from(REFUSED);
                self.frozen = Some(Frozen { block, read });
                if !is_told {
                    compaction.note_not_frozen(&why);
                }
            }
        }
    }
}

/// As a block that is known to be readable.
fn written<T: FreezableValue>(value: &T, field: &str) -> Result<Box<[u8]>, Box<dyn Error>> {
    let plain = value.__write()?;
    let (read, rest) = T::__read(&plain)?;
    if !rest.is_empty() {
        return Err(format!("{} bytes of it were written and not read", rest.len()).into());
    }
    drop(read);
    let packed = lz4_flex::block::compress_prepend_size(&plain);
    let (how, bytes) = if packed.len() < plain.len() {
        (LZ4, packed)
    } else {
        (PLAIN, plain)
    };
    let (field, len) = match u8::try_from(field.len()) {
        Ok(len) => (field.as_bytes(), len),
        // It is only for a message.
        Err(_) => (&[][..], 0),
    };
    Ok([&[how, len], field, &bytes].concat().into_boxed_slice())
}

/// How a block is written, of which field it is, and the rest.
fn parts(block: &[u8]) -> Option<(u8, &str, &[u8])> {
    let (how, block) = block.split_first()?;
    let (len, block) = block.split_first()?;
    let (field, bytes) = block.split_at_checked(usize::from(*len))?;
    Some((*how, str::from_utf8(field).ok()?, bytes))
}

fn read<T: FreezableValue>(block: &[u8]) -> Result<T, Box<dyn Error>> {
    match parts(block) {
        Some((LZ4, _, packed)) => {
            let plain = lz4_flex::block::decompress_size_prepended(packed)?;
            Ok(T::__read(&plain)?.0)
        }
        Some((_, _, plain)) => Ok(T::__read(plain)?.0),
        None => Err("there is no block".into()),
    }
}

impl<T> Deref for Freezable<T> {
    type Target = T;

    #[track_caller]
    fn deref(&self) -> &T {
        if let Some(value) = self.warm.get() {
            return value;
        }
        let Some(frozen) = &self.frozen else {
            unreachable!("it is warm or frozen");
        };
        match (frozen.read)(&frozen.block) {
            Ok(value) => self.warm.get_or_init(|| Box::new(value)),
            Err(error) => cannot_be_thawed(&frozen.block, &*error),
        }
    }
}

#[cold]
#[track_caller]
fn cannot_be_thawed(block: &[u8], error: &dyn Error) -> ! {
    match parts(block) {
        Some((_, field, _)) if !field.is_empty() => {
            panic!("the frozen field `{field}` cannot be thawed: {error}")
        }
        _ => panic!("a frozen field cannot be thawed: {error}"),
    }
}

impl<T> DerefMut for Freezable<T> {
    #[track_caller]
    fn deref_mut(&mut self) -> &mut T {
        let _thawed = &**self;
        self.drop_copy();
        if let Some(refused) = &mut self.frozen
            && *refused.block == *REFUSED
        {
            refused.block = CHANGED.into();
        }
        match self.warm.get_mut() {
            Some(value) => value,
            None => unreachable!("the first line thaws it"),
        }
    }
}

impl<T: Default> Default for Freezable<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T> From<T> for Freezable<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<T: Clone> Clone for Freezable<T> {
    fn clone(&self) -> Self {
        Self {
            warm: self.warm.clone(),
            frozen: self.frozen.clone(),
        }
    }
}

impl<T: fmt::Debug> fmt::Debug for Freezable<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.warm.get() {
            Some(value) => f.debug_tuple("Freezable").field(value).finish(),
            None => f.write_str("Freezable(<frozen>)"),
        }
    }
}

impl<T: FreezableValue + Compact> Compact for Freezable<T> {
    fn compact(&mut self, compaction: &mut Compaction) {
        if compaction.freezes() {
            return self.freeze(compaction);
        }
        self.drop_copy();
        if let Some(value) = self.warm.get_mut() {
            value.compact(compaction);
        }
    }

    fn measure(&self, measure: &mut Measure) {
        self.measure_itself(measure);
        if let Some(value) = self.warm.get() {
            value.measure(measure);
        }
    }
}

impl<T: FreezableValue> Shell for Freezable<T> {
    fn measure_shell(&self, measure: &mut Measure) {
        self.measure_itself(measure);
    }

    fn reshape(&mut self, compaction: &mut Compaction) {
        if compaction.freezes() {
            self.freeze(compaction);
        } else {
            self.drop_copy();
        }
    }

    fn hides(&self) -> bool {
        needs_drop::<T>() && !Self::is_frozen(self)
    }
}
