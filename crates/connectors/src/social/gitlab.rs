//! GitLab: OpenID Connect, at gitlab.com or at an instance of one's own (docs.gitlab.com/integration/openid_connect_provider).

use serde_json::Value;

use super::{
    Authorization, AuthorizationRequest, Callback, SocialContext, SocialFuture, SocialProfile,
    SocialProvider,
    discovery::{Library, Metadata},
    mapping, openid, settings, social,
    token::Client,
};
use crate::{Config, ConnectorError, Factory, FormItem, InvalidConfig};

const DEFAULT_SCOPE: &str = "openid profile email";
const DEFAULT_HOST: &str = "https://gitlab.com";

/// The factory.
pub(super) fn factory() -> Factory {
    Factory {
        name: "GitLab",
        description: "Signs users in with their GitLab accounts.",
        logo: super::letters_on_a_tile!("d9552b", "GL"),
        readme: "Add an application in GitLab with the scopes `openid`, `profile` and `email` and this connector's callback URI, and copy its \
                 application ID and secret here.",
        form_items: form_items(),
        ..social("gitlab-universal", "gitlab", GitLab::default())
    }
}

fn form_items() -> Vec<FormItem> {
    let mut items = Client::form_items().to_vec();
    items.push(FormItem::text("scope", "Scope").placeholder(DEFAULT_SCOPE));
    items.push(
        FormItem::text("host", "Host")
            .placeholder(DEFAULT_HOST)
            .description("The address of an instance of your own."),
    );
    items
}

#[derive(Debug, Default)]
struct GitLab {
    library: Library,
}

struct Settings {
    client: Client,
    scope: String,
    metadata: Metadata,
}

impl Settings {
    fn read(config: &Config) -> Result<Self, InvalidConfig> {
        let host = settings::endpoint(config, "host")?;
        let host = host.as_deref().unwrap_or(DEFAULT_HOST).trim_end_matches('/');
        if host.contains('?') {
            return Err(InvalidConfig::new("host", "must have no query"));
        }
        let metadata = Metadata {
            issuer: host.to_owned(),
            authorization_endpoint: format!("{host}/oauth/authorize"),
            token_endpoint: format!("{host}/oauth/token"),
            user_info_endpoint: Some(format!("{host}/oauth/userinfo")),
            jwks_uri: format!("{host}/oauth/discovery/keys"),
            has_code_challenge: true,
            has_issuer_parameter: false,
            graph_host: None,
        };
        Ok(Self {
            client: Client::read(config)?,
            scope: settings::scope(config, "scope")?.unwrap_or(DEFAULT_SCOPE).to_owned(),
            metadata,
        })
    }

    fn provider(&self) -> openid::Provider<'_> {
        openid::Provider::new(&self.metadata, &self.client, &self.scope)
    }
}

impl GitLab {
    async fn finish(
        &self,
        context: SocialContext<'_>,
        config: &Config,
        callback: Callback<'_>,
    ) -> Result<SocialProfile, ConnectorError> {
        let settings = Settings::read(config)?;
        let proven = settings.provider().finish(context, &self.library, &callback).await?;
        let proven = proven.with_user_info(context, settings.metadata.user_info_endpoint.as_deref()).await?;
        let profile = mapping::standard(&proven.claims, false)?;
        Ok(SocialProfile { tokens: Some(proven.tokens.answer.into()), ..profile })
    }
}

impl SocialProvider for GitLab {
    fn check(&self, config: &Config) -> Result<(), InvalidConfig> {
        Settings::read(config).map(drop)
    }

    fn authorization<'a>(
        &'a self,
        context: SocialContext<'a>,
        config: &'a Config,
        request: AuthorizationRequest<'a>,
    ) -> SocialFuture<'a, Authorization> {
        Box::pin(async move { Settings::read(config)?.provider().begin(context, request) })
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
        Box::pin(async move { Settings::read(config)?.provider().renew(context, refresh_token).await })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::social::testing::{FakeProvider, config};

    #[tokio::test]
    async fn the_account_is_told_by_id_token_and_userinfo() {
        let fake = FakeProvider::start().await;
        let gitlab = GitLab::default();
        let config = config(json!({ "clientId": "client", "clientSecret": "secret", "host": fake.url }));
        factory().check(&config).unwrap();
        let attempt = fake.begin(&gitlab, &config).await;
        assert!(attempt.uri.starts_with(&format!("{}/oauth/authorize?", fake.url)));
        fake.answer("/oauth/discovery/keys", fake.key_set());
        fake.issue_at(&attempt, "/oauth/token", json!({ "sub": "4096", "sub_legacy": "x" }));
        fake.answer(
            "/oauth/userinfo",
            json!({
                "sub": "4096", "name": "Astrid Fjord", "nickname": "astrid", "email": "astrid@fjord.example", "email_verified": true,
                "profile": "https://gitlab.com/astrid", "picture": "https://gitlab.com/uploads/a.png", "groups": ["fjord"],
            }),
        );
        let profile = fake.finish(&gitlab, &config, &attempt).await.unwrap();
        assert_eq!((profile.id.as_str(), profile.email.as_deref()), ("4096", Some("astrid@fjord.example")));
        assert_eq!(profile.avatar.as_deref(), Some("https://gitlab.com/uploads/a.png"));
        assert_eq!(profile.raw_data["nickname"], "astrid");

        let attempt = fake.begin(&gitlab, &config).await;
        fake.issue_at(&attempt, "/oauth/token", json!({ "sub": "4097" }));
        let error = fake.finish(&gitlab, &config, &attempt).await.unwrap_err();
        assert_eq!(error.code(), "connector.invalid_response");
    }
}
