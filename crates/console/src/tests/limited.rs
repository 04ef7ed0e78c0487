//! Administrators who are limited to parts of the Management API.

use axum::http::Method;
use domain::console::{ConsoleRole, Rights};
use operations::console::administrator;
use serde_json::json;
use store::both_databases;

use super::{
    matrix::{ask, leads_to_the_sign_in},
    world::{PASSWORD, World, hidden},
};
use crate::{pages::routes, routes::Row};

fn limited(parts: &[(&str, ConsoleRole)]) -> Rights {
    Rights::limited(parts.iter().map(|(part, role)| ((*part).to_owned(), *role)))
}

/// The rights that a row asks of somebody who is limited, and the same without one of them.
fn just_enough(row: &Row) -> (Rights, Vec<Rights>) {
    let needs = row.needs.unwrap_or(ConsoleRole::Owner);
    let parts: Vec<_> = row
        .about
        .iter()
        .enumerate()
        .map(|(at, part)| (*part, if at == 0 { needs } else { ConsoleRole::ReadOnly }))
        .collect();
    let without = |left_out: usize| {
        let kept: Vec<_> =
            parts.iter().enumerate().filter(|(at, _)| *at != left_out).map(|(_, part)| *part).collect();
        limited(&kept)
    };
    let mut lacking: Vec<_> = (0..parts.len()).map(without).collect();
    if needs == ConsoleRole::Editor {
        let read: Vec<_> = parts.iter().map(|(part, _)| (*part, ConsoleRole::ReadOnly)).collect();
        lacking.push(limited(&read));
    }
    (limited(&parts), lacking)
}

