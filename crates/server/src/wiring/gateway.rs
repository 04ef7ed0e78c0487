//! The gateway inside the server: it verifies with the server's own keys, calls the Management API by a function call, and creates
//! organizations in one transaction.

use std::{path::Path, sync::Arc};

use api_types::organization::CreateOrganization;
use axum::{Extension, Router};
use domain::{ApplicationId, PlainToken, TenantId, UnixMillis};
use futures_util::{FutureExt as _, future::BoxFuture};
use gateway::{
    AtomicCreate, DomainProofKey, Gateway, GatewayOptions, LocalMachineToken, LocalStanding, MachineToken,
    Memory, NewOrganization, Policy, StandingFacts, StandingQuestion, TxtLookup, Upstream, UserFacts,
    creation::creator_role_missing, upstream::BoxError,
};
use guard::{KeySnapshot, KeySource, KeysUnavailable, Rejection};
use http::StatusCode;
use http_kit::ApiError;
use management_api::BuiltInMachine;
use operations::{
    Services, TenantConfiguration,
    application::built_in_name,
    organization::{OrganizationError, RoleReferences, create_with_member},
};
use protocol::identifiers::{MANAGEMENT_API_SCOPE, management_api_indicator};
use serde_json::{Value, json};

use crate::failure::{Failure, as_api_error};

/// The client id under which the embedded gateway calls the Management API.
pub const CLIENT_ID: &str = operations::application::EMBEDDED_GATEWAY_CLIENT_ID;
/// Where the server itself shows an invitation to the invited. Their address stands in the link that is sent to it, so that the page need not
/// tell it to others who have the id.
const INVITATION_PAGE: &str = "/portal/invitations/{invitationId}?login_hint={invitee}";
/// How long the embedded gateway's machine tokens live, in seconds.
const MACHINE_TOKEN_SECONDS: i64 = 3_600;
/// How many verified tokens a gateway remembers.
pub const CACHED_TOKENS: usize = 20_000;
/// How many that of a tenant beside `default` does.
const CACHED_TOKENS_OF_TENANT: usize = 1_000;

/// The gateway as a router, for the main address, with the elements that pages call it through.
pub fn router(gateway: &Arc<Gateway>) -> Router {
    gateway::router(Arc::clone(gateway)).merge(ui::elements::router())
}

/// The gateway as a router, for an address of its own, where proxies may ask too.
pub fn router_of_its_own(gateway: &Arc<Gateway>) -> Router {
    gateway::forward_auth::router(Arc::clone(gateway)).merge(ui::elements::router())
}

/// Reads the policy, which is the built-in one when no file is named.
pub fn read_policy(path: Option<&Path>) -> Result<Policy, Failure> {
    let Some(path) = path else { return Ok(Policy::default()) };
    let text = std::fs::read_to_string(path)
        .map_err(|error| Failure::usage(format!("the policy {} cannot be read: {error}", path.display())))?;
    Policy::read(&text).map_err(|fault| Failure::usage(format!("the policy {}: {fault}", path.display())))
}

/// What the key that proofs of domains are made with is derived from the sealing key for.
const DOMAIN_PROOF_PURPOSE: &[u8] = b"gateway domain proof";

/// The gateway in front of these services, whose Management API is `management`. Messages of invitations lead to the server's own page
/// unless the policy names another.
pub fn embedded(
    services: &Arc<Services>,
    mut policy: Policy,
    management: Router,
    txt_lookup: Arc<dyn TxtLookup>,
    memory: Memory,
) -> Result<Arc<Gateway>, Failure> {
    let own_page = || format!("{}{INVITATION_PAGE}", services.endpoint.base());
    policy.invitation_link.get_or_insert_with(own_page);
    // The gateway is no application of the tenant; that it calls is told beside the request, where nothing from outside can tell it.
    let itself = BuiltInMachine(ApplicationId::new(CLIENT_ID));
    let management = management.layer(Extension(itself));
    let upstream = Upstream::in_process(
        management,
        machine_token(Arc::clone(services)),
        Some(Arc::new(OwnStandings(Arc::clone(services)))),
        Arc::clone(&services.clock),
        Arc::clone(&services.entropy),
    );
    let options = GatewayOptions {
        policy,
        issuer: services.endpoint.issuer().to_owned(),
        keys: Arc::new(OwnKeys(Arc::clone(services))),
        upstream,
        atomic_create: Some(atomic_create(Arc::clone(services))),
        domain_proof_key: domain_proof_key(services),
        txt_lookup,
        clock: Arc::clone(&services.clock),
        entropy: Arc::clone(&services.entropy),
        cached_tokens: if is_default(services) { CACHED_TOKENS } else { CACHED_TOKENS_OF_TENANT },
        memory,
    };
    Gateway::new(options)
        .map(Arc::new)
        .map_err(|error| Failure::because("the gateway cannot be set up", &error))
}

fn is_default(services: &Services) -> bool {
    services.tenant == TenantId::default_tenant()
}

/// A tenant's own, so that a record which proves a domain to one proves nothing to another.
fn domain_proof_key(services: &Services) -> DomainProofKey {
    if is_default(services) {
        return DomainProofKey::derive(services.sealing.derive(DOMAIN_PROOF_PURPOSE).as_slice());
    }
    let purpose = [DOMAIN_PROOF_PURPOSE, b"\n", services.tenant.as_str().as_bytes()].concat();
    DomainProofKey::derive(services.sealing.derive(&purpose).as_slice())
}

/// The keys of these services, always as they are now.
struct OwnKeys(Arc<Services>);

