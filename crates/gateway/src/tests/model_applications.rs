//! The rules about applications of organizations once more; see [`super::model`].

use std::collections::{BTreeMap, BTreeSet};

use proptest::sample::Index;

use super::model::{Class, Model, held};

pub(super) const MACHINE_ROLES: [&str; 2] = ["reader", "refunding"];
pub(super) const SECRET_NAMES: [&str; 2] = ["default", "second"];

/// What is done with applications of an organization.
#[derive(Debug, Clone)]
pub(super) enum ApplicationAct {
    Make(Vec<&'static str>),
    SetRoles(Index, Vec<&'static str>),
    Delete(Index),
    MakeSecret(Index, &'static str),
    DeleteSecret(Index, &'static str),
}

impl ApplicationAct {
    /// Whether it gives or takes what roles hold.
    pub(super) fn gives_or_takes(&self) -> bool {
        matches!(self, Self::Make(_) | Self::SetRoles(..) | Self::MakeSecret(..))
    }
}

/// An application: for which organization it was made, its roles in each that it belongs to, the names of its secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Application {
    pub(super) made_for: Option<String>,
    pub(super) members: BTreeMap<String, BTreeSet<String>>,
    pub(super) secrets: BTreeSet<String>,
}

impl Application {
    fn is_own(&self, organization: &str) -> bool {
        self.made_for.as_deref() == Some(organization) && self.members.contains_key(organization)
    }

    /// What whoever has a secret of it holds in this organization.
    pub(super) fn held(&self, organization: &str) -> BTreeSet<&'static str> {
        held(self.members.get(organization).into_iter().flatten())
    }
}

impl Model {
    /// The id of some application, or of none that there is.
    pub(super) fn application(&self, index: Index) -> String {
        let ids: Vec<&str> = self.applications.keys().map(String::as_str).chain(["none"]).collect();
        (*index.get(&ids)).to_owned()
    }

    /// What an act of `user` on applications of `organization` comes to, once the rules let it through up to its own conditions.
    pub(super) fn apply_to_applications(
        &mut self,
        act: &ApplicationAct,
        user: &str,
        organization: &str,
    ) -> Class {
        let holds = self.held(organization, user);
        let index = match act {
            ApplicationAct::Make(roles) => return self.make(&holds, organization, roles),
            ApplicationAct::SetRoles(index, _)
            | ApplicationAct::Delete(index)
            | ApplicationAct::MakeSecret(index, _)
            | ApplicationAct::DeleteSecret(index, _) => *index,
        };
        let id = self.application(index);
        let Some(application) = self.applications.get_mut(&id).filter(|found| found.is_own(organization))
        else {
            return Class::NotFound;
        };
        match act {
            ApplicationAct::SetRoles(_, roles) => {
                let after: BTreeSet<String> = roles.iter().map(ToString::to_string).collect();
                let changed = application.members[organization].symmetric_difference(&after);
                if !held(changed).is_subset(&holds) {
                    return Class::Forbidden;
                }
                application.members.insert(organization.to_owned(), after);
            }
            ApplicationAct::MakeSecret(_, name) => {
                let is_shared = application.members.len() > 1;
                if is_shared || !application.held(organization).is_subset(&holds) {
                    return Class::Forbidden;
                }
                if !application.secrets.insert((*name).to_owned()) {
                    return Class::Unprocessable;
                }
            }
            ApplicationAct::DeleteSecret(_, name) => {
                if !application.secrets.remove(*name) {
                    return Class::NotFound;
                }
            }
            ApplicationAct::Delete(_) | ApplicationAct::Make(_) => drop(self.applications.remove(&id)),
        }
        Class::Done
    }

    fn make(&mut self, holds: &BTreeSet<&'static str>, organization: &str, roles: &[&str]) -> Class {
        if !held(roles).is_subset(holds) {
            return Class::Forbidden;
        }
        self.made_applications += 1;
        let roles = roles.iter().map(ToString::to_string).collect();
        let application = Application {
            made_for: Some(organization.to_owned()),
            members: [(organization.to_owned(), roles)].into(),
            secrets: ["default".to_owned()].into(),
        };
        self.applications.insert(format!("made{}", self.made_applications), application);
        Class::Done
    }

    /// With an organization its own applications go; others only leave it.
    pub(super) fn end_applications_of(&mut self, organization: &str) {
        self.applications.retain(|_, application| !application.is_own(organization));
        for application in self.applications.values_mut() {
            application.members.remove(organization);
        }
    }
}

/// What holds of applications between what was stored before an attempt and after it, whatever the model says.
pub(super) fn check_promises_of_applications(
    before: &Model,
    after: &Model,
    user: &str,
    token_organization: Option<&str>,
) {
    for (id, application) in &after.applications {
        let was = before.applications.get(id);
        if was == Some(application) {
            continue;
        }
        let organizations: BTreeSet<_> =
            application.members.keys().chain(was.into_iter().flat_map(|was| was.members.keys())).collect();
        for organization in organizations {
            let had = was.map(|was| was.held(organization)).unwrap_or_default();
            let got = application.held(organization);
            let given: BTreeSet<_> = got.difference(&had).copied().collect();
            assert!(given.is_subset(&before.held(organization, user)), "{user} gave {id} {given:?}");
            assert!(
                got == had || token_organization == Some(organization.as_str()),
                "{id} crossed an organization"
            );
        }
        let has_more_secrets = was.is_some_and(|was| !application.secrets.is_subset(&was.secrets));
        if has_more_secrets {
            for organization in application.members.keys() {
                let held = before.held(organization, user);
                assert!(application.held(organization).is_subset(&held), "{user} may act as {id}");
            }
        }
    }
    for (id, gone) in before.applications.iter().filter(|(id, _)| !after.applications.contains_key(*id)) {
        assert_eq!(gone.made_for.as_deref(), token_organization, "{id} is another organization's");
    }
}
