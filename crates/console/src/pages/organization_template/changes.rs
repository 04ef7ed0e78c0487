//! What differs between the matrix as it is wanted and as it is stored: stored, and taken back.

use axum::http::Method;
use hosted::{Call, Refusal};
use http_kit::Form;
use serde_json::json;

use super::{
    PATH,
    view::{Permission, Role, View},
};
use crate::{
    operator::Operator,
    pages::{Outcome, done::done, undo::Undo},
};

/// So many differences have a button that takes them back: it stands in an address.
const MOST_TAKEN_BACK: usize = 40;
/// The fields of such a button: what a role is given again, and what is taken from it.
const FIELDS: [(&str, bool); 2] = [("give", true), ("take", false)];

/// A permission that a role is given, or that is taken from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Change {
    role: String,
    is_of_api: bool,
    permission: String,
    is_given: bool,
}

impl Change {
    /// What differs from what is stored, where `is_wanted` says which fields of the matrix are to be set.
    pub(super) fn all(view: &View, is_wanted: impl Fn(&str) -> bool) -> Vec<Self> {
        let of_role = |role: &Role| {
            let differs = view.permissions.iter().filter_map(|permission| {
                let is_given = is_wanted(&View::word(role, permission));
                (is_given != View::is_granted(role, permission)).then(|| Self {
                    role: role.id.clone(),
                    is_of_api: permission.api.is_some(),
                    permission: permission.id.clone(),
                    is_given,
                })
            });
            differs.collect::<Vec<_>>()
        };
        view.roles.iter().flat_map(of_role).collect()
    }

    /// Reads [`View::word`].
    fn read(word: &str, is_given: bool) -> Option<Self> {
        let mut parts = word.split('.');
        let (role, kind, permission) = (parts.next()?, parts.next()?, parts.next()?);
        let is_of_api = kind == "api";
        Some(Self { role: role.to_owned(), is_of_api, permission: permission.to_owned(), is_given })
    }

    fn is_about(&self, permission: &Permission) -> bool {
        (self.is_of_api, self.permission.as_str()) == (permission.api.is_some(), permission.id.as_str())
    }

    fn word(&self) -> String {
        View::word_of(&self.role, self.is_of_api, &self.permission)
    }

    /// Stores changes, those of a role and a kind at once where they are given. What was stored before a refusal stays.
    ///
    /// # Errors
    /// What the Management API refused.
    pub(super) async fn store(operator: &Operator, changes: &[Self]) -> Result<(), Refusal> {
        for some in changes.chunk_by(|one, next| (&one.role, one.is_of_api) == (&next.role, next.is_of_api)) {
            let Some(Self { role, is_of_api, .. }) = some.first() else { continue };
            let (end, member) =
                if *is_of_api { ("resource-scopes", "scopeIds") } else { ("scopes", "organizationScopeIds") };
            let (given, taken): (Vec<_>, Vec<_>) = some.iter().partition(|change| change.is_given);
            if !given.is_empty() {
                let ids: Vec<_> = given.iter().map(|change| &change.permission).collect();
                let path = ["api", "organization-roles", role, end];
                operator.call(Call::new(Method::POST, &path).body(json!({ (member): ids }))).await?;
            }
            for change in taken {
                let path = ["api", "organization-roles", role, end, &change.permission];
                operator.call(Call::new(Method::DELETE, &path)).await?;
            }
        }
        Ok(())
    }

    /// A button that takes changes back, unless they are none or too many for an address.
    pub(super) fn undo(changes: &[Self]) -> Option<Undo> {
        let has_room = (1..=MOST_TAKEN_BACK).contains(&changes.len());
        let field = |change: &Self| if change.is_given { "take" } else { "give" };
        let add = |undo: Undo, change: &Self| undo.with(field(change), change.word());
        has_room.then(|| changes.iter().fold(Undo::by(PATH.to_owned()), add))
    }
}

/// Carries out such a button. What is so already, because somebody else did it meanwhile, stays as it is; what cannot be given or taken, because
/// its role has gone or the permission to give has, is left, and that is said.
pub(super) async fn take_back(operator: &Operator, form: &Form) -> Outcome {
    let (roles, permissions) = (Role::all(operator).await?, Permission::all(operator).await?);
    let (mut changes, mut is_whole) = (Vec::new(), true);
    for (name, is_given) in FIELDS {
        for change in form.all(name).filter_map(|word| Change::read(word, is_given)) {
            let is_known = permissions.iter().any(|permission| change.is_about(permission));
            match roles.iter().find(|role| role.id == change.role) {
                Some(role) if is_known || !is_given => {
                    if role.has(change.is_of_api, &change.permission) != is_given {
                        changes.push(change);
                    }
                }
                _ => is_whole = false,
            }
        }
    }
    changes.sort_by(|one, other| (&one.role, one.is_of_api).cmp(&(&other.role, other.is_of_api)));
    match Change::store(operator, &changes).await {
        Ok(()) if is_whole => Ok(done(PATH, "console-undone")),
        Ok(()) => Ok(done(PATH, "console-undone-matrix-in-part")),
        Err(refusal) => Err(operator.stop(&refusal)),
    }
}
