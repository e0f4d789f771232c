use dormouse::prelude::*;

use std::collections::BTreeMap;

#[actor]
struct Cache<K: Ord, V> {
    values: BTreeMap<K, V>,
}

#[actor]
impl<Key: Send + 'static, V: Clone + Send + 'static> Cache<Key, V> {
    #[call]
    fn count(&self) -> usize {
        self.values.len()
    }
}

fn main() {
    let values = BTreeMap::from([(1, 2)]);
    let _ = Cache { values }.spawn().unwrap().count();
}
