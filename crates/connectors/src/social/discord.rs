//! Discord: OAuth 2.0 (docs.discord.com/developers/topics/oauth2).

use serde_json::{Map, Value, json};

use super::{
    SocialContext, SocialProfile, call, mapping, oauth,
    service::{Exchanged, FixedService},
    settings, social,
    token::{Client, Tokens},
};
use crate::{Config, ConnectorError, Factory, InvalidConfig};

const DEFAULT_SCOPE: &str = "identify email";

/// The factory.
pub(super) fn factory() -> Factory {
    Factory {
        name: "Discord",
        description: "Signs users in with their Discord accounts.",
        logo: super::letters_on_a_tile!("5661d6", "D"),
        readme: "Create an application in Discord's developer portal, put this connector's callback URI among its redirects, and copy its client \
                 ID and client secret here.",
        form_items: Client::form_items_with_scope(DEFAULT_SCOPE),
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

impl FixedService for Discord {
    type Flow = oauth::Provider;

    fn flow(&self, config: &Config) -> Result<oauth::Provider, InvalidConfig> {
        Ok(oauth::Provider::new(
            format!("{}/oauth2/authorize", self.site),
            format!("{}/api/oauth2/token", self.site),
            Client::read(config)?,
            settings::scope_or(config, "scope", DEFAULT_SCOPE)?,
        ))
    }

    async fn profile(
        &self,
        context: SocialContext<'_>,
        exchanged: Exchanged<'_, oauth::Provider>,
    ) -> Result<(SocialProfile, Tokens), ConnectorError> {
        let tokens = exchanged.proof;
        let url = format!("{}/api/users/@me", self.site);
        let user = call::resource_object(context, &url, &tokens.access_token, "Discord's user").await?;
        let profile = SocialProfile {
            email: mapping::email(user.get("email"), mapping::is_true(user.get("verified"), false)),
            name: mapping::name(user.get("global_name")).or_else(|| mapping::name(user.get("username"))),
            avatar: picture(&user),
            ..mapping::profile(user.get("id"), json!(user))?
        };
        Ok((profile, tokens))
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
