//! What each operation answers, whole; and the OpenAPI document.

use http::Method;
use serde_json::{Value, json};

use super::TRANSPORT;
use super::fake::PERMISSIONS;
use super::fixture::*;
use crate::Policy;
use crate::operations::TABLE;

fn anna() -> String {
    organization_token("anna", "fjord", &all_permissions())
}

#[tokio::test]
async fn an_organization_is_read_changed_and_deleted() {
    let fixture = Fixture::new(TRANSPORT).await;
    let fjord = json!({
        "tenantId": "default", "id": "fjord", "name": "fjord", "description": null, "customData": { "plan": "pro" },
        "isMfaRequired": false, "color": {}, "branding": {}, "customCss": null, "createdAt": 3,
    });
    let read = fixture.call(Method::GET, "/organizations/fjord", &anna(), Value::Null).await;
    assert_eq!((read.status.as_u16(), &read.body), (200, &fjord));
    assert_eq!(read.headers["cache-control"], "no-store");
    assert_eq!(read.headers["x-content-type-options"], "nosniff");
    let changes = json!({ "name": "Fjord & Söhne", "color": { "primaryColor": "#abc" } });
    let changed = fixture.call(Method::PATCH, "/organizations/fjord", &anna(), changes.clone()).await;
    let mut expected = fjord.clone();
    expected["name"] = changes["name"].clone();
    expected["color"] = changes["color"].clone();
    assert_eq!((changed.status.as_u16(), changed.body), (200, expected));
    let deleted = fixture.call(Method::DELETE, "/organizations/fjord", &anna(), Value::Null).await;
    assert_eq!((deleted.status.as_u16(), deleted.body), (204, Value::Null));
    let gone = fixture.call(Method::GET, "/organizations/fjord", &anna(), Value::Null).await;
    assert_eq!(gone.outcome(), (403, "gateway.not_a_member"));
}

#[tokio::test]
async fn members_are_listed_without_what_belongs_to_the_user() {
    let fixture = Fixture::new(TRANSPORT).await;
    let page = fixture
        .call(Method::GET, "/organizations/fjord/members?page=2&page_size=1", &anna(), Value::Null)
        .await;
    assert_eq!(page.status, 200);
    assert_eq!(
        page.body,
        json!([{
            "id": "ben", "username": "ben", "primaryEmail": "ben@fjord.example", "primaryPhone": null, "name": "ben", "avatar": null,
            "lastSignInAt": null, "createdAt": 1, "isSuspended": false, "organizationRoles": [{ "id": "role-admin", "name": "admin" }],
        }])
    );
    assert_eq!(page.headers["total-number"], "4");
    let links: Vec<&str> = page.headers.get_all("link").iter().map(|link| link.to_str().unwrap()).collect();
    assert_eq!(
        links,
        [
            "<?page=1&page_size=1>; rel=\"first\"",
            "<?page=1&page_size=1>; rel=\"prev\"",
            "<?page=3&page_size=1>; rel=\"next\"",
            "<?page=4&page_size=1>; rel=\"last\"",
        ]
    );
    let found = fixture.call(Method::GET, "/organizations/fjord/members?q=cle", &anna(), Value::Null).await;
    assert_eq!(found.body.as_array().unwrap().len(), 1);
    let tricky = fixture
        .call(Method::GET, "/organizations/fjord/members?q=%26page_size%3D1%23", &anna(), Value::Null)
        .await;
    assert_eq!(tricky.body, json!([]));
    let bad =
        fixture.call(Method::GET, "/organizations/fjord/members?page_size=101", &anna(), Value::Null).await;
    assert_eq!(bad.outcome(), (400, "guard.invalid_pagination"));
}

