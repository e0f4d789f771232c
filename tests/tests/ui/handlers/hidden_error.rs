use dormouse::prelude::*;

use std::io;

#[actor]
struct Session;

#[actor]
impl Session {
    #[call]
    fn read(&self) -> io::Result<String> {
        Ok(String::new())
    }
}

fn main() {}
