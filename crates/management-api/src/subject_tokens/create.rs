//! `POST /api/subject-tokens`

use api_types::user_token as wire;
use domain::{
    ApplicationId, UserId,
    user_token::{
        Impersonation, MAX_IMPERSONATION_REASON, SUBJECT_TOKEN_TTL, SubjectToken, new_subject_token,
    },
};
use http_kit::{ApiError, Created, ValidJson, body::Validate};
use store::{StoreError, subject_token, user};

use crate::{
    AdministratorName, Caller, ManagementContext,
    context::internal,
    rules::{Body, Rules},
};

impl Validate for Body<wire::CreateSubjectToken> {}

/// Makes a token that can be exchanged once, within ten minutes, for one that speaks for the user.
pub(super) async fn create_subject_token(
    context: ManagementContext,
    ValidJson(Body(body)): ValidJson<Body<wire::CreateSubjectToken>>,
) -> Result<Created<wire::SubjectToken>, ApiError> {
    let impersonation = match &context.caller {
        Caller::Administrator(administrator) => Some(impersonation(&context, administrator, &body).await?),
        Caller::Application(_) | Caller::User(_) => None,
    };
    let (value, now) = (new_subject_token(&*context.services.entropy), context.services.now());
    let token = SubjectToken {
        hash: value.hashed(),
        user_id: UserId::new(body.user_id),
        context: body.context.unwrap_or_default(),
        impersonation,
        created_at: now,
        expires_at: now.plus(SUBJECT_TOKEN_TTL),
    };
    subject_token::insert(context.exec(), context.tenant(), &token).await.map_err(|error| match error {
        StoreError::ForeignKeyViolation => unknown_user(),
        error => error.into(),
    })?;
    let body = wire::SubjectToken {
        subject_token: value.reveal().to_owned(),
        expires_in: SUBJECT_TOKEN_TTL.as_secs(),
    };
    Ok(Created(body))
}

fn unknown_user() -> ApiError {
    ApiError::not_found("entity.relation_foreign_key_not_found")
}

/// What is noted of an administrator who is to speak for a user. They say why, and in which application: the token is worth nothing in another one.
/// Machines say what they like.
async fn impersonation(
    context: &ManagementContext,
    administrator: &AdministratorName,
    body: &wire::CreateSubjectToken,
) -> Result<Impersonation, ApiError> {
    let said = |member: &str| body.context.as_ref()?.get(member)?.as_str();
    let reason = said("reason").unwrap_or_default().trim();
    let issues =
        Rules::default().length(&["context", "reason"], reason, 1, MAX_IMPERSONATION_REASON).issues();
    if !issues.is_empty() {
        return Err(ApiError::invalid_input(issues));
    }
    let application_id = ApplicationId::new(said("applicationId").unwrap_or_default());
    let client = context.services.client(&application_id).await.map_err(internal)?;
    if !client.is_some_and(|client| client.application.may_exchange_tokens()) {
        return Err(ApiError::unprocessable("subject_token.application_not_open"));
    }
    let found = user::find(context.exec(), context.tenant(), &UserId::new(body.user_id.as_str())).await?;
    if found.ok_or_else(unknown_user)?.is_suspended {
        return Err(ApiError::unprocessable("user.suspended"));
    }
    Ok(Impersonation {
        administrator_id: administrator.id.clone(),
        administrator: administrator.username.clone(),
        application_id,
        reason: reason.to_owned(),
    })
}
