//! Fields of the profile that a tenant asks for, by name.

use domain::{
    TenantId,
    profile_field::{ProfileField, ProfileFieldType},
};

use crate::{Exec, StoreError, db::Row, params};

const INSERT: &str = "
INSERT INTO custom_profile_fields
  (tenant_id, id, name, type, label, description, is_required, config, created_at, sign_in_order)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9,
        (SELECT COALESCE(MAX(sign_in_order), 0) + 1 FROM custom_profile_fields WHERE tenant_id = $1))";

/// Adds a field behind all others, whatever its own order says; a name that is taken is a unique violation. To be called in a
/// transaction that has moved the configuration's version, so that no two get one place.
pub async fn insert(exec: Exec<'_>, tenant: &TenantId, field: &ProfileField) -> Result<(), StoreError> {
    let ProfileField { id, name, kind, label, description, is_required, config, created_at, .. } = field;
    exec.execute(
        INSERT,
        params![tenant, id, name, kind.as_str(), label, description, is_required, config, created_at],
    )
    .await
    .map(drop)
}

const UPDATE: &str = "
UPDATE custom_profile_fields SET type = $3, label = $4, description = $5, is_required = $6, config = $7
WHERE tenant_id = $1 AND name = $2";

/// Writes everything of a field but its name, its place and the moment it was made; `false` when there is none.
pub async fn update(exec: Exec<'_>, tenant: &TenantId, field: &ProfileField) -> Result<bool, StoreError> {
    let ProfileField { name, kind, label, description, is_required, config, .. } = field;
    let rows = exec
        .execute(UPDATE, params![tenant, name, kind.as_str(), label, description, is_required, config])
        .await?;
    Ok(rows > 0)
}

const SET_ORDER: &str =
    "UPDATE custom_profile_fields SET sign_in_order = $3 WHERE tenant_id = $1 AND name = $2";

/// Gives a field another place; `false` when there is none.
pub async fn set_order(
    exec: Exec<'_>,
    tenant: &TenantId,
    name: &str,
    order: i64,
) -> Result<bool, StoreError> {
    Ok(exec.execute(SET_ORDER, params![tenant, name, order]).await? > 0)
}

const FIND: &str = "
SELECT id, name, type, label, description, is_required, config, sign_in_order, created_at
FROM custom_profile_fields WHERE tenant_id = $1 AND name = $2";

/// The field with this name.
pub async fn find(exec: Exec<'_>, tenant: &TenantId, name: &str) -> Result<Option<ProfileField>, StoreError> {
    exec.optional(FIND, params![tenant, name], read).await
}

const LIST: &str = "
SELECT id, name, type, label, description, is_required, config, sign_in_order, created_at
FROM custom_profile_fields WHERE tenant_id = $1 ORDER BY sign_in_order, name";

/// Every field, in the order of their places.
pub async fn list(exec: Exec<'_>, tenant: &TenantId) -> Result<Vec<ProfileField>, StoreError> {
    exec.all(LIST, params![tenant], read).await
}

const DELETE: &str = "DELETE FROM custom_profile_fields WHERE tenant_id = $1 AND name = $2";

/// Deletes a field; `false` when there is none. What users have entered stays with them.
pub async fn delete(exec: Exec<'_>, tenant: &TenantId, name: &str) -> Result<bool, StoreError> {
    Ok(exec.execute(DELETE, params![tenant, name]).await? > 0)
}

fn read(row: &Row<'_>) -> Result<ProfileField, StoreError> {
    Ok(ProfileField {
        id: row.text(0)?,
        name: row.text(1)?,
        kind: ProfileFieldType::parse(&row.text(2)?)
            .ok_or(StoreError::Inconsistent { table: "custom_profile_fields", column: "type" })?,
        label: row.text(3)?,
        description: row.opt_text(4)?,
        is_required: row.bool(5)?,
        config: row.json(6)?,
        sign_in_order: row.int(7)?,
        created_at: row.millis(8)?,
    })
}

#[cfg(test)]
mod tests {
    use domain::UnixMillis;
    use serde_json::json;

    use super::*;
    use crate::both_databases;

    fn field(name: &str) -> ProfileField {
        ProfileField {
            id: format!("id-of-{name}"),
            name: name.to_owned(),
            kind: ProfileFieldType::Text,
            label: String::new(),
            description: None,
            is_required: false,
            config: json!({}),
            sign_in_order: 0,
            created_at: UnixMillis(1),
        }
    }

    both_databases! {
        async fn fields_have_places_and_one_name_each(db: Db) {
            let tenant = TenantId::default_tenant();
            for name in ["lamp", "boat"] {
                insert(db.exec(), &tenant, &field(name)).await.unwrap();
            }
            let taken = insert(db.exec(), &tenant, &ProfileField { id: "other".to_owned(), ..field("boat") }).await;
            assert!(matches!(taken, Err(StoreError::UniqueViolation { .. })));
            assert!(set_order(db.exec(), &tenant, "boat", 0).await.unwrap());
            assert!(!set_order(db.exec(), &tenant, "kite", 0).await.unwrap());
            let places: Vec<_> = list(db.exec(), &tenant).await.unwrap().into_iter()
                .map(|field| (field.name, field.sign_in_order)).collect();
            assert_eq!(places, [("boat".to_owned(), 0), ("lamp".to_owned(), 1)]);
        }

        async fn a_field_is_changed_and_deleted_by_its_name(db: Db) {
            let tenant = TenantId::default_tenant();
            insert(db.exec(), &tenant, &field("lamp")).await.unwrap();
            let changed = ProfileField {
                kind: ProfileFieldType::Select, label: "Lamp".to_owned(), description: Some("Which".to_owned()),
                is_required: true, config: json!({ "options": [{ "value": "red" }] }), sign_in_order: 1, ..field("lamp")
            };
            assert!(update(db.exec(), &tenant, &changed).await.unwrap());
            assert!(!update(db.exec(), &tenant, &field("boat")).await.unwrap());
            assert_eq!(find(db.exec(), &tenant, "lamp").await.unwrap(), Some(changed));
            assert!(delete(db.exec(), &tenant, "lamp").await.unwrap());
            assert!(!delete(db.exec(), &tenant, "lamp").await.unwrap());
        }
    }
}
