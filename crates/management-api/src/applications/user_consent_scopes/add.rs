//! `POST /api/applications/{id}/user-consent-scopes`

use api_types::application::AddUserConsentScopes;
use axum::extract::Path;
use domain::{ApplicationId, OrganizationScopeId, ScopeId, TenantId};
use http_kit::{ApiError, CreatedText, Issue, ValidJson, body::Validate};
use protocol::{identifiers::is_management_api_indicator, scope::UserScope};
use serde_json::{Map, Value, json};
use store::{
    Exec,
    application::{
        ThirdPartyScopes,
        consent::{self, existing_organization_scopes},
    },
    resource::scope,
};

use crate::{
    ManagementContext,
    applications::body::find,
    rules::{Body, Rules, distinct, violation},
};

impl Validate for Body<AddUserConsentScopes> {
    fn issues(&self) -> Vec<Issue> {
        let mut rules = Rules::default();
        if self.0.user_scopes.iter().any(|scope| UserScope::parse(scope).is_none()) {
            rules.issue(Issue::new("invalid_enum_value", &["userScopes"], "Invalid enum value"));
        }
        rules.issues()
    }
}

/// Lets a third-party application ask for more, for all of it or for nothing.
pub(in crate::applications) async fn add_consent_scopes(
    context: ManagementContext,
    Path(id): Path<ApplicationId>,
    ValidJson(Body(body)): ValidJson<Body<AddUserConsentScopes>>,
) -> Result<CreatedText, ApiError> {
    let scopes = &ThirdPartyScopes {
        user_scopes: distinct(&body.user_scopes, std::convert::identity),
        resource_scope_ids: distinct(&body.resource_scopes, ScopeId::new),
        organization_scope_ids: distinct(&body.organization_scopes, OrganizationScopeId::new),
        organization_resource_scope_ids: distinct(&body.organization_resource_scopes, ScopeId::new),
    };
    let (tenant, id) = (context.tenant(), &id);
    context
        .reconfigure(|tx| async move {
            if !find(tx.exec(), tenant, id).await?.is_third_party {
                return Err(ApiError::unprocessable("application.third_party_application_only"));
            }
            check(tx.exec(), tenant, scopes).await?;
            consent::add(tx.exec(), tenant, id, scopes)
                .await
                .map_err(violation("entity.unique_integrity_violation"))
        })
        .await?;
    Ok(CreatedText)
}

/// Every scope must exist, and none may be the Management API's: a user could not give what only machines hold.
async fn check(exec: Exec<'_>, tenant: &TenantId, scopes: &ThirdPartyScopes) -> Result<(), ApiError> {
    let mut missing = Map::new();
    let found = existing_organization_scopes(exec, tenant, &scopes.organization_scope_ids).await?;
    note_missing(&mut missing, "organizationScopes", &scopes.organization_scope_ids, &found);
    let mut has_management_scope = false;
    let sets = [
        ("resourceScopes", &scopes.resource_scope_ids),
        ("organizationResourceScopes", &scopes.organization_resource_scope_ids),
    ];
    for (key, wanted) in sets {
        let found = scope::with_indicators(exec, tenant, wanted).await?;
        has_management_scope |= found.iter().any(|(_, indicator)| is_management_api_indicator(indicator));
        let found: Vec<_> = found.into_iter().map(|(scope, _)| scope.id).collect();
        note_missing(&mut missing, key, wanted, &found);
    }
    if !missing.is_empty() {
        return Err(
            ApiError::unprocessable("application.user_consent_scopes_not_found").data(Value::Object(missing))
        );
    }
    if has_management_scope {
        return Err(ApiError::unprocessable("application.consent_management_api_scopes_not_allowed"));
    }
    Ok(())
}

fn note_missing<T: PartialEq + std::fmt::Display>(
    missing: &mut Map<String, Value>,
    key: &str,
    wanted: &[T],
    found: &[T],
) {
    let absent: Vec<_> = wanted.iter().filter(|id| !found.contains(id)).map(ToString::to_string).collect();
    if !absent.is_empty() {
        missing.insert(key.to_owned(), json!(absent));
    }
}
