//! Who calls the Account API, and whether they may (Management API contract §1.2): a user, by an access token of this provider that stands
//! for nobody else, of an application that may still have it.
//!
//! Only opaque tokens are taken. The signed ones that this provider issues are all for APIs or organizations, which hand them on; and nothing
//! stored tells whether their grant still stands.

use std::sync::Arc;

use api_types::account_center::{AccountCenter, FieldAccess};
use axum::{
    extract::FromRequestParts,
    http::{HeaderName, request::Parts},
};
use domain::{
    GrantId, HashedToken, TenantId, UserId, account::User, application::ApplicationType, grant::AccessToken,
    sign_in_experience::SignInExperience,
};
use http_kit::{ApiError, DescribesInput, Issue, MatchedOperation, bearer_token};
use operations::{Client, Services, application, configuration::ACCOUNT_CENTER, scopes::still_allowed};
use protocol::{ScopeList, scope::OPENID};
use serde_json::Value;
use store::{Exec, access_token};

use crate::{
    error::{failed, forbidden, unauthorized},
    facts::Facts,
    rules::{self, Field, Rule},
    verification::Proof,
};

/// The header that names what the caller has proved.
const VERIFICATION_ID: HeaderName = HeaderName::from_static("logto-verification-id");

/// Proof that a user calls who may do what is asked, and what handlers work with. Only the check makes one.
#[derive(Clone)]
pub struct AccountContext {
    /// The services.
    pub(crate) services: Arc<Services>,
    /// The user, as the account was when the request came.
    pub(crate) user: Arc<User>,
    /// The application that calls.
    pub(crate) client: Arc<Client>,
    /// What opens and closes parts of accounts.
    pub(crate) settings: Arc<AccountCenter>,
    /// The tenant's rules for names, passwords and registration.
    pub(crate) experience: Arc<SignInExperience>,
    /// What the request tells beside its body.
    pub(crate) facts: Arc<Facts>,
    /// The grant that the token hangs on.
    pub(crate) grant_id: GrantId,
    token: HashedToken,
    scope: ScopeList,
    /// What the caller says they have proved.
    pub(crate) verification_id: Option<String>,
    /// What they have proved, where the operation asks for it.
    pub(crate) proof: Option<Proof>,
    _checked: (),
}

/// What the check found already, for the handler of the same request.
#[derive(Clone)]
pub(crate) struct Admitted(pub(crate) AccountContext);

impl AccountContext {
    /// The tenant.
    pub(crate) fn tenant(&self) -> &TenantId {
        &self.services.tenant
    }

