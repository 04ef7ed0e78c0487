//! Machines that may do a part only: each operation asks for its own scope, what a token does not name does not count, roles that are limited to
//! organizations open nothing else, and what lets machines in is for those who may do everything.

use axum::{body::Body, http::Method};
use http_kit::{Access, Operation};
use serde_json::{Value, json};
use store::both_databases;
use testkit::TestClient;

use super::world::{World, send};
use crate::{operations, scopes, test_api::TestApi};

impl TestApi {
    /// Gives the Management API its scopes, as a server does when it starts.
    pub(crate) async fn with_scopes(self) -> Self {
        operations::seed::add_management_scopes(&self.services.services, &scopes()).await.unwrap();
        self
    }

    /// A machine whose only role holds these scopes, and that role.
    pub(crate) async fn machine_with(&self, name: &str, scopes: &[&str]) -> (String, String) {
        let (machine, role) = (self.machine(name).await, self.role(name, "MachineToMachine").await);
        let ids: Vec<_> = scopes.iter().map(|scope| scope_id(scope)).collect();
        self.created(&format!("/api/roles/{role}/scopes"), json!({ "scopeIds": ids })).await;
        self.client
            .post(&format!("/api/roles/{role}/applications"), json!({ "applicationIds": [machine] }))
            .await
            .assert_status(201);
        (machine, role)
    }

    /// A client of a machine whose token names these scopes.
    pub(crate) async fn client_naming(&self, machine: &str, scope: &str) -> TestClient {
        let claims = json!({ "sub": machine, "client_id": machine, "scope": scope });
        let token = self.services.token(claims).await;
        TestClient::with_bearer(crate::router(self.services.services.clone()), token)
    }

    async fn limit(&self, role: &str, organizations: &[&String]) -> Value {
        let body = json!({ "organizationIds": organizations });
        let answer = self.client.put(&format!("/api/roles/{role}/organizations"), body).await;
        answer.assert_status(200).json()
    }
}

fn scope_id(name: &str) -> String {
    match name {
        "all" => domain::resource::MANAGEMENT_API_SCOPE_ID.to_owned(),
        name => operations::seed::management_scope_id(name).into_string(),
    }
}

fn guarded() -> Vec<Operation> {
    operations().into_iter().filter(|operation| operation.access != Access::Public).collect()
}

#[test]
fn every_part_of_the_api_has_a_scope_to_read_or_to_write() {
    let names: Vec<_> = scopes().into_iter().map(|(name, _)| name).collect();
    for name in ["organizations:read", "organizations:write", "audit-logs:read", "one-time-tokens:write"] {
        assert!(names.iter().any(|known| known == name), "{name} is not in {names:?}");
    }
    assert!(guarded().iter().all(|operation| !operation.tag.is_empty()));
}

