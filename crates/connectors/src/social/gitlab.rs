//! GitLab: OpenID Connect, at gitlab.com or at an instance of one's own (docs.gitlab.com/integration/openid_connect_provider).

use super::{
    SocialContext, SocialProfile,
    discovery::{Library, Metadata},
    mapping, openid,
    service::{Exchanged, FixedService},
    settings, social,
    token::{Client, Tokens},
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
    let mut items = Client::form_items_with_scope(DEFAULT_SCOPE);
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

impl FixedService for GitLab {
    type Flow = openid::Provider;

    fn flow(&self, config: &Config) -> Result<openid::Provider, InvalidConfig> {
        let host = settings::base(config, "host", DEFAULT_HOST)?;
        let metadata = Metadata {
            user_info_endpoint: Some(format!("{host}/oauth/userinfo")),
            ..Metadata::new(
                host.as_str(),
                format!("{host}/oauth/authorize"),
                format!("{host}/oauth/token"),
                format!("{host}/oauth/discovery/keys"),
            )
        };
        let scope = settings::scope_or(config, "scope", DEFAULT_SCOPE)?;
        Ok(openid::Provider::new(&self.library, metadata, Client::read(config)?, scope))
    }

    async fn profile(
        &self,
        context: SocialContext<'_>,
        exchanged: Exchanged<'_, openid::Provider>,
    ) -> Result<(SocialProfile, Tokens), ConnectorError> {
        let user_info = exchanged.flow.metadata.user_info_endpoint.as_deref();
        let proven = exchanged.proof.with_user_info(context, user_info).await?;
        Ok((mapping::standard(&proven.claims, false)?, proven.tokens))
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
