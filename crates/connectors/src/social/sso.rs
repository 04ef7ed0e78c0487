//! Enterprise providers: OpenID Connect as [`super::openid`] speaks it, with what is different when the other side is an organization's own.
//!
//! * The operator names an issuer, and everything else is read from its metadata: who answers for a host is told by its certificate, so that no connector
//!   can be set up that speaks in another issuer's name.
//! * An e-mail address counts when the provider says that it is verified, or when the operator trusts the provider without; for which domains is up to
//!   the caller. A phone number never counts: no operator gives a provider a range of them.

use std::sync::LazyLock;

use serde_json::{Map, Value};

use super::{
    Authorization, AuthorizationRequest, Callback, SocialProfile,
    discovery::{Library, Metadata},
    id_token::Issuers,
    letters_on_a_tile, mapping, openid,
    service::Flow as _,
    settings,
    token::{Authentication, Client},
};
use crate::{Config, ConnectorContext, ConnectorError, FormItem, InvalidConfig, form};

/// The directory of Microsoft in which everybody can have an account.
const PERSONAL_MICROSOFT_ACCOUNTS: &str = "9188040d-6c67-4c5b-b112-36a304b66dad";
const GOOGLE: &str = "https://accounts.google.com";
const DEFAULT_SCOPE: &str = "openid profile email";
const ISSUER: &str = "issuer";
const TRUSTS_EMAIL: &str = "trustUnverifiedEmail";
/// The longest hint that is sent along, in bytes.
const MAX_HINT_BYTES: usize = 254;

/// What a provider speaks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SsoProtocol {
    /// OpenID Connect.
    Oidc,
}

impl SsoProtocol {
    /// Its name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Oidc => "oidc",
        }
    }
}

/// A kind of enterprise provider: what it is called, what it wants to know, and how it is spoken to.
#[derive(Clone, Debug)]
pub struct SsoProvider {
    /// Its id, as tools in the field know it.
    pub id: &'static str,
    /// What it speaks.
    pub protocol: SsoProtocol,
    /// Its name in English.
    pub name: &'static str,
    /// What it does, in English.
    pub description: &'static str,
    /// Its logo, as a `data:` URI.
    pub logo: &'static str,
    /// How to set it up, in Markdown.
    pub readme: &'static str,
    /// What it wants to know.
    pub form_items: Vec<FormItem>,
    /// The issuer, where all providers of the kind have one.
    issuer: Option<&'static str>,
    /// What was read of providers lately.
    library: Library,
}

/// What a provider says of itself, as far as a connector uses it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProviderMetadata {
    /// The issuer, as the provider spells it.
    pub issuer: String,
    /// Where browsers are sent.
    pub authorization_endpoint: String,
    /// Where codes are exchanged.
    pub token_endpoint: String,
    /// Where more is told about whoever signed in, if the provider has that.
    pub userinfo_endpoint: Option<String>,
    /// Where its keys are.
    pub jwks_uri: String,
}

/// Somebody as an enterprise's provider knows them.
#[derive(Clone, PartialEq)]
pub struct SsoProfile {
    /// Who vouches for them: the issuer, as its metadata spells it.
    pub issuer: String,
    /// The domain of the enterprise to which the account belongs, where the issuer has accounts of everybody and says so.
    pub hosted_domain: Option<String>,
    /// Who they are there. Its e-mail address is verified, or the operator trusts it; a phone number is never in it.
    pub profile: SocialProfile,
}

impl std::fmt::Debug for SsoProfile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SsoProfile").field("issuer", &self.issuer).finish_non_exhaustive()
    }
}

