use dormouse::prelude::*;

#[interface]
trait Tool {
    #[call]
    fn run(&mut self, text: String) -> String;
}

#[actor]
struct Grep;

#[actor]
impl Tool for Grep {
    #[call]
    fn run(&mut self, text: String) -> String {
        text
    }
}

#[actor]
struct Sort;

#[actor]
impl Sort {
    #[call]
    fn lines(&self) -> usize {
        1
    }
}

#[actor]
impl Tool for Sort {
    #[call]
    fn run(&mut self, text: String) -> String {
        text
    }
}

fn main() {
    let grep = Grep.spawn().unwrap();
    let _ = grep.run("text".to_owned());
    let _ = Sort.spawn().unwrap().lines();
}
