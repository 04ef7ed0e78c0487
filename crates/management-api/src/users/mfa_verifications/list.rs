//! `GET /api/users/{userId}/mfa-verifications`

use api_types::user_mfa as wire;
use axum::{Json, extract::Path};
use domain::UnixMillis;
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

/// A moment as ISO 8601 writes it, in UTC with milliseconds. Only factors tell their times so (Management API contract §1.4).
fn iso_8601(at: UnixMillis) -> String {
    jiff::Timestamp::from_millisecond(at.0).map_or_else(|_| String::new(), |at| format!("{at:.3}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_told_to_the_millisecond() {
        assert_eq!(iso_8601(UnixMillis(1_795_004_800_000)), "2026-11-18T12:26:40.000Z");
        assert_eq!(iso_8601(UnixMillis(7)), "1970-01-01T00:00:00.007Z");
    }
}
