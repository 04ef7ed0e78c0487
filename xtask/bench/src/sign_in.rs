//! Signing a user in without a browser (wire contract §6.8): a cookie jar, the Experience API, and the exchange of the code.

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use serde_json::json;
use url::Url;

use crate::{
    client::{Connection, Origin, Request, Response},
    clock::Stopwatch,
};

/// RFC 7636, appendix B.
const CODE_VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CODE_CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const SCOPE: &str = "openid offline_access urn:logto:scope:organizations org:read member:read";
const ORGANIZATIONS: &str = "urn:logto:resource:organizations";

/// A confidential client and where its sign-ins return to.
pub(crate) struct Client {
    pub(crate) id: String,
    /// The value of `Authorization`.
    pub(crate) authorization: String,
    pub(crate) redirect_uri: String,
}

/// A user who signs in.
pub(crate) struct Login {
    pub(crate) username: String,
    pub(crate) password: String,
}

/// What a browser keeps.
#[derive(Default)]
pub(crate) struct CookieJar(Vec<Cookie>);

struct Cookie {
    name: String,
    value: String,
    path: String,
}

impl CookieJar {
    /// Keeps what a response sets, and forgets what it clears.
    pub(crate) fn keep(&mut self, response: &Response) {
        for header in response.header_values("set-cookie") {
            let mut parts = header.split(';').map(str::trim);
            let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else { continue };
            let path = parts
                .find_map(|part| part.strip_prefix("path=").or_else(|| part.strip_prefix("Path=")))
                .unwrap_or("/");
            self.0.retain(|cookie| (cookie.name.as_str(), cookie.path.as_str()) != (name, path));
            if !value.is_empty() {
                self.0.push(Cookie { name: name.to_owned(), value: value.to_owned(), path: path.to_owned() });
            }
        }
    }

    /// The value of `Cookie` for a path: those whose own path covers it (RFC 6265 §5.1.4).
    pub(crate) fn header(&self, path: &str) -> String {
        let path = path.split('?').next().unwrap_or(path);
        let covers = |own: &str| {
            own == "/" || path == own || path.strip_prefix(own).is_some_and(|rest| rest.starts_with('/'))
        };
        let pairs = self
            .0
            .iter()
            .filter(|cookie| covers(&cookie.path))
            .map(|cookie| format!("{}={}", cookie.name, cookie.value));
        pairs.collect::<Vec<_>>().join("; ")
    }
}

/// A sign-in that is done.
pub(crate) struct SignedIn {
    pub(crate) refresh_token: String,
    /// How long all requests took but the one in which the password was checked, from the authorization request to the tokens.
    pub(crate) others: Duration,
}

struct Browser<'a> {
    connection: Connection<'a>,
    jar: CookieJar,
    /// How long all requests so far took.
    spent: Duration,
}

impl Browser<'_> {
    fn send(&mut self, method: &str, path: &str, body: Option<serde_json::Value>) -> Result<Response> {
        let headers = vec![("cookie", self.jar.header(path))];
        let body = body.map(|json| ("application/json", json.to_string()));
        let response = self.timed(&Request { method, path, headers, body })?;
        self.jar.keep(&response);
        Ok(response)
    }

    fn timed(&mut self, request: &Request<'_>) -> Result<Response> {
        let stopwatch = Stopwatch::start();
        let response = self.connection.send(request)?;
        self.spent += stopwatch.elapsed();
        Ok(response)
    }

    /// The path and query to which a page leads.
    fn follow(&mut self, path: &str) -> Result<String> {
        let response = self.send("GET", path, None)?;
        ensure!(
            matches!(response.status, 302 | 303),
            "{path}: status {}: {}",
            response.status,
            response.body
        );
        response.header("location").map(ToOwned::to_owned)
    }
}

/// Signs in and returns the refresh token.
pub(crate) fn refresh_token(origin: &Origin, client: &Client, login: &Login) -> Result<String> {
    Ok(sign_in(origin, client, login)?.refresh_token)
}

