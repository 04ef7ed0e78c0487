//! Serves every page with example data on loopback, to look at them while changing a template or the stylesheet:
//! `cargo run -p ui --example gallery`, then open <http://127.0.0.1:3999/>.

use std::io::Write as _;

use axum::Router;
use axum::response::IntoResponse;
use axum::routing::get;
use http::StatusCode;
use ui::components::{Banner, FieldState, Link, Person, Terms};
use ui::pages::{
    AutoSubmitPage, CommandExample, ConsentPage, DemoPage, DemoUser, DevHomePage, Endpoint, ErrorPage,
    GalleryPage, HiddenField, NotFoundPage, OrganizationChoice, RegisterPage, ScopeGroup, ScopeItem,
    SignInPage, SignOutPage, SignedOutPage, UnknownSessionPage,
};
use ui::{Brand, Page as _};

const ORIGIN: &str = "http://127.0.0.1:3999";

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:3999").await?;
    writeln!(std::io::stdout(), "{ORIGIN}/")?;
    axum::serve(listener, sign_in_family().merge(own_pages()).merge(ui::assets::router())).await
}

fn sign_in_family() -> Router {
    Router::new()
        .route("/sign-in", get(|| async { sign_in(FieldState::default(), None) }))
        .route("/sign-in/branded", get(|| async { branded_sign_in() }))
        .route(
            "/sign-in/refused",
            get(|| async {
                let typed = FieldState { value: "ingrid".to_owned(), error: None };
                let banner =
                    Banner::danger("The username or the password is wrong. Check both and try again.");
                sign_in(typed, Some(banner)).with_status(StatusCode::UNPROCESSABLE_ENTITY)
            }),
        )
        .route("/register", get(|| async { register(FieldState::default(), None) }))
        .route(
            "/register/refused",
            get(|| async {
                let typed = FieldState {
                    value: "ingrid anna".to_owned(),
                    error: Some("The username must not contain spaces.".to_owned()),
                };
                register(typed, Some("The password must have at least 8 characters.".to_owned()))
            }),
        )
        .route("/consent", get(|| async { consent() }))
        .route("/sign-out", get(|| async { sign_out() }))
        .route("/signed-out", get(signed_out).post(signed_out))
        .route("/auto-submit", get(|| async { auto_submit() }))
        .route("/error", get(|| async { error() }))
        .route("/unknown-session", get(|| async { UnknownSessionPage { brand: guildhall(), link: None } }))
        .route("/not-found", get(|| async { NotFoundPage { brand: guildhall(), link: Some(home()) } }))
}

fn own_pages() -> Router {
    Router::new()
        .route("/", get(|| async { dev_home() }))
        .route("/demo", get(|| async { demo() }))
        .route("/_ui", get(|| async { GalleryPage }))
}

fn brand() -> Brand {
    Brand::named("Fjord Desk")
}

fn guildhall() -> Brand {
    Brand::named("Guildhall")
}

fn home() -> Link {
    Link { href: "/".to_owned(), label: "Go to the start page".to_owned() }
}

fn terms() -> Terms {
    Terms {
        terms_of_use_url: Some("https://desk.fjord.example/terms".to_owned()),
        privacy_policy_url: Some("https://desk.fjord.example/privacy".to_owned()),
    }
}

fn sign_in(identifier: FieldState, banner: Option<Banner>) -> SignInPage {
    SignInPage {
        brand: brand(),
        action: "/sign-in".to_owned(),
        xsrf: "9b07e1".to_owned(),
        identifier,
        password_error: None,
        banner,
        register_url: Some("/register".to_owned()),
        social: vec![],
        terms: terms(),
        redirect_targets: vec!["https://desk.fjord.example/cb".to_owned()],
    }
}

fn branded_sign_in() -> impl IntoResponse {
    let brand = Brand {
        primary_color: "#5d34f2".parse().ok(),
        ..Brand::named("Northwind Traders Internal Procurement")
    };
    SignInPage { brand, ..sign_in(FieldState::default(), None) }
}

fn register(identifier: FieldState, password_error: Option<String>) -> RegisterPage {
    RegisterPage {
        brand: brand(),
        action: "/register".to_owned(),
        xsrf: "9b07e1".to_owned(),
        identifier,
        identifier_hint: "Letters, digits and underscores; it does not start with a digit.".to_owned(),
        password_error,
        password_hint: "At least 8 characters.".to_owned(),
        banner: None,
        sign_in_url: Some("/sign-in".to_owned()),
        social: vec![],
        terms: terms(),
        redirect_targets: vec!["https://desk.fjord.example/cb".to_owned()],
    }
}

fn item(title: &str, detail: Option<&str>) -> ScopeItem {
    ScopeItem { title: title.to_owned(), detail: detail.map(str::to_owned) }
}

fn person() -> Person {
    Person {
        id: "dk3gi6kg1chx".to_owned(),
        name: "Ingrid Fjord".to_owned(),
        detail: Some("ingrid@northwind.example".to_owned()),
    }
}

