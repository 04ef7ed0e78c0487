//! Which operation raises which event (Management API contract §13.5).

use axum::http::Method;

/// The event of an operation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Rule {
    pub(super) event: &'static str,
    /// Whether the answer's body is the event's data.
    pub(super) has_data: bool,
}

/// Operations whose answer is their event's data.
const WITH_DATA: [(&str, &str, &str); 21] = [
    ("POST", "/api/users", "User.Created"),
    ("PATCH", "/api/users/{userId}", "User.Data.Updated"),
    ("PATCH", "/api/users/{userId}/profile", "User.Data.Updated"),
    ("PATCH", "/api/users/{userId}/custom-data", "User.Data.Updated"),
    ("PATCH", "/api/users/{userId}/password", "User.Data.Updated"),
    ("PATCH", "/api/users/{userId}/is-suspended", "User.SuspensionStatus.Updated"),
    ("POST", "/api/roles", "Role.Created"),
    ("PATCH", "/api/roles/{id}", "Role.Data.Updated"),
    ("POST", "/api/roles/{id}/scopes", "Role.Scopes.Updated"),
    ("POST", "/api/resources/{resourceId}/scopes", "Scope.Created"),
    ("PATCH", "/api/resources/{resourceId}/scopes/{scopeId}", "Scope.Data.Updated"),
    ("POST", "/api/organizations", "Organization.Created"),
    ("PATCH", "/api/organizations/{id}", "Organization.Data.Updated"),
    ("POST", "/api/organization-roles", "OrganizationRole.Created"),
    ("PATCH", "/api/organization-roles/{id}", "OrganizationRole.Data.Updated"),
    ("POST", "/api/organization-roles/{id}/scopes", "OrganizationRole.Scopes.Updated"),
    ("PUT", "/api/organization-roles/{id}/scopes", "OrganizationRole.Scopes.Updated"),
    ("POST", "/api/organization-scopes", "OrganizationScope.Created"),
    ("PATCH", "/api/organization-scopes/{id}", "OrganizationScope.Data.Updated"),
    ("DELETE", "/api/roles/{id}/scopes/{scopeId}", "Role.Scopes.Updated"),
    (
        "DELETE",
        "/api/organization-roles/{id}/scopes/{organizationScopeId}",
        "OrganizationRole.Scopes.Updated",
    ),
];
/// Operations whose event has no data but what the handler adds.
const WITHOUT_DATA: [(&str, &str, &str); 13] = [
    ("DELETE", "/api/users/{userId}", "User.Deleted"),
    ("DELETE", "/api/roles/{id}", "Role.Deleted"),
    ("DELETE", "/api/resources/{resourceId}/scopes/{scopeId}", "Scope.Deleted"),
    ("DELETE", "/api/organizations/{id}", "Organization.Deleted"),
    ("DELETE", "/api/organization-roles/{id}", "OrganizationRole.Deleted"),
    ("DELETE", "/api/organization-scopes/{id}", "OrganizationScope.Deleted"),
    ("POST", "/api/organizations/{id}/users", "Organization.Membership.Updated"),
    ("PUT", "/api/organizations/{id}/users", "Organization.Membership.Updated"),
    ("DELETE", "/api/organizations/{id}/users/{userId}", "Organization.Membership.Updated"),
    ("POST", "/api/organizations/{id}/applications", "Organization.Membership.Updated"),
    ("PUT", "/api/organizations/{id}/applications", "Organization.Membership.Updated"),
    ("DELETE", "/api/organizations/{id}/applications/{applicationId}", "Organization.Membership.Updated"),
    ("PUT", "/api/organization-invitations/{id}/status", "Organization.Membership.Updated"),
];

/// The rule of an operation; `None` for those that raise nothing.
pub(super) fn of(method: &Method, template: &str) -> Option<Rule> {
    let find = |table: &[(&str, &str, &'static str)], has_data| {
        let row = table.iter().find(|(row, path, _)| method == row && template == *path);
        row.map(|(_, _, event)| Rule { event, has_data })
    };
    find(&WITH_DATA, true).or_else(|| find(&WITHOUT_DATA, false))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_an_operation_and_an_event() {
        let operations = crate::operations();
        for (method, path, event) in WITH_DATA.iter().chain(&WITHOUT_DATA) {
            assert!(domain::hook::is_event(event), "{event}");
            let known = operations.iter().any(|known| known.method == *method && known.path == *path);
            assert!(known, "{method} {path} is no operation");
        }
    }
}