both_databases! {
    async fn whoever_is_limited_reaches_what_is_granted_and_nothing_else(db: Db) {
        let world = World::over(db).await;
        let table = routes();
        let lena = world.administrator("lena", limited(&[("Users", ConsoleRole::ReadOnly)])).await;
        let (exec, tenant) = (world.test.services.db.exec(), &world.administrators.tenant);
        let id = store::console::list(exec, tenant).await.unwrap()[0].user.id.clone();
        let grant = async |rights: &Rights| assert!(store::console::set_rights(exec, tenant, &id, rights).await.unwrap());
        let xsrf = lena.xsrf().await;
        let rows: Vec<_> = table.table().iter().filter(|row| row.path != "/console/sign-out").cloned().collect();
        let (mut closed, mut opened) = (0, 0);
        let before = store::testing::contents(&world.test.services.db).await;
        for row in rows.iter().filter(|row| row.needs.is_some_and(|needs| needs > ConsoleRole::Limited)) {
            let (_, lacking) = just_enough(row);
            let everything_else: Vec<_> = crate::parts::ALL.iter().map(|(part, _)| (*part, ConsoleRole::Editor)).collect();
            let lacking = if row.about.is_empty() { vec![limited(&everything_else)] } else { lacking };
            for rights in lacking {
                grant(&rights).await;
                let answer = ask(&lena.browser, row, &xsrf).await;
                assert_eq!(answer.status, 403, "{} {} with {rights:?}", row.method, row.path);
                assert!(answer.body.contains("You may not do this") || answer.body.contains("Your role does not allow this in"), "{}", answer.body);
                closed += 1;
            }
        }
        for (table, now) in store::testing::contents(&world.test.services.db).await {
            assert!(before.get(&table) == Some(&now) || table == "console_administrators", "{table}");
        }
        let mut kept_out = Vec::new();
        for row in rows.iter().filter(|row| !row.about.is_empty() && row.method == Method::GET) {
            let (enough, _) = just_enough(row);
            grant(&enough).await;
            let answer = ask(&lena.browser, row, &xsrf).await;
            if answer.status == 403 || answer.status.is_server_error() || leads_to_the_sign_in(&answer) {
                kept_out.push(format!("{} with {enough:?}: {}", row.path, answer.status));
            }
            opened += 1;
        }
        assert!(kept_out.is_empty(), "{kept_out:#?}");
        assert!(closed > 150 && opened > 60, "{closed} closed, {opened} opened");
        // One's own account is everybody's.
        grant(&Rights::limited([])).await;
        for row in rows.iter().filter(|row| row.needs == Some(ConsoleRole::Limited) && row.method == Method::GET) {
            let answer = ask(&lena.browser, row, &xsrf).await;
            assert!(matches!(answer.status.as_u16(), 200 | 303) && !leads_to_the_sign_in(&answer), "{}: {}", row.path, answer.status);
        }
    }

    async fn pages_and_navigation_show_what_is_granted(db: Db) {
        let world = World::over(db).await;
        let rights = limited(&[("Users", ConsoleRole::Editor), ("Audit logs", ConsoleRole::ReadOnly)]);
        let lena = world.administrator("lena", rights).await;
        let user = world.created("/api/users", json!({ "username": "ingrid" })).await;
        assert_eq!(lena.browser.get("/console").await.location(), "/console/users");
        let page = lena.page("/console/users").await;
        for shown in ["href=\"/console/users\"", "href=\"/console/logs\"", "Create user", "Limited"] {
            assert!(page.contains(shown), "{shown}: {page}");
        }
        for hidden in ["/console/applications", "/console/administrators", "/console/tenants", "/console/gateway", "/console/get-started", "/console/tokens"] {
            assert!(!page.contains(&format!("href=\"{hidden}\"")), "{hidden}");
        }
        let one = lena.page(&format!("/console/users/{user}")).await;
        assert!(one.contains("/activity") && one.contains("/danger") && !one.contains("/impersonate"), "{one}");
        lena.post(&format!("/console/users/{user}/suspend"), &[("suspended", "yes")]).await.assert_status(303);
        // What a page needs of another part is told in words.
        let refused = lena.browser.get(&format!("/console/users/{user}/roles/add")).await.assert_status(403);
        assert!(refused.body.contains("Your role does not allow this in: Roles."), "{}", refused.body);
        let refused = lena.browser.get("/console/applications").await.assert_status(403);
        assert!(refused.body.contains("Your role does not allow this in: Applications."), "{}", refused.body);
        let found = lena.page("/console/search?q=").await;
        assert!(found.contains("Create user") && !found.contains("Create application"), "{found}");
        let found = lena.browser.get("/console/search?q=ingrid&format=json").await.assert_status(200);
        assert!(found.body.contains("ingrid"));
    }

    async fn an_owner_limits_somebody_to_parts_and_it_is_recorded(db: Db) {
        let world = World::over(db).await;
        let olga = world.administrator("olga", ConsoleRole::Owner).await;
        let lena = world.administrator("lena", ConsoleRole::Editor).await;
        let all = administrator::list(&world.administrators).await.unwrap();
        let id = all.iter().find(|one| one.user.username.as_deref() == Some("lena")).unwrap().user.id.clone();
        let path = format!("/console/administrators/{id}");
        let refused = olga.post(&path, &[("role", "limited"), ("part.Users", ""), ("part.Moon", "editor")]).await.assert_status(422);
        assert!(refused.body.contains("Choose at least one part."), "{}", refused.body);
        lena.page("/console/applications/new").await;
        let form = [("role", "limited"), ("part.Users", "editor"), ("part.Roles", "read-only"), ("part.Hooks", "owner")];
        olga.post(&path, &form).await.assert_status(303);
        lena.browser.get("/console/applications/new").await.assert_status(403);
        lena.page("/console/users/new").await;
        lena.page("/console/roles").await;
        lena.browser.get("/console/roles/new").await.assert_status(403);
        lena.browser.get("/console/webhooks").await.assert_status(403);
        let page = olga.page(&path).await;
        assert!(page.contains("name=\"part.Users\"") && page.contains("<option value=\"editor\" selected>"), "{page}");
        let list = olga.page("/console/administrators").await;
        assert!(list.contains("Limited: Roles (Read-only), Users (Editor)"), "{list}");
        let logs = store::testing::contents(&world.test.services.db).await;
        let log = logs["audit_logs"].iter().find(|row| row.contains("Console.Administrator.SetRole")).unwrap();
        for text in ["limited", "parts", "Users", "before", "editor", id.as_str()] {
            assert!(log.contains(text), "{text}: {log}");
        }

        // Somebody may join with no more than that.
        olga.post("/console/administrators/new", &[("role", "limited")]).await.assert_status(422);
        let shown = olga.post("/console/administrators/new", &[("role", "limited"), ("part.Dashboard", "read-only")]).await.assert_status(200);
        let (_, rest) = shown.body.split_once("/console/set-up?token=").unwrap();
        let token = rest.split(['<', '"', '&']).next().unwrap();
        let browser = world.browser();
        let door = browser.get(&format!("/console/set-up?token={token}")).await.assert_status(200).body;
        let xsrf = hidden(&door, "xsrf").unwrap();
        let form = [("xsrf", xsrf.as_str()), ("token", token), ("username", "dora"), ("password", PASSWORD)];
        browser.form("/console/set-up", &form).await.assert_status(303);
        browser.get("/console/dashboard").await.assert_status(200);
        browser.get("/console/users").await.assert_status(403);
    }
}
