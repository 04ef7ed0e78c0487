//! The console of each tenant is at its own host. What an administrator may do holds for all; a session holds for one.

use domain::console::ConsoleRole;
use operations::console::link;
use testkit::TestClient;

use super::world::{OWN, World};

const PASSWORD: &str = "nine fjords and a lamp";

fn hidden(page: &str, name: &str) -> String {
    let (_, rest) =
        page.split_once(&format!("<input type=\"hidden\" name=\"{name}\" value=\"")).expect("a field");
    rest.split_once('"').unwrap().0.to_owned()
}

/// Somebody who is signed in to the console of `default`.
async fn administrator(world: &World, name: &str, role: ConsoleRole) -> TestClient {
    let made = link::to_join(world.administrators(), role).await.unwrap();
    let browser = world.client(OWN);
    let page =
        browser.get(&format!("/console/set-up?token={}", made.token.reveal())).await.assert_status(200);
    let xsrf = hidden(&page.body, "xsrf");
    let form =
        [("xsrf", xsrf.as_str()), ("token", made.token.reveal()), ("username", name), ("password", PASSWORD)];
    browser.form("/console/set-up", &form).await.assert_status(303);
    browser
}

async fn post(browser: &TestClient, path: &str, fields: &[(&str, &str)]) -> testkit::TestResponse {
    let xsrf = hidden(&browser.get("/console/account").await.assert_status(200).body, "xsrf");
    let mut form = vec![("xsrf", xsrf.as_str())];
    form.extend_from_slice(fields);
    browser.form(path, &form).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_owner_makes_a_tenant_goes_to_its_console_and_deletes_it() {
    let world = World::sqlite(Some("example.com")).await;
    let olga = administrator(&world, "olga", ConsoleRole::Owner).await;
    let page = olga.get("/console/tenants/new").await.assert_status(200);
    assert!(page.body.contains("example.com"), "the domain is told");
    let wrong = post(&olga, "/console/tenants/new", &[("name", "Acme"), ("id", "Acme"), ("hosts", "")]).await;
    assert!(wrong.assert_status(422).body.contains("Use lower-case letters"));
    let wrong = [("name", "Acme"), ("id", "acme"), ("hosts", "admin.example.com")];
    let wrong = post(&olga, "/console/tenants/new", &wrong).await.assert_status(422);
    assert!(wrong.body.contains("cannot lead to this tenant") && wrong.body.contains("admin.example.com"));
    let fields = [("name", "Acme & Co."), ("id", "acme"), ("hosts", ""), ("machine", "Back end")];
    let made = post(&olga, "/console/tenants/new", &fields).await.assert_status(200);
    assert!(made.body.contains("https://acme.logto.app/api") && made.body.contains("This is shown once"));

    let list = olga.get("/console/tenants").await.assert_status(200);
    assert!(list.body.contains("http://acme.example.com:3001") && list.body.contains("You are here"));
    assert!(list.header("content-security-policy").unwrap().contains("form-action 'self' http:"));
    let left = post(&olga, "/console/tenants/acme/enter", &[]).await.assert_status(303).location();
    let (host, path) =
        left.strip_prefix("http://acme.example.com:3001").map(|path| ("acme.example.com", path)).unwrap();
    let there = world.client(host);
    // Nobody is signed in there yet. The page says who would be and waits: somebody else may have sent the link.
    there.get("/console/applications").await.assert_status(303);
    let door = there.get(path).await.assert_status(200);
    assert!(door.body.contains("as olga") && !door.body.contains("data-auto-submit"), "{}", door.body);
    let (xsrf, ticket) = (hidden(&door.body, "xsrf"), hidden(&door.body, "ticket"));
    let enter = async || there.form("/console/enter", &[("xsrf", &xsrf), ("ticket", &ticket)]).await;
    assert_eq!(enter().await.assert_status(303).location(), "/console");
    let applications = there.get("/console/applications").await.assert_status(200);
    assert!(applications.body.contains("Back end") && applications.body.contains("<bdi>acme</bdi>"));
    assert!(!olga.get("/console/applications").await.assert_status(200).body.contains("Back end"));

    let asked = post(&there, "/console/tenants/acme/delete", &[("typed", "acme")]).await.assert_status(422);
    assert!(asked.body.contains("What you typed is not"));
    let gone =
        post(&there, "/console/tenants/acme/delete", &[("typed", "Acme & Co.")]).await.assert_status(303);
    assert_eq!(gone.location(), "http://id.fjord.example:3001/console/tenants");
    there.get("/console/applications").await.assert_status(404);
    for stays in ["default", "admin"] {
        for path in [format!("/console/tenants/{stays}"), format!("/console/tenants/{stays}/delete")] {
            olga.get(&path).await.assert_status(404);
            post(&olga, &path, &[("typed", stays), ("name", "x"), ("hosts", "x.example")])
                .await
                .assert_status(404);
        }
    }
    olga.get("/console/applications").await.assert_status(200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_of_one_console_is_worth_nothing_at_another_and_a_ticket_is_taken_once() {
    let world = World::sqlite(None).await;
    world.tenant("acme", &["login.acme.example"]).await;
    world.tenant("beta", &["login.beta.example"]).await;
    let vera = administrator(&world, "vera", ConsoleRole::ReadOnly).await;
    let cookie = vera.cookie("guildhall_console").unwrap();
    let carried = world.client("login.acme.example");
    carried.set_cookie("guildhall_console", &cookie);
    for path in ["/console", "/console/applications", "/console/tenants", "/console/account"] {
        let answer = carried.get(path).await.assert_status(303);
        assert!(answer.location().starts_with("/console/sign-in"), "{path}: {}", answer.location());
    }
    vera.get("/console/tenants").await.assert_status(200);

    let issue = async || post(&vera, "/console/tenants/acme/enter", &[]).await.assert_status(303).location();
    let redeem = async |browser: &TestClient, address: &str| {
        let path = address.split_once(":3001").unwrap().1;
        let door = browser.get(path).await;
        if door.status != 200 {
            return door;
        }
        let (xsrf, ticket) = (hidden(&door.body, "xsrf"), hidden(&door.body, "ticket"));
        browser.form("/console/enter", &[("xsrf", &xsrf), ("ticket", &ticket)]).await
    };
    let address = issue().await;
    // Not at the host of another tenant, not twice, and not without the page of this browser.
    redeem(&world.client("login.beta.example"), &address).await.assert_status(410);
    let forged = world.client("login.acme.example");
    let ticket = address.split_once("ticket=").unwrap().1;
    forged.form("/console/enter", &[("xsrf", "x"), ("ticket", ticket)]).await.assert_status(403);
    let there = world.client("login.acme.example");
    redeem(&there, &address).await.assert_status(303);
    redeem(&world.client("login.acme.example"), &address).await.assert_status(410);
    let list = there.get("/console/tenants").await.assert_status(200);
    assert!(!list.body.contains("Create tenant"), "who may only read makes none");
    there.get("/console/tenants/new").await.assert_status(403);
    let second = issue().await;
    world.test().advance(std::time::Duration::from_secs(60));
    redeem(&world.client("login.acme.example"), &second).await.assert_status(410);
}
