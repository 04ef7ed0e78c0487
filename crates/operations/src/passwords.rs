//! Where passwords are hashed: a few at a time, beside the runtime's other tasks, with a queue of bounded length.
//!
//! One Argon2 computation takes a core for some tens of milliseconds and 19 MiB of memory. So many sign-ins at once must not take every
//! core from other requests, nor all memory: as many run as there are cores, some wait in order, and what comes on top is told to come
//! back later. What a digest is and when it matches is told by `domain::password`.

use std::{
    hint::black_box,
    num::NonZeroUsize,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    time::Duration,
};

use domain::{
    Entropy, PlainToken,
    password::{self, Argon2Cost, PasswordDigest, UnusablePassword},
};
use tokio::{
    runtime::{Handle, RuntimeFlavor},
    sync::Semaphore,
    time::Instant,
};

use crate::OperationError;

/// How many computations may wait for each that can run: about three seconds of waiting.
const WAITING_PER_WORKER: usize = 128;

/// The pool. Cheap to clone; all clones share threads and queue.
#[derive(Clone, Debug)]
pub struct PasswordPool {
    workers: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
    max_waiting: usize,
    cost: Argon2Cost,
    done: Arc<Done>,
}

#[derive(Debug, Default)]
struct Done {
    count: AtomicU64,
    microseconds: AtomicU64,
}

/// Why a password was not hashed.
#[derive(Debug, thiserror::Error)]
pub enum HashError {
    /// It can never be a password: a fault of whoever chose it.
    #[error(transparent)]
    Unusable(#[from] UnusablePassword),
    /// The pool is full or failed.
    #[error(transparent)]
    Operation(#[from] OperationError),
}

impl PasswordPool {
    /// A pool that runs as many computations at once as the machine has cores, at the cost for real passwords.
    pub fn standard() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
        Self::new(cores, cores * WAITING_PER_WORKER, Argon2Cost::STANDARD)
    }

    /// A pool whose digests cost next to nothing. Only for tests: real passwords hashed so are as good as told.
    #[cfg(test)]
    pub(crate) fn for_tests() -> Self {
        Self::new(2, 1_000, Argon2Cost::LEAST)
    }

    /// A pool of `workers` computations at once and `max_waiting` behind them, making digests of this cost.
    pub fn new(workers: usize, max_waiting: usize, cost: Argon2Cost) -> Self {
        Self {
            workers: Arc::new(Semaphore::new(workers.max(1))),
            waiting: Arc::default(),
            max_waiting,
            cost,
            done: Arc::default(),
        }
    }

    /// The cost of the digests made here.
    pub fn cost(&self) -> Argon2Cost {
        self.cost
    }

    /// How many computations there were so far, and how long they took together; the time in the queue is none of it.
    pub fn done(&self) -> (u64, Duration) {
        let Done { count, microseconds } = &*self.done;
        (count.load(Ordering::Relaxed), Duration::from_micros(microseconds.load(Ordering::Relaxed)))
    }

    /// Hashes a password with a salt drawn from `entropy`.
    pub async fn hash(&self, password: &str, entropy: &dyn Entropy) -> Result<PasswordDigest, HashError> {
        password::check_usable(password)?;
        let (password, salt, cost) = (PlainToken::new(password), entropy.bytes::<16>(), self.cost);
        let digest = self.run(move || password::hash_argon2id(password.reveal(), salt, cost)).await?;
        Ok(digest?)
    }

    /// Whether `password` is the one `digest` was made of. Without a digest the answer is no after the time a check takes, so that whoever
    /// asks cannot tell an unknown user, or one without a password, from a wrong password. A digest that is not of this pool's kind and
    /// takes a time of its own is checked and then followed by that time; so only one that takes long itself, bcrypt of cost 10 and more
    /// for one, can still be told from others, until its user's next sign-in replaces it.
    pub async fn verify(
        &self,
        digest: Option<PasswordDigest>,
        password: &str,
    ) -> Result<bool, OperationError> {
        // Refused passwords match nothing for anyone, so that their quick answer tells nothing.
        if password::check_usable(password).is_err() {
            return Ok(false);
        }
        let (password, cost) = (PlainToken::new(password), self.cost);
        self.run(move || {
            let matches = digest.as_ref().is_some_and(|digest| password::verify(digest, password.reveal()));
            if !matches && digest.is_none_or(|digest| password::needs_upgrade(&digest, cost)) {
                let _ = black_box(password::hash_argon2id(password.reveal(), [0; 16], cost));
            }
            matches
        })
        .await
    }

    /// Runs `work` where it holds up no other task, as soon as one of the pool's places is free; [`OperationError::Busy`] when too many wait already.
    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, OperationError> {
        let place = Place::take(&self.waiting, self.max_waiting + self.workers.available_permits())
            .ok_or(OperationError::Busy)?;
        let permit = Arc::clone(&self.workers)
            .acquire_owned()
            .await
            .map_err(|error| OperationError::Internal(Box::new(error)))?;
        drop(place);
        // The permit goes along with the work: when the caller goes away, the work still runs to its end and keeps its place until then.
        let done = Arc::clone(&self.done);
        let work = move || {
            let _permit = permit;
            let started = Instant::now();
            let result = work();
            let microseconds = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
            done.microseconds.fetch_add(microseconds, Ordering::Relaxed);
            done.count.fetch_add(1, Ordering::Relaxed);
            result
        };
        if Handle::current().runtime_flavor() == RuntimeFlavor::MultiThread {
            store::release_reads();
            // On this thread, whose other tasks go elsewhere: to wake another one for it, and this one again, takes longer than most requests.
            let result = tokio::task::block_in_place(|| catch_unwind(AssertUnwindSafe(work)));
            return result.map_err(|_| OperationError::Internal("hashing a password panicked".into()));
        }
        let running = tokio::task::spawn_blocking(work);
        running.await.map_err(|error| OperationError::Internal(Box::new(error)))
    }
}

/// A place in the queue, given back when dropped.
struct Place(Arc<AtomicUsize>);

impl Place {
    fn take(waiting: &Arc<AtomicUsize>, most: usize) -> Option<Self> {
        let place = Self(Arc::clone(waiting));
        let ahead = waiting.fetch_add(1, Ordering::AcqRel);
        (ahead < most).then_some(place)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::mpsc, time::Duration};

