use dormouse::prelude::*;

#[actor]
struct Worker {
    job: dyn Fn(u32) -> u32,
}

#[actor]
impl Worker {
    #[call]
    fn run(&mut self, n: u32) -> u32 {
        (self.job)(n)
    }
}

#[actor]
struct Buffer {
    name: str,
    bytes: [u8],
}

#[actor]
impl Buffer {
    #[call]
    fn len(&self) -> usize {
        self.name.len() + self.bytes.len()
    }
}

async fn used(worker: WorkerRef, buffer: BufferRef) -> anyhow::Result<usize> {
    worker.run(1).await?;
    Ok(buffer.len().await?)
}

fn main() {}
