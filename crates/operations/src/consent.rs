//! What a user has yet to allow an application, and the record of what they do (OIDC contract §4.1, §6.7).
//!
//! Used by the authorization endpoint (is anything missing?), by the consent page (allow everything for a first-party application) and by
//! the consent API (allow what was chosen for a third-party one). What the consent page shows and what a yes there means is [`question`].

pub mod question;

mod missing;

use std::sync::Arc;

use domain::{
    ApplicationId, GrantId, OrganizationId, TenantId, UserId,
    grant::{Grant, Interaction, InteractionResult},
};
use protocol::{
    Parameters, ScopeList, UserScope,
    scope::{OFFLINE_ACCESS, OPENID, is_oidc_scope},
};
use store::{AsStoreError, Exec, StoreError, grant, organization::membership, session};

use self::missing::subtract;
pub use self::missing::{MissingOrganization, MissingResourceScopes, MissingScopes, ScopeDetail};
use crate::{
    application,
    configuration::{Client, TenantConfiguration},
    scopes::{self, OrganizationFilter, RequestedResource, SubjectRoles},
    services::{OperationError, Services},
};

/// Why consent cannot be asked for or given.
#[derive(Debug, thiserror::Error)]
pub enum ConsentError {
    /// Nobody is signed in to the interaction, or its client or session is gone: 400 `session.not_found` on the wire.
    #[error("nobody is signed in to this interaction")]
    NotSignedIn,
    /// The application does not let the user in: 400 `oidc.access_denied` on the wire.
    #[error("the application does not let the user in")]
    NotAdmitted,
    /// The user chose an organization they do not belong to: 422 `organization.require_membership` on the wire.
    #[error("the user is not a member of a chosen organization")]
    MembershipRequired,
    /// Something failed that the caller did not cause.
    #[error(transparent)]
    Operation(#[from] OperationError),
}

impl From<StoreError> for ConsentError {
    fn from(error: StoreError) -> Self {
        Self::Operation(error.into())
    }
}

impl AsStoreError for ConsentError {
    fn as_store_error(&self) -> Option<&StoreError> {
        match self {
            Self::Operation(error) => error.as_store_error(),
            _ => None,
        }
    }
}

/// What an authorization request asks of the user.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConsentRequest {
    /// Every scope asked for, in order.
    pub scope: ScopeList,
    /// The `resource` values.
    pub resources: Vec<String>,
    /// `organization_id`, which narrows the organization roles that count.
    pub organization_id: Option<OrganizationId>,
}

impl ConsentRequest {
    /// Reads it from the parameters of an authorization request.
    pub fn from_parameters(parameters: &Parameters) -> Self {
        Self {
            scope: ScopeList::parse(parameters.get("scope").unwrap_or_default()),
            resources: parameters.all("resource").map(str::to_owned).collect(),
            organization_id: parameters.get("organization_id").map(OrganizationId::new),
        }
    }

    /// What is asked for; a resource that was removed since the request was made has nothing to consent to.
    fn requested<'c>(&self, configuration: &'c TenantConfiguration) -> Vec<RequestedResource<'c>> {
        let values: Vec<&str> = self.resources.iter().map(String::as_str).collect();
        RequestedResource::of_authorization_request(configuration, &values).unwrap_or_default()
    }

    /// Whether scopes of an API are asked for, which roles give.
    fn asks_for_api_scopes(&self, configuration: &TenantConfiguration) -> bool {
        let is_api = |resource: &RequestedResource<'_>| matches!(resource, RequestedResource::Api(_));
        self.requested(configuration).iter().any(is_api)
    }
}

/// A consent that is being asked for.
#[derive(Debug)]
pub struct Consent {
    /// Who is asked.
    pub user_id: UserId,
    /// For which application.
    pub client: Arc<Client>,
    /// What the application asks for.
    pub request: ConsentRequest,
    /// What was allowed before in this session, if anything.
    pub grant: Option<Grant>,
    configuration: Arc<TenantConfiguration>,
    roles: SubjectRoles,
}

