//! The disk: which commits are on it.
//!
//! A commit writes to the log and is seen by all connections; it is durable when the log's file has been synchronized after it. That takes
//! longer than everything else, so a thread of its own does it, for all who wait: the log is one file that only grows until it begins anew,
//! and it begins anew only when what was in it is in the database, synchronized too.
//!
//! When the file cannot be synchronized nobody knows what is on the disk, and no later success would tell (the kernel gives up such pages
//! and says so once). From then on everything that would have to be durable fails, until a start has read what there is.

use std::{
    fs::{File, OpenOptions},
    io,
    os::unix::fs::OpenOptionsExt as _,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
        mpsc,
    },
    time::Duration,
};

use tokio::{sync::watch, time::Instant};

use super::{StoreError, unavailable};

/// Makes the log's file durable; a function of its own, so that tests can be the disk.
pub(in super::super) type Synchronize = Box<dyn FnMut() -> io::Result<()> + Send>;

/// How long what nobody waits for may take to be durable, where nobody who waits makes it so earlier. What is longer on its way is more to
/// lose with the machine and to wait for by whoever comes next; what is shorter has the disk come for each step of a sign-in on its own.
const SOON: Duration = Duration::from_millis(10);

/// How urgent it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Call {
    /// Somebody waits, or is about to.
    Now,
    /// Nobody does.
    Soon,
}

/// What is known of the disk.
pub(super) struct Disk {
    /// How many commits there were.
    committed: AtomicU64,
    state: watch::Receiver<State>,
    calls: mpsc::Sender<Call>,
    /// Whether the thread has been called to come soon, and has not come yet.
    is_called_soon: AtomicBool,
    /// How often somebody waited, and how long.
    waits: AtomicU64,
    waited_microseconds: AtomicU64,
}

#[derive(Clone, Copy)]
struct State {
    /// So many commits are durable.
    synchronized: u64,
    is_broken: bool,
}

impl Disk {
    /// The disk under the log of the database at `path`; see [`open_log`].
    pub(super) fn of(path: &Path) -> Result<Arc<Self>, StoreError> {
        let file = open_log(path)?;
        Self::start(Box::new(move || file.sync_data()))
    }

    /// A disk that nobody waits for.
    pub(super) fn ignored() -> Arc<Self> {
        let state = State { synchronized: u64::MAX, is_broken: false };
        Arc::new(Self {
            committed: AtomicU64::new(0),
            state: watch::Sender::new(state).subscribe(),
            calls: mpsc::channel().0,
            is_called_soon: AtomicBool::new(false),
            waits: AtomicU64::new(0),
            waited_microseconds: AtomicU64::new(0),
        })
    }

    /// Starts the thread, which ends when the disk is dropped.
    pub(super) fn start(synchronize: Synchronize) -> Result<Arc<Self>, StoreError> {
        Self::start_with(synchronize, SOON)
    }

    /// As [`Self::start`], with what "soon" is.
    fn start_with(mut synchronize: Synchronize, soon: Duration) -> Result<Arc<Self>, StoreError> {
        let (calls, called) = mpsc::channel();
        let (sender, state) = watch::channel(State { synchronized: 0, is_broken: false });
        let disk = Arc::new(Self {
            committed: AtomicU64::new(0),
            state,
            calls,
            is_called_soon: AtomicBool::new(false),
            waits: AtomicU64::new(0),
            waited_microseconds: AtomicU64::new(0),
        });
        let weak = Arc::downgrade(&disk);
        let work = move || {
            while let Ok(call) = called.recv() {
                if call == Call::Soon {
                    // Whoever calls next waits, or nobody does: to come soon is called for once.
                    let _ = called.recv_timeout(soon);
                }
                // One time does for all who have called so far.
                while called.try_recv().is_ok() {}
                let Some(disk) = weak.upgrade() else { return };
                // Before the commits are counted: whoever finds it set has committed what is counted now.
                disk.is_called_soon.store(false, Ordering::Release);
                let committed = disk.committed.load(Ordering::Acquire);
                drop(disk);
                let before = *sender.borrow();
                if before.is_broken || before.synchronized >= committed {
                    continue;
                }
                let result = synchronize();
                if let Err(error) = &result {
                    tracing::error!(error.message = %error, "the write-ahead log could not be made durable: nothing is written any more");
                }
                sender.send_replace(match result {
                    Ok(()) => State { synchronized: committed, is_broken: false },
                    Err(_) => State { is_broken: true, ..before },
                });
            }
        };
        let started = std::thread::Builder::new().name("sqlite-disk".to_owned()).spawn(work);
        started.map(|_| disk).map_err(unavailable)
    }

