//! Apple (developer.apple.com/documentation/signinwithapple): OpenID Connect whose client secret is a token that this server signs itself, and
//! whose answer comes as a posted form, with the user's name in it the first time only.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::PlainToken;
use jose::{Algorithm, SigningKey};
use serde_json::{Map, Value, json};
use zeroize::Zeroizing;

use super::{
    Authorization, AuthorizationRequest, Callback, SocialContext, SocialFuture, SocialProfile,
    SocialProvider,
    discovery::{Library, Metadata},
    mapping, openid, settings, social,
    token::{Authentication, Client},
};
use crate::{Config, ConnectorError, Factory, FormItem, FormItemKind, InvalidConfig};

const DEFAULT_SCOPE: &str = "name email";
/// How long a client secret is good for, in seconds: long enough for one call.
const SECRET_SECONDS: i64 = 300;
/// The longest `user` of a callback that is looked at, in bytes.
const MAX_USER_BYTES: usize = 4096;

/// The factory.
pub(super) fn factory() -> Factory {
    Factory {
        name: "Apple",
        description: "Signs users in with their Apple accounts.",
        logo: super::letters_on_a_tile!("1c1c1e", "A"),
        logo_dark: Some(super::letters_on_a_tile!("6e6e73", "A")),
        readme: "Register a Services ID with this connector's callback URI, and a key for Sign in with Apple. The client ID is the identifier of \
                 the Services ID; the private key is the whole content of the `.p8` file.",
        form_items: form_items(),
        // Its access tokens open nothing.
        is_token_storage_supported: false,
        ..social("apple-universal", "apple", Apple::default())
    }
}

fn form_items() -> Vec<FormItem> {
    let private_key = FormItem {
        is_confidential: true,
        ..FormItem::new("privateKey", "Private key", FormItemKind::MultilineText)
    };
    vec![
        FormItem::text("clientId", "Client ID").required(),
        FormItem::text("teamId", "Team ID").required(),
        FormItem::text("keyId", "Key ID").required(),
        private_key.required().placeholder("-----BEGIN PRIVATE KEY-----"),
        FormItem::text("scope", "Scope").placeholder(DEFAULT_SCOPE),
    ]
}

#[derive(Debug)]
struct Apple {
    metadata: Metadata,
    library: Library,
}

impl Default for Apple {
    fn default() -> Self {
        let metadata = Metadata {
            issuer: "https://appleid.apple.com".to_owned(),
            authorization_endpoint: "https://appleid.apple.com/auth/authorize".to_owned(),
            token_endpoint: "https://appleid.apple.com/auth/token".to_owned(),
            user_info_endpoint: None,
            jwks_uri: "https://appleid.apple.com/auth/keys".to_owned(),
            has_code_challenge: false,
            has_issuer_parameter: false,
            graph_host: None,
        };
        Self { metadata, library: Library::default() }
    }
}

struct Settings {
    client_id: String,
    team_id: String,
    key: SigningKey,
    scope: String,
    additions: [(String, String); 1],
}

impl Settings {
    fn read(config: &Config) -> Result<Self, InvalidConfig> {
        let key_id = settings::required_text(config, "keyId")?;
        let private_key = settings::required_long_secret(config, "privateKey")?;
        let key = read_key(private_key.reveal()).ok_or_else(|| {
            InvalidConfig::new("privateKey", "must be a P-256 key in the form of a .p8 file")
        })?;
        Ok(Self {
            client_id: settings::required_text(config, "clientId")?.to_owned(),
            team_id: settings::required_text(config, "teamId")?.to_owned(),
            key: key.with_key_id(key_id),
            scope: settings::scope(config, "scope")?.unwrap_or(DEFAULT_SCOPE).to_owned(),
            // Apple wants this whenever a name or an address is asked for.
            additions: [("response_mode".to_owned(), "form_post".to_owned())],
        })
    }

    /// This server as Apple's client. The secret is a token that says for whom it was made and is good for one call.
    fn client(&self, context: SocialContext<'_>, audience: &str) -> Result<Client, ConnectorError> {
        let now = context.now.as_seconds();
        let claims = json!({
            "iss": self.team_id, "iat": now, "exp": now + SECRET_SECONDS, "aud": audience, "sub": self.client_id,
        });
        let secret = self
            .key
            .sign(None, claims.to_string().as_bytes())
            .map_err(|error| ConnectorError::Failed(error.to_string()))?;
        Ok(Client {
            id: self.client_id.clone(),
            secret: PlainToken::new(secret),
            authentication: Authentication::Post,
        })
    }
}

/// Reads a PKCS#8 key in PEM, with line breaks as they are or written out as `\n`.
fn read_key(pem: &str) -> Option<SigningKey> {
    const BEGIN: &str = "-----BEGIN PRIVATE KEY-----";
    const END: &str = "-----END PRIVATE KEY-----";
    let text = Zeroizing::new(pem.replace("\\n", "\n"));
    let (_, rest) = text.split_once(BEGIN)?;
    let (body, _) = rest.split_once(END)?;
    let body: Zeroizing<String> = Zeroizing::new(body.chars().filter(|c| !c.is_whitespace()).collect());
    let der = Zeroizing::new(STANDARD.decode(body.as_bytes()).ok()?);
    SigningKey::from_pkcs8(&der).ok().filter(|key| key.algorithm() == Algorithm::ES256)
}