/// What an answer does to the organizations that are open to an application.
#[derive(Clone, Copy, Debug)]
enum Opening<'a> {
    /// These are opened, beside those that are open.
    Further(&'a [OrganizationId]),
    /// These are open afterwards and no others.
    Exactly(&'a [OrganizationId]),
}

impl Opening<'_> {
    async fn apply(
        self,
        exec: Exec<'_>,
        tenant: &TenantId,
        (application, user): (&ApplicationId, &UserId),
    ) -> Result<(), ConsentError> {
        let (Self::Further(wanted) | Self::Exactly(wanted)) = self;
        if matches!(self, Self::Exactly(_)) {
            for open in grant::opened_organizations(exec, tenant, application, user).await? {
                if !wanted.contains(&open) {
                    grant::close_organization(exec, tenant, application, user, &open).await?;
                }
            }
        }
        for organization in wanted {
            let opened = grant::open_organization(exec, tenant, application, user, organization).await;
            opened.map_err(|error| match error {
                StoreError::ForeignKeyViolation => ConsentError::MembershipRequired,
                other => other.into(),
            })?;
        }
        Ok(())
    }
}

impl Consent {
    /// Finds out what an interaction is about.
    ///
    /// # Errors
    /// [`ConsentError::NotSignedIn`] before somebody has signed in to it, [`ConsentError::NotAdmitted`] when the application is closed to them.
    pub async fn load(services: &Services, interaction: &Interaction) -> Result<Self, ConsentError> {
        Self::load_with(services, interaction, |_, _, _| true).await
    }

    /// As [`Self::load`], to be shown to the user, or granted as a whole ([`Self::grant_all`]) where the application is the operator's own: then the
    /// user's roles are read only where they give something that is asked for, and no organization can be chosen.
    ///
    /// # Errors
    /// As [`Self::load`].
    pub async fn load_to_show(services: &Services, interaction: &Interaction) -> Result<Self, ConsentError> {
        let needs_roles = |client: &Client, request: &ConsentRequest, configuration: &TenantConfiguration| {
            client.application.is_third_party || request.asks_for_api_scopes(configuration)
        };
        Self::load_with(services, interaction, needs_roles).await
    }

    async fn load_with(
        services: &Services,
        interaction: &Interaction,
        needs_roles: impl FnOnce(&Client, &ConsentRequest, &TenantConfiguration) -> bool,
    ) -> Result<Self, ConsentError> {
        let (exec, tenant, now) = (services.db.exec(), &services.tenant, services.now());
        let session_id = interaction.session_id.as_ref().ok_or(ConsentError::NotSignedIn)?;
        let session = session::find(exec, tenant, session_id, now).await?.ok_or(ConsentError::NotSignedIn)?;
        let user_id = session.user_id.ok_or(ConsentError::NotSignedIn)?;
        let client = services.client(&interaction.application_id).await?.ok_or(ConsentError::NotSignedIn)?;
        if !application::admits(services, &client, &user_id).await? {
            return Err(ConsentError::NotAdmitted);
        }
        let granted = match &interaction.grant_id {
            Some(id) => grant::find(exec, tenant, id, now).await?,
            None => None,
        };
        let parameters: Parameters = interaction.parameters.iter().cloned().collect();
        let request = ConsentRequest::from_parameters(&parameters);
        let configuration = services.configuration().await?;
        let roles = if needs_roles(&client, &request, &configuration) {
            SubjectRoles::of_user(exec, tenant, &user_id).await?
        } else {
            SubjectRoles::default()
        };
        Ok(Self {
            roles,
            configuration,
            grant: granted.filter(|grant| {
                grant.user_id == user_id && grant.application_id == interaction.application_id
            }),
            request,
            user_id,
            client,
        })
    }

    /// Puts a consent together from what the authorization endpoint has at hand.
    pub fn new(
        configuration: Arc<TenantConfiguration>,
        client: Arc<Client>,
        request: ConsentRequest,
        (user_id, roles): (UserId, SubjectRoles),
        grant: Option<Grant>,
    ) -> Self {
        Self { user_id, client, request, grant, configuration, roles }
    }

