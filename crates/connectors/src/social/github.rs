//! GitHub: OAuth 2.0 with its own interface for users and their addresses (docs.github.com/apps/oauth-apps, docs.github.com/rest/users).

use serde_json::{Value, json};

use super::{
    Authorization, AuthorizationRequest, Callback, SocialContext, SocialFuture, SocialProfile,
    SocialProvider, call, mapping, oauth, settings, social,
    token::{AnswerForm, Client},
};
use crate::{Config, ConnectorError, Factory, FormItem, InvalidConfig};

const DEFAULT_SCOPE: &str = "read:user user:email";

/// The factory.
pub(super) fn factory() -> Factory {
    let mut form_items = Client::form_items().to_vec();
    form_items.push(
        FormItem::text("scope", "Scope")
            .placeholder(DEFAULT_SCOPE)
            .description("Without `user:email` no e-mail address is taken."),
    );
    Factory {
        name: "GitHub",
        description: "Signs users in with their GitHub accounts.",
        logo: super::letters_on_a_tile!("24292f", "GH"),
        logo_dark: Some(super::letters_on_a_tile!("57606a", "GH")),
        readme: "Register an OAuth app in GitHub's developer settings with this connector's callback URI, and copy its client ID and a client \
                 secret here.",
        form_items,
        ..social("github-universal", "github", GitHub::default())
    }
}

#[derive(Debug)]
struct GitHub {
    site: String,
    interface: String,
}

impl Default for GitHub {
    fn default() -> Self {
        Self { site: "https://github.com".to_owned(), interface: "https://api.github.com".to_owned() }
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

impl GitHub {
    fn settings(&self, config: &Config) -> Result<Settings, InvalidConfig> {
        Ok(Settings {
            client: Client::read(config)?,
            scope: settings::scope(config, "scope")?.unwrap_or(DEFAULT_SCOPE).to_owned(),
            authorization_endpoint: format!("{}/login/oauth/authorize", self.site),
            token_endpoint: format!("{}/login/oauth/access_token", self.site),
        })
    }

    async fn finish(
        &self,
        context: SocialContext<'_>,
        config: &Config,
        callback: Callback<'_>,
    ) -> Result<SocialProfile, ConnectorError> {
        let tokens = self.settings(config)?.provider().finish(context, &callback).await?;
        let token = &tokens.access_token;
        let user =
            call::resource_object(context, &format!("{}/user", self.interface), token, "GitHub's user")
                .await?;
        // Apps without the right to read addresses are refused, which leaves the user without one.
        let addresses = format!("{}/user/emails", self.interface);
        let addresses = match call::resource(context, &addresses, token, "GitHub's list of addresses").await {
            Ok(addresses) => addresses,
            Err(ConnectorError::AccessTokenInvalid(_) | ConnectorError::Failed(_)) => Value::Null,
            Err(error) => return Err(error),
        };
        let email = primary_address(&addresses);
        let name = mapping::name(user.get("name")).or_else(|| mapping::name(user.get("login")));
        let avatar = mapping::avatar(user.get("avatar_url"));
        let id = user.get("id").cloned();
        let raw = json!({ "userInfo": user, "userEmails": addresses });
        Ok(SocialProfile {
            email,
            name,
            avatar,
            tokens: Some(tokens.answer.into()),
            ..mapping::profile(id.as_ref(), raw)?
        })
    }
}

/// The address that is both primary and verified. The public one of the profile does not say that it is.
fn primary_address(addresses: &Value) -> Option<String> {
    let is = |address: &Value, what: &str| mapping::is_true(address.get(what), false);
    let primary = addresses.as_array()?.iter().find(|address| is(address, "primary"))?;
    mapping::email(primary.get("email"), is(primary, "verified"))
}

impl SocialProvider for GitHub {
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

    async fn setup() -> (FakeProvider, GitHub, Config) {
        let fake = FakeProvider::start().await;
        let github = GitHub { site: fake.url.clone(), interface: fake.url.clone() };
        let config = config(json!({ "clientId": "client", "clientSecret": "secret" }));
        factory().check(&config).unwrap();
        fake.answer(
            "/login/oauth/access_token",
            json!({ "access_token": "gho_16C7e42F292c6912E7710c838347Ae178B4a", "scope": "user", "token_type": "bearer" }),
        );
        fake.answer(
            "/user",
            json!({
                "login": "octocat", "id": 583_231, "avatar_url": "https://avatars.githubusercontent.com/u/583231",
                "name": null, "email": "victim@fjord.example",
            }),
        );
        (fake, github, config)
    }

    #[tokio::test]
    async fn the_address_is_the_primary_one_if_it_is_verified() {
        let (fake, github, config) = setup().await;
        let attempt = fake.begin(&github, &config).await;
        assert!(attempt.uri.starts_with(&format!("{}/login/oauth/authorize?", fake.url)));
        fake.answer(
            "/user/emails",
            json!([
                { "email": "other@fjord.example", "verified": true, "primary": false, "visibility": null },
                { "email": "octocat@github.com", "verified": true, "primary": true, "visibility": "private" },
            ]),
        );
        let profile = fake.finish(&github, &config, &attempt).await.unwrap();
        assert_eq!((profile.id.as_str(), profile.name.as_deref()), ("583231", Some("octocat")));
        assert_eq!(profile.email.as_deref(), Some("octocat@github.com"));
        assert_eq!(profile.avatar.as_deref(), Some("https://avatars.githubusercontent.com/u/583231"));
        assert_eq!(profile.raw_data["userInfo"]["login"], "octocat");
        assert!(!profile.raw_data.to_string().contains("gho_"));
        let form = fake.form("/login/oauth/access_token");
        assert_eq!((form["client_secret"].as_str(), form["code_verifier"].len()), ("secret", 43));
    }

    #[tokio::test]
    async fn an_address_that_is_not_verified_is_not_taken() {
        let (fake, github, config) = setup().await;
        for addresses in [
            json!([{ "email": "victim@fjord.example", "verified": false, "primary": true }]),
            json!([{ "email": "victim@fjord.example", "primary": true }]),
            json!([{ "email": "victim@fjord.example", "verified": true }]),
            json!([]),
            json!({ "message": "Not Found" }),
        ] {
            fake.answer("/user/emails", addresses.clone());
            let attempt = fake.begin(&github, &config).await;
            let profile = fake.finish(&github, &config, &attempt).await.unwrap();
            assert_eq!(profile.email, None, "{addresses}");
        }
        fake.answer_with("/user/emails", 404, r#"{"message":"Not Found"}"#);
        let attempt = fake.begin(&github, &config).await;
        assert_eq!(fake.finish(&github, &config, &attempt).await.unwrap().email, None);
    }

    #[tokio::test]
    async fn a_code_that_is_not_taken_is_said_to_be_so() {
        let (fake, github, config) = setup().await;
        fake.answer("/login/oauth/access_token", json!({ "error": "bad_verification_code" }));
        let attempt = fake.begin(&github, &config).await;
        let error = fake.finish(&github, &config, &attempt).await.unwrap_err();
        assert_eq!(error.code(), "connector.social_auth_code_invalid");
    }
}
