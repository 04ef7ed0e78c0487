//! `GET /api/my-account`

use api_types::account::MyAccount;
use axum::Json;
use domain::{ApplicationId, account::User};
use http_kit::ApiError;

use crate::{
    AccountContext,
    rules::{ADDRESS, CUSTOM_DATA, EMAIL, Field, IDENTITIES, PHONE, PROFILE},
    verification::has_verification_method,
};

/// What the caller sees of their account.
pub(super) async fn get_account(context: AccountContext) -> Result<Json<MyAccount>, ApiError> {
    let user = (*context.user).clone();
    Ok(Json(shown(&context, user)))
}

/// An account as far as the token's scopes and the account center show it.
pub(super) fn shown(context: &AccountContext, user: User) -> MyAccount {
    let shows = |scope: &str, field| context.has_scope(scope) && context.shows(field);
    let has_verification_method = has_verification_method(&user);
    let mut profile = user.profile;
    if !context.has_scope(ADDRESS) {
        profile.remove(domain::account::profile::ADDRESS);
    }
    let shows_identities = shows(IDENTITIES, Field::Social);
    // When and by what somebody signs in is nothing that they let others read, whatever a third party may know of them.
    let is_ours = !context.client.application.is_third_party;
    let shows_times = is_ours || context.has_scope(PROFILE);
    let shows_password = is_ours && context.shows(Field::Password);
    MyAccount {
        id: user.id.into_string(),
        username: shows(PROFILE, Field::Username).then_some(user.username),
        primary_email: shows(EMAIL, Field::Email).then_some(user.primary_email),
        primary_phone: shows(PHONE, Field::Phone).then_some(user.primary_phone),
        name: shows(PROFILE, Field::Name).then_some(user.name),
        avatar: shows(PROFILE, Field::Avatar).then_some(user.avatar),
        custom_data: shows(CUSTOM_DATA, Field::CustomData).then_some(user.custom_data),
        identities: shows_identities.then_some(user.identities),
        last_sign_in_at: is_ours.then_some(user.last_sign_in_at.map(|at| at.0)),
        created_at: shows_times.then_some(user.created_at.0),
        updated_at: shows_times.then_some(user.updated_at.0),
        profile: shows(PROFILE, Field::Profile).then_some(profile),
        application_id: is_ours.then_some(user.application_id.map(ApplicationId::into_string)),
        is_suspended: is_ours.then_some(user.is_suspended),
        has_password: shows_password.then_some(user.password.is_some()),
        has_security_verification_method: is_ours.then_some(has_verification_method),
        // There are no enterprise connectors.
        sso_identities: shows_identities.then(Vec::new),
    }
}
