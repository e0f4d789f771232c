use dormouse::prelude::*;

#[actor]
struct Session {
    user: String,
}

#[actor]
impl Session {
    #[call]
    async fn wait(&mut self, context: &Context<Self>) -> usize {
        let user = &self.user;
        context.hibernate(self).await;
        user.len()
    }
}

fn main() {}
