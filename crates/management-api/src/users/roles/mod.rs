//! `/api/users/{userId}/roles`: the global roles of a user (Management API contract §5.4).

mod add;
mod list;
mod remove;
mod replace;

pub(super) use add::add_roles;
use domain::{
    RoleId,
    role::{Role, RoleType},
};
use http_kit::{ApiError, Issue, body::Validate};
pub(super) use list::list_roles;
pub(super) use remove::remove_role;
pub(super) use replace::replace_roles;

use crate::{
    ManagementContext,
    rules::{Body, Rules, distinct},
};

impl Validate for Body<api_types::user::RoleIds> {
    fn issues(&self) -> Vec<Issue> {
        Rules::default().ids("roleIds", &self.0.role_ids, 0).issues()
    }
}

/// The ids of a body, provided that each names a role for users. `wrong_type` is the code of the 422 for a machine-to-machine role.
async fn user_roles(
    context: &ManagementContext,
    ids: &[String],
    wrong_type: &'static str,
) -> Result<Vec<RoleId>, ApiError> {
    let ids = distinct(ids, RoleId::new);
    let roles: Vec<Role> = store::role::find_many(context.exec(), context.tenant(), &ids).await?;
    if roles.len() < ids.len() {
        return Err(ApiError::not_found("entity.not_exists_with_id"));
    }
    if roles.iter().any(|role| role.kind != RoleType::User) {
        return Err(ApiError::unprocessable(wrong_type));
    }
    Ok(ids)
}
