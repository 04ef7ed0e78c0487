//! What the fake starts with.

use serde_json::{Value, json};

use super::super::{fake_invitations, fake_machines};
use super::{ORGANIZATION_API, PERMISSIONS, World};

impl World {
    /// Two organizations. In `fjord`: anna owns it (and may refund), ben administers it, cleo looks on, gus is a guest.
    /// In `lake`: dora owns it, and ben is an owner too. Eve belongs nowhere but may found organizations. Invitations are
    /// those of [`super::super::fake_invitations::some`].
    pub(super) fn new() -> Self {
        let admin: Vec<&str> = PERMISSIONS.into_iter().filter(|name| *name != "org:delete").collect();
        let founder = json!({ "id": "founder", "name": "founder", "scopes": [
            { "name": "org:create", "resource": { "id": "resource-organization-api", "indicator": ORGANIZATION_API } },
        ] });
        let members = [
            ("fjord", "anna", "role-owner"),
            ("fjord", "ben", "role-admin"),
            ("fjord", "cleo", "role-viewer"),
            ("fjord", "gus", "role-guest"),
            ("lake", "dora", "role-owner"),
            ("lake", "ben", "role-owner"),
        ];
        Self {
            organizations: ["fjord", "lake"].map(|id| (id.to_owned(), organization(id, id))).into(),
            users: ["anna", "ben", "cleo", "dora", "eve", "gus"].map(|id| (id.to_owned(), user(id))).into(),
            members: members
                .map(|(org, user, role)| ((org.to_owned(), user.to_owned()), [role.to_owned()].into()))
                .into(),
            roles: vec![
                role("admin", &admin, &admin, false),
                role("guest", &[], &[], false),
                role("owner", &PERMISSIONS, &PERMISSIONS, true),
                role("refunder", &[], &[], true),
                role("viewer", &["org:read", "member:read"], &["org:read", "member:read"], false),
                machine_role("reader", &["org:read"], false),
                machine_role("refunding", &["org:read"], true),
            ],
            global_roles: [("eve".to_owned(), vec![founder])].into(),
            applications: [("app", None), ("partner", Some(everything_allowed()))]
                .map(|(id, allowed)| (id.to_owned(), allowed))
                .into(),
            invitations: fake_invitations::some(),
            machine_token_lifetime: 3600,
            machines: fake_machines::Machines::new(),
            email_domains: [("fjord", "fjord.example"), ("lake", "lake.example")]
                .map(|(organization, domain)| (organization.to_owned(), domain.to_owned()))
                .into(),
            logs: fake_machines::logs(),
            ..Self::default()
        }
    }
}

fn role(name: &str, permissions: &[&str], api_permissions: &[&str], refunds: bool) -> Value {
    let scope = |name: &&str| json!({ "id": format!("scope-{name}"), "name": name });
    let resource = json!({ "id": "resource-organization-api", "name": "Organization API" });
    let mut resource_scopes: Vec<Value> = api_permissions
        .iter()
        .map(|name| json!({ "id": format!("api-{name}"), "name": name, "resource": resource }))
        .collect();
    if refunds {
        let orders = json!({ "id": "resource-orders", "name": "Orders" });
        resource_scopes.push(json!({ "id": "orders-refund", "name": "refund", "resource": orders }));
    }
    json!({
        "tenantId": "default", "id": format!("role-{name}"), "name": name, "description": null, "type": "User",
        "scopes": permissions.iter().map(scope).collect::<Vec<_>>(), "resourceScopes": resource_scopes,
    })
}

/// A role for applications.
fn machine_role(name: &str, permissions: &[&str], refunds: bool) -> Value {
    let mut role = role(name, permissions, &[], refunds);
    role["type"] = json!("MachineToMachine");
    role
}

fn user(id: &str) -> Value {
    json!({
        "id": id, "username": id, "primaryEmail": format!("{id}@fjord.example"), "primaryPhone": null, "name": id, "avatar": null,
        "customData": { "secret": "of the user" }, "identities": { "github": { "userId": "1" } }, "lastSignInAt": null,
        "createdAt": 1, "updatedAt": 2, "profile": { "birthdate": "1990-01-01" }, "applicationId": "app", "cimdClientId": null,
        "isSuspended": false,
    })
}

pub(super) fn organization(id: &str, name: &str) -> Value {
    json!({
        "tenantId": "default", "id": id, "name": name, "description": null, "customData": { "plan": "pro" }, "isMfaRequired": false,
        "color": {}, "branding": {}, "customCss": null, "createdAt": 3,
    })
}

/// What a third-party application may ask for, when it may ask for everything.
fn everything_allowed() -> Value {
    let scopes = |kind: &str| -> Vec<Value> {
        PERMISSIONS.iter().map(|name| json!({ "id": format!("{kind}-{name}"), "name": name })).collect()
    };
    let resource = json!({ "id": "resource-organization-api", "name": "Organization API", "indicator": ORGANIZATION_API });
    json!({
        "organizationScopes": scopes("scope"), "resourceScopes": [{ "resource": resource, "scopes": scopes("api") }],
        "organizationResourceScopes": [{ "resource": resource, "scopes": scopes("api") }], "userScopes": [],
    })
}
