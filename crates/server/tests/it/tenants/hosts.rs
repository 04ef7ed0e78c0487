//! The host decides, and nothing that somebody writes around it does.

use axum::{body::Body, http::Request};
use serde_json::Value;

use super::world::{OWN, World};

const DOCUMENT: &str = "/oidc/.well-known/openid-configuration";

/// The issuer that answers a request with these hosts, or the status where none does.
async fn answered(world: &World, target: &str, headers: &[(&str, &str)]) -> String {
    let mut request = Request::get(target);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let peer = "127.0.0.1:9".parse().unwrap();
    let answer = world.main.handle(request.body(Body::empty()).unwrap(), peer).await;
    let status = answer.status();
    if status != 200 {
        let to = answer.headers().get("location").map(|to| to.to_str().unwrap().to_owned());
        return to.unwrap_or_else(|| status.as_str().to_owned());
    }
    assert!(answer.headers().contains_key("x-content-type-options"));
    let body = axum::body::to_bytes(answer.into_body(), 1 << 20).await.unwrap();
    let body: Value = serde_json::from_slice(&body).unwrap();
    body["issuer"].as_str().unwrap().to_owned()
}

const DEFAULT: &str = "http://id.fjord.example:3001/oidc";
const ACME: &str = "http://login.acme.example:3001/oidc";
const BETA: &str = "http://beta.example.com:3001/oidc";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_host_leads_to_its_tenant_however_it_is_written_and_to_no_other() {
    let world = World::sqlite(Some("example.com")).await;
    world.tenant("acme", &["login.acme.example", "acme.example.com"]).await;
    world.tenant("beta", &[]).await;
    for (target, hosts, expected) in [
        (DOCUMENT, &["login.acme.example"][..], ACME),
        (DOCUMENT, &["login.acme.example:3001"], ACME),
        (DOCUMENT, &["LOGIN.Acme.Example"], ACME),
        (DOCUMENT, &["login.acme.example."], ACME),
        (DOCUMENT, &["login.acme.example.:443"], ACME),
        (DOCUMENT, &["beta.example.com"], BETA),
        // The server's own host, health checks by address, and what nobody knows, are `default`'s, as they are without tenants.
        (DOCUMENT, &[OWN], DEFAULT),
        (DOCUMENT, &["ID.fjord.example."], DEFAULT),
        (DOCUMENT, &["127.0.0.1:3001"], DEFAULT),
        (DOCUMENT, &["[::1]:3001"], DEFAULT),
        (DOCUMENT, &["localhost"], DEFAULT),
        (DOCUMENT, &["other.example"], DEFAULT),
        (DOCUMENT, &["example.com"], DEFAULT),
        (DOCUMENT, &["xbeta.example"], DEFAULT),
        (DOCUMENT, &[], DEFAULT),
        // Under the domain of tenants there is nobody but tenants.
        (DOCUMENT, &["gamma.example.com"], "404"),
        (DOCUMENT, &["admin.example.com"], "404"),
        (DOCUMENT, &["default.example.com"], "404"),
        (DOCUMENT, &["x.beta.example.com"], "404"),
        (DOCUMENT, &["GAMMA.example.com.:80"], "404"),
        // A second host leads to the first, whatever is asked for.
        (
            DOCUMENT,
            &["acme.example.com"],
            "http://login.acme.example:3001/oidc/.well-known/openid-configuration",
        ),
        ("/sign-in?a=b", &["ACME.example.com:99"], "http://login.acme.example:3001/sign-in?a=b"),
        ("//evil.example/x", &["acme.example.com"], "http://login.acme.example:3001//evil.example/x"),
        // Absolute targets, as proxies and HTTP/2 write them.
        ("http://login.acme.example/oidc/.well-known/openid-configuration", &[], ACME),
        (
            "http://login.acme.example/oidc/.well-known/openid-configuration",
            &["login.acme.example:3001"],
            ACME,
        ),
        ("http://login.acme.example/oidc/.well-known/openid-configuration", &[OWN], "400"),
        ("http://id.fjord.example:3001/oidc/.well-known/openid-configuration", &["beta.example.com"], "400"),
        ("http://id.fjord.example:3001/oidc/.well-known/openid-configuration", &[], DEFAULT),
        // What names no host clearly is refused.
        (DOCUMENT, &[OWN, "login.acme.example"], "400"),
        (DOCUMENT, &["login.acme.example", OWN], "400"),
        (DOCUMENT, &["login.acme.example", "login.acme.example"], "400"),
        (DOCUMENT, &["login.acme.example:8o"], "400"),
        (DOCUMENT, &["id.fjord.example@login.acme.example"], "400"),
        (DOCUMENT, &["login.acme.example, beta.example.com"], "400"),
        (DOCUMENT, &["login.acme.example/"], "400"),
        (DOCUMENT, &[""], "400"),
    ] {
        let headers: Vec<_> = hosts.iter().map(|host| ("host", *host)).collect();
        assert_eq!(answered(&world, target, &headers).await, expected, "{target} {hosts:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_of_one_tenant_answers_to_every_name_as_it_did() {
    let world = World::sqlite(None).await;
    for hosts in [&[OWN][..], &["whatever.example"], &["a", "b"], &["a:8o"], &[""], &[]] {
        let headers: Vec<_> = hosts.iter().map(|host| ("host", *host)).collect();
        assert_eq!(answered(&world, DOCUMENT, &headers).await, DEFAULT, "{hosts:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_forwarded_host_counts_behind_a_proxy_that_is_believed_and_has_no_name_of_its_own() {
    let direct = World::sqlite(None).await;
    let proxied = World::behind_proxy().await;
    for world in [&direct, &proxied] {
        world.tenant("acme", &["login.acme.example"]).await;
    }
    let with =
        |host: &'static str, forwarded: &'static str| [("host", host), ("x-forwarded-host", forwarded)];
    for (headers, without_proxy, behind_proxy) in [
        (with("10.0.0.7:3001", "login.acme.example"), DEFAULT, ACME),
        (with("10.0.0.7:3001", "evil.example, LOGIN.acme.example:443"), DEFAULT, ACME),
        (with("10.0.0.7:3001", "login.acme.example, other.example"), DEFAULT, DEFAULT),
        (with("10.0.0.7:3001", "login.acme.example@x"), DEFAULT, "400"),
        // Where the proxy passes the client's own name on, nobody can say another.
        (with(OWN, "login.acme.example"), DEFAULT, DEFAULT),
        (with("ID.fjord.example", "login.acme.example"), DEFAULT, DEFAULT),
        (with("login.acme.example", "id.fjord.example"), ACME, ACME),
    ] {
        assert_eq!(answered(&direct, DOCUMENT, &headers).await, without_proxy, "{headers:?}");
        assert_eq!(answered(&proxied, DOCUMENT, &headers).await, behind_proxy, "{headers:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_gateways_own_address_finds_the_tenant_too_and_is_asked_under_names_of_proxies() {
    let world = World::sqlite(Some("example.com")).await;
    let acme = world.inhabited("acme", "acme.example.com").await;
    let bearer = format!("Bearer {}", acme.organization_token);
    let status = async |host: &str| {
        let request = Request::get("/me/organizations").header("host", host).header("authorization", &bearer);
        let peer = "127.0.0.1:9".parse().unwrap();
        world.gateway.handle(request.body(Body::empty()).unwrap(), peer).await.status().as_u16()
    };
    assert_eq!(status("acme.example.com").await, 200);
    for other in ["gateway", "gateway.example.com", "127.0.0.1:3003", OWN] {
        assert_eq!(status(other).await, 401, "{other}");
    }
}
