use dormouse::prelude::*;

#[dormouse::interface]
const TOOL: u8 = 1;

fn main() {
    let _: Option<Hibernate> = None;
}
