//! `/api/users` (Management API contract §5): users, their passwords, global roles and organizations, where they are signed in, what they
//! allow applications, the tokens that stand for them, who they are elsewhere, and their second factors.

mod body;
mod create;
mod custom_data;
mod delete;
mod get;
mod grants;
mod has_password;
mod identities;
mod list;
mod logto_configs;
mod mfa_verifications;
mod organizations;
mod password;
mod password_expiration;
mod personal_access_tokens;
mod profile;
mod roles;
mod sessions;
mod suspend;
#[cfg(test)]
mod tests;
mod trusted_devices;
mod update;

use crate::routes::ApiRoutes;
pub(crate) use body::user_info;

/// The routes of this resource.
pub(crate) fn routes() -> ApiRoutes {
    ApiRoutes::tagged("Users")
        .get("/api/users", list::list_users)
        .post("/api/users", create::create_user)
        .get("/api/users/{userId}", get::get_user)
        .patch("/api/users/{userId}", update::update_user)
        .delete("/api/users/{userId}", delete::delete_user)
        .get("/api/users/{userId}/custom-data", custom_data::get_custom_data)
        .patch("/api/users/{userId}/custom-data", custom_data::patch_custom_data)
        .patch("/api/users/{userId}/profile", profile::patch_profile)
        .patch("/api/users/{userId}/password", password::set_password)
        .post("/api/users/{userId}/password/verify", password::verify_password)
        .get("/api/users/{userId}/has-password", has_password::has_password)
        .patch("/api/users/{userId}/is-suspended", suspend::set_suspended)
        .get("/api/users/{userId}/organizations", organizations::list_organizations)
        .get("/api/users/{userId}/roles", roles::list_roles)
        .post("/api/users/{userId}/roles", roles::add_roles)
        .put("/api/users/{userId}/roles", roles::replace_roles)
        .delete("/api/users/{userId}/roles/{roleId}", roles::remove_role)
        .patch("/api/users/{userId}/password/expiration", password_expiration::set_password_expired)
        .post("/api/users/{userId}/identities", identities::link_identity)
        .get("/api/users/{userId}/identities/{target}", identities::get_identity)
        .put("/api/users/{userId}/identities/{target}", identities::put_identity)
        .delete("/api/users/{userId}/identities/{target}", identities::delete_identity)
        .get("/api/users/{userId}/all-identities", identities::all_identities)
        .get("/api/users/{userId}/sso-identities/{ssoConnectorId}", identities::get_sso_identity)
        .delete("/api/users/{userId}/sso-identities/{ssoConnectorId}", identities::delete_sso_identity)
        .get("/api/users/{userId}/mfa-verifications", mfa_verifications::list_factors)
        .post("/api/users/{userId}/mfa-verifications", mfa_verifications::create_factor)
        .delete("/api/users/{userId}/mfa-verifications/{verificationId}", mfa_verifications::delete_factor)
        .get("/api/users/{userId}/logto-configs", logto_configs::get_preferences)
        .patch("/api/users/{userId}/logto-configs", logto_configs::patch_preferences)
        .get("/api/users/{userId}/sessions", sessions::list_sessions)
        .get("/api/users/{userId}/sessions/{sessionId}", sessions::get_session)
        .delete("/api/users/{userId}/sessions/{sessionId}", sessions::revoke_session)
        .get("/api/users/{userId}/trusted-devices", trusted_devices::list_devices)
        .delete("/api/users/{userId}/trusted-devices/{deviceId}", trusted_devices::revoke_device)
        .get("/api/users/{userId}/grants", grants::list_grants)
        .delete("/api/users/{userId}/grants/{grantId}", grants::revoke_grant)
        .get("/api/users/{userId}/personal-access-tokens", personal_access_tokens::list_tokens)
        .post("/api/users/{userId}/personal-access-tokens", personal_access_tokens::create_token)
        .patch("/api/users/{userId}/personal-access-tokens", personal_access_tokens::rename_token)
        .post("/api/users/{userId}/personal-access-tokens/delete", personal_access_tokens::delete_token)
        .patch(
            "/api/users/{userId}/personal-access-tokens/{name}",
            personal_access_tokens::rename_named_token,
        )
        .delete(
            "/api/users/{userId}/personal-access-tokens/{name}",
            personal_access_tokens::delete_named_token,
        )
}
