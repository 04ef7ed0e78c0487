//! Silent sign-in while the session lasts, and sign-out.

use store::both_databases;
use url::form_urlencoded::Serializer;

use crate::{browser::Browser, world::World};

/// The value of a hidden field of a page.
fn hidden_field(page: &str, name: &str) -> String {
    let field =
        page.split("<input").find(|field| field.contains(&format!("name=\"{name}\""))).expect("a field");
    let value = field.split("value=\"").nth(1).expect("a value");
    value.split('"').next().unwrap_or_default().to_owned()
}

both_databases! {
    async fn a_session_serves_silently_until_sign_out(db: Db) {
        let world = World::over(db).await;
        let browser = Browser::new(&world);
        let tokens = browser.sign_in(&world, "ben").await;
        assert!(browser.client.cookie("_session.sig").is_some());

        let silent = browser.authorize(&[("prompt", "none")]).await.assert_status(303).location();
        assert!(silent.starts_with("http://id.fjord.example:3001/demo?code="), "{silent}");

        let redirect_uri = &world.credentials.demo.app.redirect_uri;
        let query = Serializer::new(String::new())
            .append_pair("client_id", &browser.application.client_id)
            .append_pair("post_logout_redirect_uri", redirect_uri)
            .finish();
        let page = browser.client.get(&format!("/oidc/session/end?{query}")).await.assert_status(200);
        let xsrf = hidden_field(&page.body, "xsrf");
        let form = [("xsrf", xsrf.as_str()), ("logout", "yes")];
        let done = browser.client.form("/oidc/session/end/confirm", &form).await.assert_status(303);
        assert_eq!(&done.location(), redirect_uri);

        let refused = browser.authorize(&[("prompt", "none")]).await.assert_status(303).location();
        assert!(refused.contains("error=login_required"), "{refused}");
        // A refresh token of offline_access outlives the session.
        browser.refresh(&tokens, &[]).await.assert_status(200);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_site_cannot_sign_anybody_out() {
    let world = World::sqlite().await;
    let browser = Browser::new(&world);
    browser.sign_in(&world, "ben").await;
    let form = [("xsrf", "guessed"), ("logout", "yes")];
    browser.client.form("/oidc/session/end/confirm", &form).await.assert_status(400);
    let silent = browser.authorize(&[("prompt", "none")]).await.assert_status(303).location();
    assert!(silent.contains("code="), "{silent}");
}