    /// Notes a commit. To be called by whoever made it, before anybody is told.
    pub(super) fn note_commit(&self) {
        self.committed.fetch_add(1, Ordering::AcqRel);
    }

    /// Fails when nothing can be made durable any more.
    pub(super) fn check(&self) -> Result<(), StoreError> {
        if self.state.borrow().is_broken { Err(broken()) } else { Ok(()) }
    }

    /// Returns when everything that was committed before is durable.
    pub(super) async fn reach(&self) -> Result<(), StoreError> {
        let committed = self.committed.load(Ordering::Acquire);
        if self.state.borrow().synchronized >= committed {
            return Ok(());
        }
        let since = Instant::now();
        self.calls.send(Call::Now).map_err(|_| broken())?;
        let mut state = self.state.clone();
        let reached = state.wait_for(|state| state.is_broken || state.synchronized >= committed).await;
        let is_reached = reached.map_err(|_| broken())?.synchronized >= committed;
        let microseconds = u64::try_from(since.elapsed().as_micros()).unwrap_or(u64::MAX);
        self.waits.fetch_add(1, Ordering::Relaxed);
        self.waited_microseconds.fetch_add(microseconds, Ordering::Relaxed);
        if is_reached { Ok(()) } else { Err(broken()) }
    }

    /// How often somebody had to wait for the disk, and for how long together.
    pub(super) fn waits(&self) -> (u64, Duration) {
        let microseconds = self.waited_microseconds.load(Ordering::Relaxed);
        (self.waits.load(Ordering::Relaxed), Duration::from_micros(microseconds))
    }

    /// Calls the disk for everything that was committed before, for whoever is going to wait for it, and fails where nothing can be durable any
    /// more.
    pub(super) fn begin(&self) -> Result<(), StoreError> {
        self.check()?;
        let committed = self.committed.load(Ordering::Acquire);
        if self.state.borrow().synchronized >= committed {
            return Ok(());
        }
        self.calls.send(Call::Now).map_err(|_| broken())
    }

    /// Sees to it that everything that was committed before is durable soon, and fails where nothing can be any more.
    pub(super) fn reach_soon(&self) -> Result<(), StoreError> {
        self.check()?;
        let committed = self.committed.load(Ordering::Acquire);
        if self.state.borrow().synchronized >= committed {
            return Ok(());
        }
        if self.is_called_soon.swap(true, Ordering::AcqRel) {
            return Ok(());
        }
        self.calls.send(Call::Soon).map_err(|_| broken())
    }
}

/// Opens the log of the database at `path`, which a connection has opened and keeps open: nobody takes the file away then.
pub(super) fn open_log(path: &Path) -> Result<File, StoreError> {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    let file = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(log);
    file.map_err(unavailable)
}

fn broken() -> StoreError {
    StoreError::Unavailable("the disk did not keep what was written".into())
}

#[cfg(test)]
mod tests {
    use std::{pin::pin, time::Duration};

    use futures_util::poll;

    use super::*;

    /// A disk that takes as long as somebody takes to answer its calls.
    fn slow_disk() -> (Arc<Disk>, mpsc::Receiver<()>, mpsc::Sender<io::Result<()>>) {
        let (called, calls) = mpsc::channel();
        let (answers, answer) = mpsc::channel();
        let synchronize = move || {
            called.send(()).unwrap();
            answer.recv().unwrap()
        };
        // Long enough for three calls of a test to be one.
        let disk = Disk::start_with(Box::new(synchronize), Duration::from_millis(200));
        (disk.unwrap(), calls, answers)
    }

