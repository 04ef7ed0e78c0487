//! What users, applications and organizations of the tenant are called, those that are built in too.

use std::collections::BTreeMap;

use domain::ApplicationId;
use store::StoreError;
pub use store::naming::Named;

use crate::{Services, application::unstored_name};

/// The names of those of these that there are, by their ids, read at once.
///
/// # Errors
/// [`StoreError`] when the database fails.
pub async fn names(
    services: &Services,
    kind: Named,
    ids: &[String],
) -> Result<BTreeMap<String, String>, StoreError> {
    let mut names = store::naming::names(services.db.exec(), &services.tenant, (kind, ids)).await?;
    if kind == Named::Application {
        let unstored = |id: &String| Some((id.clone(), unstored_name(&ApplicationId::new(id))?.to_owned()));
        let missing = ids.iter().filter(|id| !names.contains_key(*id));
        let unstored: Vec<_> = missing.filter_map(unstored).collect();
        names.extend(unstored);
    }
    Ok(names)
}
