//! Nobody gives or takes a role that holds more than they hold themselves, of the organization's permissions and of the
//! API resources' alike. What somebody holds is what their roles in the organization give them now, not what their
//! token says.

use std::collections::HashSet;

use guard::Rejection;

use super::Scene;
use super::management::{Template, TemplateRole};
use crate::rejections::{grant_exceeds_own, not_a_member};

/// Passes when every role of `changed` (ids of roles that are given or taken) is within what the caller holds.
pub(crate) async fn may_change_roles(
    scene: Scene<'_>,
    template: &Template,
    changed: &[&str],
) -> Result<(), Rejection> {
    if changed.is_empty() {
        return Ok(());
    }
    let own = scene.member_roles(scene.standing.user_id()).await?.ok_or_else(not_a_member)?;
    let held = Held::of(own.iter().filter_map(|role| template.by_id(&role.id)));
    let exceeding = changed.iter().filter_map(|id| match template.by_id(id) {
        Some(role) if held.covers(role) => None,
        Some(role) => Some(role.name.as_str()),
        // A role that went away meanwhile: what was in it cannot be judged any more.
        None => Some(*id),
    });
    let mut exceeding: Vec<&str> = exceeding.collect();
    exceeding.sort_unstable();
    if exceeding.is_empty() { Ok(()) } else { Err(grant_exceeds_own(&exceeding)) }
}

/// Ids of the permissions that somebody holds.
struct Held<'a> {
    organization_scopes: HashSet<&'a str>,
    resource_scopes: HashSet<&'a str>,
}

impl<'a> Held<'a> {
    fn of(roles: impl Iterator<Item = &'a TemplateRole>) -> Self {
        let mut held = Self { organization_scopes: HashSet::new(), resource_scopes: HashSet::new() };
        for role in roles {
            held.organization_scopes.extend(role.scopes.iter().map(|scope| scope.id.as_str()));
            held.resource_scopes.extend(role.resource_scopes.iter().map(|scope| scope.id.as_str()));
        }
        held
    }

    fn covers(&self, role: &TemplateRole) -> bool {
        role.scopes.iter().all(|scope| self.organization_scopes.contains(scope.id.as_str()))
            && role.resource_scopes.iter().all(|scope| self.resource_scopes.contains(scope.id.as_str()))
    }
}
