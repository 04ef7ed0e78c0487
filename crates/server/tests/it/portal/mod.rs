//! The organization portal, as a browser without JavaScript sees it: through the whole router, with the provider's session.

mod access;
mod administering;
mod guards;
mod invitations;
mod languages;
mod pages;

use axum::{body::Body, http::Method};
use serde_json::{Value, json};
use testkit::{TestClient, TestResponse};

use crate::{browser::Browser, text, world::World};

/// The pages of the demonstration's organization.
const NORTHWIND: &str = "/portal/organizations/northwind";
const PASSWORD: &str = "Zq9!fjord-and-lake";

/// Somebody with a browser.
struct Person {
    browser: Browser,
}

impl Person {
    /// Nobody is signed in.
    fn new(world: &World) -> Self {
        Self { browser: Browser::new(world) }
    }

    /// A user of the demonstration, signed in.
    async fn signed_in(world: &World, username: &str) -> Self {
        let person = Self::new(world);
        let password = world.credentials.password_of(username).expect("a password").to_owned();
        person.sign_in("/portal", (username, &password)).await.assert_status(200);
        person
    }

    fn client(&self) -> &TestClient {
        &self.browser.client
    }

    /// Opens a page that asks to sign in, does so, and follows to where that leads.
    async fn sign_in(&self, page: &str, (username, password): (&str, &str)) -> TestResponse {
        let asked = self.client().get(page).await.assert_status(303);
        let page = self.client().get(&asked.location()).await.assert_status(303);
        assert!(page.location().starts_with("/sign-in?app_id=guildhall-portal"), "{}", page.location());
        let resume = self.browser.prove(username, password).await;
        self.follow(&resume).await
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

    /// A page that is there.
    async fn page(&self, path: &str) -> String {
        self.client().get(path).await.assert_status(200).body
    }

    /// The token against forged posts, as the pages of this session hold it.
    async fn xsrf(&self) -> String {
        hidden(&self.page("/portal/new").await, "xsrf").expect("a form")
    }

    /// Fills in a form of a page of this session and sends it.
    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> TestResponse {
        let xsrf = self.xsrf().await;
        let mut form = vec![("xsrf", xsrf.as_str())];
        form.extend_from_slice(fields);
        self.client().form(path, &form).await
    }
}

/// The value of a hidden field.
fn hidden(page: &str, name: &str) -> Option<String> {
    let (_, rest) = page.split_once(&format!("<input type=\"hidden\" name=\"{name}\" value=\""))?;
    Some(rest.split_once('"')?.0.to_owned())
}

/// Makes a user who can sign in with [`PASSWORD`]; the id.
async fn make_user(world: &World, username: &str, further: Value) -> String {
    let mut body = json!({ "username": username, "password": PASSWORD });
    body.as_object_mut().expect("an object").extend(further.as_object().cloned().unwrap_or_default());
    text(&world.machine().await.post("/api/users", body).await.assert_status(200).json(), "id")
}

/// Makes an organization with one member, who has these roles; the id.
async fn make_organization(world: &World, name: &str, member: &str, roles: &[&str]) -> String {
    let machine = world.machine().await;
    let made = machine.post("/api/organizations", json!({ "name": name })).await.assert_status(201).json();
    let id = text(&made, "id");
    let users = format!("/api/organizations/{id}/users");
    machine.post(&users, json!({ "userIds": [member] })).await.assert_status(201);
    let body = json!({ "organizationRoleNames": roles });
    machine.put(&format!("{users}/{member}/roles"), body).await.assert_status(204);
    id
}

/// Everything that the portal can be asked for: method and path. Ids are those of the demonstration or made up.
fn routes() -> Vec<(Method, String)> {
    let at = |rest: &str| format!("{NORTHWIND}{rest}");
    let both = [
        at(""),
        at("/leave"),
        at("/delete"),
        at("/members/u1"),
        at("/members/u1/remove"),
        at("/invitations/new"),
        at("/invitations/i1/resend"),
        at("/invitations/i1/revoke"),
        at("/security"),
        at("/domains"),
        at("/domains/fjord.example/verify"),
        at("/domains/fjord.example/remove"),
        at("/api-keys/new"),
        at("/api-keys/a1"),
        at("/api-keys/a1/roles"),
        at("/api-keys/a1/delete"),
        at("/api-keys/a1/secrets"),
        at("/api-keys/a1/secrets/s1/delete"),
        "/portal/new".to_owned(),
    ];
    let shown = [
        "/portal".to_owned(),
        at("/members"),
        at("/invitations"),
        at("/roles"),
        at("/domains/fjord.example"),
        at("/api-keys"),
        at("/activity"),
    ];
    let posted = both.clone().into_iter().chain(["/portal/invitations/i1".to_owned()]);
    let get = shown.into_iter().chain(both).map(|path| (Method::GET, path));
    get.chain(posted.map(|path| (Method::POST, path))).collect()
}

/// Sends a form without a page.
async fn forge(client: &TestClient, path: &str, body: &str, headers: &[(&str, &str)]) -> TestResponse {
    let mut all = vec![("content-type", "application/x-www-form-urlencoded")];
    all.extend_from_slice(headers);
    client.send(Method::POST, path, &all, Body::from(body.to_owned())).await
}
