//! The token endpoint (OIDC contract §3.2, §4). Each grant is a file of its own and does only what is special to it; what all of them go
//! through is here, so that none can leave it out: reading the request, client authentication, browser origin, whether the client may use
//! the grant, signing, the audit record, the answer. A new grant is a row of [`GRANTS`].

mod authorization_code;
mod client_credentials;
mod custom_claims;
mod device_code;
mod organization;
mod portal;
mod refresh_token;
mod resource;
mod subject;
#[cfg(test)]
mod tests;
mod token_exchange;
mod user_issue;

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::request::Parts,
    response::Response,
};
use domain::{PlainToken, UnixMillis, UserId, user_token::Impersonation};
use futures_util::future::BoxFuture;
use operations::{Client, Services, TenantConfiguration};
use protocol::{GrantType, OAuthError, OAuthErrorCode, Parameters};
use serde::Serialize;

pub use self::portal::{NoPortalToken, PortalAudience, PortalToken, portal_token};
use crate::{
    audit::Record,
    client::{self, ClientRequest, RefusedRequest},
    cors::Cors,
    error::{Echo, Failure, json_type, no_store},
};

/// What a grant works with: a request that went through every shared phase.
#[derive(Clone, Copy)]
pub(crate) struct GrantContext<'a> {
    /// The services.
    pub(crate) services: &'a Services,
    /// The tenant's configuration at one version.
    pub(crate) configuration: &'a Arc<TenantConfiguration>,
    /// The authenticated client, which may use this grant.
    pub(crate) client: &'a Arc<Client>,
    /// The parameters, of which none that the grant knows comes twice.
    pub(crate) parameters: &'a Parameters,
}

/// A grant of this endpoint: all that is special to it.
struct Grant {
    kind: GrantType,
    /// The key of the records of its use.
    audit_key: &'static str,
    /// The parameters that may come once only.
    parameters: &'static [&'static str],
    /// Decides what to issue.
    exchange: for<'a> fn(GrantContext<'a>) -> BoxFuture<'a, Result<Issue, Failure>>,
}

const GRANTS: [Grant; 5] = [
    Grant {
        kind: GrantType::AuthorizationCode,
        audit_key: "ExchangeTokenBy.AuthorizationCode",
        parameters: authorization_code::PARAMETERS,
        exchange: |context| Box::pin(authorization_code::exchange(context)),
    },
    Grant {
        kind: GrantType::RefreshToken,
        audit_key: "ExchangeTokenBy.RefreshToken",
        parameters: refresh_token::PARAMETERS,
        exchange: |context| Box::pin(refresh_token::exchange(context)),
    },
    Grant {
        kind: GrantType::ClientCredentials,
        audit_key: "ExchangeTokenBy.ClientCredentials",
        parameters: client_credentials::PARAMETERS,
        exchange: |context| Box::pin(client_credentials::exchange(context)),
    },
    Grant {
        kind: GrantType::TokenExchange,
        audit_key: "ExchangeTokenBy.TokenExchange",
        parameters: token_exchange::PARAMETERS,
        exchange: |context| Box::pin(token_exchange::exchange(context)),
    },
    Grant {
        kind: GrantType::DeviceCode,
        audit_key: "ExchangeTokenBy.DeviceCode",
        parameters: device_code::PARAMETERS,
        exchange: |context| Box::pin(device_code::exchange(context)),
    },
];

impl Grant {
    /// The grant that a request asks for.
    fn named(name: &str) -> Result<&'static Self, OAuthError> {
        let kind = GrantType::parse(name)?;
        GRANTS.iter().find(|grant| grant.kind == kind).ok_or_else(unsupported_grant_type)
    }
}

fn unsupported_grant_type() -> OAuthError {
    OAuthError::new(OAuthErrorCode::UnsupportedGrantType).describe("unsupported grant_type requested")
}