fn snapshot(configuration: &TenantConfiguration) -> KeySnapshot {
    let keys = Arc::clone(configuration.keys.key_set());
    let mut generation = [0; 8];
    generation.copy_from_slice(keys.fingerprint().first_chunk::<8>().unwrap_or(&[0; 8]));
    KeySnapshot { keys, generation: u64::from_le_bytes(generation) }
}

impl KeySource for OwnKeys {
    fn current(&self) -> Option<KeySnapshot> {
        self.0.configuration.fresh().map(|configuration| snapshot(&configuration))
    }

    fn refresh(&self, _seen: Option<u64>) -> BoxFuture<'_, Result<KeySnapshot, KeysUnavailable>> {
        async {
            let configuration = self.0.configuration().await.map_err(|error| {
                tracing::error!(error.message = %domain::causes(&error), "the signing keys could not be read");
                KeysUnavailable
            })?;
            Ok(snapshot(&configuration))
        }
        .boxed()
    }
}

/// The standings of these services' users: configuration from memory, as new as token issue has it, and the user by one statement.
struct OwnStandings(Arc<Services>);

impl LocalStanding for OwnStandings {
    fn ask<'a>(&'a self, question: StandingQuestion<'a>) -> BoxFuture<'a, Result<StandingFacts, StatusCode>> {
        async move { facts(&self.0, question).await.map_err(|error| error.status()) }.boxed()
    }
}

async fn facts(services: &Services, question: StandingQuestion<'_>) -> Result<StandingFacts, ApiError> {
    let StandingQuestion { user, application, permission } = question;
    let client = services.client(application).await.map_err(as_api_error)?;
    let is_built_in = built_in_name(application).is_some();
    let exec = services.db.exec();
    let standing = store::organization::standing::of_user(exec, &services.tenant, user, permission).await?;
    Ok(StandingFacts {
        is_third_party: client
            .map(|client| client.application.is_third_party)
            .or_else(|| is_built_in.then_some(false)),
        holds: standing.as_ref().is_some_and(|standing| standing.holds),
        user: standing.map(|standing| UserFacts {
            is_suspended: standing.is_suspended,
            primary_email: standing.primary_email,
        }),
    })
}

/// Signs tokens for the Management API with the server's own key; they never leave the process.
fn machine_token(services: Arc<Services>) -> LocalMachineToken {
    Arc::new(move || {
        let services = Arc::clone(&services);
        async move { sign_machine_token(&services).await }.boxed()
    })
}

async fn sign_machine_token(services: &Services) -> Result<MachineToken, BoxError> {
    let issued_at = services.now().as_seconds();
    let expires_at = issued_at + MACHINE_TOKEN_SECONDS;
    let claims = json!({
        "jti": services.entropy.base64_43(),
        "sub": CLIENT_ID,
        "iat": issued_at,
        "exp": expires_at,
        "scope": MANAGEMENT_API_SCOPE,
        "client_id": CLIENT_ID,
        "iss": services.endpoint.issuer(),
        "aud": management_api_indicator(services.tenant.as_str()),
    });
    let configuration = services.configuration().await?;
    let token = configuration
        .keys
        .current(services.now())
        .sign(Some(jose::ACCESS_TOKEN_TYPE), &serde_json::to_vec(&claims)?)?;
    Ok(MachineToken { token: PlainToken::new(token), expires_at: UnixMillis::from_seconds(expires_at) })
}

/// Creates an organization with its creator in one transaction.
fn atomic_create(services: Arc<Services>) -> AtomicCreate {
    Arc::new(move |new| {
        let services = Arc::clone(&services);
        async move { create(&services, new).await }.boxed()
    })
}

async fn create(services: &Services, new: NewOrganization) -> Result<Value, Rejection> {
    let NewOrganization { creator, fields, creator_roles } = new;
    let body: CreateOrganization =
        serde_json::from_value(Value::Object(fields)).map_err(|error| internal(&error))?;
    let organization = management_api::new_organization(services, body).map_err(|error| rejection(&error))?;
    let roles = RoleReferences::names(creator_roles);
    create_with_member(services, &organization, &creator, &roles)
        .await
        .map_err(|error| refused(error, &roles.names))?;
    let body = management_api::organization_body(&services.tenant, organization);
    let body = serde_json::to_value(body).map_err(|error| internal(&error))?;
    management_api::announce_organization(services, &creator, (&ApplicationId::new(CLIENT_ID), &body))
        .await
        .map_err(|error| rejection(&error))?;
    Ok(body)
}

fn refused(error: OrganizationError, roles: &[String]) -> Rejection {
    match error {
        OrganizationError::UnknownRoleNames(_) | OrganizationError::WrongRoleType => {
            tracing::error!(
                ?roles,
                "the policy gives creators a role that the template does not have for users"
            );
            creator_role_missing()
        }
        // The creator was deleted between the check and now.
        OrganizationError::UnknownReference => Rejection::new(
            StatusCode::FORBIDDEN,
            "gateway.user_unknown",
            "The token's user does not exist any more.",
        ),
        OrganizationError::Store(error) => rejection(&ApiError::from(error)),
        other => internal(&other),
    }
}

fn internal(error: &(dyn std::error::Error + 'static)) -> Rejection {
    rejection(&ApiError::internal(error))
}

/// An error of the Management API in the gateway's hands: the same body and status.
fn rejection(error: &ApiError) -> Rejection {
    let code = error.code().unwrap_or("gateway.internal");
    let rejection = Rejection::new(error.status(), code, error.text().to_owned());
    match error.data_value() {
        Some(data) => rejection.with_data(data.clone()),
        None => rejection,
    }
}