    /// Whether anything asked for was neither allowed nor refused yet.
    pub fn is_needed(&self) -> bool {
        self.missing_openid_scopes().next().is_some() || !self.undecided(self.requested_filter()).is_empty()
    }

    /// What is missing, for people.
    pub async fn missing(&self, services: &Services) -> Result<MissingScopes, ConsentError> {
        let openid_scopes: Vec<String> = self
            .missing_openid_scopes()
            .filter(|scope| !matches!(*scope, OPENID | OFFLINE_ACCESS))
            .map(str::to_owned)
            .collect();
        let without_organizations = self.undecided(OrganizationFilter::Only(&[]));
        let organizations = self.organizations(services, &without_organizations).await?;
        Ok(MissingScopes { openid_scopes, resource_scopes: without_organizations, organizations })
    }

    /// The user's organizations with what opening each would add to what is allowed `without` one; none unless the application asks to
    /// know them.
    async fn organizations(
        &self,
        services: &Services,
        without: &[MissingResourceScopes],
    ) -> Result<Vec<MissingOrganization>, ConsentError> {
        if !self.asks_for_organizations() {
            return Ok(Vec::new());
        }
        let (exec, tenant) = (services.db.exec(), &services.tenant);
        let brief = membership::organizations_of_user_brief(exec, tenant, &self.user_id).await?;
        let through = |id: &OrganizationId| {
            subtract(self.undecided(OrganizationFilter::Only(std::slice::from_ref(id))), without)
        };
        Ok(brief
            .into_iter()
            .map(|(id, name, ..)| MissingOrganization { resource_scopes: through(&id), id, name })
            .collect())
    }

    /// Whether the user is asked which organizations the application may know.
    fn asks_for_organizations(&self) -> bool {
        self.missing_openid_scopes().any(|scope| scope == UserScope::Organizations.as_str())
    }

    /// The organizations that the user opened to the application before.
    async fn opened(&self, services: &Services) -> Result<Vec<OrganizationId>, ConsentError> {
        let (exec, tenant) = (services.db.exec(), &services.tenant);
        let application = &self.client.application.id;
        Ok(grant::opened_organizations(exec, tenant, application, &self.user_id).await?)
    }

    /// Allows everything that was asked for and that the user has, as first-party applications get it without a question.
    pub async fn grant_all(self, services: &Services) -> Result<InteractionResult, ConsentError> {
        let allowed = self.undecided(self.requested_filter());
        self.save(services, &allowed, &[], Opening::Further(&[])).await
    }

    /// Allows what was asked for, of API scopes only what needs none but the `organizations` the user opened now or before; the rest is
    /// recorded as refused, so that it is not asked for again.
    ///
    /// # Errors
    /// [`ConsentError::MembershipRequired`] when the user does not belong to one of them.
    pub async fn grant_selected(
        self,
        services: &Services,
        organizations: &[OrganizationId],
    ) -> Result<InteractionResult, ConsentError> {
        self.check_membership(organizations)?;
        let mut opened = self.opened(services).await?;
        opened.extend_from_slice(organizations);
        let allowed = self.undecided(OrganizationFilter::Only(&opened));
        self.save(services, &allowed, &self.refused(&allowed), Opening::Further(organizations)).await
    }

    /// Everything that is asked for, that the user has, and that is not in `allowed`.
    fn refused(&self, allowed: &[MissingResourceScopes]) -> Vec<MissingResourceScopes> {
        subtract(self.undecided(self.requested_filter()), allowed)
    }

    fn check_membership(&self, organizations: &[OrganizationId]) -> Result<(), ConsentError> {
        let is_member =
            |id: &OrganizationId| self.roles.organizations.iter().any(|(member_of, _)| member_of == id);
        if organizations.iter().all(is_member) { Ok(()) } else { Err(ConsentError::MembershipRequired) }
    }

