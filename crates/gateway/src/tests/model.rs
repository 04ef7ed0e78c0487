//! The rules of the Organization API once more, in as few lines as they need, and what they promise: no effect crosses an
//! organization, nobody gives what they lack, and somebody who can administer stays. [`super::histories`] holds the gateway
//! against them.

use std::collections::{BTreeMap, BTreeSet};

use proptest::sample::Index;

use super::fake::PERMISSIONS;
use super::fixture::Fixture;

pub(super) const USERS: [&str; 6] = ["anna", "ben", "cleo", "dora", "eve", "gus"];
pub(super) const ROLES: [&str; 5] = ["admin", "guest", "owner", "refunder", "viewer"];
const MANAGE: &str = "member:role";

type Members = BTreeMap<(String, String), BTreeSet<String>>;

/// What a role holds.
fn permissions_of(role: &str) -> BTreeSet<&'static str> {
    match role {
        "owner" => PERMISSIONS.into_iter().chain(["refund"]).collect(),
        "admin" => PERMISSIONS.into_iter().filter(|name| *name != "org:delete").collect(),
        "viewer" => ["org:read", "member:read"].into(),
        "refunder" => ["refund"].into(),
        _ => BTreeSet::new(),
    }
}

fn held(roles: impl IntoIterator<Item = impl AsRef<str>>) -> BTreeSet<&'static str> {
    roles.into_iter().flat_map(|role| permissions_of(role.as_ref())).collect()
}

/// What is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Model {
    pub(super) organizations: BTreeSet<String>,
    members: Members,
    pub(super) suspended: BTreeSet<String>,
    founded: usize,
}

/// How an answer ends, as far as the rules say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Done,
    Forbidden,
    NotFound,
    LastAdministrator,
    Unprocessable,
}