    const LONG: Duration = Duration::from_secs(5);

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn whoever_waits_is_told_when_the_disk_has_it_and_not_before() {
        let (disk, calls, answers) = slow_disk();
        tokio::time::timeout(LONG, disk.reach()).await.unwrap().unwrap();
        assert_eq!(disk.waits(), (0, Duration::ZERO), "there was nothing to wait for");
        disk.note_commit();
        let mut first = pin!(disk.reach());
        assert!(poll!(&mut first).is_pending());
        calls.recv_timeout(LONG).unwrap();
        // Comes too late for the one that is under way.
        disk.note_commit();
        let mut second = pin!(disk.reach());
        assert!(poll!(&mut second).is_pending());
        answers.send(Ok(())).unwrap();
        tokio::time::timeout(LONG, first).await.unwrap().unwrap();
        calls.recv_timeout(LONG).unwrap();
        assert!(poll!(&mut second).is_pending());
        answers.send(Ok(())).unwrap();
        tokio::time::timeout(LONG, second).await.unwrap().unwrap();
        assert!(calls.try_recv().is_err(), "what is durable is not made so again");
        let (count, time) = disk.waits();
        assert!(count == 2 && time > Duration::ZERO, "{count} {time:?}");
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn what_nobody_waits_for_is_durable_soon_and_with_what_somebody_waits_for() {
        let (disk, calls, answers) = slow_disk();
        disk.note_commit();
        for _ in 0..3 {
            disk.reach_soon().unwrap();
        }
        calls.recv_timeout(LONG).unwrap();
        answers.send(Ok(())).unwrap();
        tokio::time::timeout(LONG, disk.reach()).await.unwrap().unwrap();
        assert!(calls.try_recv().is_err(), "three calls are one");
        disk.note_commit();
        disk.reach_soon().unwrap();
        disk.note_commit();
        answers.send(Ok(())).unwrap();
        tokio::time::timeout(LONG, disk.reach()).await.unwrap().unwrap();
        calls.recv_timeout(LONG).unwrap();
        disk.reach_soon().unwrap();
        disk.note_commit();
        answers.send(Err(io::Error::other("gone"))).unwrap();
        assert!(tokio::time::timeout(LONG, disk.reach()).await.unwrap().is_err());
        assert!(disk.reach_soon().is_err() && disk.begin().is_err(), "nothing is promised any more");
    }

    #[test]
    fn the_disk_begins_at_once_for_who_is_about_to_wait() {
        let (called, calls) = mpsc::channel();
        let synchronize = move || {
            called.send(()).unwrap();
            Ok(())
        };
        let disk = Disk::start_with(Box::new(synchronize), LONG * 12).unwrap();
        disk.begin().unwrap();
        disk.note_commit();
        disk.reach_soon().unwrap();
        assert!(
            calls.recv_timeout(Duration::from_millis(50)).is_err(),
            "there is nothing yet, or nobody about to wait"
        );
        disk.begin().unwrap();
        calls.recv_timeout(LONG).unwrap();
        // Where nobody waits for any disk there is none to begin.
        let ignored = Disk::ignored();
        ignored.note_commit();
        ignored.begin().unwrap();
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn one_time_does_for_all_who_wait() {
        let (disk, calls, answers) = slow_disk();
        disk.note_commit();
        let mut ahead = pin!(disk.reach());
        assert!(poll!(&mut ahead).is_pending());
        calls.recv_timeout(LONG).unwrap();
        let waiting: Vec<_> = (0..20)
            .map(|_| {
                disk.note_commit();
                let disk = Arc::clone(&disk);
                tokio::spawn(async move { disk.reach().await })
            })
            .collect();
        tokio::time::sleep(Duration::from_millis(20)).await;
        answers.send(Ok(())).unwrap();
        answers.send(Ok(())).unwrap();
        ahead.await.unwrap();
        for waiting in waiting {
            tokio::time::timeout(LONG, waiting).await.unwrap().unwrap().unwrap();
        }
        assert_eq!(calls.iter().take(1).count() + calls.try_iter().count(), 1);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_disk_that_failed_once_is_not_believed_again() {
        let (disk, _calls, answers) = slow_disk();
        disk.note_commit();
        answers.send(Ok(())).unwrap();
        disk.reach().await.unwrap();
        disk.check().unwrap();
        disk.note_commit();
        answers.send(Err(io::Error::other("no"))).unwrap();
        assert!(matches!(disk.reach().await, Err(StoreError::Unavailable(_))));
        assert!(disk.check().is_err());
        answers.send(Ok(())).unwrap();
        disk.note_commit();
        assert!(matches!(disk.reach().await, Err(StoreError::Unavailable(_))));
    }
}
