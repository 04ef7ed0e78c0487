//! Choosing things that are to belong to another, from a list that can be searched.

use axum::{http::StatusCode, response::Response};
use hosted::{Answer, Call};
use http_kit::Form;
use serde::de::DeserializeOwned;
use ui::{
    Page as _,
    pages::console::{Choosable, ConsoleChoosePage, ConsoleFrame, ConsolePaging, ConsoleSearch},
};

use super::{Outcome, done::done};
use crate::{
    listing::{PAGE_SIZE, going_on, page_of, paging, place_of, searched},
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
        let paging = paging(&operator.words, self.action, &[("q", &searched)], (page, total));
        let choices = found.into_iter().map(choice).collect();
        Ok(ConsoleChoosePage { paging, ..self.made(operator, frame, searched, choices) })
    }

    /// As [`Self::page`], from a list that may be very long: neither what there is nor what belongs already is counted, and pages follow one another
    /// without numbers. A page may have fewer choices than it could where many who were found belong already.
    pub(crate) async fn page_of_many<'c, T: DeserializeOwned>(
        self,
        operator: &Operator,
        frame: ConsoleFrame,
        call: impl FnOnce(&str) -> Call<'c>,
        choice: impl Fn(T) -> Choosable,
    ) -> Result<ConsoleChoosePage, Response> {
        let (after, searched) = (place_of(&operator.query), searched(&operator.query));
        let answer = operator.call(call(&searched).going_on(after, PAGE_SIZE)).await;
        let answer = answer.map_err(|refusal| operator.stop(&refusal))?;
        let goes_on = answer.place().map_err(|refusal| operator.stop(&refusal))?;
        let found: Vec<T> = Answer::read(answer).map_err(|refusal| operator.stop(&refusal))?;
        let mut paging = going_on(self.action, &searched, (after, goes_on.as_deref()));
        let is_cut_short = goes_on.is_some() && (found.len() as u64) < PAGE_SIZE;
        if is_cut_short && !found.is_empty() {
            paging.said = operator.words.say("console-choose-skipped");
        }
        let empty = if is_cut_short { "console-choose-none-here" } else { self.empty };
        let choices = found.into_iter().map(choice).collect();
        let page = Self { empty, ..self }.made(operator, frame, searched, choices);
        Ok(ConsoleChoosePage { paging, ..page })
    }

    fn made(
        self,
        operator: &Operator,
        frame: ConsoleFrame,
        searched: String,
        choices: Vec<Choosable>,
    ) -> ConsoleChoosePage {
        let words = &operator.words;
        ConsoleChoosePage {
            heading: words.say(self.heading),
            lead: words.say(self.lead),
            paging: ConsolePaging::default(),
            search: ConsoleSearch {
                action: self.action.to_owned(),
                placeholder: words.say(self.placeholder),
                value: searched,
                kept: Vec::new(),
            },
            choices,
            empty: words.say(self.empty),
            action: self.action.to_owned(),
            button: words.say(self.heading),
            back_url: self.back_url.to_owned(),
            error: None,
            frame,
        }
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
