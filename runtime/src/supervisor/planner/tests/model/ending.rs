//! How the model ends.

use super::super::super::{Action, Answer, AutoShutdown, ChildPlan, End, Event, Report, Status};
use super::{Cut, Message, Model};

impl Model<'_> {
    pub(super) fn auto_shutdown(&mut self, plan: ChildPlan) -> Result<(), Cut> {
        let others = self
            .children
            .iter()
            .any(|child| child.plan.significant && child.pid != Status::Down);
        let due = match self.flags.auto_shutdown {
            AutoShutdown::Never => false,
            AutoShutdown::AnySignificant => true,
            AutoShutdown::AllSignificant => !others,
        };
        if plan.significant && due {
            self.give_up(End::AutoShutdown)
        } else {
            Ok(())
        }
    }

    pub(super) fn give_up<T>(&mut self, end: End) -> Result<T, Cut> {
        self.turn_away();
        Err(Cut::End(end))
    }

    pub(super) fn turn_away(&mut self) {
        self.ending = true;
        for message in std::mem::take(&mut self.mailbox) {
            if let Message::Call(call) = message {
                self.emit(Action::Reply(call, Answer::Ending));
            }
        }
        for child in &mut self.children {
            child.waits = false;
            if child.pid == Status::Restarting {
                child.pid = Status::Down;
            }
        }
    }

    pub(super) fn terminate(&mut self, end: End) -> Cut {
        for id in self.ids().into_iter().rev() {
            if let Err(cut) = self.do_terminate(id) {
                return cut;
            }
        }
        Cut::End(end)
    }

    pub(super) fn kill(&mut self) -> Result<(), Cut> {
        let mut left = Vec::new();
        for id in self.ids().into_iter().rev() {
            match self.child(id).pid {
                Status::Dead(_) | Status::Down => self.do_terminate(id)?,
                pid => {
                    self.emit(Action::Kill(self.incarnation(id)));
                    left.push(id);
                    if pid == Status::Running {
                        self.set(id, Status::Stopping);
                    }
                }
            }
        }
        while !left.is_empty() {
            let event = self.read()?;
            for (index, id) in left.clone().into_iter().enumerate() {
                let own = self.incarnation(id);
                let starting = self.child(id).pid == Status::Starting;
                match event {
                    Event::Started(which) if which == own && starting => {
                        self.set(id, Status::Stopping);
                        continue;
                    }
                    Event::Exited(which, _) if which == own => {
                        if !starting {
                            self.report(Report::Stopped, id);
                        }
                    }
                    Event::Ignored(which) | Event::StartFailed(which)
                        if which == own && starting => {}
                    _ => continue,
                }
                left.remove(index);
                self.set(id, Status::Down);
                self.do_terminate(id)?;
                break;
            }
        }
        self.emit(Action::End(End::Killed));
        Ok(())
    }
}
