//! `GET /api/users/{userId}/mfa-verifications`

use api_types::user_mfa as wire;
use axum::{Json, extract::Path};
use domain::time::iso_8601;
use http_kit::ApiError;
use operations::second_factor::{backup_code::remaining_codes, factors_of};

use crate::{ManagementContext, context::internal, users::body::find};

/// Lists the second factors of a user in the order in which they were set up, without their secrets.
pub(in crate::users) async fn list_factors(
    context: ManagementContext,
    Path(user_id): Path<String>,
) -> Result<Json<Vec<wire::MfaFactor>>, ApiError> {
    let user = find(&context, &user_id).await?;
    let mut listed = Vec::new();
    for factor in factors_of(&user) {
        let left = remaining_codes(&context.services, &user.id, &factor).map_err(internal)?;
        listed.push(wire::MfaFactor {
            id: factor.id,
            created_at: iso_8601(factor.created_at),
            last_used_at: factor.last_used_at.map(iso_8601),
            kind: factor.kind,
            agent: factor.agent,
            name: factor.name,
            remain_codes: left.map(|left| left.len()),
        });
    }
    Ok(Json(listed))
}
