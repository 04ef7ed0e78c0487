//! What errors say: the English text of each code of the APIs, and what stands in a log.

pub use crate::api_error::{ApiError, Issue};

/// The English text for a code; the contract calls codes and statuses stable, texts not.
pub(crate) fn message_of(code: &str) -> &'static str {
    MESSAGES
        .iter()
        .find(|(known, _)| *known == code)
        .map_or("The request could not be completed.", |(_, message)| message)
}

const MESSAGES: &[(&str, &str)] = &[
    ("account_center.export_rate_limited", "Too many copies in a short time. Please try again later."),
    ("account_center.field_not_editable", "Users cannot change this part of their account here."),
    ("account_center.field_not_enabled", "This part of the account is not open to users here."),
    ("account_center.not_enabled", "Users cannot manage their accounts here."),
    ("action.general", "The script failed or refused."),
    ("application.consent_management_api_scopes_not_allowed", "Management API scopes are not allowed."),
    ("application.device_flow_native_only", "Device flow is only available for native applications."),
    (
        "application.device_flow_not_changeable",
        "Device flow cannot be changed after the application is created.",
    ),
    (
        "application.invalid_role_type",
        "Only machine-to-machine roles can be given to a machine-to-machine application.",
    ),
    (
        "application.invalid_third_party_application_type",
        "Only traditional, single-page and native applications can be third-party applications.",
    ),
    ("application.invalid_type", "Only machine-to-machine applications can have roles."),
    ("application.no_legacy_secret_found", "The application has no legacy secret."),
    ("application.protected_app_metadata_is_required", "Protected application metadata is required."),
    ("application.protected_app_not_configured", "Protected applications are not configured on this server."),
    ("application.saml.use_saml_app_api", "Use the SAML application API to create SAML applications."),
    ("application.secret_name_exists", "A secret with this name exists already."),
    (
        "application.third_party_application_cannot_enable_token_exchange",
        "A third-party application cannot use token exchange.",
    ),
    ("application.third_party_application_only", "This is available for third-party applications only."),
    ("application.too_many_secrets", "The application has as many secrets as there can be."),
    ("application.user_consent_scopes_not_found", "Some of the scopes do not exist."),
    ("auth.authorization_header_missing", "The Authorization header is missing."),
    ("auth.authorization_token_type_not_supported", "The authorization type is not supported."),
    ("auth.expected_role_not_found", "The user does not hold the role that the request is for."),
    ("auth.forbidden", "Forbidden. Please check your roles and permissions."),
    ("auth.jwt_sub_missing", "The token has no `sub`."),
    ("auth.unauthorized", "Unauthorized. Please check the credentials and their scope."),
    ("captcha_provider.not_found", "There is no captcha provider."),
    (
        "connector.cannot_overwrite_metadata_for_non_standard_connector",
        "Connectors of this kind have the name, logo and target of their kind.",
    ),
    ("connector.insufficient_request_parameters", "The request does not say where to send the message."),
    (
        "connector.invalid_type_for_syncing_profile",
        "Only social connectors can bring the profile of the other side.",
    ),
    (
        "connector.multiple_instances_not_supported",
        "There is a connector of this kind already, and there can be one only.",
    ),
    (
        "connector.multiple_target_with_same_platform",
        "Another social connector has the same target on the same platform.",
    ),
    ("connector.not_found_with_connector_id", "There is no kind of connector with this id."),
    ("connector.should_specify_target", "A connector of this kind needs a target of its own."),
    ("connector.token_storage_not_supported", "Connectors of this kind cannot keep tokens."),
    ("connector.unexpected_type", "The connector is of another type than is needed."),
    ("connector.not_found", "No connector of the type that is needed is configured."),
    ("domain.not_configured", "Domains are not configured on this server."),
    ("custom_profile_fields.entity_not_exists_with_names", "Some of the fields do not exist."),
    ("custom_profile_fields.invalid_name", "A field cannot have this name."),
    ("custom_profile_fields.invalid_sub_component_type", "A field of this name cannot have this type."),
    ("custom_profile_fields.name_exists", "A field with this name exists already."),
    ("entity.db_constraint_violated", "A rule of the data was violated."),
    ("entity.invalid_input", "Invalid input: values must not be empty."),
    ("entity.not_exists", "The entity does not exist."),
    ("guard.file_size_exceeded", "The file is too large."),
    ("guard.mime_type_not_allowed", "Files of this type are not taken."),
    ("hook.missing_events", "A webhook must listen to at least one event."),
    ("hook.send_test_payload_failed", "The test payload could not be sent."),
    ("hook.endpoint_responded_with_error", "The webhook's address answered with an error."),
    (
        "localization.cannot_delete_default_language",
        "Pages fall back to this language, so that its words cannot be deleted.",
    ),
    (
        "localization.invalid_translation_structure",
        "The translation is not made of texts in the places where pages look for them.",
    ),
    ("log.invalid_time_window", "The time window begins after its end."),
    ("entity.not_exists_with_id", "There is no entity with this id."),
    ("entity.not_found", "The entity was not found."),
    (
        "entity.relation_foreign_key_not_found",
        "A referenced entity was not found. Please check that everything you refer to exists.",
    ),
    (
        "entity.unique_integrity_violation",
        "The entity exists already. Please check your input and try again.",
    ),
    ("entity.value_too_long", "A value is too long and exceeds the limit."),
    ("guard.invalid_input", "The request is invalid."),
    ("guard.invalid_pagination", "The pagination of the request is invalid."),
    ("jwt_customizer.general", "The script for the token's claims failed or refused."),
    ("oidc.access_denied", "Access denied."),
    ("oidc.invalid_request", "Request is invalid."),
    ("oidc.invalid_grant", "Grant request is invalid."),
    ("oidc.invalid_session_account_id", "The session belongs to another user."),
    ("oidc.key_not_found", "The key was not found."),
    ("oidc.key_required", "At least one key is required."),
    ("oidc.only_previous_key_can_be_deleted", "Only a key that signs no more can be deleted."),
    ("oidc.session_not_found", "The session was not found."),
    ("one_time_token.cannot_reactivate_token", "A one-time token cannot be made active again."),
    ("one_time_token.email_mismatch", "The one-time token was sent to another e-mail address."),
    ("one_time_token.interaction_event_mismatch", "The one-time token was made for something else."),
    ("one_time_token.token_consumed", "The one-time token has been used already."),
    ("one_time_token.token_expired", "The one-time token has expired."),
    ("one_time_token.token_not_found", "The one-time token was not found."),
    ("one_time_token.token_revoked", "The one-time token has been revoked."),
    ("organization.last_administrator", "Nobody else could manage the organization."),
    ("organization.require_membership", "The user or application must be a member of the organization."),
    ("organization.role_names_not_found", "Some organization role names were not found."),
    ("password.expired", "This password has expired."),
    ("password.invalid_legacy_password_format", "The format of the legacy password is not valid."),
    ("password.unsupported_legacy_hash_algorithm", "The hash of the legacy password is not supported."),
    (
        "password.unchecked",
        "Whether this password is known from leaks could not be checked. Please try again in a moment.",
    ),
    ("password.rejected", "The password does not satisfy the password policy."),
    ("request.invalid_input", "The input is invalid."),
    (
        "request.message_rate_limited",
        "Too many messages were sent to this recipient. Please try again later.",
    ),
    ("resource.cannot_delete_management_api", "The Management API resource cannot be deleted."),
    ("resource.cannot_modify_management_api", "The Management API resource cannot be changed."),
    ("resource.resource_identifier_in_use", "The API identifier is already in use."),
    ("role.application_exists", "The application already has this role."),
    ("role.internal_role_violation", "A role of the server itself cannot be renamed."),
    (
        "role.management_api_scopes_not_assignable_to_user_role",
        "Management API scopes cannot be given to a user role.",
    ),
    ("role.name_in_use", "A role with this name exists already."),
    ("role.scope_exists", "The role already has this scope."),
    ("role.user_exists", "The user already has this role."),
    ("scope.name_exists", "A scope with this name exists already in this resource."),
    ("scope.name_with_space", "The name of a scope cannot contain white space."),
    (
        "session.connector_validation_session_not_found",
        "No sign-in with this connector is under way. Please start again.",
    ),
    ("session.captcha_failed", "The captcha was not solved. Please try again."),
    ("session.captcha_required", "Please solve the captcha first."),
    ("session.email_blocklist.email_not_allowed", "This e-mail address cannot be used here."),
    (
        "session.email_blocklist.email_subaddressing_not_allowed",
        "E-mail addresses with a plus sign cannot be used here.",
    ),
    ("session.identity_conflict", "Another user was identified already. Please start again."),
    ("session.identifier_not_found", "The user identifier was not found. Please go back and sign in again."),
    ("session.insufficient_info", "The request does not say enough."),
    ("session.interaction_not_found", "The interaction was not found. Please go back and start it again."),
    ("session.invalid_credentials", "Incorrect account or password. Please check your input."),
    ("session.invalid_interaction_type", "This operation is not supported for the current interaction."),
    ("session.mfa.backup_code_can_not_be_alone", "Backup codes cannot be the only second factor."),
    ("session.mfa.backup_code_required", "Backup codes must be set up beside the other second factor."),
    ("session.mfa.invalid_backup_code", "This backup code is not valid, or was used already."),
    ("session.mfa.invalid_totp_code", "This code is not valid, or was used already."),
    ("session.mfa.mfa_factor_not_enabled", "This second factor is not switched on here."),
    ("session.mfa.mfa_policy_not_user_controlled", "Setting up a second factor cannot be skipped here."),
    ("session.mfa.require_mfa_verification", "Mfa verification is required to sign in."),
    ("session.mfa.trusted_device_not_allowed", "This browser cannot be trusted here."),
    ("session.mfa.suggest_additional_mfa", "Another second factor can be set up."),
    ("session.mfa.webauthn_verification_failed", "The passkey could not be verified. Please try again."),
    ("session.mfa.webauthn_verification_not_found", "There is no passkey to verify by."),
    ("session.not_found", "Session not found. Please go back and sign in again."),
    ("session.not_supported_for_forgot_password", "This operation is not supported for password recovery."),
    (
        "session.verification_blocked_too_many_attempts",
        "Too many attempts in a short time. Please try again later.",
    ),
    ("session.sso_enabled", "Addresses of this domain sign in at their organization's own provider."),
    ("session.verification_failed", "The verification was not completed. Please verify again."),
    (
        "session.verification_session_not_found",
        "The verification was not found. Please go back and try again.",
    ),
    ("sign_in_experiences.adaptive_mfa_requires_mfa", "Adaptive MFA needs at least one factor."),
    (
        "sign_in_experiences.adaptive_mfa_requires_non_skippable_policy",
        "Adaptive MFA needs a policy that users cannot skip.",
    ),
    (
        "sign_in_experiences.at_least_one_authentication_factor",
        "Each sign-in method needs a password or a verification code.",
    ),
    ("sign_in_experiences.backup_code_cannot_be_enabled_alone", "Backup codes cannot be the only factor."),
    ("sign_in_experiences.duplicated_mfa_factors", "A factor is named twice."),
    (
        "sign_in_experiences.enabled_connector_not_found",
        "No connector of the type that is needed is enabled.",
    ),
    (
        "sign_in_experiences.forgot_password_method_requires_connector",
        "The way to recover a password needs a connector that sends codes.",
    ),
    (
        "sign_in_experiences.invalid_custom_email_blocklist_format",
        "Entries of the block list are addresses, or `@` and a domain.",
    ),
    ("sign_in_experiences.non_adaptive_mfa_requires_skippable_policy", "This policy needs adaptive MFA."),
    ("sign_in_experiences.password_expiration_not_enabled", "Password expiration is not enabled."),
    (
        "sign_in_experiences.password_expiration_requires_forgot_password",
        "Password expiration needs a way to recover a password.",
    ),
    (
        "sign_in_experiences.passwordless_requires_verify",
        "Addresses and numbers that users register with must be verified.",
    ),
    (
        "sign_in_experiences.unsupported_default_language",
        "There are no words in this language. Add custom phrases for it first.",
    ),
    (
        "sign_in_experiences.username_policy_case_conflicts_exist",
        "Some usernames differ in case only. Rename their users first.",
    ),
    ("single_sign_on.duplicate_connector_name", "An enterprise connector with this name exists already."),
    ("single_sign_on.duplicated_domains", "Some of the domains are named twice."),
    (
        "single_sign_on.forbidden_domains",
        "Anybody can have an address in some of the domains, so that no enterprise speaks for them.",
    ),
    (
        "single_sign_on.token_storage_not_supported",
        "Enterprise connectors cannot keep the tokens of their providers.",
    ),
    ("storage.not_configured", "There is no storage for such files."),
    ("storage.quota_exceeded", "There is no room for further files."),
    ("subject_token.application_not_open", "This application may not exchange tokens."),
    ("user.backup_code_already_in_use", "The user has backup codes already."),
    ("user.cannot_delete_self", "You cannot delete yourself."),
    ("user.email_already_in_use", "This e-mail address belongs to another account."),
    ("user.email_exists_in_profile", "An e-mail address was already given."),
    ("user.identity_already_in_use", "This identity belongs to another account."),
    ("user.identity_not_exist", "The user has no such identity."),
    ("user.invalid_phone", "This is not a valid phone number."),
    ("user.invalid_role_type", "Machine-to-machine roles cannot be given to a user."),
    ("user.missing_mfa", "A second factor must be set up before signing in."),
    ("user.missing_profile", "Some required details are missing. Please provide them to continue."),
    ("user.passkey_preferred", "A passkey can be set up to sign in with."),
    ("user.new_password_required_in_profile", "Please set a new password first."),
    ("user.password_algorithm_required", "The algorithm of the password digest is required."),
    ("user.password_and_digest", "A password and a password digest cannot be given together."),
    ("user.password_exists_in_profile", "A password was already given."),
    ("user.personal_access_token_name_exists", "A personal access token with this name exists already."),
    ("user.last_sign_in_method", "The account would be left without a way to sign in."),
    ("user.phone_already_in_use", "This phone number belongs to another account."),
    ("user.phone_exists_in_profile", "A phone number was already given."),
    ("user.same_password", "The new password must be another than the old one."),
    ("user.sign_in_method_not_enabled", "This sign-in method is not enabled."),
    ("user.suggest_mfa", "A second factor can be set up to protect the account."),
    ("user.social_account_exists", "The account has an identity of this kind already."),
    ("user.suspended", "This account is suspended."),
    ("user.too_many_personal_access_tokens", "The user has as many personal access tokens as there can be."),
    ("user.totp_already_in_use", "The user has a TOTP factor already."),
    ("user.user_not_exist", "The user does not exist."),
    ("user.username_already_in_use", "This username is already in use."),
    ("user.username_exists_in_profile", "A username was already given."),
    ("user.username_lowercase_not_allowed", "The username cannot have letters in lower case."),
    ("user.username_number_not_allowed", "The username cannot have digits."),
    ("user.username_underscore_not_allowed", "The username cannot have underscores."),
    ("user.username_uppercase_not_allowed", "The username cannot have letters in upper case."),
    ("verification_code.code_mismatch", "The verification code is wrong."),
    ("verification_code.email_mismatch", "The verification code was sent to another e-mail address."),
    (
        "verification_code.exceed_max_try",
        "The verification code was tried too often. Please ask for another.",
    ),
    ("verification_code.expired", "The verification code has expired. Please ask for another."),
    ("verification_code.phone_mismatch", "The verification code was sent to another phone number."),
    ("verification_code.not_found", "There is no verification code for this address. Please ask for one."),
    (
        "verification_record.not_found",
        "The verification was not found, was used, or has expired. Please verify again.",
    ),
    ("verification_record.permission_denied", "Please verify that it is you, and try again."),
];

/// What an error says, and after colons what its causes say, for a log or a person at a terminal; never for a caller.
pub fn causes(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        // Some errors repeat their cause in their own text.
        if !text.contains(&cause_text) {
            text = format!("{text}: {cause_text}");
        }
        source = cause.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_unique_by_code() {
        let mut codes: Vec<_> = MESSAGES.iter().map(|(code, _)| code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), MESSAGES.len());
    }
}
