//! `/console`: the first page.

use super::{Outcome, account, dashboard};
use crate::{navigation, operator::Operator};

/// `GET /console`.
pub(crate) async fn enter(operator: Operator) -> Outcome {
    let rights = operator.rights();
    let first = if navigation::role_in(rights, dashboard::PATH).is_some() {
        dashboard::PATH
    } else {
        navigation::first(rights).unwrap_or(account::PATH)
    };
    Ok(hosted::see_other(first))
}
