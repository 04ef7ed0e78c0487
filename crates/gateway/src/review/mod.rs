//! A policy in words, with what in it is likely to surprise: for whoever wrote it, before it is used.

mod fault;
pub(crate) mod forward_auth;
mod template;

use std::collections::BTreeMap;
use std::fmt;

use crate::operations::{Operation, OperationId, TABLE};
use crate::plan::{Plan, is_there};
use crate::policy::{DEFAULT_MANAGE_PERMISSION, Policy, Quotas};

pub use fault::PolicyFault;
pub use template::{TemplateError, compare_with_template};

/// A policy that was looked at.
#[derive(Debug)]
pub struct Review<'a> {
    policy: &'a Policy,
    /// What in it is likely to surprise.
    pub warnings: Vec<String>,
}

impl<'a> Review<'a> {
    /// Looks at a policy, which must have passed its own check.
    pub fn of(policy: &'a Policy) -> Self {
        Self { policy, warnings: warnings(policy) }
    }
}

fn is_on(policy: &Policy, id: OperationId) -> bool {
    TABLE.iter().any(|operation| operation.id == id && policy.is_on(operation))
}

fn warnings(policy: &Policy) -> Vec<String> {
    let mut warnings = Vec::new();
    let mut warn = |is_so: bool, text: String| warnings.extend(is_so.then_some(text));
    let opens_without_organization =
        policy.accept_tokens_without_organization && !policy.accepted_resources.is_empty();
    warn(
        !opens_without_organization && is_on(policy, OperationId::CreateOrganization),
        "No token that names no organization is accepted: who belongs to none has no token to create a first one with, or to accept an \
         invitation with."
            .to_owned(),
    );
    warn(
        is_on(policy, OperationId::AddMembers),
        "add_members is on: whoever may add members adds any user by id, and that user is not asked. Invitations ask.".to_owned(),
    );
    warn(
        policy.accept_delegated_tokens,
        "accept_delegated_tokens is on: whoever got a token by exchange to act for a user does here what that user may, and it is recorded as \
         the user's."
            .to_owned(),
    );
    let has_field = |name: &str| policy.update_fields.contains(name);
    warn(
        has_field("customData"),
        "update_fields holds customData: administrators of organizations can write every member of it, and a change replaces it as a whole. \
         What your product keeps there, such as what was bought, is theirs then."
            .to_owned(),
    );
    warn(
        has_field("isMfaRequired"),
        "update_fields holds isMfaRequired: whoever may change the organization can also stop asking its members for a second factor.".to_owned(),
    );
    warn(
        policy.cors.allowed_origins.iter().any(|origin| origin == "*"),
        "cors.allowed_origins is \"*\": web pages of every origin may call. They need a token all the same, which no page sends by itself; \
         name your origins where only your own pages should."
            .to_owned(),
    );
    warnings.extend(permission_warnings(policy));
    warnings.extend(policy.forward_auth.iter().flat_map(forward_auth::warnings));
    warnings
}

fn permission_warnings(policy: &Policy) -> Vec<String> {
    let mut warnings = Vec::new();
    let mut by_name: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for operation in TABLE.iter().filter(|operation| policy.is_on(operation)) {
        if let Some(permission) = operation.permission {
            let names = by_name.entry(policy.permission_name(permission)).or_default();
            if !names.contains(&permission) {
                names.push(permission);
            }
        }
    }
    for (name, permissions) in by_name.iter().filter(|(_, permissions)| permissions.len() > 1) {
        warnings.push(format!(
            "The permission {name} stands for {} of them: {}. Who holds it may do what needs any of these.",
            permissions.len(),
            permissions.join(", ")
        ));
    }
    let manage = policy.manage_permission_name();
    if !by_name.contains_key(manage) {
        warnings.push(format!(
            "No operation that is on needs {manage}, whose holders count as administrators: those who are kept as the last \
             administrator may not be able to administer. The default is {DEFAULT_MANAGE_PERMISSION}, or its new name."
        ));
    }
    warnings
}

