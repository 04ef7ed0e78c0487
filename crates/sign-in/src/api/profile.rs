//! `POST /api/experience/profile` (OIDC contract §6.3).

use api_types::experience::AddProfile;
use http_kit::{ApiError, NoContent, ValidJson};

use super::body::Body;
use crate::flow::{Addition, Flow};

/// Adds to what is collected for the account.
pub(super) async fn add(
    mut flow: Flow,
    ValidJson(Body(body)): ValidJson<Body<AddProfile>>,
) -> Result<NoContent, ApiError> {
    let addition = match body {
        AddProfile::Username { value } => Addition::Username(value),
        AddProfile::Password { value } => Addition::Password(value),
        AddProfile::Email { verification_id }
        | AddProfile::Phone { verification_id }
        | AddProfile::Social { verification_id } => Addition::Verified(verification_id),
        AddProfile::ExtraProfile { values } => Addition::Extra(values),
    };
    flow.add_profile(addition).await?;
    flow.save().await?;
    Ok(NoContent)
}
