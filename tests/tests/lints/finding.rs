//! One of everything by which actors are found, as a crate that renamed dormouse.

use moused::{Actor as _, Hibernate, Supervisor as _, actor, interface, supervisor};

/// Something that can be run.
#[interface(crate = moused)]
pub trait Tool {
    /// Runs it.
    ///
    /// # Errors
    ///
    /// When it fails.
    #[call]
    async fn run(&mut self, input: String) -> Result<usize, std::fmt::Error>;

    /// Raw names, and no word about them.
    #[call]
    fn r#type(&self) -> (u8, String);

    #[cast]
    #[cfg(any(unix, windows))]
    fn note(&mut self, pair: (u8, u8));
}

#[interface(crate = moused)]
trait Quiet {
    #[cast]
    fn hush(&self);
}

/// Runs.
#[actor(crate = moused, name = "runner")]
#[derive(Debug, Default)]
pub struct Runner {
    notes: usize,
}

#[actor(crate = moused)]
impl Runner {
    /// Runs it.
    ///
    /// # Errors
    ///
    /// When it fails.
    #[call(interface = Tool)]
    pub async fn run(&mut self, input: String) -> Result<Hibernate<usize>, std::fmt::Error> {
        std::future::ready(()).await;
        Ok(Hibernate(input.len() + self.notes))
    }

    /// What it is.
    #[call(interface = Tool, priority)]
    #[must_use]
    pub fn r#type(&self) -> (u8, String) {
        (1, self.notes.to_string())
    }

    /// Remembers it.
    #[cast(interface = Tool)]
    #[cfg(any(unix, windows))]
    pub fn note(&mut self, pair: (u8, u8)) {
        self.notes += usize::from(pair.0 + pair.1);
    }

    #[cast(interface = (Quiet,))]
    fn hush(&self) {
        let Self { .. } = self;
    }
}

/// Runners with other names.
#[supervisor(crate = moused, strategy = simple_one_for_one)]
#[derive(Debug)]
struct Runners {
    prefix: String,
    #[child(
        name = format!("{prefix}-{user}-{a}-{b}"),
        start = |mut user: String, (a, b): (u8, u8)| {
            user.truncate(usize::from(a + b));
            Runner { notes: user.len() }
        }
    )]
    runner: Runner,
}

#[supervisor(crate = moused)]
#[derive(Debug)]
struct Finders {
    prefix: String,
    #[child]
    runner: Runner,
    #[child(name = "other")]
    other: Runner,
    #[child(name = prefix)]
    third: Runner,
    #[child(start = Runners { prefix: prefix.clone() })]
    runners: Runners,
}

/// Uses it all.
///
/// # Errors
///
/// When anything fails.
///
/// # Panics
///
/// When an answer is wrong.
pub async fn run() -> Result<(), moused::BoxError> {
    let prefix = "third".to_owned();
    let finders = Finders { prefix }.start().await?;
    finders
        .runners()
        .start_child("ada".to_owned(), (1, 1))
        .await?;
    assert_eq!(Runner::registered()?, finders.runner());
    assert_eq!(Runner::whereis("other")?, finders.other());
    assert_eq!(Runner::whereis("third")?, finders.third());
    let ada = Runner::whereis("third-ada-1-1")?;

    let tool = ToolRef::from(ada.clone());
    tool.note((1, 0))?;
    assert_eq!(tool.run("four".to_owned()).await?, 7);
    assert_eq!(tool.r#type().await?.0, 1);
    QuietRef::from(ada).hush()?;
    Ok(())
}
