//! What a queue of messages can do beside its ends.
//!
//! Each actor's code has it once more: so it makes do with what is there anyhow.

use std::collections::VecDeque;
use std::mem;

/// Gives back the room that is not needed.
pub(super) fn shrink<M>(queue: &mut VecDeque<M>) {
    if queue.capacity() > queue.len() {
        let mut all = mem::take(queue);
        if !all.is_empty() {
            queue.reserve_exact(all.len());
            queue.append(&mut all);
        }
    }
}

/// Takes out the one at that place, and leaves the others in their order.
pub(super) fn take<M>(queue: &mut VecDeque<M>, place: usize) -> Option<M> {
    if place >= queue.len() {
        return None;
    }
    if place < queue.len() / 2 {
        for place in (0..place).rev() {
            queue.swap(place, place + 1);
        }
        queue.pop_front()
    } else {
        for place in place + 1..queue.len() {
            queue.swap(place - 1, place);
        }
        queue.pop_back()
    }
}

#[cfg(all(test, not(dormouse_loom)))]
mod tests {
    use super::*;

    /// One that begins in the middle of its buffer and goes on at its front.
    fn wrapped() -> VecDeque<u8> {
        let mut queue = VecDeque::with_capacity(8);
        queue.extend([0; 5]);
        queue.drain(..5);
        queue.extend(1..=6);
        queue
    }

    #[test]
    fn one_is_taken_out_and_the_others_stay_in_order() {
        for place in 0..6 {
            let mut queue = wrapped();
            assert_eq!(take(&mut queue, usize::from(place)), Some(place + 1));
            let left: Vec<u8> = (1..=6).filter(|one| *one != place + 1).collect();
            assert_eq!(queue, left);
        }
        assert_eq!(take(&mut wrapped(), 6), None);
        assert_eq!(take(&mut VecDeque::<u8>::new(), 0), None);
    }

    #[test]
    fn room_that_is_not_needed_is_given_back() {
        let mut queue = wrapped();
        assert!(queue.capacity() > 6);
        shrink(&mut queue);
        assert_eq!((queue.capacity(), queue), (6, (1..=6).collect()));
        let mut empty = VecDeque::<u8>::with_capacity(8);
        shrink(&mut empty);
        assert_eq!(empty.capacity(), 0);
    }
}
