use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use http_body_util::BodyExt;

use super::*;
use crate::captcha::{Captcha, CaptchaProvider};
use crate::components::{Agreement, Banner, FieldState, IdentifierKinds, Link, Person, Terms};
use crate::{Brand, Page, Template, Words};

/// Ends attributes and elements of every kind, were it not escaped.
const HOSTILE: &str =
    "\"'><script>alert(1)</script><img src=x onerror=alert(2)> & </textarea></style>{{7*7}}";

/// Every page with `text` in each of its fields.
fn pages_with(text: &str) -> Vec<(&'static str, String)> {
    let mut pages = portal::tests::pages_with(text);
    pages.extend(other_pages_with(text));
    pages.extend(steps(text).into_iter().map(|(name, step)| (name, step_page(text, step).render().unwrap())));
    pages
}

fn other_pages_with(text: &str) -> Vec<(&'static str, String)> {
    vec![
        ("sign in", sign_in(text).render().unwrap()),
        ("register", register(text).render().unwrap()),
        ("social link", social_link(text).render().unwrap()),
        ("single sign-on", single_sign_on(text, 1).render().unwrap()),
        ("single sign-on of several", single_sign_on(text, 2).render().unwrap()),
        ("consent", consent(text).render().unwrap()),
        ("select account", select_account(text).render().unwrap()),
        ("select organization", select_organization(text).render().unwrap()),
        ("organization closed", organization_closed(text).render().unwrap()),
        ("device", device(text).render().unwrap()),
        ("device confirmation", device_confirmation(text).render().unwrap()),
        ("device success", DeviceSuccessPage { brand: brand(text), words: words() }.render().unwrap()),
        ("sign out", sign_out(text).render().unwrap()),
        ("signed out", SignedOutPage { brand: brand(text), words: words() }.render().unwrap()),
        ("auto submit", auto_submit(text).render().unwrap()),
        ("error", error(text).render().unwrap()),
        (
            "unknown session",
            UnknownSessionPage { brand: brand(text), words: words(), link: Some(link(text)) }
                .render()
                .unwrap(),
        ),
        (
            "not found",
            NotFoundPage { brand: brand(text), words: words(), link: Some(link(text)) }.render().unwrap(),
        ),
        ("development home", dev_home(text).render().unwrap()),
        ("demonstration", demo(text).render().unwrap()),
        ("mailbox", mailbox(text).render().unwrap()),
        ("gallery", GalleryPage.render().unwrap()),
        ("reference home", ReferenceHomePage { index: reference(text) }.render().unwrap()),
        ("reference", ReferencePage { index: reference(text), shown: 0 }.render().unwrap()),
    ]
}

fn words() -> Words {
    Words::default()
}

fn brand(text: &str) -> Brand {
    Brand {
        application_name: text.to_owned(),
        logo_url: Some(format!("https://cdn.example/{text}")),
        dark_logo_url: Some(format!("https://dark.example/{text}")),
        primary_color: "#5d34f2".parse().ok(),
        dark_primary_color: None,
        is_dark_enabled: true,
        favicon_url: Some(format!("https://icons.example/{text}")),
        dark_favicon_url: Some(format!("https://dark-icons.example/{text}")),
        own_stylesheet_url: Some(text.to_owned()),
        notice: Some(text.to_owned()),
        preview: None,
    }
}

fn captcha(text: &str, provider: CaptchaProvider) -> Captcha {
    Captcha { provider, site_key: text.to_owned(), action: "sign_in", error: Some(text.to_owned()) }
}

fn recaptcha(text: &str) -> CaptchaProvider {
    CaptchaProvider::Recaptcha { domain: text.to_owned(), is_checkbox: false }
}

fn link(text: &str) -> Link {
    Link { href: text.to_owned(), label: text.to_owned() }
}

fn field(text: &str) -> FieldState {
    FieldState { value: text.to_owned(), error: Some(text.to_owned()) }
}

