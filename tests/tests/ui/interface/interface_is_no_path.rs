use dormouse::prelude::*;

#[actor]
struct Echo;

#[actor]
impl Echo {
    #[call(interface = "Tool")]
    fn name(&self) -> String {
        "echo".to_owned()
    }

    #[cast(interfase = Tool)]
    fn note(&self) {}

    #[call(interface)]
    fn other(&self) {}
}

fn main() {}
