//! What webhooks hear of a sign-in (Management API contract §13.6). Events are stored in the transaction of the step that raises them, so that
//! a step which is acknowledged has its events and one that fails has none.

use domain::{OrganizationId, UnixMillis, UserId, account::User, sign_in_place::RiskSignal};
use http_kit::{ApiError, application_brief, user_info};
use operations::{
    Services,
    hooks::{self, Listeners},
};
use serde_json::{Value, json};
use store::{StoreError, Transaction};

use super::Visit;
use crate::{
    error::failed,
    state::{Event, Identifier},
};

const CREATED: &str = "User.Created";
const UPDATED: &str = "User.Data.Updated";
const MEMBERSHIP: &str = "Organization.Membership.Updated";
const LOCKOUT: &str = "Identifier.Lockout";
const ASKED_BY_RISK: &str = "PostSignInAdaptiveMfaTriggered";

/// The event of an interaction that ends so.
const fn completed(event: Event) -> &'static str {
    match event {
        Event::SignIn => "PostSignIn",
        Event::Register => "PostRegister",
        Event::ForgotPassword => "PostResetPassword",
    }
}

/// Makes the events of one request, and knows who listens.
pub(super) struct Announcer {
    listeners: Listeners,
    event: Event,
    at: UnixMillis,
    session_id: String,
    ip: Option<String>,
    user_agent: Option<String>,
    application_id: String,
    application: Option<Value>,
}

impl Visit {
    /// What makes the events of this request, which is part of an interaction for `event`.
    pub(super) async fn announcer(&self, event: Event) -> Result<Announcer, ApiError> {
        let (services, interaction) = (&self.services, &self.running.interaction);
        let client = services.client(&interaction.application_id).await.map_err(failed)?;
        Ok(Announcer {
            listeners: Listeners::read(services).await?,
            event,
            at: services.now(),
            session_id: session_id(interaction),
            ip: self.requester.ip.clone(),
            user_agent: self.requester.user_agent.clone(),
            application_id: interaction.application_id.to_string(),
            application: client.map(|client| application_brief(&client.application)),
        })
    }

    /// Tells webhooks that an identifier is locked after too many failures; durable when this returns.
    pub(super) async fn tell_lockout(
        &self,
        event: Event,
        identifier: &Identifier,
        user: Option<&User>,
    ) -> Result<(), ApiError> {
        let announcer = self.announcer(event).await?;
        hooks::raise(&self.services, &[announcer.locked_out(identifier, user)]).await.map_err(failed)
    }
}

/// What names an interaction in events: its stored id, which lets nobody in.
pub(super) fn session_id(interaction: &domain::grant::Interaction) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(interaction.id.as_bytes())
}

impl Announcer {
    /// Whether somebody listens to what the end of the interaction, or a change of the account in it, raises.
    pub(super) fn is_heard(&self) -> bool {
        self.listeners.hear(&[completed(self.event), UPDATED, MEMBERSHIP, ASKED_BY_RISK])
    }

    /// Who listens, for steps that store what they raise themselves.
    pub(super) const fn listeners(&self) -> &Listeners {
        &self.listeners
    }

    /// Stores events as part of `tx`. Afterwards [`Self::announce`].
    pub(super) async fn store(
        &self,
        tx: &Transaction,
        services: &Services,
        events: &[hooks::Event],
    ) -> Result<(), StoreError> {
        self.listeners.store(tx, services, events).await
    }

    /// Tells those who deliver; to be called when the transaction is committed.
    pub(super) async fn announce(&self, services: &Services) -> Result<(), StoreError> {
        self.listeners.announce(services).await
    }

    /// The interaction has ended well for `user`, whose account was `changed` by it and who has joined these organizations.
    pub(super) fn completed(
        &self,
        user: &User,
        (changed, joined): (bool, &[OrganizationId]),
    ) -> Vec<hooks::Event> {
        let mut events = Vec::new();
        if changed {
            events.push(self.data(UPDATED, user));
        }
        events.extend(joined.iter().map(|organization| self.membership(organization, &user.id)));
        events.push(self.interaction(completed(self.event), Some(user)));
        events
    }

