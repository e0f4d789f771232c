use dormouse::prelude::*;
use std::error::Error;

#[actor]
struct Session;

#[actor]
impl Session {
    #[start]
    fn begin(&mut self) -> Result<(), Box<dyn Error>> {
        Ok(())
    }

    #[cast]
    fn put(&mut self) -> Result<(), Box<dyn Error>> {
        Ok(())
    }

    #[cast]
    async fn add(&mut self, text: String) -> Result<Hibernate, Box<dyn Error>> {
        let _: u32 = text.parse()?;
        Ok(Hibernate(()))
    }

    #[every("1s")]
    fn tick(&mut self) -> Result<(), Box<dyn Error + Send>> {
        Ok(())
    }

    #[stop]
    fn end(&mut self) -> Result<(), Box<dyn Error>> {
        Ok(())
    }

    #[cast]
    fn text(&mut self) -> Result<(), Box<dyn Error + Send + Sync>> {
        Err("said by a text".into())
    }
}

#[actor]
struct Other;

#[actor]
impl Other {
    #[stop]
    async fn end(&mut self) -> Result<(), u32> {
        Ok(())
    }
}

fn main() {}
