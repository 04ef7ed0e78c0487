//! `POST /api/configs/oidc/{keyType}/rotate`

use std::time::Duration;

use api_types::config as wire;
use axum::{Json, extract::Path};
use domain::signing_key::rotated;
use http_kit::{ApiError, Issue, ValidJson, body::Validate};
use jose::Algorithm;
use operations::keys::rotation::{add_cookie_key, new_cookie_key, new_signing_key};
use store::signing_key;

use super::{KeyType, cookie_keys, private_keys};
use crate::{
    ManagementContext,
    context::internal,
    rules::{Body, Rules},
};

/// The longest that a key may be staged, in seconds: a year.
const MAX_GRACE: u64 = 31_536_000;

impl Validate for Body<wire::RotateKeys> {
    fn issues(&self) -> Vec<Issue> {
        let mut rules = Rules::default();
        if self.0.rotation_grace_period.is_some_and(|seconds| seconds > MAX_GRACE) {
            let text = format!("Number must be less than or equal to {MAX_GRACE}");
            rules.issue(Issue::new("too_big", &["rotationGracePeriod"], text));
        }
        rules.issues()
    }
}

/// Puts a new key in the place of the one that signs, at once or after a grace period; the old one still verifies. Returns all there are.
pub(crate) async fn rotate_keys(
    context: ManagementContext,
    Path(key_type): Path<String>,
    ValidJson(Body(body)): ValidJson<Body<wire::RotateKeys>>,
) -> Result<Json<Vec<wire::OidcKey>>, ApiError> {
    let grace = body.rotation_grace_period.filter(|seconds| *seconds > 0).map(Duration::from_secs);
    match KeyType::parse(&key_type)? {
        KeyType::Private => {
            let algorithm = match body.signing_key_algorithm {
                Some(wire::SigningKeyAlgorithm::Rsa) => Algorithm::RS256,
                _ => Algorithm::ES384,
            };
            rotate_private_keys(&context, algorithm, grace).await.map(Json)
        }
        // What a cookie says is not looked up by others, so that nobody has to be given time.
        KeyType::Cookie if grace.is_some() => Err(ApiError::unprocessable("oidc.invalid_request")),
        KeyType::Cookie => rotate_cookie_keys(&context).await.map(Json),
    }
}

async fn rotate_private_keys(
    context: &ManagementContext,
    algorithm: Algorithm,
    grace: Option<Duration>,
) -> Result<Vec<wire::OidcKey>, ApiError> {
    let (services, tenant) = (&context.services, context.tenant());
    let new = &new_signing_key(services, algorithm, grace).await.map_err(internal)?;
    let keys = context
        .reconfigure(|tx| async move {
            let stored = signing_key::all(tx.exec(), tenant).await?;
            let keys = rotated(stored, new.clone(), services.now())
                .map_err(|_| ApiError::unprocessable("oidc.invalid_request"))?;
            signing_key::replace_all(tx.exec(), tenant, &keys).await?;
            Ok(keys)
        })
        .await?;
    Ok(private_keys(keys))
}

async fn rotate_cookie_keys(context: &ManagementContext) -> Result<Vec<wire::OidcKey>, ApiError> {
    let services = &context.services;
    let new = &new_cookie_key(services).map_err(internal)?;
    let keys = context
        .reconfigure(|tx| async move { Ok(add_cookie_key(&tx, services, new.clone()).await?) })
        .await?;
    Ok(cookie_keys(keys))
}
