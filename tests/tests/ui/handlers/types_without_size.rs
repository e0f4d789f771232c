use dormouse::prelude::*;

#[actor]
struct Session;

#[actor]
impl Session {
    #[call]
    fn bytes(&self) -> [u8] {
        todo!()
    }

    #[cast]
    fn note(&mut self, text: str) {
        let _ = &text;
    }

    #[call]
    fn run(&mut self, job: dyn Fn() -> u32 + Send) -> u32 {
        job()
    }
}

fn main() {}
