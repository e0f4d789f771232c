use dormouse::FormatStatus;
use dormouse::prelude::*;

#[actor]
struct Desk;

#[actor]
impl Desk {
    #[format_status]
    fn shown(&mut self, status: &mut FormatStatus) {
        let _ = status;
    }
}

#[actor]
struct Chair;

#[actor]
impl Chair {
    #[format_status]
    async fn shown(&self) -> String {
        String::new()
    }
}

#[actor]
struct Table;

#[actor]
impl Table {
    #[format_status]
    fn shown(&self, status: &mut FormatStatus) {
        let _ = status;
    }

    #[format_status]
    fn shown_again(&self, status: &mut FormatStatus) {
        let _ = status;
    }
}

struct Alone;

impl Alone {
    #[format_status]
    fn shown(&self, status: &mut FormatStatus) {
        let _ = status;
    }
}

fn main() {}
