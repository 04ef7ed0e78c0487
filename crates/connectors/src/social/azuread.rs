//! Microsoft Entra ID, formerly Azure AD (learn.microsoft.com/entra/identity-platform): OpenID Connect for one tenant or for several, with the
//! user's profile at Microsoft Graph.
//!
//! Anybody can be the administrator of a tenant and write any address into its users. Neither Graph's `mail` nor the claim `email` is taken
//! therefore, unless the ID token says by `xms_edov` that the domain's owner has verified it.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::{
    Authorization, AuthorizationRequest, Callback, SocialContext, SocialFuture, SocialProfile,
    SocialProvider, call,
    discovery::{Library, Metadata},
    id_token::Issuers,
    mapping, openid, settings, social,
    token::Client,
};
use crate::{Config, ConnectorError, Factory, FormItem, InvalidConfig};

const DEFAULT_SCOPE: &str = "openid profile email User.Read";
const DEFAULT_CLOUD: &str = "https://login.microsoftonline.com";
const DEFAULT_GRAPH: &str = "graph.microsoft.com";
/// The tenant of all personal accounts.
const PERSONAL_ACCOUNTS: &str = "9188040d-6c67-4c5b-b112-36a304b66dad";

/// The factory.
pub(super) fn factory() -> Factory {
    Factory {
        name: "Microsoft",
        description: "Signs users in with their accounts at Microsoft Entra ID.",
        logo: super::letters_on_a_tile!("2f6f9f", "M"),
        readme: "Register an application in Microsoft Entra ID with this connector's callback URI for the platform “Web”, and a client secret. \
                 E-mail addresses are taken only where the optional claim `xms_edov` of the ID token says that they are verified: add it, with \
                 `email`, under “Token configuration”.",
        form_items: form_items(),
        ..social("azuread-universal", "azuread", Microsoft::default())
    }
}

fn form_items() -> Vec<FormItem> {
    let prompts =
        [("login", "login"), ("none", "none"), ("consent", "consent"), ("select_account", "select_account")];
    let mut items = Client::form_items().to_vec();
    items.push(
        FormItem::text("cloudInstance", "Cloud instance")
            .required()
            .placeholder(DEFAULT_CLOUD)
            .default_value(DEFAULT_CLOUD),
    );
    items.push(
        FormItem::text("tenantId", "Tenant ID")
            .required()
            .default_value("common")
            .description("The directory's ID or domain, or `common`, `organizations` or `consumers`."),
    );
    items.push(FormItem::multi_select("prompts", "Prompts", &prompts));
    items.push(FormItem::text("scopes", "Scopes").placeholder(DEFAULT_SCOPE));
    items
}

#[derive(Debug, Default)]
struct Microsoft {
    library: Library,
    /// Where Graph is, in tests.
    graph: Option<String>,
}

struct Settings {
    client: Client,
    tenant: String,
    authority: String,
    scope: String,
    additions: Vec<(String, String)>,
}

impl Settings {
    fn read(config: &Config) -> Result<Self, InvalidConfig> {
        let cloud = settings::endpoint(config, "cloudInstance")?;
        let cloud = cloud.as_deref().unwrap_or(DEFAULT_CLOUD).trim_end_matches('/');
        if cloud.contains('?') {
            return Err(InvalidConfig::new("cloudInstance", "must have no query"));
        }
        let tenant = settings::required_text(config, "tenantId")?;
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.';
        if !tenant.bytes().all(is_name) || tenant.len() > 253 || tenant.contains("..") {
            return Err(InvalidConfig::new("tenantId", "must be an ID, a domain, or one of the words"));
        }
        let prompts = settings::texts(config, "prompts")?;
        let additions = match prompts.as_slice() {
            [] => Vec::new(),
            prompts => vec![("prompt".to_owned(), prompts.join(" "))],
        };
        Ok(Self {
            client: Client::read(config)?,
            tenant: tenant.to_ascii_lowercase(),
            authority: format!("{cloud}/{tenant}/v2.0"),
            scope: settings::scope(config, "scopes")?.unwrap_or(DEFAULT_SCOPE).to_owned(),
            additions,
        })
    }

