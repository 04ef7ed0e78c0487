//! `POST /api/users`: makes a user (Management API contract §5.2, §5.3).

use api_types::user::{CreateUser, User};
use axum::Json;
use domain::{
    PlainToken,
    password::{
        LegacyRefusal, PasswordAlgorithm, PasswordDigest, check_import, check_legacy, is_well_formed,
    },
};
use http_kit::{ApiError, Issue, ValidJson, body::Validate};
use operations::user::{CreateUserError, NewPassword, NewUser};

use super::body::{Texts, known_profile, password_issues, profile_issues, stored_phone, user_body};
use crate::{
    ManagementContext,
    context::internal,
    rules::{Body, empty_as_null},
};

/// The algorithm whose digests name their own hash function.
const LEGACY: &str = "Legacy";

impl Validate for Body<CreateUser> {
    fn issues(&self) -> Vec<Issue> {
        let Self(body) = self;
        let mut issues = texts(body).issues();
        issues.extend(password_issues(body.password.as_deref()));
        if body.password_digest.as_deref().is_some_and(|digest| digest.chars().nth(256).is_some()) {
            issues.push(Issue::new(
                "too_big",
                &["passwordDigest"],
                "String must contain at most 256 character(s)",
            ));
        }
        if body
            .password_algorithm
            .as_deref()
            .is_some_and(|word| word != LEGACY && PasswordAlgorithm::parse(word).is_none())
        {
            issues.push(Issue::new("invalid_enum_value", &["passwordAlgorithm"], "Invalid enum value"));
        }
        issues.extend(profile_issues(body.profile.as_ref()));
        issues
    }
}

fn texts(body: &CreateUser) -> Texts<'_> {
    Texts {
        username: body.username.as_deref(),
        primary_email: body.primary_email.as_deref(),
        primary_phone: body.primary_phone.as_deref(),
        name: body.name.as_deref(),
        avatar: body.avatar.as_deref(),
    }
}

/// Makes a user; default roles are granted, the password policy is not applied.
pub(super) async fn create_user(
    context: ManagementContext,
    ValidJson(Body(body)): ValidJson<Body<CreateUser>>,
) -> Result<Json<User>, ApiError> {
    texts(&body).check_lengths()?;
    let new = NewUser {
        password: new_password(&body)?,
        username: empty_as_null(body.username),
        primary_email: empty_as_null(body.primary_email),
        primary_phone: stored_phone(body.primary_phone)?,
        name: empty_as_null(body.name),
        avatar: empty_as_null(body.avatar),
        custom_data: body.custom_data.unwrap_or_default(),
        profile: body.profile.map(known_profile).unwrap_or_default(),
        ..NewUser::default()
    };
    match operations::user::create_user(&context.services, new).await {
        Ok(user) => Ok(Json(user_body(user))),
        Err(CreateUserError::Taken(identifier)) => Err(ApiError::unprocessable(identifier.code())),
        Err(CreateUserError::Password(_)) => Err(ApiError::bad_request("guard.invalid_input")),
        // Nobody who is made here comes from an enterprise's provider.
        Err(error @ CreateUserError::NotProven) => Err(ApiError::internal(&error)),
        Err(CreateUserError::Operation(error)) => Err(internal(error)),
    }
}

/// Which password the user gets, by the rules of contract §5.3.
fn new_password(body: &CreateUser) -> Result<Option<NewPassword>, ApiError> {
    match (&body.password, &body.password_digest, &body.password_algorithm) {
        (Some(_), Some(_), _) => Err(ApiError::bad_request("user.password_and_digest")),
        (Some(password), None, _) => Ok(Some(NewPassword::Plain(PlainToken::new(password.as_str())))),
        (None, Some(_), None) => Err(ApiError::bad_request("user.password_algorithm_required")),
        (None, Some(digest), Some(algorithm)) => {
            imported(digest, algorithm).map(|digest| Some(NewPassword::Digest(digest)))
        }
        (None, None, _) => Ok(None),
    }
}

fn imported(digest: &str, algorithm: &str) -> Result<PasswordDigest, ApiError> {
    let Some(algorithm) = PasswordAlgorithm::parse(algorithm) else {
        return Err(ApiError::bad_request(match check_legacy(digest) {
            LegacyRefusal::InvalidFormat => "password.invalid_legacy_password_format",
            LegacyRefusal::UnsupportedAlgorithm => "password.unsupported_legacy_hash_algorithm",
        }));
    };
    let digest = PasswordDigest { algorithm, digest: digest.to_owned() };
    check_import(&digest).map_err(|refusal| {
        ApiError::invalid_input(vec![Issue::new("custom", &["passwordDigest"], refusal.to_string())])
    })?;
    if !is_well_formed(&digest) {
        tracing::warn!(
            password.algorithm = algorithm.as_str(),
            "an imported password digest does not have the form of its algorithm"
        );
    }
    Ok(digest)
}