impl fmt::Display for Review<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let policy = self.policy;
        let mut tokens: Vec<String> = policy.accepted_resources.clone();
        if policy.accept_organization_tokens {
            tokens.insert(0, "organization tokens (urn:logto:organization:<id>)".to_owned());
        }
        let list = |names: &mut dyn Iterator<Item = &str>| names.collect::<Vec<_>>().join(", ");
        writeln!(formatter, "Tokens accepted      {}", or_none(&tokens.join(", ")))?;
        let without = if policy.accept_tokens_without_organization { "also" } else { "no" };
        writeln!(formatter, "Without organization {without} tokens of these API resources that name none")?;
        let delegated = if policy.accept_delegated_tokens { "also" } else { "no" };
        writeln!(
            formatter,
            "Acted with           {delegated} tokens with which somebody else acts for the user (act)"
        )?;
        writeln!(formatter, "Creators get         {}", policy.creator_roles.join(", "))?;
        writeln!(
            formatter,
            "Administrators hold  {}; the last of them stays",
            policy.manage_permission_name()
        )?;
        let fields = list(&mut policy.update_fields.iter().map(String::as_str));
        writeln!(formatter, "Fields that change   {}", or_none(&fields))?;
        let origins = list(&mut policy.cors.allowed_origins.iter().map(String::as_str));
        writeln!(formatter, "Web pages of         {}", or_none(&origins))?;
        writeln!(
            formatter,
            "Invitations lead to  {}",
            policy.invitation_link.as_deref().unwrap_or("the server's own page, if it has one")
        )?;
        writeln!(formatter, "Quotas               {}", quotas(&policy.quotas))?;
        writeln!(formatter, "\nOn:")?;
        write_operations(formatter, policy)?;
        let is_off = |operation: &&Operation| !is_there(policy, operation, policy.upstream_is_guildhall);
        let off: Vec<&Operation> = TABLE.iter().filter(is_off).collect();
        if !off.is_empty() {
            writeln!(formatter, "\nOff:")?;
        }
        for operation in off {
            let needs = if operation.needs_guildhall && policy.is_on(operation) {
                "  (alone: on where upstream_is_guildhall)"
            } else {
                ""
            };
            writeln!(
                formatter,
                "  {:<24} {:<6} {}{needs}",
                operation.name,
                operation.method.as_str(),
                operation.path
            )?;
        }
        if let Some(rules) = &policy.forward_auth {
            forward_auth::write(formatter, rules)?;
        }
        if !self.warnings.is_empty() {
            writeln!(formatter, "\nTo know:")?;
        }
        self.warnings.iter().try_for_each(|warning| writeln!(formatter, "  - {warning}"))
    }
}

fn write_operations(formatter: &mut fmt::Formatter<'_>, policy: &Policy) -> fmt::Result {
    let plan = Plan::new(policy, policy.upstream_is_guildhall);
    let width =
        plan.operations().iter().map(|planned| planned.operation.path.len()).max().unwrap_or_default();
    for planned in plan.operations() {
        let operation = planned.operation;
        let permission = planned.permission.as_deref().unwrap_or("(none)");
        let kinds: Vec<&str> = planned.credentials.iter().map(|kind| kind.in_short()).collect();
        writeln!(
            formatter,
            "  {:<24} {:<6} {:<width$}  {permission:<16} {}",
            operation.name,
            operation.method.as_str(),
            operation.path,
            kinds.join("+"),
        )?;
    }
    writeln!(
        formatter,
        "  (o: organization token, r: token of an API resource that names an organization, u: one that names none)"
    )
}

fn quotas(quotas: &Quotas) -> String {
    let all = [
        ("organizations_per_user", quotas.organizations_per_user),
        ("members_per_organization", quotas.members_per_organization),
        ("invitations_per_hour", quotas.invitations_per_hour),
        ("applications_per_organization", quotas.applications_per_organization),
        ("application_changes_per_hour", quotas.application_changes_per_hour),
    ];
    let set = all.into_iter().filter_map(|(name, limit)| Some(format!("{name} {}", limit?)));
    or_none(&set.collect::<Vec<_>>().join(", ")).to_owned()
}

