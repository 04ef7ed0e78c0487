//! The rules of an application as the wire shows them, and what it takes.

use std::collections::{HashMap, HashSet};

use api_types::application_access::{AccessControl, OrganizationRoleRule};
use domain::{OrganizationId, OrganizationRoleId, RoleId, UserId, application::access::AccessRules};
use http_kit::{Issue, body::Validate};

use crate::rules::{Body, Rules, distinct};

/// How many entries each list may have.
const MAX_ENTRIES: usize = 1_000;
/// How many roles the rules about organizations may name in all.
const MAX_PAIRS: usize = 10_000;

/// The member that holds rules by role.
const KEY: &str = "organizationRoleRules";

impl Validate for Body<AccessControl> {
    fn issues(&self) -> Vec<Issue> {
        let AccessControl { user_ids, user_role_ids, organization_ids, organization_role_rules } = &self.0;
        let mut rules = Rules::default();
        let too_many = |key: &str| {
            Issue::new("too_big", &[key], format!("Array must contain at most {MAX_ENTRIES} element(s)"))
        };
        for (key, ids) in
            [("userIds", user_ids), ("userRoleIds", user_role_ids), ("organizationIds", organization_ids)]
        {
            rules.ids(key, ids, 0);
            if ids.len() > MAX_ENTRIES {
                rules.issue(too_many(key));
            }
        }
        if organization_role_rules.len() > MAX_ENTRIES {
            rules.issue(too_many(KEY));
        }
        let pairs: usize = organization_role_rules.iter().map(|rule| rule.organization_role_ids.len()).sum();
        if pairs > MAX_PAIRS {
            let text = format!("The rules may name at most {MAX_PAIRS} role(s) in all");
            rules.issue(Issue::new("too_big", &[KEY], text));
        }
        for rule in organization_role_rules {
            if rule.organization_role_ids.len() > MAX_ENTRIES {
                rules.issue(too_many(KEY));
            }
            let ids = std::iter::once(&rule.organization_id).chain(&rule.organization_role_ids);
            if ids.into_iter().any(String::is_empty) {
                rules.issue(Issue::new("too_small", &[KEY], "String must contain at least 1 character(s)"));
            }
        }
        rules.issues()
    }
}

/// The rules of a body: each id once, and each organization with its roles once, in order of first mention.
pub(super) fn rules_of(body: &AccessControl) -> AccessRules {
    let mut organization_roles: Vec<(OrganizationId, Vec<OrganizationRoleId>)> = Vec::new();
    let (mut places, mut seen) = (HashMap::new(), HashSet::new());
    for rule in &body.organization_role_rules {
        let organization = rule.organization_id.as_str();
        let place = *places.entry(organization).or_insert_with(|| {
            organization_roles.push((OrganizationId::new(organization), Vec::new()));
            organization_roles.len() - 1
        });
        let roles = rule.organization_role_ids.iter().filter(|role| seen.insert((place, role.as_str())));
        if let Some((_, known)) = organization_roles.get_mut(place) {
            known.extend(roles.map(|role| OrganizationRoleId::new(role.as_str())));
        }
    }
    AccessRules {
        user_ids: distinct(&body.user_ids, UserId::new),
        user_role_ids: distinct(&body.user_role_ids, RoleId::new),
        organization_ids: distinct(&body.organization_ids, OrganizationId::new),
        organization_roles,
    }
}

/// The rules as the wire shows them.
pub(super) fn access_control_body(rules: AccessRules) -> AccessControl {
    AccessControl {
        user_ids: rules.user_ids.into_iter().map(UserId::into_string).collect(),
        user_role_ids: rules.user_role_ids.into_iter().map(RoleId::into_string).collect(),
        organization_ids: rules.organization_ids.into_iter().map(OrganizationId::into_string).collect(),
        organization_role_rules: rules
            .organization_roles
            .into_iter()
            .map(|(organization, roles)| OrganizationRoleRule {
                organization_id: organization.into_string(),
                organization_role_ids: roles.into_iter().map(OrganizationRoleId::into_string).collect(),
            })
            .collect(),
    }
}
