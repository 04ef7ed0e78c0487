//! Discord: OAuth 2.0 (docs.discord.com/developers/topics/oauth2).

use serde_json::{Map, Value, json};

use super::{
    Authorization, AuthorizationRequest, Callback, SocialContext, SocialFuture, SocialProfile,
    SocialProvider, call, mapping, oauth, settings, social,
    token::{AnswerForm, Client},
};
use crate::{Config, ConnectorError, Factory, FormItem, InvalidConfig};

const DEFAULT_SCOPE: &str = "identify email";

/// The factory.
pub(super) fn factory() -> Factory {
    let mut form_items = Client::form_items().to_vec();
    form_items.push(FormItem::text("scope", "Scope").placeholder(DEFAULT_SCOPE));
    Factory {
        name: "Discord",
        description: "Signs users in with their Discord accounts.",
        logo: super::letters_on_a_tile!("5661d6", "D"),
        readme: "Create an application in Discord's developer portal, put this connector's callback URI among its redirects, and copy its client \
                 ID and client secret here.",
        form_items,
        ..social("discord-universal", "discord", Discord::default())
    }
}

#[derive(Debug)]
struct Discord {
    site: String,
}

impl Default for Discord {
    fn default() -> Self {
        Self { site: "https://discord.com".to_owned() }
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
            has_code_challenge: true,
            form: AnswerForm::Json,
        }
    }
}

impl Discord {
    fn settings(&self, config: &Config) -> Result<Settings, InvalidConfig> {
        Ok(Settings {
            client: Client::read(config)?,
            scope: settings::scope(config, "scope")?.unwrap_or(DEFAULT_SCOPE).to_owned(),
            authorization_endpoint: format!("{}/oauth2/authorize", self.site),
            token_endpoint: format!("{}/api/oauth2/token", self.site),
        })
    }

    async fn finish(
        &self,
        context: SocialContext<'_>,
        config: &Config,
        callback: Callback<'_>,
    ) -> Result<SocialProfile, ConnectorError> {
        let tokens = self.settings(config)?.provider().finish(context, &callback).await?;
        let url = format!("{}/api/users/@me", self.site);
        let user = call::resource_object(context, &url, &tokens.access_token, "Discord's user").await?;
        Ok(SocialProfile {
            email: mapping::email(user.get("email"), mapping::is_true(user.get("verified"), false)),
            name: mapping::name(user.get("global_name")).or_else(|| mapping::name(user.get("username"))),
            avatar: picture(&user),
            tokens: Some(tokens.answer.into()),
            ..mapping::profile(user.get("id"), json!(user))?
        })
    }
}

/// Discord tells the hash of a picture, and where pictures are is documented.
fn picture(user: &Map<String, Value>) -> Option<String> {
    let part = |name: &str| {
        let text = user.get(name)?.as_str()?;
        let is_plain =
            !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        is_plain.then_some(text)
    };
    Some(format!("https://cdn.discordapp.com/avatars/{}/{}.png", part("id")?, part("avatar")?))
}

impl SocialProvider for Discord {
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

    fn renew<'a>(
        &'a self,
        context: SocialContext<'a>,
        config: &'a Config,
        refresh_token: &'a str,
    ) -> SocialFuture<'a, Value> {
        Box::pin(async move { self.settings(config)?.provider().renew(context, refresh_token).await })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::social::testing::{FakeProvider, config};

    #[tokio::test]
    async fn the_user_object_of_the_documentation_is_understood() {
        let fake = FakeProvider::start().await;
        let discord = Discord { site: fake.url.clone() };
        let config = config(json!({ "clientId": "client", "clientSecret": "secret" }));
        factory().check(&config).unwrap();
        fake.answer(
            "/api/oauth2/token",
            json!({ "access_token": "6qrZcUqja7812RVdnEKjpzOL4CvHBFG", "token_type": "Bearer" }),
        );
        let user = |verified: Value| {
            json!({
                "id": "80351110224678912", "username": "nelly", "global_name": "Nelly", "avatar": "8342729096ea3675442027381ff50dfe",
                "verified": verified, "email": "nelly@fjord.example", "flags": 64,
            })
        };
        for (verified, email) in [
            (json!(true), Some("nelly@fjord.example")),
            (json!(false), None),
            (json!(null), None),
            (json!("true"), None),
        ] {
            fake.answer("/api/users/@me", user(verified.clone()));
            let attempt = fake.begin(&discord, &config).await;
            let profile = fake.finish(&discord, &config, &attempt).await.unwrap();
            assert_eq!((profile.id.as_str(), profile.name.as_deref()), ("80351110224678912", Some("Nelly")));
            assert_eq!(profile.email.as_deref(), email, "{verified}");
            assert_eq!(
                profile.avatar.as_deref(),
                Some(
                    "https://cdn.discordapp.com/avatars/80351110224678912/8342729096ea3675442027381ff50dfe.png"
                )
            );
        }
    }

    #[test]
    fn pictures_do_not_lead_elsewhere() {
        let user = json!({ "id": "1", "avatar": "../../x" });
        assert_eq!(picture(user.as_object().unwrap()), None);
        assert_eq!(picture(json!({ "id": "1", "avatar": null }).as_object().unwrap()), None);
    }
}
