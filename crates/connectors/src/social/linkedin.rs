//! LinkedIn: Sign In with LinkedIn using OpenID Connect (learn.microsoft.com/linkedin/consumer/integrations/self-serve/sign-in-with-linkedin-v2).
//! Its ID tokens carry no nonce, which would leave them unbound: what counts is the userinfo endpoint, asked with the access token that the
//! exchange gave.

use super::{
    SocialContext, SocialProfile, call, mapping, oauth,
    service::{Exchanged, FixedService},
    settings, social,
    token::{Client, Tokens},
};
use crate::{Config, ConnectorError, Factory, InvalidConfig};

const DEFAULT_SCOPE: &str = "openid profile email";

/// The factory.
pub(super) fn factory() -> Factory {
    Factory {
        name: "LinkedIn",
        description: "Signs users in with their LinkedIn accounts.",
        logo: super::letters_on_a_tile!("2a66a8", "in"),
        readme: "Create an app at LinkedIn Developers with the product “Sign In with LinkedIn using OpenID Connect” and this connector's callback \
                 URI, and copy its client ID and client secret here.",
        form_items: Client::form_items_with_scope(DEFAULT_SCOPE),
        ..social("linkedin-universal", "linkedin", LinkedIn::default())
    }
}

#[derive(Debug)]
#[expect(clippy::struct_field_names, reason = "the words of the protocol")]
struct LinkedIn {
    authorization_endpoint: String,
    token_endpoint: String,
    user_info_endpoint: String,
}

impl Default for LinkedIn {
    fn default() -> Self {
        Self {
            authorization_endpoint: "https://www.linkedin.com/oauth/v2/authorization".to_owned(),
            token_endpoint: "https://www.linkedin.com/oauth/v2/accessToken".to_owned(),
            user_info_endpoint: "https://api.linkedin.com/v2/userinfo".to_owned(),
        }
    }
}

impl FixedService for LinkedIn {
    type Flow = oauth::Provider;

    fn flow(&self, config: &Config) -> Result<oauth::Provider, InvalidConfig> {
        let provider = oauth::Provider::new(
            self.authorization_endpoint.clone(),
            self.token_endpoint.clone(),
            Client::read(config)?,
            settings::scope_or(config, "scope", DEFAULT_SCOPE)?,
        );
        // Only native applications may send one, to another endpoint.
        Ok(oauth::Provider { has_code_challenge: false, ..provider })
    }

    async fn profile(
        &self,
        context: SocialContext<'_>,
        exchanged: Exchanged<'_, oauth::Provider>,
    ) -> Result<(SocialProfile, Tokens), ConnectorError> {
        let tokens = exchanged.proof;
        let url = &self.user_info_endpoint;
        let user = call::resource_object(context, url, &tokens.access_token, "LinkedIn's user").await?;
        Ok((mapping::standard(&user, false)?, tokens))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::social::testing::{FakeProvider, config};

    #[tokio::test]
    async fn the_userinfo_of_the_documentation_is_understood() {
        let fake = FakeProvider::start().await;
        let linkedin = LinkedIn {
            authorization_endpoint: format!("{}/authorize", fake.url),
            token_endpoint: format!("{}/token", fake.url),
            user_info_endpoint: format!("{}/v2/userinfo", fake.url),
        };
        let config = config(json!({ "clientId": "client", "clientSecret": "secret" }));
        factory().check(&config).unwrap();
        fake.answer(
            "/token",
            json!({ "access_token": "AQV", "expires_in": 5_184_000, "id_token": "ignored" }),
        );
        let user = |verified: Value| {
            json!({
                "sub": "782bbtaQ", "name": "Astrid Fjord", "given_name": "Astrid", "family_name": "Fjord",
                "picture": "https://media.licdn-ei.com/dms/image/x/", "locale": "en-US", "email": "astrid@fjord.example",
                "email_verified": verified,
            })
        };
        for (verified, email) in
            [(json!(true), Some("astrid@fjord.example")), (json!(false), None), (json!(null), None)]
        {
            fake.answer("/v2/userinfo", user(verified.clone()));
            let attempt = fake.begin(&linkedin, &config).await;
            assert_eq!(attempt.optional_parameter("code_challenge"), None);
            let profile = fake.finish(&linkedin, &config, &attempt).await.unwrap();
            assert_eq!((profile.id.as_str(), profile.name.as_deref()), ("782bbtaQ", Some("Astrid Fjord")));
            assert_eq!(profile.email.as_deref(), email, "{verified}");
            assert_eq!(profile.avatar.as_deref(), Some("https://media.licdn-ei.com/dms/image/x/"));
        }
    }
}
