//! Facebook: OAuth 2.0 with the Graph API (developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow).
//!
//! Graph tells an address, but not whether its owner has verified it: it is kept with what Facebook said, and never taken as the user's.

use domain::text::hexadecimal;
use serde_json::json;

use super::{
    SocialContext, SocialProfile, call, mapping, oauth,
    service::{Exchanged, FixedService},
    settings, social,
    token::{Client, Tokens},
};
use crate::{Config, ConnectorError, Factory, InvalidConfig};

const DEFAULT_SCOPE: &str = "email,public_profile";
const VERSION: &str = "v23.0";
const FIELDS: &str = "id,name,email,picture.type(large)";

/// The factory.
pub(super) fn factory() -> Factory {
    Factory {
        name: "Facebook",
        description: "Signs users in with their Facebook accounts.",
        logo: super::letters_on_a_tile!("3a5ba0", "f"),
        readme: "Create an app with Facebook Login at Meta for Developers, put this connector's callback URI among its valid OAuth redirect URIs, \
                 and copy its app ID and app secret here. Facebook does not say whether an e-mail address is verified: none is taken.",
        form_items: Client::form_items_with_scope(DEFAULT_SCOPE),
        ..social("facebook-universal", "facebook", Facebook::default())
    }
}

#[derive(Debug)]
struct Facebook {
    site: String,
    graph: String,
}

impl Default for Facebook {
    fn default() -> Self {
        Self { site: "https://www.facebook.com".to_owned(), graph: "https://graph.facebook.com".to_owned() }
    }
}

impl FixedService for Facebook {
    type Flow = oauth::Provider;
    const GIVES_REFRESH_TOKENS: bool = false;

    fn flow(&self, config: &Config) -> Result<oauth::Provider, InvalidConfig> {
        let provider = oauth::Provider::new(
            format!("{}/{VERSION}/dialog/oauth", self.site),
            format!("{}/{VERSION}/oauth/access_token", self.graph),
            Client::read(config)?,
            settings::scope_or(config, "scope", DEFAULT_SCOPE)?,
        );
        Ok(oauth::Provider { has_code_challenge: false, ..provider })
    }

    async fn profile(
        &self,
        context: SocialContext<'_>,
        exchanged: Exchanged<'_, oauth::Provider>,
    ) -> Result<(SocialProfile, Tokens), ConnectorError> {
        let tokens = exchanged.proof;
        // Shows that the token is used by the app it was given to.
        let secret = exchanged.flow.client.secret.reveal().as_bytes();
        let proof = hexadecimal(&jose::hmac_sha256(secret, tokens.access_token.as_bytes()));
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("fields", FIELDS)
            .append_pair("appsecret_proof", &proof)
            .finish();
        let url = format!("{}/{VERSION}/me?{query}", self.graph);
        let user = call::resource_object(context, &url, &tokens.access_token, "Facebook's user").await?;
        let profile = SocialProfile {
            name: mapping::name(user.get("name")),
            avatar: mapping::avatar(mapping::at(&user, "picture.data.url")),
            ..mapping::profile(user.get("id"), json!(user))?
        };
        Ok((profile, tokens))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::social::testing::{FakeProvider, config};

    #[tokio::test]
    async fn name_and_picture_are_taken_and_the_address_is_not() {
        let fake = FakeProvider::start().await;
        let facebook = Facebook { site: fake.url.clone(), graph: fake.url.clone() };
        let config = config(json!({ "clientId": "client", "clientSecret": "key" }));
        factory().check(&config).unwrap();
        let attempt = fake.begin(&facebook, &config).await;
        assert_eq!(attempt.parameter("scope"), "email,public_profile");
        assert_eq!(attempt.remembered, Value::Null);
        fake.answer(
            "/v23.0/oauth/access_token",
            json!({ "access_token": "The quick brown fox", "token_type": "bearer", "expires_in": 5_183_944 }),
        );
        fake.answer(
            "/v23.0/me",
            json!({
                "id": "1234567890", "name": "Astrid Fjord", "email": "astrid@fjord.example",
                "picture": { "data": { "height": 200, "is_silhouette": false, "url": "https://scontent.xx.fbcdn.net/p.jpg", "width": 200 } },
            }),
        );
        let profile = fake.finish(&facebook, &config, &attempt).await.unwrap();
        assert_eq!((profile.id.as_str(), profile.email), ("1234567890", None));
        assert_eq!(profile.name.as_deref(), Some("Astrid Fjord"));
        assert_eq!(profile.avatar.as_deref(), Some("https://scontent.xx.fbcdn.net/p.jpg"));
        assert_eq!(profile.raw_data["email"], "astrid@fjord.example");
        let query = fake.query("/v23.0/me");
        assert_eq!(query["fields"], FIELDS);
        assert_eq!(query["appsecret_proof"].len(), 64);
    }
}
