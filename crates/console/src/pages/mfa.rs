//! `/console/mfa`: second factors, of whom they are asked, and when.

use domain::console::ConsoleRole;
use http_kit::Form;
use serde_json::{Map, Value, json};
use ui::pages::console::FormPart;

use super::{
    settings::{Facts, SIGN_IN, Sheet, save, show},
    view::{View, is_ticked, put_number},
};
use crate::{operator::Operator, parts, posted::Posted, routes::Routes};

/// Where it is.
pub(crate) const PATH: &str = "/console/mfa";

const SHEET: Sheet = Sheet {
    area: PATH,
    end: "",
    about: ("console-mfa", "console-mfa-lead"),
    tabs: &[],
    api: SIGN_IN,
    members: &["mfa", "adaptiveMfa", "trustedDevice"],
    parts,
    changes,
    pictures: &[],
    is_previewed: false,
};

/// What ends the name of a policy under which nobody may put a factor off, which is what asking by risk needs.
const MANDATORY: &str = "Mandatory";

/// The page.
pub(super) fn routes() -> Routes {
    Routes::default()
        .page(ConsoleRole::ReadOnly, PATH, |operator: Operator| show(operator, &SHEET))
        .form(ConsoleRole::Editor, PATH, |posted: Posted| save(posted, &SHEET))
        .about(parts::OF_SIGN_IN)
}

/// The stored policy as it is chosen here: whether factors are asked for by risk is another question.
fn policy(stored: &str) -> &str {
    match stored {
        "UserControlled" => "PromptAtSignInAndSignUp",
        MANDATORY | "NoPrompt" => stored,
        other => other.strip_suffix(MANDATORY).unwrap_or(other),
    }
}

fn factors(view: &View<'_>) -> FormPart {
    view.part(
        ("console-factors", "console-factors-lead"),
        vec![view.checks(
            "mfa.factors",
            ("console-factors", ""),
            (
                &view.list("mfa.factors"),
                &[
                    ("WebAuthn", "console-factor-passkey", "console-factor-passkey-hint"),
                    ("Totp", "console-factor-totp", "console-factor-totp-hint"),
                    ("EmailVerificationCode", "console-factor-email", "console-factor-email-hint"),
                    ("PhoneVerificationCode", "console-factor-sms", "console-factor-sms-hint"),
                    ("BackupCode", "console-factor-backup", "console-factor-backup-hint"),
                ],
            ),
        )],
    )
}

fn parts(view: &View<'_>) -> Vec<FormPart> {
    let stored = view.text("mfa.policy");
    let choice = view.cards(
        "mfa.policy",
        "console-mfa-policy",
        (
            policy(&stored),
            &[
                ("NoPrompt", "console-mfa-no-prompt", "console-mfa-no-prompt-hint"),
                ("PromptOnlyAtSignIn", "console-mfa-sign-in", "console-mfa-sign-in-hint"),
                ("PromptAtSignInAndSignUp", "console-mfa-both", "console-mfa-both-hint"),
                (MANDATORY, "console-mfa-mandatory", "console-mfa-mandatory-hint"),
            ],
        ),
    );
    let mut organizations = view.check(
        "mfa.organizationRequiredMfaPolicy",
        ("console-mfa-organizations", "console-mfa-organizations-hint"),
        false,
    );
    let is_required = view.text("mfa.organizationRequiredMfaPolicy") == MANDATORY;
    organizations.control = ui::pages::console::Control::Check(is_required);
    let by_risk =
        view.check("adaptiveMfa.enabled", ("console-mfa-by-risk", "console-mfa-by-risk-hint"), false);
    vec![
        factors(view),
        view.part(("console-mfa-whom", "console-mfa-whom-lead"), vec![choice, by_risk, organizations]),
        view.part(
            ("console-trusted", "console-trusted-lead"),
            vec![
                view.check("trustedDevice.enabled", ("console-trusted-on", "console-trusted-on-hint"), false),
                view.number(
                    "trustedDevice.durationDays",
                    ("console-trusted-days", "console-trusted-days-hint"),
                    "30",
                ),
                view.check(
                    "trustedDevice.satisfiesOrganizationMfa",
                    ("console-trusted-organizations", "console-trusted-organizations-hint"),
                    false,
                ),
            ],
        ),
    ]
}

fn changes(form: &Form, _facts: &Facts) -> Map<String, Value> {
    let by_risk = form.get("adaptiveMfa.enabled") == "yes";
    let chosen = form.get("mfa.policy");
    let is_put_off = chosen.starts_with("Prompt");
    let policy = if by_risk && is_put_off { format!("{chosen}{MANDATORY}") } else { chosen.to_owned() };
    let is_required = form.get("mfa.organizationRequiredMfaPolicy") == "yes";
    let mut trusted = Map::from_iter([
        ("enabled".to_owned(), is_ticked(form, "trustedDevice.enabled")),
        ("satisfiesOrganizationMfa".to_owned(), is_ticked(form, "trustedDevice.satisfiesOrganizationMfa")),
    ]);
    put_number(&mut trusted, form, ("trustedDevice", "durationDays"));
    let mfa = json!({
        "factors": form.all("mfa.factors").collect::<Vec<_>>(),
        "policy": policy,
        "organizationRequiredMfaPolicy": if is_required { MANDATORY } else { "NoPrompt" },
    });
    Map::from_iter([
        ("mfa".to_owned(), mfa),
        ("adaptiveMfa".to_owned(), json!({ "enabled": by_risk })),
        ("trustedDevice".to_owned(), Value::Object(trusted)),
    ])
}
