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

use crate::places::Places;
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

/// How many turns one user waits for at once, whatever they are for: nobody fills a queue alone.
const WAITING_PER_USER: usize = 64;

/// Somebody's turn; it ends when this is dropped.
pub(crate) type Turn = OwnedMutexGuard<()>;

/// The locks of everything that is being changed now.
#[derive(Debug)]
pub(crate) struct Turns {
    locks: Mutex<HashMap<Subject, Weak<Lock>>>,
    waiting: Places<UserId>,
}

impl Default for Turns {
    fn default() -> Self {
        Self { locks: Mutex::default(), waiting: Places::new(WAITING_PER_USER) }
    }
}

impl Turns {
    /// One's turn, if nobody else has it or waits for it.
    pub(crate) fn take(&self, subject: Subject) -> Option<Turn> {
        self.lock_of(subject).try_lock_owned().ok()
    }

    /// Waits for one's turn, in a queue that only those may stand in who may do what they wait for.
    pub(crate) async fn wait(&self, subject: Subject, user_id: &UserId) -> Result<Turn, Rejection> {
        let _place = self.waiting.take(user_id.clone()).ok_or_else(busy)?;
        let lock = self.lock_of(subject);
        tokio::time::timeout(MAX_WAIT, lock.lock_owned()).await.map_err(|_| busy())
    }

    fn lock_of(&self, subject: Subject) -> Arc<Lock> {
        let mut locks = self.locks.lock();
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

    fn user(id: &str) -> UserId {
        UserId::new(id)
    }

    #[tokio::test]
    async fn one_organization_is_changed_by_one_at_a_time_and_others_do_not_wait() {
        let locks = Arc::new(Turns::default());
        let (inside, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let tasks = (0..20).map(|index| {
            let (locks, inside, most) = (Arc::clone(&locks), Arc::clone(&inside), Arc::clone(&most));
            tokio::spawn(async move {
                let _turn = locks.wait(organization("o1"), &user(&index.to_string())).await.unwrap();
                most.fetch_max(inside.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                tokio::task::yield_now().await;
                inside.fetch_sub(1, Ordering::SeqCst);
            })
        });
        futures_util::future::join_all(tasks).await;
        assert_eq!(most.load(Ordering::SeqCst), 1);
        let _held = locks.wait(organization("o1"), &user("u")).await.unwrap();
        locks.wait(organization("o2"), &user("u")).await.unwrap();
        locks.wait(Subject::User(user("o1")), &user("u")).await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn nobody_waits_for_ever() {
        let locks = Turns::default();
        let _held = locks.wait(organization("o1"), &user("u")).await.unwrap();
        assert_eq!(locks.wait(organization("o1"), &user("u")).await.unwrap_err().code(), "gateway.busy");
    }

    #[tokio::test(start_paused = true)]
    async fn one_user_fills_no_queue_and_who_waits_comes_before_who_takes() {
        let locks = Arc::new(Turns::default());
        let held = locks.take(organization("o1")).unwrap();
        assert!(locks.take(organization("o1")).is_none());
        let waiting = (0..WAITING_PER_USER).map(|_| {
            let locks = Arc::clone(&locks);
            tokio::spawn(async move { locks.wait(organization("o1"), &user("mallory")).await })
        });
        let waiting: Vec<_> = waiting.collect();
        for _ in 0..WAITING_PER_USER {
            tokio::task::yield_now().await;
        }
        assert_eq!(
            locks.wait(organization("o1"), &user("mallory")).await.unwrap_err().code(),
            "gateway.busy"
        );
        let admin = Arc::clone(&locks);
        let admin = tokio::spawn(async move { admin.wait(organization("o1"), &user("anna")).await });
        tokio::task::yield_now().await;
        drop(held);
        assert!(locks.take(organization("o1")).is_none(), "those who wait come first");
        for waiting in waiting {
            drop(waiting.await.unwrap().unwrap());
        }
        assert!(admin.await.unwrap().is_ok());
        assert!(locks.wait(organization("o1"), &user("mallory")).await.is_ok());
    }

    #[tokio::test]
    async fn memory_does_not_grow_with_the_organizations_ever_changed() {
        let locks = Turns::default();
        for index in 0..1000 {
            locks.wait(organization(&format!("o{index}")), &user("u")).await.unwrap();
        }
        assert!(locks.locks.lock().len() <= SWEEP_FROM);
    }
}