fn terms(text: &str) -> Terms {
    Terms {
        terms_of_use_url: Some(text.to_owned()),
        privacy_policy_url: Some(text.to_owned()),
        help_url: Some(text.to_owned()),
    }
}

fn person(text: &str) -> Person {
    Person { id: text.to_owned(), name: text.to_owned(), detail: Some(text.to_owned()) }
}

fn select_account(text: &str) -> SelectAccountPage {
    SelectAccountPage {
        brand: brand(text),
        words: words(),
        action: text.to_owned(),
        xsrf: text.to_owned(),
        user: person(text),
        banner: Some(Banner::danger(text)),
        redirect_targets: vec!["https://desk.fjord.example/cb".to_owned()],
    }
}

fn select_organization(text: &str) -> SelectOrganizationPage {
    SelectOrganizationPage {
        brand: brand(text),
        words: words(),
        action: text.to_owned(),
        xsrf: text.to_owned(),
        user: person(text),
        banner: Some(Banner::danger(text)),
        organizations: vec![SelectableOrganization { id: text.to_owned(), name: text.to_owned() }],
        is_searchable: true,
        search: text.to_owned(),
        search_path: text.to_owned(),
        search_fields: vec![HiddenField::new(text, text)],
        previous_url: Some(text.to_owned()),
        next_url: Some(text.to_owned()),
        redirect_targets: vec!["https://desk.fjord.example/cb".to_owned()],
    }
}

fn organization_closed(text: &str) -> OrganizationClosedPage {
    OrganizationClosedPage {
        brand: brand(text),
        words: words(),
        action: text.to_owned(),
        xsrf: text.to_owned(),
        user: person(text),
        heading: text.to_owned(),
        explanation: text.to_owned(),
        redirect_targets: vec!["https://desk.fjord.example/cb".to_owned()],
    }
}

fn device(text: &str) -> DevicePage {
    DevicePage {
        brand: brand(text),
        words: words(),
        action: text.to_owned(),
        xsrf: text.to_owned(),
        code: field(text),
        banner: Some(Banner::danger(text)),
    }
}

fn device_confirmation(text: &str) -> DeviceConfirmPage {
    DeviceConfirmPage {
        brand: brand(text),
        words: words(),
        action: text.to_owned(),
        xsrf: text.to_owned(),
        code: text.to_owned(),
        redirect_targets: vec!["https://desk.fjord.example/cb".to_owned()],
    }
}

fn sign_in(text: &str) -> SignInPage {
    SignInPage {
        brand: brand(text),
        words: words(),
        action: text.to_owned(),
        xsrf: text.to_owned(),
        kinds: IdentifierKinds { username: true, ..IdentifierKinds::default() },
        identifier: field(text),
        asks_password: true,
        password_error: Some(text.to_owned()),
        offers_passkey: true,
        passkey_autofill_url: Some(format!("/{text}")),
        captcha: Some(captcha(text, recaptcha(text))),
        forgot_url: Some(text.to_owned()),
        agreement: Some(Agreement { is_asked: true, is_ticked: false, error: Some(text.to_owned()) }),
        banner: Some(Banner::danger(text)),
        register_url: Some(text.to_owned()),
        social: social_buttons(text),
        terms: terms(text),
        redirect_targets: vec!["https://desk.fjord.example/cb".to_owned()],
    }
}

fn register(text: &str) -> RegisterPage {
    RegisterPage {
        brand: brand(text),
        words: words(),
        action: text.to_owned(),
        xsrf: text.to_owned(),
        kinds: IdentifierKinds { username: true, email: true, phone: true },
        identifier: field(text),
        identifier_hint: text.to_owned(),
        asks_password: true,
        agreement: Some(Agreement::default()),
        captcha: Some(captcha(text, CaptchaProvider::Turnstile)),
        password_error: Some(text.to_owned()),
        password_hint: text.to_owned(),
        banner: Some(Banner::info(text)),
        sign_in_url: Some(text.to_owned()),
        social: social_buttons(text),
        terms: terms(text),
        redirect_targets: vec![],
    }
}

