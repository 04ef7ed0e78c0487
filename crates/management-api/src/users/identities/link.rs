//! `POST /api/users/{userId}/identities`

use api_types::user_identity::{LinkIdentity, SocialIdentity};
use axum::{Json, extract::Path};
use domain::{ConnectorId, UserId};
use http_kit::{ApiError, ValidJson, body::Validate};
use operations::{connectors::finish_authorization, social};
use serde_json::{Map, Value};

use super::store_identity;
use crate::{
    ManagementContext, connectors::authorization_error, context::internal, rules::Body, users::body::find,
};

impl Validate for Body<LinkIdentity> {}

/// Gives a user the identity that the answer of a connector's provider proves, in place of the one held at the same target, and answers with all
/// of the user's. The answer must belong to an authorization URI that was asked for here, and counts once.
pub(in crate::users) async fn link_identity(
    context: ManagementContext,
    Path(user_id): Path<UserId>,
    ValidJson(Body(body)): ValidJson<Body<LinkIdentity>>,
) -> Result<Json<Map<String, Value>>, ApiError> {
    // Before the answer is spent.
    find(&context, user_id.as_str()).await?;
    let services = &context.services;
    let connector_id = ConnectorId::new(body.connector_id);
    let connector = operations::connectors::find(services, &connector_id)
        .await
        .map_err(internal)?
        .ok_or_else(|| ApiError::not_found("entity.not_exists_with_id"))?;
    let profile = finish_authorization(services, &connector, &body.connector_data)
        .await
        .map_err(authorization_error)?;
    let identity = SocialIdentity { user_id: profile.id.clone(), details: Some(social::details(&profile)) };
    let (_, identities) = store_identity(&context, &user_id, connector.target(), &identity).await?;
    Ok(Json(identities))
}
