//! What is taken away can be given back, or is asked for first.

use std::{collections::BTreeMap, time::Duration};

use domain::console::ConsoleRole;
use serde_json::{Value, json};
use store::both_databases;

use super::world::{World, undo_in};

/// The names in a list of the Management API, in order.
async fn names(world: &World, path: &str) -> Vec<String> {
    let list = world.api.get(path).await.assert_status(200).json();
    let name = |one: &Value| one["name"].as_str().or(one["username"].as_str()).unwrap().to_owned();
    let mut names: Vec<_> = list.as_array().unwrap().iter().map(name).collect();
    names.sort_unstable();
    names
}

/// Everything that is stored, but for which buttons were pressed.
async fn kept(world: &World) -> BTreeMap<String, Vec<String>> {
    let mut contents = store::testing::contents(&world.test.services.db).await;
    contents.remove("totp_steps").expect("the table of what is spent");
    contents
}

both_databases! {
    async fn whoever_leaves_an_organization_comes_back_with_their_roles(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let organization = world.created("/api/organizations", json!({ "name": "Fjord" })).await;
        let ada = world.created("/api/users", json!({ "username": "ada" })).await;
        let sync = world.created("/api/applications", json!({ "name": "Sync", "type": "MachineToMachine" })).await;
        for (tab, api, ids, id, name, kind, undone) in [
            ("members", "users", "userIds", &ada, "ada", "User", "ask them again"),
            ("applications", "applications", "applicationIds", &sync, "Sync", "MachineToMachine", "It is as it was before."),
        ] {
            let list = format!("/api/organizations/{organization}/{api}");
            world.api.post(&list, json!({ (ids): [id] })).await.assert_status(201);
            let mut roles = Vec::new();
            for role in ["admin", "billing"] {
                let role = json!({ "name": format!("{role} {kind}"), "type": kind });
                roles.push(world.created("/api/organization-roles", role).await);
            }
            let held = format!("{list}/{id}/roles");
            world.api.post(&held, json!({ "organizationRoleIds": roles })).await.assert_status(201);
            let before = names(&world, &held).await;
            assert_eq!(before.len(), 2);

            let path = format!("/console/organizations/{organization}/{tab}/{id}/remove");
            let said = edda.post(&path, &[]).await.assert_status(303).location();
            assert!(names(&world, &list).await.is_empty());
            let back = edda.undo(&said).await.assert_status(303).location();
            assert_eq!(names(&world, &list).await, [name]);
            assert_eq!(names(&world, &held).await, before);
            let page = edda.page(&back).await;
            assert!(page.contains(undone) && undo_in(&page).is_none(), "{page}");

            // What the template has lost cannot be given back, and that is said.
            let said = edda.post(&path, &[]).await.assert_status(303).location();
            world.api.delete(&format!("/api/organization-roles/{}", roles[0])).await.assert_status(204);
            let back = edda.undo(&said).await.assert_status(303).location();
            assert_eq!(names(&world, &list).await, [name]);
            assert!(edda.page(&back).await.contains("Not every role that they held could be given back"), "{back}");

            // Without roles there are none afterwards.
            world.api.put(&held, json!({ "organizationRoleIds": [] })).await;
            let said = edda.post(&path, &[]).await.assert_status(303).location();
            edda.undo(&said).await.assert_status(303);
            assert_eq!((names(&world, &list).await, names(&world, &held).await), (vec![name.to_owned()], Vec::new()));
        }
    }

    async fn roles_and_permissions_are_given_back(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let ada = world.created("/api/users", json!({ "username": "ada" })).await;
        let sync = world.created("/api/applications", json!({ "name": "Sync", "type": "MachineToMachine" })).await;
        let api = world.created("/api/resources", json!({ "name": "Ships", "indicator": "https://ships.example" })).await;
        let sail = world.created(&format!("/api/resources/{api}/scopes"), json!({ "name": "sail" })).await;
        for (kind, end, ids, holder) in [("User", "users", "userIds", &ada), ("MachineToMachine", "applications", "applicationIds", &sync)] {
            let role = json!({ "name": format!("captain {kind}"), "description": "Steers", "type": kind, "scopeIds": [sail] });
            let role = world.created("/api/roles", role).await;
            world.api.post(&format!("/api/roles/{role}/{end}"), json!({ (ids): [holder] })).await.assert_status(201);
            for (taken, list) in [
                (format!("/console/roles/{role}/permissions/{sail}/remove"), format!("/api/roles/{role}/scopes")),
                (format!("/console/roles/{role}/{end}/{holder}/remove"), format!("/api/roles/{role}/{end}")),
                (format!("/console/{end}/{holder}/roles/{role}/remove"), format!("/api/roles/{role}/{end}")),
            ] {
                let before = names(&world, &list).await;
                assert_eq!(before.len(), 1, "{taken}");
                let said = edda.post(&taken, &[]).await.assert_status(303).location();
                assert!(names(&world, &list).await.is_empty(), "{taken}");
                let back = edda.undo(&said).await.assert_status(303).location();
                assert_eq!(names(&world, &list).await, before, "{taken}");
                assert!(edda.page(&back).await.contains("It is as it was before."), "{back}");
                // Pressed once more, it is told that this was done.
                let again = edda.undo(&said).await.assert_status(409).body;
                assert!(again.contains("This button was used already") && again.contains("Nothing was changed now."), "{again}");
                assert_eq!(names(&world, &list).await, before, "{taken}");
            }
        }
    }

    async fn a_suspension_is_taken_back_from_its_notice(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let ada = world.created("/api/users", json!({ "username": "ada" })).await;
        let said = edda.post(&format!("/console/users/{ada}/suspend"), &[("suspended", "yes")]).await.assert_status(303).location();
        let is_suspended = async || world.api.get(&format!("/api/users/{ada}")).await.json()["isSuspended"].clone();
        assert_eq!(is_suspended().await, json!(true));
        edda.undo(&said).await.assert_status(303);
        assert_eq!(is_suspended().await, json!(false));
    }

    /// Somebody who sends a link to an administrator puts no button of theirs under a notice of ours.
    async fn what_another_session_wrote_is_no_button(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let olga = world.administrator("olga", ConsoleRole::Owner).await;
        let organization = world.created("/api/organizations", json!({ "name": "Fjord" })).await;
        let ada = world.created("/api/users", json!({ "username": "ada" })).await;
        world.api.post(&format!("/api/organizations/{organization}/users"), json!({ "userIds": [ada] })).await.assert_status(201);
        let said = edda.post(&format!("/console/organizations/{organization}/members/{ada}/remove"), &[]).await.assert_status(303).location();
        assert!(undo_in(&edda.page(&said).await).is_some());
        for address in [said.clone(), format!("{said}x"), said.replace("undo=", "undo=A"), said.replace("done=member-removed&", "")] {
            assert!(undo_in(&olga.page(&address).await).is_none(), "{address}");
        }
        // Nor does it do anything where it is sent without a page.
        let page = edda.page(&said).await;
        let (action, fields) = undo_in(&page).unwrap();
        let fields: Vec<_> = fields.into_iter().filter(|(name, _)| *name != "xsrf").collect();
        olga.post(action, &fields).await.assert_status(403);
        assert!(names(&world, &format!("/api/organizations/{organization}/users")).await.is_empty());
        assert!(undo_in(&edda.page(&format!("{said}x")).await).is_none());
        assert!(undo_in(&edda.page(&said.replace("done=member-removed&", "")).await).is_none());
    }

    /// Neither the page shows it, nor does a page that was left open do it.
    async fn a_button_takes_nothing_back_after_ten_minutes(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let ada = world.created("/api/users", json!({ "username": "ada" })).await;
        let organization = world.created("/api/organizations", json!({ "name": "Fjord" })).await;
        let role = world.created("/api/roles", json!({ "name": "captain", "description": "Steers", "type": "User" })).await;
        world.api.post(&format!("/api/organizations/{organization}/users"), json!({ "userIds": [ada] })).await.assert_status(201);
        world.api.post(&format!("/api/roles/{role}/users"), json!({ "userIds": [ada] })).await.assert_status(201);
        let mut said = Vec::new();
        for (path, fields) in [
            (format!("/console/organizations/{organization}/members/{ada}/remove"), vec![]),
            (format!("/console/roles/{role}/users/{ada}/remove"), vec![]),
            (format!("/console/users/{ada}/suspend"), vec![("suspended", "yes")]),
        ] {
            said.push(edda.post(&path, &fields).await.assert_status(303).location());
        }
        world.test.advance(Duration::from_secs(9 * 60 + 59));
        let mut open = Vec::new();
        for address in &said {
            open.push(edda.page(address).await);
        }
        world.test.advance(Duration::from_secs(1));
        let before = store::testing::contents(&world.test.services.db).await;
        for (address, page) in said.iter().zip(&open) {
            let (action, fields) = undo_in(page).unwrap();
            let late = edda.browser.form(action, &fields).await.assert_status(409).body;
            assert!(late.contains("It is too late to undo this") && late.contains("Nothing was changed."), "{late}");
            let page = edda.page(address).await;
            assert!(page.contains("class=\"banner banner-success\"") && undo_in(&page).is_none(), "{page}");
        }
        assert_eq!(store::testing::contents(&world.test.services.db).await, before);
    }

    async fn a_button_does_what_it_was_made_for_and_once(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let organization = world.created("/api/organizations", json!({ "name": "Fjord" })).await;
        let another = world.created("/api/organizations", json!({ "name": "Sound" })).await;
        let ada = world.created("/api/users", json!({ "username": "ada" })).await;
        let ben = world.created("/api/users", json!({ "username": "ben" })).await;
        let role = world.created("/api/organization-roles", json!({ "name": "captain", "type": "User" })).await;
        let list = format!("/api/organizations/{organization}/users");
        world.api.post(&list, json!({ "userIds": [ada] })).await.assert_status(201);
        let path = format!("/console/organizations/{organization}/members/{ada}/remove");
        let said = edda.post(&path, &[]).await.assert_status(303).location();
        let page = edda.page(&said).await;
        let (action, fields) = undo_in(&page).unwrap();
        let with = |name: &'static str, value: &'static str| [fields.as_slice(), &[(name, value)]].concat();
        let instead: Vec<_> = fields.iter().map(|(name, value)| (*name, if *name == "id" { ben.as_str() } else { value })).collect();
        let without: Vec<_> = fields.iter().copied().filter(|(name, _)| *name != "id").collect();
        let elsewhere = action.replace(&organization, &another);
        let role_of_all = [fields.as_slice(), &[("organizationRoleIds", role.as_str())]].concat();
        let before = store::testing::contents(&world.test.services.db).await;
        for (to, form) in [
            (action, &instead),
            (action, &without),
            (action, &role_of_all),
            (action, &with("id", "another")),
            (action, &with("suspended", "no")),
            (elsewhere.as_str(), &fields),
            (format!("/console/users/{ada}/suspend").as_str(), &fields),
        ] {
            let refused = edda.browser.form(to, form).await.assert_status(403).body;
            assert!(refused.contains("This is not what the button undoes") && refused.contains("Nothing was changed."), "{to}: {refused}");
        }
        assert_eq!(store::testing::contents(&world.test.services.db).await, before);
        // What was refused has not used it up. Of two that press it at once, one does it.
        let pressed = tokio::join!(edda.browser.form(action, &fields), edda.browser.form(action, &fields));
        let mut answers = [pressed.0.status.as_u16(), pressed.1.status.as_u16()];
        answers.sort_unstable();
        assert_eq!((answers, names(&world, &list).await), ([303, 409], vec!["ada".to_owned()]));
        // Nor does it do so for a later removal, which has a button of its own.
        let said = edda.post(&path, &[]).await.assert_status(303).location();
        let used = edda.browser.form(action, &fields).await.assert_status(409).body;
        assert!(used.contains("This button was used already"), "{used}");
        assert!(names(&world, &list).await.is_empty());
        edda.undo(&said).await.assert_status(303);
        assert_eq!(names(&world, &list).await, ["ada"]);
    }

    async fn whoever_may_not_change_things_any_more_takes_nothing_back(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let organization = world.created("/api/organizations", json!({ "name": "Fjord" })).await;
        let ada = world.created("/api/users", json!({ "username": "ada" })).await;
        let list = format!("/api/organizations/{organization}/users");
        world.api.post(&list, json!({ "userIds": [ada] })).await.assert_status(201);
        let path = format!("/console/organizations/{organization}/members/{ada}/remove");
        let said = edda.post(&path, &[]).await.assert_status(303).location();
        let page = edda.page(&said).await;
        let (action, fields) = undo_in(&page).unwrap();
        let (exec, tenant) = (world.test.services.db.exec(), &world.administrators.tenant);
        let id = store::console::list(exec, tenant).await.unwrap()[0].user.id.clone();
        world.administrator("olga", ConsoleRole::Owner).await;
        assert!(store::console::set_rights(exec, tenant, &id, &ConsoleRole::ReadOnly.into()).await.unwrap());
        edda.browser.form(action, &fields).await.assert_status(403);
        assert!(names(&world, &list).await.is_empty());
    }

    async fn who_has_come_back_meanwhile_keeps_what_they_hold(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let organization = world.created("/api/organizations", json!({ "name": "Fjord" })).await;
        let ada = world.created("/api/users", json!({ "username": "ada" })).await;
        let sync = world.created("/api/applications", json!({ "name": "Sync", "type": "MachineToMachine" })).await;
        for (tab, api, ids, id, kind) in [("members", "users", "userIds", &ada, "User"), ("applications", "applications", "applicationIds", &sync, "MachineToMachine")] {
            let list = format!("/api/organizations/{organization}/{api}");
            let held = format!("{list}/{id}/roles");
            let join = async |role: &str| {
                let role = world.created("/api/organization-roles", json!({ "name": format!("{role} {kind}"), "type": kind })).await;
                world.api.post(&list, json!({ (ids): [id] })).await.assert_status(201);
                world.api.post(&held, json!({ "organizationRoleIds": [role] })).await.assert_status(201);
            };
            join("admin").await;
            let said = edda.post(&format!("/console/organizations/{organization}/{tab}/{id}/remove"), &[]).await.assert_status(303).location();
            join("guest").await;
            let before = kept(&world).await;
            let back = edda.undo(&said).await.assert_status(303).location();
            assert_eq!(kept(&world).await, before);
            assert_eq!(names(&world, &held).await, [format!("guest {kind}")]);
            let page = edda.page(&back).await;
            assert!(page.contains("They had come back before.") && page.contains("nothing was changed"), "{page}");
        }
    }

    async fn an_owner_gives_up_what_they_are_when_they_mean_it(db: Db) {
        let world = World::over(db).await;
        let olga = world.administrator("olga", ConsoleRole::Owner).await;
        world.administrator("otto", ConsoleRole::Owner).await;
        let all = operations::console::administrator::list(&world.administrators).await.unwrap();
        let own = all.iter().find(|one| one.user.username.as_deref() == Some("olga")).unwrap();
        let path = format!("/console/administrators/{}", own.user.id);
        let form = [("role", "limited"), ("part.Users", "editor")];
        let asked = olga.post(&path, &form).await.assert_status(422).body;
        for text in ["Give up being an owner?", "Another owner can make you one again.", "name=\"part.Users\" value=\"editor\"", "name=\"role\" value=\"limited\""] {
            assert!(asked.contains(text), "{text}: {asked}");
        }
        olga.page("/console/administrators").await;
        olga.post(&path, &[form.as_slice(), &[("sure", "yes")]].concat()).await.assert_status(303);
        olga.browser.get("/console/administrators").await.assert_status(403);
        olga.page("/console/users/new").await;
    }
}