fn social_buttons(text: &str) -> Vec<SocialButton> {
    vec![SocialButton {
        name: text.to_owned(),
        logo: Some(text.to_owned()),
        logo_dark: Some(text.to_owned()),
        href: text.to_owned(),
    }]
}

fn social_link(text: &str) -> SocialLinkPage {
    SocialLinkPage {
        brand: brand(text),
        words: words(),
        action: text.to_owned(),
        xsrf: text.to_owned(),
        provider: text.to_owned(),
        address: text.to_owned(),
        asks_password: true,
        offers_code: true,
        password_error: Some(text.to_owned()),
        banner: Some(Banner::danger(text)),
        offers_registration: true,
        sign_in_url: text.to_owned(),
        terms: terms(text),
        redirect_targets: vec![],
    }
}

fn single_sign_on(text: &str, providers: usize) -> SingleSignOnPage {
    SingleSignOnPage {
        brand: brand(text),
        words: words(),
        address: text.to_owned(),
        providers: social_buttons(text).into_iter().cycle().take(providers).collect(),
        sign_in_url: text.to_owned(),
        terms: terms(text),
    }
}

#[test]
fn who_signs_in_elsewhere_is_sent_no_code() {
    let kinds = IdentifierKinds { email: true, ..IdentifierKinds::default() };
    let asked = |purpose| {
        let field = FieldState::default();
        step_page("text", Step::Identifier { purpose, kinds, field }).render().unwrap()
    };
    assert!(!asked(IdentifierPurpose::SingleSignOn).contains("Send a code"));
    assert!(asked(IdentifierPurpose::ForgottenPassword).contains("Send a code"));
}

