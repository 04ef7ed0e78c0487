//! `/api/applications/{id}/secrets`: what an application authenticates with (Management API contract §8.3).

pub(super) mod create;
pub(super) mod delete;
pub(super) mod delete_legacy;
pub(super) mod list;
pub(super) mod rename;

use api_types::application as wire;
use domain::{ApplicationId, TenantId, application::ApplicationSecret};

/// A secret as the wire shows it, in clear.
fn secret_body(tenant: &TenantId, id: &ApplicationId, secret: ApplicationSecret) -> wire::ApplicationSecret {
    wire::ApplicationSecret {
        tenant_id: tenant.to_string(),
        application_id: id.to_string(),
        name: secret.name,
        value: secret.value.reveal().to_owned(),
        created_at: secret.created_at.0,
        expires_at: secret.expires_at.map(|at| at.0),
    }
}