#[tokio::test]
async fn members_come_and_go() {
    let fixture = Fixture::new(TRANSPORT).await;
    let members = "/organizations/fjord/members";
    let added =
        fixture.call(Method::POST, members, &anna(), json!({ "userIds": ["eve", "cleo", "eve"] })).await;
    assert_eq!((added.status.as_u16(), added.body), (201, json!({ "userIds": ["eve", "cleo"] })));
    assert_eq!(fixture.upstream.roles_of("fjord", "eve").unwrap(), Vec::<String>::new());
    assert_eq!(fixture.upstream.roles_of("fjord", "cleo").unwrap(), ["viewer"]);
    let unknown = fixture.call(Method::POST, members, &anna(), json!({ "userIds": ["nobody"] })).await;
    assert_eq!(unknown.outcome(), (422, "entity.relation_foreign_key_not_found"));
    let removed =
        fixture.call(Method::DELETE, "/organizations/fjord/members/eve", &anna(), Value::Null).await;
    assert_eq!((removed.status.as_u16(), removed.body), (204, Value::Null));
    let again = fixture.call(Method::DELETE, "/organizations/fjord/members/eve", &anna(), Value::Null).await;
    assert_eq!(
        (again.status.as_u16(), again.body),
        (404, json!({ "code": "entity.not_found", "message": "From the upstream." }))
    );
}

#[tokio::test]
async fn roles_of_members_and_of_the_template_are_read() {
    let fixture = Fixture::new(TRANSPORT).await;
    let roles =
        fixture.call(Method::GET, "/organizations/fjord/members/gus/roles", &anna(), Value::Null).await;
    let guest = json!({
        "tenantId": "default", "id": "role-guest", "name": "guest", "description": null, "type": "User", "scopes": [], "resourceScopes": [],
    });
    assert_eq!((roles.status.as_u16(), roles.body), (200, json!([guest])));
    let template = fixture
        .call(Method::GET, "/organizations/fjord/roles?page=2&page_size=1", &anna(), Value::Null)
        .await;
    assert_eq!((template.status.as_u16(), template.body), (200, json!([guest])));
    assert_eq!(template.headers["total-number"], "7");
}

#[tokio::test]
async fn ones_own_organizations_are_listed_with_ones_roles() {
    let fixture = Fixture::new(TRANSPORT).await;
    let entry = |id: &str, role: &str| {
        let mut permissions = PERMISSIONS.to_vec();
        permissions.retain(|name| role == "owner" || *name != "org:delete");
        permissions.sort_unstable();
        json!({
            "tenantId": "default", "id": id, "name": id, "description": null, "isMfaRequired": false, "color": {}, "branding": {},
            "createdAt": 3, "organizationRoles": [{ "id": format!("role-{role}"), "name": role }],
            "organizationPermissions": permissions,
        })
    };
    let token = resource_token("ben", None, "");
    let all = fixture.call(Method::GET, "/me/organizations", &token, Value::Null).await;
    assert_eq!(
        (all.status.as_u16(), all.body),
        (200, json!([entry("fjord", "admin"), entry("lake", "owner")]))
    );
    assert!(!all.headers.contains_key("total-number"));
    let second = fixture.call(Method::GET, "/me/organizations?page=2&page_size=1", &token, Value::Null).await;
    assert_eq!(second.body, json!([entry("lake", "owner")]));
    assert_eq!(second.headers["total-number"], "2");
    let found = fixture.call(Method::GET, "/me/organizations?q=LAK", &token, Value::Null).await;
    assert_eq!(found.body, json!([entry("lake", "owner")]));
    let beyond =
        fixture.call(Method::GET, "/me/organizations?page=10000000&page_size=100", &token, Value::Null).await;
    assert_eq!(beyond.body, json!([]));
    let none =
        fixture.call(Method::GET, "/me/organizations", &resource_token("eve", None, ""), Value::Null).await;
    assert_eq!(none.body, json!([]));
}

