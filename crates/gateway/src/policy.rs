//! The policy: what an operator decides about the Organization API, as `gateway.toml` writes it.
//!
//! Everything has a default, made from the table of operations; an unknown key, operation, permission or field is an
//! error, because a misspelt restriction would be none.

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;

use crate::fields::UPDATABLE_FIELDS;
use crate::forward_auth::policy::{ForwardAuthPolicy, RuleFault};
use crate::operations::{Credential, Operation, TABLE};

/// Indicator of the API resource whose tokens are accepted by default.
pub const DEFAULT_RESOURCE: &str = "https://guildhall.dev/organization-api";
/// Role that the creator of an organization gets by default.
pub const DEFAULT_CREATOR_ROLE: &str = "admin";
/// Default name of the permission whose holders count as administrators.
pub const DEFAULT_MANAGE_PERMISSION: &str = "member:role";

/// What stands for the id in [`Policy::invitation_link`].
const INVITATION_ID: &str = "{invitationId}";
/// What stands for the address that was invited in [`Policy::invitation_link`].
const INVITEE: &str = "{invitee}";

/// What an operator decides about the Organization API.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Policy {
    /// Whether organization tokens (`aud = urn:logto:organization:<id>`) are accepted.
    pub accept_organization_tokens: bool,
    /// Indicators of the API resources whose tokens are accepted.
    pub accepted_resources: Vec<String>,
    /// Whether tokens of these resources are accepted that name no organization, by what can do without one.
    pub accept_tokens_without_organization: bool,
    /// Whether tokens are accepted with which somebody else acts in their user's place: those that token exchange issued for an
    /// `actor_token`, which have the claim `act`. What is done with one is recorded as the user's.
    pub accept_delegated_tokens: bool,
    /// Roles of the template that the creator of an organization gets there.
    pub creator_roles: Vec<String>,
    /// Fields of an organization that its members may set, at creation and later. `customData` is not among them by
    /// default: products keep there what an organization has bought, and a change replaces it as a whole.
    pub update_fields: BTreeSet<String>,
    /// The permission whose holders can manage the organization: the last of them stays. Its name in the template;
    /// the (renamed) `member:role` by default.
    pub manage_permission: Option<String>,
    /// Other names for permissions: default name = name in the template.
    pub permissions: BTreeMap<String, String>,
    /// Operations switched on or off, by name.
    pub operations: BTreeMap<String, bool>,
    /// Whether the server behind a gateway that runs alone is a Guildhall, and so can be asked what the reference wire has no question
    /// for. A gateway inside the server knows.
    pub upstream_is_guildhall: bool,
    /// Where the message of an invitation leads: a URL with `{invitationId}` in it, once, and with `{invitee}`, the invited
    /// address, where the page is to know it. Without one the message has no link, unless the server that runs the gateway knows a place.
    pub invitation_link: Option<String>,
    /// How much there may be of what members make.
    pub quotas: Quotas,
    /// Which web pages may call.
    pub cors: CorsPolicy,
    /// Which requests to other servers a proxy may pass on; without it no proxy is answered.
    pub forward_auth: Option<ForwardAuthPolicy>,
}

/// How much there may be of what members make; no number, no limit but where there is a default. A quota stops what would go beyond it and
/// touches nothing that is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Quotas {
    /// Organizations in which a user has a role that creators get; looked at when the user creates another.
    pub organizations_per_user: Option<u32>,
    /// Members of an organization; looked at when one is added or accepts an invitation. Who is invited counts with them
    /// when somebody else is invited.
    pub members_per_organization: Option<u32>,
    /// Invitations that were made for an organization within an hour.
    pub invitations_per_hour: Option<u32>,
    /// Applications that an organization has made for itself.
    pub applications_per_organization: Option<u32>,
    /// Changes of an organization's applications and their secrets within an hour, counted in this process; 120 by default. Each makes the
    /// server behind read anew what it remembers of all clients.
    pub application_changes_per_hour: Option<u32>,
}

/// Which web pages may call. Tokens travel in a header that no page sends by itself, so any origin is safe by default.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CorsPolicy {
    /// Origins, or `*` for all.
    pub allowed_origins: Vec<String>,
}

