//! The table of operations.

use http::{Method, StatusCode};

use super::{AnswerShape, BodyShape, Credential, Guard, Operation, OperationId, OrganizationIn};

const WITH_ORGANIZATION: &[Credential] =
    &[Credential::OrganizationToken, Credential::ResourceTokenWithOrganization];
const ANY: &[Credential] =
    &[Credential::OrganizationToken, Credential::ResourceTokenWithOrganization, Credential::ResourceToken];
const LIST_QUERY: &[&str] = &["page", "page_size", "q"];
const MEMBER_ROLES: &str = "GET /organizations/{organizationId}/users/{userId}/roles";
const HOLDERS_OF_A_ROLE: &str = "GET /organizations/{organizationId}/users";
const TEMPLATE: &str = "GET /organization-roles";
const RESOURCES: &str = "GET /resources";

/// What most operations are; each row says where it differs.
const READ_IN_ORGANIZATION: Operation = Operation {
    id: OperationId::ReadOrganization,
    name: "",
    method: Method::GET,
    path: "",
    permission: None,
    credentials: WITH_ORGANIZATION,
    organization: OrganizationIn::Path,
    query: &[],
    body: BodyShape::None,
    guards: &[],
    upstream: &[],
    success: StatusCode::OK,
    answer: AnswerShape::Empty,
    is_on_by_default: true,
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
        upstream: &[
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
        upstream: &["GET /organizations/{organizationId}"],
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
        upstream: &["DELETE /organizations/{organizationId}"],
        success: StatusCode::NO_CONTENT,
        summary: "Delete the organization",
        description: "With everything in it: memberships, roles of members, invitations.",
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
        upstream: &["POST /organizations/{organizationId}/users"],
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
        id: OperationId::ListMyOrganizations,
        name: "list_my_organizations",
        path: "/me/organizations",
        credentials: ANY,
        organization: OrganizationIn::Nowhere,
        query: &["page", "page_size"],
        upstream: &["GET /users/{userId}/organizations"],
        answer: AnswerShape::MyOrganizations,
        summary: "List my organizations",
        description: "Those of the token's user, each with the user's roles there. Without `page` and `page_size` all \
                      of them. A third-party application sees only the organization that its token names.",
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
        assert_eq!(open, ["leave_organization", "list_my_organizations"]);
    }

    /// The template, users, applications and everything else that all organizations share are out of reach.
    #[test]
    fn nothing_but_organizations_is_ever_written() {
        for operation in TABLE {
            let writes = operation.upstream.iter().filter(|call| !call.starts_with("GET "));
            for call in writes {
                let path = call.split(' ').nth(1).unwrap();
                let is_in_organizations = path == "/organizations" || path.starts_with("/organizations/");
                assert!(is_in_organizations && operation.is_write(), "{}: {call}", operation.name);
            }
        }
    }

    #[test]
    fn bodies_belong_to_methods_that_have_them() {
        for operation in TABLE {
            let has_body = [Method::POST, Method::PUT, Method::PATCH].contains(&operation.method);
            assert_eq!(has_body, operation.body != BodyShape::None, "{}", operation.name);
            assert_eq!(operation.answer == AnswerShape::Empty, operation.success == StatusCode::NO_CONTENT);
            assert!(!operation.summary.is_empty() && !operation.upstream.is_empty());
        }
    }
}
