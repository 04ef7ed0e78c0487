//! nginx with `auth_request`.

use super::{
    Scene, attacks,
    proxy::{Ports, Proxy, with_ports},
};

fn start(ports: &Ports) -> Proxy {
    let example = include_str!("../../../../../examples/forward-auth/nginx.conf");
    let (text, address) = with_ports(example, ports);
    // Where nginx keeps what does not fit into memory is its distribution's folder, which only root may write.
    let folders: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|name| format!("    {name}_temp_path {name};\n"))
        .concat();
    let text = text.replacen("http {\n", &format!("http {{\n{folders}"), 1);
    Proxy::start("nginx", ("nginx.conf", &text, address), |command, folder| {
        command.arg("-p").arg(folder).arg("-c").arg(folder.join("nginx.conf"));
        command.args([
            "-e",
            "stderr",
            "-g",
            "daemon off; pid nginx.pid; error_log stderr crit; worker_processes 1;",
        ]);
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs nginx; cargo xtask test runs it"]
async fn nginx_asks_about_each_request_and_passes_on_who_was_let_through() {
    let scene = Scene::new(start, "nginx").await;
    super::the_application_learns_who_was_let_through_and_nobody_else_arrives(&scene).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs nginx; cargo xtask test runs it"]
async fn nothing_that_a_client_sends_gets_past_nginx() {
    let scene = Scene::new(start, "nginx").await;
    attacks::run(&scene);
    // The places in which nginx asks are nobody else's.
    for target in ["/_guildhall/ask", "/_guildhall/ask?x=1", "/forward-auth"] {
        let answer = scene.send_as(&scene.olivia, "GET", target);
        assert!(answer.status == 404 || answer.status == 403, "{answer:?}");
        assert!(answer.header("x-guildhall-user").is_none() && !answer.is_from_the_application());
    }
}