/// Why a policy cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PolicyError {
    /// The text is no TOML, or holds a key that does not exist or a value of the wrong kind.
    #[error("the policy cannot be read")]
    Syntax(#[from] toml::de::Error),
    /// `[operations]` names none of the table.
    #[error("the policy switches {0}, which is no operation; there are: {1}")]
    UnknownOperation(String, String),
    /// `[permissions]` renames none of the table.
    #[error("the policy renames {0}, which is no permission; there are: {1}")]
    UnknownPermission(String, String),
    /// A permission's name cannot stand in a scope (RFC 6749 §3.3).
    #[error("the policy names a permission {0:?}, which cannot stand in a token")]
    UnusablePermission(String),
    /// `update_fields` holds something that is no field.
    #[error("the policy opens {0}, which is no field of an organization that can be opened; there are: {1}")]
    UnknownField(String, String),
    /// Nobody could administer what they created.
    #[error("the policy gives creators no role, or one without a name")]
    NoCreatorRole,
    /// Nobody could call.
    #[error("the policy accepts no token: neither organization tokens nor those of an API resource")]
    NoAcceptedToken,
    /// An invitation's message could not lead anywhere.
    #[error(
        "the policy has the invitation link {0:?}, which is no http or https URL with {{invitationId}} in it, once"
    )]
    UnusableLink(String),
    /// An origin is not of the form `scheme://host[:port]` or `*`.
    #[error("the policy allows {0:?}, which is no origin")]
    UnusableOrigin(String),
    /// A rule of forward authentication, by its number, cannot be used.
    #[error("rule {0} of forward_auth {1}")]
    ForwardAuthRule(usize, RuleFault),
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            accept_organization_tokens: true,
            accepted_resources: vec![DEFAULT_RESOURCE.to_owned()],
            accept_tokens_without_organization: true,
            accept_delegated_tokens: false,
            creator_roles: vec![DEFAULT_CREATOR_ROLE.to_owned()],
            update_fields: ["name", "description", "branding", "color"].map(str::to_owned).into(),
            manage_permission: None,
            permissions: BTreeMap::new(),
            operations: BTreeMap::new(),
            upstream_is_guildhall: false,
            invitation_link: None,
            quotas: Quotas::default(),
            cors: CorsPolicy::default(),
            forward_auth: None,
        }
    }
}

impl Default for Quotas {
    fn default() -> Self {
        Self {
            organizations_per_user: None,
            members_per_organization: None,
            invitations_per_hour: None,
            applications_per_organization: None,
            application_changes_per_hour: Some(120),
        }
    }
}

impl Default for CorsPolicy {
    fn default() -> Self {
        Self { allowed_origins: vec!["*".to_owned()] }
    }
}

impl Policy {
    /// Reads and checks the text of a `gateway.toml`.
    pub fn from_toml(text: &str) -> Result<Self, PolicyError> {
        let policy: Self = toml::from_str(text)?;
        policy.check()?;
        Ok(policy)
    }

    /// Checks that everything the policy names exists and can be used.
    pub fn check(&self) -> Result<(), PolicyError> {
        let operations: BTreeSet<&str> = TABLE.iter().map(|operation| operation.name).collect();
        if let Some(unknown) = self.operations.keys().find(|name| !operations.contains(name.as_str())) {
            return Err(PolicyError::UnknownOperation(unknown.clone(), join(&operations)));
        }
        let permissions: BTreeSet<&str> = TABLE.iter().filter_map(|operation| operation.permission).collect();
        if let Some(unknown) = self.permissions.keys().find(|name| !permissions.contains(name.as_str())) {
            return Err(PolicyError::UnknownPermission(unknown.clone(), join(&permissions)));
        }
        let names = self.permissions.values().chain(&self.manage_permission);
        if let Some(unusable) = names.into_iter().find(|name| !is_scope_token(name)) {
            return Err(PolicyError::UnusablePermission(unusable.clone()));
        }
        if let Some(unknown) =
            self.update_fields.iter().find(|name| !UPDATABLE_FIELDS.contains(&name.as_str()))
        {
            return Err(PolicyError::UnknownField(unknown.clone(), UPDATABLE_FIELDS.join(", ")));
        }
        if self.creator_roles.is_empty() || self.creator_roles.iter().any(String::is_empty) {
            return Err(PolicyError::NoCreatorRole);
        }
        if !self.accept_organization_tokens && self.accepted_resources.is_empty() {
            return Err(PolicyError::NoAcceptedToken);
        }
        if let Some(unusable) = self.invitation_link.as_ref().filter(|link| !is_invitation_link(link)) {
            return Err(PolicyError::UnusableLink(unusable.clone()));
        }
        if let Some(forward_auth) = &self.forward_auth {
            forward_auth.check().map_err(|(number, fault)| PolicyError::ForwardAuthRule(number, fault))?;
        }
        let mut origins = self.cors.allowed_origins.iter();
        match origins.find(|origin| !is_origin(origin)) {
            Some(unusable) => Err(PolicyError::UnusableOrigin(unusable.clone())),
            None => Ok(()),
        }
    }

