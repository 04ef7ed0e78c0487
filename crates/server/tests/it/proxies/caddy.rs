//! Caddy with `forward_auth`.

use super::{
    Scene, attacks,
    proxy::{Ports, Proxy, with_ports},
};

fn start(ports: &Ports) -> Proxy {
    let example = include_str!("../../../../../examples/forward-auth/Caddyfile");
    let (text, address) = with_ports(example, ports);
    // The address of a site is also the host it answers to; whom the tests ask for is another.
    let text = text.replace(&format!("http://{address}"), &format!("http://:{}", address.port()));
    Proxy::start("caddy", ("Caddyfile", &text, address), |command, folder| {
        command.arg("run").arg("--config").arg(folder.join("Caddyfile")).args(["--adapter", "caddyfile"]);
        command.env("HOME", folder).env("XDG_DATA_HOME", folder).env("XDG_CONFIG_HOME", folder);
        command.stderr(std::process::Stdio::null());
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs caddy; cargo xtask test runs it"]
async fn caddy_asks_about_each_request_and_passes_on_who_was_let_through() {
    let scene = Scene::new(start, "caddy").await;
    super::the_application_learns_who_was_let_through_and_nobody_else_arrives(&scene).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs caddy; cargo xtask test runs it"]
async fn nothing_that_a_client_sends_gets_past_caddy() {
    let scene = Scene::new(start, "caddy").await;
    attacks::run(&scene);
    // Named in `Connection`, our headers would be dropped on the way, and the application would see nobody.
    for line in ["Connection: close, X-Guildhall-User", "Connection: x-guildhall-organization"] {
        let authorization = format!("Authorization: Bearer {}", scene.olivia);
        let answer = scene.send("GET", "/organizations/northwind/orders", &[&authorization, line]);
        assert!(answer.status == 403 && !answer.is_from_the_application(), "{answer:?}");
    }
}
