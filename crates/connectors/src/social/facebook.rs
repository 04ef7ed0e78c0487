//! Facebook: OAuth 2.0 with the Graph API (developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow).
//!
//! Graph tells an address, but not whether its owner has verified it: it is kept with what Facebook said, and never taken as the user's.

use serde_json::json;

use super::{
    Authorization, AuthorizationRequest, Callback, SocialContext, SocialFuture, SocialProfile,
    SocialProvider, call, mapping, oauth, settings, social,
    token::{AnswerForm, Client},
};
use crate::{Config, ConnectorError, Factory, FormItem, InvalidConfig};

const DEFAULT_SCOPE: &str = "email,public_profile";
const VERSION: &str = "v23.0";
const FIELDS: &str = "id,name,email,picture.type(large)";

/// The factory.
pub(super) fn factory() -> Factory {
    let mut form_items = Client::form_items().to_vec();
    form_items.push(FormItem::text("scope", "Scope").placeholder(DEFAULT_SCOPE));
    Factory {
        name: "Facebook",
        description: "Signs users in with their Facebook accounts.",
        logo: super::letters_on_a_tile!("3a5ba0", "f"),
        readme: "Create an app with Facebook Login at Meta for Developers, put this connector's callback URI among its valid OAuth redirect URIs, \
                 and copy its app ID and app secret here. Facebook does not say whether an e-mail address is verified: none is taken.",
        form_items,
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

struct Settings {
    client: Client,
    scope: String,
    authorization_endpoint: String,
    token_endpoint: String,
}

impl Settings {
    fn provider(&self) -> oauth::Provider<'_> {
        oauth::Provider {
            authorization_endpoint: &self.authorization_endpoint,
            token_endpoint: &self.token_endpoint,
            client: &self.client,
            scope: Some(&self.scope),
            additions: &[],
            has_code_challenge: false,
            form: AnswerForm::Json,
        }
    }
}

impl Facebook {
    fn settings(&self, config: &Config) -> Result<Settings, InvalidConfig> {
        Ok(Settings {
            client: Client::read(config)?,
            scope: settings::scope(config, "scope")?.unwrap_or(DEFAULT_SCOPE).to_owned(),
            authorization_endpoint: format!("{}/{VERSION}/dialog/oauth", self.site),
            token_endpoint: format!("{}/{VERSION}/oauth/access_token", self.graph),
        })
    }

    async fn finish(
        &self,
        context: SocialContext<'_>,
        config: &Config,
        callback: Callback<'_>,
    ) -> Result<SocialProfile, ConnectorError> {
        let settings = self.settings(config)?;
        let tokens = settings.provider().finish(context, &callback).await?;
        // Shows that the token is used by the app it was given to.
        let secret = settings.client.secret.reveal().as_bytes();
        let proof = hex(&jose::hmac_sha256(secret, tokens.access_token.as_bytes()));
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("fields", FIELDS)
            .append_pair("appsecret_proof", &proof)
            .finish();
        let url = format!("{}/{VERSION}/me?{query}", self.graph);
        let user = call::resource_object(context, &url, &tokens.access_token, "Facebook's user").await?;
        Ok(SocialProfile {
            name: mapping::name(user.get("name")),
            avatar: mapping::avatar(mapping::at(&user, "picture.data.url")),
            tokens: Some(tokens.answer.into()),
            ..mapping::profile(user.get("id"), json!(user))?
        })
    }
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |value: u8| DIGITS.get(usize::from(value)).copied().map_or('0', char::from);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

impl SocialProvider for Facebook {
    fn check(&self, config: &Config) -> Result<(), InvalidConfig> {
        self.settings(config).map(drop)
    }

    fn authorization<'a>(
        &'a self,
        context: SocialContext<'a>,
        config: &'a Config,
        request: AuthorizationRequest<'a>,
    ) -> SocialFuture<'a, Authorization> {
        Box::pin(async move { self.settings(config)?.provider().begin(context, request) })
    }

    fn profile<'a>(
        &'a self,
        context: SocialContext<'a>,
        config: &'a Config,
        callback: Callback<'a>,
    ) -> SocialFuture<'a, SocialProfile> {
        Box::pin(self.finish(context, config, callback))
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

    #[test]
    fn bytes_are_written_in_hexadecimal() {
        assert_eq!(hex(&[0, 15, 16, 255]), "000f10ff");
    }
}
