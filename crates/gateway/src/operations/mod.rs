//! What an operation of the Organization API is. The operations themselves are in [`TABLE`]; nothing about one is said
//! anywhere else but in the handler that its [`OperationId`] names.

mod table;

use http::{Method, StatusCode};

pub use table::{STANDING_CALLS, TABLE};

/// One operation per row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OperationId {
    /// `POST /organizations`
    CreateOrganization,
    /// `GET /organizations/{organizationId}`
    ReadOrganization,
    /// `PATCH /organizations/{organizationId}`
    UpdateOrganization,
    /// `DELETE /organizations/{organizationId}`
    DeleteOrganization,
    /// `GET /organizations/{organizationId}/members`
    ListMembers,
    /// `POST /organizations/{organizationId}/members`
    AddMembers,
    /// `DELETE /organizations/{organizationId}/members/{userId}`
    RemoveMember,
    /// `DELETE /organizations/{organizationId}/members/me`
    LeaveOrganization,
    /// `GET /organizations/{organizationId}/members/{userId}/roles`
    ReadMemberRoles,
    /// `PUT /organizations/{organizationId}/members/{userId}/roles`
    SetMemberRoles,
    /// `GET /organizations/{organizationId}/roles`
    ListTemplateRoles,
    /// `GET /organizations/{organizationId}/invitations`
    ListInvitations,
    /// `POST /organizations/{organizationId}/invitations`
    CreateInvitation,
    /// `POST /organizations/{organizationId}/invitations/{invitationId}/resend`
    ResendInvitation,
    /// `DELETE /organizations/{organizationId}/invitations/{invitationId}`
    RevokeInvitation,
    /// `GET /invitations/{invitationId}`
    ReadMyInvitation,
    /// `POST /invitations/{invitationId}/accept`
    AcceptInvitation,
    /// `POST /invitations/{invitationId}/decline`
    DeclineInvitation,
    /// `GET /me/invitations`
    ListMyInvitations,
    /// `GET /me/organizations`
    ListMyOrganizations,
    /// `GET /organizations/{organizationId}/domains`
    ListDomains,
    /// `POST /organizations/{organizationId}/domains`
    AddDomain,
    /// `GET /organizations/{organizationId}/domains/{domain}`
    ReadDomain,
    /// `DELETE /organizations/{organizationId}/domains/{domain}`
    RemoveDomain,
    /// `POST /organizations/{organizationId}/domains/{domain}/verify`
    VerifyDomain,
    /// `GET /organizations/{organizationId}/security`
    ReadSecurity,
    /// `PATCH /organizations/{organizationId}/security`
    UpdateSecurity,
    /// `GET /organizations/{organizationId}/applications`
    ListApplications,
    /// `POST /organizations/{organizationId}/applications`
    CreateApplication,
    /// `GET /organizations/{organizationId}/applications/{applicationId}`
    ReadApplication,
    /// `PATCH /organizations/{organizationId}/applications/{applicationId}`
    UpdateApplication,
    /// `DELETE /organizations/{organizationId}/applications/{applicationId}`
    DeleteApplication,
    /// `PUT /organizations/{organizationId}/applications/{applicationId}/roles`
    SetApplicationRoles,
    /// `GET /organizations/{organizationId}/applications/{applicationId}/secrets`
    ListSecrets,
    /// `POST /organizations/{organizationId}/applications/{applicationId}/secrets`
    CreateSecret,
    /// `DELETE /organizations/{organizationId}/applications/{applicationId}/secrets/{secretName}`
    DeleteSecret,
    /// `GET /organizations/{organizationId}/logs`
    ListLogs,
}

/// A kind of token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Credential {
    /// `aud` is `urn:logto:organization:<id>`.
    OrganizationToken,
    /// `aud` is an accepted API resource, with `organization_id`.
    ResourceTokenWithOrganization,
    /// `aud` is an accepted API resource, without `organization_id`.
    ResourceToken,
}

/// How the organization that an operation touches is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrganizationIn {
    /// It is `{organizationId}` of the path, and must be the token's.
    Path,
    /// The operation touches no organization that exists; whatever organization the token has, the permission must hold
    /// there.
    Nowhere,
    /// It is that of the invitation which `{invitationId}` of the path names. The invitation must be one to the token's
    /// user, so that no organization of the token matters.
    Invitation,
}

