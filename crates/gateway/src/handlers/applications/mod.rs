//! Applications of an organization's own: machines that get tokens for it with a secret ("API keys"). Each operation first shows that
//! the application which the path names is the organization's own; what it may be asked for and what is written takes that proof.

mod change;
mod create;
mod residue;
mod roles;
mod secrets;
mod show;

pub(super) use change::{delete, update};
pub(super) use create::create;
pub(super) use residue::delete_all;
pub(super) use roles::set as set_roles;
pub(super) use secrets::{create as create_secret, delete as delete_secret, list as list_secrets};
pub(super) use show::{list, read};

use guard::Rejection;
use serde_json::{Map, Value, json};

use super::{Action, lists::project};
use crate::guards::{MemberRole, OwnApplication, Template, own_application, quotas};
use crate::rejections::{role_names_not_found, role_not_for_applications};

/// What an organization sees of its applications. How they sign in, and what the product keeps about them, is the product's.
const APPLICATION_FIELDS: [&str; 5] = ["id", "name", "description", "type", "createdAt"];
/// What is seen of a secret once it is made.
const SECRET_FIELDS: [&str; 3] = ["name", "createdAt", "expiresAt"];

/// The application that the path names, which is the organization's own.
async fn named(action: &Action<'_>) -> Result<OwnApplication, Rejection> {
    own_application(action.scene()?, action.application()?).await
}

/// Counts a change of the organization's applications, which there are not too many of.
fn count_change(action: &Action<'_>) -> Result<(), Rejection> {
    let gateway = action.gateway;
    quotas::may_change_applications(action.scene()?, &gateway.policy, &gateway.memory.rates, action.now())
}

/// An application as an organization sees it.
fn body(entity: Map<String, Value>, roles: &[MemberRole]) -> Map<String, Value> {
    let mut body = project(entity, &APPLICATION_FIELDS);
    let roles = roles.iter().map(|role| json!({ "id": role.id, "name": role.name }));
    body.insert("organizationRoles".to_owned(), roles.collect());
    body
}

/// The roles of these names, which must be there and be for applications.
fn roles_named(template: &Template, names: &[String]) -> Result<Vec<MemberRole>, Rejection> {
    let (mut roles, mut unknown, mut of_users) = (Vec::new(), Vec::new(), Vec::new());
    for name in names {
        match template.by_name(name) {
            None => unknown.push(name.as_str()),
            Some(role) if !role.is_for_applications() => of_users.push(name.as_str()),
            Some(role) => roles.push(MemberRole { id: role.id.clone(), name: role.name.clone() }),
        }
    }
    if !unknown.is_empty() {
        Err(role_names_not_found(&unknown))
    } else if !of_users.is_empty() {
        Err(role_not_for_applications(&of_users))
    } else {
        Ok(roles)
    }
}
