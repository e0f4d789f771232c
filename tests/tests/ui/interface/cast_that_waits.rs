use dormouse::prelude::*;

#[interface]
trait Sink {
    #[cast(wait)]
    fn take(&mut self, line: String);

    #[cast]
    fn note(&mut self, line: String);
}

#[actor(mailbox = 10)]
struct Log;

#[actor]
impl Log {
    #[cast(interface = Sink)]
    fn take(&mut self, _line: String) {}

    // One mistake, one error: the interface is complete all the same.
    #[cast(wait, interface = Sink)]
    fn note(&mut self, _line: String) {}
}

fn main() {}
