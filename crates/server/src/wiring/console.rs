//! The operator's console: pages that act through the Management API of this process, as administrators who are users of a tenant of their own.

use std::sync::Arc;

use ::gateway::Gateway;
use axum::Router;
use domain::console::NewLink;
use operations::{Endpoint, OperationError, Services, tenant::Tenancy};
use operator_console::{ConsoleOptions, TemplatePermission, TemplatePlan};

use super::permissions;
use crate::failure::Failure;

/// The services of the administrators' tenant, beside those of the product's.
pub async fn open(services: &Services) -> Result<Arc<Services>, Failure> {
    operations::console::open(services).await.map_err(failed)
}

/// The pages, which act through this Management API.
pub fn router(
    services: &Arc<Services>,
    administrators: &Arc<Services>,
    (tenancy, gateway): (&Arc<Tenancy>, &Arc<Gateway>),
    api: Router,
) -> Router {
    operator_console::router(ConsoleOptions {
        services: Arc::clone(services),
        administrators: Arc::clone(administrators),
        api,
        provider: oidc::router(Arc::clone(services)),
        tenancy: Arc::clone(tenancy),
        gateway: Arc::clone(gateway),
        template: template(gateway.policy()),
    })
}

/// What the policy needs of the organization template.
fn template(policy: &::gateway::Policy) -> TemplatePlan {
    let permission = |(name, description): &(&str, &str)| TemplatePermission {
        name: policy.permission_name(name).to_owned(),
        description: (*description).to_owned(),
        is_for_members: permissions::of_members(name),
    };
    TemplatePlan {
        permissions: permissions::ALL.iter().map(permission).collect(),
        create_organizations: policy.permission_name(permissions::CREATE).to_owned(),
    }
}

/// What is said at a start where nobody administers the server: how somebody becomes the first.
pub async fn invitation(administrators: &Services) -> Result<String, Failure> {
    let link = operations::console::link::for_first_owner(administrators).await.map_err(failed)?;
    let Some(link) = link else { return Ok(String::new()) };
    let url = address(&administrators.endpoint, &link);
    Ok(format!("\nNobody administers this server yet. Set up the console within a day:\n  {url}\n"))
}

/// The address of a link.
pub fn address(endpoint: &Endpoint, link: &NewLink) -> String {
    // Tokens are letters and digits.
    format!("{}/console/set-up?token={}", endpoint.base(), link.token.reveal())
}

pub(crate) fn failed(error: OperationError) -> Failure {
    Failure::because("the console cannot be set up", &error)
}
