//! What users, applications and organizations of the tenant are called.

use std::collections::BTreeMap;

use store::StoreError;
pub use store::naming::Named;

use crate::Services;

/// The names of those of these that there are, by their ids, read at once.
///
/// # Errors
/// [`StoreError`] when the database fails.
pub async fn names(
    services: &Services,
    kind: Named,
    ids: &[String],
) -> Result<BTreeMap<String, String>, StoreError> {
    store::naming::names(services.db.exec(), &services.tenant, (kind, ids)).await
}