both_databases! {
    async fn every_operation_asks_for_its_own_scope(db: Db) {
        let world = World::over(db).await;
        let api = &world.api;
        operations::seed::add_management_scopes(&api.services.services, &scopes()).await.unwrap();
        let all = scopes().into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        for operation in guarded() {
            let wanted = operation.scope();
            let others: Vec<_> = all.iter().filter(|name| **name != wanted).map(String::as_str).collect();
            let (method, path) = (&operation.method, operation.path);
            let (target, body) = (world.path(&operation, None), world.body(&operation));
            let body = || body.as_ref().map_or_else(String::new, Value::to_string).into();

            let (machine, _) = api.machine_with("Others", &others).await;
            // The token may say what it likes: roles decide.
            let everything = api.client_naming(&machine, &format!("{wanted} {}", others.join(" "))).await;
            let answer = send(&everything, &operation, &target, &[], body()).await;
            assert_eq!((answer.status.as_u16(), &answer.json()["code"]), (403, &json!("auth.forbidden")), "{method} {path} with all but {wanted}");
            api.client.delete(&format!("/api/applications/{machine}")).await.assert_status(204);
            let roles = api.list("/api/roles?search.name=Others&mode.name=exact").await;
            api.client.delete(&format!("/api/roles/{}", roles[0]["id"].as_str().unwrap())).await.assert_status(204);
        }
    }

    async fn the_scope_of_an_operation_is_enough_for_it_and_must_be_named(db: Db) {
        let api = TestApi::over(db).await.with_scopes().await;
        let (machine, _) = api.machine_with("Reader", &["organizations:read"]).await;
        let organization = api.organization("Northwind").await;
        let path = format!("/api/organizations/{organization}");

        let reader = api.client_naming(&machine, "organizations:read").await;
        reader.get(&path).await.assert_status(200);
        reader.patch(&path, json!({ "name": "Southwind" })).await.assert_error(403, "auth.forbidden");
        reader.get("/api/users").await.assert_error(403, "auth.forbidden");
        let silent = api.client_naming(&machine, "users:read").await;
        silent.get(&path).await.assert_error(403, "auth.forbidden");
        let claims = json!({
            "sub": machine, "client_id": machine, "scope": "organizations:read", "organization_id": organization,
        });
        let token = api.services.token(claims).await;
        let of_organization = TestClient::with_bearer(crate::router(api.services.services.clone()), token);
        of_organization.get(&path).await.assert_error(403, "auth.forbidden");
    }

    async fn who_may_write_is_recorded_with_what_was_before_without_a_scope_to_read(db: Db) {
        let api = TestApi::over(db).await.with_scopes().await;
        let (machine, _) = api.machine_with("Writer", &["organizations:write"]).await;
        let organization = api.organization("Northwind").await;
        let path = format!("/api/organizations/{organization}");
        let writer = api.client_naming(&machine, "organizations:write").await;
        writer.get(&path).await.assert_error(403, "auth.forbidden");
        writer.patch(&path, json!({ "name": "Southwind" })).await.assert_status(200);
        let key = "logKey=Management.PATCH%20/organizations/%7Bid%7D";
        let logs = api.list(&format!("/api/logs?includeManagement=true&{key}")).await;
        assert_eq!((&logs[0]["payload"]["before"]["name"], &logs[0]["payload"]["after"]["name"]), (&json!("Northwind"), &json!("Southwind")));
    }

    async fn who_may_do_a_part_only_is_not_believed_about_on_whose_behalf_it_writes(db: Db) {
        let api = TestApi::over(db).await.with_scopes().await;
        let (machine, _) = api.machine_with("Writer", &["organizations:write"]).await;
        let key = "logKey=Management.PATCH%20/organizations/%7Bid%7D";
        let organization = api.organization("Northwind").await;
        let writer = api.client_naming(&machine, "organizations:write").await;
        let headers = [("content-type", "application/json"), ("guildhall-acting-user", "olivia0user1")];
        let body = Body::from(json!({ "name": "Southwind" }).to_string());
        writer.send(Method::PATCH, &format!("/api/organizations/{organization}"), &headers, body).await.assert_status(200);
        let logs = api.list(&format!("/api/logs?includeManagement=true&{key}")).await;
        assert_eq!((&logs[0]["payload"]["userId"], &logs[0]["payload"]["applicationId"]), (&Value::Null, &json!(machine)));
    }

    /// Somebody who administers roles and applications would otherwise be somebody who may do everything, or who waits at hand for the rights of others.
    async fn what_lets_machines_in_is_for_those_who_may_do_everything(db: Db) {
        let api = TestApi::over(db).await.with_scopes().await;
        let held = ["roles:read", "roles:write", "applications:read", "applications:write", "users:read"];
        let (machine, role) = api.machine_with("Deputy", &held).await;
        let deputy = api.client_naming(&machine, &held.join(" ")).await;
        let (all, plain) = (scope_id("all"), api.role("Plain", "MachineToMachine").await);
        let (other, other_role) = api.machine_with("Other", &["users:read"]).await;
        let before = store::testing::contents(&api.services.services.db).await;
        let with = |scopes: Value| json!({ "name": "New", "description": "New", "type": "MachineToMachine", "scopeIds": scopes });
        let (roles, machines) = (json!({ "roleIds": [plain] }), json!({ "applicationIds": [machine] }));
        let application = format!("/api/applications/{machine}");
        let refused = [
            ("POST", "/api/roles".to_owned(), with(json!([all]))),
            ("POST", "/api/roles".to_owned(), with(json!([scope_id("roles:read")]))),
            ("POST", format!("/api/roles/{plain}/scopes"), json!({ "scopeIds": [scope_id("roles:read")] })),
            ("DELETE", format!("/api/roles/{other_role}/scopes/{}", scope_id("users:read")), Value::Null),
            ("DELETE", format!("/api/roles/{other_role}"), Value::Null),
            ("POST", format!("/api/roles/{plain}/applications"), machines),
            ("DELETE", format!("/api/roles/{other_role}/applications/{other}"), Value::Null),
            ("PUT", format!("/api/roles/{role}/organizations"), json!({ "organizationIds": [] })),
            ("DELETE", format!("/api/roles/{role}/organizations"), Value::Null),
            ("POST", format!("{application}/roles"), roles.clone()),
            ("PUT", format!("{application}/roles"), roles),
            ("DELETE", format!("/api/applications/{other}/roles/{other_role}"), Value::Null),
            ("PATCH", application.clone(), json!({ "isAdmin": true })),
            ("PATCH", "/api/applications/test-machine".to_owned(), json!({ "isAdmin": false })),
            ("GET", format!("/api/applications/{other}/secrets"), Value::Null),
            ("POST", format!("/api/applications/{other}/secrets"), json!({ "name": "Mine" })),
            ("PATCH", format!("/api/applications/{other}/secrets/Default%20secret"), json!({ "name": "Mine" })),
            ("DELETE", format!("/api/applications/{other}/secrets/Default%20secret"), Value::Null),
            ("DELETE", format!("/api/applications/{other}"), Value::Null),
        ];
        for (method, path, body) in refused {
            let method = axum::http::Method::from_bytes(method.as_bytes()).unwrap();
            let answer = deputy.json(method.clone(), &path, body).await;
            assert_eq!((answer.status.as_u16(), &answer.json()["code"]), (403, &json!("auth.forbidden")), "{method} {path}");
        }
        let after = store::testing::contents(&api.services.services.db).await;
        for table in ["roles", "role_scopes", "application_roles", "application_secrets", "applications", "role_organizations"] {
            assert_eq!(before[table], after[table], "{table}");
        }

        // What opens nothing of this API is theirs to administer.
        let resource = api.resource("lamps").await;
        let scope = api.scope(&resource, "see").await;
        deputy.post("/api/roles", with(json!([scope]))).await.assert_status(200);
        deputy.post(&format!("/api/roles/{plain}/scopes"), json!({ "scopeIds": [scope] })).await.assert_status(201);
        deputy.delete(&format!("/api/roles/{plain}")).await.assert_status(204);
    }

    /// Reading a part of the API is not holding the keys of all who are in it.
    async fn who_may_do_a_part_sees_no_secrets_but_those_they_make(db: Db) {
        let api = TestApi::over(db).await.with_scopes().await;
        let held = ["users:read", "users:write", "hooks:read", "hooks:write", "applications:read", "applications:write"];
        let (machine, _) = api.machine_with("Deputy", &held).await;
        let deputy = api.client_naming(&machine, &held.join(" ")).await;
        let user = api.user("ingrid").await;
        let tokens = format!("/api/users/{user}/personal-access-tokens");
        let made = deputy.post(&tokens, json!({ "name": "Laptop" })).await.assert_status(201).json();
        assert!(made["value"].as_str().unwrap().starts_with("pat_"));
        assert_eq!(deputy.get(&tokens).await.json()[0]["value"], "******");
        let renamed = json!({ "currentName": "Laptop", "name": "Phone" });
        assert_eq!(deputy.patch(&tokens, renamed).await.assert_status(200).json()["value"], "******");
        assert_eq!(api.list(&tokens).await[0]["value"], made["value"]);

        let config = json!({ "url": "http://127.0.0.1:1/", "headers": { "authorization": "Bearer x" } });
        let hook = api.created("/api/hooks", json!({ "event": "PostSignIn", "config": config })).await;
        let path = format!("/api/hooks/{}", hook["id"].as_str().unwrap());
        let shown = deputy.get(&path).await.assert_status(200).json();
        let masked = json!({ "url": "http://127.0.0.1:1/…", "headers": { "authorization": "******" } });
        assert_eq!((&shown["signingKey"], &shown["config"]), (&json!("******"), &masked));
        // What stands for a secret is not stored in its place.
        let back = json!({ "config": { "url": "http://127.0.0.1:1/", "headers": { "authorization": "******" } } });
        deputy.patch(&path, back).await.assert_error(422, "request.invalid_input");
        assert_eq!(api.get(&path).await["config"]["headers"]["authorization"], "Bearer x");
        let digest = deputy.get(&format!("/api/users/{user}?includePasswordHash=true")).await.json();
        assert_eq!(digest["passwordDigest"], Value::Null);
        api.client.patch(&format!("/api/users/{user}/password"), json!({ "password": "fjord-Lamp-77" })).await.assert_status(200);
        let digest = deputy.get(&format!("/api/users/{user}?includePasswordHash=true")).await.json();
        assert_eq!((&digest["passwordDigest"], &digest["username"]), (&json!("******"), &json!("ingrid")));
        let web = api.application("Desk", "Traditional").await;
        assert_eq!(deputy.get(&format!("/api/applications/{web}/secrets")).await.json()[0]["value"], "******");
    }

    /// A write that is under way is finished with its record whatever becomes of who asked for it.
    async fn a_write_whose_caller_hangs_up_is_recorded(db: Db) {
        use tower::ServiceExt as _;
        let api = TestApi::over(db).await;
        let token = api.services.management_token().await;
        for number in 0..40_u32 {
            let body = json!({ "name": format!("North {number}") }).to_string();
            let request = axum::http::Request::post("/api/organizations")
                .header("authorization", format!("Bearer {token}"))
                .header("content-type", "application/json")
                .body(axum::body::Body::from(body))
                .unwrap();
            let answer = crate::router(api.services.services.clone()).oneshot(request);
            // The caller goes at another point each time; the last one stays.
            let patience = std::time::Duration::from_micros(if number == 39 { 60_000_000 } else { u64::from(number) * 250 });
            let _ = tokio::time::timeout(patience, answer).await;
        }
        let recorded = async || api.list("/api/logs?includeManagement=true&logKey=Management.POST%20/organizations&page_size=100").await.len();
        let stored = async || api.list("/api/organizations?page_size=100").await.len();
        for _ in 0..200 {
            if stored().await == recorded().await && stored().await > 0 {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        assert!(stored().await > 0);
        assert_eq!(recorded().await, stored().await);
    }

    /// Names that hide a role from lists are nobody's to give.
    async fn roles_cannot_be_hidden(db: Db) {
        let api = TestApi::over(db).await;
        let hidden = json!({ "name": "#internal:x", "description": "x", "type": "MachineToMachine" });
        api.client.post("/api/roles", hidden.clone()).await.assert_error(400, "guard.invalid_input");
        let role = api.role("Engine", "MachineToMachine").await;
        api.client.patch(&format!("/api/roles/{role}"), hidden).await.assert_error(400, "guard.invalid_input");
    }

    /// Whoever may change roles could otherwise hide from `isAdmin` the role that it gives and takes.
    async fn what_opens_the_api_is_renamed_by_those_who_may_do_everything(db: Db) {
        let api = TestApi::over(db).await.with_scopes().await;
        let (machine, _) = api.machine_with("Roles", &["roles:write"]).await;
        let roles = api.client_naming(&machine, "roles:write").await;
        let access = api.get("/api/roles?search.name=Logto%20Management%20API%20access&mode=exact").await;
        let access = access[0]["id"].as_str().unwrap().to_owned();
        let renamed = json!({ "name": "Harmless" });
        for id in ["admin-role", &access] {
            let path = format!("/api/roles/{id}");
            roles.patch(&path, renamed.clone()).await.assert_error(403, "auth.forbidden");
            roles.patch(&path, json!({ "isDefault": true })).await.assert_error(403, "auth.forbidden");
        }
        // A hidden role stays hidden, whoever asks. The other one is the operator's.
        api.client.patch("/api/roles/admin-role", renamed.clone()).await.assert_error(422, "role.internal_role_violation");
        assert_eq!(api.get("/api/roles/admin-role").await["name"], "#internal:admin");
        api.client.patch("/api/roles/admin-role", json!({ "description": "Everything" })).await.assert_status(200);
        api.client.patch(&format!("/api/roles/{access}"), renamed).await.assert_status(200);
        let own = api.role("Own", "User").await;
        roles.patch(&format!("/api/roles/{own}"), json!({ "name": "Renamed" })).await.assert_status(200);
    }

    async fn the_hidden_role_is_found_by_its_id(db: Db) {
        let api = TestApi::over(db.clone()).await;
        // As somebody may have left it.
        store::testing::execute(&db, "UPDATE roles SET name = 'Harmless' WHERE tenant_id = 'default' AND id = 'admin-role'", &[]).await;
        let machine = api.created("/api/applications", json!({ "name": "Engine", "type": "MachineToMachine" })).await;
        let path = format!("/api/applications/{}", machine["id"].as_str().unwrap());
        for is_admin in [true, false] {
            api.client.patch(&path, json!({ "isAdmin": is_admin })).await.assert_status(200);
            assert_eq!(api.get(&path).await["isAdmin"], is_admin);
        }
    }

    async fn a_limited_role_names_members_alone_as_inviters(db: Db) {
        let api = TestApi::over(db).await.with_scopes().await;
        let (own, other) = (api.organization("Northwind").await, api.organization("Southwind").await);
        let (machine, role) = api.machine_with("Branch", &["all"]).await;
        api.limit(&role, &[&own]).await;
        let branch = api.client_naming(&machine, "all").await;
        let (member, stranger) = (api.user("astrid").await, api.user("ingrid").await);
        api.client.post(&format!("/api/organizations/{own}/users"), json!({ "userIds": [member] })).await.assert_status(201);
        api.client.post(&format!("/api/organizations/{other}/users"), json!({ "userIds": [stranger] })).await.assert_status(201);
        let invite = |inviter: Option<&str>, invitee: &str| json!({
            "inviterId": inviter, "invitee": invitee, "organizationId": own,
            "expiresAt": testkit::services::START.0 + 86_400_000,
        });
        let path = "/api/organization-invitations";
        // Whether there is such a user is not told either.
        for inviter in [stranger.as_str(), "nobody"] {
            branch.post(path, invite(Some(inviter), "a@fjord.example")).await.assert_error(403, "auth.forbidden");
        }
        branch.post(path, invite(Some(&member), "a@fjord.example")).await.assert_status(201);
        branch.post(path, invite(None, "b@fjord.example")).await.assert_status(201);
        api.client.post(path, invite(Some(&stranger), "c@fjord.example")).await.assert_status(201);
    }

    /// Whoever is limited to an organization would otherwise reach every user of the tenant.
    async fn a_limited_role_lets_nobody_in_but_by_inviting_them(db: Db) {
        let api = TestApi::over(db).await.with_scopes().await;
        let own = api.organization("Northwind").await;
        let (machine, role) = api.machine_with("Branch", &["all"]).await;
        api.limit(&role, &[&own]).await;
        let branch = api.client_naming(&machine, "all").await;
        let user = api.created("/api/users", json!({ "username": "ingrid", "primaryEmail": "ingrid@fjord.example" })).await;
        let user = user["id"].as_str().unwrap();
        let path = format!("/api/organizations/{own}");
        branch.post(&format!("{path}/users"), json!({ "userIds": [user] })).await.assert_error(403, "auth.forbidden");
        branch.put(&format!("{path}/users"), json!({ "userIds": [user] })).await.assert_error(403, "auth.forbidden");
        branch.post(&format!("{path}/applications"), json!({ "applicationIds": [machine] })).await.assert_error(403, "auth.forbidden");
        branch.put(&format!("{path}/applications"), json!({ "applicationIds": [machine] })).await.assert_error(403, "auth.forbidden");
        branch.post(&format!("{path}/jit/email-domains"), json!({ "emailDomain": "fjord.example" })).await.assert_error(403, "auth.forbidden");
        let okta = json!({ "ssoConnectorIds": [api.sso_connector("Okta").await] });
        let enterprises = format!("{path}/jit/sso-connectors");
        branch.post(&enterprises, okta.clone()).await.assert_error(403, "auth.forbidden");
        branch.put(&enterprises, okta).await.assert_error(403, "auth.forbidden");
        assert_eq!(branch.get(&enterprises).await.assert_status(200).json(), json!([]));
        branch.get("/api/sso-connectors").await.assert_error(403, "auth.forbidden");
        let invitation = json!({
            "invitee": "ingrid@fjord.example", "organizationId": own, "expiresAt": testkit::services::START.0 + 86_400_000,
        });
        let made = branch.post("/api/organization-invitations", invitation).await.assert_status(201).json();
        let status = format!("/api/organization-invitations/{}/status", made["id"].as_str().unwrap());
        let accepted = json!({ "status": "Accepted", "acceptedUserId": user });
        branch.put(&status, accepted).await.assert_error(403, "auth.forbidden");
        branch.put(&status, json!({ "status": "Revoked" })).await.assert_status(200);
        assert_eq!(branch.get(&format!("{path}/users")).await.assert_status(200).json(), json!([]));
    }

    async fn a_limited_role_opens_its_organizations_alone(db: Db) {
        let api = TestApi::over(db).await.with_scopes().await;
        let (own, other) = (api.organization("Northwind").await, api.organization("Southwind").await);
        let (machine, role) = api.machine_with("Branch", &["all"]).await;
        assert_eq!(api.limit(&role, &[&own]).await, json!({ "isLimited": true, "organizationIds": [own] }));
        let branch = api.client_naming(&machine, "all").await;

        let listed = branch.get("/api/organizations").await.assert_status(200);
        assert_eq!((listed.json()[0]["id"].as_str(), listed.json().as_array().unwrap().len()), (Some(own.as_str()), 1));
        assert_eq!(listed.header("total-number"), Some("1"));
        assert_eq!(branch.get("/api/organizations?q=south").await.assert_status(200).json(), json!([]));
        branch.get(&format!("/api/organizations/{own}/users")).await.assert_status(200);
        for path in [
            format!("/api/organizations/{other}"),
            format!("/api/organizations/{other}/users"),
            "/api/organizations/nothing".to_owned(),
            "/api/users".to_owned(),
            "/api/applications".to_owned(),
            "/api/logs".to_owned(),
            "/api/organization-roles".to_owned(),
            "/api/organization-invitations".to_owned(),
            format!("/api/organization-invitations?organizationId={other}"),
            format!("/api/roles/{role}/organizations"),
        ] {
            branch.get(&path).await.assert_error(403, "auth.forbidden");
        }
        branch.post("/api/organizations", json!({ "name": "Westwind" })).await.assert_error(403, "auth.forbidden");
        let wider = json!({ "organizationIds": [own, other] });
        branch.put(&format!("/api/roles/{role}/organizations"), wider).await.assert_error(403, "auth.forbidden");
        branch.delete(&format!("/api/roles/{role}/organizations")).await.assert_error(403, "auth.forbidden");
    }

    async fn a_limited_role_reaches_invitations_by_their_organization(db: Db) {
        let api = TestApi::over(db).await.with_scopes().await;
        let (own, other) = (api.organization("Northwind").await, api.organization("Southwind").await);
        let (machine, role) = api.machine_with("Branch", &["all"]).await;
        api.limit(&role, &[&own]).await;
        let branch = api.client_naming(&machine, "all").await;
        let invitation = |organization: &str, invitee: &str| json!({
            "invitee": invitee, "organizationId": organization, "expiresAt": testkit::services::START.0 + 86_400_000,
        });
        let mine = branch.post("/api/organization-invitations", invitation(&own, "a@fjord.example")).await.assert_status(201).json();
        branch.post("/api/organization-invitations", invitation(&other, "a@fjord.example")).await.assert_error(403, "auth.forbidden");
        let theirs = api.created("/api/organization-invitations", invitation(&other, "b@fjord.example")).await;
        let (mine, theirs) = (mine["id"].as_str().unwrap(), theirs["id"].as_str().unwrap());

        branch.get(&format!("/api/organization-invitations/{mine}")).await.assert_status(200);
        let listed = branch.get(&format!("/api/organization-invitations?organizationId={own}")).await.assert_status(200);
        assert_eq!(listed.json()[0]["id"], mine);
        let path = format!("/api/organization-invitations/{theirs}");
        branch.get(&path).await.assert_error(404, "entity.not_found");
        branch.post(&format!("{path}/message"), json!({})).await.assert_error(404, "entity.not_found");
        branch.put(&format!("{path}/status"), json!({ "status": "Revoked" })).await.assert_error(404, "entity.not_found");
        branch.delete(&path).await.assert_error(404, "entity.not_found");
        assert_eq!(api.get(&path).await["status"], "Pending");
        branch.delete(&format!("/api/organization-invitations/{mine}")).await.assert_status(204);
    }

    /// A limit whose organizations are all gone is still a limit.
    async fn a_limit_outlives_its_organizations(db: Db) {
        let api = TestApi::over(db).await.with_scopes().await;
        let own = api.organization("Northwind").await;
        let (machine, role) = api.machine_with("Branch", &["all"]).await;
        api.limit(&role, &[&own]).await;
        let branch = api.client_naming(&machine, "all").await;
        branch.get("/api/organizations").await.assert_status(200);
        api.client.delete(&format!("/api/organizations/{own}")).await.assert_status(204);
        let limit = format!("/api/roles/{role}/organizations");
        assert_eq!(api.get(&limit).await, json!({ "isLimited": true, "organizationIds": [] }));
        assert_eq!(branch.get("/api/organizations").await.assert_status(200).json(), json!([]));
        branch.get("/api/users").await.assert_error(403, "auth.forbidden");

        api.client.delete(&limit).await.assert_status(204);
        assert_eq!(api.get(&limit).await, json!({ "isLimited": false, "organizationIds": [] }));
        branch.get("/api/users").await.assert_status(200);
    }

    async fn limits_refuse_what_they_cannot_be(db: Db) {
        let api = TestApi::over(db).await.with_scopes().await;
        let own = api.organization("Northwind").await;
        let (users, machines) = (api.role("Sailor", "User").await, api.role("Engine", "MachineToMachine").await);
        let body = json!({ "organizationIds": [own, own] });
        api.client.put(&format!("/api/roles/{users}/organizations"), body.clone()).await.assert_error(422, "entity.db_constraint_violated");
        api.client.put("/api/roles/none/organizations", body).await.assert_error(404, "entity.not_exists_with_id");
        api.client.get("/api/roles/none/organizations").await.assert_error(404, "entity.not_exists_with_id");
        api.client.delete("/api/roles/none/organizations").await.assert_error(404, "entity.not_exists_with_id");
        let path = format!("/api/roles/{machines}/organizations");
        let unknown = json!({ "organizationIds": ["none"] });
        api.client.put(&path, unknown).await.assert_error(404, "entity.relation_foreign_key_not_found");
        assert_eq!(api.get(&path).await["isLimited"], false);
        let many: Vec<_> = (0..1_001).map(|at| at.to_string()).collect();
        api.client.put(&path, json!({ "organizationIds": many })).await.assert_error(400, "guard.invalid_input");
    }

    /// Two roles are two keys: the limit of one does not bind the other.
    async fn roles_add_up(db: Db) {
        let api = TestApi::over(db).await.with_scopes().await;
        let (own, other) = (api.organization("Northwind").await, api.organization("Southwind").await);
        let (machine, role) = api.machine_with("Branch", &["organizations:write"]).await;
        api.limit(&role, &[&own]).await;
        let reader = api.role("Reader", "MachineToMachine").await;
        let read = json!({ "scopeIds": [scope_id("organizations:read")] });
        api.created(&format!("/api/roles/{reader}/scopes"), read).await;
        api.created(&format!("/api/applications/{machine}/roles"), json!({ "roleIds": [reader] })).await;
        let branch = api.client_naming(&machine, "organizations:read organizations:write").await;
        branch.get(&format!("/api/organizations/{other}")).await.assert_status(200);
        let change = json!({ "name": "Changed" });
        branch.patch(&format!("/api/organizations/{other}"), change.clone()).await.assert_error(403, "auth.forbidden");
        branch.patch(&format!("/api/organizations/{own}"), change).await.assert_status(200);
    }
}
