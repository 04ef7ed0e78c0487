//! Who the client is (OIDC contract §1.2, §3.2, §3.3).

use domain::{ApplicationId, UnixMillis};
use store::{application::secret, configuration};

use super::*;

/// Authorization header, body, status, error and description.
type Row<'a> = (Option<&'a str>, &'a [(&'a str, &'a str)], u16, &'a str, &'a str);

const NO_HEADER: Option<&str> = None;
const BAD_HEADER: &str = "invalid authorization header value format";
const FAILED: &str = "client authentication failed";

async fn check_rows(world: &World, rows: &[Row<'_>]) {
    for (authorization, form, status, error, description) in rows.iter().copied() {
        let headers: Vec<_> = authorization.iter().map(|value| ("authorization", *value)).collect();
        let response = world.client().form_with("/oidc/token", form, &headers).await;
        let body = response.json();
        let told = (response.status.as_u16(), body["error"].as_str(), body["error_description"].as_str());
        assert_eq!(told, (status, Some(error), Some(description)), "{authorization:?} {form:?}");
        assert_eq!(body["code"], format!("oidc.{error}"));
        assert_eq!(response.header("cache-control"), Some("no-store"));
        let challenge = (status == 401 && authorization.is_some()).then(|| {
            format!("Basic realm=\"{ISSUER}\", error=\"invalid_client\", error_description=\"client authentication failed\"")
        });
        assert_eq!(response.header("www-authenticate"), challenge.as_deref());
    }
}

/// Every row of OIDC contract §3.2 that is about credentials.
#[tokio::test]
async fn every_fault_of_credentials_has_its_answer() {
    let world = World::new().await;
    let right = world.basic("machine");
    let [wrong, empty, nameless, broken, unknown] =
        [("machine", "wrong"), ("machine", ""), ("", "x"), ("machine", "%zz"), ("not-found", "x")]
            .map(|(id, secret)| basic(id, secret));
    let (right, machine, spa) = (Some(right.as_str()), ("client_id", "machine"), ("client_id", "spa"));
    let one_mechanism = "client authentication must only be provided using one mechanism";
    let no_secret = "client_secret must be provided in the Authorization header";
    let twice = "'client_id' parameter must not be provided twice";
    check_rows(
        &world,
        &[
            (NO_HEADER, &[], 400, "invalid_request", "no client authentication mechanism provided"),
            (Some("Basic !!!"), &[], 400, "invalid_request", BAD_HEADER),
            (Some("Bearer abc"), &[], 400, "invalid_request", BAD_HEADER),
            (Some(&nameless), &[], 400, "invalid_request", BAD_HEADER),
            (Some(&broken), &[], 400, "invalid_request", BAD_HEADER),
            (Some(&empty), &[], 400, "invalid_request", no_secret),
            (right, &[("client_id", "web")], 400, "invalid_request", "client_id mismatch"),
            (right, &[("client_secret", "x")], 400, "invalid_request", one_mechanism),
            (Some(&unknown), &[], 400, "invalid_client", "invalid client not-found"),
            (Some(&wrong), &[], 401, "invalid_client", FAILED),
            (NO_HEADER, &[machine, ("client_secret", "wrong")], 401, "invalid_client", FAILED),
            (NO_HEADER, &[machine], 401, "invalid_client", FAILED),
            (NO_HEADER, &[spa, ("client_secret", world.secret("machine"))], 401, "invalid_client", FAILED),
            (NO_HEADER, &[machine, spa], 400, "invalid_request", twice),
            (
                NO_HEADER,
                &[machine, ("client_assertion", "x")],
                400,
                "invalid_request",
                "invalid client_assertion format",
            ),
        ],
    )
    .await;
}

/// Every row of OIDC contract §3.2 that is about what is asked for.
#[tokio::test]
async fn every_fault_of_the_grant_type_has_its_answer() {
    let world = World::new().await;
    let right = world.basic("machine");
    let right = Some(right.as_str());
    let missing = "missing required parameter 'grant_type'";
    let not_allowed = "requested grant type is not allowed for this client";
    let unsupported = "unsupported grant_type requested";
    let twice = "'organization_id' parameter must not be provided twice";
    let organizations =
        [("grant_type", "client_credentials"), ("organization_id", "a"), ("organization_id", "b")];
    check_rows(
        &world,
        &[
            (right, &[], 400, "invalid_request", missing),
            (right, &[("grant_type", "")], 400, "invalid_request", missing),
            (right, &[("grant_type", "password")], 400, "unsupported_grant_type", unsupported),
            (right, &[("grant_type", "implicit")], 400, "unsupported_grant_type", unsupported),
            (right, &[("grant_type", "refresh_token")], 400, "invalid_request", not_allowed),
            (right, &organizations, 400, "invalid_request", twice),
        ],
    )
    .await;
    world.change_client("spa", |spa| spa.custom_client_metadata.allow_token_exchange = Some(true)).await;
    let no_subject = "missing required parameters 'subject_token' and 'subject_token_type'";
    let exchange = ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange");
    check_rows(
        &world,
        &[
            (NO_HEADER, &[("client_id", "spa"), exchange], 400, "invalid_request", no_subject),
            (right, &[exchange], 400, "invalid_request", not_allowed),
        ],
    )
    .await;
}

#[tokio::test]
async fn two_authorization_headers_are_none() {
    let world = World::new().await;
    let right = world.basic("machine");
    let headers = [("authorization", right.as_str()), ("authorization", right.as_str())];
    let form = [("grant_type", "client_credentials"), ("resource", ORDERS)];
    let refused = world.client().form_with("/oidc/token", &form, &headers).await;
    assert_eq!(refused.assert_error(400, "oidc.invalid_request").json()["error_description"], BAD_HEADER);
}

#[tokio::test]
async fn header_body_and_json_credentials_all_work() {
    let world = World::new().await;
    let form = [("grant_type", "client_credentials"), ("resource", ORDERS), ("client_id", "machine")];
    world.token_as("machine", &form).await.assert_status(200);
    let mut with_secret = form.to_vec();
    with_secret.push(("client_secret", world.secret("machine")));
    world.client().form("/oidc/token", &with_secret).await.assert_status(200);
    let json: serde_json::Map<_, _> =
        with_secret.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
    world.client().post("/oidc/token", json.into()).await.assert_status(200);
}

#[tokio::test]
async fn each_of_several_secrets_works_until_it_expires() {
    let world = World::new().await;
    let (services, id) = (&world.services, ApplicationId::new("machine"));
    let expires_at = UnixMillis(services.now().0 + 60_000);
    let (second, sealed) =
        operations::application::new_secret(services, &id, "second", Some(expires_at)).unwrap();
    services
        .db
        .transaction(|tx| {
            let (id, sealed) = (&id, &sealed);
            async move {
                secret::insert(tx.exec(), &services.tenant, id, sealed).await?;
                configuration::bump(&tx, &services.tenant).await
            }
        })
        .await
        .unwrap();
    let form = [("grant_type", "client_credentials"), ("resource", ORDERS)];
    let authorization = basic("machine", second.value.reveal());
    let headers = [("authorization", authorization.as_str())];
    world.client().form_with("/oidc/token", &form, &headers).await.assert_status(200);
    let logged = store::audit_log::newest(services.db.exec(), &services.tenant, 1).await.unwrap();
    assert_eq!(logged[0].payload["applicationSecret"], json!({ "name": "second" }));
    world.test.advance(std::time::Duration::from_secs(60));
    let refused = world
        .client()
        .form_with("/oidc/token", &form, &headers)
        .await
        .assert_error(400, "oidc.invalid_request");
    assert_eq!(refused.json()["error_description"], "client secret has expired");
    world.token_as("machine", &form).await.assert_status(200);
}

#[tokio::test]
async fn a_code_client_without_redirect_uris_can_be_used_nowhere() {
    let world = World::new().await;
    world.change_client("spa", |spa| spa.oidc_client_metadata.redirect_uris.clear()).await;
    let response =
        world.client().form("/oidc/token/revocation", &[("client_id", "spa"), ("token", "x")]).await;
    let response = response.assert_error(400, "oidc.invalid_redirect_uri");
    assert_eq!(response.json()["error_description"], "redirect_uris must contain members");
}

#[tokio::test]
async fn bodies_that_cannot_be_read_have_their_answers() {
    let world = World::new().await;
    let post = async |kind: &str, body: &'static str| {
        let headers = [("content-type", kind)];
        let response = world.client().send(Method::POST, "/oidc/token", &headers, Body::from(body)).await;
        (response.status.as_u16(), response.json()["error_description"].as_str().unwrap().to_owned())
    };
    let nothing = (400, "no client authentication mechanism provided".to_owned());
    for body in ["{", "[1]", "\"a\""] {
        assert_eq!(post("application/json", body).await, nothing);
    }
    let nul = (400, "null bytes are not allowed in the request body".to_owned());
    assert_eq!(post("application/x-www-form-urlencoded", "a=\0").await, nul);
    let kind = "only application/x-www-form-urlencoded content-type bodies are supported on POST /token";
    assert_eq!(post("text/plain", "a=b").await, (400, kind.to_owned()));
    let large = Body::from("a".repeat(60_000));
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    world.client().send(Method::POST, "/oidc/token", &headers, large).await.assert_status(413);
}
