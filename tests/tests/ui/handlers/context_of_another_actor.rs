use dormouse::prelude::*;

#[actor]
struct Other;

#[actor]
impl Other {}

#[actor]
struct Session;

#[actor]
impl Session {
    #[call]
    fn count(&self, context: &Context<Other>) -> usize {
        context.generation() as usize
    }

    #[cast]
    async fn wait(&mut self, context: Context<Other>) {
        drop(context);
    }

    #[stop]
    fn end(&mut self, context: &mut Context<Other>) {
        let _ = context;
    }

    #[on_wake]
    fn awake(&mut self, context: Context<Other>) {
        drop(context);
    }
}

fn main() {}
