use dormouse::prelude::*;

#[actor(hibernate = never)]
struct Line;

#[actor]
impl Line {
    #[call]
    async fn wait(&mut self, context: &Context<Self>) {
        context.hibernate(self).await;
        context.hibernate_until(self, async {}).await;
    }

    #[on_hibernate]
    fn shed(&mut self) {}

    #[on_wake]
    fn refill(&mut self) {}
}

fn main() {}
