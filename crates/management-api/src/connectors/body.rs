//! Connectors as the wire has them, their rules, and what their failures mean.

use api_types::connector as wire;
use axum::http::StatusCode;
use connectors::{Config, ConnectorError, ConnectorType, Factory};
use domain::ConnectorId;
use http_kit::ApiError;
use operations::{connectors::Connector, messages::SendError};
use serde_json::{Map, Value, json};
use store::connector::StoredConnector;

use crate::{ManagementContext, connector_factories::kind_body, context::internal};

/// A connector as the wire shows it, its configuration in clear.
pub(super) fn connector_body(connector: &Connector) -> wire::Connector {
    let factory = connector.factory;
    let (metadata, kind) = (metadata_of(&connector.metadata), kind_body(factory));
    wire::Connector {
        id: connector.id.to_string(),
        sync_profile: connector.sync_profile,
        enable_token_storage: connector.enable_token_storage,
        config: connector.config.clone(),
        connector_id: factory.id.to_owned(),
        kind: wire::ConnectorKind {
            target: connector.target().to_owned(),
            name: metadata.name.clone().unwrap_or(kind.name),
            logo: metadata.logo.clone().unwrap_or(kind.logo),
            logo_dark: metadata.logo_dark.clone().or(kind.logo_dark),
            ..kind
        },
        connector_type: factory.connector_type.as_str().to_owned(),
        metadata,
    }
}

fn metadata_of(stored: &Map<String, Value>) -> wire::ConnectorMetadata {
    serde_json::from_value(Value::Object(stored.clone())).unwrap_or_default()
}

/// Metadata as it is stored: what is not said, or said with an empty text, is left out.
pub(super) fn stored_metadata(metadata: Option<wire::ConnectorMetadata>) -> Map<String, Value> {
    let value = metadata.and_then(|metadata| serde_json::to_value(metadata).ok()).unwrap_or_default();
    let members = if let Value::Object(members) = value { members } else { Map::new() };
    members.into_iter().filter(|(_, value)| value != "").collect()
}

/// The connector that a path names, or 404.
pub(super) async fn find(context: &ManagementContext, id: &ConnectorId) -> Result<Connector, ApiError> {
    let found = operations::connectors::find(&context.services, id).await.map_err(internal)?;
    found.ok_or_else(|| ApiError::not_found("entity.not_found"))
}

/// Checks a configuration against the form of its kind.
pub(super) fn check_config(factory: &Factory, config: &Config) -> Result<(), ApiError> {
    factory.check(config).map_err(|error| connector_error(error.into()))
}

/// Checks what a connector may be called, and what may be turned on for its kind.
pub(super) fn check(connector: &Connector) -> Result<(), ApiError> {
    let factory = connector.factory;
    if factory.is_standard && !connector.metadata.contains_key("target") {
        return Err(ApiError::bad_request("connector.should_specify_target"));
    }
    if !factory.is_standard && !connector.metadata.is_empty() {
        return Err(ApiError::bad_request("connector.cannot_overwrite_metadata_for_non_standard_connector"));
    }
    if connector.sync_profile && factory.connector_type != ConnectorType::Social {
        return Err(ApiError::unprocessable("connector.invalid_type_for_syncing_profile"));
    }
    if connector.enable_token_storage && !factory.is_token_storage_supported {
        return Err(ApiError::unprocessable("connector.token_storage_not_supported"));
    }
    Ok(())
}

/// Checks that a social connector does not take another's place: of a kind that speaks no standard there is one, and a target has one on each
/// platform.
pub(super) fn check_place(
    factory: &Factory,
    connector: &StoredConnector,
    all: &[StoredConnector],
) -> Result<(), ApiError> {
    let mut others = all.iter().filter(|other| other.id != connector.id && other.connector_type == "Social");
    if factory.connector_type != ConnectorType::Social {
        return Ok(());
    }
    if !factory.is_standard && others.clone().any(|other| other.factory_id == connector.factory_id) {
        return Err(ApiError::unprocessable("connector.multiple_instances_not_supported"));
    }
    if others.any(|other| other.target == connector.target && other.platform == connector.platform) {
        return Err(ApiError::unprocessable("connector.multiple_target_with_same_platform"));
    }
    Ok(())
}

/// What a connector's failure means. What the other side said is told too: whoever manages the server set the connector up.
pub(crate) fn connector_error(error: ConnectorError) -> ApiError {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::BAD_REQUEST);
    let answer = ApiError::new(status, error.code()).message(format!("{error}."));
    match error {
        ConnectorError::InvalidConfig(problem) => {
            answer.data(json!({ "key": problem.key, "problem": problem.problem }))
        }
        ConnectorError::Refused { status, answer: told } => {
            answer.data(json!({ "status": status, "answer": told }))
        }
        _ => answer,
    }
}

