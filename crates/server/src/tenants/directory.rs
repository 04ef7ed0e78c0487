//! Keeps what answers for a tenant: made when it is first asked for, let go when others are asked for more, when it is deleted, and when its hosts change.

use std::{
    collections::{HashMap, HashSet},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use arc_swap::ArcSwap;
use domain::UnixMillis;
use gateway::{Memory, Policy, TxtLookup};
use operations::{OperationError, Services, tenant};
use quick_cache::sync::Cache;
use store::configuration;
use tokio::sync::{Mutex, watch};

use super::table::{Entry, Table};
use crate::{
    serving::{Application, Shutdown},
    wiring::Wiring,
};

/// How many tenants are held ready at a time. One takes about as much memory as docs/operations.md says.
const MOST_OPEN: usize = 256;
/// How often the stored version is compared, for changes that nobody announced.
const POLL_INTERVAL: Duration = Duration::from_secs(1);

/// What answers for a tenant.
pub struct Open {
    /// The services.
    pub services: Arc<Services>,
    /// What is at the main address.
    pub main: Application,
    /// What is at the gateway's own address.
    pub gateway: Application,
}

/// A tenant as it was when it was opened: one of the same id that was made afterwards, or that is reached under another host, is another.
type Key = (String, UnixMillis, String);

fn key(entry: &Entry) -> Key {
    (entry.tenant.id.to_string(), entry.tenant.created_at, entry.endpoint.base().to_owned())
}

/// The tenants of a server, beside `default`.
pub struct Directory {
    wiring: Wiring,
    policy: Policy,
    txt_lookup: Arc<dyn TxtLookup>,
    table: ArcSwap<Table>,
    /// The count of changes before the version of the table was asked for last: as long as it stands there, the table is as it should be.
    seen: AtomicU64,
    loading: Mutex<()>,
    changes: watch::Receiver<u64>,
    open: Cache<Key, Arc<Open>>,
    /// What their gateways count, also while they are let go.
    memories: parking_lot::Mutex<HashMap<Key, Memory>>,
}

impl Directory {
    /// Reads the table. `wiring` is that of `default`, whose parts the others share; each gets a gateway of this policy.
    pub async fn new(
        wiring: Wiring,
        policy: Policy,
        txt_lookup: Arc<dyn TxtLookup>,
    ) -> Result<Arc<Self>, OperationError> {
        let directory = Self {
            changes: wiring.services.db.changes(),
            wiring,
            policy,
            txt_lookup,
            table: ArcSwap::default(),
            seen: AtomicU64::new(u64::MAX),
            loading: Mutex::new(()),
            open: Cache::new(MOST_OPEN),
            memories: parking_lot::Mutex::default(),
        };
        directory.reload().await?;
        Ok(Arc::new(directory))
    }

    /// What is shared by all tenants.
    pub fn wiring(&self) -> &Wiring {
        &self.wiring
    }

    /// The table as it is now. Where the database does not answer, it is the one that was read last: whatever is done for a tenant is refused then by what
    /// does it.
    pub async fn table(&self) -> Arc<Table> {
        if !self.is_fresh()
            && let Err(error) = self.reload().await
        {
            tracing::warn!(error.message = %domain::causes(&error), "hosts of tenants could not be read");
        }
        self.table.load_full()
    }

    fn is_fresh(&self) -> bool {
        self.seen.load(Ordering::Acquire) == *self.changes.borrow()
    }

    async fn reload(&self) -> Result<(), OperationError> {
        // One request reads, the others wait for it.
        let _loading = self.loading.lock().await;
        if self.is_fresh() {
            return Ok(());
        }
        let seen = *self.changes.borrow();
        let administrators = &self.wiring.administrators;
        let version = configuration::version(administrators.db.exec(), &administrators.tenant).await?;
        if version.is_none() || version != self.table.load().version {
            let mut table = Table::new(&self.wiring.tenancy, tenant::list(administrators).await?);
            table.version = version;
            let current: HashSet<Key> = table.tenants().iter().map(|entry| key(entry)).collect();
            self.table.store(Arc::new(table));
            self.open.retain(|key, _| current.contains(key));
            self.memories.lock().retain(|key, _| current.contains(key));
        }
        self.seen.store(seen, Ordering::Release);
        Ok(())
    }

    /// What answers for a tenant. Of many who ask for it at once, one makes it.
    pub async fn open(&self, entry: &Entry) -> Result<Arc<Open>, OperationError> {
        self.open.get_or_insert_async(&key(entry), self.make(entry)).await
    }

    /// Passes when no gateway does anything any more for callers who went away.
    pub async fn idle(&self) {
        // Those that were let go meanwhile count too.
        self.wiring.memory.idle().await;
    }

    /// The services of a tenant: those that are held, or others.
    pub fn services(&self, entry: &Entry) -> Arc<Services> {
        match self.open.peek(&key(entry)) {
            Some(open) => Arc::clone(&open.services),
            None => self.fresh(entry),
        }
    }

    fn fresh(&self, entry: &Entry) -> Arc<Services> {
        let (id, endpoint) = (entry.tenant.id.clone(), entry.endpoint.clone());
        self.wiring.services.of_tenant(id, endpoint, &self.wiring.tenancy.deliveries)
    }

    async fn make(&self, entry: &Entry) -> Result<Arc<Open>, OperationError> {
        let services = self.fresh(entry);
        tenant::prepare(&services, &self.wiring.tenancy).await?;
        let memory =
            self.memories.lock().entry(key(entry)).or_insert_with(|| self.wiring.memory.beside()).clone();
        let wiring =
            self.wiring.beside(&services, (self.policy.clone(), memory), Arc::clone(&self.txt_lookup));
        let wiring = wiring.map_err(|failure| OperationError::Internal(failure.to_string().into()))?;
        let (main, gateway) = (wiring.main_application_of_tenant(), wiring.gateway_application());
        Ok(Arc::new(Open { services, main, gateway }))
    }

    /// Notices until the program is told to stop what other nodes have changed, and lets go what is gone.
    pub async fn watch(self: Arc<Self>, mut shutdown: Shutdown) {
        let for_ever = async {
            let mut changes = self.changes.clone();
            loop {
                let _ = tokio::time::timeout(POLL_INTERVAL, changes.changed()).await;
                self.compare().await;
            }
        };
        tokio::select! {
            () = for_ever => {}
            () = shutdown.requested() => {}
        }
    }

    /// Reads the table anew where the stored version is another, announced or not.
    pub async fn compare(&self) {
        let administrators = &self.wiring.administrators;
        match configuration::version(administrators.db.exec(), &administrators.tenant).await {
            Ok(version) if version == self.table.load().version => {}
            Ok(_) => {
                // Whatever else was read at the former version is out of date too.
                administrators.db.notice_change();
                self.table().await;
            }
            Err(error) => {
                tracing::warn!(error.message = %domain::causes(&error), "the version of the tenants could not be compared");
            }
        }
    }
}
