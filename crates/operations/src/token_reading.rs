//! What somebody holds in their hands: a token of any kind, told apart and taken apart. Nothing here grants anything, and nothing of the token is kept.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    ApplicationId, HashedToken, OrganizationId, UserId,
    grant::{AccessToken, RefreshToken},
};
use jose::{ACCESS_TOKEN_TYPE, AudienceRule, Expected, VerifyError};
use protocol::identifiers::{
    ORGANIZATIONS_RESOURCE_INDICATOR, is_management_api_indicator, parse_organization_audience,
};
use serde_json::{Map, Value};
use store::{access_token, personal_access_token, refresh_token};

use crate::services::{OperationError, Services};

/// What a text turned out to be.
#[derive(Clone, PartialEq, Debug)]
pub enum Reading {
    /// Three parts between dots: a signed token, whoever signed it.
    Signed(Box<SignedToken>),
    /// Encrypted for somebody (five parts), which nobody else can read.
    Encrypted,
    /// An opaque token of ours that is alive.
    Opaque(Box<OpaqueToken>),
    /// Nothing that is known here: it was never a token of this server, or has ended, or was revoked.
    Unknown,
}

/// A signed token, taken apart.
#[derive(Clone, PartialEq, Debug)]
pub struct SignedToken {
    /// The header as it stands there.
    pub header: Map<String, Value>,
    /// The claims as they stand there; nothing where they are no JSON object.
    pub claims: Map<String, Value>,
    /// Whose signature it has.
    pub signature: Signature,
    /// What it is for.
    pub purpose: Purpose,
    /// Where it stands in its time.
    pub time: TokenTime,
}

/// Whose signature a token has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Signature {
    /// Ours, by the key that signs now.
    Current,
    /// Ours, by a key that signed before, or will.
    Other,
    /// It names a key that this server does not have.
    UnknownKey,
    /// It names a key of ours, which did not sign this: the token was changed.
    Broken,
    /// It is not signed in a way that is accepted here.
    Unacceptable,
}

impl Signature {
    /// Whether a key of ours made it.
    pub fn is_ours(self) -> bool {
        matches!(self, Self::Current | Self::Other)
    }
}

/// What a signed token is for, as it says itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// An access token for one organization.
    Organization(OrganizationId),
    /// An access token for the Management API.
    ManagementApi,
    /// An access token for the permissions of the template, wherever they are held.
    Organizations,
    /// An access token for an API resource, by its indicator.
    Resource(String),
    /// An ID token, which tells an application who signed in and opens nothing.
    Id,
    /// Of another issuer.
    Foreign(String),
    /// Ours, and none of these.
    Other,
}

/// Where a token stands in its time. Moments are seconds since 1970.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TokenTime {
    /// It is good until then.
    Until(i64),
    /// It ended then.
    EndedAt(i64),
    /// It begins then.
    NotBefore(i64),
    /// It does not say.
    Untold,
}

/// An opaque token that is alive.
#[derive(Clone, PartialEq, Debug)]
pub enum OpaqueToken {
    /// For userinfo and the Account API.
    Access(AccessToken),
    /// Gets others.
    Refresh(RefreshToken),
    /// A user's own, for scripts.
    Personal(UserId),
}

/// Whom a token speaks for, and where: what its scopes are explained from.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Bearer {
    /// The user, unless a machine speaks for itself.
    pub user: Option<UserId>,
    /// The application it was issued to.
    pub application: Option<ApplicationId>,
    /// The organization that it is for, or that its claims name.
    pub organization: Option<OrganizationId>,
    /// The resource, where it is for one.
    pub resource: Option<String>,
    /// The scopes in it.
    pub scopes: Vec<String>,
}

impl SignedToken {
    /// A claim that is text.
    pub fn text(&self, claim: &str) -> Option<&str> {
        self.claims.get(claim).and_then(Value::as_str)
    }

    /// Whom it speaks for, where it is an access token that a key of ours signed.
    pub fn bearer(&self) -> Option<Bearer> {
        let (organization, resource) = match &self.purpose {
            Purpose::Organization(id) => (Some(id.clone()), None),
            Purpose::Resource(indicator) => (self.organization(), Some(indicator.clone())),
            Purpose::Organizations => {
                (self.organization(), Some(ORGANIZATIONS_RESOURCE_INDICATOR.to_owned()))
            }
            Purpose::ManagementApi => (None, self.text("aud").map(str::to_owned)),
            Purpose::Id | Purpose::Foreign(_) | Purpose::Other => return None,
        };
        let (subject, client) = (self.text("sub")?, self.text("client_id"));
        let is_machine = client == Some(subject);
        self.signature.is_ours().then(|| Bearer {
            user: (!is_machine).then(|| UserId::new(subject)),
            application: client.map(ApplicationId::new),
            organization,
            resource,
            scopes: words(self.text("scope").unwrap_or_default()),
        })
    }

