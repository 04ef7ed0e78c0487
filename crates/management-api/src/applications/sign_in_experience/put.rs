//! `PUT /api/applications/{applicationId}/sign-in-experience`

use api_types::application_access::{ApplicationSignInExperience, PutApplicationSignInExperience};
use axum::extract::Path;
use domain::ApplicationId;
use http_kit::{ApiError, Put, ValidJson};
use store::application::sign_in_experience;

use super::body::{experience_body, experience_of};
use crate::{ManagementContext, applications::body::find, rules::Body};

/// Sets the look of an application: 201 the first time, 200 from then on.
pub(in crate::applications) async fn put_sign_in_experience(
    context: ManagementContext,
    Path(id): Path<ApplicationId>,
    ValidJson(Body(body)): ValidJson<Body<PutApplicationSignInExperience>>,
) -> Result<Put<ApplicationSignInExperience>, ApiError> {
    let (tenant, id, experience) = (context.tenant(), &id, &experience_of(body));
    let is_new = context
        .reconfigure(|tx| async move {
            find(tx.exec(), tenant, id).await?;
            let is_new = sign_in_experience::find(tx.exec(), tenant, id).await?.is_none();
            sign_in_experience::put(tx.exec(), tenant, id, experience).await?;
            Ok::<_, ApiError>(is_new)
        })
        .await?;
    Ok(Put { is_new, body: experience_body(tenant, id, experience.clone()) })
}
