//! `PATCH /api/users/{userId}`: changes a user's own data (Management API contract §5.2).

use api_types::user::{UpdateUser, User};
use axum::{Json, extract::Path};
use domain::UserId;
use http_kit::{ApiError, Issue, ValidJson, body::Validate};
use operations::user::TakenIdentifier;
use store::user::UserChange;

use super::body::{Texts, find, known_profile, not_found, profile_issues, stored_phone, user_body};
use crate::{
    ManagementContext,
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
    let (tenant, id, change, now) =
        (context.tenant(), &UserId::new(user_id), &change, context.services.now());
    let updated = context
        .db()
        .transaction(|tx| async move { store::user::update(tx.exec(), tenant, id, change, now).await })
        .await;
    match updated {
        Ok(user) => user.map(user_body).map(Json).ok_or_else(not_found),
        Err(error) => Err(TakenIdentifier::of(&error)
            .map_or_else(|| error.into(), |taken| ApiError::unprocessable(taken.code()))),
    }
}
