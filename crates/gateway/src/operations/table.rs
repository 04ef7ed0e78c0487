//! The table of operations.

use http::{Method, StatusCode};

use super::{AnswerShape, BodyShape, Credential, Guard, Operation, OperationId, OrganizationIn};

const WITH_ORGANIZATION: &[Credential] =
    &[Credential::OrganizationToken, Credential::ResourceTokenWithOrganization];
const ANY: &[Credential] =
    &[Credential::OrganizationToken, Credential::ResourceTokenWithOrganization, Credential::ResourceToken];
const LIST_QUERY: &[&str] = &["page", "page_size", "q"];
const INVITATIONS: &str = "GET /organization-invitations";
const INVITATION: &str = "GET /organization-invitations/{invitationId}";
const DECIDE_INVITATION: &str = "PUT /organization-invitations/{invitationId}/status";
const SEND_INVITATION: &str = "POST /organization-invitations/{invitationId}/message";
const ORGANIZATION: &str = "GET /organizations/{organizationId}";
const ORGANIZATIONS_OF_USER: &str = "GET /users/{userId}/organizations";
const MEMBER_ROLES: &str = "GET /organizations/{organizationId}/users/{userId}/roles";
const MEMBERS: &str = "GET /organizations/{organizationId}/users";
const HOLDERS_OF_A_ROLE: &str = MEMBERS;
const TEMPLATE: &str = "GET /organization-roles";
const RESOURCES: &str = "GET /resources";
const PAGES: &[&str] = &["page", "page_size"];
const DOMAINS: &str = "GET /organizations/{organizationId}/jit/email-domains";
const APPLICATIONS: &str = "GET /organizations/{organizationId}/applications";
const APPLICATION: &str = "GET /applications/{applicationId}";
const APPLICATION_ROLES: &str = "GET /organizations/{organizationId}/applications/{applicationId}/roles";
/// What shows that an application was made here for the organization.
const LOOK_UP_APPLICATION: &[&str] = &[APPLICATION, APPLICATION_ROLES];

/// What most operations are; each row says where it differs.
const READ_IN_ORGANIZATION: Operation = Operation {
    id: OperationId::ReadOrganization,
    name: "",
    method: Method::GET,
    path: "",
    permission: None,
    credentials: WITH_ORGANIZATION,
    is_open_to_third_parties: true,
    organization: OrganizationIn::Path,
    query: &[],
    body: BodyShape::None,
    guards: &[],
    upstream: &[],
    success: StatusCode::OK,
    answer: AnswerShape::Empty,
    is_on_by_default: true,
    needs_guildhall: false,
    summary: "",
    description: "",
};