static PROVIDERS: LazyLock<Vec<SsoProvider>> = LazyLock::new(|| {
    vec![
        SsoProvider {
            name: "OpenID Connect",
            description: "Any provider of OpenID Connect, such as Auth0, Keycloak, Ping or another Guildhall.",
            logo: letters_on_a_tile!("2f6f6b", "ID"),
            readme: "Register this server as a confidential web application at the provider, with this connector's callback URI and the grant \
                     type “authorization code”. Then copy the issuer, the client ID and the client secret here.",
            ..of_kind("OIDC", None)
        },
        SsoProvider {
            name: "Okta",
            description: "The Okta organization of an enterprise.",
            logo: letters_on_a_tile!("1f4fd8", "O"),
            readme: "In the Okta admin console create an app integration of the type “OIDC – OpenID Connect” and “Web Application”, with this \
                     connector's callback URI as sign-in redirect URI. The issuer is `https://` and the Okta domain.",
            ..of_kind("Okta", None)
        },
        SsoProvider {
            name: "Google Workspace",
            description: "The Google Workspace of an enterprise.",
            logo: letters_on_a_tile!("3b6fd4", "G"),
            readme: "Create an OAuth client of the type “Web application” in the Google Cloud console of the enterprise, with user type \
                     “Internal” and this connector's callback URI among its redirect URIs.",
            ..of_kind("GoogleWorkspace", Some(GOOGLE))
        },
        SsoProvider {
            name: "Microsoft Entra ID",
            description: "The Microsoft Entra ID (Azure AD) directory of an enterprise, by OpenID Connect.",
            logo: letters_on_a_tile!("2f6f9f", "M"),
            readme: "Register an application in the enterprise's directory, for accounts in this directory only, with this connector's callback \
                     URI as web redirect URI. The issuer is `https://login.microsoftonline.com/{directory ID}/v2.0`. Entra ID marks no address \
                     as verified unless the optional claim `xms_edov` is added.",
            ..of_kind("AzureAdOidc", None)
        },
    ]
});

/// Every kind of provider, in the order in which they are shown.
pub fn providers() -> &'static [SsoProvider] {
    &PROVIDERS
}

/// The kind with this id.
pub fn provider(id: &str) -> Option<&'static SsoProvider> {
    providers().iter().find(|provider| provider.id == id)
}

/// A kind that says nothing yet but what it wants to know.
fn of_kind(id: &'static str, issuer: Option<&'static str>) -> SsoProvider {
    let mut form_items = Client::form_items().to_vec();
    if issuer.is_none() {
        form_items.push(
            FormItem::text(ISSUER, "Issuer")
                .required()
                .placeholder("https://id.example.com")
                .description("Where the provider's metadata is found."),
        );
    }
    form_items.push(FormItem::text("scope", "Scope").placeholder(DEFAULT_SCOPE));
    form_items.push(
        FormItem::switch(TRUSTS_EMAIL, "Trust e-mail addresses that are not marked as verified")
            .description("Only where the enterprise alone decides which addresses its people have there."),
    );
    form_items.extend(Authentication::form_items());
    SsoProvider {
        id,
        protocol: SsoProtocol::Oidc,
        name: id,
        description: id,
        logo: "",
        readme: id,
        form_items,
        issuer,
        library: Library::default(),
    }
}

struct Settings {
    client: Client,
    issuer: String,
    scope: String,
    trusts_email: bool,
}

impl SsoProvider {
    fn settings(&self, config: &Config) -> Result<Settings, InvalidConfig> {
        let issuer = match self.issuer {
            Some(issuer) => issuer.to_owned(),
            None => settings::required_endpoint(config, ISSUER)?,
        };
        // OpenID Connect Discovery §3.
        if issuer.contains(['?', '#']) {
            return Err(InvalidConfig::new(ISSUER, "must have no query and no fragment"));
        }
        if issuer.contains(PERSONAL_MICROSOFT_ACCOUNTS) {
            return Err(InvalidConfig::new(
                ISSUER,
                "is that of personal accounts, which are no enterprise's",
            ));
        }
        Ok(Settings {
            client: Client { authentication: Authentication::read(config)?, ..Client::read(config)? },
            issuer,
            scope: settings::scope_or(config, "scope", DEFAULT_SCOPE)?,
            trusts_email: settings::switch(config, TRUSTS_EMAIL)?,
        })
    }

    /// Holds a configuration against the form, and against what the form cannot say.
    ///
    /// # Errors
    /// [`InvalidConfig`] names the first member that does not fit.
    pub fn check(&self, config: &Config) -> Result<(), InvalidConfig> {
        form::check(&self.form_items, config)?;
        self.settings(config).map(drop)
    }