    fn provider<'a>(&'a self, metadata: &'a Metadata) -> openid::Provider<'a> {
        let issuers = if metadata.issuer.contains("{tenantid}") {
            Issuers::PerTenant(metadata.issuer.clone())
        } else {
            Issuers::OneOf(vec![metadata.issuer.clone()])
        };
        openid::Provider {
            issuers,
            additions: &self.additions,
            ..openid::Provider::new(metadata, &self.client, &self.scope)
        }
    }

    /// Which tenants may sign in is this server's to see too, not the authorization endpoint's alone.
    fn check_tenant(&self, claims: &Map<String, Value>) -> Result<(), ConnectorError> {
        let tenant = claims.get("tid").and_then(Value::as_str).unwrap_or_default();
        let is_id = self.tenant.len() == 36 && self.tenant.bytes().filter(|byte| *byte == b'-').count() == 4;
        let is_right = match self.tenant.as_str() {
            "common" => !tenant.is_empty(),
            "organizations" => !tenant.is_empty() && tenant != PERSONAL_ACCOUNTS,
            "consumers" => tenant == PERSONAL_ACCOUNTS,
            wanted if is_id => tenant.eq_ignore_ascii_case(wanted),
            // A domain: its metadata named the one issuer.
            _ => true,
        };
        if is_right {
            Ok(())
        } else {
            Err(ConnectorError::IdTokenInvalid("the ID token is of another tenant".to_owned()))
        }
    }
}

impl Microsoft {
    async fn metadata(
        &self,
        context: SocialContext<'_>,
        settings: &Settings,
    ) -> Result<Arc<Metadata>, ConnectorError> {
        // For `common` and its like, and for domains, the document names another issuer than its address: that is why it is read from the
        // configured cloud alone, and its issuer is held against every token.
        let url = format!("{}/.well-known/openid-configuration", settings.authority);
        self.library.metadata_at(context, &url, None).await
    }

    async fn finish(
        &self,
        context: SocialContext<'_>,
        config: &Config,
        callback: Callback<'_>,
    ) -> Result<SocialProfile, ConnectorError> {
        let settings = Settings::read(config)?;
        let metadata = self.metadata(context, &settings).await?;
        let proven = settings.provider(&metadata).finish(context, &self.library, &callback).await?;
        settings.check_tenant(&proven.claims)?;
        let graph = self.graph.clone().unwrap_or_else(|| {
            format!("https://{}", metadata.graph_host.as_deref().unwrap_or(DEFAULT_GRAPH))
        });
        let access_token = &proven.tokens.access_token;
        let user =
            call::resource_object(context, &format!("{graph}/v1.0/me"), access_token, "Microsoft Graph")
                .await?;
        let claims = &proven.claims;
        let is_verified = claims.get("xms_edov").is_some_and(|claim| {
            claim == &json!(true) || claim == &json!(1) || claim == &json!("1") || claim == &json!("true")
        });
        let raw = json!({ "idToken": claims, "userInfo": user });
        Ok(SocialProfile {
            email: mapping::email(claims.get("email"), is_verified),
            name: mapping::name(user.get("displayName")).or_else(|| mapping::name(claims.get("name"))),
            tokens: Some(proven.tokens.answer.clone().into()),
            ..mapping::profile(user.get("id"), raw)?
        })
    }
}

impl SocialProvider for Microsoft {
    fn check(&self, config: &Config) -> Result<(), InvalidConfig> {
        Settings::read(config).map(drop)
    }

