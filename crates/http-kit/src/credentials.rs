//! What a tenant says of usernames and passwords that users choose, as refusals of the wire: the same wherever they choose them.

use domain::{
    password::PasswordRejection,
    sign_in_experience::{UsernamePolicy, UsernameRejection},
};
use serde_json::{Value, json};

use crate::ApiError;

/// 422 for a username that the tenant does not allow; for one of a wrong length with the bounds.
pub fn check_username(policy: &UsernamePolicy, username: &str) -> Result<(), ApiError> {
    let Some(rejection) = policy.rejection_of(username) else { return Ok(()) };
    let error = ApiError::unprocessable(rejection.code());
    if rejection != UsernameRejection::Length {
        return Err(error);
    }
    let (min, max) = (policy.min_characters, policy.max_characters);
    let text = format!("The username must have between {min} and {max} characters.");
    Err(error.message(text).data(json!({ "min": min, "max": max })))
}

/// 422 `password.rejected` with every reason that speaks against a password, if there is one.
pub fn refuse_password(rejections: Vec<PasswordRejection>) -> Result<(), ApiError> {
    let reasons: Vec<Value> = rejections.into_iter().map(PasswordRejection::to_wire).collect();
    if reasons.is_empty() {
        Ok(())
    } else {
        Err(ApiError::unprocessable("password.rejected").data(reasons.into()))
    }
}
