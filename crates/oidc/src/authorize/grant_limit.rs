//! How many grants a user may have for a client at a time (OIDC contract §3.6, `maxAllowedGrants`): after an authorization the oldest beyond it
//! are revoked, and webhooks hear of that (Management API contract §13.6).

use domain::{GrantId, application::Application, grant::AuthorizationCodePayload};
use http_kit::application_brief;
use operations::{
    Services,
    hooks::{Event, Listeners},
};
use serde_json::{Map, Value};
use store::{StoreError, Transaction, grant};

use super::{AuthorizationRequest, visit::Visit};
use crate::audit::origin;

const EXCEEDED: &str = "Grant.LimitExceeded";

/// The limit of a client; nothing for one without.
pub(super) struct GrantLimit<'a>(Option<Limited<'a>>);

struct Limited<'a> {
    services: &'a Services,
    application: &'a Application,
    most: u32,
    listeners: Listeners,
    /// Where the request came from, as events tell it.
    origin: Map<String, Value>,
}

impl<'a> GrantLimit<'a> {
    /// The limit of the client of a request.
    pub(super) async fn of(visit: &Visit<'a>, request: &'a AuthorizationRequest) -> Result<Self, StoreError> {
        let application = &request.client.application;
        let Some(most) = application.custom_client_metadata.max_allowed_grants else { return Ok(Self(None)) };
        let (services, origin) = (visit.services, origin(visit.parts, "userIp"));
        let listeners = Listeners::read(services).await?;
        Ok(Self(Some(Limited { services, application, most, listeners, origin })))
    }

    /// Revokes what is beyond the limit but never the `current` grant, and stores the event of it, as part of `tx`.
    pub(super) async fn enforce(
        &self,
        tx: &Transaction,
        current: &GrantId,
        issued: &AuthorizationCodePayload,
    ) -> Result<(), StoreError> {
        let Some(limited) = &self.0 else { return Ok(()) };
        let (services, whose) = (limited.services, (&issued.user_id, &issued.application_id));
        let (tenant, now) = (&services.tenant, services.now());
        let before = grant::count_active(tx.exec(), tenant, whose, now).await?;
        if before <= i64::from(limited.most) {
            return Ok(());
        }
        let revoked = grant::delete_beyond(tx.exec(), tenant, whose, current, (limited.most, now)).await?;
        let event = limited.event(issued, &revoked, before);
        limited.listeners.store(tx, services, &[event]).await
    }

    /// Tells those who deliver; to be called when the transaction is committed.
    pub(super) async fn announce(&self) -> Result<(), StoreError> {
        match &self.0 {
            Some(limited) => limited.listeners.announce(limited.services).await,
            None => Ok(()),
        }
    }
}

impl Limited<'_> {
    fn event(&self, issued: &AuthorizationCodePayload, revoked: &[GrantId], before: i64) -> Event {
        let revoked: Vec<_> = revoked.iter().map(GrantId::as_str).collect();
        let mut event = Event::new(EXCEEDED, self.services.now());
        event.payload.extend(self.origin.clone());
        event
            .with("userId", issued.user_id.as_str())
            .with("applicationId", issued.application_id.as_str())
            .with("application", application_brief(self.application))
            .with("revokedGrantIds", revoked)
            .with("maxAllowedGrants", self.most)
            .with("preRevocationActiveGrantCount", before)
    }
}