#[derive(Debug, Clone)]
pub(super) enum Act {
    Create,
    Read,
    Rename,
    Delete,
    ListMembers,
    Add(&'static str),
    Remove(&'static str),
    Leave,
    SetRoles(&'static str, Vec<&'static str>),
}

/// Who acts, with which token, on which organization.
#[derive(Debug, Clone)]
pub(super) struct Attempt {
    pub(super) user: &'static str,
    pub(super) token_organization: Option<Index>,
    pub(super) is_organization_token: bool,
    pub(super) has_scopes: bool,
    pub(super) is_third_party: bool,
    pub(super) target: Index,
    pub(super) act: Act,
}

impl Model {
    /// What the fake starts with, and what it holds later.
    pub(super) fn of(fixture: &Fixture) -> Self {
        let world = fixture.upstream.0.lock();
        let role = |id: &String| id.trim_start_matches("role-").to_owned();
        let members =
            world.members.iter().map(|(who, roles)| (who.clone(), roles.iter().map(role).collect()));
        let suspended = world.users.iter().filter(|(_, user)| user["isSuspended"] == true);
        Self {
            organizations: world.organizations.keys().cloned().collect(),
            members: members.collect(),
            suspended: suspended.map(|(id, _)| id.clone()).collect(),
            founded: world.created,
        }
    }

    fn roles(&self, organization: &str, user: &str) -> Option<&BTreeSet<String>> {
        self.members.get(&(organization.to_owned(), user.to_owned()))
    }

    fn held(&self, organization: &str, user: &str) -> BTreeSet<&'static str> {
        held(self.roles(organization, user).into_iter().flatten())
    }

    fn has_administrator(&self, organization: &str) -> bool {
        self.members.iter().any(|((of, user), roles)| {
            of == organization && !self.suspended.contains(user) && held(roles).contains(MANAGE)
        })
    }

    /// Whether the rules let `attempt` through up to its own conditions.
    fn lets(&self, attempt: &Attempt, token_organization: Option<&str>, target: &str) -> bool {
        let user = attempt.user;
        let permission = match attempt.act {
            Act::Create => "org:create",
            Act::Read => "org:read",
            Act::Rename => "org:update",
            Act::Delete => "org:delete",
            Act::ListMembers => "member:read",
            Act::Add(_) => "member:add",
            Act::Remove(_) => "member:remove",
            Act::SetRoles(..) => "member:role",
            Act::Leave => {
                let is_member = self.roles(target, user).is_some() && token_organization == Some(target);
                return is_member && !attempt.is_third_party && !self.suspended.contains(user);
            }
        };
        let holds = match token_organization {
            Some(organization) => self.held(organization, user).contains(permission),
            // Eve has it from a global role.
            None => {
                user == "eve"
                    || self.organizations.iter().any(|any| self.held(any, user).contains(permission))
            }
        };
        let is_here = matches!(attempt.act, Act::Create) || token_organization == Some(target);
        attempt.has_scopes && is_here && holds && !self.suspended.contains(user)
    }

    /// What `attempt` comes to, and what is stored afterwards.
    pub(super) fn apply(
        &mut self,
        attempt: &Attempt,
        token_organization: Option<&str>,
        target: &str,
    ) -> Class {
        if !self.lets(attempt, token_organization, target) {
            return Class::Forbidden;
        }
        let place = |user: &str| (target.to_owned(), user.to_owned());
        match &attempt.act {
            Act::Read | Act::Rename | Act::ListMembers => {}
            Act::Create => {
                self.founded += 1;
                let id = format!("new{}", self.founded);
                self.members.insert((id.clone(), attempt.user.to_owned()), ["admin".to_owned()].into());
                self.organizations.insert(id);
            }
            Act::Delete => {
                self.organizations.remove(target);
                self.members.retain(|(organization, _), _| organization != target);
            }
            Act::Add(user) => drop(self.members.entry(place(user)).or_default()),
            Act::Leave => return self.change(attempt, place(attempt.user), None),
            Act::Remove(user) => return self.change(attempt, place(user), None),
            Act::SetRoles(user, roles) => {
                let roles = roles.iter().map(ToString::to_string).collect();
                return self.change(attempt, place(user), Some(roles));
            }
        }
        Class::Done
    }

    /// A member's roles become these, or the member goes.
    fn change(&mut self, attempt: &Attempt, who: (String, String), after: Option<BTreeSet<String>>) -> Class {
        let Some(before) = self.members.get(&who).cloned() else {
            return if after.is_some() { Class::Unprocessable } else { Class::NotFound };
        };
        let none = BTreeSet::new();
        let changed = before.symmetric_difference(after.as_ref().unwrap_or(&none));
        let is_within = held(changed).is_subset(&self.held(&who.0, attempt.user));
        if !is_within && !matches!(attempt.act, Act::Leave) {
            return Class::Forbidden;
        }
        let mut next = self.clone();
        match after {
            Some(after) => next.members.insert(who.clone(), after),
            None => next.members.remove(&who),
        };
        let was_one = held(&before).contains(MANAGE);
        if was_one && !next.held(&who.0, &who.1).contains(MANAGE) && !next.has_administrator(&who.0) {
            return Class::LastAdministrator;
        }
        *self = next;
        Class::Done
    }
}

/// What holds between what was stored before an attempt and after it, whatever the model says.
pub(super) fn check_promises(before: &Model, after: &Model, user: &str, token_organization: Option<&str>) {
    for ((organization, member), roles) in &after.members {
        let had = before.held(organization, member);
        let got = held(roles);
        if !before.organizations.contains(organization) {
            let founders = (user, &BTreeSet::from(["admin".to_owned()]));
            assert_eq!((member.as_str(), roles), founders, "nobody but its founder is there");
        } else if got != had || before.roles(organization, member).is_none() {
            assert_eq!(token_organization, Some(organization.as_str()), "an effect crossed an organization");
            let given: BTreeSet<_> = got.difference(&had).copied().collect();
            assert!(given.is_subset(&before.held(organization, user)), "{user} gave {given:?}");
        }
    }
    for (organization, _) in before.members.keys().filter(|who| !after.members.contains_key(*who)) {
        assert_eq!(token_organization, Some(organization.as_str()), "an effect crossed an organization");
    }
    for organization in before.organizations.intersection(&after.organizations) {
        assert!(
            after.has_administrator(organization) || !before.has_administrator(organization),
            "{organization}"
        );
    }
}
