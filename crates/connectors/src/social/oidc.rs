//! Any provider of OpenID Connect. The operator names its issuer, whose metadata is then read, or writes down its endpoints.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::{
    Authorization, AuthorizationRequest, Callback, SocialContext, SocialFuture, SocialProfile,
    SocialProvider,
    discovery::{Library, Metadata},
    id_token::{self, Issuers},
    mapping, openid, settings, social,
    token::{Authentication, Client},
};
use crate::{Config, ConnectorError, Factory, FormItem, InvalidConfig};

const DEFAULT_SCOPE: &str = "openid profile email";
const VERIFICATION: &str = "idTokenVerificationConfig";
/// How far a provider's clock may be said to be off, in seconds.
const MAX_CLOCK_TOLERANCE_SECONDS: i64 = 300;

/// The factory.
pub(super) fn factory() -> Factory {
    Factory {
        name: "OIDC",
        description: "Signs users in with their accounts at any provider of OpenID Connect.",
        logo: super::letters_on_a_tile!("2f6f6b", "ID"),
        readme: "Register this server as a confidential client at the provider, with this connector's callback URI and the grant type \
                 “authorization code”. Then give the provider's issuer, or its endpoints with `idTokenVerificationConfig`: \
                 `{\"jwksUri\": \"…\", \"issuer\": \"…\"}`.",
        form_items: form_items(),
        is_standard: true,
        ..social("oidc", "oidc", OpenIdConnect::default())
    }
}

fn form_items() -> Vec<FormItem> {
    let mut items = Client::form_items().to_vec();
    items.extend([
        FormItem::text("issuer", "Issuer").placeholder("https://id.example.com").description(
            "Where the provider's metadata is found. The endpoints below need not be given then.",
        ),
        FormItem::text("authorizationEndpoint", "Authorization endpoint"),
        FormItem::text("tokenEndpoint", "Token endpoint"),
        FormItem::text("userInfoEndpoint", "Userinfo endpoint")
            .description("Asked for what the ID token does not say."),
        FormItem::json(VERIFICATION, "ID token verification").description(
            "`jwksUri` and `issuer`; `audience` and `clockTolerance` where the provider needs them.",
        ),
        FormItem::text("scope", "Scope").placeholder(DEFAULT_SCOPE),
        FormItem::json("authRequestOptionalConfig", "Optional parameters of authorization requests")
            .description("Such as `prompt`, `display`, `uiLocales` or `acrValues`."),
        FormItem::json("customConfig", "Further parameters of authorization requests"),
        FormItem::switch("acceptStringTypedBooleanClaims", "Accept text for true and false")
            .description("For providers that write `email_verified` as text."),
    ]);
    items.extend(Authentication::form_items());
    items
}

#[derive(Debug, Default)]
struct OpenIdConnect {
    library: Library,
}

struct Settings {
    client: Client,
    issuer: Option<String>,
    authorization_endpoint: Option<String>,
    token_endpoint: Option<String>,
    user_info_endpoint: Option<String>,
    verification: Verification,
    scope: String,
    additions: Vec<(String, String)>,
    takes_text_for_true: bool,
}

/// How ID tokens are verified.
#[derive(Default)]
struct Verification {
    jwks_uri: Option<String>,
    issuers: Vec<String>,
    audiences: Vec<String>,
    clock_tolerance_seconds: Option<i64>,
}

impl Verification {
    fn read(config: &Config) -> Result<Self, InvalidConfig> {
        let Some(object) = settings::object(config, VERIFICATION)? else { return Ok(Self::default()) };
        let nested =
            |error: InvalidConfig| InvalidConfig::new(format!("{VERIFICATION}.{}", error.key), error.problem);
        let texts = |name: &'static str| settings::texts(object, name).map_err(nested);
        let clock_tolerance_seconds = match object.get("clockTolerance") {
            None | Some(Value::Null) => None,
            Some(value) => {
                let seconds =
                    value.as_i64().filter(|seconds| (0..=MAX_CLOCK_TOLERANCE_SECONDS).contains(seconds));
                Some(seconds.ok_or_else(|| {
                    nested(InvalidConfig::new("clockTolerance", "must be seconds, from 0 to 300"))
                })?)
            }
        };
        Ok(Self {
            jwks_uri: settings::endpoint(object, "jwksUri").map_err(nested)?,
            issuers: texts("issuer")?,
            audiences: texts("audience")?,
            clock_tolerance_seconds,
        })
    }
}

impl Settings {
    fn read(config: &Config) -> Result<Self, InvalidConfig> {
        let mut additions = optional_parameters(config)?;
        additions.extend(settings::additions(config, "customConfig")?);
        let settings = Self {
            client: Client { authentication: Authentication::read(config)?, ..Client::read(config)? },
            issuer: settings::endpoint(config, "issuer")?,
            authorization_endpoint: settings::endpoint(config, "authorizationEndpoint")?,
            token_endpoint: settings::endpoint(config, "tokenEndpoint")?,
            user_info_endpoint: settings::endpoint(config, "userInfoEndpoint")?,
            verification: Verification::read(config)?,
            scope: settings::scope(config, "scope")?.unwrap_or(DEFAULT_SCOPE).to_owned(),
            additions,
            takes_text_for_true: settings::switch(config, "acceptStringTypedBooleanClaims")?,
        };
        if settings.issuer.is_none() {
            settings.written_down()?;
        }
        Ok(settings)
    }