impl Apple {
    fn provider<'a>(&'a self, settings: &'a Settings, client: &'a Client) -> openid::Provider<'a> {
        openid::Provider {
            additions: &settings.additions,
            ..openid::Provider::new(&self.metadata, client, &settings.scope)
        }
    }

    async fn finish(
        &self,
        context: SocialContext<'_>,
        config: &Config,
        callback: Callback<'_>,
    ) -> Result<SocialProfile, ConnectorError> {
        let settings = Settings::read(config)?;
        let client = settings.client(context, &self.metadata.issuer)?;
        let proven = self.provider(&settings, &client).finish(context, &self.library, &callback).await?;
        // Apple writes booleans as text in some of its tokens.
        let profile = mapping::standard(&proven.claims, true)?;
        let name = name(callback.parameters).or(profile.name);
        Ok(SocialProfile { name, tokens: Some(proven.tokens.answer.into()), ..profile })
    }
}

/// The name in the posted `user`. Nobody signed it, so that nothing else is taken from there: least of all the address.
fn name(parameters: &Map<String, Value>) -> Option<String> {
    let parsed;
    let user = match parameters.get("user")? {
        Value::String(text) if text.len() <= MAX_USER_BYTES => {
            parsed = serde_json::from_str::<Value>(text).ok()?;
            &parsed
        }
        value => value,
    };
    let name = user.get("name")?;
    mapping::joined_name(name.get("firstName"), name.get("lastName"))
}

impl SocialProvider for Apple {
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
            let client = settings.client(context, &self.metadata.issuer)?;
            self.provider(&settings, &client).begin(context, request)
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
}

#[cfg(test)]
mod tests {
    use jose::{AudienceRule, Expected, Jwk, KeySet};

    use super::*;
    use crate::social::testing::{FakeProvider, config, now};

    fn pem(key: &SigningKey) -> String {
        let body = STANDARD.encode(&*key.to_pkcs8().unwrap());
        format!("-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----\n")
    }

    fn settings(private_key: &str) -> Config {
        config(
            json!({ "clientId": "example.fjord.web", "teamId": "TEAM123456", "keyId": "KEY1234567", "privateKey": private_key }),
        )
    }

    #[tokio::test]
    async fn the_secret_is_signed_anew_and_the_address_comes_from_the_id_token_alone() {
        let fake = FakeProvider::start().await;
        let apple = Apple {
            metadata: Metadata { has_code_challenge: false, ..fake.metadata() },
            library: Library::default(),
        };
        let key = SigningKey::generate(Algorithm::ES256).unwrap();
        let config = settings(&pem(&key));
        factory().check(&config).unwrap();
        let attempt = fake.begin(&apple, &config).await;
        assert_eq!(attempt.parameter("response_mode"), "form_post");
        assert_eq!(attempt.parameter("scope"), "openid name email");
        assert_eq!(attempt.optional_parameter("code_challenge"), None);
        fake.issue(
            &attempt,
            json!({ "sub": "001234.abc.5678", "email": "x@privaterelay.appleid.com", "email_verified": "true", "is_private_email": "true" }),
        );
        let user = r#"{"name":{"firstName":"Astrid","lastName":"Fjord"},"email":"victim@fjord.example"}"#;
        let profile = fake.finish_with(&apple, &config, &attempt, json!({ "user": user })).await.unwrap();
        assert_eq!(profile.id, "001234.abc.5678");
        assert_eq!(profile.email.as_deref(), Some("x@privaterelay.appleid.com"));
        assert_eq!(profile.name.as_deref(), Some("Astrid Fjord"));

        let form = fake.form("/token");
        let expected = Expected {
            issuer: "TEAM123456",
            audience: AudienceRule::Is(&fake.url),
            typ: None,
            now_seconds: now().as_seconds(),
            clock_tolerance_seconds: 0,
        };
        let jwk = Jwk { kid: Some("KEY1234567".to_owned()), ..key.public_jwk().clone() };
        let secret = jose::verify(&form["client_secret"], &KeySet::new([&jwk]), &expected).unwrap();
        assert_eq!(secret.claims.sub, "example.fjord.web");
        assert_eq!(form["client_id"], "example.fjord.web");
        assert!(!form.contains_key("code_verifier"));
    }

    #[tokio::test]
    async fn an_unsigned_address_is_never_taken() {
        let fake = FakeProvider::start().await;
        let apple = Apple { metadata: fake.metadata(), library: Library::default() };
        let config = settings(&pem(&SigningKey::generate(Algorithm::ES256).unwrap()));
        for claims in
            [json!({ "sub": "1" }), json!({ "sub": "1", "email": "a@b.example", "email_verified": "false" })]
        {
            let attempt = fake.begin(&apple, &config).await;
            fake.issue(&attempt, claims);
            let user = json!({ "user": { "email": "victim@fjord.example", "name": "not an object" } });
            let profile = fake.finish_with(&apple, &config, &attempt, user).await.unwrap();
            assert_eq!((profile.email, profile.name), (None, None));
        }
    }

    #[test]
    fn keys_are_read_as_they_are_pasted_and_nothing_else_is() {
        let key = pem(&SigningKey::generate(Algorithm::ES256).unwrap());
        for good in [key.clone(), key.replace('\n', "\\n"), key.replace('\n', "\r\n"), format!("note\n{key}")]
        {
            factory().check(&settings(&good)).unwrap();
        }
        let other_curve = pem(&SigningKey::generate(Algorithm::ES384).unwrap());
        for bad in [
            "",
            "secret",
            "-----BEGIN PRIVATE KEY-----\n!!\n-----END PRIVATE KEY-----",
            &other_curve,
            &key[..80],
        ] {
            let error = factory().check(&settings(bad)).unwrap_err();
            assert_eq!(error.key, "privateKey");
            assert!(bad.is_empty() || !error.to_string().contains(bad));
        }
    }
}
