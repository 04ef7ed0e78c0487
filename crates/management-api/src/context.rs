//! Who calls the Management API, and whether they may (Management API contract §1.2).

use std::sync::Arc;

use axum::{
    extract::{FromRequestParts, RawPathParams},
    http::{StatusCode, request::Parts},
};
use domain::{ApplicationId, OrganizationId, TenantId, UserId, application::ApplicationType};
use http_kit::{ApiError, DescribesInput, Issue, MatchedOperation, Operation, bearer_token};
use jose::{AudienceRule, Expected, VerifiedToken, VerifyError};
use operations::{OperationError, Services, configuration::Client};
use protocol::identifiers::MANAGEMENT_API_SCOPE;
use serde_json::json;
use store::{Db, Exec, Transaction, configuration};

use crate::{
    administrator::{Administrator, AdministratorName},
    authority::{Authority, Reach},
};

/// How far the clocks of issuer and server may be apart, in seconds.
pub(crate) const CLOCK_TOLERANCE_SECONDS: i64 = 15;
/// How the templates of paths that are about one organization begin.
const ORGANIZATION: &str = "/api/organizations/{id}";

/// Proof that the caller may use the Management API, and what its handlers work with. Only the check makes one.
#[derive(Clone)]
pub struct ManagementContext {
    /// The services.
    pub services: Arc<Services>,
    /// Who calls.
    pub caller: Caller,
    /// What the caller may do, as far as handlers must know.
    pub(crate) authority: Authority,
    _checked: (),
}

/// A machine that is part of this server and no application of the tenant. An extension of the request says so, which nothing that comes
/// over the network can carry; the token must be its own all the same.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BuiltInMachine(pub ApplicationId);

/// What the check found already, for the handler of the same request.
#[derive(Clone)]
pub(crate) struct Admitted(pub(crate) ManagementContext);

/// Says that a request reads, for the audit log, what the write that it names is about to change: who may write needs no scope to read for it.
#[derive(Clone)]
pub(crate) struct ReadForRecord(pub(crate) MatchedOperation);

/// Who calls the Management API.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Caller {
    /// A machine-to-machine application: its token's `sub` is its `client_id`.
    Application(ApplicationId),
    /// An administrator of the server, by way of its console.
    Administrator(AdministratorName),
    /// A user of the product. None is let in.
    User(UserId),
}

impl ManagementContext {
    /// The tenant that is managed.
    pub fn tenant(&self) -> &TenantId {
        &self.services.tenant
    }

    /// The database.
    pub fn db(&self) -> &Db {
        &self.services.db
    }

    /// Runs `work` as one transaction that changes configuration which nodes keep in memory: they hear of it when it is committed, and of
    /// nothing when `work` fails. As [`Db::transaction`], it may run more than once.
    ///
    /// It is the lock too: such transactions run one after the other, on all nodes, because each moves the version before `work` reads. That
    /// makes it right to read, merge and write in `work`.
    pub(crate) async fn reconfigure<T, F>(&self, work: impl Fn(Transaction) -> F) -> Result<T, ApiError>
    where
        F: Future<Output = Result<T, ApiError>>,
    {
        let (tenant, work) = (self.tenant(), &work);
        self.db()
            .transaction(|tx| async move {
                configuration::bump(&tx, tenant).await?;
                work(tx).await
            })
            .await
    }

    /// The handle for single statements.
    pub fn exec(&self) -> Exec<'_> {
        self.services.db.exec()
    }
}

impl FromRequestParts<Arc<Services>> for ManagementContext {
    type Rejection = ApiError;

    async fn from_request_parts(
        parts: &mut Parts,
        services: &Arc<Services>,
    ) -> Result<Self, Self::Rejection> {
        if let Some(Admitted(context)) = parts.extensions.get() {
            return Ok(context.clone());
        }
        let read_for = parts.extensions.get::<ReadForRecord>().map(|ReadForRecord(write)| write.clone());
        // Whoever forgot to say what is called gets nothing.
        let called = read_for.or_else(|| parts.extensions.get().cloned());
        let MatchedOperation(operation) = called.ok_or_else(forbidden)?;
        let (caller, authority) = if let Some(administrator) = parts.extensions.get::<Administrator>() {
            administrator.admit(&operation).await?
        } else {
            let token = bearer_token(&parts.headers)?;
            authorize(services, token, parts.extensions.get(), &operation).await?
        };
        if *authority.reach() != Reach::Tenant {
            authority.check_route(&operation, organization_in_path(parts, &operation).await?.as_ref())?;
        }
        refuse_nul(parts.uri.path())?;
        Ok(Self { services: Arc::clone(services), caller, authority, _checked: () })
    }
}

