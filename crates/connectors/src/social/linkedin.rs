//! LinkedIn: Sign In with LinkedIn using OpenID Connect (learn.microsoft.com/linkedin/consumer/integrations/self-serve/sign-in-with-linkedin-v2).
//! Its ID tokens carry no nonce, which would leave them unbound: what counts is the userinfo endpoint, asked with the access token that the
//! exchange gave.

use serde_json::Value;

use super::{
    Authorization, AuthorizationRequest, Callback, SocialContext, SocialFuture, SocialProfile,
    SocialProvider, call, mapping, oauth, settings, social,
    token::{AnswerForm, Client},
};
use crate::{Config, ConnectorError, Factory, FormItem, InvalidConfig};

const DEFAULT_SCOPE: &str = "openid profile email";

/// The factory.
pub(super) fn factory() -> Factory {
    let mut form_items = Client::form_items().to_vec();
    form_items.push(FormItem::text("scope", "Scope").placeholder(DEFAULT_SCOPE));
    Factory {
        name: "LinkedIn",
        description: "Signs users in with their LinkedIn accounts.",
        logo: super::letters_on_a_tile!("2a66a8", "in"),
        readme: "Create an app at LinkedIn Developers with the product “Sign In with LinkedIn using OpenID Connect” and this connector's callback \
                 URI, and copy its client ID and client secret here.",
        form_items,
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

struct Settings {
    client: Client,
    scope: String,
}

impl Settings {
    fn read(config: &Config) -> Result<Self, InvalidConfig> {
        Ok(Self {
            client: Client::read(config)?,
            scope: settings::scope(config, "scope")?.unwrap_or(DEFAULT_SCOPE).to_owned(),
        })
    }
}

impl LinkedIn {
    fn provider<'a>(&'a self, settings: &'a Settings) -> oauth::Provider<'a> {
        oauth::Provider {
            authorization_endpoint: &self.authorization_endpoint,
            token_endpoint: &self.token_endpoint,
            client: &settings.client,
            scope: Some(&settings.scope),
            additions: &[],
            // Only native applications may send one, to another endpoint.
            has_code_challenge: false,
            form: AnswerForm::Json,
        }
    }

    async fn finish(
        &self,
        context: SocialContext<'_>,
        config: &Config,
        callback: Callback<'_>,
    ) -> Result<SocialProfile, ConnectorError> {
        let settings = Settings::read(config)?;
        let tokens = self.provider(&settings).finish(context, &callback).await?;
        let url = &self.user_info_endpoint;
        let user = call::resource_object(context, url, &tokens.access_token, "LinkedIn's user").await?;
        let profile = mapping::standard(&user, false)?;
        Ok(SocialProfile { tokens: Some(tokens.answer.into()), ..profile })
    }
}

impl SocialProvider for LinkedIn {
    fn check(&self, config: &Config) -> Result<(), InvalidConfig> {
        Settings::read(config).map(drop)
    }

    fn authorization<'a>(
        &'a self,
        context: SocialContext<'a>,
        config: &'a Config,
        request: AuthorizationRequest<'a>,
    ) -> SocialFuture<'a, Authorization> {
        Box::pin(async move { self.provider(&Settings::read(config)?).begin(context, request) })
    }

    fn profile<'a>(
        &'a self,
        context: SocialContext<'a>,
        config: &'a Config,
        callback: Callback<'a>,
    ) -> SocialFuture<'a, SocialProfile> {
        Box::pin(self.finish(context, config, callback))
    }

    fn renew<'a>(
        &'a self,
        context: SocialContext<'a>,
        config: &'a Config,
        refresh_token: &'a str,
    ) -> SocialFuture<'a, Value> {
        Box::pin(async move { self.provider(&Settings::read(config)?).renew(context, refresh_token).await })
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
