//! Serves every page with example data on loopback, to look at them while changing a template or the stylesheet:
//! `cargo run -p ui --example gallery`, then open <http://127.0.0.1:3999/>.

use std::io::Write as _;

use axum::Router;
use axum::response::IntoResponse;
use axum::routing::get;
use http::StatusCode;
use ui::captcha::{Captcha, CaptchaProvider};
use ui::components::{Agreement, Banner, FieldState, IdentifierKinds, Link, Person, Terms};
use ui::pages::{
    AutoSubmitPage, CommandExample, ConsentPage, DemoPage, DemoUser, DevHomePage, Endpoint, ErrorPage,
    GalleryPage, HiddenField, NotFoundPage, OrganizationChoice, RegisterPage, ScopeGroup, ScopeItem,
    SignInPage, SignOutPage, SignedOutPage, UnknownSessionPage,
};
use ui::{Brand, Page as _, Words};

#[path = "gallery/steps.rs"]
mod steps;
use steps::STEPS;

const ORIGIN: &str = "http://127.0.0.1:3999";

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:3999").await?;
    writeln!(std::io::stdout(), "{ORIGIN}/")?;
    axum::serve(listener, sign_in_family().merge(own_pages()).merge(ui::assets::router())).await
}

/// The language that `?lang=` names.
#[derive(Clone)]
struct Language(Words);

impl<S: Send + Sync> axum::extract::FromRequestParts<S> for Language {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut http::request::Parts, _: &S) -> Result<Self, Self::Rejection> {
        let query = parts.uri.query().unwrap_or_default();
        let tags = query.split('&').filter_map(|pair| pair.strip_prefix("lang="));
        Ok(Self(Words::choose(tags, Vec::new())))
    }
}

fn sign_in_family() -> Router {
    let router = Router::new()
        .route("/sign-in", get(|Language(words)| async { sign_in(words, FieldState::default(), None) }))
        .route("/sign-in/identifier", get(|Language(words)| async { identifier_first(words) }))
        .route(
            "/sign-in/captcha",
            get(|Language(words)| async { with_captcha(words, CaptchaProvider::Turnstile, None) }),
        )
        .route(
            "/sign-in/captcha-refused",
            get(|Language(words): Language| async {
                let error = words.say("captcha-failed");
                with_captcha(words, CaptchaProvider::Turnstile, Some(error))
            }),
        )
        .route(
            "/sign-in/captcha-box",
            get(|Language(words)| async { with_captcha(words, recaptcha(true), None) }),
        )
        .route(
            "/sign-in/captcha-unseen",
            get(|Language(words)| async { with_captcha(words, recaptcha(false), None) }),
        )
        .route("/sign-in/branded", get(|Language(words)| async { branded_sign_in(words) }))
        .route(
            "/sign-in/refused",
            get(|Language(words): Language| async {
                let typed = FieldState { value: "ingrid".to_owned(), error: None };
                let banner = Banner::danger(words.say("error-credentials-username"));
                sign_in(words, typed, Some(banner)).with_status(StatusCode::UNPROCESSABLE_ENTITY)
            }),
        )
        .route("/register", get(|Language(words)| async { register(words, FieldState::default(), None) }))
        .route(
            "/register/refused",
            get(|Language(words): Language| async {
                let typed = FieldState {
                    value: "ingrid anna".to_owned(),
                    error: Some(words.say("error-username-form")),
                };
                let error = words.count("password-too-short", "min", 8);
                register(words, typed, Some(error))
            }),
        )
        .route("/consent", get(|Language(words)| async { consent(words) }))
        .route("/sign-out", get(|Language(words)| async { sign_out(words) }))
        .route("/signed-out", get(signed_out).post(signed_out))
        .route("/auto-submit", get(|Language(words)| async { auto_submit(words) }))
        .route("/error", get(|Language(words)| async { error(words) }))
        .route(
            "/unknown-session",
            get(|Language(words)| async { UnknownSessionPage { brand: guildhall(), words, link: None } }),
        )
        .route(
            "/not-found",
            get(|Language(words)| async { NotFoundPage { brand: guildhall(), words, link: Some(home()) } }),
        );
    STEPS.iter().fold(router, |router, name| {
        router.route(&format!("/step/{name}"), get(|Language(words)| async { steps::page(words, name) }))
    })
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
        help_url: Some("mailto:help@desk.fjord.example".to_owned()),
    }
}

fn sign_in(words: Words, identifier: FieldState, banner: Option<Banner>) -> SignInPage {
    SignInPage {
        brand: brand(),
        words,
        kinds: IdentifierKinds { username: true, ..IdentifierKinds::default() },
        asks_password: true,
        offers_passkey: false,
        passkey_autofill_url: None,
        forgot_url: Some("/step/forgotten".to_owned()),
        agreement: None,
        captcha: None,
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

fn recaptcha(is_checkbox: bool) -> CaptchaProvider {
    CaptchaProvider::Recaptcha { domain: "www.google.com".to_owned(), is_checkbox }
}

fn with_captcha(words: Words, provider: CaptchaProvider, error: Option<String>) -> SignInPage {
    let captcha = Captcha { provider, site_key: "0x4AAA".to_owned(), action: "sign_in", error };
    SignInPage { captcha: Some(captcha), ..sign_in(words, FieldState::default(), None) }
}

fn identifier_first(words: Words) -> SignInPage {
    SignInPage {
        kinds: IdentifierKinds { username: true, email: true, phone: true },
        asks_password: false,
        ..sign_in(words, FieldState::default(), None)
    }
}

fn branded_sign_in(words: Words) -> impl IntoResponse {
    let brand = Brand {
        primary_color: "#5d34f2".parse().ok(),
        ..Brand::named("Northwind Traders Internal Procurement")
    };
    SignInPage { brand, ..sign_in(words, FieldState::default(), None) }
}

fn register(words: Words, identifier: FieldState, password_error: Option<String>) -> RegisterPage {
    RegisterPage {
        brand: brand(),
        kinds: IdentifierKinds { username: true, ..IdentifierKinds::default() },
        asks_password: true,
        captcha: None,
        agreement: Some(Agreement { is_asked: password_error.is_some(), ..Agreement::default() }),
        action: "/register".to_owned(),
        xsrf: "9b07e1".to_owned(),
        identifier,
        identifier_hint: words.say("username-rule"),
        password_error,
        password_hint: words.count("password-rule-length", "min", 8),
        words,
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

fn consent(words: Words) -> ConsentPage {
    ConsentPage {
        words,
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
        redirect_host: Some("reports.fjord.example".to_owned()),
        terms: Terms::default(),
        redirect_targets: vec!["https://reports.fjord.example/cb".to_owned()],
    }
}

fn sign_out(words: Words) -> SignOutPage {
    SignOutPage {
        words,
        brand: brand(),
        action: "/signed-out".to_owned(),
        xsrf: "9b07e1".to_owned(),
        user: Some(person()),
        redirect_targets: vec![],
    }
}

async fn signed_out(Language(words): Language) -> SignedOutPage {
    SignedOutPage { words, brand: brand() }
}

fn auto_submit(words: Words) -> AutoSubmitPage {
    AutoSubmitPage {
        words,
        action: "/signed-out".to_owned(),
        fields: vec![HiddenField::new("code", "Gw4FF"), HiddenField::new("state", "Zx81")],
        status: StatusCode::OK,
        redirect_targets: vec![],
    }
}

fn error(words: Words) -> ErrorPage {
    ErrorPage {
        words,
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
