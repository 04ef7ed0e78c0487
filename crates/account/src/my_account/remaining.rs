//! What must remain of an account that its user takes something from.

use domain::account::User;
use http_kit::ApiError;
use serde_json::json;
use store::Exec;

use crate::AccountContext;

/// Passes when the account still has what registration asks for, as far as it had it, and a way to sign in.
pub(super) async fn check_remaining(
    context: &AccountContext,
    exec: Exec<'_>,
    (before, after): (&User, &User),
) -> Result<(), ApiError> {
    let sign_up = &context.experience.sign_up;
    let lacked = sign_up.missing(before);
    let lacks = sign_up.missing(after).into_iter().filter(|what| !lacked.contains(what));
    let lacks: Vec<_> = lacks.map(domain::sign_in_experience::MissingProfile::as_str).collect();
    if !lacks.is_empty() {
        return Err(ApiError::unprocessable("user.missing_profile").data(json!({ "missingProfile": lacks })));
    }
    if can_sign_in(before) && !can_sign_in(after) && !comes_from_enterprise(context, exec, after).await? {
        return Err(ApiError::unprocessable("user.last_sign_in_method"));
    }
    Ok(())
}

/// Whether there is a name with a password, an address to which a code can be sent, or an account elsewhere.
fn can_sign_in(user: &User) -> bool {
    (user.username.is_some() && user.password.is_some())
        || user.primary_email.is_some()
        || user.primary_phone.is_some()
        || !user.identities.is_empty()
}

/// Whether the user signs in at an enterprise's provider besides.
async fn comes_from_enterprise(
    context: &AccountContext,
    exec: Exec<'_>,
    user: &User,
) -> Result<bool, ApiError> {
    let is_on = context.experience.is_sso_enabled;
    Ok(is_on && !store::user::sso_identities(exec, context.tenant(), &user.id).await?.is_empty())
}
