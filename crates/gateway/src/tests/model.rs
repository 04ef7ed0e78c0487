//! The rules of the Organization API once more, in as few lines as they need. [`super::histories`] holds the gateway against
//! them, and both against what they promise ([`super::promises`]).

use std::collections::{BTreeMap, BTreeSet};

use proptest::sample::Index;

use super::fake::PERMISSIONS;
use super::model_applications::{Application, ApplicationAct};

pub(super) const USERS: [&str; 6] = ["anna", "ben", "cleo", "dora", "eve", "gus"];
pub(super) const ROLES: [&str; 5] = ["admin", "guest", "owner", "refunder", "viewer"];
pub(super) const DOMAINS: [&str; 3] = ["fjord.example", "lake.example", "mail.fjord.example"];
const MANAGE: &str = "member:role";
/// The quotas of the policy: members, with those who are invited when somebody is; organizations of whoever founds one.
pub(super) const MOST_MEMBERS: usize = 5;
pub(super) const MOST_ORGANIZATIONS: usize = 3;

type Members = BTreeMap<(String, String), BTreeSet<String>>;

/// What a role holds.
fn permissions_of(role: &str) -> BTreeSet<&'static str> {
    match role {
        "owner" => PERMISSIONS.into_iter().chain(["refund"]).collect(),
        "admin" => PERMISSIONS.into_iter().filter(|name| *name != "org:delete").collect(),
        "viewer" => ["org:read", "member:read"].into(),
        "refunder" => ["refund"].into(),
        "reader" => ["org:read"].into(),
        "refunding" => ["org:read", "refund"].into(),
        _ => BTreeSet::new(),
    }
}

pub(super) fn held(roles: impl IntoIterator<Item = impl AsRef<str>>) -> BTreeSet<&'static str> {
    roles.into_iter().flat_map(|role| permissions_of(role.as_ref())).collect()
}

/// What is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Model {
    pub(super) organizations: BTreeSet<String>,
    pub(super) members: Members,
    pub(super) suspended: BTreeSet<String>,
    pub(super) invitations: BTreeMap<String, Invited>,
    pub(super) made: usize,
    /// Domains that make members, by organization, and for which of them a record is published.
    pub(super) domains: BTreeSet<(String, String)>,
    pub(super) published: BTreeSet<(String, String)>,
    /// Organizations whose members need a second factor.
    pub(super) demanding: BTreeSet<String>,
    /// Invitations whose message was sent, which is done once in the time that a history takes.
    pub(super) sent: BTreeSet<String>,
    pub(super) applications: BTreeMap<String, Application>,
    pub(super) made_applications: usize,
}

/// An invitation: to which organization, whom, with which roles, and whether it waits for an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Invited {
    pub(super) organization: String,
    pub(super) address: String,
    pub(super) roles: BTreeSet<String>,
    pub(super) is_pending: bool,
}

