use dormouse::prelude::*;

#[actor]
struct Session {
    count: usize,
}

#[actor]
impl Session {
    #[call]
    fn count(self: &Self) -> usize {
        self.count
    }

    #[call]
    fn add(self: &mut Self, more: usize) -> usize {
        self.count += more;
        self.count
    }

    #[call]
    async fn wait(self: &Self) -> usize {
        self.count
    }
}

fn main() {}
