//! Signing in at an enterprise's own provider: beginning it, and what the browser brings back (OIDC contract §6.3). Whose account here that is,
//! [`identity`] decides.

mod identity;

pub(in crate::flow) use identity::take_sso;

use domain::{SsoConnectorId, sign_in_experience::IdentifierKind};
use http_kit::ApiError;
use operations::{
    Services,
    sso::{self, ProvenSsoIdentity, SsoConnector, begin_authorization, finish_authorization},
};
use serde_json::{Map, Value};

use super::{
    Flow, Visit,
    social::{BegunElsewhere, MAX_CONNECTOR_ID_BYTES, foreign_answer, not_gone_on},
};
use crate::{
    error::failed,
    state::{SsoVerification, Verification},
};

const BEGIN: &str = "Verification.EnterpriseSso.Create";
const FINISH: &str = "Verification.EnterpriseSso.Submit";

impl Flow {
    /// Begins a sign-in at a connector's provider and keeps what must be known when the browser is back.
    pub(crate) async fn begin_sso(
        &mut self,
        connector_id: &str,
        (state, redirect_uri): (&str, &str),
    ) -> Result<BegunElsewhere, ApiError> {
        let outcome = self.try_begin_sso(connector_id, (state, redirect_uri)).await;
        self.visit.record((self.experience.event(), BEGIN), None, &outcome).await?;
        outcome
    }

    async fn try_begin_sso(
        &mut self,
        connector_id: &str,
        (state, redirect_uri): (&str, &str),
    ) -> Result<BegunElsewhere, ApiError> {
        if state.is_empty() || redirect_uri.is_empty() {
            return Err(ApiError::bad_request("session.insufficient_info"));
        }
        let connector = self.visit.sso_connector(connector_id).await?;
        self.visit.check_sso_is_on()?;
        let verification_id = self.new_id();
        let key = self.sso_key(&verification_id);
        let typed = self.experience.page.identifier.as_ref();
        let typed = typed.filter(|typed| typed.kind == IdentifierKind::Email);
        let hint = typed.map(|typed| typed.value.as_str()).filter(|typed| connector.speaks_for(typed));
        let sent = (state, redirect_uri, hint);
        let authorization_uri = begin_authorization(&self.visit.services, &connector, &key, sent)
            .await
            .map_err(|error| not_gone_on(connector.id.as_str(), error))?;
        let verification = SsoVerification::begun(verification_id.clone(), connector.id, state);
        self.experience.record(Verification::EnterpriseSso(verification));
        Ok(BegunElsewhere { authorization_uri, verification_id })
    }

    /// Exchanges what the browser brought back for the identity that the provider proves, and keeps it. Works once. Without an id of a
    /// verification it is the one that this interaction has.
    pub(crate) async fn finish_sso(
        &mut self,
        (connector_id, verification_id): (&str, Option<&str>),
        parameters: &Map<String, Value>,
    ) -> Result<String, ApiError> {
        let outcome = self.try_finish_sso((connector_id, verification_id), parameters).await;
        self.visit.record((self.experience.event(), FINISH), None, &outcome).await?;
        outcome
    }

    async fn try_finish_sso(
        &mut self,
        (connector_id, verification_id): (&str, Option<&str>),
        parameters: &Map<String, Value>,
    ) -> Result<String, ApiError> {
        let connector = self.visit.sso_connector(connector_id).await?;
        self.visit.check_sso_is_on()?;
        let mut verification = self
            .sso()
            .filter(|sso| verification_id.is_none_or(|id| id == sso.id))
            .filter(|sso| sso.connector_id == connector.id)
            .ok_or_else(|| ApiError::not_found("session.verification_session_not_found"))?
            .clone();
        let state = parameters.get("state").and_then(Value::as_str);
        if !state.is_some_and(|state| verification.is_answered_with(state)) {
            return Err(foreign_answer());
        }
        let key = self.sso_key(&verification.id);
        let known = finish_authorization(&self.visit.services, &connector, &key, parameters)
            .await
            .map_err(|error| not_gone_on(connector.id.as_str(), error))?;
        let id = verification.id.clone();
        verification.identity = Some(ProvenSsoIdentity::of(&connector, known));
        self.experience.record(Verification::EnterpriseSso(verification));
        Ok(id)
    }

    /// What an attempt is kept under: nobody without this interaction finishes it.
    fn sso_key(&self, verification_id: &str) -> String {
        format!("interaction\n{}\n{verification_id}", self.visit.running.uid)
    }

    /// The sign-in at an enterprise's provider of this interaction.
    pub(crate) fn sso(&self) -> Option<&SsoVerification> {
        self.experience.verifications().iter().find_map(|verification| match verification {
            Verification::EnterpriseSso(sso) => Some(sso),
            _ => None,
        })
    }
}

/// The enterprise connector with this id, which anybody may have written.
pub(crate) async fn find_sso_connector(
    services: &Services,
    id: &str,
) -> Result<Option<SsoConnector>, ApiError> {
    let is_possible = id.len() <= MAX_CONNECTOR_ID_BYTES && !id.contains('\0');
    if is_possible { sso::find(services, &SsoConnectorId::new(id)).await.map_err(failed) } else { Ok(None) }
}

impl Visit {
    /// The enterprise connector with this id, else 404 `entity.not_exists_with_id`.
    pub(crate) async fn sso_connector(&self, id: &str) -> Result<SsoConnector, ApiError> {
        let found = find_sso_connector(&self.services, id).await?;
        found.ok_or_else(|| ApiError::not_found("entity.not_exists_with_id"))
    }

    /// 422 `user.sign_in_method_not_enabled` where the settings lead no address to an enterprise's provider.
    pub(super) fn check_sso_is_on(&self) -> Result<(), ApiError> {
        if self.settings.is_sso_enabled {
            Ok(())
        } else {
            Err(ApiError::unprocessable("user.sign_in_method_not_enabled"))
        }
    }

    /// The connectors that an address leads to: none where the settings lead no address anywhere.
    pub(crate) async fn sso_connectors_for(&self, email: &str) -> Result<Vec<SsoConnector>, ApiError> {
        if !self.settings.is_sso_enabled {
            return Ok(Vec::new());
        }
        sso::for_email(&self.services, email).await.map_err(failed)
    }

    /// 422 `session.sso_enabled` for an address whose people sign in at their enterprise's provider, and by nothing else that is sent to the address or
    /// known with it.
    pub(super) async fn check_not_sso(&self, email: &str) -> Result<(), ApiError> {
        if sso::is_led(&self.services, &self.settings, email).await.map_err(failed)? {
            return Err(ApiError::unprocessable("session.sso_enabled"));
        }
        Ok(())
    }
}
