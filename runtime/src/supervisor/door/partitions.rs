//! Administration of partitions: how many there are.

use std::sync::Arc;

use super::SupervisorDoor;
use crate::exit::ExitReason;
use crate::supervisor::admin_error::{AdminError, AdminErrorKind};
use crate::supervisor::declared::{StaticNode, StaticSupervisor, Told, Wanted};
use crate::supervisor::node::SupervisorNode;
use crate::supervisor::partitions::{PartitionSupervisor, Partitioned};
use crate::supervisor::planner::Answer;
use crate::supervisor::spec::ChildOptions;

impl<S: PartitionSupervisor> SupervisorDoor<'_, S, Partitioned> {
    /// How many partitions keys are spread over now (Elixir, `PartitionSupervisor.partitions/1`).
    #[must_use]
    pub fn partitions(&self) -> usize {
        self.supervisor().node().handles().size().routed()
    }

    /// Changes how many partitions there are; gives how many there were (Elixir,
    /// `PartitionSupervisor.resize!/2`).
    ///
    /// There can be as many as are declared, or fewer: those with the highest numbers are stopped, and started
    /// again, in order. A partition counts once it has started. With none left, calls by any key are answered
    /// with an error.
    ///
    /// A key belongs to another partition then, and what its partition knows of it does not move along. When the
    /// supervisor itself is started anew, all that are declared are there again.
    ///
    /// # Errors
    ///
    /// When that is more than are declared, when a partition does not start, which ends it there, and when the
    /// supervisor does not run.
    ///
    /// # Cancel safety
    ///
    /// Nothing is asked for before the first poll. Dropped later, the size is changed all the same.
    ///
    /// # Examples
    ///
    /// ```
    /// use dormouse::prelude::*;
    ///
    /// #[actor]
    /// #[derive(Default)]
    /// struct Counter;
    ///
    /// #[actor]
    /// impl Counter {}
    ///
    /// #[supervisor(partitions = 8)]
    /// struct Counters {
    ///     #[child]
    ///     counter: Counter,
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let counters = Counters {}.start().await?;
    /// assert_eq!(counters.supervisor().resize(2).await?, 8);
    /// assert_eq!(counters.by_key(&5), counters.by_key(&1));
    /// # Ok(())
    /// # }
    /// ```
    pub async fn resize(&self, partitions: usize) -> Result<usize, AdminError> {
        let node = self.supervisor().node();
        let most = node.handles().handles().len();
        if partitions > most {
            let kind = AdminErrorKind::TooManyPartitions {
                asked: partitions,
                most,
            };
            return Err(AdminError::new(self.path(), kind));
        }
        let Some(node) = node.shared() else {
            return Err(self.gone());
        };
        let resized = node
            .place()
            .0
            .system
            .handle()
            .spawn(resize(node.clone(), partitions));
        match resized.await {
            Ok(Ok(before)) => Ok(before),
            Ok(Err(Some(refused))) => Err(refused),
            // Its supervisor or its runtime has gone.
            Ok(Err(None)) | Err(_) => Err(self.gone()),
        }
    }

    /// What the specification of each partition says, defaults included (Erlang/OTP,
    /// `supervisor:get_childspec/2`).
    #[must_use]
    pub fn get_childspec(&self) -> ChildOptions {
        S::CHILDREN[0].clone()
    }

    fn gone(&self) -> AdminError {
        AdminError::new(self.path(), AdminErrorKind::NoProcess(self.no_process()))
    }
}

/// The work of [`SupervisorDoor::resize`]; `None` where the supervisor does not run.
async fn resize<S: PartitionSupervisor>(
    node: Arc<StaticNode<S>>,
    wanted: usize,
) -> Result<usize, Option<AdminError>> {
    let partitions = node.handles();
    let _turn = partitions.resizing.lock().await;
    let life = node.running().ok_or(None)?;
    let before = partitions.size().routed();
    if wanted < before {
        node.set_size(life, wanted, wanted);
    }
    // Also those that a growth that failed or was cut short has left.
    for index in (wanted..partitions.handles().len()).rev() {
        ask(&node, life, Wanted::Terminate(id::<S>(index)))
            .await
            .ok_or(None)?;
    }
    for index in before..wanted {
        node.set_size(life, index, index + 1);
        let told = ask(&node, life, Wanted::Restart(id::<S>(index)))
            .await
            .ok_or(None)?;
        let kind = match told.answer {
            Answer::StartFailed => {
                AdminErrorKind::StartFailed(told.reason.unwrap_or(ExitReason::Shutdown))
            }
            Answer::NotFound => AdminErrorKind::NotFound,
            // Started, or at it.
            _ => {
                node.set_size(life, index + 1, index + 1);
                continue;
            }
        };
        node.set_size(life, index, index);
        return Err(Some(AdminError::new(node.path_of(&id::<S>(index)), kind)));
    }
    Ok(before)
}

/// Not of another life than that one.
async fn ask<S: StaticSupervisor>(node: &StaticNode<S>, life: u32, wanted: Wanted) -> Option<Told> {
    if node.running() != Some(life) {
        return None;
    }
    let told = node.call(wanted).await;
    (told.answer != Answer::Ending).then_some(told)
}

fn id<S: StaticSupervisor>(index: usize) -> Box<str> {
    Box::from(&*S::CHILDREN[0].of_partition(index).id)
}
