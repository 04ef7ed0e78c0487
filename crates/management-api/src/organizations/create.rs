//! `POST /api/organizations`

use api_types::organization as wire;
use domain::{OrganizationId, organization::Organization};
use http_kit::{ApiError, Created, Issue, ValidJson, body::Validate};
use operations::Services;
use store::organization;

use super::body::{MAX_DESCRIPTION, MAX_NAME, organization_body, violation};
use crate::{
    ManagementContext,
    appearance::{check_branding, check_color, check_css, known_branding, known_color},
    rules::{Body, Rules, empty_as_null},
};

impl Validate for Body<wire::CreateOrganization> {
    fn issues(&self) -> Vec<Issue> {
        let mut rules = Rules::default();
        rules.length(&["name"], &self.0.name, 1, MAX_NAME);
        if let Some(description) = &self.0.description {
            rules.length(&["description"], description, 0, MAX_DESCRIPTION);
        }
        check_color(&mut rules, &self.0.color);
        check_branding(&mut rules, &self.0.branding);
        check_css(&mut rules, self.0.custom_css.as_ref());
        rules.issues()
    }
}

/// Creates an organization.
pub(super) async fn create_organization(
    context: ManagementContext,
    ValidJson(Body(body)): ValidJson<Body<wire::CreateOrganization>>,
) -> Result<Created<wire::Organization>, ApiError> {
    let organization = build(&context.services, body);
    let (services, new) = (&context.services, &organization);
    services
        .db
        .transaction(|tx| async move { organization::insert(tx.exec(), &services.tenant, new).await })
        .await
        .map_err(violation)?;
    Ok(Created(organization_body(context.tenant(), organization)))
}

/// A new organization from the body of a request, for those who store it together with more than this endpoint does.
///
/// # Errors
/// 400 `guard.invalid_input`, as the endpoint answers.
pub fn new_organization(
    services: &Services,
    body: wire::CreateOrganization,
) -> Result<Organization, ApiError> {
    let body = Body(body);
    let issues = body.issues();
    if issues.is_empty() { Ok(build(services, body.0)) } else { Err(ApiError::invalid_input(issues)) }
}

fn build(services: &Services, body: wire::CreateOrganization) -> Organization {
    Organization {
        id: OrganizationId::new(services.entropy.id_12()),
        name: body.name,
        description: empty_as_null(body.description),
        custom_data: body.custom_data,
        is_mfa_required: body.is_mfa_required,
        color: known_color(body.color),
        branding: known_branding(body.branding),
        custom_css: empty_as_null(body.custom_css),
        created_at: services.now(),
    }
}