/// The organization that the path is about.
async fn organization_in_path(
    parts: &mut Parts,
    operation: &Operation,
) -> Result<Option<OrganizationId>, ApiError> {
    let rest = operation.path.strip_prefix(ORGANIZATION);
    if !rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) {
        return Ok(None);
    }
    let parameters = RawPathParams::from_request_parts(parts, &()).await.map_err(|_| forbidden())?;
    Ok(parameters.iter().find(|(name, _)| *name == "id").map(|(_, value)| OrganizationId::new(value)))
}

/// Refuses a NUL character in the path, which PostgreSQL cannot compare with anything.
fn refuse_nul(path: &str) -> Result<(), ApiError> {
    if path.contains("%00") {
        return Err(ApiError::invalid_input(vec![Issue::new(
            "custom",
            &["params"],
            "NUL characters are not allowed",
        )]));
    }
    Ok(())
}

async fn authorize(
    services: &Services,
    token: &str,
    built_in: Option<&BuiltInMachine>,
    operation: &Operation,
) -> Result<(Caller, Authority), ApiError> {
    let configuration = services.configuration().await.map_err(internal)?;
    let indicator = protocol::identifiers::management_api_indicator(services.tenant.as_str());
    let expected = Expected {
        issuer: services.endpoint.issuer(),
        audience: AudienceRule::Is(&indicator),
        typ: Some(jose::ACCESS_TOKEN_TYPE),
        now_seconds: services.now().as_seconds(),
        clock_tolerance_seconds: CLOCK_TOLERANCE_SECONDS,
    };
    let token = services
        .verified_tokens
        .verify(token, configuration.keys.key_set(), &expected)
        .map_err(|error| refused(&error))?;
    // What the token does not name it cannot allow, whatever the roles of its application hold. And a role of an organization may carry
    // scopes of this API: nobody means to make it a key to the whole tenant.
    let names = |scope: &str| token.claims.has_scope(scope);
    if !(names(MANAGEMENT_API_SCOPE) || names(&operation.scope())) || token.claims.organization_id.is_some() {
        return Err(forbidden());
    }
    let caller = caller(&token);
    let authority = match &caller {
        Caller::Application(id) if built_in.is_some_and(|machine| machine.0 == *id) => {
            Authority::of_the_server()
        }
        Caller::Application(id) => {
            let client = machine(services, id).await?;
            Authority::of_roles(&configuration, &indicator, &client.role_ids, operation, names)
                .ok_or_else(forbidden)?
        }
        // Administrators of the server are no users of the product, and come without a token.
        Caller::User(_) | Caller::Administrator(_) => return Err(forbidden()),
    };
    Ok((caller, authority))
}

/// The machine behind a token, as it is now: what the token says was true up to an hour ago, and is enough to make itself a successor.
/// Clients and roles are in memory.
async fn machine(services: &Services, id: &ApplicationId) -> Result<Arc<Client>, ApiError> {
    let client = services.client(id).await.map_err(internal)?.ok_or_else(application_gone)?;
    let is_machine = client.application.kind == ApplicationType::MachineToMachine;
    if is_machine { Ok(client) } else { Err(forbidden()) }
}

fn caller(token: &VerifiedToken) -> Caller {
    if token.claims.is_machine_to_machine() {
        Caller::Application(ApplicationId::new(token.claims.sub.as_str()))
    } else {
        Caller::User(UserId::new(token.claims.sub.as_str()))
    }
}

/// 401 that names the fault as the contract does; nothing of the token is repeated.
pub(crate) fn refused(error: &VerifyError) -> ApiError {
    if error.claim() == Some("sub") {
        return unauthorized("auth.jwt_sub_missing");
    }
    let mut data = json!({ "code": error.code(), "name": error.name() });
    if let (Some(members), Some(claim)) = (data.as_object_mut(), error.claim()) {
        members.insert("claim".to_owned(), claim.into());
        members.extend(error.reason().map(|reason| ("reason".to_owned(), reason.into())));
    }
    unauthorized("auth.unauthorized").data(data)
}

/// 401 in the form of a claim that does not hold.
fn application_gone() -> ApiError {
    unauthorized("auth.unauthorized").data(json!({
        "code": "ERR_JWT_CLAIM_VALIDATION_FAILED", "name": "JWTClaimValidationFailed", "claim": "client_id", "reason": "check_failed",
    }))
}

/// 403, whatever it is that is missing.
pub(crate) fn forbidden() -> ApiError {
    ApiError::new(StatusCode::FORBIDDEN, "auth.forbidden")
}

/// 401 with a code.
pub(crate) fn unauthorized(code: &'static str) -> ApiError {
    ApiError::new(StatusCode::UNAUTHORIZED, code)
}

/// A failure that the caller did not cause.
pub(crate) fn internal(error: OperationError) -> ApiError {
    match error {
        OperationError::Store(error) => error.into(),
        OperationError::Busy => ApiError::busy(),
        other => ApiError::internal(&other),
    }
}

impl DescribesInput for ManagementContext {}
