use dormouse::prelude::*;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {}

#[actor]
struct Session {
    name: std::rc::Rc<str>,
}

#[actor]
impl Session {
    #[call]
    fn name(&self) -> String {
        self.name.to_string()
    }

    #[cast]
    fn rename(&mut self, name: String) {
        self.name = name.into();
    }
}

fn main() {}
