use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl<T: Send + 'static> Session {
    #[call]
    fn get(&self, key: T) -> Option<T> {
        Some(key)
    }
}

#[actor]
struct Store<T: Send + 'static> {
    values: Vec<T>,
}

#[actor]
impl<T: Send + 'static, const N: usize> Store<T> {
    #[call]
    fn len(&self) -> usize {
        self.values.len()
    }
}

async fn used() -> anyhow::Result<()> {
    Session.spawn()?.stop().await?;
    Ok(())
}

fn main() {}
