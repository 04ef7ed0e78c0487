//! What owners do with administrators.

use domain::console::ConsoleRole;
use operations::console::administrator;
use store::both_databases;

use super::world::{PASSWORD, World, hidden};

async fn id_of(world: &World, name: &str) -> String {
    let all = administrator::list(&world.administrators).await.unwrap();
    all.into_iter().find(|one| one.user.username.as_deref() == Some(name)).unwrap().user.id.to_string()
}

/// The link that a page shows once.
fn link_in(page: &str) -> String {
    let (_, rest) = page.split_once("/console/set-up?token=").expect("a link");
    format!("/console/set-up?token={}", rest.split(['<', '"', '&']).next().unwrap())
}

both_databases! {
    async fn an_owner_adds_changes_and_removes_administrators(db: Db) {
        let world = World::over(db).await;
        let olga = world.administrator("olga", ConsoleRole::Owner).await;
        let shown = olga.post("/console/administrators/new", &[("role", "editor")]).await.assert_status(200);
        assert!(shown.body.contains("This is shown once"));
        let browser = world.browser();
        let path = link_in(&shown.body);
        let page = browser.get(&path).await.assert_status(200).body;
        assert!(page.contains("You were asked to administer this server as Editor."), "{page}");
        let (xsrf, token) = (hidden(&page, "xsrf").unwrap(), hidden(&page, "token").unwrap());
        let form = [("xsrf", xsrf.as_str()), ("token", &token), ("username", "Olga"), ("password", PASSWORD)];
        assert!(browser.form("/console/set-up", &form).await.assert_status(422).body.contains("Somebody has this username."));
        let form = [("xsrf", xsrf.as_str()), ("token", &token), ("username", "edda"), ("password", PASSWORD)];
        browser.form("/console/set-up", &form).await.assert_status(303);
        browser.get("/console/applications/new").await.assert_status(200);

        // Rights that are taken away are gone at the next click.
        let edda = format!("/console/administrators/{}", id_of(&world, "edda").await);
        olga.post(&edda, &[("role", "read-only")]).await.assert_status(303);
        browser.get("/console/applications/new").await.assert_status(403);
        olga.post(&format!("{edda}/remove"), &[("typed", "somebody")]).await.assert_status(422);
        browser.get("/console/applications").await.assert_status(200);
        olga.post(&format!("{edda}/remove"), &[("typed", "edda")]).await.assert_status(303);
        browser.get("/console/applications").await.assert_status(303);
        world.sign_in(&browser, ("edda", PASSWORD)).await.assert_status(422);
    }

    async fn the_last_owner_stays_whatever_is_pressed(db: Db) {
        let world = World::over(db).await;
        let olga = world.administrator("olga", ConsoleRole::Owner).await;
        let own = format!("/console/administrators/{}", id_of(&world, "olga").await);
        let giving_up = [("role", "editor"), ("sure", "yes")];
        let refused = olga.post(&own, &giving_up).await.assert_status(409);
        assert!(refused.body.contains("Somebody must stay who may change everything."));
        olga.post(&format!("{own}/remove"), &[("typed", "olga")]).await.assert_status(409);
        olga.page("/console/administrators").await;
        world.administrator("otto", ConsoleRole::Owner).await;
        olga.post(&own, &giving_up).await.assert_status(303);
        olga.browser.get("/console/administrators").await.assert_status(403);
    }

    async fn who_has_lost_their_way_in_gets_a_link(db: Db) {
        let world = World::over(db).await;
        let olga = world.administrator("olga", ConsoleRole::Owner).await;
        let vera = world.administrator("vera", ConsoleRole::ReadOnly).await;
        let path = format!("/console/administrators/{}/link", id_of(&world, "vera").await);
        let shown = olga.post(&path, &[]).await.assert_status(200);
        let browser = world.browser();
        let page = browser.get(&link_in(&shown.body)).await.assert_status(200).body;
        assert!(page.contains("Get in again") && page.contains("vera"), "{page}");
        let (xsrf, token) = (hidden(&page, "xsrf").unwrap(), hidden(&page, "token").unwrap());
        let new = "quite another long sentence";
        // Another name than the link's own is nobody's.
        let form = [("xsrf", xsrf.as_str()), ("token", &token), ("username", "olga"), ("password", new)];
        browser.form("/console/set-up", &form).await.assert_status(303);
        vera.browser.get("/console/applications").await.assert_status(303);
        world.sign_in(&world.browser(), ("olga", PASSWORD)).await.assert_status(303);
        world.sign_in(&world.browser(), ("vera", new)).await.assert_status(303);
        world.browser().get(&link_in(&shown.body)).await.assert_status(404);
    }

    async fn what_happens_to_administrators_is_in_their_own_log(db: Db) {
        let world = World::over(db).await;
        let olga = world.administrator("olga", ConsoleRole::Owner).await;
        olga.post("/console/administrators/new", &[("role", "owner")]).await.assert_status(200);
        world.sign_in(&world.browser(), ("olga", "wrong")).await.assert_status(422);
        let contents = store::testing::contents(&world.test.services.db).await;
        let logs: Vec<_> = contents["audit_logs"].iter().filter(|row| row.contains("Console.")).collect();
        for key in ["Console.Link.Redeem", "Console.Administrator.Invite", "Console.SignIn.Password"] {
            assert!(logs.iter().any(|row| row.contains(key) && row.contains("admin")), "{key}: {logs:?}");
        }
        assert!(!logs.iter().any(|row| row.contains(PASSWORD)));
    }
}