/// What a grant decided to issue. Whatever had to be written for it has been written.
pub(crate) struct Issue {
    /// How the answer is written.
    pub(crate) form: AnswerForm,
    /// The access token.
    pub(crate) access_token: AccessToken,
    /// How long it lives, in seconds.
    pub(crate) expires_in: u64,
    /// The claims of the ID token, serialized.
    pub(crate) id_token_claims: Option<Vec<u8>>,
    /// The refresh token.
    pub(crate) refresh_token: Option<PlainToken>,
    /// Scope names, space-separated.
    pub(crate) scope: Option<String>,
    /// For whom.
    pub(crate) user_id: Option<UserId>,
    /// Whether it comes from a sign-in of that user, and not from a token that speaks for them.
    pub(crate) is_of_sign_in: bool,
    /// Which administrator of the server speaks for the user, where one does.
    pub(crate) impersonation: Option<Impersonation>,
    /// The organization it was asked for.
    pub(crate) organization_id: Option<String>,
}

/// The two forms of an answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum AnswerForm {
    /// That of a user's tokens (OIDC contract §4.2, §4.6).
    User,
    /// That of an application's own token (OIDC contract §4.5).
    Application,
}

/// An access token in the making.
pub(crate) enum AccessToken {
    /// Claims to be signed, serialized.
    Jwt(Vec<u8>),
    /// A stored token.
    Opaque(PlainToken),
}

/// The answer to a grant of a user (OIDC contract §4.2).
#[derive(Serialize)]
struct UserTokenResponse<'a> {
    access_token: &'a str,
    expires_in: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    id_token: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<&'a str>,
    token_type: &'static str,
}

/// The answer to an application's own grant (OIDC contract §4.5).
#[derive(Serialize)]
struct ApplicationTokenResponse<'a> {
    access_token: &'a str,
    expires_in: u64,
    token_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<&'a str>,
}

const TOKEN_TYPE: &str = "Bearer";
/// Fits the head of a JWT with a few claims, so that serializing does not grow the buffer step by step.
const CLAIMS_CAPACITY: usize = 512;

/// `POST /oidc/token`.
#[tracing::instrument(name = "oidc.token", skip_all)]
pub(crate) async fn post(State(services): State<Arc<Services>>, request: Request) -> Response {
    let mut cors = Cors::of(request.headers());
    let echo = Echo::of_query(request.uri().query());
    let response = match client::receive(&services, request, "/token", &mut cors).await {
        Ok(received) => answer(&services, &received).await,
        Err(refused) => Err(record_refusal(&services, refused).await),
    };
    let response =
        response.unwrap_or_else(|failure| failure.into_response(services.endpoint.issuer(), &echo));
    cors.apply(no_store(response))
}

/// Records the failed authentication of a known client. Of unknown ones nothing is recorded: anybody could fill the log.
async fn record_refusal(services: &Services, refused: RefusedRequest) -> Failure {
    let RefusedRequest { failure, known } = refused;
    let Some((parts, parameters, client)) = known.map(|known| *known) else { return failure };
    let record = Record::new(audit_key(&parameters), &parts)
        .application(&client.application.id)
        .parameters(&parameters)
        .error(&failure.error);
    match record.write(services).await {
        Ok(()) => failure,
        Err(unrecorded) => unrecorded,
    }
}

fn audit_key(parameters: &Parameters) -> &'static str {
    let grant = parameters.get("grant_type").map(Grant::named);
    grant.and_then(Result::ok).map_or("ExchangeTokenBy.Unknown", |grant| grant.audit_key)
}

async fn answer(services: &Services, received: &ClientRequest) -> Result<Response, Failure> {
    // What is issued and the record of it are one commit.
    services.db.together(Box::pin(issue_and_record(services, received))).await?
}

