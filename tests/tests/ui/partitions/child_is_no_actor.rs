use dormouse::prelude::*;

#[supervisor(partitions = 4)]
struct Stores {
    #[child]
    text: String,
}

fn main() {}