fn consent() -> ConsentPage {
    ConsentPage {
        brand: Brand { primary_color: "#b4321f".parse().ok(), ..Brand::named("Fjord Reports") },
        action: "/consent".to_owned(),
        xsrf: "9b07e1".to_owned(),
        user: person(),
        banner: None,
        scope_groups: vec![
            ScopeGroup {
                title: "Your account".to_owned(),
                items: vec![
                    item("See your name and picture", None),
                    item("See which organizations you are in", None),
                ],
            },
            ScopeGroup {
                title: "Orders".to_owned(),
                items: vec![
                    item("Read orders", Some("order:read")),
                    item("Refund orders", Some("order:refund")),
                ],
            },
        ],
        organizations: vec![
            OrganizationChoice {
                id: "uyzkx4ar5ls6".to_owned(),
                name: "Northwind".to_owned(),
                permissions: vec!["Refund orders".to_owned()],
                checked: true,
            },
            OrganizationChoice {
                id: "zv3jzh1frabj".to_owned(),
                name: "Southbank".to_owned(),
                permissions: vec![],
                checked: false,
            },
        ],
        redirect_host: "reports.fjord.example".to_owned(),
        terms: Terms::default(),
        redirect_targets: vec!["https://reports.fjord.example/cb".to_owned()],
    }
}

fn sign_out() -> SignOutPage {
    SignOutPage {
        brand: brand(),
        action: "/signed-out".to_owned(),
        xsrf: "9b07e1".to_owned(),
        user: Some(person()),
        redirect_targets: vec![],
    }
}

async fn signed_out() -> SignedOutPage {
    SignedOutPage { brand: brand(), link: None }
}

fn auto_submit() -> AutoSubmitPage {
    AutoSubmitPage {
        action: "/signed-out".to_owned(),
        fields: vec![HiddenField::new("code", "Gw4FF"), HiddenField::new("state", "Zx81")],
        status: StatusCode::OK,
        redirect_targets: vec![],
    }
}

fn error() -> ErrorPage {
    ErrorPage {
        brand: guildhall(),
        status: StatusCode::BAD_REQUEST,
        heading: "This sign-in link is not valid".to_owned(),
        explanation: "The application asked to return to an address that is not registered for it. Tell whoever runs the application."
            .to_owned(),
        code: Some("oidc.invalid_redirect_uri".to_owned()),
        detail: Some("redirect_uri did not match any of the client's registered redirect_uris".to_owned()),
        link: None,
    }
}

fn users() -> Vec<DemoUser> {
    let user = |username: &str, role: &str, ability: &str| DemoUser {
        username: username.to_owned(),
        password: format!("{username}-Lamp-77"),
        organization_role: role.to_owned(),
        ability: ability.to_owned(),
    };
    vec![
        user("ada", "admin", "Create organizations, manage members"),
        user("ben", "member", "See members, but not create organizations"),
    ]
}

fn endpoint(name: &str, path: &str, purpose: &str) -> Endpoint {
    Endpoint { name: name.to_owned(), url: format!("{ORIGIN}{path}"), purpose: purpose.to_owned() }
}

fn dev_home() -> DevHomePage {
    let example = |title: &str, explanation: &str, command: &str| CommandExample {
        title: title.to_owned(),
        explanation: explanation.to_owned(),
        command: command.to_owned(),
    };
    DevHomePage {
        version: "0.1.0".to_owned(),
        endpoints: vec![
            endpoint("Issuer", "/oidc", "Signs users in (OpenID Connect)."),
            endpoint("Management API", "/api", "For back ends, with a machine token."),
            endpoint("Gateway", "/org", "For organizations' own administrators, with their own token."),
        ],
        demo_url: "/demo".to_owned(),
        examples: vec![
            example(
                "Get a machine token",
                "A machine-to-machine application signs in with its secret.",
                "TOKEN=$(curl -s http://127.0.0.1:3999/oidc/token \\\n  -u m2m-demo:secret \\\n  -d grant_type=client_credentials \\\n  -d resource=https://default.logto.app/api \\\n  -d scope=all | sed 's/.*\"access_token\":\"\\([^\"]*\\)\".*/\\1/')",
            ),
            example(
                "List organizations",
                "The Management API answers to that token only.",
                "curl -s http://127.0.0.1:3999/api/organizations \\\n  -H \"Authorization: Bearer $TOKEN\"",
            ),
        ],
        users: users(),
        organization_name: "Northwind".to_owned(),
        organization_id: "uyzkx4ar5ls6".to_owned(),
    }
}

fn demo() -> DemoPage {
    DemoPage {
        endpoint: ORIGIN.to_owned(),
        gateway: format!("{ORIGIN}/org"),
        client_id: "guildhall-demo".to_owned(),
        redirect_uri: format!("{ORIGIN}/demo"),
        post_logout_redirect_uri: format!("{ORIGIN}/demo"),
        users: users(),
    }
}
