use axum::body::{Body, to_bytes};
use axum::{Router, routing::get};
use http::{Request, StatusCode, header};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::*;
use crate::verifier::tests::{Fixture, RESOURCE};
use crate::{GuardLayer, Subject, TokenVerifier};

struct OrgCreate;

impl PermissionName for OrgCreate {
    const NAME: &'static str = "org:create";
}

async fn who(VerifiedPrincipal(principal): VerifiedPrincipal) -> String {
    principal.user_id().to_string()
}

async fn organization(token: OrganizationToken) -> String {
    format!("{} in {}", token.principal.user_id(), token.organization)
}

async fn create(required: RequirePermission<OrgCreate>) -> String {
    format!("{} by {}", required.permit.permission().unwrap(), required.permit.user_id())
}

async fn in_path(token: PathOrganization) -> String {
    format!("{} in {}", token.principal.user_id(), token.organization)
}

async fn anybody(required: RequirePermission<OrgCreate, Subject>) -> String {
    format!("{:?}", required.permit.subject())
}

fn routes() -> Router {
    Router::new()
        .route("/who", get(who))
        .route("/organization", get(organization))
        .route("/create", get(create))
        .route("/in/{organizationId}", get(in_path))
        .route("/in/{organization_id}/create", get(create))
        .route("/in-none/{other}", get(in_path))
        .route("/anybody", get(anybody))
}

async fn send(app: Router, path: &str, authorization: Option<&str>) -> (StatusCode, Option<String>, String) {
    let mut request = Request::get(path);
    if let Some(value) = authorization {
        request = request.header(header::AUTHORIZATION, value);
    }
    let response = app.oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let challenge =
        response.headers().get(header::WWW_AUTHENTICATE).map(|value| value.to_str().unwrap().to_owned());
    let status = response.status();
    let body = to_bytes(response.into_body(), 10_000).await.unwrap();
    (status, challenge, String::from_utf8(body.to_vec()).unwrap())
}

fn body(answer: &(StatusCode, Option<String>, String)) -> Value {
    serde_json::from_str(&answer.2).unwrap()
}

#[tokio::test]
async fn a_good_token_reaches_the_handler() {
    let fixture = Fixture::new();
    let app = routes().layer(GuardLayer::new(fixture.verifier.clone()));
    let bearer = format!("Bearer {}", fixture.sign(&json!({})));
    assert_eq!(send(app.clone(), "/who", Some(&bearer)).await.2, "user00000001");
    assert_eq!(send(app.clone(), "/organization", Some(&bearer)).await.2, "user00000001 in org000000001");
    assert_eq!(send(app, "/create", Some(&bearer)).await.2, "org:create by user00000001");
}

#[tokio::test]
async fn missing_wrong_and_unsupported_credentials_get_401_with_a_challenge() {
    let fixture = Fixture::new();
    let app = routes().layer(GuardLayer::new(fixture.verifier.clone()));
    let missing = send(app.clone(), "/who", None).await;
    assert_eq!((missing.0, missing.1.as_deref()), (StatusCode::UNAUTHORIZED, Some("Bearer")));
    assert_eq!(
        body(&missing),
        json!({ "code": "auth.authorization_header_missing", "message": "Authorization header is missing." })
    );
    let basic = send(app.clone(), "/who", Some("Basic YTpi")).await;
    assert_eq!(
        (basic.0, basic.1.as_deref()),
        (StatusCode::UNAUTHORIZED, Some("Bearer error=\"invalid_request\""))
    );
    assert_eq!(body(&basic)["data"], json!({ "supportedTypes": ["Bearer"] }));
    let wrong = send(app, "/who", Some("Bearer abc")).await;
    assert_eq!(
        (wrong.0, wrong.1.as_deref()),
        (StatusCode::UNAUTHORIZED, Some("Bearer error=\"invalid_token\""))
    );
    assert_eq!(
        body(&wrong),
        json!({
            "code": "auth.unauthorized", "message": "Unauthorized. Please check credentials and its scope.",
            "data": { "code": "ERR_JWS_INVALID", "name": "JWSInvalid" },
        })
    );
}

#[tokio::test]
async fn a_token_without_the_permission_or_an_organization_gets_403() {
    let fixture = Fixture::new();
    let app = routes().layer(GuardLayer::new(fixture.verifier.clone()));
    let under_scoped = format!("Bearer {}", fixture.sign(&json!({ "scope": "org:read org:created" })));
    let refused = send(app.clone(), "/create", Some(&under_scoped)).await;
    assert_eq!(refused.0, StatusCode::FORBIDDEN);
    assert_eq!(refused.1.as_deref(), Some("Bearer error=\"insufficient_scope\", scope=\"org:create\""));
    assert_eq!(
        body(&refused),
        json!({
            "code": "guard.permission_missing", "message": "This needs the permission org:create.",
            "data": { "permission": "org:create" },
        })
    );
    let without_organization = format!("Bearer {}", fixture.sign(&json!({ "aud": RESOURCE })));
    for path in ["/organization", "/create"] {
        let refused = send(app.clone(), path, Some(&without_organization)).await;
        assert_eq!(refused.0, StatusCode::FORBIDDEN);
        assert_eq!(
            body(&refused),
            json!({ "code": "guard.organization_required", "message": "This needs a token for an organization." })
        );
    }
}

