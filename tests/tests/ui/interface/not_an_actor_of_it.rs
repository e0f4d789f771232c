use dormouse::prelude::*;

#[interface]
trait Tool {
    #[call]
    fn name(&self) -> String;
}

#[actor]
struct Echo;

#[actor]
impl Echo {
    #[call]
    fn name(&self) -> String {
        "echo".to_owned()
    }
}

fn tool(echo: EchoRef) -> ToolRef {
    ToolRef::from(echo)
}

fn main() {}
