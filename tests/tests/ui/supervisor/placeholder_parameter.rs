use dormouse::prelude::*;

#[actor]
struct Session {
    user: String,
}

#[actor]
impl Session {
    #[call]
    fn rename(&mut self, user: _) {
        self.user = user;
    }
}

#[supervisor(strategy = simple_one_for_one)]
struct Sessions {
    #[child(start = |user: _, _age: Option<_>| Session { user })]
    session: Session,
}

fn main() {}
