//! `/api/my-account`: the account of whoever calls.

mod access_token;
mod access_tokens;
mod avatar;
mod delete;
mod email;
mod export;
mod get;
mod grants;
mod identities;
mod invitations;
mod logto_configs;
mod mfa_settings;
mod mfa_verifications;
mod organizations;
mod password;
mod phone;
mod profile;
mod remaining;
mod sessions;
mod trusted_devices;
mod update;

use axum::extract::DefaultBodyLimit;
use domain::user_asset::MAX_FILE_BYTES;

use crate::routes::ApiRoutes;

/// The largest body of an upload: the file and what its form puts around it.
const MAX_UPLOAD_BYTES: usize = MAX_FILE_BYTES + 64 * 1024;

/// Routes that the wire does not have.
fn own_routes() -> ApiRoutes {
    ApiRoutes::tagged("My account")
        .delete("/api/my-account/applications/{applicationId}/grants", grants::revoke_application)
        .get("/api/my-account/organizations", organizations::list_organizations)
        .delete("/api/my-account/organizations/{organizationId}", organizations::leave_organization)
        .get("/api/my-account/organization-invitations", invitations::list_invitations)
        .post("/api/my-account/organization-invitations/{id}/accept", invitations::accept_invitation)
        .post("/api/my-account/organization-invitations/{id}/decline", invitations::decline_invitation)
        .get("/api/my-account/personal-access-tokens", access_tokens::list_tokens)
        .post("/api/my-account/personal-access-tokens", access_tokens::make_token)
        .patch("/api/my-account/personal-access-tokens", access_tokens::rename_token)
        .post("/api/my-account/personal-access-tokens/delete", access_tokens::delete_token)
        .post("/api/my-account/export", export::export_account)
        .delete("/api/my-account", delete::delete_account)
}

/// The routes of this part.
pub(crate) fn routes() -> ApiRoutes {
    ApiRoutes::tagged("My account")
        .post("/api/my-account/user-assets/avatar", avatar::upload_avatar)
        .layered(|router| router.layer(DefaultBodyLimit::max(MAX_UPLOAD_BYTES)))
        .get("/api/my-account", get::get_account)
        .patch("/api/my-account", update::update_account)
        .patch("/api/my-account/profile", profile::update_profile)
        .post("/api/my-account/password", password::set_password)
        .post("/api/my-account/primary-email", email::change_email)
        .delete("/api/my-account/primary-email", email::remove_email)
        .post("/api/my-account/primary-phone", phone::change_phone)
        .delete("/api/my-account/primary-phone", phone::remove_phone)
        .post("/api/my-account/identities", identities::add_identity)
        .put("/api/my-account/identities", identities::replace_identity)
        .delete("/api/my-account/identities/{target}", identities::remove_identity)
        .get("/api/my-account/identities/{target}/access-token", access_token::get_access_token)
        .put("/api/my-account/identities/{target}/access-token", access_token::renew_access_token)
        .get(
            "/api/my-account/sso-identities/{connectorId}/access-token",
            access_token::get_enterprise_access_token,
        )
        .get("/api/my-account/mfa-verifications", mfa_verifications::list_factors)
        .post("/api/my-account/mfa-verifications", mfa_verifications::bind_factor)
        .put("/api/my-account/mfa-verifications/totp", mfa_verifications::replace_totp)
        .post(
            "/api/my-account/mfa-verifications/totp-secret/generate",
            mfa_verifications::generate_totp_secret,
        )
        .post(
            "/api/my-account/mfa-verifications/backup-codes/generate",
            mfa_verifications::generate_backup_codes,
        )
        .get("/api/my-account/mfa-verifications/backup-codes", mfa_verifications::get_backup_codes)
        .put("/api/my-account/mfa-verifications/backup-codes", mfa_verifications::replace_backup_codes)
        .patch("/api/my-account/mfa-verifications/{verificationId}/name", mfa_verifications::rename_factor)
        .delete("/api/my-account/mfa-verifications/{verificationId}", mfa_verifications::remove_factor)
        .get("/api/my-account/mfa-settings", mfa_settings::get_mfa_settings)
        .patch("/api/my-account/mfa-settings", mfa_settings::update_mfa_settings)
        .get("/api/my-account/logto-configs", logto_configs::get_preferences)
        .patch("/api/my-account/logto-configs", logto_configs::update_preferences)
        .get("/api/my-account/sessions", sessions::list_sessions)
        .delete("/api/my-account/sessions/{sessionId}", sessions::revoke_session)
        .delete("/api/my-account/sessions", sessions::revoke_sessions)
        .get("/api/my-account/trusted-devices", trusted_devices::list_devices)
        .delete("/api/my-account/trusted-devices/{deviceId}", trusted_devices::revoke_device)
        .get("/api/my-account/grants", grants::list_grants)
        .delete("/api/my-account/grants/{grantId}", grants::revoke_grant)
        .merge(own_routes())
}
