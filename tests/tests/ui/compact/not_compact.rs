use dormouse::Compaction;

struct Parser {
    text: String,
}

fn main() {
    let mut parsers = vec![Parser { text: String::new() }];
    Compaction::run(&mut parsers);
    Compaction::run(&mut parsers[0].text);
    Compaction::run(&mut parsers[0]);
}
