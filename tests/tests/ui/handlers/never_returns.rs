use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {
    #[call]
    fn serve(&mut self) -> ! {
        loop {}
    }
}

fn main() {}
