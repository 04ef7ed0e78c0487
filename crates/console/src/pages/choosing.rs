//! Choosing things that are to belong to another, from a list that can be searched.

use axum::{http::StatusCode, response::Response};
use hosted::Call;
use http_kit::Form;
use serde::de::DeserializeOwned;
use ui::{
    Page as _,
    pages::console::{Choosable, ConsoleChoosePage, ConsoleFrame, ConsoleSearch},
};

use super::{Outcome, done::done};
use crate::{
    listing::{page_of, paging, searched},
    operator::Operator,
    reading::part,
};

/// What is chosen, in messages.
#[derive(Clone, Copy)]
pub(crate) struct Choosing<'a> {
    /// What is chosen, and what the button says.
    pub(crate) heading: &'a str,
    /// What for.
    pub(crate) lead: &'a str,
    /// What can be looked for.
    pub(crate) placeholder: &'a str,
    /// What is said when there is nothing.
    pub(crate) empty: &'a str,
    /// Where the choice goes.
    pub(crate) action: &'a str,
    /// The way back.
    pub(crate) back_url: &'a str,
}

impl Choosing<'_> {
    /// The page. `call` asks for what can be chosen, given what is searched for.
    pub(crate) async fn page<'c, T: DeserializeOwned>(
        self,
        operator: &Operator,
        frame: ConsoleFrame,
        call: impl FnOnce(&str) -> Call<'c>,
        choice: impl Fn(T) -> Choosable,
    ) -> Result<ConsoleChoosePage, Response> {
        let (page, searched) = (page_of(&operator.query), searched(&operator.query));
        let (found, total) = part::<T>(operator, call(&searched), page).await?;
        let words = &operator.words;
        Ok(ConsoleChoosePage {
            heading: words.say(self.heading),
            lead: words.say(self.lead),
            paging: paging(words, self.action, &[("q", &searched)], (page, total)),
            search: ConsoleSearch {
                action: self.action.to_owned(),
                placeholder: words.say(self.placeholder),
                value: searched,
                kept: Vec::new(),
            },
            choices: found.into_iter().map(choice).collect(),
            empty: words.say(self.empty),
            action: self.action.to_owned(),
            button: words.say(self.heading),
            back_url: self.back_url.to_owned(),
            error: None,
            frame,
        })
    }
}

/// Carries out a choice, or shows `again` with what is wrong. `call` takes the ids.
pub(crate) async fn carry_out<'a>(
    operator: &Operator,
    form: &Form,
    again: ConsoleChoosePage,
    call: impl FnOnce(Vec<&str>) -> Call<'a>,
    said: &str,
) -> Outcome {
    let chosen: Vec<_> = form.all("id").collect();
    let error = if chosen.is_empty() {
        operator.words.say("console-nothing-chosen")
    } else {
        let back_url = again.back_url.clone();
        match operator.call(call(chosen)).await {
            Ok(_) => return Ok(done(&back_url, said)),
            Err(refusal) => operator.said(&refusal),
        }
    };
    let again = ConsoleChoosePage { error: Some(error), ..again };
    Err(again.with_status(StatusCode::UNPROCESSABLE_ENTITY))
}
