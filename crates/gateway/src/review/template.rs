//! A policy held against a real template: whether the roles and permissions that it names are there.

use crate::guards::{Template, read_template_for_operator};
use crate::operations::TABLE;
use crate::policy::Policy;
use crate::upstream::{Upstream, UpstreamError};

/// Why the template could not be read.
#[derive(Debug, thiserror::Error)]
#[error("the template could not be read")]
pub struct TemplateError(#[from] UpstreamError);

/// What of a policy does not fit the template of the upstream. Asks it with the gateway's own credential, for the operator who
/// holds that.
pub async fn compare_with_template(
    policy: &Policy,
    upstream: &Upstream,
) -> Result<Vec<String>, TemplateError> {
    let template = read_template_for_operator(upstream).await?;
    let mut findings = Vec::new();
    for name in &policy.creator_roles {
        if template.by_name(name).is_none() {
            findings.push(format!(
                "creator_roles names {name}, which is no role of the template: nobody can create an organization."
            ));
        }
    }
    let manage = policy.manage_permission_name();
    let mut creators = policy.creator_roles.iter().filter_map(|name| template.by_name(name));
    if !creators.any(|role| role.names_permission(manage)) {
        findings.push(format!(
            "No role that creators get holds {manage}: whoever creates an organization cannot administer it, and nobody else can."
        ));
    }
    findings.extend(missing_permissions(policy, &template));
    Ok(findings)
}

fn missing_permissions(policy: &Policy, template: &Template) -> Vec<String> {
    let mut names: Vec<&str> = TABLE
        .iter()
        .filter(|operation| policy.is_on(operation))
        .filter_map(|operation| operation.permission)
        .map(|permission| policy.permission_name(permission))
        .collect();
    names.sort_unstable();
    names.dedup();
    names
        .into_iter()
        .filter(|name| !template.roles().any(|role| role.names_permission(name)))
        .map(|name| {
            format!(
                "No role of the template holds {name}: what needs it is open to nobody in an organization."
            )
        })
        .collect()
}