/// Products keep what they like with an organization, so that a list of very many is longer than any answer that is kept in memory.
#[tokio::test]
async fn very_many_organizations_of_ones_own_with_much_kept_in_them_are_listed() {
    let fixture = Fixture::new(TRANSPORT).await;
    for number in 0..600 {
        let mut world = fixture.upstream.0.lock();
        let (id, mut organization) = (format!("o{number:03}"), world.organizations["fjord"].clone());
        organization["id"] = json!(id);
        organization["name"] = json!(format!("Branch {number:03}"));
        organization["customData"] = json!({ "plan": "x".repeat(30_000) });
        world.organizations.insert(id.clone(), organization);
        world.members.insert((id, "eve".to_owned()), ["role-viewer".to_owned()].into());
    }
    let token = resource_token("eve", None, "");
    let page = fixture.call(Method::GET, "/me/organizations?page=60&page_size=10", &token, Value::Null).await;
    assert_eq!((page.status.as_u16(), page.headers["total-number"].to_str().unwrap()), (200, "600"));
    assert_eq!((&page.body[9]["name"], page.body[9].get("customData")), (&json!("Branch 599"), None));
    let all = fixture.call(Method::GET, "/me/organizations", &token, Value::Null).await;
    assert_eq!((all.status.as_u16(), all.body.as_array().map(Vec::len)), (200, Some(600)));
    // And may found another one.
    let token = resource_token("eve", None, "org:create");
    let founded = fixture.call(Method::POST, "/organizations", &token, json!({ "name": "Branch 600" })).await;
    assert_eq!(founded.status, 201, "{founded:?}");
}

#[tokio::test]
async fn refusals_have_the_error_form() {
    let fixture = Fixture::new(TRANSPORT).await;
    let token = organization_token("cleo", "fjord", "org:read");
    let refused = fixture.call(Method::POST, "/organizations", &token, json!({ "name": "x" })).await;
    assert_eq!(refused.status, 403);
    assert_eq!(
        refused.body,
        json!({
            "code": "gateway.permission_missing", "message": "This needs the permission org:create.",
            "data": { "permission": "org:create" },
        })
    );
    assert_eq!(refused.headers["content-type"], "application/json");
    assert_eq!(
        refused.headers["www-authenticate"],
        "Bearer error=\"insufficient_scope\", scope=\"org:create\""
    );
    let bad = fixture
        .call(Method::PATCH, "/organizations/fjord", &anna(), json!({ "isMfaRequired": true, "name": "" }))
        .await;
    assert_eq!(bad.status, 400);
    assert_eq!(
        bad.body,
        json!({
            "code": "guard.invalid_input", "message": "The request input is invalid.",
            "data": { "issues": [
                { "code": "too_small", "path": ["name"], "message": "String must contain at least 1 character(s)" },
                { "code": "unrecognized_keys", "path": ["isMfaRequired"], "message": "This field cannot be set here" },
            ], "name": "ZodError" },
            "details": "Error in key path \"name\": (too_small) String must contain at least 1 character(s)\n\
                        Error in key path \"isMfaRequired\": (unrecognized_keys) This field cannot be set here",
        })
    );
    assert_eq!(fixture.upstream.take_calls(), Vec::<String>::new());
}

#[tokio::test]
async fn a_policy_renames_permissions_opens_fields_and_closes_tokens() {
    let policy = Policy::from_toml(
        "accept_organization_tokens = false\nupdate_fields = [\"isMfaRequired\"]\n[permissions]\n\"org:update\" = \"member:read\"",
    );
    let fixture = Fixture::with(TRANSPORT, policy.unwrap(), None).await;
    let changes = json!({ "isMfaRequired": true });
    let by_organization_token =
        fixture.call(Method::PATCH, "/organizations/fjord", &anna(), changes.clone()).await;
    assert_eq!(by_organization_token.outcome(), (401, "auth.unauthorized"));
    let old_name = resource_token("cleo", Some("fjord"), "org:update");
    let refused = fixture.call(Method::PATCH, "/organizations/fjord", &old_name, changes.clone()).await;
    assert_eq!(
        (refused.code(), &refused.body["data"]["permission"]),
        ("gateway.permission_missing", &json!("member:read"))
    );
    let renamed = resource_token("cleo", Some("fjord"), "member:read");
    let changed = fixture.call(Method::PATCH, "/organizations/fjord", &renamed, changes).await;
    assert_eq!((changed.status.as_u16(), &changed.body["isMfaRequired"]), (200, &json!(true)));
    let closed = fixture.call(Method::PATCH, "/organizations/fjord", &renamed, json!({ "name": "x" })).await;
    assert_eq!(closed.outcome(), (400, "guard.invalid_input"));
}

