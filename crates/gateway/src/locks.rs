//! One change at a time to what guards look at, within this process.
//!
//! Two administrators who demote each other at the same moment would each pass the guards before the other's change
//! shows, and so would two who take the last place that a quota leaves. Operations whose guards read what their kind
//! changes therefore run one after the other for each organization (those that make organizations: for each user), from
//! the live check to the upstream's answer. Several gateway processes in front of one upstream do not share these
//! locks: between them a window of one upstream call remains (docs/gateway.md says what to do about it).

use std::collections::HashMap;
use std::sync::{Arc, Weak};
use std::time::Duration;

use domain::{OrganizationId, UserId};
use guard::Rejection;
use parking_lot::Mutex;
use tokio::sync::OwnedMutexGuard;

use crate::rejections::busy;

/// Longest wait for one's turn.
const MAX_WAIT: Duration = Duration::from_secs(10);
/// Number of locks from which those nobody holds are swept out.
const SWEEP_FROM: usize = 64;

type Lock = tokio::sync::Mutex<()>;

/// What is changed by one at a time.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Subject {
    /// An organization.
    Organization(OrganizationId),
    /// What belongs to a user: the organizations that the user made.
    User(UserId),
}

/// Somebody's turn; it ends when this is dropped.
pub(crate) type Turn = OwnedMutexGuard<()>;

/// The locks of everything that is being changed now.
#[derive(Debug, Default)]
pub(crate) struct Turns(Mutex<HashMap<Subject, Weak<Lock>>>);

impl Turns {
    /// Waits for one's turn.
    pub(crate) async fn wait(&self, subject: Subject) -> Result<Turn, Rejection> {
        let lock = self.lock_of(subject);
        tokio::time::timeout(MAX_WAIT, lock.lock_owned()).await.map_err(|_| busy())
    }

    fn lock_of(&self, subject: Subject) -> Arc<Lock> {
        let mut locks = self.0.lock();
        if let Some(lock) = locks.get(&subject).and_then(Weak::upgrade) {
            return lock;
        }
        if locks.len() >= SWEEP_FROM {
            locks.retain(|_, lock| lock.strong_count() > 0);
        }
        let lock = Arc::new(Lock::default());
        locks.insert(subject, Arc::downgrade(&lock));
        lock
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    fn organization(id: &str) -> Subject {
        Subject::Organization(OrganizationId::new(id))
    }

    #[tokio::test]
    async fn one_organization_is_changed_by_one_at_a_time_and_others_do_not_wait() {
        let locks = Arc::new(Turns::default());
        let (inside, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let tasks = (0..20).map(|_| {
            let (locks, inside, most) = (Arc::clone(&locks), Arc::clone(&inside), Arc::clone(&most));
            tokio::spawn(async move {
                let _turn = locks.wait(organization("o1")).await.unwrap();
                most.fetch_max(inside.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                tokio::task::yield_now().await;
                inside.fetch_sub(1, Ordering::SeqCst);
            })
        });
        futures_util::future::join_all(tasks).await;
        assert_eq!(most.load(Ordering::SeqCst), 1);
        let _held = locks.wait(organization("o1")).await.unwrap();
        locks.wait(organization("o2")).await.unwrap();
        locks.wait(Subject::User(UserId::new("o1"))).await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn nobody_waits_for_ever() {
        let locks = Turns::default();
        let _held = locks.wait(organization("o1")).await.unwrap();
        assert_eq!(locks.wait(organization("o1")).await.unwrap_err().code(), "gateway.busy");
    }

    #[tokio::test]
    async fn memory_does_not_grow_with_the_organizations_ever_changed() {
        let locks = Turns::default();
        for index in 0..1000 {
            locks.wait(organization(&format!("o{index}"))).await.unwrap();
        }
        assert!(locks.0.lock().len() <= SWEEP_FROM);
    }
}
