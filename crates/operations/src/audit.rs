//! The audit log, and with it who was active on which day: records are gathered and committed in groups, and whoever records one waits until its group is durable.
//!
//! Under load one commit serves many requests. A record that comes alone, after another that came alone, waits for its own commit only; while
//! several come at a time, and once more after that, a group waits 100 µs for those who are about to come. The groups are written on a thread
//! of their own: a task would wait behind the signatures of the very requests that wait for it. That thread commits and leaves the disk to those
//! who wait; it outlives a panic, which fails the group it happened in. On the embedded database whoever records something while nobody else
//! does commits it on the spot: two threads that wake one another take longer than the commit. So does whoever writes it together with other
//! things ([`Db::together`]). Where the database does not take one of a group, the others are written without it.

use std::{
    panic::AssertUnwindSafe,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use domain::{AuditLogId, Entropy, TenantId, UserId, audit::AuditRecord, calendar::Day};
use futures_util::FutureExt as _;
use store::{
    Db, StoreError,
    audit_log::{self, NewAuditLog},
};
use tokio::sync::{mpsc, oneshot};

/// How many records may wait before those who record more have to wait for room.
const QUEUE: usize = 1_024;
/// How many records share a commit at the most.
const GROUP: usize = 256;
/// How many users are remembered to have been active on a day. Of those who are forgotten it is written again, which changes nothing.
const ACTIVE_USERS: usize = 100_000;
/// How long a group waits for more records while several come at a time. A commit costs more of the processor than a record does.
const GATHERING: Duration = Duration::from_micros(100);

/// Where audit records go. Cheap to clone.
#[derive(Clone)]
pub struct AuditLog {
    queue: mpsc::Sender<Waiting>,
    entropy: Arc<dyn Entropy>,
    /// Where groups are written, and what must be waited for before anybody is told.
    disk: Option<Db>,
    /// How many are recording something now.
    recording: Arc<AtomicUsize>,
    /// The last day on which users are known to have been active.
    active: Arc<quick_cache::sync::Cache<(TenantId, UserId), Day>>,
}

struct Waiting {
    log: NewAuditLog,
    done: oneshot::Sender<bool>,
}

impl AuditLog {
    /// Starts the thread that writes groups; it ends when every clone is dropped.
    ///
    /// # Errors
    /// When the system gives no thread.
    ///
    /// # Panics
    /// Outside a runtime.
    pub fn start(db: Db, entropy: Arc<dyn Entropy>) -> Result<Self, std::io::Error> {
        let disk = db.clone();
        let write = async move |group: &[NewAuditLog]| audit_log::insert_group(&db, group).await;
        Ok(Self { disk: Some(disk), ..Self::start_with(write, entropy)? })
    }

    fn start_with(write: impl WriteGroup, entropy: Arc<dyn Entropy>) -> Result<Self, std::io::Error> {
        let (queue, waiting) = mpsc::channel(QUEUE);
        let runtime = tokio::runtime::Handle::current();
        let write = move || runtime.block_on(write_groups(write, waiting));
        std::thread::Builder::new().name("audit-log".to_owned()).spawn(write)?;
        let active = Arc::new(quick_cache::sync::Cache::new(ACTIVE_USERS));
        Ok(Self { queue, entropy, disk: None, recording: Arc::default(), active })
    }

    /// Whether records are still written. Where they are not, nothing that must be recorded can be done any more.
    pub fn is_running(&self) -> bool {
        !self.queue.is_closed()
    }

    /// Records what happened; returns when it is durable, or will be before the answer that is being made ([`Db::durable_answer`]).
    pub async fn record(&self, tenant: &TenantId, record: AuditRecord) -> Result<(), StoreError> {
        self.write(tenant, record, None).await
    }

    /// As [`Self::record`], of something that `user` did: it is noted in the same commit that the user was active that day, unless that is
    /// known already.
    pub async fn record_activity(
        &self,
        tenant: &TenantId,
        record: AuditRecord,
        user: &UserId,
    ) -> Result<(), StoreError> {
        let (who, day) = ((tenant.clone(), user.clone()), Day::of(record.created_at));
        if self.active.get(&who) == Some(day) {
            return self.record(tenant, record).await;
        }
        self.write(tenant, record, Some(user.clone())).await?;
        self.active.insert(who, day);
        Ok(())
    }

    async fn write(
        &self,
        tenant: &TenantId,
        record: AuditRecord,
        active_user: Option<UserId>,
    ) -> Result<(), StoreError> {
        let id = AuditLogId::at(record.created_at, &*self.entropy);
        let log = NewAuditLog { active_user, ..NewAuditLog::new(tenant.clone(), id, record) };
        let recording = Recording::begin(&self.recording);
        if let Some(db) = self.disk.as_ref().filter(|db| !db.is_postgres())
            && (recording.is_alone || db.is_open_together())
        {
            // The transaction that is open would keep the thread waiting that it waits for.
            return self.write_now(db, log).await;
        }
        let (done, committed) = oneshot::channel();
        self.queue.send(Waiting { log, done }).await.map_err(|_| stopped())?;
        match committed.await {
            Ok(true) => match &self.disk {
                // The thread has committed it, and nothing of what is written together here.
                Some(db) => db.commits_reach_disk().await,
                None => Ok(()),
            },
            Ok(false) => Err(failed()),
            Err(_) => Err(stopped()),
        }
    }

    /// Commits a record as a group of its own. Should the caller hang up before that is done, the thread does it.
    async fn write_now(&self, db: &Db, log: NewAuditLog) -> Result<(), StoreError> {
        if !self.is_running() {
            return Err(stopped());
        }
        let mut unwritten = Unwritten { log: Some(log), queue: &self.queue };
        let written = audit_log::insert_group(db, unwritten.log.as_slice()).await;
        unwritten.log = None;
        match written {
            Ok(()) => db.on_disk().await,
            Err(error) => {
                tracing::error!(error.message = %domain::causes(&error), audit.records = 1, "audit records could not be written");
                Err(failed())
            }
        }
    }
}

/// Somebody who records something.
struct Recording<'a> {
    count: &'a AtomicUsize,
    is_alone: bool,
}

