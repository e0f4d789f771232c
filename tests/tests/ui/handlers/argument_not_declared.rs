use dormouse::prelude::*;

#[actor]
struct Ring<const N: usize> {
    bytes: [u8; N],
}

#[actor]
impl Ring<N> {
    #[call]
    fn len(&self) -> usize {
        self.bytes.len()
    }
}

#[actor]
struct Queue<T: Send + 'static> {
    items: Vec<T>,
}

#[actor]
impl Queue<Item> {
    #[call]
    fn len(&self) -> usize {
        self.items.len()
    }
}

async fn used(ring: RingRef<4>) -> anyhow::Result<()> {
    ring.stop().await?;
    Ok(())
}

fn main() {}
