//! `POST /api/resources`

use std::time::Duration;

use api_types::resource as wire;
use domain::{ResourceId, resource::Resource};
use http_kit::{ApiError, Created, Issue, ValidJson, body::Validate};
use protocol::identifiers::is_reserved_indicator;
use store::resource;

use super::{body::access_token_ttl, resource_body};
use crate::{
    ManagementContext,
    rules::{Body, Rules, violation},
};

/// How long access tokens live when nothing else is asked for.
const DEFAULT_ACCESS_TOKEN_TTL: Duration = Duration::from_secs(3_600);

impl Validate for Body<wire::CreateResource> {
    fn issues(&self) -> Vec<Issue> {
        let mut rules = Rules::default();
        rules.length(&["name"], &self.0.name, 1, usize::MAX).length(
            &["indicator"],
            &self.0.indicator,
            1,
            usize::MAX,
        );
        // Tokens for such a name would pass for tokens of an organization or for the Management API.
        if is_reserved_indicator(&self.0.indicator) {
            rules.issue(Issue::new("custom", &["indicator"], "This identifier is reserved"));
        }
        rules.issues()
    }
}

/// The longest indicator, in bytes: an index entry of either database must hold it.
const MAX_INDICATOR_BYTES: usize = 2_000;

/// Creates a resource.
pub(super) async fn create_resource(
    context: ManagementContext,
    ValidJson(Body(body)): ValidJson<Body<wire::CreateResource>>,
) -> Result<Created<wire::ResourceWithScopes>, ApiError> {
    if body.indicator.len() > MAX_INDICATOR_BYTES {
        return Err(ApiError::unprocessable("entity.value_too_long"));
    }
    let tenant = context.tenant();
    let resource = Resource {
        id: ResourceId::new(context.services.entropy.id_21()),
        name: body.name,
        indicator: body.indicator,
        is_default: false,
        access_token_ttl: body
            .access_token_ttl
            .as_ref()
            .map_or(Ok(DEFAULT_ACCESS_TOKEN_TTL), access_token_ttl)?,
    };
    let created = &resource;
    context
        .reconfigure(|tx| async move {
            let inserted = resource::insert(tx.exec(), tenant, created).await;
            inserted.map_err(violation("resource.resource_identifier_in_use"))
        })
        .await?;
    let body =
        wire::ResourceWithScopes { resource: resource_body(tenant, resource), scopes: Some(Vec::new()) };
    Ok(Created(body))
}
