//! What the pages show and how they are served.

use serde_json::json;

use super::{NORTHWIND, PASSWORD, Person, make_organization, make_user};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_opens_the_portal_signs_in_and_comes_back_to_the_page_they_wanted() {
    let world = World::sqlite().await;
    let olivia = Person::new(&world);
    let password = world.credentials.password_of("olivia").unwrap().to_owned();
    let wanted = format!("{NORTHWIND}/members?q=ben");
    let page = olivia.sign_in(&wanted, ("olivia", &password)).await.assert_status(200);
    assert!(page.body.contains("<h1>Members</h1>") && page.body.contains(">Ben<"), "{}", page.body);
    assert!(!page.body.contains(">Olivia</span></div></a>"), "searched for somebody else");
    // The session is there now: nobody is asked again.
    let home = olivia.page("/portal").await;
    assert!(home.contains("Northwind Trading") && home.contains(&format!("href=\"{NORTHWIND}\"")), "{home}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_return_without_a_session_or_with_an_error_says_so_and_does_not_go_round_in_circles() {
    let world = World::sqlite().await;
    let nobody = Person::new(&world);
    let answer = nobody.client().get("/portal/signed-in?code=x&state=%2Fportal").await.assert_status(400);
    assert!(answer.body.contains("You are not signed in"), "{}", answer.body);
    let answer = nobody.client().get("/portal/signed-in?error=access_denied").await.assert_status(403);
    assert!(answer.body.contains("access_denied"), "{}", answer.body);
    // Anybody can make such a link: what it says is not shown as if it came from here.
    let text = "error=Call+0800+FJORD&error_description=Your+account+was+stolen";
    let answer = nobody.client().get(&format!("/portal/signed-in?{text}")).await.assert_status(403);
    assert!(answer.body.contains("You are not signed in"), "{}", answer.body);
    assert!(!answer.body.contains("FJORD") && !answer.body.contains("stolen"), "{}", answer.body);
    let olivia = Person::signed_in(&world, "olivia").await;
    for elsewhere in ["https://evil.example/", "//evil.example", "/oidc/session/end", "/portal/../x", ""] {
        let query =
            url::form_urlencoded::Serializer::new(String::new()).append_pair("state", elsewhere).finish();
        let answer = olivia.client().get(&format!("/portal/signed-in?{query}")).await.assert_status(303);
        assert_eq!(answer.location(), "/portal", "{elsewhere}");
        let query = query.replace("state", "return_to");
        let answer = olivia.client().get(&format!("/portal/sign-in?{query}")).await.assert_status(303);
        assert!(answer.location().ends_with("&state=%2Fportal"), "{}", answer.location());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_is_small_holds_no_token_and_forbids_frames_inline_code_and_caches() {
    let world = World::sqlite().await;
    let olivia = Person::signed_in(&world, "olivia").await;
    for path in [
        "",
        "/members",
        "/invitations",
        "/invitations/new",
        "/roles",
        "/security",
        "/domains",
        "/domains/fjord.example",
        "/api-keys",
        "/api-keys/new",
        "/activity",
        "/leave",
        "/delete",
    ] {
        let page = olivia.client().get(&format!("{NORTHWIND}{path}")).await.assert_status(200);
        let policy = page.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(page.header("x-frame-options"), Some("DENY"));
        assert_eq!(page.header("cache-control"), Some("no-store"));
        for forbidden in ["eyJ", "<style", " style=", "onclick", "javascript:", "<script>"] {
            assert!(!page.body.contains(forbidden), "{path} holds {forbidden}");
        }
        assert!(page.body.len() < 60_000, "{path} has {} bytes, not even compressed", page.body.len());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn names_are_text_and_never_markup() {
    const HOSTILE: &str = "<img src=x onerror=alert(1)>\"'&";
    let world = World::sqlite().await;
    let user = make_user(&world, "ingrid", json!({ "name": HOSTILE })).await;
    let id = make_organization(&world, HOSTILE, &user, &["admin"]).await;
    let ingrid = Person::new(&world);
    ingrid.sign_in("/portal", ("ingrid", PASSWORD)).await.assert_status(200);
    let of = |rest: &str| format!("/portal/organizations/{id}{rest}");
    for path in [
        "/portal".to_owned(),
        "/portal?q=%3Cimg%20src%3Dx%3E".to_owned(),
        of(""),
        of("/members"),
        of("/members?q=%3Cimg%20src%3Dx%3E"),
        of(&format!("/members/{user}")),
        of("/delete"),
        of("/leave?done=%3Cimg%20src%3Dx%3E"),
    ] {
        let page = ingrid.page(&path).await;
        assert!(!page.contains("<img src=x"), "{path}");
    }
    assert!(ingrid.page(&of("")).await.contains("&#60;img src=x onerror=alert(1)&#62;"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn organizations_are_paged_and_searched() {
    let world = World::sqlite().await;
    let user = make_user(&world, "ingrid", json!({})).await;
    for number in 10..35 {
        make_organization(&world, &format!("Fjord {number}"), &user, &["member"]).await;
    }
    let ingrid = Person::new(&world);
    let first = ingrid.sign_in("/portal", ("ingrid", PASSWORD)).await.assert_status(200).body;
    assert!(
        first.contains("Fjord 10") && first.contains("Fjord 29") && !first.contains("Fjord 30"),
        "{first}"
    );
    assert!(first.contains("1–20 of 25") && first.contains("href=\"/portal?page=2\""), "{first}");
    let second = ingrid.page("/portal?page=2").await;
    assert!(second.contains("Fjord 34") && !second.contains("Fjord 29") && second.contains("21–25 of 25"));
    let found = ingrid.page("/portal?q=fjord+3").await;
    assert!(found.contains("Fjord 33") && !found.contains("Fjord 29"), "{found}");
    let none = ingrid.page("/portal?q=lake").await;
    assert!(none.contains("No organization fits"), "{none}");
    for odd in ["page=0", "page=-1", "page=x", "page=99999999999999999999", "q=%00"] {
        let answer = ingrid.client().get(&format!("/portal?{odd}")).await;
        assert!(!answer.status.is_server_error(), "{odd}: {}", answer.status);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_organizations_brand_is_on_its_pages_and_only_its_logo_comes_from_elsewhere() {
    let world = World::sqlite().await;
    let brand = json!({
        "branding": { "logoUrl": "https://cdn.northwind.example/logo.svg" }, "color": { "primaryColor": "#5d34f2" },
    });
    world.machine().await.patch("/api/organizations/northwind", brand).await.assert_status(200);
    let olivia = Person::signed_in(&world, "olivia").await;
    let page = olivia.client().get(NORTHWIND).await.assert_status(200);
    assert!(page.body.contains("/assets/brand/5d34f2-5d34f2.css"), "{}", page.body);
    assert!(page.body.contains("src=\"https://cdn.northwind.example/logo.svg\""), "{}", page.body);
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.contains("img-src 'self' data: https://cdn.northwind.example;"), "{policy}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_belongs_nowhere_is_told_what_an_organization_is() {
    let world = World::sqlite().await;
    make_user(&world, "ingrid", json!({})).await;
    let ingrid = Person::new(&world);
    let home = ingrid.sign_in("/portal", ("ingrid", PASSWORD)).await.assert_status(200).body;
    assert!(home.contains("You belong to no organization yet"), "{home}");
    assert!(!home.contains("/portal/new"), "nobody gave them the permission to create one: {home}");
}