    /// The handle for single statements.
    pub(crate) fn exec(&self) -> Exec<'_> {
        self.services.db.exec()
    }

    /// Who calls.
    pub(crate) fn user_id(&self) -> &UserId {
        &self.user.id
    }

    /// Whether the token has a scope.
    pub(crate) fn has_scope(&self, scope: &str) -> bool {
        self.scope.contains(scope)
    }

    /// 403 unless the token has this scope.
    pub(crate) fn check_scope(&self, scope: &str) -> Result<(), ApiError> {
        if self.has_scope(scope) { Ok(()) } else { Err(forbidden()) }
    }

    /// Whether users see this part of their account.
    pub(crate) fn shows(&self, field: Field) -> bool {
        field.access(&self.settings.fields) != FieldAccess::Off
    }

    /// 400 unless users see one of these parts of their account.
    pub(crate) fn check_seen(&self, fields: &[Field]) -> Result<(), ApiError> {
        if fields.iter().any(|field| self.shows(*field)) {
            Ok(())
        } else {
            Err(ApiError::bad_request("account_center.field_not_enabled"))
        }
    }

    /// 400 unless users may change one of these parts of their account.
    pub(crate) fn check_edited(&self, fields: &[Field]) -> Result<(), ApiError> {
        if fields.iter().any(|field| field.access(&self.settings.fields) == FieldAccess::Edit) {
            return Ok(());
        }
        self.check_seen(fields)?;
        Err(ApiError::bad_request("account_center.field_not_editable"))
    }

    /// 422 for an e-mail address that the tenant does not want accounts to have.
    pub(crate) fn check_blocklist(&self, email: &str) -> Result<(), ApiError> {
        match self.experience.email_blocklist.rejection_of(email) {
            Some(rejection) => Err(ApiError::unprocessable(rejection.code())),
            None => Ok(()),
        }
    }

    /// Finds the token, and what it hangs on, once more: within a change, so that nothing is changed for somebody who was signed out since.
    pub(crate) async fn check_token(&self, exec: Exec<'_>) -> Result<(), ApiError> {
        let found = access_token::find(exec, self.tenant(), &self.token, self.services.now()).await?;
        found.map(drop).ok_or_else(unauthorized)
    }

    async fn of(parts: &Parts, services: &Arc<Services>) -> Result<Self, ApiError> {
        let MatchedOperation(operation) = parts.extensions.get().cloned().ok_or_else(forbidden)?;
        // Whoever forgot to say what an operation asks lets nobody in.
        let rule = rules::of(&operation).ok_or_else(forbidden)?;
        let token = find_token(services, bearer_token(&parts.headers)?).await?;
        let (Some(user_id), Some(grant_id)) = (&token.user_id, token.grant_id.clone()) else {
            return Err(unauthorized());
        };
        let (exec, now) = (services.db.exec(), services.now());
        let grant =
            store::grant::find(exec, &services.tenant, &grant_id, now).await?.ok_or_else(unauthorized)?;
        // Whoever holds a token of the user for an API could exchange it, and somebody else may stand for them: neither is the user.
        if grant.is_of_exchange(&token) || token.claims.contains_key("act") {
            return Err(unauthorized());
        }
        let client = services.client(&token.application_id).await.map_err(failed)?;
        let client = client
            .filter(|client| client.application.kind != ApplicationType::MachineToMachine)
            .ok_or_else(unauthorized)?;
        let user = store::user::find(services.db.exec(), &services.tenant, user_id).await?;
        let user = user.filter(|user| !user.is_suspended).ok_or_else(unauthorized)?;
        if !application::admits(services, &client, &user.id).await? {
            return Err(unauthorized());
        }
        let configuration = services.configuration().await.map_err(failed)?;
        let settings = configuration.settings.get(ACCOUNT_CENTER).unwrap_or(&Value::Null);
        let verification_id = parts.headers.get(VERIFICATION_ID).and_then(|id| id.to_str().ok());
        let mut context = Self {
            scope: still_allowed(&client, &token.scope),
            settings: Arc::new(AccountCenter::of(services.tenant.as_str(), settings)),
            experience: Arc::new(SignInExperience::of(&configuration.sign_in_experience)),
            facts: Arc::new(Facts::of(parts, &operation)),
            services: Arc::clone(services),
            user: Arc::new(user),
            client,
            grant_id,
            token: token.hash,
            verification_id: verification_id.filter(|id| !id.is_empty()).map(str::to_owned),
            proof: None,
            _checked: (),
        };
        context.check(rule).await?;
        refuse_nul(parts.uri.path())?;
        Ok(context)
    }

    /// Holds the caller against the rule of the operation.
    async fn check(&mut self, rule: &Rule) -> Result<(), ApiError> {
        self.check_scope(OPENID)?;
        if self.client.application.is_third_party && !rule.is_for_third_parties {
            return Err(forbidden());
        }
        if !self.settings.enabled {
            return Err(ApiError::bad_request("account_center.not_enabled"));
        }
        for scope in rule.scopes {
            self.check_scope(scope)?;
        }
        if !rule.sees.is_empty() {
            self.check_seen(rule.sees)?;
        }
        if !rule.edits.is_empty() {
            self.check_edited(rule.edits)?;
        }
        if rule.needs_proof {
            self.proof = Some(self.prove().await?);
        }
        Ok(())
    }
}

/// The opaque token that was shown.
async fn find_token(services: &Services, token: &str) -> Result<AccessToken, ApiError> {
    let (exec, tenant) = (services.db.exec(), &services.tenant);
    let found = access_token::find(exec, tenant, &HashedToken::of(token), services.now()).await?;
    found.ok_or_else(unauthorized)
}

/// Refuses a NUL character in the path, which PostgreSQL cannot compare with anything.
fn refuse_nul(path: &str) -> Result<(), ApiError> {
    if path.contains("%00") {
        let issue = Issue::new("custom", &["params"], "NUL characters are not allowed");
        return Err(ApiError::invalid_input(vec![issue]));
    }
    Ok(())
}

impl FromRequestParts<Arc<Services>> for AccountContext {
    type Rejection = ApiError;

    async fn from_request_parts(
        parts: &mut Parts,
        services: &Arc<Services>,
    ) -> Result<Self, Self::Rejection> {
        match parts.extensions.get() {
            Some(Admitted(context)) => Ok(context.clone()),
            None => Self::of(parts, services).await,
        }
    }
}

impl DescribesInput for AccountContext {}
