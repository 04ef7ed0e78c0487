//! `PATCH /api/users/{userId}`: changes a user's own data (Management API contract §5.2).

use api_types::user::{UpdateUser, User};
use axum::{Json, extract::Path};
use domain::UserId;
use http_kit::{ApiError, Issue, ValidJson, body::Validate};
use operations::user::{CreateUserError, TakenIdentifier, is_username_free, username_policy};
use store::user::UserChange;

use super::body::{Texts, find, known_profile, not_found, profile_issues, stored_phone, user_body};
use crate::{
    ManagementContext,
    context::internal,
    rules::{Body, empty_as_null},
};

impl Validate for Body<UpdateUser> {
    fn issues(&self) -> Vec<Issue> {
        let mut issues = texts(&self.0).issues();
        issues.extend(profile_issues(self.0.profile.as_ref()));
        issues
    }
}

fn texts(body: &UpdateUser) -> Texts<'_> {
    Texts {
        username: body.username.as_ref().and_then(Option::as_deref),
        primary_email: body.primary_email.as_ref().and_then(Option::as_deref),
        primary_phone: body.primary_phone.as_ref().and_then(Option::as_deref),
        name: body.name.as_ref().and_then(Option::as_deref),
        avatar: body.avatar.as_ref().and_then(Option::as_deref),
    }
}

/// Changes what the body names; JSON members are replaced as a whole.
pub(super) async fn update_user(
    context: ManagementContext,
    Path(user_id): Path<String>,
    ValidJson(Body(body)): ValidJson<Body<UpdateUser>>,
) -> Result<Json<User>, ApiError> {
    texts(&body).check_lengths()?;
    let change = UserChange {
        username: body.username.map(empty_as_null),
        primary_email: body.primary_email.map(empty_as_null),
        primary_phone: body.primary_phone.map(stored_phone).transpose()?,
        name: body.name.map(empty_as_null),
        avatar: body.avatar.map(empty_as_null),
        custom_data: body.custom_data,
        profile: body.profile.map(known_profile),
    };
    if change.is_empty() {
        find(&context, &user_id).await?;
        return Err(ApiError::unprocessable("entity.invalid_input"));
    }
    let (services, id) = (&context.services, &UserId::new(user_id));
    let policy = username_policy(services).await.map_err(internal)?;
    let (tenant, change, now) = (context.tenant(), &change, services.now());
    let username = change.username.as_ref().and_then(Option::as_deref);
    let updated: Result<_, CreateUserError> = context
        .db()
        .transaction(|tx| async move {
            if !is_username_free(tx.exec(), tenant, policy, (username, id)).await? {
                return Err(CreateUserError::Taken(TakenIdentifier::Username));
            }
            Ok(store::user::update(tx.exec(), tenant, id, change, now).await?)
        })
        .await;
    match updated {
        Ok(user) => user.map(user_body).map(Json).ok_or_else(not_found),
        Err(CreateUserError::Taken(taken)) => Err(ApiError::unprocessable(taken.code())),
        Err(CreateUserError::Operation(error)) => Err(internal(error)),
        Err(error @ (CreateUserError::Password(_) | CreateUserError::NotProven)) => {
            Err(ApiError::internal(&error))
        }
    }
}
