//! The parts of the Management API, which are the tags of its operations, as pages are about them and as people call them. A test holds the list against the
//! API's own.

use domain::console::IMPERSONATION_PART;

pub(crate) const ACCOUNT_CENTER: &str = "Account center";
pub(crate) const APPLICATIONS: &str = "Applications";
pub(crate) const AUDIT_LOGS: &str = "Audit logs";
pub(crate) const CAPTCHA_PROVIDER: &str = "Captcha provider";
pub(crate) const CONFIGS: &str = "Configs";
pub(crate) const CONNECTORS: &str = "Connectors";
pub(crate) const CONNECTOR_FACTORIES: &str = "Connector factories";
pub(crate) const CUSTOM_PHRASES: &str = "Custom phrases";
pub(crate) const CUSTOM_PROFILE_FIELDS: &str = "Custom profile fields";
pub(crate) const DASHBOARD: &str = "Dashboard";
pub(crate) const EMAIL_TEMPLATES: &str = "Email templates";
pub(crate) const HOOKS: &str = "Hooks";
pub(crate) const ORGANIZATIONS: &str = "Organizations";
pub(crate) const ORGANIZATION_INVITATIONS: &str = "Organization invitations";
pub(crate) const ORGANIZATION_ROLES: &str = "Organization roles";
pub(crate) const ORGANIZATION_SCOPES: &str = "Organization scopes";
pub(crate) const RESOURCES: &str = "Resources";
pub(crate) const ROLES: &str = "Roles";
pub(crate) const SIGN_IN_EXPERIENCE: &str = "Sign-in experience";
pub(crate) const SUBJECT_TOKENS: &str = IMPERSONATION_PART;
pub(crate) const USERS: &str = "Users";

/// Every part, with the message of its name.
pub(crate) const ALL: [(&str, &str); 28] = [
    (ACCOUNT_CENTER, "console-account-center"),
    (APPLICATIONS, "console-applications"),
    (AUDIT_LOGS, "console-logs"),
    (CAPTCHA_PROVIDER, "console-part-captcha"),
    (CONFIGS, "console-part-configs"),
    (CONNECTOR_FACTORIES, "console-part-factories"),
    (CONNECTORS, "console-connectors"),
    (CUSTOM_PHRASES, "console-part-phrases"),
    (CUSTOM_PROFILE_FIELDS, "console-fields"),
    (DASHBOARD, "console-dashboard"),
    ("Domains", "console-part-domains"),
    (EMAIL_TEMPLATES, "console-mails"),
    (HOOKS, "console-webhooks"),
    ("One-time tokens", "console-part-one-time-tokens"),
    (ORGANIZATION_INVITATIONS, "console-part-invitations"),
    (ORGANIZATION_ROLES, "console-part-organization-roles"),
    (ORGANIZATION_SCOPES, "console-part-organization-scopes"),
    (ORGANIZATIONS, "console-organizations"),
    (RESOURCES, "console-resources"),
    (ROLES, "console-roles"),
    ("Secrets", "console-part-secrets"),
    ("Sentinel activities", "console-part-sentinel"),
    (SIGN_IN_EXPERIENCE, "console-experience"),
    (SUBJECT_TOKENS, "console-impersonate"),
    ("Systems", "console-part-systems"),
    ("User assets", "console-part-assets"),
    (USERS, "console-users"),
    ("Verification codes", "console-part-codes"),
];

/// What settings on several pages are chosen from, beside the settings themselves.
pub(crate) const OF_SIGN_IN: &[&str] =
    &[SIGN_IN_EXPERIENCE, CONNECTORS, CUSTOM_PROFILE_FIELDS, CUSTOM_PHRASES];
/// As [`OF_SIGN_IN`], for the account center.
pub(crate) const OF_ACCOUNTS: &[&str] = &[ACCOUNT_CENTER, CONNECTORS, CUSTOM_PROFILE_FIELDS, CUSTOM_PHRASES];
/// The captcha, and where it is asked for.
pub(crate) const OF_CAPTCHA: &[&str] = &[CAPTCHA_PROVIDER, SIGN_IN_EXPERIENCE];
/// What connectors are made of.
pub(crate) const OF_CONNECTORS: &[&str] = &[CONNECTORS, CONNECTOR_FACTORIES];
/// The organization template.
pub(crate) const OF_TEMPLATE: &[&str] = &[ORGANIZATION_ROLES, ORGANIZATION_SCOPES, RESOURCES];

/// The message of a part's name.
pub(crate) fn label(part: &str) -> Option<&'static str> {
    ALL.iter().find(|(known, _)| *known == part).map(|(_, label)| *label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_of_the_api_is_there_once_and_nothing_else() {
        let known: Vec<_> = ALL.iter().map(|(part, _)| *part).collect();
        assert_eq!(known, management_api::parts().into_iter().collect::<Vec<_>>());
    }
}
