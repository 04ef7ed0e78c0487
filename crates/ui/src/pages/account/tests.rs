use askama::Template as _;

use super::*;
use crate::Page;
use crate::components::{FieldState, Link};
use crate::pages::{Channel, ProfileInput, ProfileInputKind, portal::SelectOption};
use crate::words::LANGUAGES;

fn frame(words: Words) -> AccountFrame {
    let section = |label: &str, icon, is_current| AccountSection {
        label: label.to_owned(),
        icon,
        href: format!("/account/{label}"),
        is_current,
    };
    AccountFrame {
        brand: Brand {
            logo_url: Some("https://cdn.fjord.example/l.svg".to_owned()),
            ..Brand::named("Fjord")
        },
        words,
        user: Person { id: "u1".to_owned(), name: "Ingrid <Vik>".to_owned(), detail: None },
        picture: Some("https://pictures.fjord.example/i.png".to_owned()),
        sections: vec![
            section("profile", SectionIcon::Person, true),
            section("security", SectionIcon::Shield, false),
            section("sessions", SectionIcon::Screen, false),
            section("applications", SectionIcon::Apps, false),
            section("tokens", SectionIcon::Key, false),
            section("organizations", SectionIcon::Building, false),
            section("data", SectionIcon::Archive, false),
        ],
        banner: Some(Banner::danger("Wrong & told")),
        sign_out_url: "/account/sign-out".to_owned(),
        other_account_url: "/account/sign-in?again=yes".to_owned(),
    }
}

fn profile(words: &Words) -> AccountProfilePage {
    let input = ProfileInput {
        name: "team".to_owned(),
        label: "Team".to_owned(),
        hint: "Yours".to_owned(),
        kind: ProfileInputKind::Line("text"),
        is_required: true,
        autocomplete: "off",
        field: FieldState { value: "blue".to_owned(), error: Some("Wrong".to_owned()) },
    };
    let contact = |address: &str| ContactRow {
        address: Some(address.to_owned()),
        change_url: Some("/account/email".to_owned()),
        remove_url: Some("/account/email/remove".to_owned()),
    };
    AccountProfilePage {
        frame: frame(words.clone()),
        xsrf: "token".to_owned(),
        picture: Some(PictureForm { megabytes: 8, is_removable: true, error: Some("Too large".to_owned()) }),
        form: Some(ProfileForm {
            name: Some(FieldState::default()),
            username: Some(FieldState::default()),
            fields: vec![input],
        }),
        details: vec![("Nickname".to_owned(), "Ina".to_owned()), ("Website".to_owned(), String::new())],
        email: Some(contact("ingrid@fjord.example")),
        phone: Some(ContactRow { change_url: Some("/account/phone".to_owned()), ..ContactRow::default() }),
        linked: vec![
            LinkedRow { link_url: Some("/account/linked/c".to_owned()), ..LinkedRow::default() },
            LinkedRow {
                logo_url: Some("https://logos.fjord.example/p.svg".to_owned()),
                account: Some("ingrid@elsewhere.example".to_owned()),
                unlink_url: Some("/account/linked/d/unlink".to_owned()),
                ..LinkedRow::default()
            },
            LinkedRow {
                provider: "The fjord company".to_owned(),
                is_enterprise: true,
                account: Some("ingrid@fjord.example".to_owned()),
                ..LinkedRow::default()
            },
        ],
        link_targets: vec!["https://provider.invalid".to_owned()],
        languages: vec![SelectOption {
            value: "de".to_owned(),
            label: "Deutsch".to_owned(),
            is_selected: true,
        }],
    }
}

