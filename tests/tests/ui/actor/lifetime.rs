use dormouse::prelude::*;

#[actor]
struct Session<'a> {
    name: &'a str,
}

#[actor]
impl<'a> Session<'a> {
    #[call]
    fn name(&self) -> String {
        self.name.to_owned()
    }
}

fn uses(session: SessionRef<'_>) {
    let _ = session;
}

fn main() {}