    /// The provider as the operator wrote it down. Whose tokens are taken is part of it: a signature alone says only that somebody signed.
    fn written_down(&self) -> Result<Metadata, InvalidConfig> {
        fn required(value: Option<&String>, key: &str) -> Result<String, InvalidConfig> {
            value.cloned().ok_or_else(|| InvalidConfig::new(key, "is required where no issuer is given"))
        }
        let verification = &self.verification;
        Ok(Metadata {
            authorization_endpoint: required(self.authorization_endpoint.as_ref(), "authorizationEndpoint")?,
            token_endpoint: required(self.token_endpoint.as_ref(), "tokenEndpoint")?,
            user_info_endpoint: self.user_info_endpoint.clone(),
            jwks_uri: required(verification.jwks_uri.as_ref(), "idTokenVerificationConfig.jwksUri")?,
            issuer: required(verification.issuers.first(), "idTokenVerificationConfig.issuer")?,
            has_code_challenge: true,
            has_issuer_parameter: false,
            graph_host: None,
        })
    }

    fn provider<'a>(&'a self, metadata: &'a Metadata) -> openid::Provider<'a> {
        // Where the metadata was read, its issuer is the only one; otherwise those count that were written down.
        let issuers = match self.issuer {
            Some(_) => vec![metadata.issuer.clone()],
            None => self.verification.issuers.clone(),
        };
        openid::Provider {
            issuers: Issuers::OneOf(issuers),
            audiences: &self.verification.audiences,
            additions: &self.additions,
            clock_tolerance_seconds: self
                .verification
                .clock_tolerance_seconds
                .unwrap_or(id_token::CLOCK_TOLERANCE_SECONDS),
            ..openid::Provider::new(metadata, &self.client, &self.scope)
        }
    }

    /// Whether the ID token leaves something open that the userinfo endpoint may know.
    fn lacks_something(claims: &Map<String, Value>) -> bool {
        ["name", "picture", "email"].iter().any(|name| claims.get(*name).is_none_or(Value::is_null))
    }
}

/// Standard parameters, whose names forms write in camel case. Those that are this server's own are passed over.
fn optional_parameters(config: &Config) -> Result<Vec<(String, String)>, InvalidConfig> {
    const KEY: &str = "authRequestOptionalConfig";
    let Some(object) = settings::object(config, KEY)? else { return Ok(Vec::new()) };
    let renamed: Map<String, Value> = object
        .iter()
        .map(|(name, value)| (snake_case(name), value.clone()))
        .filter(|(name, _)| !settings::is_reserved(name))
        .collect();
    settings::additions(&Map::from_iter([(KEY.to_owned(), Value::Object(renamed))]), KEY)
}

fn snake_case(name: &str) -> String {
    let mut text = String::with_capacity(name.len() + 4);
    for character in name.chars() {
        if character.is_ascii_uppercase() {
            text.push('_');
        }
        text.push(character.to_ascii_lowercase());
    }
    text
}

impl OpenIdConnect {
    async fn metadata(
        &self,
        context: SocialContext<'_>,
        settings: &Settings,
    ) -> Result<Arc<Metadata>, ConnectorError> {
        let Some(issuer) = &settings.issuer else { return Ok(Arc::new(settings.written_down()?)) };
        let read = self.library.metadata(context, issuer).await?;
        // What is written down beside the issuer goes before what it says.
        let mut metadata = Metadata::clone(&read);
        let Settings { authorization_endpoint, token_endpoint, user_info_endpoint, verification, .. } =
            settings;
        let put = |place: &mut String, value: &Option<String>| {
            if let Some(value) = value {
                place.clone_from(value);
            }
        };
        put(&mut metadata.authorization_endpoint, authorization_endpoint);
        put(&mut metadata.token_endpoint, token_endpoint);
        put(&mut metadata.jwks_uri, &verification.jwks_uri);
        metadata.user_info_endpoint = user_info_endpoint.clone().or(metadata.user_info_endpoint);
        Ok(Arc::new(metadata))
    }

    async fn finish(
        &self,
        context: SocialContext<'_>,
        config: &Config,
        callback: Callback<'_>,
    ) -> Result<SocialProfile, ConnectorError> {
        let settings = Settings::read(config)?;
        let metadata = self.metadata(context, &settings).await?;
        let mut proven = settings.provider(&metadata).finish(context, &self.library, &callback).await?;
        if Settings::lacks_something(&proven.claims) {
            proven = proven.with_user_info(context, metadata.user_info_endpoint.as_deref()).await?;
        }
        let profile = mapping::standard(&proven.claims, settings.takes_text_for_true)?;
        Ok(SocialProfile { tokens: Some(proven.tokens.answer.into()), ..profile })
    }
}

impl SocialProvider for OpenIdConnect {
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
