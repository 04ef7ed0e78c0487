//! The account center, as a browser without JavaScript sees it: through the whole router, with sign-ins at the provider.

use axum::{body::Body, http::Method};
use serde_json::{Value, json};
use store::both_databases;
use testkit::{TestClient, TestResponse};

use crate::{browser::Browser, text, world::World};

const PASSWORD: &str = "Zq9!fjord-and-lake";

/// Somebody with a browser, who is signed in to the account center.
struct Person {
    browser: Browser,
}

impl Person {
    async fn signed_in(world: &World, (username, password): (&str, &str)) -> Self {
        let person = Self { browser: Browser::new(world) };
        let asked = person.client().get("/account/security").await.assert_status(303);
        let page = person.client().get(&asked.location()).await.assert_status(303);
        assert!(page.location().starts_with("/sign-in?app_id=account-center"), "{}", page.location());
        let resume = person.browser.prove(username, password).await;
        let answer = person.follow(&resume).await.assert_status(200);
        assert!(answer.body.contains("<h1>Security</h1>"), "{}", answer.body);
        person
    }

    fn client(&self) -> &TestClient {
        &self.browser.client
    }

    /// Follows redirects to a page.
    async fn follow(&self, from: &str) -> TestResponse {
        let mut next = from.to_owned();
        for _ in 0..10 {
            let answer = self.client().get(&next).await;
            if !answer.status.is_redirection() {
                return answer;
            }
            next = answer.location();
        }
        panic!("too many redirects, the last to {next}");
    }

    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> TestResponse {
        let page = self.client().get("/account/verify").await.assert_status(200).body;
        let (_, rest) = page.split_once("name=\"xsrf\" value=\"").expect("a form");
        let xsrf = rest.split('"').next().expect("a token");
        let mut form = vec![("xsrf", xsrf)];
        form.extend_from_slice(fields);
        self.client().form(path, &form).await
    }
}

async fn make_user(world: &World, username: &str) -> String {
    let body = json!({ "username": username, "password": PASSWORD, "primaryEmail": format!("{username}@fjord.example") });
    text(&world.machine().await.post("/api/users", body).await.assert_status(200).json(), "id")
}

both_databases! {
    async fn a_user_signs_in_and_changes_their_password_and_is_signed_out_by_it(db: Db) {
        let world = World::over(db).await;
        let id = make_user(&world, "ingrid").await;
        let ingrid = Person::signed_in(&world, ("ingrid", PASSWORD)).await;
        let asked = ingrid.client().get("/account/password").await.assert_status(303);
        assert_eq!(asked.location(), "/account/verify?return_to=%2Faccount%2Fpassword");
        let form = [("password", PASSWORD), ("return_to", "/account/password")];
        ingrid.post("/account/verify", &form).await.assert_status(303);
        ingrid.post("/account/profile", &[("name", "Ingrid Vik"), ("username", "ingrid")]).await.assert_status(303);
        let machine = world.machine().await;
        assert_eq!(machine.get(&format!("/api/users/{id}")).await.json()["name"], "Ingrid Vik");
        let done = ingrid.post("/account/password", &[("password", "another-Lamp-78")]).await.assert_status(200);
        assert!(done.body.contains("Password changed"), "{}", done.body);
        ingrid.client().get("/account/security").await.assert_status(303);
        Person::signed_in(&world, ("ingrid", "another-Lamp-78")).await;

        let logs = machine.get("/api/logs?page_size=100").await.assert_status(200).json();
        let keys: Vec<_> = logs.as_array().unwrap().iter().map(|log| text(log, "key")).collect();
        for key in ["Account.POST /verifications/password", "Account.POST /my-account/password", "Account.PATCH /my-account"] {
            assert!(keys.iter().any(|known| known == key), "{key}: {keys:?}");
        }
        let of_pages = |log: &&Value| log["payload"]["applicationId"] == "account-center" && log["payload"]["userId"] == id.as_str();
        assert!(logs.as_array().unwrap().iter().filter(of_pages).count() >= 3);
    }

    async fn somebody_who_is_signed_in_elsewhere_is_let_in_without_a_question_and_no_cookie_opens_the_api(db: Db) {
        let world = World::over(db).await;
        let browser = Browser::new(&world);
        browser.sign_in(&world, "olivia").await;
        let person = Person { browser };
        let page = person.follow("/account").await.assert_status(200);
        assert!(page.body.contains("<h1>Profile</h1>"), "{}", page.body);
        for path in ["/api/my-account", "/api/my-account/sessions"] {
            person.client().get(path).await.assert_status(401);
        }
        let json = [("content-type", "application/json"), ("origin", "https://evil.example")];
        let body = Body::from(json!({ "name": "Taken" }).to_string());
        person.client().send(Method::PATCH, "/api/my-account", &json, body).await.assert_status(401);
        // Its client is nobody's to authenticate as.
        for form in [
            vec![("grant_type", "client_credentials"), ("client_id", "account-center")],
            vec![("grant_type", "client_credentials"), ("client_id", "account-center"), ("client_secret", "N/A")],
        ] {
            let answer = world.client().form("/oidc/token", &form).await;
            assert_eq!(answer.json()["error"], "invalid_client", "{}", answer.body);
        }
    }
}
