//! `/console/security`: which passwords and usernames may be chosen, what stops those who guess, who may not come in, and telling people from programs.

mod addresses;
mod attacks;
mod captcha;
mod passwords;

use domain::console::ConsoleRole;

use super::settings::{save, show};
use crate::{operator::Operator, parts, posted::Posted, routes::Routes};

/// Where it is.
pub(crate) const PATH: &str = "/console/security";
/// Its pages.
const TABS: &[(&str, &str)] = &[
    ("", "console-passwords"),
    ("attacks", "console-attacks"),
    ("addresses", "console-addresses"),
    ("captcha", "console-captcha"),
];
/// What it is called and what it is for.
const ABOUT: (&str, &str) = ("console-security", "console-security-lead");

/// The pages.
pub(super) fn routes() -> Routes {
    let (reader, editor) = (ConsoleRole::ReadOnly, ConsoleRole::Editor);
    Routes::default()
        .page(reader, PATH, |operator: Operator| show(operator, &passwords::SHEET))
        .form(editor, PATH, |posted: Posted| save(posted, &passwords::SHEET))
        .page(reader, "/console/security/attacks", |operator: Operator| show(operator, &attacks::SHEET))
        .form(editor, "/console/security/attacks", |posted: Posted| save(posted, &attacks::SHEET))
        .page(reader, "/console/security/addresses", |operator: Operator| show(operator, &addresses::SHEET))
        .form(editor, "/console/security/addresses", |posted: Posted| save(posted, &addresses::SHEET))
        .merge(
            Routes::default()
                .page(reader, captcha::PATH, captcha::show)
                .form(editor, captcha::PATH, captcha::save)
                .about(parts::OF_CAPTCHA),
        )
        .about(parts::OF_SIGN_IN)
}
