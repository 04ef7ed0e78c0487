//! Whose page it is ([`hosted::brand`]), and what somebody wants to have said on it.

use domain::{OrganizationId, organization::Organization, sign_in_experience::SignInExperience};
use hosted::brand::{in_colors_of, of_application};
use operations::Client;
use serde_json::Value;
use ui::{Brand, components::Terms};

use crate::flow::Visit;

impl Visit {
    /// The brand of this interaction's application, on the page at this path.
    pub(super) async fn brand(&self, path: &str) -> Brand {
        let configuration = self.services.configuration().await.ok();
        let notice = configuration.and_then(|configuration| notice(&configuration.sign_in_experience, path));
        Brand { notice, ..self.look().await }
    }

    /// The brand of this interaction's application, on pages of no path of their own.
    pub(super) async fn look(&self) -> Brand {
        let id = &self.running.interaction.application_id;
        let brand = of_application(&self.services, Some(id)).await;
        let Ok(Some(client)) = self.services.client(id).await else { return brand };
        match self.organization_of(&client).await {
            Some(organization) => in_colors_of(brand, &organization),
            None => brand,
        }
    }

    /// The organization that is signed in to. A third party's application cannot dress up as one.
    async fn organization_of(&self, client: &Client) -> Option<Organization> {
        let named = self.running.interaction.parameter("organization_id");
        let id = OrganizationId::new(named.filter(|_| !client.application.is_third_party)?);
        let (exec, tenant) = (self.services.db.exec(), &self.services.tenant);
        store::organization::find(exec, tenant, &id).await.ok().flatten()
    }

    /// The documents that users accept.
    pub(super) fn terms(&self) -> Terms {
        terms(&self.settings)
    }

    /// Where the redirects after a form may end: here first, then at the client.
    pub(super) fn redirect_targets(&self) -> Vec<String> {
        let client = self.running.interaction.parameter("redirect_uri").map(ToOwned::to_owned);
        std::iter::once(self.services.endpoint.base().to_owned()).chain(client).collect()
    }
}

/// The documents that users accept.
pub(super) fn terms(settings: &SignInExperience) -> Terms {
    Terms {
        terms_of_use_url: settings.terms_of_use_url.clone(),
        privacy_policy_url: settings.privacy_policy_url.clone(),
        help_url: settings.help_url.clone(),
    }
}

/// What the tenant wants to have said on the page at this path (`customContent`).
pub(super) fn notice(settings: &Value, path: &str) -> Option<String> {
    let place = |path: &str| path.split('?').next().unwrap_or_default().trim_matches('/').to_owned();
    let contents = settings.get("customContent")?.as_object()?;
    let (_, text) = contents.iter().find(|(named, _)| place(named) == place(path))?;
    let text = text.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