fn or_none(text: &str) -> &str {
    if text.is_empty() { "none" } else { text }
}

impl crate::operations::Credential {
    /// One letter, for tables.
    fn in_short(self) -> &'static str {
        match self {
            Self::OrganizationToken => "o",
            Self::ResourceTokenWithOrganization => "r",
            Self::ResourceToken => "u",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn warnings_of(text: &str) -> Vec<String> {
        let policy = Policy::from_toml(text).unwrap();
        Review::of(&policy).warnings
    }

    #[test]
    fn the_default_policy_is_told_whole() {
        let policy = Policy::default();
        let text = Review::of(&policy).to_string();
        for operation in TABLE {
            let line = text.lines().find(|line| line.contains(&format!("  {} ", operation.name))).unwrap();
            assert!(line.contains(operation.method.as_str()) && line.contains(operation.path), "{line}");
            if is_there(&policy, operation, policy.upstream_is_guildhall) {
                assert!(operation.permission.is_none_or(|permission| line.contains(permission)), "{line}");
            }
        }
        let (on, off) = text.split_once("\nOff:\n").unwrap();
        assert!(on.contains("create_organization") && off.contains("add_members"), "{text}");
        assert!(text.contains("Creators get         admin\n"), "{text}");
        assert!(text.contains("Fields that change   branding, color, description, name\n"), "{text}");
        assert!(text.contains("member:role; the last of them stays"), "{text}");
    }

    #[test]
    fn the_name_of_a_permission_in_force_is_told() {
        let policy = Policy::from_toml("[permissions]\n\"org:read\" = \"organization:see\"").unwrap();
        let text = Review::of(&policy).to_string();
        assert!(text.contains("organization:see") && !text.contains("org:read"), "{text}");
    }

    #[test]
    fn quotas_and_links_are_told() {
        let text = "invitation_link = \"https://app.example/i/{invitationId}\"\n[quotas]\nmembers_per_organization = 50\ninvitations_per_hour = 0";
        let policy = Policy::from_toml(text).unwrap();
        let text = Review::of(&policy).to_string();
        assert!(
            text.contains("Quotas               members_per_organization 50, invitations_per_hour 0, application_changes_per_hour 120\n"),
            "{text}"
        );
        assert!(text.contains("Invitations lead to  https://app.example/i/{invitationId}\n"), "{text}");
        assert!(
            Review::of(&Policy::default())
                .to_string()
                .contains("Quotas               application_changes_per_hour 120\n")
        );
    }

    #[test]
    fn traps_are_named_and_what_is_none_is_not() {
        let quiet = "[cors]\nallowed_origins = [\"https://app.example\"]\n";
        assert_eq!(warnings_of(quiet), Vec::<String>::new());
        for (text, beginning) in [
            ("", "cors.allowed_origins is \"*\""),
            ("accepted_resources = []", "No token that names no organization is accepted"),
            ("accept_tokens_without_organization = false", "No token that names no organization is accepted"),
            ("accept_delegated_tokens = true", "accept_delegated_tokens is on"),
            ("[operations]\nadd_members = true", "add_members is on"),
            ("update_fields = [\"customData\"]", "update_fields holds customData"),
            ("update_fields = [\"isMfaRequired\"]", "update_fields holds isMfaRequired"),
            (
                "[permissions]\n\"org:read\" = \"member:read\"",
                "The permission member:read stands for 2 of them: org:read, member:read.",
            ),
            ("manage_permission = \"org:own\"", "No operation that is on needs org:own"),
            ("[operations]\nset_member_roles = false", "No operation that is on needs member:role"),
        ] {
            let text = if text.is_empty() { String::new() } else { format!("{text}\n{quiet}") };
            let warnings = warnings_of(&text);
            assert!(warnings.len() == 1 && warnings[0].starts_with(beginning), "{text}: {warnings:?}");
        }
        let off = "accepted_resources = []\n[operations]\ncreate_organization = false\n";
        assert_eq!(warnings_of(&format!("{off}{quiet}")), Vec::<String>::new());
    }
}
