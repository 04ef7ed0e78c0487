//! What is kept of somebody who signed in elsewhere. The sign-in itself is begun and finished in [`crate::connectors`].

use connectors::social::SocialProfile;
use serde_json::{Map, Value};

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
    use serde_json::json;

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
