//! What the consent page asks, and what its answer does. Everything that a yes records is in the question; nothing else is recorded.
//!
//! The consent API tells and does something else, as the wire has it (OIDC contract §6.7): it leaves out `offline_access` and what comes
//! through organizations that are open already, and its answers open further organizations without closing any.

use domain::{OrganizationId, grant::InteractionResult};

use super::{
    Consent, ConsentError, Opening,
    missing::{MissingOrganization, MissingResourceScopes},
};
use crate::{scopes::OrganizationFilter, services::Services};

/// What a user is asked for on the page.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Question {
    /// The OIDC scopes that a yes records.
    pub openid_scopes: Vec<String>,
    /// The API scopes and organization permissions that a yes records, whatever is ticked.
    pub resource_scopes: Vec<MissingResourceScopes>,
    /// The user's organizations, to be ticked, where the application asks to know them. The answer says which of them are open from then on.
    pub organizations: Vec<MissingOrganization>,
    /// Those that are open to the application now.
    pub opened: Vec<OrganizationId>,
}

impl Question {
    /// Whether there is nothing that a yes could record as allowed.
    pub fn offers_nothing(&self) -> bool {
        self.openid_scopes.is_empty() && self.resource_scopes.is_empty() && self.organizations.is_empty()
    }
}

impl Consent {
    /// What the page shows.
    ///
    /// # Errors
    /// Failures of the store only.
    pub async fn question(&self, services: &Services) -> Result<Question, ConsentError> {
        let opened = self.opened(services).await?;
        let resource_scopes = self.undecided(OrganizationFilter::Only(self.settled(&opened)));
        Ok(Question {
            openid_scopes: self.missing_openid_scopes().map(str::to_owned).collect(),
            organizations: self.organizations(services, &resource_scopes).await?,
            resource_scopes,
            opened,
        })
    }

    /// Allows what [`Self::question`] shows, and of what comes through organizations only what the `ticked` ones give. Where organizations
    /// are asked about, they are the open ones from now on; otherwise what is ticked counts for nothing and those that are open stay so.
    /// The rest is recorded as refused, so that it is not asked for again.
    ///
    /// # Errors
    /// [`ConsentError::MembershipRequired`] when the user does not belong to a ticked one.
    pub async fn answer(
        self,
        services: &Services,
        ticked: &[OrganizationId],
    ) -> Result<InteractionResult, ConsentError> {
        let opened = self.opened(services).await?;
        let (counted, opening) = if self.asks_for_organizations() {
            self.check_membership(ticked)?;
            (ticked, Opening::Exactly(ticked))
        } else {
            (opened.as_slice(), Opening::Further(&[]))
        };
        let allowed = self.undecided(OrganizationFilter::Only(counted));
        self.save(services, &allowed, &self.refused(&allowed), opening).await
    }

    /// Of the `opened` organizations those whose roles count whatever is ticked: all, unless they are asked about.
    fn settled<'a>(&self, opened: &'a [OrganizationId]) -> &'a [OrganizationId] {
        if self.asks_for_organizations() { &[] } else { opened }
    }
}
