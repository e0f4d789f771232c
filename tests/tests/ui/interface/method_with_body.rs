use dormouse::prelude::*;

#[interface]
trait Tool {
    #[call]
    fn name(&self) -> String {
        "tool".to_owned()
    }
}

fn main() {}
