//! The slow, obvious model: OTP's supervisor as it is written, one blocking function after the
//! other, with a mailbox. It reads what happens from a tape and writes down what it does after
//! each event. Nothing here is shared with the planner but the names of events and actions.
//!
//! A `Slot` here is the identity of a child, never used twice.

mod ending;
mod pauses;

pub(super) use self::pauses::backoff;

use std::collections::VecDeque;
use std::time::Instant;

use super::super::{
    Action, Answer, CallId, ChildPlan, End, Event, Exit, Flags, Incarnation, Moment, Report,
    Request, Restart, Slot, Status, Strategy,
};

/// What the model did after one event, and how things stood then.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Frame {
    pub(super) actions: Vec<Action>,
    /// Children in start order.
    pub(super) view: Vec<(Slot, Status)>,
}

struct Child {
    id: Slot,
    plan: ChildPlan,
    /// OTP's pid: `Down` stands for `undefined`, `Dead` for one whose exit is in the mailbox.
    pid: Status,
    number: u16,
    /// A restart took its process, or would start it if it had not failed before.
    waits: bool,
    pauses: u32,
    since: Option<Instant>,
    /// When the pause ends, in one.
    until: Option<Instant>,
}

enum Message {
    Exit(Incarnation, Exit),
    TryAgain(Incarnation),
    Call(CallId),
}

/// Why a function does not come back.
enum Cut {
    TapeEnds,
    End(End),
    Kill,
}

#[derive(PartialEq)]
enum Outcome {
    Started,
    Ignored,
    Failed,
}

pub(super) struct Model<'tape> {
    flags: Flags,
    /// Whether some children have a back-off.
    backs_off: bool,
    tape: std::slice::Iter<'tape, (Event, Moment)>,
    now: Instant,
    random: u32,
    children: Vec<Child>,
    mailbox: VecDeque<Message>,
    /// All restarts there ever were.
    restarts: Vec<Instant>,
    starts: u16,
    ids: u32,
    /// The caller that is being served.
    caller: Option<CallId>,
    /// The caller waits for a stop, which happens in any case.
    halting: bool,
    begun: bool,
    ending: bool,
    /// It was killed, or all its children have gone.
    over: bool,
    frame: Vec<Action>,
    frames: Vec<Frame>,
}

impl<'tape> Model<'tape> {
    /// What a supervisor with these flags and children does as the tape runs.
    pub(super) fn run(
        flags: Flags,
        backs_off: bool,
        plans: &[ChildPlan],
        tape: &'tape [(Event, Moment)],
        now: Instant,
    ) -> Vec<Frame> {
        let mut model = Self {
            flags,
            backs_off,
            tape: tape.iter(),
            now,
            random: 0,
            children: Vec::new(),
            mailbox: VecDeque::new(),
            restarts: Vec::new(),
            starts: 0,
            ids: 0,
            caller: None,
            halting: false,
            begun: false,
            ending: false,
            over: false,
            frame: Vec::new(),
            frames: Vec::new(),
        };
        for &plan in plans {
            model.new_child(plan);
        }
        let Err(cut) = model.live();
        let cut = match cut {
            Cut::End(end) => model.terminate(end),
            cut => cut,
        };
        match cut {
            Cut::Kill => {
                let _ = model.kill();
            }
            Cut::TapeEnds => {}
            Cut::End(end) => model.emit(Action::End(end)),
        }
        model.ending = true;
        model.over = true;
        while model.frames.len() <= tape.len() {
            let _ = model.read();
        }
        // The first frame is that before any event.
        model.frames.remove(0);
        model.frames
    }

    fn live(&mut self) -> Result<std::convert::Infallible, Cut> {
        while self.read()? != Event::Begin {}
        self.begun = true;
        for id in self.ids() {
            if self.start(id)? == Outcome::Failed {
                self.report(Report::StartFailed, id);
                return self.give_up(End::StartFailed(self.incarnation(id)));
            }
        }
        self.emit(Action::Up);
        loop {
            while self.mailbox.is_empty() {
                self.read()?;
            }
            match self.mailbox.pop_front().expect("not empty") {
                Message::Exit(incarnation, exit) => self.handle_exit(incarnation, exit)?,
                Message::TryAgain(incarnation) => {
                    let child = self.find(incarnation.slot);
                    if child.is_some_and(|child| {
                        child.pid == Status::Restarting && child.number == incarnation.number
                    }) {
                        self.restart(incarnation.slot)?;
                    }
                }
                Message::Call(call) => {
                    self.caller = Some(call);
                    self.emit(Action::Serve(call));
                    let request = loop {
                        if let Event::Request(request) = self.read()? {
                            break request;
                        }
                    };
                    if let Some(answer) = self.handle_call(request)? {
                        self.reply(answer);
                    }
                    self.caller = None;
                }
            }
            // Who waits for a restart that nobody will try again waits no more.
            for index in 0..self.children.len() {
                self.children[index].waits &= self.is_covered(index);
            }
        }
    }

