//! A policy held against a real template: whether the roles and permissions that it names are there.

use crate::guards::{Administrators, Template, TemplateRole, read_template_for_operator};
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
    let (template, resource_ids) = read_template_for_operator(upstream, &policy.accepted_resources).await?;
    let administrators = Administrators::of(policy);
    let is_given =
        |permission: &str, role: &TemplateRole| administrators.is_given(permission, role, &resource_ids);
    let mut findings = Vec::new();
    for name in &policy.creator_roles {
        match template.by_name(name) {
            None => findings.push(format!(
                "creator_roles names {name}, which is no role of the template: nobody can create an organization."
            )),
            Some(role) if role.is_for_applications() => findings.push(format!(
                "creator_roles names {name}, which is a role for applications: nobody can create an organization."
            )),
            Some(_) => {}
        }
    }
    let manage = policy.manage_permission_name();
    let mut creators = policy.creator_roles.iter().filter_map(|name| template.by_name(name));
    if !creators.any(|role| is_given(manage, role)) {
        findings.push(format!(
            "No role that creators get holds {manage}, {}: whoever creates an organization cannot administer it, and nobody else can.",
            where_it_counts(policy)
        ));
    }
    findings.extend(missing_permissions(policy, &template, is_given));
    Ok(findings)
}

/// Of what a permission must be one, for the tokens that the policy accepts.
fn where_it_counts(policy: &Policy) -> &'static str {
    match (policy.accept_organization_tokens, policy.accepted_resources.is_empty()) {
        (true, true) => "as a permission of the organization",
        (true, false) => "as a permission of the organization or of an API resource that is accepted",
        (false, _) => "as a permission of an API resource that is accepted",
    }
}

fn missing_permissions(
    policy: &Policy,
    template: &Template,
    is_given: impl Fn(&str, &TemplateRole) -> bool,
) -> Vec<String> {
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
        .filter(|name| !template.roles().any(|role| is_given(name, role)))
        .map(|name| {
            format!(
                "No role of the template that is for users holds {name}, {}: what needs it is open to nobody in an organization.",
                where_it_counts(policy)
            )
        })
        .collect()
}
