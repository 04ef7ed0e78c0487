//! `/console/gateway`: the operations with their policy.

use axum::response::IntoResponse as _;
use gateway::{
    Policy,
    operations::{Credential, Guard, Operation, TABLE},
};
use ui::{Words, pages::console::GatewayRow};

use super::{page, said};
use crate::{operator::Operator, pages::Outcome};

/// `GET /console/gateway`.
pub(super) async fn show(operator: Operator) -> Outcome {
    let policy = operator.console.gateway.policy();
    let mut page = page(&operator, "operations");
    page.operations = TABLE.iter().map(|operation| row(&operator.words, policy, operation)).collect();
    page.policy = decided(&operator.words, policy);
    Ok(page.into_response())
}

fn row(words: &Words, policy: &Policy, operation: &Operation) -> GatewayRow {
    let token = |credential: Credential| match credential {
        Credential::OrganizationToken => words.say("console-gateway-organization-token"),
        Credential::ResourceTokenWithOrganization => words.say("console-gateway-resource-organization-token"),
        Credential::ResourceToken => words.say("console-gateway-resource-token"),
    };
    let guard = |guard: &Guard| match guard {
        Guard::GrantsOnlyWhatIsHeld => words.say("console-gateway-guard-grants"),
        Guard::LastAdministratorStays => words.say("console-gateway-guard-last"),
        Guard::LeavesNoCredential => words.say("console-gateway-guard-credential"),
        Guard::InvitationIsPending => words.say("console-gateway-guard-invitation"),
        Guard::Quotas => words.say("console-gateway-guard-quotas"),
    };
    let mut limits: Vec<_> = operation.guards.iter().map(guard).collect();
    if operation.name == "update_organization" {
        let fields: Vec<_> = policy.update_fields.iter().map(String::as_str).collect();
        limits.push(words.with("console-gateway-fields", "fields", &fields.join(", ")));
    }
    if !operation.is_open_to_third_parties {
        limits.push(words.say("console-gateway-no-third-parties"));
    }
    let tokens: Vec<_> = policy.credentials_for(operation).into_iter().map(token).collect();
    GatewayRow {
        operation: operation.name.to_owned(),
        summary: said::message(words, operation.does(), &[]),
        route: format!("{} {}", operation.method, operation.path),
        permission: operation.permission.map(|name| policy.permission_name(name).to_owned()),
        tokens,
        is_on: policy.is_on(operation),
        limits,
    }
}

/// What the operator decided for all operations.
fn decided(words: &Words, policy: &Policy) -> Vec<(String, String)> {
    let yes_or_no =
        |is_so: bool| words.say(if is_so { "console-gateway-accepted" } else { "console-gateway-refused" });
    let quota = |limit: Option<u32>| {
        limit.map_or_else(|| words.say("console-gateway-unlimited"), |limit| limit.to_string())
    };
    let quotas = &policy.quotas;
    let named = |key: &str, text: String| (words.say(key), text);
    vec![
        named("console-gateway-organization-tokens", yes_or_no(policy.accept_organization_tokens)),
        named("console-gateway-resources", policy.accepted_resources.join(", ")),
        named("console-gateway-without-organization", yes_or_no(policy.accept_tokens_without_organization)),
        named("console-gateway-delegated", yes_or_no(policy.accept_delegated_tokens)),
        named("console-gateway-creator-roles", policy.creator_roles.join(", ")),
        named("console-gateway-manage", policy.manage_permission_name().to_owned()),
        named("console-gateway-origins", policy.cors.allowed_origins.join(", ")),
        named("console-gateway-quota-organizations", quota(quotas.organizations_per_user)),
        named("console-gateway-quota-members", quota(quotas.members_per_organization)),
        named("console-gateway-quota-invitations", quota(quotas.invitations_per_hour)),
        named("console-gateway-quota-applications", quota(quotas.applications_per_organization)),
        named("console-gateway-quota-changes", quota(quotas.application_changes_per_hour)),
    ]
}