/// Every page, filled as far as it can be, in these words.
#[expect(clippy::too_many_lines, reason = "one page after the other")]
fn pages(words: &Words) -> Vec<String> {
    let (action, xsrf, back_url) =
        (|| "/account/x".to_owned(), || "token".to_owned(), || "/account".to_owned());
    let verify = |by| AccountVerifyPage {
        frame: frame(words.clone()),
        by,
        action: action(),
        xsrf: xsrf(),
        return_to: "/account".to_owned(),
        alternatives: vec![Link { href: "/account/verify?by=email".to_owned(), label: "Code".to_owned() }],
        back_url: back_url(),
    };
    let contact = |channel, current: Option<&str>| AccountContactPage {
        frame: frame(words.clone()),
        channel,
        current: current.map(str::to_owned),
        action: action(),
        xsrf: xsrf(),
        address: FieldState { value: "x".to_owned(), error: Some("Wrong".to_owned()) },
        back_url: back_url(),
    };
    let code = |channel, wait_seconds| AccountCodePage {
        frame: frame(words.clone()),
        channel,
        address: "ingrid@fjord.example".to_owned(),
        minutes: 10,
        wait_seconds,
        action: action(),
        xsrf: xsrf(),
        error: Some("Wrong".to_owned()),
        back_url: back_url(),
    };
    let security = |has_password| examples::security(frame(words.clone()), has_password);
    let password = AccountPasswordPage {
        frame: frame(words.clone()),
        is_change: true,
        identifier: Some("ingrid".to_owned()),
        hint: "Long".to_owned(),
        error: Some("Short".to_owned()),
        action: action(),
        xsrf: xsrf(),
        back_url: back_url(),
    };
    let confirm = AccountConfirmPage {
        frame: frame(words.clone()),
        heading: "Really?".to_owned(),
        consequences: vec!["Lost".to_owned()],
        action: action(),
        xsrf: xsrf(),
        button: "Remove".to_owned(),
        back_url: back_url(),
    };
    let by_password = VerifyBy::Password { identifier: "ingrid".to_owned(), error: Some("Wrong".to_owned()) };
    [
        profile(words).render(),
        verify(by_password).render(),
        verify(VerifyBy::Email("ingrid@fjord.example".to_owned())).render(),
        verify(VerifyBy::Phone("+4741234567".to_owned())).render(),
        verify(VerifyBy::SignIn { url: "/account/sign-in".to_owned(), is_for_factor: false }).render(),
        verify(VerifyBy::SignIn { url: "/account/sign-in".to_owned(), is_for_factor: true }).render(),
        contact(Channel::Email, Some("a@b.c")).render(),
        contact(Channel::Phone, None).render(),
        code(Channel::Email, 7).render(),
        code(Channel::Phone, 0).render(),
        security(true).render(),
        security(false).render(),
        password.render(),
        confirm.render(),
    ]
    .into_iter()
    .map(|page| page.expect("a page"))
    .chain(examples::pages(|| frame(words.clone())))
    .collect()
}

#[test]
fn pages_are_whole_in_every_language_and_hold_nothing_inline() {
    for language in &LANGUAGES {
        let words = Words::of(language);
        for page in pages(&words) {
            let start = format!("<html lang=\"{}\" dir=\"{}\">", words.tag(), words.direction());
            assert!(page.contains(&start), "{}: {page}", language.tag);
            assert_eq!(page.matches("<h1").count(), 1, "{page}");
            assert!(page.contains("Ingrid &#60;Vik&#62;") && !page.contains("<Vik>"), "{page}");
            assert!(page.contains("Wrong &#38; told"), "{page}");
            for inline in [" style=", "<style", " onclick", "javascript:"] {
                assert!(!page.contains(inline), "{inline}: {page}");
            }
        }
    }
}

#[test]
fn every_form_carries_the_token_first() {
    for page in pages(&Words::default()) {
        for form in page.split("<form ").skip(1) {
            let (_, fields) = form.split_once('>').expect("a tag");
            let first = fields.trim_start();
            assert!(first.starts_with("<input type=\"hidden\" name=\"xsrf\" value=\"token\">"), "{form}");
        }
    }
}

#[test]
fn pictures_and_providers_are_allowed_where_they_are_and_nothing_else() {
    let policy = profile(&Words::default()).content_security_policy().header_value();
    let policy = policy.to_str().expect("text");
    for part in [
        "https://cdn.fjord.example",
        "https://pictures.fjord.example",
        "https://logos.fjord.example",
        "form-action 'self' https:;",
    ] {
        assert!(policy.contains(part), "{part}: {policy}");
    }
    let unlinked = AccountProfilePage { linked: Vec::new(), ..profile(&Words::default()) };
    let policy = unlinked.content_security_policy().header_value();
    assert!(policy.to_str().expect("text").contains("form-action 'self';"));
}
