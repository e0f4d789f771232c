use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {
    #[every("5s", blocing)]
    fn save(&mut self) {}

    #[every("5s", blocking = true)]
    fn flush(&mut self) {}

    #[every("5s", priority)]
    fn tick(&mut self) {}

    #[every("5s", blocking)]
    async fn wait(&mut self) {}

    #[every("5s" blocking)]
    fn comma(&mut self) {}
}

fn main() {}
