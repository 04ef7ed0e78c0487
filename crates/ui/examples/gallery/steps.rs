//! The steps between the first page and the way back, each with example data.

use ui::{
    Brand, Words,
    components::{Agreement, Banner, FieldState, IdentifierKinds, Terms},
    pages::{
        Alternative, Channel, Factor, FactorOption, FactorsPurpose, IdentifierPurpose, Offer, ProfileInput,
        ProfileInputKind, Step, StepPage, TrustOffer, Way, Who,
    },
};

/// The names of the pages, below `/step/`.
pub(crate) const STEPS: [&str; 23] = [
    "password",
    "password-refused",
    "code",
    "code-refused",
    "no-account",
    "account-exists",
    "forgotten",
    "username",
    "phone",
    "new-password",
    "reset-password",
    "profile",
    "factors",
    "set-up",
    "totp",
    "backup-code",
    "passkey",
    "new-passkey",
    "new-totp",
    "new-backup-codes",
    "link",
    "agreement",
    "code-by-phone",
];

const ADDRESS: &str = "ingrid@northwind.example";
const OPTIONS: &str = r#"{"challenge":"AAAA","rpId":"localhost"}"#;
/// What a generator of QR codes gives, as far as this page is concerned.
const PICTURE: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 29 29'%3E%3Cpath d='M4 4h7v7H4zM18 4h7v7h-7zM4 18h7v7H4zM13 5h2v4h-2zM13 13h5v2h-5zM20 14h4v3h-4zM14 19h3v5h-3zM20 20h5v2h-5z'/%3E%3C/svg%3E";

/// The page of this name.
pub(crate) fn page(words: Words, name: &str) -> StepPage {
    let step = step(&words, name);
    let who = matches!(step, Step::Password { .. })
        .then(|| Who { identifier: ADDRESS.to_owned(), change_url: Some("/sign-in/identifier".to_owned()) });
    StepPage {
        brand: Brand { primary_color: "#1f5fbf".parse().ok(), ..Brand::named("Fjord Desk") },
        action: format!("/step/{name}"),
        xsrf: "9b07e1".to_owned(),
        banner: (name == "password-refused").then(|| Banner::danger(words.say("error-credentials"))),
        who,
        captcha: None,
        agreement: matches!(name, "no-account" | "agreement")
            .then(|| Agreement { is_asked: name == "agreement", ..Agreement::default() }),
        trust: matches!(
            step,
            Step::Totp { .. } | Step::BackupCode { .. } | Step::Passkey { is_new: false, .. }
        )
        .then_some(TrustOffer { days: 30, is_ticked: false }),
        alternatives: alternatives(&words, name),
        step,
        terms: Terms {
            terms_of_use_url: Some("https://desk.fjord.example/terms".to_owned()),
            ..Terms::default()
        },
        redirect_targets: vec!["https://desk.fjord.example/cb".to_owned()],
        words,
    }
}

fn alternatives(words: &Words, name: &str) -> Vec<Alternative> {
    let post = |key: &str, wait_seconds| Alternative {
        label: words.say(key),
        way: Way::Post { value: "other", wait_seconds },
    };
    let link = |key: &str| Alternative { label: words.say(key), way: Way::Link("/sign-in".to_owned()) };
    match name {
        "password" | "password-refused" => vec![post("use-code", 0)],
        "code" => vec![post("code-again", 45), link("use-password"), link("use-other-email")],
        "code-refused" | "code-by-phone" => {
            vec![post("code-again", 0), link("use-password"), link("use-other-phone")]
        }
        "set-up" => vec![post("skip", 0)],
        "totp" | "backup-code" | "passkey" | "new-totp" | "new-passkey" => vec![link("factors-other")],
        "forgotten" | "no-account" | "account-exists" => vec![link("back-to-sign-in")],
        _ => Vec::new(),
    }
}