#[tokio::test]
async fn the_openapi_document_has_exactly_the_operations_that_are_on() {
    for policy in [Policy::default(), open_policy()] {
        let fixture = Fixture::with(TRANSPORT, policy.clone(), None).await;
        let document = fixture.send(request(Method::GET, "/openapi.json", None, Value::Null)).await.body;
        assert_eq!(document["openapi"], "3.1.0");
        let mut described = Vec::new();
        for (path, operations) in document["paths"].as_object().unwrap() {
            for (method, operation) in operations.as_object().unwrap() {
                described.push((
                    path.clone(),
                    method.clone(),
                    operation["operationId"].as_str().unwrap().to_owned(),
                ));
            }
        }
        let is_guildhall = TRANSPORT == Transport::InProcess || policy.upstream_is_guildhall;
        let on = TABLE
            .iter()
            .filter(|operation| policy.is_on(operation) && (is_guildhall || !operation.needs_guildhall));
        let mut expected: Vec<_> = on
            .map(|operation| {
                (
                    operation.path.to_owned(),
                    operation.method.as_str().to_lowercase(),
                    operation.name.to_owned(),
                )
            })
            .collect();
        described.sort();
        expected.sort();
        assert_eq!(described, expected);
        for reference in document.to_string().split("\"#/components/schemas/").skip(1) {
            let name = reference.split('"').next().unwrap();
            assert!(document["components"]["schemas"][name].is_object(), "{name}");
        }
    }
}

#[tokio::test]
async fn the_openapi_document_tells_permission_parameters_and_answers_of_an_operation() {
    let policy = Policy::from_toml("[permissions]\n\"member:role\" = \"role:write\"").unwrap();
    let fixture = Fixture::with(TRANSPORT, policy, None).await;
    let document = fixture.send(request(Method::GET, "/openapi.json", None, Value::Null)).await.body;
    let set = &document["paths"]["/organizations/{organizationId}/members/{userId}/roles"]["put"];
    assert_eq!(set["x-permission"], "role:write");
    assert_eq!(
        set["requestBody"]["content"]["application/json"]["schema"]["$ref"],
        "#/components/schemas/RoleNames"
    );
    let of_machine = &document["paths"]["/organizations/{organizationId}/applications/{applicationId}/roles"];
    assert_eq!(
        of_machine["put"]["requestBody"]["content"]["application/json"]["schema"]["$ref"],
        "#/components/schemas/MachineRoleNames"
    );
    let statuses: Vec<_> = set["responses"].as_object().unwrap().keys().cloned().collect();
    assert_eq!(
        statuses,
        ["204", "400", "401", "403", "404", "408", "409", "413", "415", "422", "502", "503", "504"]
    );
    let parameters =
        set["parameters"].as_array().unwrap().iter().map(|parameter| parameter["name"].as_str().unwrap());
    assert_eq!(parameters.collect::<Vec<_>>(), ["organizationId", "userId"]);
}

#[test]
fn the_documentation_lists_every_operation_with_its_place_and_permission() {
    let documentation = include_str!("../../../../docs/gateway.md");
    for operation in TABLE {
        let place = format!("| `{} {}` | ", operation.method, operation.path);
        let permission = operation.permission.map_or_else(String::new, |name| format!("`{name}` |"));
        let row = documentation.lines().find(|line| line.starts_with(&format!("| `{}`", operation.name)));
        let row = row.unwrap_or_else(|| panic!("{} is not documented", operation.name));
        assert!(row.contains(&format!("{place}{permission}")), "{row}");
        assert_eq!(row.contains("(off by default)"), !operation.is_on_by_default, "{row}");
    }
}

#[test]
fn the_documented_policy_is_one() {
    let documentation = include_str!("../../../../docs/gateway.md");
    let text = documentation.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let policy = Policy::from_toml(text).unwrap();
    assert_eq!(policy.permission_name("org:create"), "organization:create");
    assert_eq!(policy.quotas.invitations_per_hour, Some(50));
    assert_eq!(
        (policy.update_fields, policy.creator_roles),
        (Policy::default().update_fields, Policy::default().creator_roles)
    );
}

