//! Every route with every kind of caller, from the table of routes: nothing is reached without the role that it needs.

use axum::http::Method;
use domain::{HashedToken, SessionId, account::User, console::ConsoleRole, grant::Session};
use store::{both_databases, session, user};

use super::world::{World, forge};
use crate::{pages::routes, routes::Row};

/// A path of a row, with something in the place of each parameter that names nothing.
fn path_of(row: &Row) -> String {
    let part = |part: &str| if part.starts_with('{') { "nothing" } else { part }.to_owned();
    row.path.split('/').map(part).collect::<Vec<_>>().join("/")
}

pub(super) async fn ask(browser: &testkit::TestClient, row: &Row, xsrf: &str) -> testkit::TestResponse {
    match row.method {
        Method::GET => browser.get(&path_of(row)).await,
        _ => forge(browser, &path_of(row), &format!("xsrf={xsrf}"), &[]).await,
    }
}

/// Forms that only ask: what is in them is for no address.
const ASKING: [&str; 2] = ["/console/tokens", "/console/gateway/what-if"];

/// Where the row leads somebody who is not signed in.
pub(super) fn leads_to_the_sign_in(answer: &testkit::TestResponse) -> bool {
    answer.status == 303 && answer.location().starts_with("/console/sign-in")
}

#[test]
fn the_table_is_the_whole_console_and_says_what_each_row_needs() {
    let table = routes();
    let open: Vec<_> = table
        .table()
        .iter()
        .filter(|row| row.needs.is_none())
        .map(|row| format!("{} {}", row.method, row.path))
        .collect();
    assert_eq!(
        open,
        [
            "GET /console/sign-in",
            "POST /console/sign-in",
            "GET /console/sign-in/code",
            "POST /console/sign-in/code",
            "GET /console/set-up",
            "POST /console/set-up",
            "GET /console/enter",
            "POST /console/enter",
            "GET /console/{*nowhere}",
        ]
    );
    // Whoever may only read changes nothing but their own account.
    let by_readers = table.table().iter().filter(|row| {
        row.method != Method::GET && row.needs.is_some_and(|needs| needs <= ConsoleRole::ReadOnly)
    });
    assert!(by_readers.clone().count() > 0);
    for row in by_readers {
        assert!(
            row.path.starts_with("/console/account/")
                || row.path == "/console/sign-out"
                || row.path == "/console/account"
                || ASKING.contains(&row.path)
                // Whoever reads one tenant reads the others.
                || row.path == "/console/tenants/{tenant}/enter",
            "{}",
            row.path
        );
    }
    for row in table.table().iter().filter(|row| row.path.starts_with("/console/administrators")) {
        assert_eq!(row.needs, Some(ConsoleRole::Owner), "{}", row.path);
    }
}