    use domain::{SystemEntropy, password::PasswordAlgorithm};

    use super::*;

    #[tokio::test]
    async fn what_was_computed_is_counted_with_the_time_it_took() {
        let pool = PasswordPool::for_tests();
        assert_eq!(pool.done(), (0, Duration::ZERO));
        let digest = pool.hash("correct horse", &SystemEntropy).await.unwrap();
        assert!(pool.verify(Some(digest), "correct horse").await.unwrap());
        let (count, time) = pool.done();
        assert_eq!(count, 2);
        assert!(time > Duration::ZERO);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn nobody_waits_to_write_while_a_password_is_hashed() {
        let test = store::testing::TestDb::sqlite().await;
        let (db, pool) = (&test.db, PasswordPool::for_tests());
        let within = db.together(async {
            let none = store::tenant::find(db.exec(), &domain::TenantId::new("none")).await.unwrap();
            assert!(none.is_none() && db.is_open_together());
            pool.hash("correct horse", &SystemEntropy).await.unwrap();
            assert!(!db.is_open_together());
        });
        within.await.unwrap();
    }

    #[tokio::test]
    async fn what_was_hashed_verifies() {
        let pool = PasswordPool::for_tests();
        let digest = pool.hash("fjord-Lamp-77", &SystemEntropy).await.unwrap();
        assert_eq!(digest.algorithm, PasswordAlgorithm::Argon2id);
        assert!(pool.verify(Some(digest.clone()), "fjord-Lamp-77").await.unwrap());
        assert!(!pool.verify(Some(digest.clone()), "fjord-Lamp-78").await.unwrap());
        assert!(!pool.verify(None, "fjord-Lamp-77").await.unwrap());
        assert_ne!(pool.hash("fjord-Lamp-77", &SystemEntropy).await.unwrap(), digest);
    }

    #[tokio::test]
    async fn unusable_passwords_are_refused_and_match_nothing() {
        let pool = PasswordPool::for_tests();
        assert!(matches!(
            pool.hash("a\0b", &SystemEntropy).await,
            Err(HashError::Unusable(UnusablePassword::Nul))
        ));
        assert!(matches!(
            pool.hash(&"a".repeat(257), &SystemEntropy).await,
            Err(HashError::Unusable(UnusablePassword::TooLong))
        ));
        let digest = pool.hash("ab", &SystemEntropy).await.unwrap();
        assert!(!pool.verify(Some(digest), "ab\0").await.unwrap());
    }

    /// Fills the pool's one place until the returned sender is dropped.
    async fn occupied(
        pool: &PasswordPool,
    ) -> (mpsc::Sender<()>, tokio::task::JoinHandle<Result<(), OperationError>>) {
        let (release, released) = mpsc::channel::<()>();
        let (begun, beginning) = tokio::sync::oneshot::channel();
        let pool = pool.clone();
        let running = tokio::spawn(async move {
            let work = move || {
                let _ = begun.send(());
                let _ = released.recv();
            };
            pool.run(work).await
        });
        beginning.await.unwrap();
        (release, running)
    }

    #[tokio::test]
    async fn the_queue_is_bounded_and_moves_on() {
        let pool = PasswordPool::new(1, 2, Argon2Cost::LEAST);
        let (release, running) = occupied(&pool).await;
        let wait = || {
            let pool = pool.clone();
            tokio::spawn(async move { pool.verify(None, "password").await })
        };
        let waiting = [wait(), wait()];
        while pool.waiting.load(Ordering::Acquire) < 2 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        assert!(matches!(pool.verify(None, "password").await, Err(OperationError::Busy)));
        drop(release);
        running.await.unwrap().unwrap();
        for waiter in waiting {
            assert!(!waiter.await.unwrap().unwrap());
        }
        assert!(!pool.verify(None, "password").await.unwrap());
    }

    #[tokio::test]
    async fn those_who_go_away_give_their_place_back() {
        let pool = PasswordPool::new(1, 1, Argon2Cost::LEAST);
        let (release, running) = occupied(&pool).await;
        let impatient = tokio::time::timeout(Duration::from_millis(10), pool.verify(None, "password")).await;
        assert!(impatient.is_err());
        assert_eq!(pool.waiting.load(Ordering::Acquire), 0);
        drop(release);
        running.await.unwrap().unwrap();
    }

    #[tokio::test]
    async fn other_tasks_run_while_all_places_are_taken() {
        // One thread serves the runtime: were hashing done on it, the timer below could not fire.
        let pool = PasswordPool::new(1, 10, Argon2Cost::LEAST);
        let (release, running) = occupied(&pool).await;
        let timer =
            tokio::time::timeout(Duration::from_secs(5), tokio::time::sleep(Duration::from_millis(1)));
        assert!(timer.await.is_ok());
        drop(release);
        running.await.unwrap().unwrap();
    }

    #[tokio::test]
    async fn an_unknown_user_costs_as_much_as_a_wrong_password() {
        let cost = Argon2Cost { memory_kib: 4_096, passes: 3, lanes: 1 };
        let pool = PasswordPool::new(1, 10, cost);
        let digest = pool.hash("fjord-Lamp-77", &SystemEntropy).await.unwrap();
        let imported = |algorithm, digest: &str| Some(PasswordDigest { algorithm, digest: digest.into() });
        let digests = [
            Some(digest),
            None,
            imported(PasswordAlgorithm::Md5, "5f4dcc3b5aa765d61d8327deb882cf99"),
            imported(PasswordAlgorithm::Bcrypt, "$2b$04$malformed"),
            imported(
                PasswordAlgorithm::Bcrypt,
                "$2b$04$abcdefghijklmnopqrstuuWGPXfPyf8YW0lXSZ3wWUSvBrIvqMxeK",
            ),
            imported(
                PasswordAlgorithm::Argon2id,
                "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$bm90dGhlcmlnaHRvdXRwdXQ",
            ),
        ];
        let mut quickest = [Duration::MAX; 6];
        for _ in 0..5 {
            for (least, digest) in quickest.iter_mut().zip(&digests) {
                let start = tokio::time::Instant::now();
                assert!(!pool.verify(digest.clone(), "wrong").await.unwrap());
                *least = start.elapsed().min(*least);
            }
        }
        let wrong = quickest[0];
        // Without the dummy computation the others would be tens to hundreds of times quicker; a busy machine blurs less than this.
        assert!(quickest.iter().all(|other| *other * 3 > wrong), "{quickest:?}");
    }
}