    fn is_covered(&self, index: usize) -> bool {
        self.children.iter().enumerate().any(|(pivot, child)| {
            child.pid == Status::Restarting
                && match self.flags.strategy {
                    Strategy::OneForOne => pivot == index,
                    Strategy::RestForOne => pivot <= index,
                    Strategy::OneForAll => true,
                }
        })
    }

    fn handle_exit(&mut self, incarnation: Incarnation, exit: Exit) -> Result<(), Cut> {
        let id = incarnation.slot;
        let Some(child) = self.find(id) else {
            return Ok(());
        };
        if child.number != incarnation.number || !matches!(child.pid, Status::Dead(_)) {
            return Ok(());
        }
        let plan = child.plan;
        match (plan.restart, exit) {
            (Restart::Permanent, _) | (Restart::Transient, Exit::Failed) => {
                self.report(Report::Terminated, id);
                match self.pause(id) {
                    Some(pause) => self.put_off(id, pause),
                    None => self.restart(id),
                }
            }
            (Restart::Transient, Exit::Clean) => {
                self.set(id, Status::Down);
                self.auto_shutdown(plan)
            }
            (Restart::Temporary, exit) => {
                if exit == Exit::Failed {
                    self.report(Report::Terminated, id);
                }
                self.children.retain(|child| child.id != id);
                self.auto_shutdown(plan)
            }
        }
    }

    fn restart(&mut self, id: Slot) -> Result<(), Cut> {
        if self.recent(self.now) >= self.flags.intensity as usize {
            return self.too_many(id);
        }
        self.restarts.push(self.now);
        if let Some(vain) = self.in_vain(id) {
            return self.too_many(vain);
        }
        let covered = self.clear(id)?;
        for id in covered {
            if self.find(id).is_some() && self.start(id)? == Outcome::Failed {
                self.report(Report::StartFailed, id);
                self.try_later(id)?;
                break;
            }
        }
        Ok(())
    }

    fn handle_call(&mut self, request: Request) -> Result<Option<Answer>, Cut> {
        Ok(Some(match request {
            Request::Add { plan, namesake } => {
                match namesake.and_then(|id| self.find(id)).map(|child| child.pid) {
                    None => {
                        let id = self.new_child(plan);
                        let call = self.caller.expect("someone is being served");
                        self.emit(Action::Added(call, id));
                        match self.start(id)? {
                            Outcome::Started => Answer::Started,
                            Outcome::Ignored => Answer::Ignored,
                            Outcome::Failed => {
                                self.children.retain(|child| child.id != id);
                                Answer::StartFailed
                            }
                        }
                    }
                    Some(Status::Down | Status::Restarting) => Answer::AlreadyPresent,
                    Some(_) => Answer::AlreadyStarted,
                }
            }
            Request::Terminate(id) => {
                if self.find(id).is_none() {
                    return Ok(Some(Answer::NotFound));
                }
                self.halting = true;
                let done = self.do_terminate(id);
                self.halting = false;
                if let Some(child) = self.find(id) {
                    child.waits = false;
                }
                if matches!(done, Err(Cut::End(_))) {
                    self.reply(Answer::Done);
                }
                done?;
                Answer::Done
            }
            Request::Restart(id) => match self.find(id).map(|child| child.pid) {
                None => Answer::NotFound,
                Some(Status::Down) => match self.start_anew(id)? {
                    Outcome::Started => Answer::Started,
                    Outcome::Ignored => Answer::Ignored,
                    Outcome::Failed => {
                        self.set(id, Status::Down);
                        self.child(id).waits = true;
                        Answer::StartFailed
                    }
                },
                Some(Status::Restarting) => Answer::Restarting,
                Some(_) => Answer::Running,
            },
            Request::Delete(id) => match self.find(id).map(|child| child.pid) {
                None => Answer::NotFound,
                Some(Status::Down) => {
                    self.children.retain(|child| child.id != id);
                    Answer::Done
                }
                Some(Status::Restarting) => Answer::Restarting,
                Some(_) => Answer::Running,
            },
            Request::Nothing => return Ok(None),
        }))
    }