/// The example explains every key. Its own values are the defaults, and what it shows as a comment is good when it is taken in.
#[test]
fn the_example_of_a_policy_is_the_default_and_every_line_of_it_is_good() {
    let example = include_str!("../../../../examples/gateway.toml");
    assert_eq!(Policy::from_toml(example).unwrap(), Policy::default());
    let is_setting = |line: &str| line.starts_with("# ") && line.contains(" = ") && !line.contains("...");
    let taken_in: Vec<&str> = example
        .lines()
        .map(|line| if is_setting(line) { line.trim_start_matches("# ") } else { line })
        .collect();
    let policy = Policy::from_toml(&taken_in.join("\n")).unwrap();
    assert_eq!(policy.manage_permission.as_deref(), Some("member:role"));
    assert_eq!(policy.link_to("i1", "eve@fjord.example").as_deref(), Some("https://app.example/join/i1"));
    assert_eq!((policy.permissions.len(), policy.operations.len()), (2, 2));
    let limits = [
        policy.quotas.organizations_per_user,
        policy.quotas.members_per_organization,
        policy.quotas.invitations_per_hour,
        policy.quotas.applications_per_organization,
        policy.quotas.application_changes_per_hour,
    ];
    assert_eq!(limits, [Some(5), Some(250), Some(50), Some(10), Some(120)]);
    for field in crate::fields::UPDATABLE_FIELDS {
        assert!(example.contains(&format!("\"{field}\"")), "{field}");
    }
}

#[tokio::test]
async fn custom_data_belongs_to_the_product_unless_the_policy_opens_it() {
    let data = json!({ "name": "x", "customData": { "plan": "enterprise" } });
    let fixture = Fixture::with(TRANSPORT, Policy::default(), None).await;
    for (method, path) in [(Method::PATCH, "/organizations/fjord"), (Method::POST, "/organizations")] {
        let closed = fixture.call(method, path, &anna(), data.clone()).await;
        assert_eq!(closed.outcome(), (400, "guard.invalid_input"));
        assert_eq!(closed.body["data"]["issues"][0]["path"], json!(["customData"]));
    }
    assert_eq!(fixture.upstream.take_calls(), Vec::<String>::new());
    let fixture = Fixture::new(TRANSPORT).await;
    let open = fixture.call(Method::PATCH, "/organizations/fjord", &anna(), data).await;
    assert_eq!((open.status.as_u16(), &open.body["customData"]), (200, &json!({ "plan": "enterprise" })));
}

#[tokio::test]
async fn the_mark_of_an_unfinished_creation_cannot_be_set() {
    let fixture = Fixture::new(TRANSPORT).await;
    let data = json!({ "name": "x", "customData": { "a": 1, "guildhallCreation": "x" } });
    for (method, path) in [(Method::PATCH, "/organizations/fjord"), (Method::POST, "/organizations")] {
        let refused = fixture.call(method, path, &anna(), data.clone()).await;
        assert_eq!(refused.outcome(), (400, "guard.invalid_input"));
        assert_eq!(refused.body["data"]["issues"][0]["path"], json!(["customData", "guildhallCreation"]));
    }
    assert_eq!(fixture.upstream.take_calls(), Vec::<String>::new());
}

/// What is stored comes back inside lists, which must stay readable.
#[tokio::test]
async fn json_that_is_nested_too_deep_is_refused() {
    let nested = |levels: usize| {
        let mut data = json!({});
        for _ in 1..levels {
            data = json!({ "a": data });
        }
        json!({ "name": "x", "customData": data })
    };
    for (method, path) in [(Method::PATCH, "/organizations/fjord"), (Method::POST, "/organizations")] {
        let fixture = Fixture::new(TRANSPORT).await;
        let refused = fixture.call(method.clone(), path, &anna(), nested(64)).await;
        let issue = json!({ "code": "custom", "path": [], "message": "Objects and arrays are nested more than 64 levels deep" });
        assert_eq!(
            (refused.outcome(), &refused.body["data"]["issues"]),
            ((400, "guard.invalid_input"), &json!([issue]))
        );
        assert_eq!(fixture.upstream.take_calls(), Vec::<String>::new());
        assert!(fixture.call(method, path, &anna(), nested(63)).await.status.is_success());
    }
}