async fn issue_and_record(services: &Services, received: &ClientRequest) -> Result<Response, Failure> {
    let ClientRequest { parts, parameters, client } = received;
    let issued = issue(services, received).await;
    let record = |parts: &Parts| {
        Record::new(audit_key(parameters), parts)
            .application(&client.client().application.id)
            .secret(client.secret_name())
            .parameters(parameters)
    };
    let (issue, configuration) = match issued {
        Ok(issued) => issued,
        Err(failure) => {
            record(parts).error(&failure.error).write(services).await?;
            return Err(failure);
        }
    };
    let record = issue.describe(record(parts));
    // The record is on its way to the disk while the tokens are signed; the answer waits for both.
    let active = issue.user_id.as_ref().filter(|_| issue.is_of_sign_in);
    let recorded = async {
        record.write_activity(services, active).await?;
        services.db.settle().await?;
        services.db.begin_reaching_disk();
        Ok::<_, Failure>(())
    };
    let (recorded, response) =
        futures_util::join!(recorded, async { issue.sign(&configuration, services.now()) });
    recorded?;
    response
}

/// Finds the grant and lets it decide.
async fn issue(
    services: &Services,
    received: &ClientRequest,
) -> Result<(Issue, Arc<TenantConfiguration>), Failure> {
    let parameters = &received.parameters;
    let client = received.client.client();
    parameters.reject_repeated(&["grant_type"])?;
    let grant = Grant::named(parameters.require("grant_type")?)?;
    if !client::may_use(client, grant.kind) {
        return Err(OAuthError::grant_type_not_allowed().into());
    }
    parameters.reject_repeated(grant.parameters)?;
    let configuration = services.configuration().await?;
    let context = GrantContext { services, configuration: &configuration, client, parameters };
    let issue = (grant.exchange)(context).await?;
    Ok((issue, configuration))
}

impl Issue {
    /// Adds what was issued to the record of it.
    fn describe(&self, record: Record) -> Record {
        let mut token_types = vec!["AccessToken"];
        token_types.extend(self.refresh_token.is_some().then_some("RefreshToken"));
        token_types.extend(self.id_token_claims.is_some().then_some("IdToken"));
        let record = record.user(self.user_id.as_ref()).with("tokenTypes", token_types);
        let record = match &self.scope {
            Some(scope) => record.with("scope", scope.as_str()),
            None => record,
        };
        let record = match &self.organization_id {
            Some(id) => record.with("organizationId", id.as_str()),
            None => record,
        };
        let Some(impersonation) = &self.impersonation else { return record };
        let record = match &impersonation.administrator {
            Some(name) => record.with("administrator", name.as_str()),
            None => record,
        };
        let id = impersonation.administrator_id.as_str();
        record.with("administratorId", id).with("reason", impersonation.reason.as_str())
    }

    /// Signs what is to be signed and writes the answer.
    fn sign(&self, configuration: &TenantConfiguration, now: UnixMillis) -> Result<Response, Failure> {
        let key = configuration.keys.current(now);
        let signed;
        let access_token = match &self.access_token {
            AccessToken::Jwt(claims) => {
                signed = key.sign(Some(jose::ACCESS_TOKEN_TYPE), claims)?;
                signed.as_str()
            }
            AccessToken::Opaque(token) => token.reveal(),
        };
        let id_token = self.id_token_claims.as_ref().map(|claims| key.sign(None, claims)).transpose()?;
        let (expires_in, scope) = (self.expires_in, self.scope.as_deref());
        let body = match self.form {
            AnswerForm::User => serde_json::to_vec(&UserTokenResponse {
                access_token,
                expires_in,
                id_token: id_token.as_deref(),
                refresh_token: self.refresh_token.as_ref().map(PlainToken::reveal),
                scope,
                token_type: TOKEN_TYPE,
            })?,
            AnswerForm::Application => serde_json::to_vec(&ApplicationTokenResponse {
                access_token,
                expires_in,
                token_type: TOKEN_TYPE,
                scope,
            })?,
        };
        let mut response = Response::new(body.into());
        json_type(response.headers_mut());
        Ok(response)
    }
}

/// Serializes claims into a buffer of fitting size.
pub(crate) fn serialized(claims: &impl Serialize) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::with_capacity(CLAIMS_CAPACITY);
    serde_json::to_writer(&mut bytes, claims)?;
    Ok(bytes)
}
