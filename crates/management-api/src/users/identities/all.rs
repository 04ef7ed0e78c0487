//! `GET /api/users/{userId}/all-identities`

use std::collections::HashMap;

use api_types::user_identity::{AllIdentities, ConnectorIdentity, TargetIdentity};
use axum::{Json, extract::Path};
use http_kit::{ApiError, Query, sso_identity_body};

use super::{IdentityQuery, token_secret};
use crate::{ManagementContext, users::body::find};

/// Every identity of a user, by target and by enterprise connector. The flag `includeTokenSecret` adds what is told of the tokens that are kept: there
/// are none of enterprise providers.
pub(in crate::users) async fn all_identities(
    context: ManagementContext,
    Path(user_id): Path<String>,
    query: Query<IdentityQuery>,
) -> Result<Json<AllIdentities>, ApiError> {
    let user = find(&context, &user_id).await?;
    let mut secrets = HashMap::new();
    if query.flag("includeTokenSecret") {
        let stored = store::secret::of_user(context.exec(), context.tenant(), &user.id).await?;
        secrets
            .extend(stored.into_iter().map(|stored| (stored.target.clone(), token_secret(&context, stored))));
    }
    let identity = |(target, identity)| {
        let token_secret = secrets.remove(&target);
        TargetIdentity { target, identity, token_secret }
    };
    let social_identities = user.identities.into_iter().map(identity).collect();
    let enterprise = store::user::sso_identities(context.exec(), context.tenant(), &user.id).await?;
    let sso_identities = enterprise.into_iter().map(|identity| ConnectorIdentity {
        sso_connector_id: identity.connector_id.to_string(),
        sso_identity: sso_identity_body(context.tenant(), identity),
    });
    Ok(Json(AllIdentities { social_identities, sso_identities: sso_identities.collect() }))
}
