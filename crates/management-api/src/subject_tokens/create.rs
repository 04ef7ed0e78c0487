//! `POST /api/subject-tokens`

use api_types::user_token as wire;
use domain::{
    UserId,
    user_token::{SUBJECT_TOKEN_TTL, SubjectToken, new_subject_token},
};
use http_kit::{ApiError, Created, ValidJson, body::Validate};
use store::{StoreError, subject_token};

use crate::{ManagementContext, rules::Body};

impl Validate for Body<wire::CreateSubjectToken> {}

/// Makes a token that can be exchanged once, within ten minutes, for one that speaks for the user.
pub(super) async fn create_subject_token(
    context: ManagementContext,
    ValidJson(Body(body)): ValidJson<Body<wire::CreateSubjectToken>>,
) -> Result<Created<wire::SubjectToken>, ApiError> {
    let (value, now) = (new_subject_token(&*context.services.entropy), context.services.now());
    let token = SubjectToken {
        hash: value.hashed(),
        user_id: UserId::new(body.user_id),
        context: body.context.unwrap_or_default(),
        created_at: now,
        expires_at: now.plus(SUBJECT_TOKEN_TTL),
    };
    subject_token::insert(context.exec(), context.tenant(), &token).await.map_err(|error| match error {
        StoreError::ForeignKeyViolation => ApiError::not_found("entity.relation_foreign_key_not_found"),
        error => error.into(),
    })?;
    let body = wire::SubjectToken {
        subject_token: value.reveal().to_owned(),
        expires_in: SUBJECT_TOKEN_TTL.as_secs(),
    };
    Ok(Created(body))
}