/// What it means that a message was not sent.
pub(crate) fn not_sent(error: SendError) -> ApiError {
    match error {
        SendError::NoConnector(wanted) => ApiError::new(StatusCode::NOT_IMPLEMENTED, "connector.not_found")
            .data(json!({ "type": wanted.as_str() })),
        SendError::RateLimited => {
            ApiError::new(StatusCode::TOO_MANY_REQUESTS, "request.message_rate_limited")
        }
        SendError::Connector(error) => connector_error(error),
        SendError::Operation(error) => internal(error),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use connectors::{
        Behaviour, ConnectorContext, FormItem, Platform,
        social::{
            Authorization, AuthorizationRequest, Callback, SocialFuture, SocialProfile, SocialProvider,
        },
    };
    use domain::UnixMillis;

    use super::*;
    use crate::connector_factories::localized;

    #[derive(Debug)]
    struct Nobody;

    impl SocialProvider for Nobody {
        fn authorization<'a>(
            &'a self,
            _context: ConnectorContext<'a>,
            _config: &'a Config,
            _request: AuthorizationRequest<'a>,
        ) -> SocialFuture<'a, Authorization> {
            Box::pin(async { Err(ConnectorError::Failed("nobody".to_owned())) })
        }

        fn profile<'a>(
            &'a self,
            _context: ConnectorContext<'a>,
            _config: &'a Config,
            _callback: Callback<'a>,
        ) -> SocialFuture<'a, SocialProfile> {
            Box::pin(async { Err(ConnectorError::Failed("nobody".to_owned())) })
        }
    }

    /// A social factory; its connectors share a target unless it is a standard's.
    fn factory(is_standard: bool) -> &'static Factory {
        Box::leak(Box::new(Factory {
            id: if is_standard { "oauth2" } else { "github-universal" },
            connector_type: ConnectorType::Social,
            target: if is_standard { "oauth2" } else { "github" },
            platform: Some(Platform::Universal),
            name: "GitHub",
            description: "Signs in",
            logo: "data:image/svg+xml,a",
            logo_dark: None,
            readme: "",
            form_items: vec![FormItem::text("clientId", "Client ID")],
            is_standard,
            is_token_storage_supported: false,
            behaviour: Behaviour::Social(Arc::new(Nobody)),
        }))
    }

    fn connector(factory: &'static Factory, metadata: Value) -> Connector {
        let metadata = serde_json::from_value(metadata).unwrap();
        Connector {
            id: ConnectorId::new("one"),
            factory,
            config: Config::new(),
            metadata: stored_metadata(Some(metadata)),
            sync_profile: true,
            enable_token_storage: false,
            created_at: UnixMillis(1),
        }
    }

    fn code(result: Result<(), ApiError>) -> Option<(u16, &'static str)> {
        result.err().map(|error| (error.status().as_u16(), error.code().unwrap()))
    }

    #[test]
    fn what_speaks_a_standard_has_a_target_name_and_logo_of_its_own() {
        let (standard, own) = (factory(true), factory(false));
        let named = json!({ "target": "acme", "name": { "en": "Acme" }, "logo": "https://a.example/l.svg", "logoDark": null });
        let shown = connector_body(&connector(standard, named.clone())).kind;
        assert_eq!(
            (shown.target.as_str(), shown.logo.as_str(), shown.logo_dark),
            ("acme", "https://a.example/l.svg", None)
        );
        assert_eq!((shown.name, shown.is_standard), (localized("Acme"), true));
        assert_eq!(code(check(&connector(standard, named.clone()))), None);
        let unnamed = code(check(&connector(standard, json!({ "target": "" }))));
        assert_eq!(unnamed, Some((400, "connector.should_specify_target")));
        let renamed = code(check(&connector(own, named)));
        assert_eq!(renamed, Some((400, "connector.cannot_overwrite_metadata_for_non_standard_connector")));
        assert_eq!(code(check(&connector(own, json!({})))), None);
        let storing = Connector { enable_token_storage: true, ..connector(own, json!({})) };
        assert_eq!(code(check(&storing)), Some((422, "connector.token_storage_not_supported")));
    }

    #[test]
    fn a_target_has_one_connector_on_each_platform() {
        let stored = |id: &str, factory_id: &str, target: &str, platform: &str| StoredConnector {
            id: ConnectorId::new(id),
            factory_id: factory_id.to_owned(),
            connector_type: "Social".to_owned(),
            target: target.to_owned(),
            platform: Some(platform.to_owned()),
            sealed_config: Vec::new(),
            metadata: Map::new(),
            sync_profile: false,
            enable_token_storage: false,
            created_at: UnixMillis(1),
        };
        let (own, standard) = (factory(false), factory(true));
        let new = stored("new", "github-universal", "github", "Universal");
        let place = |factory, all: &[StoredConnector]| code(check_place(factory, &new, all));
        assert_eq!(place(own, std::slice::from_ref(&new)), None);
        assert_eq!(place(own, &[stored("a", "google-universal", "google", "Universal")]), None);
        assert_eq!(place(own, &[stored("a", "github-native", "github", "Native")]), None);
        let again = [stored("a", "github-universal", "github", "Universal")];
        assert_eq!(place(own, &again), Some((422, "connector.multiple_instances_not_supported")));
        assert_eq!(place(standard, &again), Some((422, "connector.multiple_target_with_same_platform")));
        let other = [stored("a", "oauth2", "github", "Universal")];
        assert_eq!(place(own, &other), Some((422, "connector.multiple_target_with_same_platform")));
    }
}