impl<'a> Recording<'a> {
    fn begin(count: &'a AtomicUsize) -> Self {
        Self { count, is_alone: count.fetch_add(1, Ordering::AcqRel) == 0 }
    }
}

impl Drop for Recording<'_> {
    fn drop(&mut self) {
        self.count.fetch_sub(1, Ordering::AcqRel);
    }
}

/// A record whose writer may go away.
struct Unwritten<'a> {
    log: Option<NewAuditLog>,
    queue: &'a mpsc::Sender<Waiting>,
}

impl Drop for Unwritten<'_> {
    fn drop(&mut self) {
        let Some(log) = self.log.take() else { return };
        // Nobody waits for it any more. It may be written after all.
        let log = NewAuditLog { may_be_written: true, ..log };
        if self.queue.try_send(Waiting { log, done: oneshot::channel().0 }).is_err() {
            tracing::error!(
                audit.records = 1,
                "an audit record whose request went away could not be written"
            );
        }
    }
}

fn failed() -> StoreError {
    StoreError::Unavailable("the audit record could not be written".into())
}

fn stopped() -> StoreError {
    StoreError::Unavailable("the audit log has stopped".into())
}

/// Commits a group of records, or none of it.
trait WriteGroup: AsyncFn(&[NewAuditLog]) -> Result<(), StoreError> + Send + 'static {}

impl<T: AsyncFn(&[NewAuditLog]) -> Result<(), StoreError> + Send + 'static> WriteGroup for T {}

/// Whether records could not be written.
enum Failed {
    /// They were.
    No,
    /// One of them is such that the database does not take it.
    ForARecord,
    /// The database does not answer, or writing panicked.
    ForAll,
}

