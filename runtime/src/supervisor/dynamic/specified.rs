//! Starting a child with a specification of its own.

use std::sync::Arc;

use super::kind::Specification;
use super::limits::within;
use super::reserved::Reserved;
use super::starts::{Admitted, give, not_running};
use super::{DynamicNode, SpecSupervisor, Specified};
use crate::actor::Step;
use crate::dying;
use crate::error::{StartError, StartErrorKind};
use crate::exit::ExitReason;
use crate::link::{Name, Parent, Place};
use crate::supervisor::caught::Caught;
use crate::supervisor::check_childspecs::check_dynamic;
use crate::supervisor::child_spec::{ChildSpec, NewChild, Newcomer};
use crate::supervisor::fields::Fields;
use crate::supervisor::seat::{Child, Seat};
use crate::supervisor::spec::{ChildOptions, Restart};

impl<S: SpecSupervisor> DynamicNode<S, Specified> {
    /// Starts a child with a specification of its own in the caller's context.
    pub(crate) async fn start_spec<C: Child>(
        &self,
        spec: ChildSpec<C>,
    ) -> Result<C::Ref, StartError> {
        let (options, child) = spec.into_parts();
        let path = || self.path_of(&options);
        if let Err(error) = check_dynamic(&options) {
            return Err(StartError::refused(path(), StartErrorKind::BadSpec(error)));
        }
        let Admitted {
            shard,
            config,
            reserved,
        } = self.admit_child(path)?;
        let started = self
            .start_as(options, child, shard, &config, reserved)
            .await;
        // The configuration is the user's, and so is its drop.
        drop(dying::drop_quietly(config));
        started
    }

    fn path_of(&self, options: &ChildOptions) -> String {
        format!("{}/{}", Parent::path(self), options.id)
    }

    async fn start_as<C: Child>(
        &self,
        options: ChildOptions,
        child: NewChild<C>,
        shard: u32,
        config: &Fields<S>,
        reserved: Reserved<'_, S, Specified>,
    ) -> Result<C::Ref, StartError> {
        let path = || self.path_of(&options);
        let name = match &options.registered {
            Some(name) => Some(self.take_name(Arc::from(&**name), path)?),
            None => None,
        };
        let limit = options.start_timeout.and_then(|limit| self.limit(limit));
        let terms = limit.map(|limit| (limit, options.shutdown));
        let started = match self.run(|| child.evaluate()) {
            Ok(Step::Ready(started)) => started.map_err(ExitReason::failed),
            Ok(Step::Pending(start)) => {
                let start = async { start.await.map_err(ExitReason::failed) };
                let start = Caught::on(&self.place.system, within(limit, start));
                let Some(started) = self.raced(config, start).await else {
                    return Err(not_running(path()));
                };
                started
            }
            Err(reason) => Err(reason),
        };
        let state = self.state(started, path)?;
        let place = Place {
            name: Name::One(options.id.clone()),
            ..self.shared.clone()
        };
        let (late, start) = (path(), options.at_start());
        let child = Arc::new(child);
        let newcomer: Arc<dyn Newcomer> = Arc::<NewChild<C>>::clone(&child);
        let kept = Specification {
            child: (options.restart != Restart::Temporary).then_some(newcomer),
            options: options.into(),
        };
        let seat = |slot| child.take_seat(place, slot, start);
        let entered = self.children.insert(shard, config, kept, seat);
        let (Ok((_, control)), Some(seat)) = (entered, child.seat()) else {
            return Err(self.too_late(state, late));
        };
        give(name, &control);
        self.begin_child(config, reserved, &control, terms, seat.begin(state))
            .await?;
        Ok(C::handle(seat))
    }
}
