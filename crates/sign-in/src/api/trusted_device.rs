//! `PUT /api/experience/trusted-device`: whether this browser is not to be asked for the second factor again. The wire documents no such step.

use api_types::trusted_device::TrustThisDevice;
use http_kit::{ApiError, NoContent, ValidJson};

use super::body::Body;
use crate::flow::Flow;

/// Remembers what the identified user wishes. The browser is trusted once they are let in, if they have shown their second factor in this sign-in;
/// the answer to the submission brings the cookie. 422 where browsers are not trusted, or not with this user's organizations.
pub(super) async fn trust(
    mut flow: Flow,
    ValidJson(Body(body)): ValidJson<Body<TrustThisDevice>>,
) -> Result<NoContent, ApiError> {
    flow.trust_device(body.is_trusted).await?;
    flow.save().await?;
    Ok(NoContent)
}