async fn attempt(write: &impl WriteGroup, logs: &[NewAuditLog]) -> Failed {
    match AssertUnwindSafe(write(logs)).catch_unwind().await {
        Ok(Ok(())) => Failed::No,
        Ok(Err(error)) => {
            tracing::error!(error.message = %domain::causes(&error), audit.records = logs.len(), "audit records could not be written");
            let is_for_all = matches!(error, StoreError::Unavailable(_) | StoreError::Conflict);
            if is_for_all { Failed::ForAll } else { Failed::ForARecord }
        }
        Err(_) => {
            tracing::error!(audit.records = logs.len(), "writing audit records panicked");
            Failed::ForAll
        }
    }
}

async fn write_groups(write: impl WriteGroup, mut waiting: mpsc::Receiver<Waiting>) {
    let mut group = Vec::with_capacity(GROUP);
    let mut several = false;
    while waiting.recv_many(&mut group, GROUP).await > 0 {
        if several {
            // This thread is the log's own.
            std::thread::sleep(GATHERING);
            group.extend(
                std::iter::from_fn(|| waiting.try_recv().ok()).take(GROUP.saturating_sub(group.len())),
            );
        }
        several = group.len() > 1;
        let (logs, done): (Vec<_>, Vec<_>) =
            group.drain(..).map(|waiting| (waiting.log, waiting.done)).unzip();
        let written = match attempt(&write, &logs).await {
            Failed::No => vec![true; logs.len()],
            // Others must not lose their records, and their answers with them, for what somebody sent.
            Failed::ForARecord if logs.len() > 1 => {
                let mut written = Vec::with_capacity(logs.len());
                for log in &logs {
                    written.push(matches!(attempt(&write, std::slice::from_ref(log)).await, Failed::No));
                }
                written
            }
            Failed::ForARecord | Failed::ForAll => vec![false; logs.len()],
        };
        for (done, is_written) in done.into_iter().zip(written) {
            // Whoever hung up meanwhile does not need to know.
            let _ = done.send(is_written);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use domain::{SystemEntropy, UnixMillis};
    use store::testing::TestDb;

    use super::*;

    fn record(n: i64) -> AuditRecord {
        AuditRecord { key: n.to_string(), payload: serde_json::Map::new(), created_at: UnixMillis(n) }
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn many_records_at_once_are_all_there_and_one_that_comes_alone_after_them() {
        let test = TestDb::sqlite().await;
        let log = AuditLog::start(test.db.clone(), Arc::new(SystemEntropy)).unwrap();
        let tenant = TenantId::default_tenant();
        let writes = (0..100).map(|n| log.record(&tenant, record(n)));
        assert!(futures_util::future::join_all(writes).await.into_iter().all(|result| result.is_ok()));
        assert_eq!(audit_log::newest(test.db.exec(), &tenant, 1_000).await.unwrap().len(), 100);
        let alone = tokio::time::timeout(Duration::from_secs(5), log.record(&tenant, record(100))).await;
        alone.unwrap().unwrap();
        assert_eq!(audit_log::newest(test.db.exec(), &tenant, 1).await.unwrap()[0].key, "100");
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_user_is_noted_once_a_day_and_again_when_noting_failed() {
        let noted: Arc<std::sync::Mutex<Vec<Option<UserId>>>> = Arc::default();
        let (seen, fails) = (Arc::clone(&noted), AtomicBool::new(true));
        let write = async move |group: &[NewAuditLog]| {
            seen.lock().unwrap().extend(group.iter().map(|log| log.active_user.clone()));
            if fails.swap(false, Ordering::Relaxed) { Err(stopped()) } else { Ok(()) }
        };
        let log = AuditLog::start_with(write, Arc::new(SystemEntropy)).unwrap();
        let (tenant, user) = (TenantId::default_tenant(), UserId::new("u"));
        assert!(log.record_activity(&tenant, record(1), &user).await.is_err());
        for moment in [1, 2, 86_400_000] {
            log.record_activity(&tenant, record(moment), &user).await.unwrap();
        }
        log.record_activity(&TenantId::new("other"), record(86_400_000), &user).await.unwrap();
        let user = Some(user);
        assert_eq!(*noted.lock().unwrap(), [user.clone(), user.clone(), None, user.clone(), user]);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_panic_fails_its_group_and_nothing_after() {
        let is_first = AtomicBool::new(true);
        let write = async move |_: &[NewAuditLog]| {
            assert!(!is_first.swap(false, Ordering::Relaxed), "on purpose");
            Ok(())
        };
        let log = AuditLog::start_with(write, Arc::new(SystemEntropy)).unwrap();
        let tenant = TenantId::default_tenant();
        let failed = log.record(&tenant, record(1)).await;
        assert!(matches!(failed, Err(StoreError::Unavailable(_))), "{failed:?}");
        log.record(&tenant, record(2)).await.unwrap();
        assert!(log.is_running());
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_record_that_the_database_does_not_take_fails_alone() {
        let sizes = Arc::new(std::sync::Mutex::new(Vec::new()));
        let seen = Arc::clone(&sizes);
        let write = async move |group: &[NewAuditLog]| {
            seen.lock().unwrap().push(group.len());
            // The first waits until the others are there.
            tokio::time::sleep(Duration::from_millis(if group.len() == 1 { 50 } else { 0 })).await;
            if group.iter().any(|log| log.key == "7") { Err(StoreError::ValueTooLong) } else { Ok(()) }
        };
        let log = AuditLog::start_with(write, Arc::new(SystemEntropy)).unwrap();
        let tenant = TenantId::default_tenant();
        let written =
            futures_util::future::join_all((0..10).map(|number| log.record(&tenant, record(number)))).await;
        let failed: Vec<_> = (0..10).filter(|number| written[*number].is_err()).collect();
        assert_eq!(failed, [7]);
        assert!(sizes.lock().unwrap().iter().any(|size| *size > 1), "{sizes:?}");
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn the_thread_ends_with_the_last_clone() {
        let held = Arc::new(());
        let of_thread = Arc::clone(&held);
        let write = async move |_: &[NewAuditLog]| {
            let _ = &of_thread;
            Ok(())
        };
        let log = AuditLog::start_with(write, Arc::new(SystemEntropy)).unwrap();
        drop(log.clone());
        log.record(&TenantId::default_tenant(), record(1)).await.unwrap();
        drop(log);
        let ended = async {
            while Arc::strong_count(&held) > 1 {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(5), ended).await.unwrap();
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn what_somebody_recorded_who_went_away_meanwhile_is_written() {
        let test = TestDb::sqlite().await;
        let log = AuditLog::start(test.db.clone(), Arc::new(SystemEntropy)).unwrap();
        let tenant = TenantId::default_tenant();
        test.db
            .transaction(async |_| {
                // The writer is not free.
                let mut recording = std::pin::pin!(log.record(&tenant, record(1)));
                assert!(futures_util::poll!(&mut recording).is_pending());
                Ok::<_, StoreError>(())
            })
            .await
            .unwrap();
        let filter = audit_log::AuditLogFilter::of(audit_log::Shown::Provider);
        let written = async {
            while audit_log::count(test.db.exec(), &tenant, &filter, 1).await.unwrap() == 0 {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(5), written).await.unwrap();
    }

    #[tokio::test]
    async fn a_log_whose_thread_is_gone_says_so_and_refuses() {
        let (queue, waiting) = mpsc::channel(1);
        let active = Arc::new(quick_cache::sync::Cache::new(1));
        let recording = Arc::default();
        let log = AuditLog { queue, entropy: Arc::new(SystemEntropy), disk: None, recording, active };
        assert!(log.is_running());
        drop(waiting);
        assert!(!log.is_running());
        assert!(log.record(&TenantId::default_tenant(), record(1)).await.is_err());
    }
}
