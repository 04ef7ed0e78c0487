//! Deleting a tenant. One transaction puts it out of reach; afterwards its rows go in small transactions, then its files, then itself. Whatever ends in between is
//! taken up by the clean-up job of any node.

use std::{sync::Arc, time::Duration};

use domain::{TenantId, tenant::is_reserved};
use serde_json::Map;
use store::{configuration, tenant};

use super::{Asker, Refusal, must_be_owner, told};
use crate::services::{OperationError, Services};

/// How many rows one transaction deletes, each with what hangs on it.
const BATCH: i64 = 200;
/// How long to leave the database to requests between two transactions.
const PAUSE: Duration = Duration::from_millis(10);

/// Puts a tenant out of reach, for good: from the commit on nobody is served by it, and no credential of it is worth anything. What is left of it is removed
/// by [`finish`].
pub async fn delete(administrators: &Services, asker: Asker<'_>, id: &TenantId) -> Result<(), Refusal> {
    if is_reserved(id) {
        return Err(Refusal::Reserved);
    }
    administrators
        .db
        .transaction(|tx| async move {
            configuration::bump(&tx, &administrators.tenant).await?;
            must_be_owner(administrators, tx.exec(), asker).await?;
            let is_marked = tenant::mark_deleted(tx.exec(), id, administrators.now()).await?;
            if is_marked { Ok(()) } else { Err(Refusal::Gone) }
        })
        .await?;
    told(administrators, "Console.Tenant.Delete", asker, (id, Map::new())).await
}

/// Removes what is left of every tenant that was deleted: rows, files, and at last the tenant. Nodes that do so at once do it together.
pub async fn finish(administrators: &Services) -> Result<(), OperationError> {
    let mut outcome = Ok(());
    for id in tenant::deleted(administrators.db.exec()).await? {
        // One that cannot be removed yet does not keep the others.
        outcome = remove(administrators, &id).await.and(outcome);
    }
    outcome
}

/// As [`finish`], after the answer; where too much goes on already, the clean-up job does it.
pub fn finish_soon(administrators: &Arc<Services>) {
    let Some(place) = administrators.background.place() else { return };
    let administrators = Arc::clone(administrators);
    place.spawn(async move {
        if let Err(error) = finish(&administrators).await {
            tracing::warn!(error.message = %domain::causes(&error), "what is left of a deleted tenant could not be removed yet");
        }
    });
}

async fn remove(administrators: &Services, id: &TenantId) -> Result<(), OperationError> {
    let db = &administrators.db;
    while tenant::delete_some(db.exec(), id, BATCH).await? > 0 {
        tokio::time::sleep(PAUSE).await;
    }
    // Before the tenant itself: once it is gone nobody knows any more that there were files.
    administrators
        .assets
        .remove_all_of(id)
        .await
        .map_err(|error| OperationError::Internal(Box::new(error)))?;
    tenant::delete(db.exec(), id).await?;
    tracing::info!(tenant = id.as_str(), "nothing is left of a tenant that was deleted");
    Ok(())
}
