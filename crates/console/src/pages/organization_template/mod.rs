//! `/console/organization-template`: the roles and permissions that every organization has, and what each role allows.

mod changes;
mod matrix;
mod permissions;
mod roles;
mod view;

use domain::console::ConsoleRole;
use ui::Words;

use crate::{parts, routes::Routes};

pub(crate) use roles::kinds;

/// Where it is.
pub(crate) const PATH: &str = "/console/organization-template";

/// The pages.
pub(super) fn routes() -> Routes {
    let (reader, editor) = (ConsoleRole::ReadOnly, ConsoleRole::Editor);
    Routes::default()
        .page(reader, PATH, matrix::show)
        .form(editor, PATH, matrix::save)
        .page(editor, "/console/organization-template/roles/new", roles::ask_new)
        .form(editor, "/console/organization-template/roles/new", roles::create)
        .page(editor, "/console/organization-template/roles/{role}", roles::show)
        .form(editor, "/console/organization-template/roles/{role}", roles::save)
        .page(editor, "/console/organization-template/roles/{role}/delete", roles::ask_to_delete)
        .form(editor, "/console/organization-template/roles/{role}/delete", roles::delete)
        .page(editor, "/console/organization-template/permissions/new", permissions::ask_new)
        .form(editor, "/console/organization-template/permissions/new", permissions::create)
        .page(editor, "/console/organization-template/permissions/{permission}", permissions::show)
        .form(editor, "/console/organization-template/permissions/{permission}", permissions::save)
        .page(
            editor,
            "/console/organization-template/permissions/{permission}/delete",
            permissions::ask_to_delete,
        )
        .form(editor, "/console/organization-template/permissions/{permission}/delete", permissions::delete)
        .about(parts::OF_TEMPLATE)
}

/// For whom roles are: the word of the wire, the message of its name and of what it means.
pub(crate) const KINDS: [(&str, &str, &str); 2] = [
    ("User", "console-role-for-users", "console-role-for-users-hint"),
    ("MachineToMachine", "console-role-for-machines", "console-role-for-machines-hint"),
];

/// For whom a role is, in words.
pub(crate) fn kind(word: &str, words: &Words) -> String {
    let known = KINDS.iter().find(|(known, ..)| *known == word);
    known.map_or_else(|| word.to_owned(), |(_, label, _)| words.say(label))
}