    fn organization(&self) -> Option<OrganizationId> {
        self.text("organization_id").map(OrganizationId::new)
    }
}

fn words(text: &str) -> Vec<String> {
    text.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Reads what somebody pasted.
pub async fn read(services: &Services, text: &str) -> Result<Reading, OperationError> {
    let text = text.trim();
    let text = text.strip_prefix("Bearer ").unwrap_or(text).trim();
    match text.split('.').count() {
        3 => Ok(read_signed(services, text)
            .await?
            .map_or(Reading::Unknown, |token| Reading::Signed(Box::new(token)))),
        5 => Ok(Reading::Encrypted),
        _ => read_opaque(services, text).await,
    }
}

async fn read_opaque(services: &Services, text: &str) -> Result<Reading, OperationError> {
    let hash = &HashedToken::of(text);
    let (exec, tenant, now) = (services.db.exec(), &services.tenant, services.now());
    let found = if let Some(token) = access_token::find(exec, tenant, hash, now).await? {
        OpaqueToken::Access(token)
    } else if let Some((token, _)) = refresh_token::find(exec, tenant, hash, now).await? {
        OpaqueToken::Refresh(token)
    } else if let Some(user) = personal_access_token::find_user(exec, tenant, hash, now).await? {
        OpaqueToken::Personal(user)
    } else {
        return Ok(Reading::Unknown);
    };
    Ok(Reading::Opaque(Box::new(found)))
}

async fn read_signed(services: &Services, text: &str) -> Result<Option<SignedToken>, OperationError> {
    if text.len() > jose::MAX_TOKEN_BYTES {
        return Ok(None);
    }
    let mut segments = text.split('.');
    let mut next = || -> Option<Map<String, Value>> {
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(segments.next()?).ok()?).ok()
    };
    let Some(header) = next() else { return Ok(None) };
    let claims = next().unwrap_or_default();
    let configuration = services.configuration().await?;
    let now_seconds = services.now().as_seconds();
    // No audience is accepted: only how far the check gets is of interest, and the signature is looked at before any claim.
    let expected = Expected {
        issuer: services.endpoint.issuer(),
        audience: AudienceRule::AnyOf(&[]),
        typ: None,
        now_seconds,
        clock_tolerance_seconds: 0,
    };
    let signature = match jose::verify(text, configuration.keys.key_set(), &expected) {
        Err(VerifyError::JwsInvalid | VerifyError::AlgorithmNotAllowed) => Signature::Unacceptable,
        Err(VerifyError::NoMatchingKey) => Signature::UnknownKey,
        Err(VerifyError::SignatureVerificationFailed) => Signature::Broken,
        Ok(_) | Err(_) => {
            let signs_now = configuration.keys.current(services.now()).kid();
            let is_current = header.get("kid").and_then(Value::as_str) == Some(signs_now);
            if is_current { Signature::Current } else { Signature::Other }
        }
    };
    Ok(Some(SignedToken {
        purpose: purpose_of(services.endpoint.issuer(), &header, &claims),
        time: time_of(&claims, now_seconds),
        header,
        claims,
        signature,
    }))
}

fn purpose_of(issuer: &str, header: &Map<String, Value>, claims: &Map<String, Value>) -> Purpose {
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    match text("iss") {
        Some(said) if said == issuer => {}
        said => return Purpose::Foreign(said.unwrap_or_default().to_owned()),
    }
    let kind = header.get("typ").and_then(Value::as_str).unwrap_or_default().to_ascii_lowercase();
    let kind = kind.strip_prefix("application/").unwrap_or(&kind);
    match (kind, text("aud")) {
        (ACCESS_TOKEN_TYPE, Some(ORGANIZATIONS_RESOURCE_INDICATOR)) => Purpose::Organizations,
        (ACCESS_TOKEN_TYPE, Some(audience)) => match parse_organization_audience(audience) {
            Some(id) => Purpose::Organization(OrganizationId::new(id)),
            None if is_management_api_indicator(audience) => Purpose::ManagementApi,
            None => Purpose::Resource(audience.to_owned()),
        },
        // Back-channel logout tokens name a type of their own.
        ("" | "jwt", Some(_)) if text("sub").is_some() && !claims.contains_key("events") => Purpose::Id,
        _ => Purpose::Other,
    }
}

fn time_of(claims: &Map<String, Value>, now: i64) -> TokenTime {
    let moment = |name: &str| claims.get(name).and_then(Value::as_i64);
    match (moment("nbf"), moment("exp")) {
        (Some(begins), _) if begins > now => TokenTime::NotBefore(begins),
        (_, Some(ends)) if ends <= now => TokenTime::EndedAt(ends),
        (_, Some(ends)) => TokenTime::Until(ends),
        (_, None) => TokenTime::Untold,
    }
}
