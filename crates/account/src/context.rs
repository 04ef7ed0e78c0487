//! Who calls the Account API, and whether they may (Management API contract §1.2): a user, by an access token of this provider that stands
//! for nobody else, of an application that may still have it; or by the session of their browser, where a page of this server calls for them
//! ([`SessionUser`]).
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
    ApplicationId, GrantId, HashedToken, SessionId, TenantId, UserId, account::User,
    application::ApplicationType, grant::Session, sign_in_experience::SignInExperience,
};
use http_kit::{ApiError, DescribesInput, Issue, MatchedOperation, bearer_token};
use operations::{
    Client, Services, account_center, application, configuration::ACCOUNT_CENTER, scopes::still_allowed,
};
use protocol::{ScopeList, scope::OPENID};
use serde_json::Value;
use store::{Exec, access_token};

use crate::{
    error::{failed, forbidden, unauthorized},
    facts::Facts,
    rules::{self, Field, Rule},
    session_user::SessionUser,
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
    credential: Credential,
    /// What the caller says they have proved.
    pub(crate) verification_id: Option<String>,
    /// What they have proved, where the operation asks for it.
    pub(crate) proof: Option<Proof>,
    _checked: (),
}

/// By what the caller is known.
#[derive(Clone)]
enum Credential {
    /// By an access token, for its scopes.
    Token(HashedToken, ScopeList),
    /// By the session of their browser, on pages of this server: for everything that the account center opens.
    Session(SessionId),
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
        match &self.credential {
            Credential::Token(_, scopes) => scopes.contains(scope),
            Credential::Session(_) => true,
        }
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
        match self.experience.email_blocklist.rejection_of(email, &self.services.disposable_domains) {
            Some(rejection) => Err(ApiError::unprocessable(rejection.code())),
            None => Ok(()),
        }
    }

    /// 422 `session.sso_enabled` for an address whose owner signs in at their enterprise's provider: it would lead them into this account.
    pub(crate) async fn check_not_sso(&self, email: &str) -> Result<(), ApiError> {
        if operations::sso::is_led(&self.services, &self.experience, email).await.map_err(failed)? {
            return Err(ApiError::unprocessable("session.sso_enabled"));
        }
        Ok(())
    }

    /// Finds the token or the session, and what it hangs on, once more: within a change, so that nothing is changed for somebody who was signed
    /// out since.
    pub(crate) async fn check_token(&self, exec: Exec<'_>) -> Result<(), ApiError> {
        let (tenant, now) = (self.tenant(), self.services.now());
        let stands = match &self.credential {
            Credential::Token(token, _) => access_token::find(exec, tenant, token, now).await?.is_some(),
            Credential::Session(session) => {
                let session = store::session::find(exec, tenant, session, now).await?;
                let is_own = session.is_some_and(|session| session.user_id.as_ref() == Some(self.user_id()));
                is_own && store::grant::find(exec, tenant, &self.grant_id, now).await?.is_some()
            }
        };
        if stands { Ok(()) } else { Err(unauthorized()) }
    }

    /// The session in which the caller uses their account, if it still stands.
    pub(crate) async fn current_session(&self) -> Result<Option<Session>, ApiError> {
        let (exec, tenant, now) = (self.exec(), self.tenant(), self.services.now());
        Ok(match &self.credential {
            Credential::Token(..) => {
                store::session::of_grant(exec, tenant, (self.user_id(), &self.grant_id), now).await?
            }
            Credential::Session(session) => store::session::find(exec, tenant, session, now).await?,
        })
    }

    async fn of(parts: &Parts, services: &Arc<Services>) -> Result<Self, ApiError> {
        let MatchedOperation(operation) = parts.extensions.get().cloned().ok_or_else(forbidden)?;
        // Whoever forgot to say what an operation asks lets nobody in.
        let rule = rules::of(&operation).ok_or_else(forbidden)?;
        let caller = match parts.extensions.get::<SessionUser>() {
            Some(session) => Caller::of_session(services, session).await?,
            None => Caller::of_token(services, bearer_token(&parts.headers)?).await?,
        };
        let Caller { user, client, grant_id, credential } = caller;
        let configuration = services.configuration().await.map_err(failed)?;
        let settings = configuration.settings.get(ACCOUNT_CENTER).unwrap_or(&Value::Null);
        let verification_id = parts.headers.get(VERIFICATION_ID).and_then(|id| id.to_str().ok());
        let mut context = Self {
            settings: Arc::new(AccountCenter::of(services.tenant.as_str(), settings)),
            experience: Arc::new(SignInExperience::of(&configuration.sign_in_experience)),
            facts: Arc::new(Facts::of(parts, &operation)),
            services: Arc::clone(services),
            user: Arc::new(user),
            client,
            grant_id,
            credential,
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

/// Who calls, for whom, and by what they are known.
struct Caller {
    user: User,
    client: Arc<Client>,
    grant_id: GrantId,
    credential: Credential,
}

impl Caller {
    /// By the opaque token that was shown.
    async fn of_token(services: &Services, token: &str) -> Result<Self, ApiError> {
        let (exec, tenant, now) = (services.db.exec(), &services.tenant, services.now());
        let token = access_token::find(exec, tenant, &HashedToken::of(token), now).await?;
        let token = token.ok_or_else(unauthorized)?;
        let (Some(user_id), Some(grant_id)) = (&token.user_id, token.grant_id.clone()) else {
            return Err(unauthorized());
        };
        let grant = store::grant::find(exec, tenant, &grant_id, now).await?.ok_or_else(unauthorized)?;
        // Whoever holds a token of the user for an API could exchange it, and somebody else may stand for them: neither is the user.
        if grant.is_of_exchange(&token) || token.claims.contains_key("act") {
            return Err(unauthorized());
        }
        let (user, client) = Self::let_in(services, user_id, &token.application_id).await?;
        let scopes = still_allowed(&client, &token.scope);
        Ok(Self { user, client, grant_id, credential: Credential::Token(token.hash, scopes) })
    }

    /// By the session of their browser.
    async fn of_session(services: &Services, session: &SessionUser) -> Result<Self, ApiError> {
        let (user, client) = Self::let_in(services, session.user_id(), &account_center::client_id()).await?;
        let credential = Credential::Session(session.session_id().clone());
        Ok(Self { user, client, grant_id: session.grant_id().clone(), credential })
    }

    /// The user, who must not be suspended, and the application, which must be one for people and let this one in.
    async fn let_in(
        services: &Services,
        user_id: &UserId,
        application_id: &ApplicationId,
    ) -> Result<(User, Arc<Client>), ApiError> {
        let client = services.client(application_id).await.map_err(failed)?;
        let client = client
            .filter(|client| client.application.kind != ApplicationType::MachineToMachine)
            .ok_or_else(unauthorized)?;
        let user = store::user::find(services.db.exec(), &services.tenant, user_id).await?;
        let user = user.filter(|user| !user.is_suspended).ok_or_else(unauthorized)?;
        if application::admits(services, &client, &user.id).await? {
            Ok((user, client))
        } else {
            Err(unauthorized())
        }
    }
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
