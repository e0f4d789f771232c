//! What a kind of supervisor does not have, so that who asks for it is told what there is instead.
//!
//! These methods cannot be called: nothing fulfils what they ask for. They are no `async fn`, for the compiler asks of the future of
//! one what it has asked of the call.

use std::future::Ready;

use super::{ChildInfo, SupervisorDoor};
use crate::config::StartOptions;
use crate::error::StartError;
use crate::handle::any::AnyActorRef;
use crate::supervisor::admin_error::AdminError;
use crate::supervisor::child_spec::ChildSpec;
use crate::supervisor::declared::{StaticNode, StaticSupervisor};
use crate::supervisor::dynamic::{DynamicNode, DynamicSupervisor, SpecSupervisor, Specified};
use crate::supervisor::partitions::{PartitionSupervisor, Partitioned};
use crate::supervisor::seat::Child;

/// What no supervisor of children on demand is.
#[diagnostic::on_unimplemented(
    message = "the children of `{Self}` come and go on demand: none is restarted or deleted by its name",
    label = "no child here has a name",
    note = "stop one by `terminate_child(&handle)`, and start another by `start_child` of its handle; children with names are those of a static supervisor"
)]
pub trait NamesItsChildren {
    #[doc(hidden)]
    fn never<T>() -> T;
}

/// What no supervisor of children on demand does.
#[diagnostic::on_unimplemented(
    message = "children of `{Self}` are started by its handle, not by `supervisor()`",
    label = "is a method of the handle itself",
    note = "leave `.supervisor()` out: `handle.start_child(..)`"
)]
pub trait StartsChildrenHere {
    #[doc(hidden)]
    fn never<T>() -> T;
}

/// What only `strategy = simple_one_for_one` has.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no template whose child could be started with options",
    label = "there is no `strategy = simple_one_for_one`",
    note = "give the options to a `ChildSpec`, such as `.hibernate_after(..)`, and that to `start_child`"
)]
pub trait HasTemplate {
    #[doc(hidden)]
    fn never<T>() -> T;
}

/// What only `partitions` has.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no partitions",
    label = "there is nothing to count or to resize",
    note = "write `#[supervisor(partitions = 8)]` above its struct, which has one `#[child]` then"
)]
pub trait HasPartitions {
    #[doc(hidden)]
    fn never<T>() -> T;
}

/// What no supervisor with partitions does.
#[diagnostic::on_unimplemented(
    message = "the partitions of `{Self}` are not administered one by one: keys are spread over all of them",
    label = "a partition has no name",
    note = "`resize(n)` changes how many there are, and `which_children()` lists them"
)]
pub trait AdministersOne {
    #[doc(hidden)]
    fn never<T>() -> T;
}

type Later<T, E> = Ready<Result<T, E>>;

impl<S: StaticSupervisor> SupervisorDoor<'_, S, StaticNode<S>> {
    #[doc(hidden)]
    pub fn start_child_with<A>(&self, _: StartOptions, _: A) -> Later<AnyActorRef, StartError>
    where
        S: HasTemplate,
    {
        S::never()
    }

    #[doc(hidden)]
    pub fn resize(&self, _: usize) -> Later<usize, AdminError>
    where
        S: HasPartitions,
    {
        S::never()
    }

    #[doc(hidden)]
    pub fn partitions(&self) -> usize
    where
        S: HasPartitions,
    {
        S::never()
    }
}

impl<S: DynamicSupervisor> SupervisorDoor<'_, S, DynamicNode<S>> {
    #[doc(hidden)]
    pub fn restart_child<I>(&self, _: I) -> Later<ChildInfo, AdminError>
    where
        S: NamesItsChildren,
    {
        S::never()
    }

    #[doc(hidden)]
    pub fn delete_child<I>(&self, _: I) -> Later<(), AdminError>
    where
        S: NamesItsChildren,
    {
        S::never()
    }

    #[doc(hidden)]
    pub fn start_child<A>(&self, _: A) -> Later<<S::Child as Child>::Ref, StartError>
    where
        S: StartsChildrenHere,
    {
        S::never()
    }

    #[doc(hidden)]
    pub fn resize(&self, _: usize) -> Later<usize, AdminError>
    where
        S: HasPartitions,
    {
        S::never()
    }

    #[doc(hidden)]
    pub fn partitions(&self) -> usize
    where
        S: HasPartitions,
    {
        S::never()
    }
}

impl<S: SpecSupervisor> SupervisorDoor<'_, S, DynamicNode<S, Specified>> {
    #[doc(hidden)]
    pub fn restart_child<I>(&self, _: I) -> Later<ChildInfo, AdminError>
    where
        S: NamesItsChildren,
    {
        S::never()
    }

    #[doc(hidden)]
    pub fn delete_child<I>(&self, _: I) -> Later<(), AdminError>
    where
        S: NamesItsChildren,
    {
        S::never()
    }

    #[doc(hidden)]
    pub fn start_child<C: Child>(&self, _: ChildSpec<C>) -> Later<C::Ref, StartError>
    where
        S: StartsChildrenHere,
    {
        S::never()
    }

    #[doc(hidden)]
    pub fn start_child_with<A>(&self, _: StartOptions, _: A) -> Later<AnyActorRef, StartError>
    where
        S: HasTemplate,
    {
        S::never()
    }

    #[doc(hidden)]
    pub fn resize(&self, _: usize) -> Later<usize, AdminError>
    where
        S: HasPartitions,
    {
        S::never()
    }

    #[doc(hidden)]
    pub fn partitions(&self) -> usize
    where
        S: HasPartitions,
    {
        S::never()
    }
}

impl<S: PartitionSupervisor> SupervisorDoor<'_, S, Partitioned> {
    #[doc(hidden)]
    pub fn start_child<C: Child>(&self, _: ChildSpec<C>) -> Later<C::Ref, StartError>
    where
        S: AdministersOne,
    {
        S::never()
    }

    #[doc(hidden)]
    pub fn terminate_child<I>(&self, _: I) -> Later<(), AdminError>
    where
        S: AdministersOne,
    {
        S::never()
    }

    #[doc(hidden)]
    pub fn restart_child<I>(&self, _: I) -> Later<ChildInfo, AdminError>
    where
        S: AdministersOne,
    {
        S::never()
    }

    #[doc(hidden)]
    pub fn delete_child<I>(&self, _: I) -> Later<(), AdminError>
    where
        S: AdministersOne,
    {
        S::never()
    }

    #[doc(hidden)]
    pub fn which_child<I>(&self, _: I) -> Result<ChildInfo, AdminError>
    where
        S: AdministersOne,
    {
        S::never()
    }

    #[doc(hidden)]
    pub fn start_child_with<A>(&self, _: StartOptions, _: A) -> Later<AnyActorRef, StartError>
    where
        S: HasTemplate,
    {
        S::never()
    }
}
