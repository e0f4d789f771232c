use dormouse::prelude::*;

#[actor]
struct Desk;

#[actor]
impl Desk {
    #[info(priority)]
    fn first(&mut self, _value: u8) {}

    #[info(retry = 2)]
    fn again(&mut self, _value: u16) {}

    #[info(blocked)]
    fn slow(&mut self, _value: u32) {}

    #[info = "blocking"]
    fn text(&mut self, _value: u64) {}
}

fn main() {}
