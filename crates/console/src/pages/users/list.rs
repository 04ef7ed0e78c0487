//! `/console/users`: the list.

use axum::response::IntoResponse as _;
use hosted::{Answer, Call};
use ui::pages::console::{ConsoleSearch, ConsoleUsersPage, UserListRow};

use super::{PATH, User};
use crate::{
    listing::{MOST_COUNTED, PAGE_SIZE, page_of, paging, pattern, searched},
    operator::Operator,
    pages::{
        Outcome,
        export::{self, Export},
    },
};

/// `GET /console/users`.
pub(super) async fn show(operator: Operator) -> Outcome {
    let (page, searched) = (page_of(&operator.query), searched(&operator.query));
    let call = Call::get(&["api", "users"]).query("search", &pattern(&searched)).page(page, PAGE_SIZE);
    let call = call.counting_up_to(MOST_COUNTED);
    let answer = operator.call(call).await.map_err(|refusal| operator.stop(&refusal))?;
    let total = answer.total;
    let found: Vec<User> = Answer::read(answer).map_err(|refusal| operator.stop(&refusal))?;
    let frame = export::offered(&operator, PATH, &[("q", &searched)]);
    let row = |one: User| UserListRow {
        person: one.person(),
        href: one.path(),
        is_suspended: one.is_suspended,
        last_sign_in: one.last_sign_in_at.map(|at| operator.moment(at)),
        created: operator.moment(one.created_at),
        id: one.id,
    };
    Ok(ConsoleUsersPage {
        rows: found.into_iter().map(row).collect(),
        paging: paging(&operator.words, PATH, &[("q", &searched)], (page, total)),
        is_narrowed: !searched.is_empty() || page > 1,
        create_url: operator.may_edit().then(|| format!("{PATH}/new")),
        search: ConsoleSearch {
            action: PATH.to_owned(),
            placeholder: operator.words.say("console-search-users"),
            value: searched,
            kept: Vec::new(),
        },
        frame,
    }
    .into_response())
}

/// `GET /console/users/export`.
pub(super) async fn export(operator: Operator) -> Outcome {
    let query = vec![("search", pattern(&searched(&operator.query)))];
    let export = Export {
        file: "users",
        area: "users",
        query,
        columns: &[
            ("id", "/id"),
            ("username", "/username"),
            ("primaryEmail", "/primaryEmail"),
            ("primaryPhone", "/primaryPhone"),
            ("name", "/name"),
            ("isSuspended", "/isSuspended"),
            ("createdAt", "/createdAt"),
            ("lastSignInAt", "/lastSignInAt"),
        ],
    };
    export::answer(operator, export).await
}
