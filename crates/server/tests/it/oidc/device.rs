//! A device is signed in by its user on the hosted pages, and by nobody else.

use serde_json::json;
use store::both_databases;
use testkit::{TestClient, TestResponse};

use crate::{browser::Browser, text, world::World};

/// The value of a hidden field of a page.
fn hidden_field(page: &str, name: &str) -> String {
    let field =
        page.split("<input").find(|field| field.contains(&format!("name=\"{name}\""))).expect("a field");
    field.split("value=\"").nth(1).expect("a value").split('"').next().unwrap_or_default().to_owned()
}

/// A native application without a browser.
async fn device_application(world: &World) -> String {
    let body = json!({
        "name": "Fjord TV", "type": "Native", "customClientMetadata": { "isDeviceFlow": true },
        "oidcClientMetadata": { "redirectUris": [], "postLogoutRedirectUris": [] },
    });
    text(&world.machine().await.post("/api/applications", body).await.assert_status(200).json(), "id")
}

async fn poll(world: &World, client_id: &str, device_code: &str) -> TestResponse {
    let form = [
        ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
        ("client_id", client_id),
        ("device_code", device_code),
    ];
    world.client().form("/oidc/token", &form).await
}

/// Follows redirects until a page is shown.
async fn page_at(client: &TestClient, from: &str) -> TestResponse {
    let mut next = from.to_owned();
    for _ in 0..8 {
        let answer = client.get(&next).await;
        if !answer.status.is_redirection() {
            return answer;
        }
        next = answer.location();
    }
    panic!("too many redirects, the last to {next}");
}

both_databases! {
    async fn the_user_types_confirms_and_signs_in_and_the_device_goes_on(db: Db) {
        let world = World::over(db).await;
        let client_id = device_application(&world).await;
        let form = [("client_id", client_id.as_str()), ("scope", "openid offline_access profile")];
        let begun = world.client().form("/oidc/device/auth", &form).await.assert_status(200).json();
        let (device_code, user_code) = (text(&begun, "device_code"), text(&begun, "user_code"));
        assert_eq!(text(&begun, "verification_uri"), "http://id.fjord.example:3001/device");

        let browser = Browser::new(&world);
        let client = &browser.client;
        let page = page_at(client, "/device").await.assert_status(200);
        assert!(page.body.contains("Sign a device in"), "{}", page.body);
        let xsrf = hidden_field(&page.body, "xsrf");
        let typed = client.form("/oidc/device", &[("xsrf", &xsrf), ("user_code", "BBBB-BBBB")]).await;
        let page = page_at(client, &typed.assert_status(302).location()).await.assert_status(200);
        assert!(page.body.contains("No device waits with this code."), "{}", page.body);
        assert!(page.body.contains("BBBB-BBBB"), "{}", page.body);

        let typed = client.form("/oidc/device", &[("xsrf", &xsrf), ("user_code", &user_code)]).await;
        let page = page_at(client, &typed.assert_status(302).location()).await.assert_status(200);
        assert!(page.body.contains("Fjord TV") && page.body.contains(&user_code), "{}", page.body);
        assert!(page.body.contains("If somebody sent you this code"), "{}", page.body);
        let waiting = poll(&world, &client_id, &device_code).await.assert_status(400).json();
        assert_eq!(waiting["error"], "authorization_pending");

        let form = [("xsrf", hidden_field(&page.body, "xsrf")), ("user_code", user_code), ("confirm", "yes".to_owned())];
        let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let sent = client.form("/oidc/device", &form).await.assert_status(303);
        assert_eq!(sent.location(), format!("/sign-in?app_id={client_id}"));
        let resume = browser.prove("ben", world.credentials.password_of("ben").expect("a password")).await;
        let done = page_at(client, &resume).await.assert_status(200);
        assert!(done.body.contains("Your device is signed in"), "{}", done.body);

        let tokens = poll(&world, &client_id, &device_code).await.assert_status(200).json();
        assert!(tokens["refresh_token"].is_string() && tokens["id_token"].is_string(), "{tokens}");
        poll(&world, &client_id, &device_code).await.assert_error(400, "oidc.invalid_grant");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_that_somebody_sends_signs_nothing_in_by_itself() {
    let world = World::sqlite().await;
    let client_id = device_application(&world).await;
    let form = [("client_id", client_id.as_str()), ("scope", "openid")];
    let begun = world.client().form("/oidc/device/auth", &form).await.assert_status(200).json();
    let link = text(&begun, "verification_uri_complete").replace("http://id.fjord.example:3001", "");
    // The victim is signed in, and everything a browser does by itself happens.
    let victim = Browser::new(&world);
    victim.sign_in(&world, "ben").await;
    let page = page_at(&victim.client, &link).await.assert_status(200);
    let fields = ["xsrf", "user_code"].map(|name| (name, hidden_field(&page.body, name)));
    let form: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let sent = victim.client.form("/oidc/device", &form).await.assert_status(302);
    let page = page_at(&victim.client, &sent.location()).await.assert_status(200);
    assert!(page.body.contains("This is not my device"), "{}", page.body);
    assert!(!page.body.contains("data-auto-submit"), "{}", page.body);
    let waiting = poll(&world, &client_id, &text(&begun, "device_code")).await.assert_status(400).json();
    assert_eq!(waiting["error"], "authorization_pending");
}
