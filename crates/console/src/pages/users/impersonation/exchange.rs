//! Exchanging a subject token: the command that does it, or the console itself, as the application, at the token endpoint of this process.

use axum::{
    body::{Body, to_bytes},
    http::{Method, Request, StatusCode, header},
    response::Response,
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use domain::MASK;
use form_urlencoded::Serializer;
use hosted::{Answer, Call};
use serde::{Deserialize, de::DeserializeOwned};
use ui::Words;

use super::{
    super::User,
    offer::{Application, Offer, Typed},
};
use crate::{operator::Operator, reading::one};

const GRANT_TYPE: &str = "urn:ietf:params:oauth:grant-type:token-exchange";
const TOKEN_TYPE: &str = "urn:logto:token-type:impersonation_token";
/// What is asked for where neither an organization nor an API resource is chosen.
const OPENID_SCOPES: &str = "openid profile email";
/// The largest answer of the token endpoint that is read, in bytes.
const MAX_ANSWER_BYTES: usize = 256 * 1_024;

/// An exchange that can be made.
pub(super) struct Exchange {
    application_id: String,
    application_name: String,
    organization_name: Option<String>,
    has_secret: bool,
    scope: String,
    typed: Typed,
}

/// What came of an exchange.
pub(super) enum Exchanged {
    /// Nobody tried.
    Not,
    /// The application has no secret that could be used.
    NoSecret,
    /// It was refused, and so.
    Refused(String),
    /// This was issued.
    For(Issued),
}

/// What the token endpoint issues.
#[derive(Deserialize)]
pub(super) struct Issued {
    pub(super) access_token: String,
    pub(super) expires_in: u64,
    pub(super) scope: Option<String>,
}

#[derive(Deserialize)]
struct OAuthRefusal {
    error: String,
    error_description: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Secret {
    value: String,
    expires_at: Option<i64>,
}

#[derive(Deserialize)]
struct Explanation {
    scopes: Vec<Scope>,
}

#[derive(Deserialize)]
struct Scope {
    name: String,
    outcome: String,
}

impl Exchange {
    /// What was chosen, with every scope that the user has there where none was.
    pub(super) async fn new(
        operator: &Operator,
        of: &User,
        offer: &Offer,
        typed: Typed,
    ) -> Result<Self, Response> {
        let Some(Application { id, name, has_secret }) = offer.application(&typed.application) else {
            return Err(operator.gone());
        };
        let scope = if !typed.scope.is_empty() {
            typed.scope.clone()
        } else if typed.organization.is_empty() && typed.resource.is_empty() {
            OPENID_SCOPES.to_owned()
        } else {
            held(operator, of, &typed).await?
        };
        Ok(Self {
            application_id: id.clone(),
            application_name: name.clone(),
            organization_name: offer.organization(&typed.organization).map(ToOwned::to_owned),
            has_secret: *has_secret,
            scope,
            typed,
        })
    }

    /// Whether the console is to make it.
    pub(super) fn is_wanted(&self) -> bool {
        self.typed.is_here
    }

    /// What was chosen, in words.
    pub(super) fn facts(&self, words: &Words) -> Vec<(String, String)> {
        let facts = [
            ("console-label-reason", Some(self.typed.reason.clone())),
            ("console-label-application", Some(self.application_name.clone())),
            ("console-label-organization", self.organization_name.clone()),
            ("console-label-resource", Some(self.typed.resource.clone())),
        ];
        let facts = facts
            .into_iter()
            .filter_map(|(label, text)| Some((label, text.filter(|text| !text.is_empty())?)));
        facts.map(|(label, text)| (words.say(label), text)).collect()
    }

    /// The parameters, but for what the application proves itself with.
    fn parameters<'a>(&'a self, token: &'a str) -> Vec<(&'static str, &'a str)> {
        let all = [
            ("grant_type", GRANT_TYPE),
            ("subject_token", token),
            ("subject_token_type", TOKEN_TYPE),
            ("organization_id", &self.typed.organization),
            ("resource", &self.typed.resource),
            ("scope", &self.scope),
        ];
        all.into_iter().filter(|(_, value)| !value.is_empty()).collect()
    }

    /// The command that makes it.
    pub(super) fn command(&self, operator: &Operator, token: &str) -> String {
        let mut lines = vec![format!("curl {}/token", operator.console.services.endpoint.issuer())];
        let id = &self.application_id;
        lines.push(if self.has_secret {
            format!("-u \"{id}:$APPLICATION_SECRET\"")
        } else {
            format!("--data-urlencode {}", quoted(&format!("client_id={id}")))
        });
        let parameters = self.parameters(token);
        lines.extend(
            parameters
                .iter()
                .map(|(name, value)| format!("--data-urlencode {}", quoted(&format!("{name}={value}")))),
        );
        lines.join(" \\\n  ")
    }

    /// Makes it.
    pub(super) async fn carry_out(&self, operator: &Operator, token: &str) -> Exchanged {
        let secret = match self.secret(operator).await {
            Ok(secret) => secret,
            Err(none) => return none,
        };
        let Ok(request) = self.request(token, secret.as_deref()) else { return failed() };
        let response = operator.at_token_endpoint(request).await;
        let status = response.status();
        let Ok(bytes) = to_bytes(response.into_body(), MAX_ANSWER_BYTES).await else { return failed() };
        if status == StatusCode::OK {
            return read(&bytes).map_or_else(failed, Exchanged::For);
        }
        let refusal: Option<OAuthRefusal> = read(&bytes);
        refusal.map_or_else(failed, |refusal| {
            Exchanged::Refused(refusal.error_description.unwrap_or(refusal.error))
        })
    }

    /// The request of the application; without a secret it names itself in the form.
    fn request(&self, token: &str, secret: Option<&str>) -> Result<Request<Body>, axum::http::Error> {
        let mut form = Serializer::new(String::new());
        form.extend_pairs(self.parameters(token));
        let mut request = Request::builder()
            .method(Method::POST)
            .uri("/oidc/token")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        if let Some(secret) = secret {
            let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
            let pair = format!("{}:{}", encoded(&self.application_id), encoded(secret));
            let credentials = BASE64_STANDARD.encode(pair);
            request = request.header(header::AUTHORIZATION, format!("Basic {credentials}"));
        } else {
            form.append_pair("client_id", &self.application_id);
        }
        request.body(Body::from(form.finish()))
    }

    /// A secret of the application that is good now; nothing for one that has none by its kind.
    async fn secret(&self, operator: &Operator) -> Result<Option<String>, Exchanged> {
        if !self.has_secret {
            return Ok(None);
        }
        let call = Call::get(&["api", "applications", &self.application_id, "secrets"]);
        let found = operator.call(call).await.and_then(Answer::read::<Vec<Secret>>).unwrap_or_default();
        let now = operator.now().0;
        // Who is limited to parts of the API is shown no secrets.
        let is_good = |one: &Secret| one.value != MASK && one.expires_at.is_none_or(|at| at > now);
        found.into_iter().find(is_good).map(|one| Some(one.value)).ok_or(Exchanged::NoSecret)
    }
}

fn failed() -> Exchanged {
    Exchanged::Refused("server_error".to_owned())
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    serde_json::from_slice(bytes).ok()
}

/// Every scope that the user has there.
async fn held(operator: &Operator, of: &User, typed: &Typed) -> Result<String, Response> {
    let call = Call::get(&["api", "users", &of.id, "scope-explanation"])
        .query("applicationId", &typed.application)
        .query("organizationId", &typed.organization)
        .query("resource", &typed.resource);
    let explanation: Explanation = one(operator, call).await?;
    let given = explanation.scopes.into_iter().filter(|scope| scope.outcome == "given");
    Ok(given.map(|scope| scope.name).collect::<Vec<_>>().join(" "))
}

/// A text as one word of a shell, whatever is in it.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn whatever_is_typed_is_one_word_of_a_shell() {
        assert_eq!(quoted("scope=read write"), "'scope=read write'");
        assert_eq!(quoted("a'; rm -r \"$HOME\" #"), "'a'\\''; rm -r \"$HOME\" #'");
    }
}
