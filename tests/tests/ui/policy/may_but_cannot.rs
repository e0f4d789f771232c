use dormouse::prelude::*;

#[actor(hibernate = may)]
struct Plain;

#[actor]
impl Plain {
    #[call]
    fn get(&self) -> u32 {
        1
    }

    #[call]
    async fn wait(&mut self) {}
}

#[actor(hibernate = may)]
struct Decides;

#[actor]
impl Decides {
    #[call]
    fn get(&self) -> Outcome<u32> {
        Outcome::reply(1).hibernate()
    }
}

#[actor(hibernate = may)]
struct InPlace;

#[actor]
impl InPlace {
    #[call]
    async fn wait(&mut self, context: &Context<Self>) {
        context.hibernate(self).await;
    }
}

#[actor(hibernate = may, hibernate_after = "30s")]
struct Idle;

#[actor]
impl Idle {}

fn main() {}
