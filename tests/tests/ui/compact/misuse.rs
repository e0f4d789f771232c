use dormouse::Compact;

#[derive(Compact)]
union Either {
    number: u64,
    bytes: [u8; 8],
}

#[derive(Compact)]
#[compact]
struct Bare {}

#[derive(Compact)]
#[compact(skip)]
struct Skipped {
    #[compact(skip = true)]
    field: u8,
    #[compact(crate = dormouse)]
    other: u8,
}

fn main() {}
