use dormouse::prelude::*;

struct Text;

#[supervisor(partitions = 4)]
struct Stores {
    #[child]
    text: Text,
}

fn main() {}
