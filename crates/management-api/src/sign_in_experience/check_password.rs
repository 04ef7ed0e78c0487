//! `POST /api/sign-in-exp/default/check-password`

use api_types::sign_in_experience::{CheckPassword, PasswordCheck, PasswordIssue};
use axum::Json;
use domain::{UserId, account::User, password::PersonalInformation, sign_in_experience::SignInExperience};
use http_kit::{ApiError, Issue, ValidJson, body::Validate};
use operations::known_passwords;
use serde_json::Value;

use crate::{
    ManagementContext,
    context::internal,
    rules::{Body, Rules},
};

/// The longest password that is looked at, in characters; a body could hold a far longer one.
const MAX_LENGTH: usize = 4_096;

impl Validate for Body<CheckPassword> {
    fn issues(&self) -> Vec<Issue> {
        let mut rules = Rules::default();
        rules.length(&["password"], &self.0.password, 1, MAX_LENGTH);
        rules.issues()
    }
}

/// Holds a password against the tenant's policy, and against what is known of a user where one is named. Nothing is stored.
pub(super) async fn check_password(
    context: ManagementContext,
    ValidJson(Body(body)): ValidJson<Body<CheckPassword>>,
) -> Result<Json<PasswordCheck>, ApiError> {
    let configuration = context.services.configuration().await.map_err(internal)?;
    let passwords = SignInExperience::of(&configuration.sign_in_experience).passwords;
    let user = match body.user_id {
        Some(id) => store::user::find(context.exec(), context.tenant(), &UserId::new(id))
            .await?
            .map(Some)
            .ok_or_else(|| ApiError::not_found("entity.not_found"))?,
        None => None,
    };
    let known = information(user.as_ref());
    let rejections = known_passwords::check(&context.services, &passwords, (&body.password, &known)).await;
    let rejections =
        rejections.map_err(|known_passwords::Unchecked| ApiError::unprocessable("password.unchecked"))?;
    let issues: Vec<_> = rejections.into_iter().map(|rejection| issue(&rejection.to_wire())).collect();
    let result = issues.is_empty();
    Ok(Json(PasswordCheck { result, issues: (!result).then_some(issues) }))
}

fn information(user: Option<&User>) -> PersonalInformation<'_> {
    let of = |member: fn(&User) -> &Option<String>| user.and_then(|user| member(user).as_deref());
    PersonalInformation {
        username: of(|user| &user.username),
        email: of(|user| &user.primary_email),
        phone: of(|user| &user.primary_phone),
        name: of(|user| &user.name),
    }
}

fn issue(rejection: &Value) -> PasswordIssue {
    PasswordIssue {
        code: rejection["code"].as_str().unwrap_or_default().to_owned(),
        interpolation: rejection["interpolation"].as_object().cloned(),
    }
}
