//! `PUT /api/applications/{applicationId}/sign-in-experience`

use api_types::application_access::{ApplicationSignInExperience, PutApplicationSignInExperience};
use axum::{Json, extract::Path, http::StatusCode};
use domain::ApplicationId;
use http_kit::{ApiError, ValidJson};
use store::application::sign_in_experience;

use super::body::{experience_body, experience_of};
use crate::{ManagementContext, applications::body::find, rules::Body};

/// Sets the look of an application: 201 the first time, 200 from then on.
pub(in crate::applications) async fn put_sign_in_experience(
    context: ManagementContext,
    Path(id): Path<ApplicationId>,
    ValidJson(Body(body)): ValidJson<Body<PutApplicationSignInExperience>>,
) -> Result<(StatusCode, Json<ApplicationSignInExperience>), ApiError> {
    let (tenant, id, experience) = (context.tenant(), &id, &experience_of(body));
    let is_first = context
        .reconfigure(|tx| async move {
            find(tx.exec(), tenant, id).await?;
            let is_first = sign_in_experience::find(tx.exec(), tenant, id).await?.is_none();
            sign_in_experience::put(tx.exec(), tenant, id, experience).await?;
            Ok::<_, ApiError>(is_first)
        })
        .await?;
    let status = if is_first { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Json(experience_body(tenant, id, experience.clone()))))
}
