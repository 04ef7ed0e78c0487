//! Lists of the Management API, a page of one or the whole.

use axum::{http::StatusCode, response::Response};
use hosted::{Answer, Call, Refusal, Total};
use serde::de::DeserializeOwned;

use crate::{listing::PAGE_SIZE, operator::Operator};

/// How many items the whole of a list is read in at a time.
const STEP: u64 = 100;
/// How often that is done at most; no template or API has as many parts.
const MAX_STEPS: u64 = 50;

/// Page `page` of a list, and how long the list is.
pub(crate) async fn part<T: DeserializeOwned>(
    operator: &Operator,
    call: Call<'_>,
    page: u64,
) -> Result<(Vec<T>, Total), Response> {
    let answer =
        operator.call(call.page(page, PAGE_SIZE)).await.map_err(|refusal| operator.stop(&refusal))?;
    let total = answer.total;
    Ok((answer.read().map_err(|refusal| operator.stop(&refusal))?, total))
}

/// A whole list, from the call that asks for a page of it.
pub(crate) async fn whole<'a, T: DeserializeOwned>(
    operator: &Operator,
    call: impl Fn() -> Call<'a>,
) -> Result<Vec<T>, Response> {
    let mut all = Vec::new();
    for page in 1..=MAX_STEPS {
        let answer =
            operator.call(call().page(page, STEP)).await.map_err(|refusal| operator.stop(&refusal))?;
        let total = answer.total.items;
        let items: Vec<T> = answer.read().map_err(|refusal| operator.stop(&refusal))?;
        all.extend(items);
        if page * STEP >= total {
            break;
        }
    }
    Ok(all)
}

/// One thing.
pub(crate) async fn one<T: DeserializeOwned>(operator: &Operator, call: Call<'_>) -> Result<T, Response> {
    operator.call(call).await.and_then(Answer::read).map_err(|refusal| operator.stop(&refusal))
}

/// Whether a refusal names a part of the API that the administrator may not read.
pub(crate) fn is_not_granted(refusal: &Refusal) -> bool {
    refusal.status == StatusCode::FORBIDDEN && refusal.text("part").is_some()
}

/// As [`whole`], for what a page can be without.
pub(crate) async fn whole_if_granted<'a, T: DeserializeOwned>(
    operator: &Operator,
    call: impl Fn() -> Call<'a>,
) -> Result<Vec<T>, Response> {
    match operator.call(call().page(1, 1)).await {
        Err(refusal) if is_not_granted(&refusal) => Ok(Vec::new()),
        _ => whole(operator, call).await,
    }
}
