//! `GET /api/.well-known/sign-in-exp` and `/api/.well-known/experience`: what a sign-in page must know before it is drawn (Management API
//! contract §11). Public, so whatever helps an attacker more than a page is left out.

use std::sync::Arc;

use axum::{Json, extract::State};
use domain::OrganizationId;
use http_kit::{ApiError, Query, query_parameters};
use operations::Services;
use serde_json::{Map, Value, json};

use crate::error::failed;

query_parameters! {
    /// What the query may say.
    pub(crate) SettingsQuery: "organizationId" = "The organization whose colours and pictures are laid over those of the tenant."
}

/// Settings that no page needs: block lists tell what is blocked.
const PRIVATE: [&str; 2] = ["emailBlocklistPolicy", "forgotPasswordMethods"];

/// The settings, in the colours of the organization that `organizationId` names.
pub(super) async fn sign_in_experience(
    State(services): State<Arc<Services>>,
    query: Query<SettingsQuery>,
) -> Result<Json<Value>, ApiError> {
    let configuration = services.configuration().await.map_err(failed)?;
    let mut settings = configuration.sign_in_experience.as_object().cloned().unwrap_or_default();
    for name in PRIVATE {
        settings.shift_remove(name);
    }
    if let Some(id) = query.get("organizationId") {
        overlay(&services, &mut settings, &OrganizationId::new(id)).await?;
    }
    let mut body = Map::from_iter([("tenantId".to_owned(), json!(services.tenant.as_str()))]);
    body.extend(settings);
    let further = json!({
        "socialConnectors": [], "ssoConnectors": [], "forgotPassword": { "phone": false, "email": false },
        "isDevelopmentTenant": false, "customProfileFields": [],
    });
    body.extend(further.as_object().cloned().unwrap_or_default());
    Ok(Json(Value::Object(body)))
}

/// Lays an organization's colours, pictures and styles over the tenant's. An unknown organization changes nothing.
async fn overlay(
    services: &Services,
    settings: &mut Map<String, Value>,
    id: &OrganizationId,
) -> Result<(), ApiError> {
    let Some(organization) = store::organization::find(services.db.exec(), &services.tenant, id).await?
    else {
        return Ok(());
    };
    for (name, members) in [("color", organization.color), ("branding", organization.branding)] {
        if let Some(shown) = settings.get_mut(name).and_then(Value::as_object_mut) {
            shown.extend(members);
        }
    }
    if let Some(css) = organization.custom_css {
        settings.insert("customCss".to_owned(), json!(css));
    }
    Ok(())
}
