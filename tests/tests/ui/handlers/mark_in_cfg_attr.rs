use dormouse::prelude::*;

#[actor]
struct Session {
    turns: usize,
}

#[actor]
impl Session {
    #[cfg_attr(unix, call)]
    fn turns(&self) -> usize {
        self.turns
    }

    #[cfg_attr(unix, allow(dead_code), every("1s"))]
    fn tick(&mut self) {}

    #[cfg_attr(unix, allow(dead_code))]
    #[cast]
    fn clear(&mut self) {
        self.turns = 0;
    }
}

async fn used(session: SessionRef) -> anyhow::Result<usize> {
    session.clear()?;
    Ok(session.turns().await?)
}

fn main() {}
