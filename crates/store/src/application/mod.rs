//! Applications: the clients themselves here, their secrets in [`secret`], who is let in to them in [`access`], how their pages look in
//! [`sign_in_experience`], what third-party ones may ask for in [`consent`], lists in [`list`], and in [`client`] all of it at once, as the
//! token endpoint needs it (Management API contract §8).

pub mod access;
pub mod client;
pub mod consent;
pub mod list;
pub mod secret;
pub mod sign_in_experience;
#[cfg(test)]
pub(crate) mod tests;

use domain::{
    ApplicationId, TenantId,
    application::{Application, ApplicationType},
    text::fold,
};
use serde_json::Value;

pub use self::{
    client::{Client, find_client},
    consent::ThirdPartyScopes,
};
use crate::{
    StoreError,
    db::{Exec, Row, Transaction},
    params,
    search::SearchField,
};

const TABLE: &str = "applications";

/// What a search of applications may look at.
pub const SEARCH_FIELDS: [SearchField; 3] = [
    SearchField { name: "id", exact: "applications.id", folded: "LOWER(applications.id)" },
    SearchField { name: "name", exact: "applications.name", folded: "applications.name_folded" },
    SearchField {
        name: "description",
        exact: "applications.description",
        folded: "applications.description_folded",
    },
];

const FIND: &str = "SELECT id, name, description, type, oidc_client_metadata, custom_client_metadata, protected_app_metadata, custom_data,
                           is_third_party, app_level_access_control_enabled, created_at
                    FROM applications WHERE tenant_id = $1 AND id = $2";

/// The application with this id.
pub async fn find(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &ApplicationId,
) -> Result<Option<Application>, StoreError> {
    exec.optional(FIND, params![tenant, id], from_row).await
}

const INSERT: &str = "INSERT INTO applications (tenant_id, id, name, name_folded, description, description_folded, type,
                        oidc_client_metadata, custom_client_metadata, protected_app_metadata, custom_data, is_third_party,
                        app_level_access_control_enabled, created_at)
                      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";

/// Adds an application.
pub async fn insert(exec: Exec<'_>, tenant: &TenantId, application: &Application) -> Result<(), StoreError> {
    let columns = Columns::of(application)?;
    let params = params![
        tenant,
        application.id,
        application.name,
        columns.name_folded,
        application.description,
        columns.description_folded,
        columns.kind,
        columns.oidc_client_metadata,
        columns.custom_client_metadata,
        application.protected_app_metadata,
        columns.custom_data,
        application.is_third_party,
        application.app_level_access_control_enabled,
        application.created_at,
    ];
    exec.execute(INSERT, params).await?;
    Ok(())
}

const UPDATE: &str = "UPDATE applications SET name = $3, name_folded = $4, description = $5, description_folded = $6,
                        oidc_client_metadata = $7, custom_client_metadata = $8, protected_app_metadata = $9, custom_data = $10,
                        app_level_access_control_enabled = $11
                      WHERE tenant_id = $1 AND id = $2";

/// Writes everything that may change (not type, party and time of creation); `false` when there is no such application.
pub async fn update(
    exec: Exec<'_>,
    tenant: &TenantId,
    application: &Application,
) -> Result<bool, StoreError> {
    let columns = Columns::of(application)?;
    let params = params![
        tenant,
        application.id,
        application.name,
        columns.name_folded,
        application.description,
        columns.description_folded,
        columns.oidc_client_metadata,
        columns.custom_client_metadata,
        application.protected_app_metadata,
        columns.custom_data,
        application.app_level_access_control_enabled,
    ];
    Ok(exec.execute(UPDATE, params).await? > 0)
}

const DELETE: &str = "DELETE FROM applications WHERE tenant_id = $1 AND id = $2";
/// What was issued through an application and does not refer to its row. Codes and refresh tokens end with the grants.
const REVOKE: [&str; 4] = [
    "DELETE FROM grants WHERE tenant_id = $1 AND application_id = $2",
    "DELETE FROM access_tokens WHERE tenant_id = $1 AND application_id = $2",
    "DELETE FROM interactions WHERE tenant_id = $1 AND application_id = $2",
    "DELETE FROM session_applications WHERE tenant_id = $1 AND application_id = $2",
];

/// Deletes an application with its secrets, roles, memberships and consents, and ends everything that was issued through it; `false` when
/// there is none. Part of a transaction.
pub async fn delete(tx: &Transaction, tenant: &TenantId, id: &ApplicationId) -> Result<bool, StoreError> {
    if tx.exec().execute(DELETE, params![tenant, id]).await? == 0 {
        return Ok(false);
    }
    for statement in REVOKE {
        tx.exec().execute(statement, params![tenant, id]).await?;
    }
    Ok(true)
}

/// What is stored of an application in another form than its own.
struct Columns {
    name_folded: String,
    description_folded: Option<String>,
    kind: &'static str,
    oidc_client_metadata: Value,
    custom_client_metadata: Value,
    custom_data: Value,
}

impl Columns {
    fn of(application: &Application) -> Result<Self, StoreError> {
        let document = |value: Result<Value, serde_json::Error>| {
            value.map_err(|error| StoreError::Database(Box::new(error)))
        };
        Ok(Self {
            name_folded: fold(&application.name),
            description_folded: application.description.as_deref().map(fold),
            kind: application.kind.as_str(),
            oidc_client_metadata: document(serde_json::to_value(&application.oidc_client_metadata))?,
            custom_client_metadata: document(serde_json::to_value(&application.custom_client_metadata))?,
            custom_data: Value::Object(application.custom_data.clone()),
        })
    }
}

/// Reads an application from the first eleven columns, in the order of [`FIND`].
pub(crate) fn from_row(row: &Row<'_>) -> Result<Application, StoreError> {
    Ok(Application {
        id: ApplicationId::new(row.text(0)?),
        name: row.text(1)?,
        description: row.opt_text(2)?,
        kind: ApplicationType::parse(&row.text(3)?)
            .ok_or(StoreError::Inconsistent { table: TABLE, column: "type" })?,
        oidc_client_metadata: row.json_as(4, TABLE, "oidc_client_metadata")?,
        custom_client_metadata: row.json_as(5, TABLE, "custom_client_metadata")?,
        protected_app_metadata: row.opt_json(6)?,
        custom_data: row.json_as(7, TABLE, "custom_data")?,
        is_third_party: row.bool(8)?,
        app_level_access_control_enabled: row.bool(9)?,
        created_at: row.millis(10)?,
    })
}
