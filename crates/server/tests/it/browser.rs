//! A person with a browser and without JavaScript: sign-in, consent and tokens by the requests that pages and clients make.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use server::dev::{client::PublicClient, token::public_client};
use testkit::{TestClient, TestResponse};
use url::form_urlencoded::{Serializer, parse};

use crate::{text, world::World};

pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

/// Somebody's browser, on the way to one client.
pub(crate) struct Browser {
    pub(crate) client: TestClient,
    pub(crate) application: PublicClient,
    /// The client's secret, if it is confidential.
    pub(crate) secret: Option<String>,
}

impl Browser {
    /// A fresh browser for the demonstration's application.
    pub(crate) fn new(world: &World) -> Self {
        Self { client: world.client(), application: public_client(&world.credentials), secret: None }
    }

    /// Starts a sign-in; the answer leads to a page.
    pub(crate) async fn authorize(&self, further: &[(&str, &str)]) -> TestResponse {
        let challenge = URL_SAFE_NO_PAD.encode(jose::sha256(VERIFIER.as_bytes()));
        let mut query = Serializer::new(String::new());
        query
            .append_pair("client_id", &self.application.client_id)
            .append_pair("redirect_uri", &self.application.redirect_uri)
            .append_pair("response_type", "code")
            .append_pair("scope", &self.application.scopes.join(" "))
            .append_pair("state", "Zx81")
            .append_pair("code_challenge", &challenge)
            .append_pair("code_challenge_method", "S256");
        for resource in &self.application.resources {
            query.append_pair("resource", resource);
        }
        query.extend_pairs(further);
        self.client.get(&format!("/oidc/auth?{}", query.finish())).await
    }

    /// Proves by password who it is; the answer of the last step says where to go on.
    pub(crate) async fn prove(&self, username: &str, password: &str) -> String {
        let client = &self.client;
        client.put("/api/experience", json!({ "interactionEvent": "SignIn" })).await.assert_status(204);
        let body = json!({ "identifier": { "type": "username", "value": username }, "password": password });
        let verified =
            client.post("/api/experience/verification/password", body).await.assert_status(200).json();
        let body = json!({ "verificationId": verified["verificationId"] });
        client.post("/api/experience/identification", body).await.assert_status(204);
        text(
            &client.post("/api/experience/submit", Value::Null).await.assert_status(200).json(),
            "redirectTo",
        )
    }

    /// Registers a new user.
    pub(crate) async fn register(&self, username: &str, password: &str) -> String {
        let client = &self.client;
        client.put("/api/experience", json!({ "interactionEvent": "Register" })).await.assert_status(204);
        let body = json!({ "identifier": { "type": "username", "value": username }, "password": password });
        let verified = client
            .post("/api/experience/verification/new-password-identity", body)
            .await
            .assert_status(200)
            .json();
        let body = json!({ "verificationId": verified["verificationId"] });
        assert_eq!(
            client.post("/api/experience/identification", body).await.assert_status(201).body,
            "Created"
        );
        text(
            &client.post("/api/experience/submit", Value::Null).await.assert_status(200).json(),
            "redirectTo",
        )
    }

    /// Follows redirects until one leads to the client, or a page is shown.
    pub(crate) async fn follow(&self, from: &str) -> Result<String, TestResponse> {
        let mut next = from.to_owned();
        for _ in 0..8 {
            if next.starts_with(&self.application.redirect_uri) {
                return Ok(next);
            }
            let answer = self.client.get(&next).await;
            if !answer.status.is_redirection() {
                return Err(answer);
            }
            next = answer.location();
        }
        panic!("too many redirects, the last to {next}");
    }

    /// Exchanges what came back to the client for tokens.
    pub(crate) async fn exchange(&self, callback: &str) -> Value {
        let query = callback.split_once('?').expect("a query").1;
        let find = |wanted: &str| {
            parse(query.as_bytes()).find(|(name, _)| name == wanted).map(|(_, value)| value.into_owned())
        };
        assert_eq!(find("state").as_deref(), Some("Zx81"), "{callback}");
        assert_eq!(find("iss").as_deref(), Some("http://id.fjord.example:3001/oidc"), "{callback}");
        let code = find("code").unwrap_or_else(|| panic!("no code in {callback}"));
        let form = [
            ("grant_type", "authorization_code"),
            ("code", &code),
            ("redirect_uri", &self.application.redirect_uri),
            ("code_verifier", VERIFIER),
        ];
        self.token(&form).await.assert_status(200).json()
    }

    /// Signs a user of the demonstration in, as an SDK does, and returns the first tokens.
    pub(crate) async fn sign_in(&self, world: &World, username: &str) -> Value {
        let page = self.authorize(&[("prompt", "consent")]).await.assert_status(303);
        assert!(page.location().starts_with("/sign-in?app_id="), "{}", page.location());
        let resume = self.prove(username, world.credentials.password_of(username).expect("a password")).await;
        let callback = self.follow(&resume).await.expect("a callback");
        self.exchange(&callback).await
    }

    /// Asks the token endpoint, authenticated as the client.
    pub(crate) async fn token(&self, form: &[(&str, &str)]) -> TestResponse {
        let mut form = form.to_vec();
        form.push(("client_id", &self.application.client_id));
        form.extend(self.secret.as_deref().map(|secret| ("client_secret", secret)));
        self.client.form("/oidc/token", &form).await
    }

    /// A refresh grant.
    pub(crate) async fn refresh(&self, tokens: &Value, further: &[(&str, &str)]) -> TestResponse {
        let refresh_token = text(tokens, "refresh_token");
        let mut form = vec![("grant_type", "refresh_token"), ("refresh_token", refresh_token.as_str())];
        form.extend_from_slice(further);
        self.token(&form).await
    }

    /// A user's token for an organization, all the way from a fresh browser.
    pub(crate) async fn organization_token(world: &World, username: &str, organization: &str) -> String {
        let browser = Self::new(world);
        let tokens = browser.sign_in(world, username).await;
        let answer = browser.refresh(&tokens, &[("organization_id", organization)]).await.assert_status(200);
        text(&answer.json(), "access_token")
    }
}