#[test]
fn a_page_without_a_choice_goes_on_by_itself() {
    let one = single_sign_on("/direct/sso/c?app_id=a&b=c", 1).render().unwrap();
    assert!(
        one.contains(r#"<meta http-equiv="refresh" content="0; url=/direct/sso/c?app_id=a&#38;b=c">"#),
        "{one}"
    );
    assert!(!single_sign_on("/direct/sso/c", 2).render().unwrap().contains("http-equiv=\"refresh\""));
}

fn step_page(text: &str, step: Step) -> StepPage {
    StepPage {
        brand: brand(text),
        words: words(),
        action: text.to_owned(),
        xsrf: text.to_owned(),
        banner: Some(Banner::danger(text)),
        who: Some(Who { identifier: text.to_owned(), change_url: Some(text.to_owned()) }),
        step,
        agreement: Some(Agreement { is_asked: true, is_ticked: true, error: Some(text.to_owned()) }),
        captcha: Some(captcha(text, CaptchaProvider::Turnstile)),
        trust: Some(TrustOffer { days: 30, is_ticked: true }),
        alternatives: vec![
            Alternative { label: text.to_owned(), way: Way::Link(text.to_owned()) },
            Alternative { label: text.to_owned(), way: Way::Post { value: "again", wait_seconds: 45 } },
        ],
        terms: terms(text),
        redirect_targets: vec![],
    }
}

/// Every step with `text` in each of its fields.
fn steps(text: &str) -> Vec<(&'static str, Step)> {
    let text = || text.to_owned();
    let error = || Some(text());
    let all = IdentifierKinds { username: true, email: true, phone: true };
    let identifier = |purpose, kinds| Step::Identifier {
        purpose,
        kinds,
        field: FieldState { value: text(), error: error() },
    };
    let factors = [Factor::WebAuthn, Factor::Totp, Factor::Phone, Factor::Email, Factor::BackupCode];
    let option = |factor| FactorOption { factor, address: Some(text()) };
    let input = |n: usize, kind| ProfileInput {
        name: format!("{}{n}", text()),
        label: text(),
        hint: text(),
        kind,
        is_required: n > 0,
        autocomplete: "off",
        field: FieldState { value: text(), error: error() },
    };
    let kinds = [
        ProfileInputKind::Line("text"),
        ProfileInputKind::Checkbox,
        ProfileInputKind::Select(vec![(text(), text())]),
    ];
    let code = |channel, is_certain| Step::Code {
        channel,
        address: text(),
        is_certain,
        minutes: 10,
        error: error(),
    };
    vec![
        ("password", Step::Password { identifier: text(), error: error(), forgot_url: Some(text()) }),
        ("e-mail code", code(Channel::Email, true)),
        ("text message code", code(Channel::Phone, false)),
        ("no account", Step::Offer { offer: Offer::Register, address: text() }),
        ("no account, by a link", Step::Offer { offer: Offer::RegisterUncoded, address: text() }),
        ("account exists", Step::Offer { offer: Offer::SignIn, address: text() }),
        ("forgotten password", identifier(IdentifierPurpose::ForgottenPassword, all)),
        ("single sign-on", identifier(IdentifierPurpose::SingleSignOn, all)),
        (
            "missing identifier",
            identifier(
                IdentifierPurpose::Account,
                IdentifierKinds { username: true, ..IdentifierKinds::default() },
            ),
        ),
        (
            "new password",
            Step::NewPassword { is_reset: false, identifier: Some(text()), hint: text(), error: error() },
        ),
        (
            "reset password",
            Step::NewPassword { is_reset: true, identifier: None, hint: text(), error: error() },
        ),
        ("profile", Step::Profile(kinds.into_iter().enumerate().map(|(n, kind)| input(n, kind)).collect())),
        ("factors", Step::Factors { purpose: FactorsPurpose::Verify, options: factors.map(option).into() }),
        ("authenticator code", Step::Totp { error: error() }),
        ("backup code", Step::BackupCode { error: error() }),
        ("passkey", Step::Passkey { is_new: false, options: text() }),
        ("new passkey", Step::Passkey { is_new: true, options: text() }),
        ("new authenticator", Step::SetUpTotp { picture: text(), secret: text(), error: error() }),
        ("new backup codes", Step::SetUpBackupCodes(vec![text()])),
        ("agreement", Step::Agreement),
        ("agreement", Step::Agreement),
        ("link", Step::Link { address: text() }),
    ]
}

fn consent(text: &str) -> ConsentPage {
    ConsentPage {
        brand: brand(text),
        words: words(),
        action: text.to_owned(),
        xsrf: text.to_owned(),
        user: person(text),
        banner: Some(Banner::danger(text)),
        scope_groups: vec![ScopeGroup {
            title: text.to_owned(),
            items: vec![ScopeItem { title: text.to_owned(), detail: Some(text.to_owned()) }],
        }],
        organizations: vec![OrganizationChoice {
            id: text.to_owned(),
            name: text.to_owned(),
            permissions: vec![text.to_owned(), text.to_owned()],
            checked: true,
        }],
        redirect_host: Some(text.to_owned()),
        terms: terms(text),
        redirect_targets: vec!["io.fjord.desk://callback".to_owned()],
    }
}

fn sign_out(text: &str) -> SignOutPage {
    SignOutPage {
        brand: brand(text),
        words: words(),
        action: text.to_owned(),
        xsrf: text.to_owned(),
        user: Some(person(text)),
        redirect_targets: vec![],
    }
}

fn auto_submit(text: &str) -> AutoSubmitPage {
    AutoSubmitPage {
        words: words(),
        action: text.to_owned(),
        fields: vec![HiddenField::new(text, text)],
        status: StatusCode::OK,
        redirect_targets: vec![],
    }
}

fn error(text: &str) -> ErrorPage {
    ErrorPage {
        brand: brand(text),
        words: words(),
        status: StatusCode::BAD_REQUEST,
        heading: text.to_owned(),
        explanation: text.to_owned(),
        code: Some(text.to_owned()),
        detail: Some(text.to_owned()),
        link: Some(link(text)),
    }
}

fn users(text: &str) -> Vec<DemoUser> {
    vec![DemoUser {
        username: text.to_owned(),
        password: text.to_owned(),
        organization_role: text.to_owned(),
        ability: text.to_owned(),
    }]
}

fn dev_home(text: &str) -> DevHomePage {
    DevHomePage {
        version: text.to_owned(),
        endpoints: vec![Endpoint { name: text.to_owned(), url: text.to_owned(), purpose: text.to_owned() }],
        demo_url: text.to_owned(),
        examples: vec![CommandExample {
            title: text.to_owned(),
            explanation: text.to_owned(),
            command: text.to_owned(),
        }],
        users: users(text),
        organization_name: text.to_owned(),
        organization_id: text.to_owned(),
    }
}

fn demo(text: &str) -> DemoPage {
    DemoPage {
        endpoint: text.to_owned(),
        gateway: text.to_owned(),
        client_id: text.to_owned(),
        redirect_uri: text.to_owned(),
        post_logout_redirect_uri: text.to_owned(),
        users: users(text),
    }
}

fn reference(text: &str) -> std::sync::Arc<ReferenceIndex> {
    let row = |members: Vec<SchemaRow>| SchemaRow {
        name: text.to_owned(),
        kind: text.to_owned(),
        is_required: true,
        description: text.to_owned(),
        facts: vec![text.to_owned()],
        members,
    };
    let rows = || vec![row(vec![row(Vec::new())])];
    let answer = |rows: Vec<SchemaRow>| ReferenceAnswer {
        status: text.to_owned(),
        kind: text.to_owned(),
        rows,
        example: Some(text.to_owned()),
    };
    let operation = ReferenceOperation {
        anchor: text.to_owned(),
        summary: text.to_owned(),
        method: text.to_owned(),
        path: text.to_owned(),
        authorization: ReferenceAuthorization::Scope(text.to_owned()),
        path_parameters: rows(),
        query_parameters: rows(),
        takes_body: true,
        body: rows(),
        answers: vec![answer(rows()), answer(Vec::new())],
        refusals: vec![(text.to_owned(), text.to_owned())],
        command: text.to_owned(),
    };
    let group = ReferenceGroup { name: text.to_owned(), slug: text.to_owned(), operations: vec![operation] };
    std::sync::Arc::new(ReferenceIndex {
        version: text.to_owned(),
        endpoint: text.to_owned(),
        token_command: text.to_owned(),
        groups: vec![group],
    })
}

fn mailbox(text: &str) -> MailboxPage {
    let entry = |subject: Option<String>| MailboxEntry {
        kind: text.to_owned(),
        template_type: text.to_owned(),
        recipient: text.to_owned(),
        subject,
        content: text.to_owned(),
        content_type: text.to_owned(),
        created_at: text.to_owned(),
    };
    MailboxPage { messages: vec![entry(Some(text.to_owned())), entry(None)] }
}

#[test]
fn an_empty_mailbox_says_how_messages_get_there() {
    let html = MailboxPage { messages: Vec::new() }.render().unwrap();
    assert!(html.contains("No messages yet") && html.contains("guildhall-mailbox-email"), "{html}");
}

/// One start tag: its name and attributes. Enough of a parser for what the templates write.
struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

fn tags(html: &str) -> Vec<Tag> {
    let mut rest = html;
    let mut found = Vec::new();
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        if !rest.starts_with(|first: char| first.is_ascii_alphabetic()) {
            continue;
        }
        let end = rest.find([' ', '>', '\n', '/']).unwrap();
        let name = rest[..end].to_ascii_lowercase();
        rest = &rest[end..];
        let mut attributes = Vec::new();
        loop {
            rest = rest.trim_start_matches([' ', '\n', '/']);
            if rest.starts_with('>') {
                break;
            }
            let end = rest.find(['=', ' ', '>', '\n']).unwrap();
            let key = rest[..end].to_ascii_lowercase();
            rest = &rest[end..];
            let mut value = "";
            if let Some(quoted) = rest.strip_prefix("=\"") {
                (value, rest) = quoted.split_once('"').unwrap();
            }
            assert!(!rest.starts_with('='), "unquoted attribute {key} of {name}");
            attributes.push((key, value.to_owned()));
        }
        found.push(Tag { name, attributes });
    }
    found
}

