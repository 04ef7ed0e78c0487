//! What the APIs say about themselves.

use axum::{body::Body, http::Method};
use gateway::{
    Policy,
    operations::{BodyShape, TABLE},
};
use serde_json::{Value, json};

use crate::{browser::Browser, text, world::World};

const DOCUMENTS: [&str; 4] = [
    "/api/.well-known/management.openapi.json",
    "/api/.well-known/experience.openapi.json",
    "/api/.well-known/user.openapi.json",
    "/api/swagger.json",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_may_read_the_documents_and_reads_none_twice() {
    let world = World::sqlite().await;
    let client = world.client();
    for path in DOCUMENTS {
        let answer = client.get(path).await.assert_status(200);
        assert_eq!(answer.header("content-type"), Some("application/json"), "{path}");
        assert_eq!(answer.header("cache-control"), Some("public, no-cache"), "{path}");
        let document = answer.json();
        assert_eq!(document["openapi"], "3.0.1", "{path}");
        assert_eq!(document["servers"][0]["url"], "http://id.fjord.example:3001", "{path}");
        let tag = answer.header("etag").unwrap();
        let again = client.send(Method::GET, path, &[("if-none-match", tag)], Body::empty()).await;
        assert_eq!((again.status.as_u16(), again.body.as_str()), (304, ""), "{path}");
    }
    let [management, .., all] = DOCUMENTS;
    let management = client.get(management).await.json();
    assert!(management["paths"]["/api/organizations/{id}"]["patch"].is_object());
    assert!(client.get(all).await.json()["paths"]["/api/experience"]["put"].is_object());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_page_shows_each_part_with_its_operations_under_a_strict_policy() {
    let world = World::sqlite().await;
    let client = world.client();
    let home = client.get("/api/reference").await.assert_status(200);
    assert!(
        home.body.contains("href=\"/api/reference/organizations#ListOrganizationUsers\""),
        "{}",
        home.body
    );
    let page = client.get("/api/reference/organizations").await.assert_status(200);
    assert!(page.header("content-security-policy").unwrap().starts_with("default-src 'none'"));
    for text in [
        "<section class=\"reference-operation\" id=\"CreateOrganization\"",
        "Needs the scope <code>organizations:write</code> or <code>all</code>.",
        "curl -X PATCH &#34;http://id.fjord.example:3001/api/organizations/$ORGANIZATION_ID&#34;",
        "<code class=\"member-name\">isMfaRequired</code>",
    ] {
        assert!(page.body.contains(text), "{text} is missing: {}", page.body);
    }
    let missing = client.get("/api/reference/nothing").await.assert_status(404);
    assert_eq!(missing.header("content-type"), Some("text/html; charset=utf-8"));
}

/// The table of operations and the policy make this page, as they make the router.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_page_of_the_organization_api_shows_what_the_gateway_serves_under_its_policy() {
    let policy =
        "[permissions]\n\"org:read\" = \"organization:see\"\n[operations]\ndelete_organization = false";
    let world = World::with_policy(Policy::from_toml(policy).unwrap()).await;
    let home = world.client().get("/api/reference").await.assert_status(200);
    assert!(
        home.body.contains("href=\"/api/reference/organization-api#create_organization\""),
        "{}",
        home.body
    );
    let page = world.client().get("/api/reference/organization-api").await.assert_status(200).body;
    let is_off = |name: &str| ["add_members", "delete_organization"].contains(&name);
    for operation in TABLE {
        let section = format!("id=\"{}\"", operation.name);
        assert_eq!(page.contains(&section), !is_off(operation.name), "{}", operation.name);
        let permission = operation.permission.filter(|_| !is_off(operation.name));
        let shown = permission.map(|name| if name == "org:read" { "organization:see" } else { name });
        let line =
            shown.map(|name| format!("Needs the token of a member with the permission <code>{name}</code>."));
        assert!(line.is_none_or(|line| page.contains(&line)), "{}", operation.name);
    }
    for text in [
        "curl -X PATCH &#34;http://id.fjord.example:3001/org/organizations/$ORGANIZATION_ID&#34;",
        "<code class=\"member-name\">organizationPermissions</code>",
        "gateway.grant_exceeds_own",
        "string or null",
    ] {
        assert!(page.contains(text), "{text} is missing: {page}");
    }
    assert!(!page.contains("<code>org:read</code>"));
}

/// Operations whose body names somebody by an id, which is another one on each server.
const BODIES_WITH_AN_ID: [&str; 1] = ["add_members"];

/// The first command of an operation on the page: method, path and body.
fn command(page: &str, operation: &str) -> (Method, String, Value) {
    let section = page.split(&format!("id=\"{operation}\"")).nth(1).expect("the operation's section");
    let code =
        section.split("<code>curl").nth(1).and_then(|rest| rest.split("</code>").next()).expect("a command");
    let mut command = code.to_owned();
    for (escaped, letter) in [("&#34;", "\""), ("&#39;", "'"), ("&#60;", "<"), ("&#62;", ">"), ("&#38;", "&")]
    {
        command = command.replace(escaped, letter);
    }
    let between = |from: &str, to: &str| {
        let rest = command.split_once(from).unwrap_or_else(|| panic!("no {from:?} in {command}")).1;
        rest.split_once(to).unwrap_or_else(|| panic!("no {to:?} in {command}")).0.to_owned()
    };
    let body = command.split_once("-d '").and_then(|(_, rest)| rest.strip_suffix('\'')).expect("a body");
    let body = serde_json::from_str(&body.replace("'\\''", "'")).expect("JSON");
    (between("-X ", " ").parse().unwrap(), between("\"http://id.fjord.example:3001", "\""), body)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_demonstration_takes_every_body_that_is_pasted_from_the_page_of_the_organization_api() {
    let policy = Policy::from_toml("[operations]\nadd_members = true").unwrap();
    let world = World::with_policy(policy).await;
    let page = world.client().get("/api/reference/organization-api").await.assert_status(200).body;
    let olivia = world.client_with(&Browser::organization_token(&world, "olivia", "northwind").await);
    let body = json!({ "name": "Orders by night" });
    let application = olivia.post("/org/organizations/northwind/applications", body).await.assert_status(201);
    let variables = [
        ("$ORGANIZATION_ID", "northwind".to_owned()),
        ("$USER_ID", world.user_id("ben").await),
        ("$APPLICATION_ID", text(&application.json(), "id")),
    ];
    let mut refused = Vec::new();
    for operation in TABLE.iter().filter(|operation| operation.body != BodyShape::None) {
        let (method, mut path, body) = command(&page, operation.name);
        for (variable, value) in &variables {
            path = path.replace(variable, value);
        }
        assert!(method == operation.method && !path.contains('$'), "{method} {path}");
        let answer = olivia.json(method, &path, body.clone()).await;
        if !answer.status.is_success() {
            refused.push((operation.name, body, answer.body));
        }
    }
    let names: Vec<_> = refused.iter().map(|(name, ..)| *name).collect();
    assert_eq!(names, BODIES_WITH_AN_ID, "{refused:?}");
}
