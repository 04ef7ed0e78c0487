//! How an account changes: in one transaction, for a user who is still there and still signed in, with what webhooks hear of it.

use std::sync::Arc;

use axum::http::Method;
use domain::{OrganizationId, account::User};
use http_kit::{ApiError, user_info};
use operations::hooks::{Event, Listeners};
use serde_json::json;
use store::{Exec, Transaction};

use crate::{
    AccountContext,
    error::{not_proved, unauthorized},
};

/// What webhooks hear of a change.
const UPDATED: &str = "User.Data.Updated";
/// Of the end of an account.
const DELETED: &str = "User.Deleted";
/// Of who comes to an organization and leaves it.
const MEMBERSHIP: &str = "Organization.Membership.Updated";

impl AccountContext {
    /// Runs `work` on the account, whose row is locked and given to it as it is then, and stores what webhooks hear of the change, all or
    /// nothing. It may run more than once.
    pub(crate) async fn change<T, F>(&self, work: impl Fn(Arc<Transaction>, User) -> F) -> Result<T, ApiError>
    where
        F: Future<Output = Result<T, ApiError>>,
    {
        let services = &self.services;
        let listeners = &Listeners::read(services).await?;
        let work = &work;
        let done = services.db.transaction(|tx| async move {
            let tx = Arc::new(tx);
            let user = self.lock(tx.exec()).await?;
            let done = work(Arc::clone(&tx), user).await?;
            if listeners.hear(&[UPDATED])
                && let Some(user) = store::user::find(tx.exec(), self.tenant(), self.user_id()).await?
            {
                listeners.store(&tx, services, &[self.updated(user)]).await?;
            }
            Ok::<_, ApiError>(done)
        });
        let done = done.await?;
        listeners.announce(services).await?;
        Ok(done)
    }

    /// As [`Self::change`], for what is not a change of the account's data: `work` tells itself what webhooks hear of it.
    pub(crate) async fn step<T, F>(&self, work: impl Fn(Arc<Transaction>, User) -> F) -> Result<T, ApiError>
    where
        F: Future<Output = Result<(T, Vec<Event>), ApiError>>,
    {
        let services = &self.services;
        let listeners = &Listeners::read(services).await?;
        let work = &work;
        let done = services.db.transaction(|tx| async move {
            let tx = Arc::new(tx);
            let user = self.lock(tx.exec()).await?;
            let (done, events) = work(Arc::clone(&tx), user).await?;
            listeners.store(&tx, services, &events).await?;
            Ok::<_, ApiError>(done)
        });
        let done = done.await?;
        listeners.announce(services).await?;
        Ok(done)
    }

    /// Locks the user, who must still be who has proved it, and may still call.
    pub(crate) async fn lock(&self, exec: Exec<'_>) -> Result<User, ApiError> {
        let user = store::user::lock(exec, self.tenant(), self.user_id(), self.services.now()).await?;
        let user = user.filter(|user| !user.is_suspended).ok_or_else(unauthorized)?;
        self.check_token(exec).await?;
        match &self.proof {
            Some(proof) if !proof.holds_for(&user) => Err(not_proved()),
            _ => Ok(user),
        }
    }

    fn updated(&self, user: User) -> Event {
        // As the operations answer that change something.
        let status = if self.facts.method == Method::PATCH { 200 } else { 204 };
        self.event(UPDATED, status).with("data", json!(user_info(user)))
    }

    /// That the user is gone, with what there was of them.
    pub(crate) fn deleted(&self, user: User) -> Event {
        self.event(DELETED, 204).with("data", json!(user_info(user)))
    }

    /// That the user has come to an organization or has left it; `change` is the member that lists who.
    pub(crate) fn membership(&self, change: &str, organization: &OrganizationId, status: u16) -> Event {
        self.event(MEMBERSHIP, status)
            .with("organizationId", organization.as_str())
            .with(change, json!([self.user_id()]))
    }

    /// An event in the form of the Management API's (contract §13.5).
    fn event(&self, name: &'static str, status: u16) -> Event {
        let facts = &self.facts;
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        Event::new(name, self.services.now())
            .with("userAgent", text(&facts.user_agent))
            .with("ip", text(&facts.ip))
            .with("path", facts.event_path())
            .with("method", facts.method.as_str())
            .with("status", status)
            .with("params", facts.parameters())
            .with("matchedRoute", facts.matched_route())
            .with("applicationId", self.client.application.id.as_str())
    }
}