    fn authorization<'a>(
        &'a self,
        context: SocialContext<'a>,
        config: &'a Config,
        request: AuthorizationRequest<'a>,
    ) -> SocialFuture<'a, Authorization> {
        Box::pin(async move {
            let settings = Settings::read(config)?;
            let metadata = self.metadata(context, &settings).await?;
            settings.provider(&metadata).begin(context, request)
        })
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
        Box::pin(async move {
            let settings = Settings::read(config)?;
            let metadata = self.metadata(context, &settings).await?;
            settings.provider(&metadata).renew(context, refresh_token).await
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::social::testing::{FakeProvider, config};

    const TENANT: &str = "72f988bf-86f1-41af-91ab-2d7cd011db47";

    async fn setup(tenant: &str) -> (FakeProvider, Microsoft, Config) {
        let fake = FakeProvider::start().await;
        let microsoft = Microsoft { graph: Some(fake.url.clone()), ..Microsoft::default() };
        let config = config(json!({
            "clientId": "client", "clientSecret": "secret", "cloudInstance": fake.url, "tenantId": tenant,
        }));
        factory().check(&config).unwrap();
        let issuer = if tenant == TENANT { TENANT } else { "{tenantid}" };
        let mut document = fake.document();
        document["issuer"] = format!("{}/{issuer}/v2.0", fake.url).into();
        fake.answer(&format!("/{tenant}/v2.0/.well-known/openid-configuration"), document);
        // The example of the Graph documentation.
        fake.answer(
            "/v1.0/me",
            json!({
                "displayName": "Astrid Fjord", "mail": "victim@fjord.example", "userPrincipalName": "victim@fjord.example",
                "id": "48d31887-5fad-4d73-a9f5-3c356e68a038", "jobTitle": null,
            }),
        );
        (fake, microsoft, config)
    }

    fn claims(fake: &FakeProvider, tenant: &str, change: Value) -> Value {
        let mut claims = json!({
            "sub": "pairwise", "oid": "48d31887-5fad-4d73-a9f5-3c356e68a038", "tid": tenant, "email": "astrid@fjord.example",
            "iss": format!("{}/{tenant}/v2.0", fake.url), "ver": "2.0",
        });
        claims.as_object_mut().unwrap().extend(change.as_object().cloned().unwrap());
        claims
    }

    #[tokio::test]
    async fn the_account_is_graphs_and_an_address_needs_its_domains_owner() {
        let (fake, microsoft, config) = setup("common").await;
        for (change, email) in [
            (json!({}), None),
            (json!({ "xms_edov": false }), None),
            (json!({ "email_verified": true }), None),
            (json!({ "xms_edov": true }), Some("astrid@fjord.example")),
            (json!({ "xms_edov": "1" }), Some("astrid@fjord.example")),
        ] {
            let attempt = fake.begin(&microsoft, &config).await;
            assert_eq!(attempt.parameter("scope"), DEFAULT_SCOPE);
            fake.issue(&attempt, claims(&fake, TENANT, change.clone()));
            let profile = fake.finish(&microsoft, &config, &attempt).await.unwrap();
            assert_eq!(profile.id, "48d31887-5fad-4d73-a9f5-3c356e68a038");
            assert_eq!(profile.email.as_deref(), email, "{change}");
            assert_eq!(profile.name.as_deref(), Some("Astrid Fjord"));
            assert_eq!(profile.raw_data["userInfo"]["jobTitle"], Value::Null);
        }
    }

    #[tokio::test]
    async fn tokens_of_other_tenants_and_issuers_are_refused() {
        for (configured, tenant, change) in [
            ("common", TENANT, json!({ "tid": PERSONAL_ACCOUNTS })),
            ("common", TENANT, json!({ "tid": null })),
            ("common", TENANT, json!({ "iss": "https://evil.example/v2.0" })),
            ("organizations", PERSONAL_ACCOUNTS, json!({})),
            ("consumers", TENANT, json!({})),
            (TENANT, PERSONAL_ACCOUNTS, json!({})),
            (TENANT, TENANT, json!({ "tid": PERSONAL_ACCOUNTS })),
        ] {
            let (fake, microsoft, config) = setup(configured).await;
            let attempt = fake.begin(&microsoft, &config).await;
            fake.issue(&attempt, claims(&fake, tenant, change.clone()));
            let error = fake.finish(&microsoft, &config, &attempt).await.unwrap_err();
            assert_eq!(error.code(), "connector.social_invalid_id_token", "{configured} {tenant} {change}");
        }
        let (fake, microsoft, config) = setup(TENANT).await;
        let attempt = fake.begin(&microsoft, &config).await;
        fake.issue(&attempt, claims(&fake, TENANT, json!({})));
        fake.finish(&microsoft, &config, &attempt).await.unwrap();
    }

    #[test]
    fn tenants_cannot_lead_to_other_paths() {
        for bad in ["../x", "a/b", "a?b", "a#b", "..", "", "a b"] {
            let config = config(
                json!({ "clientId": "c", "clientSecret": "s", "cloudInstance": DEFAULT_CLOUD, "tenantId": bad }),
            );
            assert_eq!(factory().check(&config).unwrap_err().key, "tenantId", "{bad}");
        }
    }
}