    /// The name in the template of a permission of the table.
    pub fn permission_name<'a>(&'a self, default_name: &'a str) -> &'a str {
        self.permissions.get(default_name).map_or(default_name, String::as_str)
    }

    /// The name in the template of the permission whose holders can manage an organization.
    pub fn manage_permission_name(&self) -> &str {
        self.manage_permission.as_deref().unwrap_or_else(|| self.permission_name(DEFAULT_MANAGE_PERMISSION))
    }

    /// Tokens that open an operation, of those that are accepted at all.
    pub fn credentials_for(&self, operation: &Operation) -> Vec<Credential> {
        let has_resources = !self.accepted_resources.is_empty();
        let is_accepted = |credential: &Credential| match credential {
            Credential::OrganizationToken => self.accept_organization_tokens,
            Credential::ResourceTokenWithOrganization => has_resources,
            Credential::ResourceToken => has_resources && self.accept_tokens_without_organization,
        };
        operation.credentials.iter().copied().filter(is_accepted).collect()
    }

    /// Where the message of an invitation leads.
    pub fn link_to(&self, invitation_id: &str, invitee: &str) -> Option<String> {
        let invitee = utf8_percent_encode(invitee, NON_ALPHANUMERIC).to_string();
        let link = self.invitation_link.as_ref()?.replace(INVITATION_ID, invitation_id);
        Some(link.replace(INVITEE, &invitee))
    }

    /// Whether an operation is on.
    pub fn is_on(&self, operation: &Operation) -> bool {
        self.operations.get(operation.name).copied().unwrap_or(operation.is_on_by_default)
    }
}

fn join(names: &BTreeSet<&str>) -> String {
    names.iter().copied().collect::<Vec<_>>().join(", ")
}

/// scope-token = 1*( %x21 / %x23-5B / %x5D-7E ) (RFC 6749 §3.3)
pub(crate) fn is_scope_token(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| matches!(byte, 0x21 | 0x23..=0x5b | 0x5d..=0x7e))
}

/// Whether a message may hold this link. What is put into it goes into path, query or fragment, never into the host.
fn is_invitation_link(link: &str) -> bool {
    let is_web_address = |link: &str| {
        url::Url::parse(link).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
    };
    let with = |text: &str| link.replace(INVITATION_ID, text).replace(INVITEE, text);
    let (one, other) = (with("a"), with("b"));
    match (is_web_address(&one), is_web_address(&other)) {
        (Some(one), Some(other)) => {
            link.matches(INVITATION_ID).count() == 1 && one.origin() == other.origin()
        }
        _ => false,
    }
}

