//! Revoking a grant: every code and token that hangs on it dies with it.

use domain::GrantId;
use operations::Services;
use store::{StoreError, grant};

/// Revokes a grant. A transaction of its own, so that it is tried again when it meets another that is just storing a token of the grant.
pub(crate) async fn revoke(services: &Services, id: &GrantId) -> Result<(), StoreError> {
    let tenant = &services.tenant;
    services.db.transaction(|tx| async move { grant::delete(tx.exec(), tenant, id).await }).await.map(|_| ())
}