    /// Asks the provider what it publishes about itself, and for its keys, without a look at what was read before. Where both are in order, sign-ins on this node
    /// go by them from then on. Whether the provider knows the client is only seen when somebody signs in.
    ///
    /// # Errors
    /// [`ConnectorError::InvalidConfig`] for a configuration that is not complete; otherwise what is wrong with what the provider publishes, or that it
    /// cannot be reached.
    pub async fn look_up(
        &self,
        context: ConnectorContext<'_>,
        config: &Config,
    ) -> Result<ProviderMetadata, ConnectorError> {
        form::check(&self.form_items, config)?;
        let read = self.library.read_anew(context, &self.settings(config)?.issuer).await?;
        Ok(ProviderMetadata {
            issuer: read.issuer,
            authorization_endpoint: read.authorization_endpoint,
            token_endpoint: read.token_endpoint,
            userinfo_endpoint: read.user_info_endpoint,
            jwks_uri: read.jwks_uri,
        })
    }

    async fn speaker(
        &self,
        context: ConnectorContext<'_>,
        settings: &Settings,
    ) -> Result<openid::Provider, ConnectorError> {
        let metadata = self.library.metadata(context, &settings.issuer).await?;
        let (client, scope) = (settings.client.clone(), settings.scope.clone());
        Ok(openid::Provider {
            issuers: spellings(&metadata.issuer),
            ..openid::Provider::new(&self.library, Metadata::clone(&metadata), client, scope)
        })
    }

    /// Makes the address that the browser is sent to. `login_hint` is the address that its user has typed.
    pub async fn authorization(
        &self,
        context: ConnectorContext<'_>,
        config: &Config,
        request: AuthorizationRequest<'_>,
        login_hint: Option<&str>,
    ) -> Result<Authorization, ConnectorError> {
        let mut speaker = self.speaker(context, &self.settings(config)?).await?;
        let hint = login_hint.filter(|hint| hint.len() <= MAX_HINT_BYTES);
        if is_public_issuer(&speaker.metadata.issuer) {
            // Any account of an enterprise; of which is looked at afterwards.
            speaker.additions.push(("hd".to_owned(), "*".to_owned()));
        }
        speaker.additions.extend(hint.map(|hint| ("login_hint".to_owned(), hint.to_owned())));
        speaker.begin(context, request)
    }

    /// Exchanges what the browser brought back for a profile.
    pub async fn profile(
        &self,
        context: ConnectorContext<'_>,
        config: &Config,
        callback: Callback<'_>,
    ) -> Result<SsoProfile, ConnectorError> {
        let settings = self.settings(config)?;
        let speaker = self.speaker(context, &settings).await?;
        let mut proven = speaker.finish(context, &callback).await?;
        if lacks_something(&proven.claims) {
            proven = proven.with_user_info(context, speaker.metadata.user_info_endpoint.as_deref()).await?;
        }
        let claims = &proven.claims;
        let is_verified = settings.trusts_email || says_verified(claims);
        let profile = SocialProfile {
            email: mapping::email(claims.get("email"), is_verified),
            phone: None,
            ..mapping::standard(claims, false)?
        };
        let hosted_domain = claims.get("hd").and_then(Value::as_str).map(str::to_owned);
        Ok(SsoProfile { issuer: speaker.metadata.issuer, hosted_domain, profile })
    }
}

/// How an issuer is written in ID tokens: Google writes its own without the scheme too.
fn spellings(issuer: &str) -> Issuers {
    let bare = (issuer == GOOGLE).then(|| issuer.trim_start_matches("https://"));
    Issuers::OneOf(std::iter::once(issuer).chain(bare).map(str::to_owned).collect())
}

/// Whether an issuer has accounts of everybody: what it says of an account is an enterprise's word only with [`SsoProfile::hosted_domain`].
pub fn is_public_issuer(issuer: &str) -> bool {
    issuer == GOOGLE
}

/// Whether the provider says that the address is verified, in the standard's word or in Microsoft's, which stands for the owner of the domain.
fn says_verified(claims: &Map<String, Value>) -> bool {
    let by_owner = claims.get("xms_edov").is_some_and(|claim| match claim {
        Value::Bool(value) => *value,
        Value::Number(number) => number.as_u64() == Some(1),
        Value::String(text) => text == "1" || text == "true",
        _ => false,
    });
    match claims.get("email_verified") {
        Some(Value::Bool(is_verified)) => *is_verified,
        _ => by_owner,
    }
}