    /// Starts a child and waits for the outcome.
    fn start(&mut self, id: Slot) -> Result<Outcome, Cut> {
        self.starts = self.starts.wrapping_add(1);
        self.child(id).number = self.starts;
        self.set(id, Status::Starting);
        let own = self.incarnation(id);
        self.emit(Action::Start(own));
        let mut cut = None;
        let outcome = loop {
            match self.read() {
                Ok(Event::Started(which)) if which == own => break Outcome::Started,
                Ok(Event::Ignored(which)) if which == own => break Outcome::Ignored,
                Ok(Event::StartFailed(which) | Event::Exited(which, _)) if which == own => {
                    break Outcome::Failed;
                }
                Ok(_) => {}
                Err(Cut::End(end)) => {
                    self.emit(Action::CancelStart(own));
                    cut = Some(Cut::End(end));
                }
                Err(cut) => return Err(cut),
            }
        };
        let is_temporary = self.child(id).plan.restart == Restart::Temporary;
        match outcome {
            Outcome::Started => {
                self.set(id, Status::Running);
                self.child(id).since = Some(self.now);
            }
            Outcome::Failed if cut.is_none() => {}
            Outcome::Ignored | Outcome::Failed if is_temporary => {
                self.children.retain(|child| child.id != id);
            }
            Outcome::Ignored | Outcome::Failed => self.set(id, Status::Down),
        }
        if let Some(child) = self.find(id) {
            child.waits = false;
            if cut.is_none() && outcome == Outcome::Failed && !self.begun {
                self.set(id, Status::Down);
            }
        }
        cut.map_or(Ok(outcome), Err)
    }

    /// Stops a child, if it runs, and waits for its end. Temporary ones are deleted.
    fn do_terminate(&mut self, id: Slot) -> Result<(), Cut> {
        let mut cut = None;
        match self.child(id).pid {
            Status::Running => {
                self.set(id, Status::Stopping);
                let own = self.incarnation(id);
                self.emit(Action::Stop(own));
                loop {
                    match self.read() {
                        Ok(Event::Exited(which, _)) if which == own => break,
                        Ok(_) => {}
                        Err(Cut::End(end)) => cut = Some(Cut::End(end)),
                        Err(cut) => return Err(cut),
                    }
                }
                self.report(Report::Stopped, id);
            }
            Status::Dead(_) => self.report(Report::Stopped, id),
            _ => {}
        }
        self.set(id, Status::Down);
        if self.child(id).plan.restart == Restart::Temporary {
            self.children.retain(|child| child.id != id);
        }
        cut.map_or(Ok(()), Err)
    }

    /// The next event of the tape; what is for the mailbox is in it already.
    fn read(&mut self) -> Result<Event, Cut> {
        let view = self.children.iter().map(|child| {
            let waiting = child.pid == Status::Down && child.waits;
            let status = if waiting { Status::Waiting } else { child.pid };
            (child.id, status)
        });
        self.frames.push(Frame {
            actions: std::mem::take(&mut self.frame),
            view: view.collect(),
        });
        let &(event, at) = self.tape.next().ok_or(Cut::TapeEnds)?;
        (self.now, self.random) = (at.now, at.random);
        match event {
            Event::Exited(incarnation, exit) => {
                let child = self.find(incarnation.slot);
                if let Some(child) = child
                    && child.number == incarnation.number
                    && child.pid == Status::Running
                {
                    child.pid = Status::Dead(exit);
                    self.ran(incarnation.slot);
                    if !self.ending {
                        self.mailbox.push_back(Message::Exit(incarnation, exit));
                    }
                }
            }
            Event::Retry(incarnation) if !self.ending => {
                self.mailbox.push_back(Message::TryAgain(incarnation));
            }
            Event::Call(call) if self.ending => self.emit(Action::Reply(call, Answer::Ending)),
            Event::Call(call) => self.mailbox.push_back(Message::Call(call)),
            Event::Stop if !self.ending => {
                if !self.halting {
                    self.reply(Answer::Ending);
                }
                return self.give_up(End::Stopped);
            }
            Event::Kill if !self.over => {
                self.over = true;
                self.reply(Answer::Ending);
                self.turn_away();
                return Err(Cut::Kill);
            }
            _ => {}
        }
        Ok(event)
    }

    fn reply(&mut self, answer: Answer) {
        if let Some(call) = self.caller.take() {
            self.emit(Action::Reply(call, answer));
        }
    }

    fn emit(&mut self, action: Action) {
        self.frame.push(action);
    }

    fn report(&mut self, report: fn(Incarnation) -> Report, id: Slot) {
        let incarnation = self.incarnation(id);
        self.emit(Action::Report(report(incarnation)));
    }

    fn new_child(&mut self, plan: ChildPlan) -> Slot {
        let id = Slot(self.ids);
        self.ids += 1;
        self.children.push(Child {
            id,
            plan,
            pid: Status::Down,
            number: 0,
            waits: false,
            pauses: 0,
            since: None,
            until: None,
        });
        id
    }

    fn ids(&self) -> Vec<Slot> {
        self.children.iter().map(|child| child.id).collect()
    }

    fn find(&mut self, id: Slot) -> Option<&mut Child> {
        self.children.iter_mut().find(|child| child.id == id)
    }

    fn child(&mut self, id: Slot) -> &mut Child {
        self.find(id).expect("it is a child")
    }

    fn incarnation(&self, id: Slot) -> Incarnation {
        let child = self.children.iter().find(|child| child.id == id);
        Incarnation {
            slot: id,
            number: child.expect("it is a child").number,
        }
    }

    fn set(&mut self, id: Slot, pid: Status) {
        self.child(id).pid = pid;
    }
}