async fn body(response: Response) -> String {
    String::from_utf8(response.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap()
}

#[test]
fn in_the_dark_scheme_a_brand_shows_its_logo_for_dark_ground() {
    let dark = "<source srcset=\"https://dark.example/logo\" media=\"(prefers-color-scheme: dark)\">";
    for (name, html) in [pages_with("logo"), portal::tests::pages_with("logo")].concat() {
        let shows_logo = html.contains("src=\"https://cdn.example/logo\"");
        assert_eq!(html.contains(dark), shows_logo, "{name}");
    }
    let page = SignedOutPage { brand: brand("logo"), words: words() };
    let response = page.into_response();
    let policy = response.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
    assert!(policy.contains("https://cdn.example") && policy.contains("https://dark.example"), "{policy}");
}

#[test]
fn hostile_text_stays_text_on_every_page() {
    for (name, html) in pages_with(HOSTILE) {
        assert!(!html.contains("alert(1)</script>"), "{name} contains a script");
        assert!(!html.contains("<img src=x"), "{name} contains an image");
        for tag in tags(&html) {
            for (key, value) in &tag.attributes {
                assert!(!value.contains('<'), "{name}: {key} of {} holds markup", tag.name);
            }
        }
        assert!(
            name == "gallery" || html.contains("&#60;script&#62;alert(1)"),
            "{name} does not show the text"
        );
    }
}

#[test]
fn pages_contain_no_inline_script_style_or_handler() {
    for (name, html) in pages_with("text") {
        for tag in tags(&html) {
            assert_ne!(tag.name, "style", "{name}");
            assert!(tag.name != "script" || tag.get("src").is_some(), "{name}");
            for (key, value) in &tag.attributes {
                assert!(!key.starts_with("on") && key != "style", "{name}: {key} on {}", tag.name);
                assert!(!value.starts_with("javascript:"), "{name}: {key}");
            }
        }
    }
}

#[test]
fn hostile_text_adds_no_attribute_that_harmless_text_has_not() {
    let count = |html: &str| {
        tags(html).iter().map(|tag| (tag.name.clone(), tag.attributes.len())).collect::<Vec<_>>()
    };
    for ((name, hostile), (_, harmless)) in pages_with(HOSTILE).into_iter().zip(pages_with("text")) {
        assert_eq!(count(&hostile), count(&harmless), "{name}");
    }
}

#[test]
fn every_control_has_a_name_for_people_who_cannot_see_it() {
    for (name, html) in pages_with("text") {
        let tags = tags(&html);
        let labelled: Vec<&str> =
            tags.iter().filter(|tag| tag.name == "label").filter_map(|tag| tag.get("for")).collect();
        for control in tags.iter().filter(|tag| matches!(tag.name.as_str(), "input" | "select" | "textarea"))
        {
            if control.get("type") == Some("hidden") || control.get("aria-label").is_some() {
                continue;
            }
            let id = control.get("id").unwrap_or_else(|| panic!("{name}: a control without id"));
            assert!(labelled.contains(&id), "{name}: {id} has no label");
        }
        for target in labelled {
            assert!(
                tags.iter().any(|tag| tag.get("id") == Some(target)),
                "{name}: a label points to nothing: {target}"
            );
        }
    }
}

#[test]
fn ids_are_unique_and_references_to_them_resolve() {
    for (name, html) in pages_with("text") {
        let tags = tags(&html);
        let mut ids: Vec<&str> = tags.iter().filter_map(|tag| tag.get("id")).collect();
        let references: Vec<&str> = tags
            .iter()
            .flat_map(|tag| {
                ["aria-describedby", "aria-labelledby", "aria-controls", "form", "popovertarget"]
                    .map(|key| tag.get(key))
            })
            .flatten()
            .flat_map(str::split_whitespace)
            .collect();
        for reference in references {
            assert!(ids.contains(&reference), "{name}: nothing has the id {reference}");
        }
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all, "{name}: an id is used twice");
    }
}