/// Whether the ID token leaves something open that the userinfo endpoint may know.
fn lacks_something(claims: &Map<String, Value>) -> bool {
    ["name", "email"].iter().any(|name| claims.get(*name).is_none_or(Value::is_null))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::json;

    use super::*;
    use crate::social::testing::{FakeProvider, REDIRECT_URI, config};

    fn settings_for(fake: &FakeProvider, change: Value) -> Config {
        let mut settings = json!({ "clientId": "client", "clientSecret": "secret", "issuer": fake.url });
        settings.as_object_mut().unwrap().extend(change.as_object().cloned().unwrap());
        config(settings)
    }

    /// Somebody signs in with these claims.
    async fn sign_in(
        fake: &FakeProvider,
        settings: &Config,
        claims: Value,
    ) -> Result<SsoProfile, ConnectorError> {
        let oidc = provider("OIDC").unwrap();
        let request = AuthorizationRequest {
            connector_id: "c",
            state: "st&te",
            redirect_uri: REDIRECT_URI,
            scope: None,
        };
        let begun =
            oidc.authorization(fake.context(), settings, request, Some("astrid@fjord.example")).await?;
        let attempt = FakeProvider::attempt(begun);
        assert_eq!(attempt.parameter("login_hint"), "astrid@fjord.example");
        fake.issue(&attempt, claims);
        let parameters = config(json!({ "code": "code", "state": "st&te" }));
        let callback =
            Callback { parameters: &parameters, redirect_uri: REDIRECT_URI, remembered: &attempt.remembered };
        oidc.profile(fake.context(), settings, callback).await
    }

    #[test]
    fn every_kind_says_what_it_is_and_wants() {
        let ids: BTreeSet<_> = providers().iter().map(|provider| provider.id).collect();
        assert_eq!(ids, BTreeSet::from(["AzureAdOidc", "GoogleWorkspace", "OIDC", "Okta"]));
        for kind in providers() {
            assert!(!kind.name.is_empty() && !kind.description.is_empty() && !kind.readme.is_empty());
            assert!(kind.logo.starts_with("data:image/"), "{}", kind.id);
            let filled =
                config(json!({ "clientId": "c", "clientSecret": "s", "issuer": "https://idp.example" }));
            kind.check(&filled).unwrap();
            assert_eq!(kind.check(&config(json!({ "clientId": "c" }))).unwrap_err().key, "clientSecret");
        }
        let bare = config(json!({ "clientId": "c", "clientSecret": "s" }));
        assert_eq!(provider("Okta").unwrap().check(&bare).unwrap_err().key, "issuer");
        provider("GoogleWorkspace").unwrap().check(&bare).unwrap();
        assert!(provider("SAML").is_none());
    }

    #[test]
    fn issuers_are_reached_by_an_encrypted_way_and_are_an_enterprises() {
        let personal = format!("https://login.microsoftonline.com/{PERSONAL_MICROSOFT_ACCOUNTS}/v2.0");
        for bad in [
            "http://idp.example",
            "javascript:x",
            "idp.example",
            "https://u:p@idp.example",
            "",
            &personal,
            "https://idp.example/?a",
            "https://idp.example/#a",
        ] {
            let filled = config(json!({ "clientId": "c", "clientSecret": "s", "issuer": bad }));
            assert_eq!(provider("OIDC").unwrap().check(&filled).unwrap_err().key, "issuer", "{bad}");
        }
    }

    #[tokio::test]
    async fn somebody_is_the_issuers_subject_with_a_verified_address_and_no_number() {
        let fake = FakeProvider::start().await;
        let claims = |change: Value| {
            let mut claims = json!({
                "sub": "7", "name": "Astrid Fjord", "email": "astrid@fjord.example", "phone_number": "+4722334455",
                "phone_number_verified": true,
            });
            claims.as_object_mut().unwrap().extend(change.as_object().cloned().unwrap());
            claims
        };
        for (settings, change, email) in [
            (json!({}), json!({ "email_verified": true }), Some("astrid@fjord.example")),
            (json!({}), json!({ "xms_edov": "1" }), Some("astrid@fjord.example")),
            (json!({}), json!({}), None),
            (json!({}), json!({ "email_verified": "true" }), None),
            (json!({}), json!({ "email_verified": false, "xms_edov": true }), None),
            (
                json!({ "trustUnverifiedEmail": true }),
                json!({ "email_verified": false }),
                Some("astrid@fjord.example"),
            ),
        ] {
            let settings = settings_for(&fake, settings);
            let known = sign_in(&fake, &settings, claims(change.clone())).await.unwrap();
            assert_eq!((known.issuer.as_str(), known.profile.id.as_str()), (fake.url.as_str(), "7"));
            assert_eq!(known.profile.email.as_deref(), email, "{change}");
            assert_eq!((known.profile.phone, known.profile.name.as_deref()), (None, Some("Astrid Fjord")));
        }
    }

    #[tokio::test]
    async fn a_provider_is_asked_anew_what_it_says_of_itself() {
        let fake = FakeProvider::start().await;
        let (oidc, settings) = (provider("OIDC").unwrap(), settings_for(&fake, json!({})));
        let document = fake.document();
        let said = oidc.look_up(fake.context(), &settings).await.unwrap();
        assert_eq!(document["issuer"], json!(said.issuer));
        assert_eq!(document["authorization_endpoint"], json!(said.authorization_endpoint));
        assert_eq!(document["token_endpoint"], json!(said.token_endpoint));
        assert_eq!(document["userinfo_endpoint"], json!(said.userinfo_endpoint));
        assert_eq!(document["jwks_uri"], json!(said.jwks_uri));
        // Where nobody signs in nothing is kept of it.
        let speaker = async || oidc.speaker(fake.context(), &oidc.settings(&settings).unwrap()).await;
        let end = async || speaker().await.unwrap().metadata.token_endpoint;
        let mut moved = document.clone();
        let mut move_to = |path: &str| {
            moved["token_endpoint"] = format!("{}{path}", fake.url).into();
            fake.answer("/.well-known/openid-configuration", moved.clone());
            format!("{}{path}", fake.url)
        };
        let first = move_to("/first");
        assert_eq!(end().await, first);
        // Where somebody does, what is read is what sign-ins go by from then on.
        let second = move_to("/second");
        assert_eq!(end().await, first);
        assert_eq!(oidc.look_up(fake.context(), &settings).await.unwrap().token_endpoint, second);
        assert_eq!(end().await, second);
        // The keys too are read anew, and what is not in order ends no sign-in.
        move_to("/third");
        let many = vec![fake.key.public_jwk(); 101];
        for keys in [json!([]), json!("none"), json!(many)] {
            fake.answer("/jwks", json!({ "keys": keys }));
            let refused = oidc.look_up(fake.context(), &settings).await.unwrap_err();
            assert_eq!(refused.code(), "connector.invalid_response", "{keys}");
        }
        assert_eq!(end().await, second);
        let nowhere = settings_for(&fake, json!({ "issuer": format!("{}/nowhere", fake.url) }));
        let refused = oidc.look_up(fake.context(), &nowhere).await.unwrap_err();
        assert_eq!(refused.code(), "connector.general");
        let incomplete = oidc.look_up(fake.context(), &config(json!({ "issuer": fake.url }))).await;
        assert_eq!(incomplete.unwrap_err().code(), "connector.invalid_config");
    }

    #[tokio::test]
    async fn nobody_speaks_in_another_issuers_name() {
        let fake = FakeProvider::start().await;
        let settings = settings_for(&fake, json!({}));
        for claims in [
            json!({ "sub": "7", "iss": "https://other.example" }),
            json!({ "sub": "7", "aud": "another" }),
            json!({ "sub": "7", "nonce": "another" }),
        ] {
            let refused = sign_in(&fake, &settings, claims.clone()).await.unwrap_err();
            assert_eq!(refused.code(), "connector.social_invalid_id_token", "{claims}");
        }
        let mut document = fake.document();
        document["issuer"] = "https://other.example".into();
        fake.answer("/elsewhere/.well-known/openid-configuration", document);
        let elsewhere = settings_for(&fake, json!({ "issuer": format!("{}/elsewhere", fake.url) }));
        let refused = sign_in(&fake, &elsewhere, json!({ "sub": "7" })).await.unwrap_err();
        assert_eq!(refused.code(), "connector.invalid_response");
    }
}
