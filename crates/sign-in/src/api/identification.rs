//! `POST /api/experience/identification` and `…/submit` (OIDC contract §6.4, §6.5).

use api_types::experience::{Identify, RedirectTo};
use axum::{
    Extension, Json,
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use http_kit::{
    ApiError, CreatedText, Describer, DescribesOutput, NoContent, OperationDescription, ValidJson,
    layers::Passing,
};

use super::body::Body;
use crate::{
    flow::{Flow, Identified},
    state::Event,
};

/// 201 when an account was made, else 204 (OIDC contract §6.2).
pub(super) struct Identification(Identified);

impl IntoResponse for Identification {
    fn into_response(self) -> Response {
        match self.0 {
            Identified::Known => NoContent.into_response(),
            Identified::Registered => CreatedText.into_response(),
        }
    }
}

impl DescribesOutput for Identification {
    fn describe(description: &mut OperationDescription, describer: &mut Describer) {
        <NoContent as DescribesOutput>::describe(description, describer);
        <CreatedText as DescribesOutput>::describe(description, describer);
    }
}

/// Settles who the user is; 201 when an account was made.
pub(super) async fn identify(
    mut flow: Flow,
    ValidJson(Body(body)): ValidJson<Body<Identify>>,
) -> Result<Identification, ApiError> {
    let links = body.link_social_identity == Some(true);
    let identified = flow.identify_or_link(body.verification_id.as_deref(), links).await?;
    flow.save().await?;
    Ok(Identification(identified))
}

/// 200 with where the browser goes on, or 204 when a password was recovered and nobody is let in (OIDC contract §6.3).
pub(super) enum Submitted {
    /// With the cookie of a browser that has come to be trusted.
    SignedIn(String, HeaderMap),
    Recovered,
}

impl IntoResponse for Submitted {
    fn into_response(self) -> Response {
        match self {
            Self::SignedIn(redirect_to, headers) => {
                // What is kept of it is kept before the application hears of it, at the end of the way that it leads to.
                (headers, Extension(Passing::OnTheWay), Json(RedirectTo { redirect_to })).into_response()
            }
            Self::Recovered => NoContent.into_response(),
        }
    }
}

impl DescribesOutput for Submitted {
    fn describe(description: &mut OperationDescription, describer: &mut Describer) {
        <Json<RedirectTo> as DescribesOutput>::describe(description, describer);
        <NoContent as DescribesOutput>::describe(description, describer);
    }
}

/// Lets the user in, or sets the new password.
pub(super) async fn submit(mut flow: Flow) -> Result<Submitted, ApiError> {
    if flow.experience.event() == Event::ForgotPassword {
        flow.recover().await?;
        return Ok(Submitted::Recovered);
    }
    let redirect_to = flow.submit().await?;
    let mut headers = HeaderMap::new();
    flow.set_device_cookie(&mut headers);
    Ok(Submitted::SignedIn(redirect_to, headers))
}
