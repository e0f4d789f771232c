//! Names that are longer than a line of the drawing.

use dormouse::prelude::*;

/// Lends books.
#[supervisor]
#[derive(Debug)]
pub struct LibraryOfAllTheBooksThatWereEverWrittenByAnybody {
    #[child]
    reading_room_on_the_second_floor_of_the_left_wing: ReadingRoomWithAViewOfTheRiver,
    #[child]
    reading_room_for_all_others: ReadingRoomWithAViewOfTheRiver,
    #[child]
    one_who_keeps_what_nobody_may_see: KeeperOfNothing,
}

/// Where nobody speaks.
#[supervisor(intensity = 100, period = "1m", auto_hibernation = false)]
#[derive(Debug)]
pub struct ReadingRoomWithAViewOfTheRiver {
    #[child]
    keeper: KeeperOfTheBooksThatMayBeReadInTheRoomOnly,
}

/// Keeps them.
#[actor(hibernate_after = "90s")]
#[derive(Debug, Default)]
pub struct KeeperOfTheBooksThatMayBeReadInTheRoomOnly {}

#[actor]
impl KeeperOfTheBooksThatMayBeReadInTheRoomOnly {}

/// Keeps nothing.
#[actor]
#[derive(Debug, Default)]
pub struct KeeperOfNothing {}

#[actor]
impl KeeperOfNothing {}
