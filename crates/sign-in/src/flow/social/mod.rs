//! Signing in with an account elsewhere: beginning it, and what the browser brings back (OIDC contract §6.3). Whose account here that is,
//! [`identity`] decides.

mod identity;

pub(in crate::flow) use identity::{fill, not_verified, sync};

use connectors::ConnectorError;
use domain::ConnectorId;
use http_kit::ApiError;
use operations::{
    connectors::{
        self as connector, AuthorizationError, Connector, begin_keyed_authorization,
        finish_keyed_authorization,
    },
    social::ProvenIdentity,
};
use serde_json::{Map, Value};

use super::{Flow, Visit};
use crate::{
    error::failed,
    state::{SocialVerification, Verification},
};

const BEGIN: &str = "Verification.Social.Create";
const FINISH: &str = "Verification.Social.Submit";
/// The longest id of a connector that is looked for, in bytes.
pub(in crate::flow) const MAX_CONNECTOR_ID_BYTES: usize = 128;

/// A sign-in elsewhere that has begun.
#[derive(Debug)]
pub(crate) struct BegunElsewhere {
    pub(crate) authorization_uri: String,
    pub(crate) verification_id: String,
}

impl Flow {
    /// Begins a sign-in elsewhere and keeps what must be known when the browser is back.
    pub(crate) async fn begin_social(
        &mut self,
        connector_id: &str,
        (state, redirect_uri): (&str, &str),
    ) -> Result<BegunElsewhere, ApiError> {
        let outcome = self.try_begin_social(connector_id, (state, redirect_uri)).await;
        self.visit.record((self.experience.event(), BEGIN), None, &outcome).await?;
        outcome
    }

    async fn try_begin_social(
        &mut self,
        connector_id: &str,
        (state, redirect_uri): (&str, &str),
    ) -> Result<BegunElsewhere, ApiError> {
        if state.is_empty() || redirect_uri.is_empty() {
            return Err(ApiError::bad_request("session.insufficient_info"));
        }
        let connector = self.visit.connector(connector_id).await?;
        let verification_id = self.new_id();
        let (services, key) = (&self.visit.services, self.attempt_key(&verification_id));
        let authorization_uri = begin_keyed_authorization(services, &connector, &key, (state, redirect_uri))
            .await
            .map_err(|error| not_gone_on(connector.id.as_str(), error))?;
        let verification = SocialVerification::begun(verification_id.clone(), connector.id, state);
        self.experience.record(Verification::Social(verification));
        Ok(BegunElsewhere { authorization_uri, verification_id })
    }

    /// Exchanges what the browser brought back for the identity that the provider proves, and keeps it. Works once. Without an id of a
    /// verification it is the one that this interaction has.
    pub(crate) async fn finish_social(
        &mut self,
        (connector_id, verification_id): (&str, Option<&str>),
        parameters: &Map<String, Value>,
    ) -> Result<String, ApiError> {
        let outcome = self.try_finish_social((connector_id, verification_id), parameters).await;
        self.visit.record((self.experience.event(), FINISH), None, &outcome).await?;
        outcome
    }

    async fn try_finish_social(
        &mut self,
        (connector_id, verification_id): (&str, Option<&str>),
        parameters: &Map<String, Value>,
    ) -> Result<String, ApiError> {
        let mut verification = self
            .social()
            .filter(|social| verification_id.is_none_or(|id| id == social.id))
            .filter(|social| social.connector_id.as_str() == connector_id)
            .ok_or_else(|| ApiError::not_found("session.verification_session_not_found"))?
            .clone();
        let state = parameters.get("state").and_then(Value::as_str);
        if !state.is_some_and(|state| verification.is_answered_with(state)) {
            return Err(foreign_answer());
        }
        let connector = self.visit.connector(connector_id).await?;
        let (services, key) = (&self.visit.services, self.attempt_key(&verification.id));
        let profile = finish_keyed_authorization(services, &connector, &key, parameters)
            .await
            .map_err(|error| not_gone_on(connector.id.as_str(), error))?;
        let id = verification.id.clone();
        let identity = ProvenIdentity::seal(services, (&connector, &profile), &id).map_err(failed)?;
        verification.identity = Some(identity);
        // The provider told people from programs.
        self.experience.captcha.is_skipped = true;
        self.experience.record(Verification::Social(verification));
        Ok(id)
    }

    /// What an attempt is kept under: nobody without this interaction finishes it.
    fn attempt_key(&self, verification_id: &str) -> String {
        format!("interaction\n{}\n{verification_id}", self.visit.running.uid)
    }

    /// The sign-in elsewhere of this interaction.
    pub(crate) fn social(&self) -> Option<&SocialVerification> {
        self.experience.verifications().iter().find_map(|verification| match verification {
            Verification::Social(social) => Some(social),
            _ => None,
        })
    }
}

impl Visit {
    /// The connector with this id, else 404 `entity.not_found`. One that sends messages is 400 `connector.unexpected_type`.
    pub(crate) async fn connector(&self, id: &str) -> Result<Connector, ApiError> {
        let is_possible = id.len() <= MAX_CONNECTOR_ID_BYTES && !id.contains('\0');
        let found = if is_possible {
            connector::find(&self.services, &ConnectorId::new(id)).await.map_err(failed)?
        } else {
            None
        };
        let connector = found.ok_or_else(|| ApiError::not_found("entity.not_found"))?;
        match connector.factory.social() {
            Some(_) => Ok(connector),
            None => Err(ApiError::bad_request("connector.unexpected_type")),
        }
    }
}

/// 400 for an answer with another state, before anything is spent: it may be the answer to somebody else's request.
pub(in crate::flow) fn foreign_answer() -> ApiError {
    ApiError::bad_request("connector.invalid_request_parameters")
        .message("This answer belongs to no sign-in that was begun here.")
}

/// Why a sign-in elsewhere did not go on. What the other side said, and where it is, is for whoever set the connector up, in the log.
pub(in crate::flow) fn not_gone_on(connector_id: &str, error: AuthorizationError) -> ApiError {
    match error {
        AuthorizationError::NotSocial => ApiError::bad_request("connector.unexpected_type"),
        AuthorizationError::NotUnderWay => {
            ApiError::bad_request("session.connector_validation_session_not_found")
        }
        AuthorizationError::Operation(error) => failed(error),
        AuthorizationError::Connector(error) => {
            tracing::warn!(connector.id = %connector_id, error.message = %domain::causes(&error), "a sign-in elsewhere did not go on");
            let status = axum::http::StatusCode::from_u16(error.status()).unwrap_or_default();
            let told = match &error {
                ConnectorError::InvalidConfig(_)
                | ConnectorError::Unreachable(_)
                | ConnectorError::Refused { .. }
                | ConnectorError::Failed(_) => "The provider could not be used.".to_owned(),
                told => format!("{told}."),
            };
            ApiError::new(status, error.code()).message(told)
        }
    }
}