/// Every operation.
pub static TABLE: &[Operation] = &[
    Operation {
        id: OperationId::CreateOrganization,
        name: "create_organization",
        method: Method::POST,
        path: "/organizations",
        permission: Some("org:create"),
        credentials: ANY,
        organization: OrganizationIn::Nowhere,
        body: BodyShape::NewOrganization,
        guards: &[Guard::Quotas],
        upstream: &[
            ORGANIZATIONS_OF_USER,
            "POST /organizations",
            "POST /organizations/{organizationId}/users",
            "POST /organizations/{organizationId}/users/{userId}/roles",
            "PATCH /organizations/{organizationId}",
            "GET /organizations",
            "DELETE /organizations/{organizationId}",
        ],
        success: StatusCode::CREATED,
        answer: AnswerShape::Organization,
        summary: "Create an organization",
        description: "Its creator, who is the token's user, becomes a member with the roles that the policy names. \
                      Either all of that happens or nothing.",
        ..READ_IN_ORGANIZATION
    },
    Operation {
        id: OperationId::ReadOrganization,
        name: "read_organization",
        path: "/organizations/{organizationId}",
        permission: Some("org:read"),
        upstream: &[ORGANIZATION],
        answer: AnswerShape::Organization,
        summary: "Read the organization",
        ..READ_IN_ORGANIZATION
    },
    Operation {
        id: OperationId::UpdateOrganization,
        name: "update_organization",
        method: Method::PATCH,
        path: "/organizations/{organizationId}",
        permission: Some("org:update"),
        body: BodyShape::OrganizationChanges,
        upstream: &["PATCH /organizations/{organizationId}"],
        answer: AnswerShape::Organization,
        summary: "Change the organization",
        description: "Only the fields that the policy names can be changed. Objects are replaced as a whole, not merged.",
        ..READ_IN_ORGANIZATION
    },
    Operation {
        id: OperationId::DeleteOrganization,
        name: "delete_organization",
        method: Method::DELETE,
        path: "/organizations/{organizationId}",
        permission: Some("org:delete"),
        guards: &[Guard::LeavesNoCredential],
        upstream: &[
            APPLICATIONS,
            "DELETE /applications/{applicationId}",
            "DELETE /organizations/{organizationId}",
        ],
        success: StatusCode::NO_CONTENT,
        summary: "Delete the organization",
        description: "With everything in it: memberships, roles of members, invitations, and first of all the applications that were \
                      made for it.",
        ..READ_IN_ORGANIZATION
    },
    Operation {
        id: OperationId::ListMembers,
        name: "list_members",
        path: "/organizations/{organizationId}/members",
        permission: Some("member:read"),
        query: LIST_QUERY,
        upstream: &["GET /organizations/{organizationId}/users"],
        answer: AnswerShape::Members,
        summary: "List the members",
        description: "With their roles, ordered by user id. `q` searches id, e-mail, phone, username and name. What a \
                      user keeps outside the organization (custom data, linked identities) is not shown.",
        ..READ_IN_ORGANIZATION
    },
    Operation {
        id: OperationId::AddMembers,
        name: "add_members",
        method: Method::POST,
        path: "/organizations/{organizationId}/members",
        permission: Some("member:add"),
        body: BodyShape::UserIds,
        guards: &[Guard::Quotas],
        upstream: &[MEMBERS, "POST /organizations/{organizationId}/users"],
        success: StatusCode::CREATED,
        answer: AnswerShape::UserIds,
        is_on_by_default: false,
        summary: "Add known users",
        description: "Without their consent and without roles; off unless the policy turns it on, because invitations \
                      are the way. Users who are members already stay as they are.",
        ..READ_IN_ORGANIZATION
    },
    Operation {
        id: OperationId::RemoveMember,
        name: "remove_member",
        method: Method::DELETE,
        path: "/organizations/{organizationId}/members/{userId}",
        permission: Some("member:remove"),
        is_open_to_third_parties: false,
        guards: &[Guard::GrantsOnlyWhatIsHeld, Guard::LastAdministratorStays],
        upstream: &[
            MEMBER_ROLES,
            TEMPLATE,
            RESOURCES,
            HOLDERS_OF_A_ROLE,
            "DELETE /organizations/{organizationId}/users/{userId}",
        ],
        success: StatusCode::NO_CONTENT,
        summary: "Remove a member",
        description: "With the member's roles, none of which may hold a permission that the caller lacks.",
        ..READ_IN_ORGANIZATION
    },
    Operation {
        id: OperationId::LeaveOrganization,
        name: "leave_organization",
        method: Method::DELETE,
        path: "/organizations/{organizationId}/members/me",
        is_open_to_third_parties: false,
        guards: &[Guard::LastAdministratorStays],
        upstream: &[
            MEMBER_ROLES,
            TEMPLATE,
            RESOURCES,
            HOLDERS_OF_A_ROLE,
            "DELETE /organizations/{organizationId}/users/{userId}",
        ],
        success: StatusCode::NO_CONTENT,
        summary: "Leave the organization",
        description: "Membership alone is enough, but not for a third-party application.",
        ..READ_IN_ORGANIZATION
    },
    Operation {
        id: OperationId::ReadMemberRoles,
        name: "read_member_roles",
        path: "/organizations/{organizationId}/members/{userId}/roles",
        permission: Some("member:read"),
        upstream: &[MEMBER_ROLES],
        answer: AnswerShape::Roles,
        summary: "Read a member's roles",
        ..READ_IN_ORGANIZATION
    },
    Operation {
        id: OperationId::SetMemberRoles,
        name: "set_member_roles",
        method: Method::PUT,
        path: "/organizations/{organizationId}/members/{userId}/roles",
        permission: Some("member:role"),
        body: BodyShape::RoleNames,
        is_open_to_third_parties: false,
        guards: &[Guard::GrantsOnlyWhatIsHeld, Guard::LastAdministratorStays],
        upstream: &[
            MEMBER_ROLES,
            TEMPLATE,
            RESOURCES,
            HOLDERS_OF_A_ROLE,
            "PUT /organizations/{organizationId}/users/{userId}/roles",
        ],
        success: StatusCode::NO_CONTENT,
        summary: "Set a member's roles",
        description: "To exactly those named. No role that is given or taken may hold a permission, of the organization \
                      or of an API resource, that the caller lacks.",
        ..READ_IN_ORGANIZATION
    },
    Operation {
        id: OperationId::ListTemplateRoles,
        name: "list_roles",
        path: "/organizations/{organizationId}/roles",
        permission: Some("member:read"),
        query: LIST_QUERY,
        upstream: &[TEMPLATE],
        answer: AnswerShape::TemplateRoles,
        summary: "List the roles there are",
        description: "Those of the template, with their permissions; ordered by name.",
        ..READ_IN_ORGANIZATION
    },
    Operation {
        id: OperationId::ListInvitations,
        name: "list_invitations",
        path: "/organizations/{organizationId}/invitations",
        permission: Some("member:invite"),
        query: &["page", "page_size", "status"],
        upstream: &[INVITATIONS],
        answer: AnswerShape::Invitations,
        summary: "List the invitations",
        description: "Newest first, with the roles that whoever accepts gets. `status` is one of Pending, Accepted, \
                      Expired and Revoked.",
        ..READ_IN_ORGANIZATION
    },
    Operation {
        id: OperationId::CreateInvitation,
        name: "create_invitation",
        method: Method::POST,
        path: "/organizations/{organizationId}/invitations",
        permission: Some("member:invite"),
        body: BodyShape::NewInvitation,
        is_open_to_third_parties: false,
        guards: &[Guard::GrantsOnlyWhatIsHeld, Guard::Quotas],
        upstream: &[
            MEMBER_ROLES,
            TEMPLATE,
            MEMBERS,
            INVITATIONS,
            "POST /organization-invitations",
            SEND_INVITATION,
            "DELETE /organization-invitations/{invitationId}",
        ],
        success: StatusCode::CREATED,
        answer: AnswerShape::Invitation,
        summary: "Invite somebody",
        description: "By e-mail address, whether or not there is an account. None of the roles may hold a permission \
                      that the caller lacks. Without `expiresAt` it is open for a week. Unless `sendMessage` is false a \
                      message is sent, and when that fails nothing is kept.",
        ..READ_IN_ORGANIZATION
    },
    Operation {
        id: OperationId::ResendInvitation,
        name: "resend_invitation",
        method: Method::POST,
        path: "/organizations/{organizationId}/invitations/{invitationId}/resend",
        permission: Some("member:invite"),
        guards: &[Guard::InvitationIsPending],
        upstream: &[INVITATION, SEND_INVITATION],
        success: StatusCode::NO_CONTENT,
        summary: "Send an invitation's message again",
        description: "While it waits for an answer.",
        ..READ_IN_ORGANIZATION
    },
    Operation {
        id: OperationId::RevokeInvitation,
        name: "revoke_invitation",
        method: Method::DELETE,
        path: "/organizations/{organizationId}/invitations/{invitationId}",
        permission: Some("member:invite"),
        guards: &[Guard::InvitationIsPending],
        upstream: &[INVITATION, DECIDE_INVITATION],
        success: StatusCode::NO_CONTENT,
        summary: "Take an invitation back",
        description: "While it waits for an answer. It stays in the list, as Revoked.",
        ..READ_IN_ORGANIZATION
    },
    Operation {
        id: OperationId::ReadMyInvitation,
        name: "read_my_invitation",
        path: "/invitations/{invitationId}",
        credentials: ANY,
        is_open_to_third_parties: false,
        organization: OrganizationIn::Invitation,
        upstream: &[INVITATION, ORGANIZATION],
        answer: AnswerShape::MyInvitation,
        summary: "Read an invitation to me",
        description: "With the organization's name and branding. Open to the user whose primary e-mail address was \
                      invited, and to nobody else: whether there is such an invitation cannot be told from a refusal.",
        ..READ_IN_ORGANIZATION
    },
    Operation {
        id: OperationId::AcceptInvitation,
        name: "accept_invitation",
        method: Method::POST,
        path: "/invitations/{invitationId}/accept",
        credentials: ANY,
        is_open_to_third_parties: false,
        organization: OrganizationIn::Invitation,
        guards: &[Guard::InvitationIsPending, Guard::Quotas],
        upstream: &[INVITATION, MEMBERS, MEMBER_ROLES, DECIDE_INVITATION],
        answer: AnswerShape::Invitation,
        summary: "Accept an invitation",
        description: "The token's user becomes a member with the roles of the invitation. Open to the user whose \
                      primary e-mail address was invited, and to nobody else.",
        ..READ_IN_ORGANIZATION
    },
    Operation {
        id: OperationId::DeclineInvitation,
        name: "decline_invitation",
        method: Method::POST,
        path: "/invitations/{invitationId}/decline",
        credentials: ANY,
        is_open_to_third_parties: false,
        organization: OrganizationIn::Invitation,
        guards: &[Guard::InvitationIsPending],
        upstream: &[INVITATION, DECIDE_INVITATION],
        success: StatusCode::NO_CONTENT,
        summary: "Decline an invitation",
        description: "Open to the user whose primary e-mail address was invited, and to nobody else. The organization \
                      sees it as Revoked.",
        ..READ_IN_ORGANIZATION
    },
    Operation {
        id: OperationId::ListMyInvitations,
        name: "list_my_invitations",
        path: "/me/invitations",
        credentials: ANY,
        is_open_to_third_parties: false,
        organization: OrganizationIn::Nowhere,
        query: &["page", "page_size"],
        upstream: &[INVITATIONS, ORGANIZATION],
        answer: AnswerShape::MyInvitations,
        summary: "List the invitations to me",
        description: "Those that wait for an answer, newest first, each with the organization's name.",
        ..READ_IN_ORGANIZATION
    },
    Operation {
        id: OperationId::ListMyOrganizations,
        name: "list_my_organizations",
        path: "/me/organizations",
        credentials: ANY,
        organization: OrganizationIn::Nowhere,
        query: LIST_QUERY,
        upstream: &[ORGANIZATIONS_OF_USER, TEMPLATE],
        answer: AnswerShape::MyOrganizations,
        summary: "List my organizations",
        description: "Those of the token's user, each with the user's roles and organization permissions there, ordered \
                      by name. `q` searches id and name. Without `page` and `page_size` all of them. A third-party \
                      application sees only the organization that its token names.",
        ..READ_IN_ORGANIZATION
    },
    Operation {
        id: OperationId::ListDomains,
        name: "list_domains",
        path: "/organizations/{organizationId}/domains",
        permission: Some("org:domain"),
        query: PAGES,
        upstream: &[DOMAINS],
        answer: AnswerShape::Domains,
        summary: "List the domains",
        description: "Those that were proven: whoever registers with an e-mail address there becomes a member.",
        ..READ_IN_ORGANIZATION
    },
    Operation {
        id: OperationId::AddDomain,
        name: "add_domain",
        method: Method::POST,
        path: "/organizations/{organizationId}/domains",
        permission: Some("org:domain"),
        body: BodyShape::Domain,
        upstream: &[DOMAINS],
        success: StatusCode::CREATED,
        answer: AnswerShape::Domain,
        summary: "Begin to prove a domain",
        description: "The answer tells which TXT record to publish. Nothing is kept and nothing counts until the record was \
                      seen; public suffixes, addresses and wildcards are refused.",
        ..READ_IN_ORGANIZATION
    },
    Operation {
        id: OperationId::ReadDomain,
        name: "read_domain",
        path: "/organizations/{organizationId}/domains/{domain}",
        permission: Some("org:domain"),
        upstream: &[DOMAINS],
        answer: AnswerShape::Domain,
        summary: "Read a domain and its record",
        description: "A domain that nobody proved is `Pending`. It stands in the path in ASCII and small letters.",
        ..READ_IN_ORGANIZATION
    },
    Operation {
        id: OperationId::RemoveDomain,
        name: "remove_domain",
        method: Method::DELETE,
        path: "/organizations/{organizationId}/domains/{domain}",
        permission: Some("org:domain"),
        upstream: &["DELETE /organizations/{organizationId}/jit/email-domains/{domain}"],
        success: StatusCode::NO_CONTENT,
        summary: "Remove a domain",
        description: "Who became a member by it stays one.",
        ..READ_IN_ORGANIZATION
    },
    Operation {
        id: OperationId::VerifyDomain,
        name: "verify_domain",
        method: Method::POST,
        path: "/organizations/{organizationId}/domains/{domain}/verify",
        permission: Some("org:domain"),
        upstream: &["POST /organizations/{organizationId}/jit/email-domains"],
        answer: AnswerShape::Domain,
        summary: "Look for the record of a domain",
        description: "Where it is published, the domain is the organization's from now on. Otherwise 422, with the texts that were \
                      found instead.",
        ..READ_IN_ORGANIZATION
    },
    Operation {
        id: OperationId::ReadSecurity,
        name: "read_security",
        path: "/organizations/{organizationId}/security",
        permission: Some("org:security"),
        upstream: &["GET /organizations/{organizationId}"],
        answer: AnswerShape::Security,
        summary: "Read how members must sign in",
        ..READ_IN_ORGANIZATION
    },
    Operation {
        id: OperationId::UpdateSecurity,
        name: "update_security",
        method: Method::PATCH,
        path: "/organizations/{organizationId}/security",
        permission: Some("org:security"),
        body: BodyShape::Security,
        upstream: &["PATCH /organizations/{organizationId}"],
        answer: AnswerShape::Security,
        summary: "Set how members must sign in",
        description: "Where a second factor is required, members without one get no more tokens for the organization until they have set \
                      one up; that holds for whoever requires it too.",
        ..READ_IN_ORGANIZATION
    },
    Operation {
        id: OperationId::ListApplications,
        name: "list_applications",
        path: "/organizations/{organizationId}/applications",
        permission: Some("app:manage"),
        query: PAGES,
        upstream: &[APPLICATIONS],
        answer: AnswerShape::Applications,
        summary: "List the applications",
        description: "Those that were made here for the organization, with their roles. Others that act in it are their makers' \
                      and are not shown.",
        ..READ_IN_ORGANIZATION
    },
    Operation {
        id: OperationId::CreateApplication,
        name: "create_application",
        method: Method::POST,
        path: "/organizations/{organizationId}/applications",
        permission: Some("app:manage"),
        body: BodyShape::NewApplication,
        is_open_to_third_parties: false,
        guards: &[Guard::GrantsOnlyWhatIsHeld, Guard::Quotas],
        upstream: &[
            MEMBER_ROLES,
            TEMPLATE,
            APPLICATIONS,
            "POST /applications",
            "POST /organizations/{organizationId}/applications",
            "POST /organizations/{organizationId}/applications/{applicationId}/roles",
            "PATCH /applications/{applicationId}/secrets/{secretName}",
            "GET /applications",
            "DELETE /applications/{applicationId}",
        ],
        success: StatusCode::CREATED,
        answer: AnswerShape::NewApplication,
        summary: "Make an application",
        description: "A machine that gets tokens for this organization by its secret, which is shown this once. Its roles are roles of the \
                      template for machines, none of which may hold a permission that the caller lacks.",
        ..READ_IN_ORGANIZATION
    },
    Operation {
        id: OperationId::ReadApplication,
        name: "read_application",
        path: "/organizations/{organizationId}/applications/{applicationId}",
        permission: Some("app:manage"),
        upstream: LOOK_UP_APPLICATION,
        answer: AnswerShape::Application,
        summary: "Read an application",
        ..READ_IN_ORGANIZATION
    },
    Operation {
        id: OperationId::UpdateApplication,
        name: "update_application",
        method: Method::PATCH,
        path: "/organizations/{organizationId}/applications/{applicationId}",
        permission: Some("app:manage"),
        body: BodyShape::ApplicationChanges,
        upstream: &[APPLICATION, APPLICATION_ROLES, "PATCH /applications/{applicationId}"],
        answer: AnswerShape::Application,
        summary: "Rename or describe an application",
        ..READ_IN_ORGANIZATION
    },
    Operation {
        id: OperationId::DeleteApplication,
        name: "delete_application",
        method: Method::DELETE,
        path: "/organizations/{organizationId}/applications/{applicationId}",
        permission: Some("app:manage"),
        upstream: &[APPLICATION, APPLICATION_ROLES, "DELETE /applications/{applicationId}"],
        success: StatusCode::NO_CONTENT,
        summary: "Delete an application",
        description: "It gets no more tokens; those that it has end within the hour. Taking a credential away needs no more than the \
                      permission, whatever roles it has.",
        ..READ_IN_ORGANIZATION
    },
    Operation {
        id: OperationId::SetApplicationRoles,
        name: "set_application_roles",
        method: Method::PUT,
        path: "/organizations/{organizationId}/applications/{applicationId}/roles",
        permission: Some("app:manage"),
        body: BodyShape::RoleNames,
        is_open_to_third_parties: false,
        guards: &[Guard::GrantsOnlyWhatIsHeld],
        upstream: &[
            APPLICATION,
            APPLICATION_ROLES,
            MEMBER_ROLES,
            TEMPLATE,
            "PUT /organizations/{organizationId}/applications/{applicationId}/roles",
            "DELETE /organizations/{organizationId}/applications/{applicationId}/roles/{roleId}",
        ],
        success: StatusCode::NO_CONTENT,
        summary: "Set an application's roles",
        description: "To exactly those named. No role that is given or taken may hold a permission that the caller lacks.",
        ..READ_IN_ORGANIZATION
    },
    Operation {
        id: OperationId::ListSecrets,
        name: "list_secrets",
        path: "/organizations/{organizationId}/applications/{applicationId}/secrets",
        permission: Some("app:manage"),
        upstream: &[APPLICATION, APPLICATION_ROLES, "GET /applications/{applicationId}/secrets"],
        answer: AnswerShape::Secrets,
        summary: "List an application's secrets",
        description: "Their names and times; what they are is shown when they are made and never again.",
        ..READ_IN_ORGANIZATION
    },
    Operation {
        id: OperationId::CreateSecret,
        name: "create_secret",
        method: Method::POST,
        path: "/organizations/{organizationId}/applications/{applicationId}/secrets",
        permission: Some("app:manage"),
        body: BodyShape::NewSecret,
        is_open_to_third_parties: false,
        guards: &[Guard::GrantsOnlyWhatIsHeld],
        upstream: &[
            APPLICATION,
            APPLICATION_ROLES,
            MEMBER_ROLES,
            TEMPLATE,
            "GET /applications/{applicationId}/roles",
            "GET /applications/{applicationId}/organizations",
            "POST /applications/{applicationId}/secrets",
        ],
        success: StatusCode::CREATED,
        answer: AnswerShape::NewSecret,
        summary: "Make a secret for an application",
        description: "Whoever makes one can act as the application, and so must hold every permission of its roles. An application \
                      that was given rights beyond this organization gets no secret here.",
        ..READ_IN_ORGANIZATION
    },
    Operation {
        id: OperationId::DeleteSecret,
        name: "delete_secret",
        method: Method::DELETE,
        path: "/organizations/{organizationId}/applications/{applicationId}/secrets/{secretName}",
        permission: Some("app:manage"),
        upstream: &[
            APPLICATION,
            APPLICATION_ROLES,
            "DELETE /applications/{applicationId}/secrets/{secretName}",
        ],
        success: StatusCode::NO_CONTENT,
        summary: "Delete a secret of an application",
        ..READ_IN_ORGANIZATION
    },
    Operation {
        id: OperationId::ListLogs,
        name: "list_logs",
        path: "/organizations/{organizationId}/logs",
        permission: Some("log:read"),
        query: PAGES,
        upstream: &["GET /logs", "GET /users/{userId}", APPLICATION],
        answer: AnswerShape::Logs,
        needs_guildhall: true,
        summary: "List what happened",
        description: "In this organization, newest first: who did what, with how it ended. Of the details only those that concern the \
                      organization are shown.",
        ..READ_IN_ORGANIZATION
    },
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn names_ids_and_places_are_unique() {
        let names: HashSet<_> = TABLE.iter().map(|operation| operation.name).collect();
        let ids: HashSet<_> = TABLE.iter().map(|operation| operation.id).collect();
        let places: HashSet<_> = TABLE.iter().map(|operation| (&operation.method, operation.path)).collect();
        assert_eq!((names.len(), ids.len(), places.len()), (TABLE.len(), TABLE.len(), TABLE.len()));
    }

    #[test]
    fn an_organization_is_in_the_path_exactly_where_the_row_says_so() {
        for operation in TABLE {
            let is_in_path = operation.path.contains("{organizationId}");
            assert_eq!(is_in_path, operation.organization == OrganizationIn::Path, "{}", operation.name);
            let opens_without_organization = operation.credentials.contains(&Credential::ResourceToken);
            assert_eq!(opens_without_organization, !is_in_path, "{}", operation.name);
        }
    }

    #[test]
    fn only_being_oneself_and_leaving_need_no_permission() {
        let open: Vec<_> =
            TABLE.iter().filter(|operation| operation.permission.is_none()).map(|row| row.name).collect();
        let of_the_invited = ["read_my_invitation", "accept_invitation", "decline_invitation"];
        let of_oneself = ["list_my_invitations", "list_my_organizations"];
        assert_eq!(open, [&["leave_organization"], &of_the_invited[..], &of_oneself[..]].concat());
    }

    /// A user who opens an organization to a third party has granted it permissions, and nothing that needs none. Nor what the user's
    /// own roles hold: who gives roles away is judged by these, and they may hold more than was granted.
    #[test]
    fn third_parties_do_nothing_that_needs_no_permission_and_nothing_that_gives_or_takes_roles() {
        for operation in TABLE.iter().filter(|operation| operation.id != OperationId::ListMyOrganizations) {
            let gives_or_takes = operation.guards.contains(&Guard::GrantsOnlyWhatIsHeld);
            let may_be_open = operation.permission.is_some() && !gives_or_takes;
            assert_eq!(operation.is_open_to_third_parties, may_be_open, "{}", operation.name);
        }
    }

    #[test]
    fn quotas_are_the_last_guard() {
        for operation in TABLE {
            let place = operation.guards.iter().position(|guard| *guard == Guard::Quotas);
            assert!(place.is_none_or(|place| place + 1 == operation.guards.len()), "{}", operation.name);
        }
    }

    #[test]
    fn an_invitation_is_looked_up_wherever_a_path_names_one() {
        for operation in TABLE {
            let is_named = operation.path.contains("{invitationId}");
            let is_looked_up = operation.upstream.contains(&INVITATION);
            assert_eq!(is_named, is_looked_up, "{}", operation.name);
        }
    }

    /// The template, users and everything else that all organizations share are out of reach. Applications are written by those
    /// operations alone that look them up first, make them, or delete the organization that they were made for.
    #[test]
    fn nothing_but_organizations_and_their_own_applications_is_ever_written() {
        for operation in TABLE {
            let writes = operation.upstream.iter().filter(|call| !call.starts_with("GET "));
            for call in writes {
                let path = call.split(' ').nth(1).unwrap();
                let is_under = |root: &str| {
                    path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
                };
                let looks_up = LOOK_UP_APPLICATION.iter().all(|call| operation.upstream.contains(call))
                    && operation.path.contains("{applicationId}");
                let may_write_applications = looks_up
                    || operation.id == OperationId::CreateApplication
                    || operation.guards.contains(&Guard::LeavesNoCredential);
                let is_in_organizations = is_under("/organizations") || is_under("/organization-invitations");
                let is_allowed = is_in_organizations || (is_under("/applications") && may_write_applications);
                assert!(is_allowed && operation.is_write(), "{}: {call}", operation.name);
            }
        }
    }

    #[test]
    fn whoever_names_an_application_looks_it_up() {
        for operation in TABLE.iter().filter(|operation| operation.path.contains("{applicationId}")) {
            for call in LOOK_UP_APPLICATION {
                assert!(operation.upstream.contains(call), "{}: {call}", operation.name);
            }
        }
    }

    #[test]
    fn bodies_belong_to_methods_that_have_them() {
        for operation in TABLE {
            let may_have_body = [Method::POST, Method::PUT, Method::PATCH].contains(&operation.method);
            assert!(may_have_body || operation.body == BodyShape::None, "{}", operation.name);
            assert_eq!(operation.answer == AnswerShape::Empty, operation.success == StatusCode::NO_CONTENT);
            assert!(!operation.summary.is_empty() && !operation.upstream.is_empty());
        }
    }
}
