//! The area of organizations.

use domain::console::ConsoleRole;
use serde_json::{Value, json};
use store::both_databases;

use super::world::{Administrator, World, hidden};

const PATH: &str = "/console/organizations";

/// Fills in the form at `path` with its mark.
async fn save(by: &Administrator, path: &str, fields: &[(&str, &str)]) -> testkit::TestResponse {
    let mark = hidden(&by.page(path).await, "mark").expect("a mark");
    let mut all = vec![("mark", mark.as_str())];
    all.extend_from_slice(fields);
    by.post(path, &all).await
}

async fn user(world: &World, username: &str) -> String {
    world.created("/api/users", json!({ "username": username })).await
}

both_databases! {
    async fn an_organization_is_made_found_changed_and_deleted(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        assert!(edda.page(PATH).await.contains("No organizations yet"));
        edda.page(&format!("{PATH}/new")).await;
        edda.post(&format!("{PATH}/new"), &[("name", " ")]).await.assert_status(422);
        let made = edda.post(&format!("{PATH}/new"), &[("name", "Fjord <b>"), ("description", "Ships")]).await.assert_status(303);
        let path = made.location().split('?').next().unwrap().to_owned();
        assert!(edda.page(&made.location()).await.contains("The organization is created."));
        let found = edda.page(&format!("{PATH}?q=fjord")).await;
        assert!(found.contains("Fjord &#60;b&#62;") && found.contains("1–1 of 1"), "{found}");
        assert!(edda.page(&format!("{PATH}?q=river")).await.contains("Nothing found"));

        let mark = hidden(&edda.page(&path).await, "mark").unwrap();
        let bad = edda.post(&path, &[("mark", &mark), ("name", "Fjord"), ("customData", "[1]")]).await.assert_status(422);
        assert!(bad.body.contains("This is no JSON object.") && bad.body.contains("[1]"), "{}", bad.body);
        let bad = edda.post(&path, &[("mark", &mark), ("name", "Fjord"), ("branding.logoUrl", "javascript:alert(1)")]).await.assert_status(422);
        assert!(bad.body.contains("javascript:alert(1)"), "{}", bad.body);
        let good = [
            ("name", "Fjord"), ("isMfaRequired", "yes"), ("branding.logoUrl", "https://fjord.example/logo.svg"),
            ("color.primaryColor", "#0f766e"), ("customData", "{\"plan\":\"pro\"}"),
        ];
        save(&edda, &path, &good).await.assert_status(303);
        let id = path.rsplit('/').next().unwrap();
        let stored = world.api.get(&format!("/api/organizations/{id}")).await.json();
        assert_eq!((&stored["name"], &stored["description"], &stored["isMfaRequired"]), (&json!("Fjord"), &json!(null), &json!(true)));
        assert_eq!((&stored["branding"], &stored["customData"]), (&json!({ "logoUrl": "https://fjord.example/logo.svg" }), &json!({ "plan": "pro" })));
        let page = edda.page(&path).await;
        assert!(page.contains("type=\"color\" name=\"color.primaryColor.picked\" value=\"#0f766e\""), "{page}");
        let picked = [
            ("name", "Fjord"), ("color.primaryColor", "#0f766e"), ("color.primaryColor.shown", "#0f766e"),
            ("color.primaryColor.began", "#0f766e"), ("color.primaryColor.picked", "#336699"),
        ];
        save(&edda, &path, &picked).await.assert_status(303);
        let stored = world.api.get(&format!("/api/organizations/{id}")).await.json();
        assert_eq!(stored["color"], json!({ "primaryColor": "#336699" }));
        let stale = edda.post(&path, &[("mark", &mark), ("name", "Other")]).await.assert_status(409);
        assert!(stale.body.contains("Somebody changed this"), "{}", stale.body);

        edda.page(&format!("{path}/danger")).await;
        edda.page(&format!("{path}/delete")).await;
        edda.post(&format!("{path}/delete"), &[("typed", "fjord")]).await.assert_status(422);
        edda.post(&format!("{path}/delete"), &[("typed", "Fjord")]).await.assert_status(303);
        edda.browser.get(&path).await.assert_status(404);
    }

    async fn members_and_machines_are_added_given_roles_and_removed(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let vera = world.administrator("vera", ConsoleRole::ReadOnly).await;
        let organization = world.created("/api/organizations", json!({ "name": "Fjord" })).await;
        let ada = user(&world, "ada").await;
        let sync = world.created("/api/applications", json!({ "name": "Sync", "type": "MachineToMachine" })).await;
        world.created("/api/applications", json!({ "name": "Shop", "type": "SPA" })).await;
        let admin = world.created("/api/organization-roles", json!({ "name": "admin" })).await;
        let robot = world.created("/api/organization-roles", json!({ "name": "robot", "type": "MachineToMachine" })).await;
        for (tab, api, id, name, role, role_name, other) in [
            ("members", "users", &ada, "ada", &admin, "admin", &robot),
            ("applications", "applications", &sync, "Sync", &robot, "robot", &admin),
        ] {
            let path = format!("{PATH}/{organization}/{tab}");
            let choice = edda.page(&format!("{path}/add")).await;
            assert!(choice.contains(name) && !choice.contains("Shop"), "{choice}");
            edda.post(&format!("{path}/add"), &[]).await.assert_status(422);
            edda.post(&format!("{path}/add"), &[("id", id)]).await.assert_status(303);
            assert!(!edda.page(&format!("{path}/add")).await.contains(&format!("value=\"{id}\"")));
            let of_one = format!("{path}/{id}");
            let page = edda.page(&of_one).await;
            assert!(page.contains(role_name) && !page.contains(other.as_str()), "{page}");
            save(&edda, &of_one, &[("organizationRoleIds", other)]).await.assert_status(422);
            save(&edda, &of_one, &[("organizationRoleIds", role)]).await.assert_status(303);
            let held = world.api.get(&format!("/api/organizations/{organization}/{api}/{id}/roles")).await.json();
            assert_eq!(held[0]["name"], json!(role_name));
            let list = vera.page(&path).await;
            assert!(list.contains(name) && list.contains(role_name) && !list.contains("/remove") && !list.contains("/add"), "{list}");
            edda.post(&format!("{of_one}/remove"), &[]).await.assert_status(303);
            assert_eq!(world.api.get(&format!("/api/organizations/{organization}/{api}")).await.json(), json!([]));
        }
    }

    async fn somebody_is_invited_and_the_invitation_is_taken_back(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let organization = world.created("/api/organizations", json!({ "name": "Fjord" })).await;
        let other = world.created("/api/organizations", json!({ "name": "Other" })).await;
        let admin = world.created("/api/organization-roles", json!({ "name": "admin" })).await;
        let path = format!("{PATH}/{organization}/invitations");
        assert!(edda.page(&path).await.contains("No invitations"));
        edda.page(&format!("{path}/new")).await;
        let wrong = edda.post(&format!("{path}/new"), &[("invitee", "nobody"), ("days", "7")]).await.assert_status(422);
        assert!(wrong.body.contains("This cannot be used: Invalid email"), "{}", wrong.body);
        edda.post(&format!("{path}/new"), &[("invitee", "ben@fjord.example"), ("days", "7000")]).await.assert_status(422);
        edda.post(&format!("{path}/new"), &[("invitee", "ben@fjord.example"), ("days", "7"), ("organizationRoleIds", &admin)]).await.assert_status(303);
        let made = world.api.get(&format!("/api/organization-invitations?organizationId={organization}")).await.json();
        let id = made[0]["id"].as_str().unwrap();
        let list = edda.page(&path).await;
        assert!(list.contains("ben@fjord.example") && list.contains("admin") && list.contains(&format!("/portal/invitations/{id}")), "{list}");
        edda.post(&format!("{PATH}/{other}/invitations/{id}/revoke"), &[]).await.assert_status(404);
        let asked = edda.page(&format!("{path}/{id}/revoke")).await;
        assert!(asked.contains("Take back the invitation for ben@fjord.example?") && asked.contains("cannot be made good again"), "{asked}");
        edda.browser.get(&format!("{PATH}/{other}/invitations/{id}/revoke")).await.assert_status(404);
        edda.post(&format!("{path}/{id}/revoke"), &[]).await.assert_status(422);
        assert!(edda.page(&path).await.contains(&format!("/portal/invitations/{id}")));
        edda.post_when_asked(&format!("{path}/{id}/revoke"), &[]).await.assert_status(303);
        let list = edda.page(&path).await;
        assert!(list.contains("Taken back") && !list.contains("/portal/invitations/"), "{list}");
    }

    async fn rules_for_newcomers_are_stored_and_activity_is_shown(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let organization = world.created("/api/organizations", json!({ "name": "Fjord" })).await;
        let admin = world.created("/api/organization-roles", json!({ "name": "admin" })).await;
        let path = format!("{PATH}/{organization}/just-in-time");
        let wrong = save(&edda, &path, &[("emailDomains", "fjord.example\n@ship")]).await.assert_status(422);
        assert!(wrong.body.contains("@ship is no domain"), "{}", wrong.body);
        save(&edda, &path, &[("emailDomains", " Fjord.example \n\nship.example\nfjord.example"), ("organizationRoleIds", &admin)]).await.assert_status(303);
        let api = format!("/api/organizations/{organization}/jit");
        let domains = world.api.get(&format!("{api}/email-domains")).await.json();
        let domains: Vec<_> = domains.as_array().unwrap().iter().map(|domain| &domain["emailDomain"]).collect();
        assert_eq!(domains, [&json!("fjord.example"), &json!("ship.example")]);
        assert_eq!(world.api.get(&format!("{api}/roles")).await.json()[0]["id"], Value::String(admin));
        save(&edda, &path, &[]).await.assert_status(303);
        assert_eq!((world.api.get(&format!("{api}/email-domains")).await.json(), world.api.get(&format!("{api}/roles")).await.json()), (json!([]), json!([])));
        let activity = edda.page(&format!("{PATH}/{organization}/activity")).await;
        assert!(activity.contains("edda") && activity.contains("PUT /organizations/{id}/jit/email-domains"), "{activity}");
    }

    async fn ids_of_organizations_that_name_nothing_are_not_found(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        for strange in ["nothing", "..%2F..%2Fusers", "%2e%2e", "a%00b", "a%3Fb"] {
            for tab in ["", "/members", "/members/x", "/members/add", "/invitations", "/applications", "/just-in-time", "/activity", "/danger", "/delete"] {
                edda.browser.get(&format!("{PATH}/{strange}{tab}")).await.assert_status(404);
            }
        }
    }
}