#[test]
fn every_form_that_posts_carries_the_token_against_forgery() {
    let mut seen = 0;
    for (name, html) in pages_with("text").into_iter().filter(|(name, _)| *name != "auto submit") {
        let posts = html.matches("method=\"post\"").count();
        seen += posts;
        let tokens = tags(&html).iter().filter(|tag| tag.get("name") == Some("xsrf")).count();
        assert_eq!(posts, tokens, "{name}");
    }
    assert!(seen > 10, "{seen}");
}

#[test]
fn a_password_is_never_printed_back() {
    let mut asking = 0;
    for (name, html) in pages_with("text") {
        let tags = tags(&html);
        for password in tags.iter().filter(|tag| tag.get("type") == Some("password")) {
            asking += 1;
            assert_eq!(password.get("value"), None, "{name}");
        }
    }
    assert!(asking > 3, "{asking}");
}

#[test]
fn a_refused_sign_in_keeps_the_username_and_moves_the_focus_to_the_password() {
    let page = SignInPage {
        identifier: FieldState { value: "ingrid".to_owned(), error: None },
        password_error: None,
        ..sign_in("text")
    };
    let tags = tags(&page.render().unwrap());
    let control = |id: &str| tags.iter().find(|tag| tag.get("id") == Some(id)).unwrap();
    assert_eq!(control("identifier").get("value"), Some("ingrid"));
    assert_eq!(control("identifier").get("aria-invalid"), None);
    assert_eq!(control("identifier").get("autofocus"), None);
    assert_eq!(control("password").get("autofocus"), Some(""));
    assert_eq!(control("password").get("autocomplete"), Some("current-password"));
}