#[tokio::test]
async fn a_handler_whose_layer_was_forgotten_refuses_everybody() {
    let fixture = Fixture::new();
    let bearer = format!("Bearer {}", fixture.sign(&json!({})));
    for path in ["/who", "/organization", "/create"] {
        assert_eq!(send(routes(), path, Some(&bearer)).await.0, StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test]
async fn the_organization_of_the_path_must_be_the_tokens() {
    let fixture = Fixture::new();
    let app = routes().layer(GuardLayer::new(fixture.verifier.clone()));
    let bearer = format!("Bearer {}", fixture.sign(&json!({})));
    let own = send(app.clone(), "/in/org000000001", Some(&bearer)).await;
    assert_eq!(own.2, "user00000001 in org000000001");
    let own = send(app.clone(), "/in/org000000001/create", Some(&bearer)).await;
    assert_eq!(own.2, "org:create by user00000001");
    for path in [
        "/in/org000000002",
        "/in/org000000002/create",
        "/in/ORG000000001",
        "/in/org000000001%20",
        "/in/%6frg000000002/create",
        "/in/%ff",
        "/in/%ff/create",
        "/in-none/org000000001",
    ] {
        let refused = send(app.clone(), path, Some(&bearer)).await;
        assert_eq!(
            (refused.0, body(&refused)),
            (
                StatusCode::FORBIDDEN,
                json!({ "code": "guard.wrong_organization", "message": "The token is for another organization." })
            ),
            "{path}"
        );
    }
}

#[tokio::test]
async fn machines_pass_where_the_layer_and_the_handler_say_so_and_nowhere_else() {
    let fixture = Fixture::new();
    let verifier = TokenVerifier::for_users_and_machines(fixture.options()).unwrap();
    let open = routes().layer(GuardLayer::new(Arc::new(verifier)));
    let machine = format!("Bearer {}", fixture.sign(&json!({ "sub": "app000000000000000001" })));
    let user = format!("Bearer {}", fixture.sign(&json!({})));
    let answer = send(open.clone(), "/anybody", Some(&machine)).await;
    assert_eq!(answer.2, "Machine(ApplicationId(\"app000000000000000001\"))");
    let answer = send(open.clone(), "/anybody", Some(&user)).await;
    assert_eq!(answer.2, "User(UserId(\"user00000001\"))");
    // A handler for users alone finds no user behind a layer of another kind.
    assert_eq!(send(open.clone(), "/create", Some(&machine)).await.0, StatusCode::UNAUTHORIZED);
    assert_eq!(send(open, "/create", Some(&user)).await.0, StatusCode::UNAUTHORIZED);
    let users = routes().layer(GuardLayer::new(fixture.verifier.clone()));
    assert_eq!(send(users.clone(), "/anybody", Some(&user)).await.0, StatusCode::UNAUTHORIZED);
    assert_eq!(send(users, "/create", Some(&machine)).await.0, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_plain_tower_service_is_guarded_as_well() {
    use std::convert::Infallible;

    use bytes::Bytes;
    use http_body_util::Full;

    let fixture = Fixture::new();
    let service = tower::ServiceBuilder::new().layer(GuardLayer::new(fixture.verifier.clone())).service_fn(
        |request: Request<()>| async move {
            let principal = request.extensions().get::<Arc<Principal>>().unwrap();
            let body: Full<Bytes> = Full::from(principal.user_id().to_string());
            Ok::<_, Infallible>(http::Response::new(body))
        },
    );
    let ask = |authorization: Option<String>| {
        let mut request = Request::get("/");
        if let Some(value) = authorization {
            request = request.header(header::AUTHORIZATION, value);
        }
        service.clone().oneshot(request.body(()).unwrap())
    };
    let answer = ask(Some(format!("Bearer {}", fixture.sign(&json!({}))))).await.unwrap();
    let body = http_body_util::BodyExt::collect(answer.into_body()).await.unwrap().to_bytes();
    assert_eq!(body, Bytes::from("user00000001"));
    let refused = ask(None).await.unwrap();
    assert_eq!(refused.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(refused.headers()[header::WWW_AUTHENTICATE], "Bearer");
}
