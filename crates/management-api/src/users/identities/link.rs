//! `POST /api/users/{userId}/identities`

use api_types::user_identity::LinkIdentity;
use axum::{Json, extract::Path};
use domain::{ConnectorId, UserId};
use http_kit::{ApiError, ValidJson, body::Validate};
use operations::{OperationError, connectors::finish_authorization, social};
use serde_json::{Map, Value};
use store::StoreError;

use super::not_stored;
use crate::{
    ManagementContext,
    connectors::authorization_error,
    context::internal,
    rules::Body,
    users::body::{find, not_found},
};

impl Validate for Body<LinkIdentity> {}

/// Gives a user the identity that the answer of a connector's provider proves, in place of the one held at the same target, and answers with all
/// of the user's. The tokens that the provider gave are kept where the connector keeps them. The answer must belong to an authorization URI that
/// was asked for here, and counts once.
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
        .ok_or_else(no_connector)?;
    let profile = finish_authorization(services, &connector, &body.connector_data)
        .await
        .map_err(authorization_error)?;
    let (tenant, now, user_id) = (context.tenant(), services.now(), &user_id);
    let proved = (&connector, &profile);
    let linked = context.db().transaction(|tx| async move {
        let user = store::user::lock(tx.exec(), tenant, user_id, now).await?.ok_or_else(not_found)?;
        let identities = social::put_identity(services, tx.exec(), &user, proved).await;
        identities.map_err(|error| match error {
            // It was deleted meanwhile.
            OperationError::Store(StoreError::ForeignKeyViolation) => no_connector(),
            OperationError::Store(error) => not_stored(error),
            error => internal(error),
        })
    });
    Ok(Json(linked.await?))
}

fn no_connector() -> ApiError {
    ApiError::not_found("entity.not_exists_with_id")
}
