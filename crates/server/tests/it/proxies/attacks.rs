//! What a client may try so that the rules see one request and the application another. Whatever a proxy makes of it, the application
//! must not see it as something that the rules did not let through.

use serde_json::{Value, json};

use super::{Scene, proxy::Answer};

/// Targets that begin where anybody may go, or where ben may, and lead some reader elsewhere.
const TARGETS: [&str; 30] = [
    "/assets/../organizations/northwind/orders",
    "/assets/./../organizations/northwind/orders",
    "/assets/%2e%2e/organizations/northwind/orders",
    "/assets/%2E%2E/organizations/northwind/orders",
    "/assets/.%2e/organizations/northwind/orders",
    "/assets/..%2forganizations/northwind/orders",
    "/assets/..%5corganizations/northwind/orders",
    "/assets/%252e%252e/organizations/northwind/orders",
    "/assets/..;/organizations/northwind/orders",
    "/assets;/../organizations/northwind/orders",
    "/assets/..\\organizations\\northwind\\orders",
    "\\assets\\..\\organizations",
    "//assets/app.css",
    "///organizations/northwind/orders",
    "/assets//../organizations/northwind/orders",
    "/assets/app.css%00.js",
    "/assets/app.css%0d%0aX-Guildhall-User:%20olivia",
    "/assets/%2fetc",
    "/assets%2fapp.css",
    "/%61ssets/app.css",
    "/assets/app.css;jsessionid=1",
    "/assets/app.css#/../../admin",
    "/ASSETS/app.css",
    "/Assets/app.css",
    "/Organizations/northwind/orders",
    "http://127.0.0.1:1/organizations/northwind/orders",
    "http://admin.example//assets/app.css",
    "/assets/\u{e9}",
    "*",
    "assets/app.css",
];

pub(super) fn run(scene: &Scene) {
    paths(scene);
    spoofed_identities(scene);
    other_requests(scene);
    duplicates(scene);
}

fn not_arrived(answer: &Answer, what: &str) {
    assert!(!answer.is_from_the_application(), "{what}: {answer:?}");
    assert!((400..500).contains(&answer.status), "{what}: {answer:?}");
}

fn paths(scene: &Scene) {
    for target in TARGETS {
        not_arrived(&scene.send("GET", target, &[]), target);
        let as_ben = scene.send_as(&scene.ben, "GET", target);
        // A proxy that takes an absolute target apart by itself may pass on what is left, under its own rule.
        if as_ben.is_from_the_application() {
            assert_eq!(as_ben.json()["target"], "/organizations/northwind/orders", "{target}: {as_ben:?}");
            assert!(target.starts_with("http://"), "{target}: {as_ben:?}");
        } else {
            not_arrived(&as_ben, target);
        }
    }
}

/// Every spelling that some reader takes for one of ours arrives as the gateway said it, or the request does not arrive.
fn spoofed_identities(scene: &Scene) {
    let authorization = format!("Authorization: Bearer {}", scene.ben);
    for line in [
        "X-Guildhall-User: olivia",
        "x-guildhall-user: olivia",
        "X-Guildhall-User : olivia",
        "X-Guildhall-Permissions: org:delete",
        "X_Guildhall_User: olivia",
        "X-Guildhall_User: olivia",
        "x_guildhall-organization: other",
        "X-Guildhall-Role: admin",
        "X-Guildhall-User: olivia\r\nX-Guildhall-User: olivia",
        "X-Guildhall-User:\r\n olivia",
    ] {
        for (target, headers) in
            [("/assets/app.css", vec![line]), ("/organizations/northwind/orders", vec![line, &authorization])]
        {
            let answer = scene.send("GET", target, &headers);
            if !answer.is_from_the_application() {
                assert!((400..500).contains(&answer.status), "{line}: {answer:?}");
                continue;
            }
            let seen = answer.json();
            let headers = seen["headers"].as_object().unwrap();
            for (name, values) in headers {
                let name = name.replace('_', "-");
                if name.starts_with("x-guildhall-") {
                    let text = values.to_string();
                    assert!(!text.contains("olivia") && !text.contains("delete"), "{line}: {seen}");
                    assert!(values.as_array().is_some_and(|values| values.len() == 1), "{line}: {seen}");
                    assert_ne!(name, "x-guildhall-role", "{line}: {seen}");
                }
            }
        }
    }
}

/// Headers and methods that make another request of one, for the gateway or for a framework behind the proxy.
fn other_requests(scene: &Scene) {
    let authorization = format!("Authorization: Bearer {}", scene.ben);
    let orders = "/organizations/northwind/orders/7";
    for line in [
        "X-Original-URI: /assets/app.css",
        "X-Original-Method: GET",
        "X-Forwarded-Uri: /assets/app.css",
        "X-Forwarded-Method: GET",
        "X-Forwarded-Host: admin.example",
        "X_Original_URI: /assets/app.css",
        "X_Forwarded_Uri: /assets/app.css",
        "X_Forwarded_Method: OPTIONS",
    ] {
        not_arrived(&scene.send("DELETE", orders, &[&authorization, line]), line);
        not_arrived(&scene.send("GET", orders, &[line]), line);
    }
    for line in [
        "X-HTTP-Method-Override: DELETE",
        "X-HTTP-Method: DELETE",
        "X-Method-Override: DELETE",
        "X-Original-URL: /organizations/northwind/admin",
        "X-Rewrite-URL: /organizations/northwind/admin",
    ] {
        not_arrived(&scene.send("GET", orders, &[&authorization, line]), line);
    }
    for method in ["get", "Options", "PROPFIND", "TRACE", "DELETE"] {
        not_arrived(&scene.send(method, orders, &[&authorization]), method);
    }
    not_arrived(&scene.send("GET", &format!("{orders}?_method=DELETE"), &[&authorization]), "_method");
}

fn duplicates(scene: &Scene) {
    let (ben, olivia) =
        (format!("Authorization: Bearer {}", scene.ben), format!("Authorization: Bearer {}", scene.olivia));
    let orders = "/organizations/northwind/orders";
    for headers in [[&*ben, &*olivia], [&*olivia, &*ben], [&*ben, &*ben]] {
        not_arrived(&scene.send("GET", orders, &headers), "two tokens");
    }
    for line in
        ["authorization: bearer x", "Authorization: Bearer  x", "Authorization: Basic YTpi", "Authorization:"]
    {
        not_arrived(&scene.send("GET", orders, &[line]), line);
    }
    let through = scene.send("GET", orders, &[&ben]);
    assert_eq!(through.status, 200, "{through:?}");
    assert_ne!(through.json()["headers"]["x-guildhall-user"], Value::Null);
    assert_eq!(through.json()["headers"]["x-guildhall-organization"], json!(["northwind"]));
}
