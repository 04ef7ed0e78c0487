//! `POST /api/experience/profile` and `PUT …/password` (OIDC contract §6.3).

use api_types::experience::{AddProfile, SetNewPassword};
use domain::sign_in_experience::IdentifierKind;
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
        AddProfile::Email { verification_id } => Addition::Verified(IdentifierKind::Email, verification_id),
        AddProfile::Phone { verification_id } => Addition::Verified(IdentifierKind::Phone, verification_id),
        AddProfile::Social { verification_id } => Addition::Social(verification_id),
        AddProfile::ExtraProfile { values } => Addition::Extra(values),
    };
    flow.add_profile(addition).await?;
    flow.save().await?;
    Ok(NoContent)
}

/// Takes the new password of somebody who recovers theirs.
pub(super) async fn set_password(
    mut flow: Flow,
    ValidJson(Body(body)): ValidJson<Body<SetNewPassword>>,
) -> Result<NoContent, ApiError> {
    flow.set_new_password(&body.password).await?;
    flow.save().await?;
    Ok(NoContent)
}
