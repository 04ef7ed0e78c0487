//! `GET` and `PATCH /api/configs/oidc/session`

use api_types::config as wire;
use axum::Json;
use http_kit::{ApiError, Issue, ValidJson, body::Validate};
use operations::configuration::OIDC_SESSION;
use serde_json::json;
use store::configuration;

use crate::{
    ManagementContext,
    context::internal,
    rules::{Body, Rules},
};

/// The longest that a session may last, in seconds.
const MAX_TTL: u64 = 31_536_000;

impl Validate for Body<wire::UpdateOidcSession> {
    fn issues(&self) -> Vec<Issue> {
        let mut rules = Rules::default();
        match self.0.ttl {
            Some(0) => {
                rules.issue(Issue::new("too_small", &["ttl"], "Number must be greater than or equal to 1"));
            }
            Some(ttl) if ttl > MAX_TTL => {
                let text = format!("Number must be less than or equal to {MAX_TTL}");
                rules.issue(Issue::new("too_big", &["ttl"], text));
            }
            _ => {}
        }
        rules.issues()
    }
}

/// Shows how long sign-in sessions last.
pub(super) async fn get_session(context: ManagementContext) -> Result<Json<wire::OidcSession>, ApiError> {
    let configuration = context.services.configuration().await.map_err(internal)?;
    Ok(Json(wire::OidcSession { ttl: configuration.session_ttl.as_secs() }))
}

/// Changes how long sign-in sessions last: those that begin, and those that are used from now on.
pub(super) async fn update_session(
    context: ManagementContext,
    ValidJson(Body(body)): ValidJson<Body<wire::UpdateOidcSession>>,
) -> Result<Json<wire::OidcSession>, ApiError> {
    if let Some(ttl) = body.ttl {
        let (tenant, setting) = (context.tenant(), &json!({ "ttl": ttl }));
        context
            .reconfigure(|tx| async move {
                Ok(configuration::put_setting(tx.exec(), tenant, OIDC_SESSION, setting).await?)
            })
            .await?;
    }
    get_session(context).await
}