#[test]
fn the_sign_out_form_is_the_one_of_the_wire_contract() {
    let html = sign_out("http://id.fjord.example:3001/oidc/session/end/confirm").render().unwrap();
    assert!(html.contains("<title>Sign Out</title>"));
    let tags = tags(&html);
    let form = tags.iter().find(|tag| tag.name == "form" && tag.get("id") == Some("op.logoutForm")).unwrap();
    assert_eq!(form.get("method"), Some("post"));
    assert_eq!(form.get("action"), Some("http://id.fjord.example:3001/oidc/session/end/confirm"));
    assert!(form.get("data-auto-submit").is_some());
    let logout = tags.iter().find(|tag| tag.get("name") == Some("logout")).unwrap();
    assert_eq!(
        (logout.get("type"), logout.get("form"), logout.get("value")),
        (Some("hidden"), Some("op.logoutForm"), Some("yes"))
    );
}

#[test]
fn the_signed_out_page_says_what_the_wire_contract_says() {
    let html = SignedOutPage { brand: Brand::named("Guildhall"), words: words() }.render().unwrap();
    assert!(html.contains("<title>Sign Out</title>"));
    assert!(html.contains("You have successfully signed out."));
}

#[tokio::test]
async fn a_page_is_answered_with_all_its_headers() {
    let response = SignInPage { captcha: None, ..sign_in("text") }.into_response();
    assert_eq!(response.status(), StatusCode::OK);
    let headers = response.headers();
    assert_eq!(headers.len(), 5);
    assert_eq!(headers[header::CONTENT_TYPE], "text/html; charset=utf-8");
    assert_eq!(headers[header::CACHE_CONTROL], "no-store");
    assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
    assert_eq!(headers[header::REFERRER_POLICY], "strict-origin-when-cross-origin");
    assert_eq!(
        headers[header::CONTENT_SECURITY_POLICY],
        "default-src 'none'; base-uri 'none'; connect-src 'self'; form-action 'self' https:; frame-ancestors 'none'; \
         img-src 'self' data: https://cdn.example https://dark-icons.example https://dark.example https://icons.example; \
         script-src 'self'; style-src 'self'; require-trusted-types-for 'script'"
    );
    assert!(body(response).await.starts_with("<!doctype html>"));
}

