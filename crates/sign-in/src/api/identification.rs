//! `POST /api/experience/identification` and `…/submit` (OIDC contract §6.4, §6.5).

use api_types::experience::{Identify, RedirectTo};
use axum::{
    Json,
    response::{IntoResponse, Response},
};
use http_kit::{
    ApiError, CreatedText, Describer, DescribesOutput, NoContent, OperationDescription, ValidJson,
};

use super::body::Body;
use crate::flow::{Flow, Identified};

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

/// Lets the user in.
pub(super) async fn submit(mut flow: Flow) -> Result<Json<RedirectTo>, ApiError> {
    let redirect_to = flow.submit().await?;
    Ok(Json(RedirectTo { redirect_to }))
}
