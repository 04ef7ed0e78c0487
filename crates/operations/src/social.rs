//! Signing in elsewhere, for callers that keep the attempt themselves.
//!
//! A caller makes a `state` that cannot be guessed, sends the browser to [`authorization_uri`], and keeps what that remembers with the attempt,
//! bound to the browser. When the browser is back, the caller holds its `state` against the attempt's, ends the attempt by one statement, and
//! only then asks [`user`]. [`crate::connectors`] does all that for back ends, by the state alone.
//!
//! What came of it is given to a user by [`put_identity`]; who signs in with an identity they have brings new tokens for
//! [`crate::token_set::keep`].

use connectors::social::{Authorization, AuthorizationRequest, Callback, SocialProfile};
use domain::account::User;
use serde_json::{Map, Value, json};
use store::Exec;

use crate::{
    OperationError,
    connectors::{AuthorizationError, Connector, context},
    services::Services,
    token_set,
};

/// Where to send the browser, and what to keep until it is back. It is secret: it must not go with the browser.
///
/// # Errors
/// When the connector sends messages, or its provider gives no answer that could be used.
pub async fn authorization_uri(
    services: &Services,
    connector: &Connector,
    request: AuthorizationRequest<'_>,
) -> Result<Authorization, AuthorizationError> {
    let provider = connector.factory.social().ok_or(AuthorizationError::NotSocial)?;
    Ok(provider.authorization(context(services), &connector.config, request).await?)
}

/// Who the user is, for what the browser brought back of an attempt that was ended just now.
///
/// An e-mail address or phone number is in the profile only if the provider has verified it. It may be used to find an account; the id alone is
/// what an identity is.
///
/// # Errors
/// When the connector sends messages, or whatever came back does not prove who the user is.
pub async fn user(
    services: &Services,
    connector: &Connector,
    callback: Callback<'_>,
) -> Result<SocialProfile, AuthorizationError> {
    let provider = connector.factory.social().ok_or(AuthorizationError::NotSocial)?;
    Ok(provider.profile(context(services), &connector.config, callback).await?)
}

/// Gives a user the identity that a connector's provider has proved, in place of the one held at the same target, with its tokens where the
/// connector keeps them, and returns all identities of the user. To be called in a transaction that has locked the user, whose row this is.
///
/// # Errors
/// A unique violation of `user_identities` with the column `identity_id` when the identity is another user's.
pub async fn put_identity(
    services: &Services,
    exec: Exec<'_>,
    user: &User,
    (connector, profile): (&Connector, &SocialProfile),
) -> Result<Map<String, Value>, OperationError> {
    let shown = json!({ "userId": profile.id, "details": details(profile) });
    let identity = (connector.target(), profile.id.as_str());
    let identities = store::user::put_identity(exec, &services.tenant, user, identity, shown).await?;
    token_set::keep(services, exec, connector, (&user.id, profile)).await?;
    Ok(identities)
}

/// What is kept of a profile with the identity of a user: `{id, email?, phone?, name?, avatar?, rawData}`, without tokens.
pub fn details(profile: &SocialProfile) -> Map<String, Value> {
    let SocialProfile { id, email, phone, name, avatar, raw_data, tokens: _ } = profile;
    let mut details = Map::from_iter([("id".to_owned(), id.as_str().into())]);
    for (member, value) in [("email", email), ("phone", phone), ("name", name), ("avatar", avatar)] {
        details.extend(value.as_ref().map(|value| (member.to_owned(), value.as_str().into())));
    }
    details.insert("rawData".to_owned(), raw_data.clone());
    details
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn details_hold_what_is_known_and_no_tokens() {
        let profile = SocialProfile {
            id: "7".to_owned(),
            email: None,
            phone: None,
            name: Some("Astrid".to_owned()),
            avatar: None,
            raw_data: json!({ "login": "astrid" }),
            tokens: Some(json!({ "access_token": "secret" })),
        };
        let expected = json!({ "id": "7", "name": "Astrid", "rawData": { "login": "astrid" } });
        assert_eq!(Value::Object(details(&profile)), expected);
    }
}