#[test]
fn a_page_with_a_widget_loads_its_script_and_ours_and_keeps_a_field_for_the_answer() {
    let html = sign_in("text").render().unwrap();
    let scripts: Vec<_> = tags(&html)
        .into_iter()
        .filter(|tag| tag.name == "script")
        .filter_map(|tag| Some(tag.get("src")?.to_owned()))
        .collect();
    assert_eq!(
        scripts,
        [
            crate::assets::script_url(),
            "https://text/recaptcha/enterprise.js?render=text&#38;hl=en",
            crate::assets::captcha_script_url(),
            // After the others, so that what they hold back is not taken for sent.
            crate::assets::passkey_autofill_script_url(),
        ]
    );
    assert!(html.contains(r#"<input type="hidden" name="captcha" value="">"#));
    let without = SignInPage { captcha: None, ..sign_in("text") }.render().unwrap();
    assert!(!without.contains("captcha"), "{without}");
}

#[test]
fn pages_without_a_dark_scheme_say_so() {
    let brand = Brand { is_dark_enabled: false, ..brand("text") };
    let html = SignInPage { brand, ..sign_in("text") }.render().unwrap();
    assert!(html.contains(r#"<meta name="color-scheme" content="light">"#));
    assert!(html.contains(crate::assets::light_stylesheet_url()) && !html.contains("https://dark.example/"));
}

#[tokio::test]
async fn a_form_shown_again_takes_the_status_of_its_refusal() {
    let response = register("text").with_status(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(body(response).await.contains("aria-invalid=\"true\""));
}

#[tokio::test]
async fn notices_are_answered_with_their_own_status() {
    assert_eq!(error("text").into_response().status(), StatusCode::BAD_REQUEST);
    assert_eq!(
        NotFoundPage { brand: brand("text"), words: words(), link: None }.into_response().status(),
        StatusCode::NOT_FOUND
    );
    let page =
        AutoSubmitPage { status: StatusCode::BAD_REQUEST, ..auto_submit("https://desk.fjord.example/cb") };
    let response = page.into_response();
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    let html = body(response).await;
    assert!(html.contains("<title>Submitting Callback</title>"));
    assert!(html.contains("<form class=\"auto-submit\" method=\"post\" action=\"https://desk.fjord.example/cb\" data-auto-submit>"), "{html}");
}

#[test]
fn a_self_submitting_form_may_end_at_its_target() {
    let policy = |target: &str| auto_submit(target).content_security_policy().header_value();
    assert!(policy("https://desk.fjord.example/cb").to_str().unwrap().contains("form-action 'self' https:;"));
    assert!(
        policy("io.fjord.desk://callback").to_str().unwrap().contains("form-action 'self' io.fjord.desk:;")
    );
    assert!(policy("/oidc/session/end/confirm").to_str().unwrap().contains("form-action 'self';"));
}

#[test]
fn the_demonstration_may_call_its_server_and_its_gateway() {
    let page = DemoPage { gateway: "http://127.0.0.1:3003".to_owned(), ..demo("http://127.0.0.1:3001") };
    let policy = page.content_security_policy().header_value();
    assert!(
        policy.to_str().unwrap().contains("connect-src 'self' http://127.0.0.1:3001 http://127.0.0.1:3003;")
    );
}
