//! The audit log: records are gathered and committed in groups, and whoever records one waits until its group is durable.
//!
//! Under load one commit serves many requests; alone, a request waits for its own commit only. The groups are written on a thread of their
//! own: a task would wait behind the signatures of the very requests that wait for it.

use std::{sync::Arc, time::Duration};

use domain::{AuditLogId, Entropy, TenantId, audit::AuditRecord};
use store::{
    Db, StoreError,
    audit_log::{self, NewAuditLog},
};
use tokio::sync::{mpsc, oneshot};

/// How many records may wait before those who record more have to wait for room.
const QUEUE: usize = 1_024;
/// How many records share a commit at the most.
const GROUP: usize = 256;
/// How long a group waits for more records while several come at a time. A commit costs more of the processor than a record does.
const GATHERING: Duration = Duration::from_micros(100);

/// Where audit records go. Cheap to clone.
#[derive(Clone)]
pub struct AuditLog {
    queue: mpsc::Sender<Waiting>,
    entropy: Arc<dyn Entropy>,
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
    pub fn start(db: Db, entropy: Arc<dyn Entropy>) -> Result<Self, std::io::Error> {
        let (queue, waiting) = mpsc::channel(QUEUE);
        let runtime = tokio::runtime::Handle::current();
        let write = move || runtime.block_on(write_groups(db, waiting));
        std::thread::Builder::new().name("audit-log".to_owned()).spawn(write)?;
        Ok(Self { queue, entropy })
    }

    /// Records what happened; returns when it is durable.
    pub async fn record(&self, tenant: &TenantId, record: AuditRecord) -> Result<(), StoreError> {
        let id = AuditLogId::at(record.created_at, &*self.entropy);
        let (done, durable) = oneshot::channel();
        let log = NewAuditLog::new(tenant.clone(), id, record);
        self.queue.send(Waiting { log, done }).await.map_err(|_| stopped())?;
        match durable.await {
            Ok(true) => Ok(()),
            Ok(false) => Err(StoreError::Unavailable("the audit record could not be written".into())),
            Err(_) => Err(stopped()),
        }
    }
}

fn stopped() -> StoreError {
    StoreError::Unavailable("the audit log has stopped".into())
}

async fn write_groups(db: Db, mut waiting: mpsc::Receiver<Waiting>) {
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
        let result = audit_log::insert_group(&db, &logs).await;
        if let Err(error) = &result {
            tracing::error!(error.message = %error, audit.records = logs.len(), "audit records could not be written");
        }
        for done in done {
            // Whoever hung up meanwhile does not need to know.
            let _ = done.send(result.is_ok());
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::{SystemEntropy, UnixMillis};
    use store::testing::TestDb;

    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn many_records_at_once_are_all_there() {
        let test = TestDb::sqlite().await;
        let log = AuditLog::start(test.db.clone(), Arc::new(SystemEntropy)).unwrap();
        let tenant = TenantId::default_tenant();
        let record = |n: i64| AuditRecord {
            key: n.to_string(),
            payload: serde_json::Map::new(),
            created_at: UnixMillis(n),
        };
        let writes = (0..100).map(|n| log.record(&tenant, record(n)));
        assert!(futures_util::future::join_all(writes).await.into_iter().all(|result| result.is_ok()));
        assert_eq!(audit_log::newest(test.db.exec(), &tenant, 1_000).await.unwrap().len(), 100);
    }
}
