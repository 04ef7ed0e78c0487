//! What a handler needs to know of its request: which interaction it belongs to, and who sent it.

use std::sync::Arc;

use axum::{
    extract::FromRequestParts,
    http::{header, request::Parts},
};
use domain::{
    application::sign_in_experience::ApplicationSignInExperience,
    position::Position,
    sign_in_experience::SignInExperience,
    sign_in_place::{SignInPlace, network_of},
};
use http_kit::{
    ApiError, ClientCountry, ClientPosition, Cookies, DescribesInput, QueryPairs, client_address, header_text,
};
use operations::{
    Services, TenantConfiguration,
    interaction::{self, InteractionError},
};
use serde_json::Value;

use crate::{
    error::failed,
    flow::{DeviceTokens, Flow, Visit},
};

/// The header by which a page says which client its interaction is for (OIDC contract §5.7).
const CLIENT_ID: &str = "logto-app-id";

/// Who sent a request, as far as it shows.
#[derive(Clone, Default, Debug)]
pub(crate) struct Requester {
    pub(crate) ip: Option<String>,
    pub(crate) user_agent: Option<String>,
    /// The languages that the browser asks for, as in `Accept-Language`.
    pub(crate) languages: Option<String>,
    /// The country that the operator's proxy names.
    pub(crate) country: Option<String>,
    /// Where on earth it says that they are.
    pub(crate) position: Option<Position>,
}

impl Requester {
    fn of(parts: &Parts) -> Self {
        Self {
            ip: client_address(parts),
            user_agent: header_text(parts, header::USER_AGENT),
            languages: header_text(parts, header::ACCEPT_LANGUAGE),
            country: parts.extensions.get::<ClientCountry>().map(|ClientCountry(country)| country.clone()),
            position: parts.extensions.get::<ClientPosition>().map(|ClientPosition(position)| *position),
        }
    }

    /// Where it comes from.
    pub(crate) fn place(&self) -> SignInPlace {
        let network = self.ip.as_deref().and_then(network_of);
        SignInPlace { network, country: self.country.clone(), position: self.position }
    }
}

/// Why a request belongs to no visit.
pub(crate) enum NoVisit {
    /// No running interaction; the description of the wire.
    NoSession(&'static str),
    /// Something failed.
    Failed(ApiError),
}

impl From<NoVisit> for ApiError {
    fn from(reason: NoVisit) -> Self {
        match reason {
            NoVisit::NoSession(description) => Self::session_not_found(description),
            NoVisit::Failed(error) => error,
        }
    }
}

impl Visit {
    /// The visit that a request is, by its signed cookie and the client it names.
    pub(crate) async fn of(parts: &Parts, services: &Arc<Services>) -> Result<Self, NoVisit> {
        let query = QueryPairs::parse(parts.uri.query().unwrap_or_default()).map_err(NoVisit::Failed)?;
        let header = parts
            .headers
            .get(CLIENT_ID)
            .and_then(|value| value.to_str().ok())
            .filter(|value| !value.is_empty());
        Self::for_client(parts, services, header.or_else(|| query.get("app_id"))).await
    }

    /// The visit that a request is, by its signed cookie and the client that somebody else names.
    pub(crate) async fn for_client(
        parts: &Parts,
        services: &Arc<Services>,
        client_id: Option<&str>,
    ) -> Result<Self, NoVisit> {
        let configuration = services.configuration().await.map_err(|error| NoVisit::Failed(failed(error)))?;
        let cookies = Cookies::of(&parts.headers);
        let cookie = cookies.verified("_interaction", &configuration.cookie_keys);
        let running = interaction::load(services, cookie, client_id).await.map_err(|error| match error {
            InteractionError::Store(error) => NoVisit::Failed(error.into()),
            other => NoVisit::NoSession(other.description().unwrap_or_default()),
        })?;
        let client = services.client(&running.interaction.application_id).await;
        let client = client.map_err(|error| NoVisit::Failed(failed(error)))?;
        let own = client.as_ref().and_then(|client| client.sign_in_experience.as_ref());
        Ok(Self {
            services: Arc::clone(services),
            running,
            settings: settings(&configuration, own),
            requester: Requester::of(parts),
            device_tokens: DeviceTokens::of(&cookies),
        })
    }
}

/// The tenant's settings, with what the application has of its own laid over them.
fn settings(
    configuration: &TenantConfiguration,
    own: Option<&ApplicationSignInExperience>,
) -> Arc<SignInExperience> {
    let (Some(own), Some(members)) = (own, configuration.sign_in_experience.as_object()) else {
        return Arc::clone(&configuration.sign_in_settings);
    };
    let mut members = members.clone();
    own.overlay(&mut members);
    Arc::new(SignInExperience::of(&Value::Object(members)))
}

impl FromRequestParts<Arc<Services>> for Visit {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, services: &Arc<Services>) -> Result<Self, ApiError> {
        Ok(Self::of(parts, services).await?)
    }
}

impl FromRequestParts<Arc<Services>> for Flow {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, services: &Arc<Services>) -> Result<Self, ApiError> {
        Visit::of(parts, services).await?.resume()
    }
}

// Both come from the cookie.
impl DescribesInput for Visit {}
impl DescribesInput for Flow {}
