//! Real proxies in front of an application, asking the gateway about each request: the files of `examples/forward-auth` with other
//! ports. What a client may try goes over a plain socket, because HTTP clients send nothing of the kind.
//!
//! These tests need the proxies' programs, so `cargo test` leaves them out and says so; `cargo xtask test` installs the programs where
//! it may, and runs the tests.

mod attacks;
mod caddy;
mod nginx;
mod proxy;

use gateway::Policy;
use serde_json::{Value, json};

use crate::{browser::Browser, proxies::proxy::Proxy, world::World};

const NORTHWIND: &str = "northwind";

/// An application behind a proxy, and who can go there.
struct Scene {
    proxy: Proxy,
    world: World,
    /// Holds every permission.
    olivia: String,
    /// Holds `org:read` alone of those that the rules ask for.
    ben: String,
}

impl Scene {
    async fn new(start: impl FnOnce(&proxy::Ports) -> Proxy, kind: &str) -> Self {
        let example = include_str!("../../../../../examples/forward-auth/gateway.toml");
        let policy = example.replace("proxy = \"nginx\"", &format!("proxy = \"{kind}\""));
        let world = World::with_policy(Policy::from_toml(&policy).unwrap()).await;
        let ports = proxy::serve_what_is_behind(&world).await;
        let olivia = Browser::organization_token(&world, "olivia", NORTHWIND).await;
        let ben = Browser::organization_token(&world, "ben", NORTHWIND).await;
        let proxy = tokio::task::block_in_place(|| start(&ports));
        Self { proxy, world, olivia, ben }
    }

    /// A request through the proxy; its status and what came back.
    fn send(&self, method: &str, target: &str, headers: &[&str]) -> proxy::Answer {
        tokio::task::block_in_place(|| self.proxy.send(method, target, headers))
    }

    fn send_as(&self, token: &str, method: &str, target: &str) -> proxy::Answer {
        self.send(method, target, &[&format!("Authorization: Bearer {token}")])
    }
}

/// What every proxy must do, whichever it is.
async fn the_application_learns_who_was_let_through_and_nobody_else_arrives(scene: &Scene) {
    let olivia = scene.world.user_id("olivia").await;
    let client = scene.world.credentials.demo.app.client_id.clone();
    let orders = "/organizations/northwind/orders";

    let through = scene.send_as(&scene.olivia, "GET", &format!("{orders}/7?page=2&q=a%20b"));
    assert_eq!(through.status, 200, "{through:?}");
    let seen = through.json();
    assert_eq!(seen["method"], "GET");
    assert_eq!(seen["target"], format!("{orders}/7?page=2&q=a%20b"));
    assert_eq!(seen["headers"]["x-guildhall-user"], json!([olivia]));
    assert_eq!(seen["headers"]["x-guildhall-organization"], json!([NORTHWIND]));
    assert_eq!(seen["headers"]["x-guildhall-client"], json!([client]));
    let permissions = seen["headers"]["x-guildhall-permissions"][0].as_str().unwrap();
    assert!(permissions.split(' ').any(|name| name == "org:delete"), "{permissions}");

    let posted = scene.proxy_with_body(&scene.olivia, orders, "{\"item\":1}");
    assert_eq!((posted.status, &posted.json()["body"]), (200, &Value::from("{\"item\":1}")));
    assert_eq!(scene.send_as(&scene.olivia, "DELETE", &format!("{orders}/7")).status, 200);
    assert_eq!(scene.send("OPTIONS", orders, &[]).status, 200);
    let public = scene.send("GET", "/assets/app.css", &[]);
    assert_eq!(public.status, 200);
    for name in ["user", "organization", "permissions", "client"] {
        let value = &public.json()["headers"][format!("x-guildhall-{name}")];
        assert!(*value == Value::Null || *value == json!([""]), "{name}: {value}");
    }

    let missing = scene.send("GET", orders, &[]);
    assert_eq!(missing.refusal(), (401, "auth.authorization_header_missing"));
    // Once: nginx brings a challenge of its own to an answer that has one.
    assert_eq!(missing.all("www-authenticate"), ["Bearer"]);
    let invalid = scene.send_as("nonsense", "GET", orders);
    assert_eq!(invalid.refusal(), (401, "auth.unauthorized"));
    assert_eq!(invalid.all("www-authenticate"), ["Bearer error=\"invalid_token\""]);
    let lacking = scene.proxy_with_body(&scene.ben, orders, "{}");
    assert_eq!(lacking.refusal(), (403, "gateway.permission_missing"));
    assert_eq!(
        lacking.all("www-authenticate"),
        ["Bearer error=\"insufficient_scope\", scope=\"org:update\""]
    );
    let elsewhere = scene.send_as(&scene.olivia, "GET", "/organizations/other/orders");
    assert_eq!(elsewhere.refusal(), (403, "gateway.wrong_organization"));
    let nowhere = scene.send_as(&scene.olivia, "GET", "/admin");
    assert_eq!(nowhere.refusal(), (403, "gateway.no_rule"));
    assert!(nowhere.all("www-authenticate").is_empty(), "{nowhere:?}");

    // The token lives on, the membership does not: a rule that asks now, knows.
    let machine = scene.world.machine().await;
    machine.delete(&format!("/api/organizations/northwind/users/{olivia}")).await.assert_status(204);
    let gone = scene.send_as(&scene.olivia, "DELETE", &format!("{orders}/7"));
    assert_eq!(gone.refusal(), (403, "gateway.not_a_member"));
}

impl Scene {
    fn proxy_with_body(&self, token: &str, target: &str, body: &str) -> proxy::Answer {
        tokio::task::block_in_place(|| {
            self.proxy.raw(&format!(
                "POST {target} HTTP/1.1\r\nHost: app.example\r\nConnection: close\r\nAuthorization: Bearer {token}\r\n\
                 Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
                body.len()
            ))
        })
    }
}
