//! What a user has chosen about signing in, such as to be asked for no second factor.

use domain::{TenantId, UserId};
use serde_json::{Map, Value};

use crate::{Exec, StoreError, params};

const FIND: &str = "SELECT value FROM user_preferences WHERE tenant_id = $1 AND user_id = $2";

/// The preferences of a user; empty when nothing was chosen.
pub async fn preferences(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &UserId,
) -> Result<Map<String, Value>, StoreError> {
    let read = |row: &crate::db::Row<'_>| row.json_as(0, "user_preferences", "value");
    Ok(exec.optional(FIND, params![tenant, id], read).await?.unwrap_or_default())
}

const PUT: &str = "
INSERT INTO user_preferences (tenant_id, user_id, value) VALUES ($1, $2, $3)
ON CONFLICT (tenant_id, user_id) DO UPDATE SET value = excluded.value";

/// Stores the preferences of a user.
///
/// # Errors
/// [`StoreError::ForeignKeyViolation`] for an unknown user.
pub async fn put_preferences(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &UserId,
    value: &Map<String, Value>,
) -> Result<(), StoreError> {
    exec.execute(PUT, params![tenant, id, Value::Object(value.clone())]).await.map(drop)
}

/// Lays the groups of a patch (`{[group]: {[member]: …}}`) over the stored ones, member by member, and returns all of them; to be called in
/// a transaction that has locked the user ([`super::lock`]).
pub async fn merge_preferences(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &UserId,
    patch: &Value,
) -> Result<Map<String, Value>, StoreError> {
    let mut stored = preferences(exec, tenant, id).await?;
    for (group, members) in patch.as_object().into_iter().flatten() {
        let stored = stored.entry(group.as_str()).or_insert_with(|| Value::Object(Map::new()));
        if let (Some(stored), Some(members)) = (stored.as_object_mut(), members.as_object()) {
            stored.extend(members.clone());
        }
    }
    put_preferences(exec, tenant, id, &stored).await?;
    Ok(stored)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{both_databases, grant::tests::insert_user};

    both_databases! {
        async fn preferences_are_those_stored_last(db: Db) {
            let (tenant, user) = (TenantId::default_tenant(), insert_user(&db, "u").await);
            assert!(preferences(db.exec(), &tenant, &user).await.unwrap().is_empty());
            for number in [1, 2] {
                let value = Map::from_iter([("a".to_owned(), number.into())]);
                put_preferences(db.exec(), &tenant, &user, &value).await.unwrap();
                assert_eq!(preferences(db.exec(), &tenant, &user).await.unwrap(), value);
            }
            let stranger = put_preferences(db.exec(), &tenant, &UserId::new("nobody"), &Map::new()).await;
            assert!(matches!(stranger, Err(StoreError::ForeignKeyViolation)));
        }
    }
}