/// How an answer ends, as far as the rules say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Done,
    Forbidden,
    NotFound,
    LastAdministrator,
    Decided,
    Unprocessable,
    TooOften,
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
    Invite(&'static str, Vec<&'static str>),
    Resend(Index),
    Revoke(Index),
    Accept(Index),
    Decline(Index),
    ProveDomain(&'static str),
    RemoveDomain(&'static str),
    DemandSecondFactor(bool),
    OnApplications(ApplicationAct),
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
    /// The id of some invitation, or of none that there is.
    pub(super) fn invitation(&self, index: Index) -> String {
        let ids: Vec<&str> = self.invitations.keys().map(String::as_str).chain(["none"]).collect();
        (*index.get(&ids)).to_owned()
    }

    pub(super) fn roles(&self, organization: &str, user: &str) -> Option<&BTreeSet<String>> {
        self.members.get(&(organization.to_owned(), user.to_owned()))
    }

    pub(super) fn held(&self, organization: &str, user: &str) -> BTreeSet<&'static str> {
        held(self.roles(organization, user).into_iter().flatten())
    }

    pub(super) fn has_administrator(&self, organization: &str) -> bool {
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
            Act::Invite(..) | Act::Resend(_) | Act::Revoke(_) => "member:invite",
            Act::ProveDomain(_) | Act::RemoveDomain(_) => "org:domain",
            Act::DemandSecondFactor(_) => "org:security",
            Act::OnApplications(_) => "app:manage",
            Act::Leave | Act::Accept(_) | Act::Decline(_) => {
                let is_member = self.roles(target, user).is_some() && token_organization == Some(target);
                let may_be_here = is_member || !matches!(attempt.act, Act::Leave);
                return may_be_here && !attempt.is_third_party && !self.suspended.contains(user);
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
        let gives_or_takes = match &attempt.act {
            Act::OnApplications(act) => act.gives_or_takes(),
            // Whoever comes in by a domain or was added stays when the third party is gone.
            act => matches!(
                act,
                Act::Add(_) | Act::Remove(_) | Act::SetRoles(..) | Act::Invite(..) | Act::ProveDomain(_)
            ),
        };
        if attempt.is_third_party && gives_or_takes {
            return false;
        }
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
            Act::Create => {
                let is_own = |(_, roles): &(&(String, String), &BTreeSet<String>)| roles.contains("admin");
                let theirs = self.members.iter().filter(|((_, user), _)| user == attempt.user);
                if theirs.filter(is_own).count() >= MOST_ORGANIZATIONS {
                    return Class::Forbidden;
                }
                self.made += 1;
                let id = format!("new{}", self.made);
                self.members.insert((id.clone(), attempt.user.to_owned()), ["admin".to_owned()].into());
                self.organizations.insert(id);
            }
            Act::Delete => {
                self.organizations.remove(target);
                self.members.retain(|(organization, _), _| organization != target);
                self.invitations.retain(|_, invited| invited.organization != target);
                self.domains.retain(|(organization, _)| organization != target);
                self.demanding.remove(target);
                self.end_applications_of(target);
            }
            Act::Add(user) => {
                if !self.has_room(target, user) {
                    return Class::Forbidden;
                }
                self.members.entry(place(user)).or_default();
            }
            Act::Leave => return self.change(attempt, place(attempt.user), None),
            Act::Remove(user) => return self.change(attempt, place(user), None),
            Act::SetRoles(user, roles) => {
                let roles = roles.iter().map(ToString::to_string).collect();
                return self.change(attempt, place(user), Some(roles));
            }
            Act::Invite(user, roles) => return self.invite(attempt.user, target, user, roles),
            Act::OnApplications(act) => return self.apply_to_applications(act, attempt.user, target),
            Act::ProveDomain(domain) if !self.published.contains(&place(domain)) => {
                return Class::Unprocessable;
            }
            Act::ProveDomain(domain) => drop(self.domains.insert(place(domain))),
            Act::RemoveDomain(domain) if !self.domains.remove(&place(domain)) => return Class::NotFound,
            Act::Read | Act::Rename | Act::ListMembers | Act::RemoveDomain(_) => {}
            Act::DemandSecondFactor(true) => drop(self.demanding.insert(target.to_owned())),
            Act::DemandSecondFactor(false) => drop(self.demanding.remove(target)),
            Act::Resend(index) => return self.resend(target, &self.invitation(*index)),
            Act::Revoke(index) | Act::Accept(index) | Act::Decline(index) => {
                return self.decide(attempt, target, &self.invitation(*index));
            }
        }
        Class::Done
    }

    /// Whether this user is a member or there is room for one more.
    fn has_room(&self, organization: &str, user: &str) -> bool {
        let members = self.members.keys().filter(|(of, _)| of == organization).count();
        self.roles(organization, user).is_some() || members < MOST_MEMBERS
    }

    fn resend(&mut self, organization: &str, id: &str) -> Class {
        let own = self.invitations.get(id).filter(|invited| invited.organization == organization);
        match own {
            None => Class::NotFound,
            Some(invited) if !invited.is_pending => Class::Decided,
            Some(_) if self.sent.insert(id.to_owned()) => Class::Done,
            Some(_) => Class::TooOften,
        }
    }

    fn invite(&mut self, inviter: &str, organization: &str, user: &str, roles: &[&str]) -> Class {
        if !held(roles).is_subset(&self.held(organization, inviter)) {
            return Class::Forbidden;
        }
        let waiting = |invited: &&Invited| invited.is_pending && invited.organization == organization;
        let members = self.members.keys().filter(|(of, _)| of == organization).count();
        if members + self.invitations.values().filter(waiting).count() >= MOST_MEMBERS {
            return Class::Forbidden;
        }
        let address = format!("{user}@fjord.example");
        let is_same = |invited: &Invited| {
            invited.is_pending && invited.organization == organization && invited.address == address
        };
        if self.roles(organization, user).is_some() || self.invitations.values().any(is_same) {
            return Class::Unprocessable;
        }
        self.made += 1;
        let roles = roles.iter().map(ToString::to_string).collect();
        let invited = Invited { organization: organization.to_owned(), address, roles, is_pending: true };
        self.invitations.insert(format!("made{}", self.made), invited);
        Class::Done
    }

    fn decide(&mut self, attempt: &Attempt, organization: &str, id: &str) -> Class {
        let (is_revoked, user) = (matches!(attempt.act, Act::Revoke(_)), attempt.user);
        let theirs = |invited: &&Invited| {
            if is_revoked { invited.organization == organization } else { invited.is_to(user) }
        };
        let Some(invited) = self.invitations.get(id).filter(theirs) else {
            return if is_revoked { Class::NotFound } else { Class::Forbidden };
        };
        if !invited.is_pending {
            return Class::Decided;
        }
        let decided = Invited { is_pending: false, ..invited.clone() };
        if matches!(attempt.act, Act::Accept(_)) {
            if !self.has_room(&decided.organization, user) {
                return Class::Forbidden;
            }
            let who = (decided.organization.clone(), user.to_owned());
            self.members.entry(who).or_default().extend(decided.roles.iter().cloned());
        }
        self.invitations.insert(id.to_owned(), decided);
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

impl Invited {
    pub(super) fn is_to(&self, user: &str) -> bool {
        self.address.eq_ignore_ascii_case(&format!("{user}@fjord.example"))
    }
}
