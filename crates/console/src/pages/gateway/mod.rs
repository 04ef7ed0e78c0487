//! `/console/gateway`: the operations with their policy, what would become of a request, and what was decided lately.

mod decisions;
mod operations;
mod said;
mod what_if;

use domain::console::ConsoleRole;
use ui::{
    components::FieldState,
    pages::console::{ConsoleGatewayPage, ConsoleOption},
};

use crate::{operator::Operator, routes::Routes};

/// Where it is.
pub(crate) const PATH: &str = "/console/gateway";

/// The pages.
pub(super) fn routes() -> Routes {
    let reader = ConsoleRole::ReadOnly;
    Routes::default()
        .page(reader, PATH, operations::show)
        .page(reader, "/console/gateway/what-if", what_if::ask)
        // It asks and changes nothing; it is a form because addresses are remembered.
        .form(reader, "/console/gateway/what-if", what_if::explain)
        .page(reader, "/console/gateway/decisions", decisions::show)
}

const METHODS: [&str; 5] = ["GET", "POST", "PATCH", "PUT", "DELETE"];

/// A view, without anything in it.
fn page(operator: &Operator, view: &'static str) -> ConsoleGatewayPage {
    let here = if view == "operations" { "" } else { view };
    let tabs = [
        ("", "console-gateway-operations"),
        ("what-if", "console-gateway-what-if"),
        ("decisions", "console-gateway-decisions"),
    ];
    let mut frame = operator.frame(PATH);
    frame.tabs = operator.tabs(PATH, &tabs, here);
    ConsoleGatewayPage {
        frame,
        view,
        operations: Vec::new(),
        policy: Vec::new(),
        methods: methods("GET"),
        path: FieldState::default(),
        token_error: None,
        explained: None,
        decisions: Vec::new(),
    }
}

fn methods(chosen: &str) -> Vec<ConsoleOption> {
    let option = |method: &str| ConsoleOption {
        value: method.to_owned(),
        label: method.to_owned(),
        is_selected: method == chosen,
    };
    METHODS.into_iter().map(option).collect()
}