    /// Which organizations' roles count for this request.
    fn requested_filter(&self) -> OrganizationFilter<'_> {
        match &self.request.organization_id {
            Some(organization) => OrganizationFilter::Only(std::slice::from_ref(organization)),
            None => OrganizationFilter::All,
        }
    }

    fn missing_openid_scopes(&self) -> impl Iterator<Item = &str> {
        self.request.scope.iter().filter(|scope| {
            is_oidc_scope(scope) && !self.grant.as_ref().is_some_and(|grant| grant.has_openid_scope(scope))
        })
    }

    /// The requested scopes of each requested resource that the user has by the roles that `filter` admits and about which nothing was
    /// decided yet, in request order. Resources of which nothing is left are left out.
    fn undecided(&self, filter: OrganizationFilter<'_>) -> Vec<MissingResourceScopes> {
        let resources = self.request.requested(&self.configuration);
        resources
            .into_iter()
            .map(|resource| match resource {
                RequestedResource::Organizations => self.undecided_organization_scopes(),
                RequestedResource::Api(api) => self.undecided_api_scopes(api, filter),
            })
            .filter(|missing| !missing.scopes.is_empty())
            .collect()
    }

    fn undecided_organization_scopes(&self) -> MissingResourceScopes {
        let indicator = RequestedResource::Organizations.indicator();
        let known = self.configuration.organization_scopes.iter();
        let allowed: Vec<_> = known
            .filter(|scope| scopes::client_may_have_organization_scope(&self.client, &scope.id))
            .collect();
        let scopes = self.requested(indicator, |name| {
            let scope = allowed.iter().find(|scope| scope.name == name)?;
            Some(ScopeDetail {
                id: scope.id.to_string(),
                name: scope.name.clone(),
                description: scope.description.clone(),
            })
        });
        MissingResourceScopes {
            id: indicator.to_owned(),
            name: indicator.to_owned(),
            indicator: indicator.to_owned(),
            scopes,
        }
    }

    fn undecided_api_scopes(
        &self,
        api: &crate::configuration::ResourceConfiguration,
        filter: OrganizationFilter<'_>,
    ) -> MissingResourceScopes {
        let mut held = self.roles.resource_scopes(&self.configuration, api, filter);
        held.retain(|scope| scopes::client_may_have_scope(&self.client, &scope.id));
        let scopes = self.requested(&api.resource.indicator, |name| {
            let scope = held.iter().find(|scope| scope.name == name)?;
            Some(ScopeDetail {
                id: scope.id.to_string(),
                name: scope.name.clone(),
                description: scope.description.clone(),
            })
        });
        MissingResourceScopes {
            id: api.resource.id.to_string(),
            name: api.resource.name.clone(),
            indicator: api.resource.indicator.clone(),
            scopes,
        }
    }

    /// The requested scopes that `find` knows and about which nothing was decided for this resource.
    fn requested(&self, indicator: &str, find: impl Fn(&str) -> Option<ScopeDetail>) -> Vec<ScopeDetail> {
        let decided = self.grant.as_ref().and_then(|grant| grant.resource(indicator));
        let undecided = |name: &&str| !decided.is_some_and(|decided| decided.is_decided(name));
        self.request.scope.iter().filter(undecided).filter_map(find).collect()
    }

    async fn save(
        &self,
        services: &Services,
        allowed: &[MissingResourceScopes],
        refused: &[MissingResourceScopes],
        opening: Opening<'_>,
    ) -> Result<InteractionResult, ConsentError> {
        let application = &self.client.application.id;
        let mut decided = self.grant.clone().unwrap_or_else(|| {
            let id = GrantId::new(services.entropy.base64_43());
            Grant::new(id, self.user_id.clone(), application.clone(), services.now())
        });
        for scope in self.missing_openid_scopes() {
            decided.add_openid_scope(scope);
        }
        for resource in allowed {
            for scope in &resource.scopes {
                decided.decide(&resource.indicator, |decided| decided.grant(&scope.name));
            }
        }
        for resource in refused {
            for scope in &resource.scopes {
                decided.decide(&resource.indicator, |decided| decided.reject(&scope.name));
            }
        }
        let (decided, tenant) = (&decided, &services.tenant);
        let saved = services.db.transaction(|tx| async move {
            grant::put(tx.exec(), tenant, decided).await?;
            opening.apply(tx.exec(), tenant, (application, &self.user_id)).await
        });
        saved.await?;
        Ok(InteractionResult::Consent { grant_id: decided.id.clone() })
    }
}
