//! `/console/token-claims`: the scripts that add claims to access tokens, an editor for them, and trying them.

mod editor;
mod samples;

use domain::console::ConsoleRole;

use crate::{parts, routes::Routes};

/// Where they are.
pub(crate) const PATH: &str = "/console/token-claims";

/// The pages.
pub(super) fn routes() -> Routes {
    let (reader, editor) = (ConsoleRole::ReadOnly, ConsoleRole::Editor);
    Routes::default()
        .page(reader, PATH, editor::show_first)
        .page(reader, "/console/token-claims/{kind}", editor::show)
        .form(editor, "/console/token-claims/{kind}", editor::save)
        .form(editor, "/console/token-claims/{kind}/check", editor::check)
        .page(editor, "/console/token-claims/{kind}/delete", editor::ask_to_delete)
        .form(editor, "/console/token-claims/{kind}/delete", editor::delete)
        .about(&[parts::CONFIGS])
}
