//! Who does harm to one district, and knows what must be left of it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use dormouse::{CallError, ExitReason, Status};

use tokio::sync::oneshot;

use crate::dice::Dice;
use crate::tree::{DistrictRef, GuestRef, HouseRef};
use crate::{GUESTS, HOUSES, VISITORS, soon};

static NEXT: AtomicU64 = AtomicU64::new(1);

/// Whom the load may talk to; some have ended meanwhile.
pub(crate) type Known = Arc<Mutex<Vec<GuestRef>>>;

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
        self.guests.push((id, guest.unwrap()));
    }

    async fn add_visitor(&mut self) {
        let id = NEXT.fetch_add(1, Ordering::Relaxed);
        let visitor = soon("a visitor starts", self.handle.visitors().start_child(id)).await;
        self.visitors.push((id, visitor.unwrap()));
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
        for actor in [self.handle.steward(), self.handle.porter()] {
            soon("a declared child answers", actor.id()).await.unwrap();
        }
    }
}

pub(crate) struct Owner {
    district: DistrictRef,
    houses: Vec<House>,
    dice: Dice,
}

impl Owner {
    pub(crate) async fn settle(district: DistrictRef, dice: Dice) -> Self {
        let mut owner = Self {
            district,
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
        let mut known = known.lock().unwrap();
        let all = self.houses.iter().flat_map(|house| &house.guests);
        known.extend(all.map(|(_, guest)| guest.clone()));
    }

    /// One harm, of any kind, until its consequences are over.
    pub(crate) async fn harm(&mut self) {
        let which = self.dice.roll(self.houses.len());
        let house = &mut self.houses[which];
        match self.dice.roll(100) {
            0..20 => house.add_visitor().await,
            20..35 => {
                let (_, visitor) = take(&mut house.visitors, &mut self.dice);
                let ended = visitor.actor().stopped();
                match self.dice.roll(4) {
                    0 => visitor.boom().unwrap(),
                    1 => visitor.fail().unwrap(),
                    2 => drop(visitor.actor().stop(ExitReason::Normal)),
                    _ => drop(visitor.actor().kill()),
                }
                soon("a visitor leaves", ended).await.unwrap();
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
                match self.dice.roll(5) {
                    0 => guest.boom().unwrap(),
                    1 => guest.fail().unwrap(),
                    2 => drop(guest.actor().stop(ExitReason::Shutdown)),
                    3 => drop(guest.actor().kill()),
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
        if self.dice.roll(2) == 0 {
            house.handle.steward().boom().unwrap();
        } else {
            house.handle.porter().boom().unwrap();
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

    pub(crate) fn actors(&self) -> usize {
        let houses = self.houses.iter();
        houses
            .map(|house| house.guests.len() + house.visitors.len() + 2)
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
        tokio::task::yield_now().await;
    }
}

/// Its end is told before its supervisor has forgotten it.
async fn gone(guest: &GuestRef) {
    while guest.actor().status() != Status::Gone {
        tokio::task::yield_now().await;
    }
}