/// A guard beyond those that every operation has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guard {
    /// Roles given or taken hold no permission that the caller lacks.
    GrantsOnlyWhatIsHeld,
    /// Somebody who can manage the organization stays.
    LastAdministratorStays,
    /// No application that was made for the organization outlives it.
    LeavesNoCredential,
    /// The invitation still waits for an answer: of those who decide it at once, one does.
    InvitationIsPending,
    /// No quota of the policy is exceeded.
    Quotas,
}

/// What the request's body must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyShape {
    /// Absent.
    None,
    /// An organization with a name, of the fields that the policy names.
    NewOrganization,
    /// Some of the fields that the policy names.
    OrganizationChanges,
    /// `{"userIds": […]}`.
    UserIds,
    /// `{"roleNames": […]}`.
    RoleNames,
    /// `{"domain": …}`.
    Domain,
    /// `{"isMfaRequired": …}`.
    Security,
    /// An application with a name.
    NewApplication,
    /// A name or a description of an application.
    ApplicationChanges,
    /// A name of a secret, and when it ends.
    NewSecret,
    /// An address to invite, with roles, an end, and whether a message is sent.
    NewInvitation,
}

/// What the answer holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerShape {
    /// Nothing.
    Empty,
    /// An organization.
    Organization,
    /// Members with their roles.
    Members,
    /// `{"userIds": […]}`.
    UserIds,
    /// Roles of a member.
    Roles,
    /// Roles of the template with their permissions.
    TemplateRoles,
    /// The caller's organizations with the caller's roles and permissions there.
    MyOrganizations,
    /// Domains that were proven.
    Domains,
    /// A domain with the record that proves it.
    Domain,
    /// How members must sign in.
    Security,
    /// Applications with their roles.
    Applications,
    /// An application with its roles.
    Application,
    /// An application with its first secret.
    NewApplication,
    /// Secrets without their values.
    Secrets,
    /// A secret with its value.
    NewSecret,
    /// What happened.
    Logs,
    /// Invitations with their roles.
    Invitations,
    /// An invitation with its roles.
    Invitation,
    /// An invitation to the caller, with the organization.
    MyInvitation,
    /// Invitations to the caller, each with the organization.
    MyInvitations,
}

/// A row of the table.
#[derive(Debug)]
pub struct Operation {
    /// Which one; decides the handler.
    pub id: OperationId,
    /// Its name in the policy and in the OpenAPI document.
    pub name: &'static str,
    /// The method.
    pub method: Method,
    /// The path, with `{organizationId}`, `{userId}`, `{invitationId}`, `{applicationId}`, `{domain}` and `{secretName}` where ids stand.
    pub path: &'static str,
    /// The permission by its default name; `None` where being that user is enough.
    pub permission: Option<&'static str>,
    /// Tokens that open it.
    pub credentials: &'static [Credential],
    /// Whether tokens of third-party applications open it too.
    pub is_open_to_third_parties: bool,
    /// How its organization is found.
    pub organization: OrganizationIn,
    /// Query parameters; every other one is refused.
    pub query: &'static [&'static str],
    /// Its body.
    pub body: BodyShape,
    /// Its own guards, in the order in which they run, after those that all have.
    pub guards: &'static [Guard],
    /// Calls that it may make to the upstream, beside those of the live check. It makes no others.
    pub upstream: &'static [&'static str],
    /// The status of success.
    pub success: StatusCode,
    /// The body of success.
    pub answer: AnswerShape,
    /// Whether it is on unless the policy says otherwise.
    pub is_on_by_default: bool,
    /// Whether it asks what only a Guildhall answers. It is not there in front of another server, whatever the policy switches on.
    pub needs_guildhall: bool,
    /// One line for people.
    pub summary: &'static str,
    /// What else there is to know.
    pub description: &'static str,
}

impl Operation {
    /// Whether it changes anything.
    pub fn is_write(&self) -> bool {
        self.method != Method::GET
    }

    /// Whether it must not run beside another of its kind for the same organization, because what its guards read may
    /// be what the other changes.
    pub fn is_serialized(&self) -> bool {
        !self.guards.is_empty()
    }
}