both_databases! {
    async fn nobody_reaches_what_their_role_does_not_open(db: Db) {
        let world = World::over(db).await;
        let table = routes();
        let rows: Vec<_> = table.table().iter().filter(|row| row.path != "/console/sign-out").cloned().collect();
        for role in [ConsoleRole::ReadOnly, ConsoleRole::Editor, ConsoleRole::Owner] {
            let name = role.as_str().replace('-', "_");
            let somebody = world.administrator(&name, role).await;
            let xsrf = somebody.xsrf().await;
            let before = store::testing::contents(&world.test.services.db).await;
            let mut refused = 0;
            for row in rows.iter().filter(|row| row.needs.is_some_and(|needs| needs > role)) {
                let answer = ask(&somebody.browser, row, &xsrf).await;
                assert_eq!(answer.status, 403, "{} {} as {name}: {}", row.method, row.path, answer.body);
                assert!(answer.body.contains("You may not do this"), "{} {} as {name}", row.method, row.path);
                refused += 1;
            }
            assert_eq!(refused == 0, role == ConsoleRole::Owner);
            for (table, now) in store::testing::contents(&world.test.services.db).await {
                assert_eq!(before.get(&table), Some(&now), "{name} changed {table}");
            }
            for row in rows.iter().filter(|row| row.needs.is_some_and(|needs| needs <= role)) {
                // Authenticators and sessions are one's own; they work, and what they do is tested elsewhere.
                if row.method != Method::GET && row.path.starts_with("/console/account") {
                    continue;
                }
                let answer = ask(&somebody.browser, row, &xsrf).await;
                assert!(answer.status != 403 && !answer.status.is_server_error(), "{} {} as {name}: {}", row.method, row.path, answer.status);
                assert!(!leads_to_the_sign_in(&answer), "{} {} as {name}", row.method, row.path);
            }
        }
    }

    async fn without_a_session_every_route_leads_to_the_sign_in(db: Db) {
        let world = World::over(db).await;
        world.administrator("olga", ConsoleRole::Owner).await;
        let nobody = world.browser();
        let invented = world.browser();
        invented.set_cookie("guildhall_console", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
        for row in routes().table().iter().filter(|row| row.needs.is_some()) {
            for browser in [&nobody, &invented] {
                let answer = ask(browser, row, "x").await;
                assert!(leads_to_the_sign_in(&answer), "{} {}: {}", row.method, row.path, answer.status);
            }
        }
    }

    /// A session of the product's tenant, of a user with every name and right there, is worth nothing here, under any cookie.
    async fn a_session_of_the_product_is_worth_nothing(db: Db) {
        let world = World::over(db).await;
        world.administrator("olga", ConsoleRole::Owner).await;
        let (services, now) = (&world.test.services, world.test.services.now());
        let (exec, tenant) = (services.db.exec(), &services.tenant);
        // Even with the id of an administrator.
        let administrators = store::console::list(exec, &world.administrators.tenant).await.unwrap();
        let mut twin = User::new(administrators[0].user.id.clone(), now);
        twin.username = Some("olga".to_owned());
        let stored = &twin;
        let done: Result<(), store::StoreError> =
            services.db.transaction(|tx| async move { user::insert(tx.exec(), tenant, stored).await }).await;
        done.unwrap();
        let session = Session {
            user_id: Some(twin.id.clone()), signed_in_at: Some(now), last_active_at: Some(now),
            expires_at: now.plus(std::time::Duration::from_secs(3_600)), ..Session::new(SessionId::new("s"), now)
        };
        let cookie = "BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB";
        session::insert(exec, tenant, &session, &HashedToken::of(cookie)).await.unwrap();
        let browser = world.browser();
        for name in ["guildhall_console", "_session"] {
            browser.set_cookie(name, cookie);
        }
        let machine = world.test.management_token().await;
        let with_token = testkit::TestClient::with_bearer(world.router.clone(), machine).unrecorded();
        for row in routes().table().iter().filter(|row| row.needs.is_some()) {
            for browser in [&browser, &with_token] {
                let answer = ask(browser, row, "x").await;
                assert!(leads_to_the_sign_in(&answer), "{} {}: {}", row.method, row.path, answer.status);
            }
        }
    }

    /// The other way round: an administrator is nobody to the product, and their cookie no credential of the Management API.
    async fn an_administrator_is_nobody_to_the_product(db: Db) {
        let world = World::over(db).await;
        let olga = world.administrator("olga", ConsoleRole::Owner).await;
        let cookie = olga.browser.cookie("guildhall_console").unwrap();
        let (exec, tenant) = (world.test.services.db.exec(), &world.test.services.tenant);
        let found = operations::browser_session::of_cookie(&world.test.services, &cookie).await.unwrap();
        assert!(found.is_none());
        assert!(user::find_by_username(exec, tenant, "olga").await.unwrap().is_none());
        let api = testkit::TestClient::new(management_api::router(std::sync::Arc::clone(&world.test.services))).unrecorded();
        for name in ["guildhall_console", "_session"] {
            api.set_cookie(name, &cookie);
        }
        api.get("/api/applications").await.assert_error(401, "auth.authorization_header_missing");
        let bearer = testkit::TestClient::with_bearer(management_api::router(std::sync::Arc::clone(&world.test.services)), &cookie).unrecorded();
        bearer.get("/api/applications").await.assert_error(401, "auth.unauthorized");
    }

    async fn a_form_that_no_page_of_this_session_made_changes_nothing(db: Db) {
        let world = World::over(db).await;
        let (olga, otto) = (world.administrator("olga", ConsoleRole::Owner).await, world.administrator("otto", ConsoleRole::Owner).await);
        let (own, others) = (olga.xsrf().await, otto.xsrf().await);
        let before = store::testing::contents(&world.test.services.db).await;
        for row in routes().table().iter().filter(|row| row.method == Method::POST && row.needs.is_some()) {
            let path = path_of(row);
            for token in ["", "x", &others] {
                let answer = forge(&olga.browser, &path, &format!("xsrf={token}&name=Taken&type=SPA&role=owner"), &[]).await.assert_status(403);
                assert!(answer.body.contains("This form is out of date"), "{path}: {}", answer.body);
            }
            for sent_by in [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site"), ("origin", "https://evil.example")] {
                forge(&olga.browser, &path, &format!("xsrf={own}&name=Taken&type=SPA&role=owner"), &[sent_by]).await.assert_status(403);
            }
        }
        for (table, now) in store::testing::contents(&world.test.services.db).await {
            assert_eq!(before.get(&table), Some(&now), "{table}");
        }
    }
}
