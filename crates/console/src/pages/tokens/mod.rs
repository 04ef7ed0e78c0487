//! `/console/tokens`: a token explained, or what a token would have in it. What is pasted is read where it arrives: it is stored nowhere, logged
//! nowhere, and never part of an address.

mod actor;
mod chosen;
mod scopes;
mod told;

use axum::response::{IntoResponse as _, Response};
use domain::console::ConsoleRole;
use http_kit::{Form, QueryPairs};
use operations::token_reading::{self, Reading};
use ui::{
    Page as _,
    pages::console::{ConsoleTokenPage, TokenFields},
};

use super::Outcome;
use crate::{operator::Operator, posted::Posted, routes::Routes};

/// Where it is.
pub(crate) const PATH: &str = "/console/tokens";

/// The pages.
pub(super) fn routes() -> Routes {
    // The form asks and changes nothing; it is a form because addresses are remembered.
    Routes::default().page(ConsoleRole::ReadOnly, PATH, show).form(ConsoleRole::ReadOnly, PATH, explain)
}

fn page(operator: &Operator, fields: TokenFields) -> ConsoleTokenPage {
    ConsoleTokenPage { frame: operator.frame(PATH), token_error: None, fields, reading: None, scopes: None }
}

/// `GET /console/tokens`.
async fn show(operator: Operator) -> Outcome {
    let chosen = chosen::read(&operator).await?;
    let mut page = page(&operator, chosen.fields);
    let Some(question) = chosen.question else {
        let is_wrong = [&page.fields.user, &page.fields.application, &page.fields.organization]
            .iter()
            .any(|field| field.error.is_some());
        if is_wrong {
            return Err(page.with_status(axum::http::StatusCode::UNPROCESSABLE_ENTITY));
        }
        return Ok(page.into_response());
    };
    page.scopes = Some(scopes::told(&operator, &question, None).await?);
    Ok(page.into_response())
}

/// `POST /console/tokens`.
async fn explain(Posted { by: operator, form }: Posted) -> Outcome {
    let mut page = page(&operator, chosen::empty(&operator).await?);
    let reading = match read(&operator, &form).await? {
        Ok(reading) => reading,
        Err(error) => {
            page.token_error = Some(error);
            return Err(page.with_status(axum::http::StatusCode::UNPROCESSABLE_ENTITY));
        }
    };
    let actor = actor::of(&operator, &reading).await?;
    page.reading = Some(told::told(&operator, &reading, actor));
    if let Reading::Signed(token) = &reading
        && let Some(bearer) = token.bearer()
    {
        let question = scopes::Question::of(&bearer);
        page.scopes = Some(scopes::told(&operator, &question, Some(&bearer.scopes)).await?);
    }
    Ok(page.into_response())
}

async fn read(operator: &Operator, form: &Form) -> Result<Result<Reading, String>, Response> {
    let text = form.get("token").trim();
    if text.is_empty() {
        return Ok(Err(operator.words.say("console-tokens-missing")));
    }
    let read = token_reading::read(&operator.console.services, text).await;
    read.map(Ok).map_err(|error| operator.failed(http_kit::ApiError::internal(&error)))
}

/// What an address says, without white space around it.
fn text<'a>(query: &'a QueryPairs, name: &str) -> &'a str {
    query.get(name).unwrap_or_default().trim()
}
