//! `/console/get-started`: the first walk through the product, from a machine that calls the Management API to a user whose organization token
//! the gateway refuses and then accepts. Each step makes what it is about; what was made is remembered in a setting of the tenant that only the console writes.

mod attempt;
mod machine;
mod organization;
mod person;
mod show;
mod template;
mod walk;

use domain::console::ConsoleRole;

use crate::routes::Routes;

/// Where it is.
pub(crate) const PATH: &str = "/console/get-started";

/// A permission of the organization template that the gateway's operations ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplatePermission {
    /// Its name in the template.
    pub name: String,
    /// What it allows.
    pub description: String,
    /// Whether whoever is in an organization should hold it.
    pub is_for_members: bool,
}

/// What a policy of the gateway needs of the organization template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplatePlan {
    /// Every permission, in the order of the operations.
    pub permissions: Vec<TemplatePermission>,
    /// The name of the permission to create organizations.
    pub create_organizations: String,
}

/// The pages.
pub(super) fn routes() -> Routes {
    let editor = ConsoleRole::Editor;
    Routes::default()
        .page(editor, PATH, show::show)
        .form(editor, "/console/get-started/machine", machine::create)
        .form(editor, "/console/get-started/template", template::create)
        .form(editor, "/console/get-started/organization", organization::create)
        .form(editor, "/console/get-started/person", person::create)
        .page(editor, "/console/get-started/try/{application}", attempt::show)
        .form(editor, "/console/get-started/try/{application}", attempt::promote)
}