fn step(words: &Words, name: &str) -> Step {
    match name {
        "code" | "code-refused" | "code-by-phone" => Step::Code {
            channel: if name == "code-by-phone" { Channel::Phone } else { Channel::Email },
            address: if name == "code-by-phone" { "+47 912 34 567".to_owned() } else { ADDRESS.to_owned() },
            is_certain: name == "code",
            minutes: 10,
            error: (name == "code-refused").then(|| words.say("error-code-wrong")),
        },
        "no-account" => Step::Offer { offer: Offer::Register, address: ADDRESS.to_owned() },
        "account-exists" => Step::Offer { offer: Offer::SignIn, address: ADDRESS.to_owned() },
        "forgotten" => identifier(IdentifierPurpose::ForgottenPassword, "", ADDRESS),
        "username" => identifier(IdentifierPurpose::Account, "username", ""),
        "phone" => identifier(IdentifierPurpose::Account, "phone", ""),
        "new-password" | "reset-password" => Step::NewPassword {
            is_reset: name == "reset-password",
            identifier: Some(ADDRESS.to_owned()),
            hint: words.count("password-rule-length", "min", 8),
            error: (name == "reset-password").then(|| words.say("password-sequence")),
        },
        "profile" => Step::Profile(inputs(words)),
        "factors" => factors(FactorsPurpose::Verify, true),
        "set-up" => factors(FactorsPurpose::SetUp, false),
        "totp" => Step::Totp { error: None },
        "backup-code" => Step::BackupCode { error: Some(words.say("error-backup-wrong")) },
        "passkey" => Step::Passkey { is_new: false, options: OPTIONS.to_owned() },
        "new-passkey" => Step::Passkey { is_new: true, options: OPTIONS.to_owned() },
        "new-totp" => Step::SetUpTotp {
            picture: PICTURE.to_owned(),
            secret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP".to_owned(),
            error: None,
        },
        "new-backup-codes" => Step::SetUpBackupCodes(
            (0..10).map(|n| format!("{:010x}", 0x003f_91ab_77d2_u64 * (n + 3))).collect(),
        ),
        "agreement" => Step::Agreement,
        "link" => Step::Link { address: ADDRESS.to_owned() },
        _ => Step::Password {
            identifier: ADDRESS.to_owned(),
            error: None,
            forgot_url: Some("/step/forgotten".to_owned()),
        },
    }
}

fn identifier(purpose: IdentifierPurpose, kind: &str, value: &str) -> Step {
    let kinds =
        IdentifierKinds { username: kind == "username", email: kind.is_empty(), phone: kind == "phone" };
    Step::Identifier { purpose, kinds, field: FieldState { value: value.to_owned(), error: None } }
}

fn factors(purpose: FactorsPurpose, is_known: bool) -> Step {
    let option = |factor, address: Option<&str>| FactorOption {
        factor,
        address: address.filter(|_| is_known).map(str::to_owned),
    };
    let mut options = vec![
        option(Factor::WebAuthn, None),
        option(Factor::Totp, None),
        option(Factor::Phone, Some("****4567")),
        option(Factor::Email, Some("in****@northwind.example")),
    ];
    options.extend(is_known.then(|| option(Factor::BackupCode, None)));
    Step::Factors { purpose, options }
}

fn inputs(words: &Words) -> Vec<ProfileInput> {
    let input = |name: &str, label: String, kind, is_required| ProfileInput {
        name: name.to_owned(),
        label,
        hint: String::new(),
        kind,
        is_required,
        autocomplete: "off",
        field: FieldState::default(),
    };
    let choice = |text: &str| (text.to_lowercase(), text.to_owned());
    let options = vec![choice("Harbour"), choice("Yard"), choice("Office")];
    vec![
        input("givenName", words.say("field-given-name"), ProfileInputKind::Line("text"), true),
        input("familyName", words.say("field-family-name"), ProfileInputKind::Line("text"), true),
        input("birthdate", "Date of birth".to_owned(), ProfileInputKind::Line("date"), false),
        input("place", "Place of work".to_owned(), ProfileInputKind::Select(options), false),
        ProfileInput {
            hint: "Once a month at most.".to_owned(),
            ..input("newsletter", "Send me news".to_owned(), ProfileInputKind::Checkbox, false)
        },
    ]
}
