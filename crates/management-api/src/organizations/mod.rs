//! `/api/organizations` (Management API contract §2): organizations, their users and applications, and the roles these hold there.
//!
//! The roles and scopes themselves are in `organization_roles` and `organization_scopes`.

mod applications;
mod body;
mod create;
mod delete;
mod get;
mod jit;
mod list;
mod members;
#[cfg(test)]
mod tests;
mod update;
mod users;

use crate::routes::ApiRoutes;
use domain::{ApplicationId, UserId};

pub use body::organization_body;
pub(crate) use body::{
    MAX_DESCRIPTION, MAX_NAME, organization_with_roles_body, removed, role_names, search_text, violation,
};
pub use create::new_organization;

/// The routes of this resource.
pub(crate) fn routes() -> ApiRoutes {
    ApiRoutes::tagged("Organizations")
        .post("/api/organizations", create::create_organization)
        .get("/api/organizations/{id}", get::get_organization)
        .patch("/api/organizations/{id}", update::update_organization)
        .delete("/api/organizations/{id}", delete::delete_organization)
        .merge(list_routes())
        .merge(admission_routes())
        .merge(user_routes())
        .merge(application_routes())
        .merge(jit_routes())
}

/// Whoever reaches some organizations only sees those.
fn list_routes() -> ApiRoutes {
    ApiRoutes::tagged("Organizations").for_organizations().get("/api/organizations", list::list_organizations)
}

/// Who and what comes in from outside: whoever is limited to an organization would reach any user of the tenant that way, and their details. Such
/// callers invite.
fn admission_routes() -> ApiRoutes {
    ApiRoutes::tagged("Organizations")
        .for_whole_tenant()
        .post("/api/organizations/{id}/users", users::add_users)
        .put("/api/organizations/{id}/users", users::replace_users)
        .post("/api/organizations/{id}/applications", applications::add_applications)
        .put("/api/organizations/{id}/applications", applications::replace_applications)
        .post("/api/organizations/{id}/jit/email-domains", jit::email_domains::add)
        .put("/api/organizations/{id}/jit/email-domains", jit::email_domains::replace)
        .post("/api/organizations/{id}/jit/sso-connectors", jit::sso_connectors::add)
        .put("/api/organizations/{id}/jit/sso-connectors", jit::sso_connectors::replace)
}

fn jit_routes() -> ApiRoutes {
    use jit::{email_domains, roles, sso_connectors};
    ApiRoutes::tagged("Organizations")
        .get("/api/organizations/{id}/jit/email-domains", email_domains::list)
        .delete("/api/organizations/{id}/jit/email-domains/{emailDomain}", email_domains::remove)
        .get("/api/organizations/{id}/jit/roles", roles::list)
        .post("/api/organizations/{id}/jit/roles", roles::add)
        .put("/api/organizations/{id}/jit/roles", roles::replace)
        .delete("/api/organizations/{id}/jit/roles/{organizationRoleId}", roles::remove)
        .get("/api/organizations/{id}/jit/sso-connectors", sso_connectors::list)
        .delete("/api/organizations/{id}/jit/sso-connectors/{ssoConnectorId}", sso_connectors::remove)
}

fn user_routes() -> ApiRoutes {
    ApiRoutes::tagged("Organizations")
        .get("/api/organizations/{id}/users", users::list_users)
        .post("/api/organizations/{id}/users/roles", users::give_roles)
        .delete("/api/organizations/{id}/users/{userId}", members::remove_member::<UserId>)
        .get("/api/organizations/{id}/users/{userId}/roles", members::list_roles::<UserId>)
        .post("/api/organizations/{id}/users/{userId}/roles", users::add_roles)
        .put("/api/organizations/{id}/users/{userId}/roles", users::replace_roles)
        .delete(
            "/api/organizations/{id}/users/{userId}/roles/{organizationRoleId}",
            members::remove_role::<UserId>,
        )
        .get("/api/organizations/{id}/users/{userId}/scopes", users::list_scopes)
}

fn application_routes() -> ApiRoutes {
    ApiRoutes::tagged("Organizations")
        .get("/api/organizations/{id}/applications", applications::list_applications)
        .post("/api/organizations/{id}/applications/roles", applications::give_roles)
        .delete(
            "/api/organizations/{id}/applications/{applicationId}",
            members::remove_member::<ApplicationId>,
        )
        .get(
            "/api/organizations/{id}/applications/{applicationId}/roles",
            members::list_roles::<ApplicationId>,
        )
        .post("/api/organizations/{id}/applications/{applicationId}/roles", applications::add_roles)
        .put("/api/organizations/{id}/applications/{applicationId}/roles", applications::replace_roles)
        .delete(
            "/api/organizations/{id}/applications/{applicationId}/roles/{organizationRoleId}",
            members::remove_role::<ApplicationId>,
        )
}
