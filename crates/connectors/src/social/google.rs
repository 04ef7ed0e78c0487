//! Google: OpenID Connect with a fixed issuer (developers.google.com/identity/openid-connect).

use serde_json::Value;

use super::{
    Authorization, AuthorizationRequest, Callback, SocialContext, SocialFuture, SocialProfile,
    SocialProvider,
    discovery::{Library, Metadata},
    id_token::Issuers,
    mapping, openid, settings, social,
    token::Client,
};
use crate::{Config, ConnectorError, Factory, FormItem, InvalidConfig};

const DEFAULT_SCOPE: &str = "openid email profile";

/// The factory.
pub(super) fn factory() -> Factory {
    Factory {
        name: "Google",
        description: "Signs users in with their Google accounts.",
        logo: super::letters_on_a_tile!("3b6fd4", "G"),
        readme: "Create an OAuth client of the type “Web application” in the Google Cloud console, with this connector's callback URI among its \
                 redirect URIs, and copy its client ID and secret here.",
        form_items: form_items(),
        ..social("google-universal", "google", Google::default())
    }
}

fn form_items() -> Vec<FormItem> {
    let prompts = [("none", "none"), ("consent", "consent"), ("select_account", "select_account")];
    let mut items = Client::form_items().to_vec();
    items.push(FormItem::text("scope", "Scope").placeholder(DEFAULT_SCOPE));
    items.push(
        FormItem::multi_select("prompts", "Prompts", &prompts)
            .description("What Google asks of the user each time."),
    );
    items.push(
        FormItem::switch("offlineAccess", "Offline access").description("Asks Google for a refresh token."),
    );
    items
}

#[derive(Debug)]
struct Google {
    metadata: Metadata,
    library: Library,
}

impl Default for Google {
    fn default() -> Self {
        let metadata = Metadata {
            issuer: "https://accounts.google.com".to_owned(),
            authorization_endpoint: "https://accounts.google.com/o/oauth2/v2/auth".to_owned(),
            token_endpoint: "https://oauth2.googleapis.com/token".to_owned(),
            user_info_endpoint: None,
            jwks_uri: "https://www.googleapis.com/oauth2/v3/certs".to_owned(),
            has_code_challenge: true,
            has_issuer_parameter: false,
            graph_host: None,
        };
        Self { metadata, library: Library::default() }
    }
}

struct Settings {
    client: Client,
    scope: String,
    additions: Vec<(String, String)>,
}

impl Settings {
    fn read(config: &Config) -> Result<Self, InvalidConfig> {
        let prompts = settings::texts(config, "prompts")?;
        if prompts.len() > 1 && prompts.iter().any(|prompt| prompt == "none") {
            return Err(InvalidConfig::new("prompts", "must hold nothing else beside `none`"));
        }
        let mut additions = Vec::new();
        if !prompts.is_empty() {
            additions.push(("prompt".to_owned(), prompts.join(" ")));
        }
        if settings::switch(config, "offlineAccess")? {
            additions.push(("access_type".to_owned(), "offline".to_owned()));
        }
        Ok(Self {
            client: Client::read(config)?,
            scope: settings::scope(config, "scope")?.unwrap_or(DEFAULT_SCOPE).to_owned(),
            additions,
        })
    }
}

impl Google {
    fn provider<'a>(&'a self, settings: &'a Settings) -> openid::Provider<'a> {
        let issuer = &self.metadata.issuer;
        // Google writes its issuer with and without the scheme.
        let bare = issuer.trim_start_matches("https://").to_owned();
        openid::Provider {
            issuers: Issuers::OneOf(vec![issuer.clone(), bare]),
            additions: &settings.additions,
            ..openid::Provider::new(&self.metadata, &settings.client, &settings.scope)
        }
    }

    async fn finish(
        &self,
        context: SocialContext<'_>,
        config: &Config,
        callback: Callback<'_>,
    ) -> Result<SocialProfile, ConnectorError> {
        let settings = Settings::read(config)?;
        let proven = self.provider(&settings).finish(context, &self.library, &callback).await?;
        let profile = mapping::standard(&proven.claims, false)?;
        Ok(SocialProfile { tokens: Some(proven.tokens.answer.into()), ..profile })
    }
}

impl SocialProvider for Google {
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
    use serde_json::json;

    use super::*;
    use crate::social::testing::{FakeProvider, config};

    #[tokio::test]
    async fn the_account_is_the_id_tokens_subject() {
        let fake = FakeProvider::start().await;
        let google = Google { metadata: fake.metadata(), library: Library::default() };
        let config = config(json!({
            "clientId": "client", "clientSecret": "secret", "prompts": ["consent", "select_account"], "offlineAccess": true,
        }));
        factory().check(&config).unwrap();
        let attempt = fake.begin(&google, &config).await;
        assert_eq!(attempt.parameter("scope"), "openid email profile");
        assert_eq!(attempt.parameter("prompt"), "consent select_account");
        assert_eq!(attempt.parameter("access_type"), "offline");
        // The claims of the documentation's example.
        fake.issue(
            &attempt,
            json!({
                "azp": "client", "sub": "10769150350006150715113082367", "at_hash": "HK6E_P6Dh8Y93mRNtsDB1Q", "hd": "fjord.example",
                "email": "astrid@fjord.example", "email_verified": true, "name": "Astrid Fjord",
                "picture": "https://lh3.googleusercontent.com/a/x",
            }),
        );
        let profile = fake.finish(&google, &config, &attempt).await.unwrap();
        assert_eq!(profile.id, "10769150350006150715113082367");
        assert_eq!(profile.email.as_deref(), Some("astrid@fjord.example"));
        assert_eq!(profile.name.as_deref(), Some("Astrid Fjord"));
        assert_eq!(profile.avatar.as_deref(), Some("https://lh3.googleusercontent.com/a/x"));
        assert_eq!(profile.raw_data["hd"], "fjord.example");
        assert!(!profile.raw_data.to_string().contains(attempt.parameter("nonce")));
    }

    #[test]
    fn none_is_asked_for_alone() {
        let bad = config(json!({ "clientId": "c", "clientSecret": "s", "prompts": ["none", "consent"] }));
        assert_eq!(factory().check(&bad).unwrap_err().key, "prompts");
    }
}
