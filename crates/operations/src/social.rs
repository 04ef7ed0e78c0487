//! What is kept of somebody who signed in elsewhere: what came of a sign-in that [`crate::connectors`] began and finished is given to a user by
//! [`put_identity`]; who signs in with an identity they have brings new tokens for [`crate::token_set::keep`].

use connectors::social::SocialProfile;
use domain::account::User;
use serde_json::{Map, Value, json};
use store::Exec;

use crate::{OperationError, connectors::Connector, services::Services, token_set};

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
