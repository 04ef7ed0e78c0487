//! Google: OpenID Connect with a fixed issuer (developers.google.com/identity/openid-connect).

use super::{
    SocialContext, SocialProfile,
    discovery::{Library, Metadata},
    id_token::Issuers,
    mapping, openid,
    service::{Exchanged, FixedService},
    settings, social,
    token::{Client, Tokens},
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
    let mut items = Client::form_items_with_scope(DEFAULT_SCOPE);
    items.push(
        FormItem::multi_select(settings::PROMPTS, "Prompts", &prompts)
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
        let metadata = Metadata::new(
            "https://accounts.google.com",
            "https://accounts.google.com/o/oauth2/v2/auth",
            "https://oauth2.googleapis.com/token",
            "https://www.googleapis.com/oauth2/v3/certs",
        );
        Self { metadata, library: Library::default() }
    }
}

impl FixedService for Google {
    type Flow = openid::Provider;

    fn flow(&self, config: &Config) -> Result<openid::Provider, InvalidConfig> {
        let mut additions = settings::prompts(config)?;
        if settings::switch(config, "offlineAccess")? {
            additions.push(("access_type".to_owned(), "offline".to_owned()));
        }
        let issuer = &self.metadata.issuer;
        // Google writes its issuer with and without the scheme.
        let bare = issuer.trim_start_matches("https://").to_owned();
        let (client, metadata) = (Client::read(config)?, self.metadata.clone());
        let scope = settings::scope_or(config, "scope", DEFAULT_SCOPE)?;
        Ok(openid::Provider {
            issuers: Issuers::OneOf(vec![issuer.clone(), bare]),
            additions,
            ..openid::Provider::new(&self.library, metadata, client, scope)
        })
    }

    async fn profile(
        &self,
        _: SocialContext<'_>,
        exchanged: Exchanged<'_, openid::Provider>,
    ) -> Result<(SocialProfile, Tokens), ConnectorError> {
        let proven = exchanged.proof;
        Ok((mapping::standard(&proven.claims, false)?, proven.tokens))
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
