//! `/console/sign-in-experience`: what the sign-in pages look like, who comes in and how, with the pages beside the settings.

mod branding;
mod content;
mod entry;
mod phrases;
pub(crate) mod preview;

use domain::console::ConsoleRole;

use super::settings::{Sheet, save, save_with_files, show};
use crate::{
    operator::Operator,
    parts,
    posted::{Posted, PostedFiles},
    routes::Routes,
};

/// Where it is.
pub(crate) const PATH: &str = "/console/sign-in-experience";
/// Where it is said whether enterprise connectors are used.
pub(crate) const SINGLE_SIGN_ON: &str = "/console/sign-in-experience/methods#singleSignOnEnabled";
/// Its pages.
const TABS: &[(&str, &str)] = &[
    ("", "console-branding"),
    ("methods", "console-methods"),
    ("content", "console-content"),
    ("phrases", "console-phrases"),
];
/// What it is called and what it is for.
const ABOUT: (&str, &str) = ("console-experience", "console-experience-lead");

/// The sheet of this name.
fn sheet(end: &str) -> Option<&'static Sheet> {
    [&branding::SHEET, &entry::SHEET, &content::SHEET].into_iter().find(|sheet| sheet.end == end)
}

/// The pages.
pub(super) fn routes() -> Routes {
    let (reader, editor) = (ConsoleRole::ReadOnly, ConsoleRole::Editor);
    Routes::default()
        .page(reader, PATH, |operator: Operator| show(operator, &branding::SHEET))
        .form_with_files(editor, PATH, |posted: PostedFiles| save_with_files(posted, &branding::SHEET))
        .page(reader, "/console/sign-in-experience/methods", |operator: Operator| {
            show(operator, &entry::SHEET)
        })
        .form(editor, "/console/sign-in-experience/methods", |posted: Posted| save(posted, &entry::SHEET))
        .page(reader, "/console/sign-in-experience/content", |operator: Operator| {
            show(operator, &content::SHEET)
        })
        .form(editor, "/console/sign-in-experience/content", |posted: Posted| save(posted, &content::SHEET))
        .page(reader, preview::PATH, preview::show)
        .form(editor, preview::PATH, preview::show_typed)
        .merge(phrases::routes())
        .about(parts::OF_SIGN_IN)
}