fn is_origin(origin: &str) -> bool {
    origin == "*" || url::Url::parse(origin).is_ok_and(|url| url.origin().ascii_serialization() == origin)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        Policy::from_toml(text).unwrap_err().to_string()
    }

    #[test]
    fn an_empty_file_is_the_default() {
        let policy = Policy::from_toml("").unwrap();
        assert_eq!(policy, Policy::default());
        assert_eq!(policy.manage_permission_name(), "member:role");
        assert!(!policy.update_fields.contains("isMfaRequired"));
        let off: Vec<_> = TABLE.iter().filter(|row| !policy.is_on(row)).map(|row| row.name).collect();
        assert_eq!(off, ["add_members"]);
    }

    #[test]
    fn a_whole_policy_is_read() {
        let policy = Policy::from_toml(
            r#"
            accept_organization_tokens = false
            accepted_resources = ["https://api.fjord.example"]
            creator_roles = ["owner", "billing"]
            update_fields = ["name", "isMfaRequired"]
            manage_permission = "org:own"
            accept_tokens_without_organization = false
            accept_delegated_tokens = true
            invitation_link = "https://app.fjord.example/join?invitation={invitationId}&to={invitee}"
            [permissions]
            "org:create" = "organization:create"
            "member:role" = "role:write"
            [operations]
            add_members = true
            delete_organization = false
            [quotas]
            organizations_per_user = 3
            members_per_organization = 500
            invitations_per_hour = 50
            applications_per_organization = 0
            application_changes_per_hour = 7
            [cors]
            allowed_origins = ["https://app.fjord.example", "http://localhost:5173"]
            "#,
        )
        .unwrap();
        assert!(policy.accept_delegated_tokens && !Policy::default().accept_delegated_tokens);
        assert_eq!(policy.permission_name("org:create"), "organization:create");
        assert_eq!(policy.permission_name("org:read"), "org:read");
        assert_eq!(policy.manage_permission_name(), "org:own");
        assert_eq!(policy.creator_roles, ["owner", "billing"]);
        let off: Vec<_> = TABLE.iter().filter(|row| !policy.is_on(row)).map(|row| row.name).collect();
        assert_eq!(off, ["delete_organization"]);
        let link = policy.link_to("i1", "eve+x@fjord.example");
        assert_eq!(
            link.as_deref(),
            Some("https://app.fjord.example/join?invitation=i1&to=eve%2Bx%40fjord%2Eexample")
        );
        let quotas = Quotas {
            organizations_per_user: Some(3),
            members_per_organization: Some(500),
            invitations_per_hour: Some(50),
            applications_per_organization: Some(0),
            application_changes_per_hour: Some(7),
        };
        assert_eq!(policy.quotas, quotas);
        for operation in TABLE {
            let credentials = policy.credentials_for(operation);
            assert_eq!(credentials, [Credential::ResourceTokenWithOrganization], "{}", operation.name);
        }
        let renamed = Policy::from_toml("[permissions]\n\"member:role\" = \"role:write\"").unwrap();
        assert_eq!(renamed.manage_permission_name(), "role:write");
    }

    #[test]
    fn what_does_not_exist_is_an_error() {
        assert!(matches!(Policy::from_toml("creator_rolls = []"), Err(PolicyError::Syntax(_))));
        assert!(matches!(Policy::from_toml("[cors]\norigins = []"), Err(PolicyError::Syntax(_))));
        assert!(matches!(Policy::from_toml("[quotas]\nmembers = 1"), Err(PolicyError::Syntax(_))));
        assert!(matches!(
            Policy::from_toml("[quotas]\nmembers_per_organization = -1"),
            Err(PolicyError::Syntax(_))
        ));
        assert!(refused("[operations]\ndelete_org = false").starts_with("the policy switches delete_org,"));
        assert!(refused("[permissions]\n\"org:creat\" = \"x\"").starts_with("the policy renames org:creat,"));
        assert!(refused("update_fields = [\"tenantId\"]").starts_with("the policy opens tenantId,"));
    }

    #[test]
    fn what_cannot_work_is_an_error() {
        for name in ["", "two words", "quote\"", "back\\slash", "caf\u{e9}"] {
            let text = format!("[permissions]\n\"org:create\" = {name:?}");
            assert!(matches!(
                Policy::from_toml(&text),
                Err(PolicyError::UnusablePermission(_) | PolicyError::Syntax(_))
            ));
        }
        assert!(matches!(Policy::from_toml("creator_roles = []"), Err(PolicyError::NoCreatorRole)));
        assert!(matches!(Policy::from_toml("creator_roles = [\"\"]"), Err(PolicyError::NoCreatorRole)));
        assert!(matches!(
            Policy::from_toml("accept_organization_tokens = false\naccepted_resources = []"),
            Err(PolicyError::NoAcceptedToken)
        ));
        for link in [
            "",
            "/join/{invitationId}",
            "https://app.example/join",
            "https://{invitationId}.example/",
            "https://app.example/{invitationId}/{invitationId}",
            "https://app.example:{invitationId}/",
            "https://{invitee}.example/{invitationId}",
            "javascript:alert('{invitationId}')",
            "mailto:{invitationId}@app.example",
        ] {
            let text = format!("invitation_link = {link:?}");
            assert!(matches!(Policy::from_toml(&text), Err(PolicyError::UnusableLink(_))), "{link}");
        }
        for origin in ["fjord.example", "https://fjord.example/", "https://fjord.example/path", "null", "**"]
        {
            let text = format!("[cors]\nallowed_origins = [{origin:?}]");
            assert!(matches!(Policy::from_toml(&text), Err(PolicyError::UnusableOrigin(_))), "{origin}");
        }
    }
}
