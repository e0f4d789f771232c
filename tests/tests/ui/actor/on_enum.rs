use dormouse::prelude::*;

#[actor]
enum Door {
    Open,
    Closed,
}

#[actor]
impl Door {
    #[call]
    fn is_open(&self) -> bool {
        matches!(self, Self::Open)
    }
}

fn uses(door: DoorRef) {
    let _ = door.is_open();
}

fn main() {}
