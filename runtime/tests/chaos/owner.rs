//! Who does harm to one district, and knows what must be left of it.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use dormouse::{Actor as _, CallError, ExitReason, Overflow, Status};
use tokio::sync::oneshot;
use tokio::task::yield_now;

use crate::dice::Dice;
use crate::tree::{BarRef, DistrictRef, Guest, GuestRef, HouseRef, Observer, ObserverRef};
use crate::{GUESTS, HOUSES, VISITORS, soon};

static NEXT: AtomicU64 = AtomicU64::new(1);

/// Whom the load may talk to; some have ended meanwhile.
#[derive(Default)]
pub(crate) struct Known {
    guests: Mutex<Vec<GuestRef>>,
    bars: Mutex<Vec<BarRef>>,
}

impl Known {
    /// One of each, once they are known.
    pub(crate) fn choose(&self, dice: &mut Dice) -> (Option<GuestRef>, Option<BarRef>) {
        fn one<T: Clone>(of: &Mutex<Vec<T>>, dice: &mut Dice) -> Option<T> {
            let of = of.lock().unwrap();
            (!of.is_empty()).then(|| of[dice.roll(of.len())].clone())
        }
        (one(&self.guests, dice), one(&self.bars, dice))
    }

    pub(crate) fn forget(&self) {
        self.guests.lock().unwrap().clear();
        self.bars.lock().unwrap().clear();
    }
}

/// What becomes of those who find no place.
const OVERFLOWS: [Overflow; 4] = [
    Overflow::Wait,
    Overflow::Error,
    Overflow::DropOldest,
    Overflow::DropNewest,
];

/// Whether that guest is a member of the group of regulars.
fn is_regular(id: u64) -> bool {
    id.is_multiple_of(8)
}

fn name_of(visitor: u64) -> String {
    format!("visitor-{visitor}")
}

struct House {
    handle: HouseRef,
    guests: Vec<(u64, GuestRef)>,
    visitors: Vec<(u64, GuestRef)>,
}

impl House {
    async fn fill(handle: HouseRef) -> Self {
        let mut house = Self {
            handle,
            guests: Vec::new(),
            visitors: Vec::new(),
        };
        while house.guests.len() < GUESTS {
            house.add_guest().await;
        }
        while house.visitors.len() < VISITORS {
            house.add_visitor().await;
        }
        house
    }

    async fn add_guest(&mut self) {
        let id = NEXT.fetch_add(1, Ordering::Relaxed);
        let guest = soon("a guest starts", self.handle.guests().start_child(id)).await;
        let guest = guest.unwrap();
        if is_regular(id) {
            guest.actor().join("regulars").unwrap();
        }
        self.guests.push((id, guest));
    }

    async fn add_visitor(&mut self) {
        let id = NEXT.fetch_add(1, Ordering::Relaxed);
        let visitor = soon("a visitor starts", self.handle.visitors().start_child(id)).await;
        let visitor = visitor.unwrap();
        visitor.actor().register(name_of(id)).unwrap();
        self.visitors.push((id, visitor));
    }

    /// As many as were expected, and those.
    async fn check(&self) {
        let guests = self.handle.guests();
        let visitors = self.handle.visitors();
        assert_eq!(
            guests.supervisor().count_children().active,
            self.guests.len()
        );
        assert_eq!(
            visitors.supervisor().count_children().active,
            self.visitors.len()
        );
        for (id, guest) in self.guests.iter().chain(&self.visitors) {
            let answer = soon("a guest answers", guest.id()).await;
            assert_eq!(answer.unwrap(), *id, "{}", guest.actor().path());
        }
        for (id, visitor) in &self.visitors {
            assert_eq!(Guest::whereis(&name_of(*id)).as_ref(), Ok(visitor));
        }
        for actor in [self.handle.steward(), self.handle.porter()] {
            soon("a declared child answers", actor.id()).await.unwrap();
        }
        let bar = self.handle.bar();
        soon("a bar answers", bar.drink()).await.unwrap();
        assert_eq!(bar.actor().senders_waiting(), 0);
    }
}

pub(crate) struct Owner {
    district: DistrictRef,
    observer: ObserverRef,
    houses: Vec<House>,
    dice: Dice,
}

impl Owner {
    pub(crate) async fn settle(district: DistrictRef, dice: Dice) -> Self {
        let mut owner = Self {
            district,
            observer: Observer::default().spawn().unwrap(),
            houses: Vec::new(),
            dice,
        };
        owner.build().await;
        owner
    }

    async fn build(&mut self) {
        while self.houses.len() < HOUSES {
            let number = NEXT.fetch_add(1, Ordering::Relaxed);
            let house = soon("a house starts", self.district.houses().start_child(number)).await;
            self.houses.push(House::fill(house.unwrap()).await);
        }
    }

    /// Those whom the load may make panic, too: they come back.
    pub(crate) fn introduce(&self, known: &Known) {
        let guests = self.houses.iter().flat_map(|house| &house.guests);
        let guests = guests.map(|(_, guest)| guest.clone());
        known.guests.lock().unwrap().extend(guests);
        let bars = self.houses.iter().map(|house| house.handle.bar());
        known.bars.lock().unwrap().extend(bars);
    }

