//! The same for every tenant beside `default`, and the end of those that were deleted. One look a second finds of which tenants something is to be delivered,
//! however many there are; each is delivered for by itself, events and sign-outs apart, so that none waits for the receivers of another.

use std::{collections::HashSet, sync::Arc, time::Duration};

use domain::TenantId;
use operations::{OperationError, back_channel_logout, hooks, tenant::removal};
use store::tenant::{Deliveries, with_deliveries};
use tokio::task::JoinSet;

use super::{DELIVERY_INTERVAL, INTERVAL, clean_up};
use crate::{
    serving::Shutdown,
    tenants::{Directory, table::Entry},
};

/// How many deliveries of tenants go on at a time.
const AT_A_TIME: usize = 64;

/// A tenant, and what is delivered for it.
type Errand = (TenantId, Deliveries);

/// Cleans up after every tenant now and then until the program is told to stop.
pub async fn run(directory: Arc<Directory>, audit_retention: Option<Duration>, mut shutdown: Shutdown) {
    let for_ever = async {
        loop {
            tokio::time::sleep(INTERVAL).await;
            if let Err(error) = removal::finish(&directory.wiring().administrators).await {
                tracing::warn!(error.message = %domain::causes(&error), "what is left of deleted tenants could not be removed");
            }
            for entry in directory.table().await.tenants() {
                clean_up(&directory.services(entry), audit_retention).await;
            }
        }
    };
    tokio::select! {
        () = for_ever => {}
        () = shutdown.requested() => {}
    }
}

/// Delivers to webhooks and tells applications of sign-outs until the program is told to stop: at once when something happens here, and once a second what another node
/// left or what is to be tried again.
pub async fn deliver(directory: Arc<Directory>, mut shutdown: Shutdown) {
    let for_ever = async {
        let (mut under_way, mut busy) = (JoinSet::new(), HashSet::new());
        let happened = Arc::clone(&directory.wiring().tenancy.deliveries);
        loop {
            begin(&directory, &mut under_way, &mut busy).await;
            tokio::select! {
                _ = tokio::time::timeout(DELIVERY_INTERVAL, happened.notified()) => {}
                Some(done) = under_way.join_next() => match done {
                    Ok(errand) => { busy.remove(&errand); }
                    // Whose it was is not known any more; it is not delivered for twice at a time by this node, which costs nothing but order among attempts.
                    Err(_) => busy.clear(),
                },
            }
        }
    };
    tokio::select! {
        () = for_ever => {}
        () = shutdown.requested() => {}
    }
}

/// Begins to deliver for tenants for which nobody does here yet.
async fn begin(directory: &Arc<Directory>, under_way: &mut JoinSet<Errand>, busy: &mut HashSet<Errand>) {
    let services = &directory.wiring().services;
    let due = match with_deliveries(services.db.exec(), services.now()).await {
        Ok(due) => due,
        Err(error) => {
            tracing::warn!(error.message = %domain::causes(&error), "it could not be looked for deliveries of tenants");
            return;
        }
    };
    let table = directory.table().await;
    for errand in due {
        let Some(entry) = table.find(&errand.0).filter(|_| busy.len() < AT_A_TIME) else { continue };
        if !busy.insert(errand.clone()) {
            continue;
        }
        let (directory, entry) = (Arc::clone(directory), Arc::clone(entry));
        under_way.spawn(async move {
            if let Err(error) = paced(deliver_once(&directory, &entry, errand.1)).await {
                tracing::warn!(tenant = errand.0.as_str(), error.message = %domain::causes(&error), "what a tenant has to tell could not be delivered");
            }
            errand
        });
    }
}

/// What delivering came to; for a while later where nothing was tried or it failed. What is due can be behind something that is not yet, or in the hands of
/// another node, and would be found due again at once.
async fn paced(
    delivered: impl Future<Output = Result<usize, OperationError>>,
) -> Result<usize, OperationError> {
    let delivered = delivered.await;
    if !matches!(delivered, Ok(1..)) {
        tokio::time::sleep(DELIVERY_INTERVAL).await;
    }
    delivered
}

/// Delivers what is due, once: afterwards it is another tenant's turn, if there are many. How many attempts that were.
async fn deliver_once(
    directory: &Directory,
    entry: &Entry,
    what: Deliveries,
) -> Result<usize, OperationError> {
    let open = directory.open(entry).await?;
    match what {
        Deliveries::Webhooks => hooks::deliver_due(&open.services).await,
        Deliveries::SignOuts => back_channel_logout::deliver_due(&open.services).await,
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::Instant;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_tenant_for_which_nothing_could_be_tried_is_left_alone_for_a_while() {
        for (delivered, pause) in [
            (Ok(2), Duration::ZERO),
            (Ok(0), DELIVERY_INTERVAL),
            (Err(OperationError::NotSetUp), DELIVERY_INTERVAL),
        ] {
            let began = Instant::now();
            let _told = paced(async { delivered }).await;
            assert_eq!(began.elapsed(), pause);
        }
    }
}