/// Signs in on a connection of its own.
pub(crate) fn sign_in(origin: &Origin, client: &Client, login: &Login) -> Result<SignedIn> {
    let mut browser =
        Browser { connection: origin.connect()?, jar: CookieJar::default(), spent: Duration::ZERO };
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("client_id", &client.id)
        .append_pair("redirect_uri", &client.redirect_uri)
        .append_pair("response_type", "code")
        .append_pair("scope", SCOPE)
        .append_pair("resource", ORGANIZATIONS)
        .append_pair("prompt", "consent")
        .append_pair("state", "bench")
        .append_pair("code_challenge", CODE_CHALLENGE)
        .append_pair("code_challenge_method", "S256")
        .finish();
    let screen = browser.follow(&format!("/oidc/auth?{query}"))?;
    ensure!(screen.starts_with("/sign-in"), "sign-in begins at {screen}");

    let identifier = json!({ "type": "username", "value": login.username });
    browser
        .send("PUT", "/api/experience", Some(json!({ "interactionEvent": "SignIn" })))?
        .expect(204, "starting a sign-in")?;
    let before = browser.spent;
    let verified = browser
        .send(
            "POST",
            "/api/experience/verification/password",
            Some(json!({ "identifier": identifier, "password": login.password })),
        )?
        .expect(200, "verifying a password")?;
    let password = browser.spent.saturating_sub(before);
    let verification = json!({ "verificationId": verified.text("verificationId")? });
    browser
        .send("POST", "/api/experience/identification", Some(verification))?
        .expect(204, "identifying a user")?;
    let submitted =
        browser.send("POST", "/api/experience/submit", None)?.expect(200, "submitting a sign-in")?;

    let mut next = path_of(&submitted.text("redirectTo")?)?;
    while !next.starts_with(&client.redirect_uri) {
        next = browser.follow(&path_of(&next)?)?;
    }
    let callback = Url::parse(&next).context("the callback is a URL")?;
    let code = callback
        .query_pairs()
        .find(|(name, _)| name == "code")
        .context("the callback has a code")?
        .1
        .into_owned();
    let refresh_token = exchange(&mut browser, client, &code)?;
    Ok(SignedIn { refresh_token, others: browser.spent.saturating_sub(password) })
}

fn exchange(browser: &mut Browser<'_>, client: &Client, code: &str) -> Result<String> {
    let form = form_urlencoded::Serializer::new(String::new())
        .append_pair("grant_type", "authorization_code")
        .append_pair("code", code)
        .append_pair("redirect_uri", &client.redirect_uri)
        .append_pair("code_verifier", CODE_VERIFIER)
        .finish();
    let request = Request {
        method: "POST",
        path: "/oidc/token",
        headers: vec![("authorization", client.authorization.clone())],
        body: Some(("application/x-www-form-urlencoded", form)),
    };
    browser.timed(&request)?.expect(200, "exchanging a code")?.text("refresh_token")
}

/// The path and query of an absolute URL; a relative one as it is.
fn path_of(location: &str) -> Result<String> {
    if location.starts_with('/') {
        return Ok(location.to_owned());
    }
    let url = Url::parse(location).with_context(|| format!("not a URL: {location}"))?;
    Ok(url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_goes_where_its_path_covers() {
        let cookie = |name: &str, path: &str| Cookie {
            name: name.to_owned(),
            value: "v".to_owned(),
            path: path.to_owned(),
        };
        let jar = CookieJar(vec![cookie("everywhere", "/"), cookie("resume", "/oidc/auth/a")]);
        assert_eq!(jar.header("/oidc/auth/a?x=1"), "everywhere=v; resume=v");
        assert_eq!(jar.header("/oidc/auth/ab"), "everywhere=v");
    }

    #[test]
    fn a_redirect_is_followed_by_its_path() {
        assert_eq!(path_of("http://localhost:1/oidc/auth/x?y=1").unwrap(), "/oidc/auth/x?y=1");
        assert_eq!(path_of("/consent?app_id=a").unwrap(), "/consent?app_id=a");
        assert!(path_of("consent").is_err());
    }
}