    /// `user` has shown a second factor that was asked for because of this.
    pub(super) fn asked_by_risk(&self, user: &User, signals: &[RiskSignal]) -> hooks::Event {
        let signals: Vec<_> = signals.iter().map(|signal| signal.as_str()).collect();
        self.interaction(ASKED_BY_RISK, Some(user)).with("riskSignals", json!(signals))
    }

    /// `user` has registered and joined these organizations.
    pub(super) fn registered(&self, user: &User, joined: &[OrganizationId]) -> Vec<hooks::Event> {
        let membership = joined.iter().map(|organization| self.membership(organization, &user.id));
        std::iter::once(self.data(CREATED, user)).chain(membership).collect()
    }

    fn membership(&self, organization: &OrganizationId, user: &UserId) -> hooks::Event {
        self.about_data(MEMBERSHIP)
            .with("organizationId", organization.as_str())
            .with("addedUserIds", json!([user]))
    }

    fn locked_out(&self, identifier: &Identifier, user: Option<&User>) -> hooks::Event {
        self.interaction(LOCKOUT, user)
            .with("type", identifier.kind.as_str())
            .with("value", identifier.value.as_str())
    }

    /// An event in the form of interactions.
    fn interaction(&self, name: &'static str, user: Option<&User>) -> hooks::Event {
        let mut event = with_some(self.common(name), "userIp", self.ip.clone());
        if let Some(user) = user {
            event = event.with("userId", user.id.as_str()).with("user", json!(user_info(user.clone())));
        }
        with_some(event, "application", self.application.clone())
    }

    /// An event in the form of data.
    fn data(&self, name: &'static str, user: &User) -> hooks::Event {
        self.about_data(name).with("data", json!(user_info(user.clone())))
    }

    fn about_data(&self, name: &'static str) -> hooks::Event {
        let event = with_some(self.common(name), "ip", self.ip.clone())
            .with("applicationId", self.application_id.as_str());
        with_some(event, "application", self.application.clone())
    }

    fn common(&self, name: &'static str) -> hooks::Event {
        let event = hooks::Event::new(name, self.at)
            .with("interactionEvent", self.event.as_str())
            .with("sessionId", self.session_id.as_str());
        with_some(event, "userAgent", self.user_agent.clone())
    }
}

fn with_some(event: hooks::Event, member: &str, value: Option<impl Into<Value>>) -> hooks::Event {
    match value {
        Some(value) => event.with(member, value),
        None => event,
    }
}

#[cfg(test)]
mod tests {
    use testkit::TestServices;

    use super::*;

    #[tokio::test]
    async fn whoever_registers_is_told_first_and_then_what_they_joined() {
        let test = TestServices::sqlite().await;
        let announcer = Announcer {
            listeners: Listeners::read(&test.services).await.unwrap(),
            event: Event::Register,
            at: UnixMillis(0),
            session_id: "session".to_owned(),
            ip: Some("192.0.2.1".to_owned()),
            user_agent: Some("agent".to_owned()),
            application_id: "app".to_owned(),
            application: None,
        };
        let user = User::new(UserId::new("u"), UnixMillis(1));
        let joined = ["a", "b"].map(OrganizationId::new);
        let events = announcer.registered(&user, &joined);
        assert_eq!(
            events.iter().map(|event| event.name).collect::<Vec<_>>(),
            ["User.Created", "Organization.Membership.Updated", "Organization.Membership.Updated"]
        );
        let payload = events.into_iter().next_back().unwrap().payload;
        assert_eq!(
            Value::Object(payload),
            json!({
                "event": "Organization.Membership.Updated", "createdAt": "1970-01-01T00:00:00.000Z", "interactionEvent": "Register",
                "sessionId": "session", "userAgent": "agent", "ip": "192.0.2.1", "applicationId": "app",
                "organizationId": "b", "addedUserIds": ["u"],
            })
        );
        assert!(!announcer.is_heard());
    }

    testkit::meets_rows! { 46 => whoever_registers_is_told_first_and_then_what_they_joined }
}