    /// One harm, of any kind, until its consequences are over.
    pub(crate) async fn harm(&mut self) {
        let which = self.dice.roll(self.houses.len());
        let house = &mut self.houses[which];
        match self.dice.roll(100) {
            0..15 => house.add_visitor().await,
            15..18 => {
                let overflow = OVERFLOWS[self.dice.roll(OVERFLOWS.len())];
                let places = 1 + self.dice.roll(8);
                house.handle.bar().actor().set_mailbox(places, overflow);
            }
            18..20 => {
                let which = self.dice.roll(house.guests.len());
                let guest = house.guests[which].1.clone();
                soon("a guest is watched", self.observer.watch(guest))
                    .await
                    .unwrap();
            }
            20..35 => {
                let (id, visitor) = take(&mut house.visitors, &mut self.dice);
                let ended = visitor.actor().stopped();
                match self.dice.roll(4) {
                    0 => visitor.boom().unwrap(),
                    1 => visitor.fail().unwrap(),
                    2 => drop(visitor.actor().stop(ExitReason::Normal)),
                    _ => drop(visitor.actor().kill()),
                }
                soon("a visitor leaves", ended).await.unwrap();
                let name = Guest::whereis(&name_of(id));
                assert!(name.is_err(), "a visitor leaves its name behind");
                soon("a visitor is forgotten", gone(&visitor)).await;
            }
            35..50 => {
                let (_, guest) = take(&mut house.guests, &mut self.dice);
                if self.dice.roll(3) == 0 {
                    let _ = guest.hang(oneshot::channel().0);
                }
                let supervisor = house.handle.guests();
                let ended = supervisor.supervisor().terminate_child(&guest).await;
                ended.unwrap();
                assert_eq!(guest.actor().status(), Status::Gone);
                house.add_guest().await;
            }
            50..85 => {
                let which = self.dice.roll(house.guests.len());
                let guest = &house.guests[which].1;
                match self.dice.roll(6) {
                    0 => guest.boom().unwrap(),
                    1 => guest.fail().unwrap(),
                    2 => drop(guest.actor().stop(ExitReason::Shutdown)),
                    3 => drop(guest.actor().kill()),
                    4 => {
                        // Until the next incarnation, nobody is let in.
                        drop(soon("a guest drains", guest.actor().drain()).await);
                        while soon("a guest answers", guest.id()).await.is_err() {
                            yield_now().await;
                        }
                    }
                    _ => {
                        // Killed before, it would come to it in its next life.
                        let (sender, entered) = oneshot::channel();
                        guest.hang(sender).unwrap();
                        soon("a guest hangs", entered).await.unwrap();
                        drop(guest.actor().kill());
                    }
                }
            }
            85..93 => self.crash_a_house(which).await,
            93..96 => self.close_a_house(which).await,
            96..98 => self.district.guard().boom().unwrap(),
            _ => self.crash_the_district().await,
        }
    }

    /// Its group starts anew; those who came on demand do not come back.
    async fn crash_a_house(&mut self, which: usize) {
        let house = &mut self.houses[which];
        let ended = house.handle.guests().supervisor().stopped();
        let all_ended = house.handle.porter().actor().stopped();
        match self.dice.roll(3) {
            0 => house.handle.steward().boom().unwrap(),
            1 => drop(house.handle.bar().actor().kill()),
            _ => house.handle.porter().boom().unwrap(),
        }
        soon("guests leave a house that failed", ended)
            .await
            .unwrap();
        soon("all leave a house that failed", all_ended)
            .await
            .unwrap();
        soon("a house is open again", open(&house.handle)).await;
        *house = House::fill(house.handle.clone()).await;
    }

    async fn close_a_house(&mut self, which: usize) {
        let house = self.houses.swap_remove(which);
        soon("a house closes", house.handle.stop()).await.unwrap();
        assert_eq!(house.handle.supervisor().status(), Status::Gone);
        self.build().await;
    }

    /// All its houses go with it.
    async fn crash_the_district(&mut self) {
        let ended = self.district.houses().supervisor().stopped();
        let last = self.district.guard().actor().stopped();
        self.district.clerk().boom().unwrap();
        soon("houses of a district that failed", ended)
            .await
            .unwrap();
        soon("the guard of a district that failed", last)
            .await
            .unwrap();
        // Started last, it tells that the others are there.
        soon("a district is open again", self.district.guard().id())
            .await
            .unwrap();
        self.houses.clear();
        self.build().await;
    }

    /// What there is equals what should be.
    pub(crate) async fn check(&self) {
        let houses = self.district.houses().supervisor().count_children();
        assert_eq!(houses.active, self.houses.len());
        for house in &self.houses {
            house.check().await;
        }
        for actor in [self.district.clerk(), self.district.guard()] {
            soon("a declared child answers", actor.id()).await.unwrap();
        }
    }

    pub(crate) fn regulars(&self) -> usize {
        let guests = self.houses.iter().flat_map(|house| &house.guests);
        guests.filter(|(id, _)| is_regular(*id)).count()
    }

    /// All of them have ended: one notice each.
    pub(crate) async fn check_notices(&self) {
        let owed = soon("an observer answers", self.observer.owed()).await;
        assert_eq!(owed.unwrap(), 0, "notices of ends are missing");
    }

    pub(crate) fn actors(&self) -> usize {
        let houses = self.houses.iter();
        houses
            .map(|house| house.guests.len() + house.visitors.len() + 3)
            .sum::<usize>()
            + 2
    }
}

fn take(from: &mut Vec<(u64, GuestRef)>, dice: &mut Dice) -> (u64, GuestRef) {
    let which = dice.roll(from.len());
    from.swap_remove(which)
}

/// The porter is started last. Until the others have left, its calls are refused.
async fn open(house: &HouseRef) {
    while let Err(error) = house.porter().id().await {
        let refused = match &error {
            CallError::NoProcess(process) => !process.is_for_good(),
            error => matches!(error, CallError::Exited(_)),
        };
        assert!(refused, "{error}");
        yield_now().await;
    }
}

/// Its end is told before its supervisor has forgotten it.
async fn gone(guest: &GuestRef) {
    while guest.actor().status() != Status::Gone {
        yield_now().await;
    }
}
