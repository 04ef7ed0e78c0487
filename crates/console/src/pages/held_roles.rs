//! Roles for all of the product that somebody holds, a user or a machine: shown, given and taken.

use axum::{
    http::Method,
    response::{IntoResponse as _, Response},
};
use hosted::Call;

use http_kit::Form;
use serde::Deserialize;
use serde_json::json;
use ui::{
    components::Link,
    pages::console::{Choosable, ConsoleChoosePage, ConsoleFrame, ConsoleLinkedPage, LinkedRow},
};

use super::{
    Outcome,
    choosing::{Choosing, carry_out},
    undo::{self, Undo},
};
use crate::{
    listing::{page_of, paging, pattern},
    operator::Operator,
    reading::part,
};

/// Who holds them.
pub(super) struct Holder<'a> {
    /// The name of such holders in the Management API's paths.
    pub(super) segment: &'static str,
    /// Which one.
    pub(super) id: &'a str,
    /// The type of roles that it can hold.
    pub(super) kind: &'static str,
    /// The parameter that leaves out what it holds.
    pub(super) without: &'static str,
    /// Where its page is.
    pub(super) path: String,
    /// What its page is called, and what is said of it there.
    pub(super) title: String,
    pub(super) lead: String,
    pub(super) messages: Messages,
}

/// What is said, in messages.
pub(super) struct Messages {
    pub(super) heading: &'static str,
    pub(super) explanation: &'static str,
    /// Where it holds none.
    pub(super) none: (&'static str, &'static str),
    /// Where one chooses, and where there is nothing to choose.
    pub(super) choosing: &'static str,
    pub(super) nothing: &'static str,
}

#[derive(Deserialize)]
struct Role {
    id: String,
    name: String,
    #[serde(default)]
    description: String,
}

impl Holder<'_> {
    fn base(&self) -> String {
        format!("{}/roles", self.path)
    }

    /// The page of them.
    pub(super) async fn show(self, operator: &Operator, frame: ConsoleFrame) -> Outcome {
        let page = page_of(&operator.query);
        let call = Call::get(&["api", self.segment, self.id, "roles"]);
        let (roles, total) = part::<Role>(operator, call, page).await?;
        let (words, base) = (&operator.words, self.base());
        let link = |end: &str, label| {
            let there = || Link { href: format!("{base}/{end}"), label: words.say(label) };
            operator.may_edit().then(there)
        };
        let row = |role: Role| LinkedRow {
            remove: link(&format!("{}/remove", role.id), "console-remove"),
            id: role.id,
            name: role.name,
            href: None,
            detail: role.description,
            tags: Vec::new(),
        };
        let Messages { heading, explanation, none: (none, none_lead), .. } = self.messages;
        Ok(ConsoleLinkedPage {
            title: self.title,
            lead: self.lead,
            heading: words.say(heading),
            explanation: words.say(explanation),
            add: link("add", "console-add-roles"),
            rows: roles.into_iter().map(row).collect(),
            empty: (words.say(none), words.say(none_lead)),
            paging: paging(words, &base, &[], (page, total)),
            frame,
        }
        .into_response())
    }

    async fn choose_page(
        &self,
        operator: &Operator,
        frame: ConsoleFrame,
    ) -> Result<ConsoleChoosePage, Response> {
        let back_url = self.base();
        let choosing = Choosing {
            heading: "console-add-roles",
            lead: self.messages.choosing,
            placeholder: "console-search-roles",
            empty: self.messages.nothing,
            action: &format!("{back_url}/add"),
            back_url: &back_url,
        };
        let call = |searched: &str| {
            Call::get(&["api", "roles"])
                .query("type", self.kind)
                .query(self.without, self.id)
                .query("search", &pattern(searched))
        };
        let choice = |role: Role| Choosable { id: role.id, name: role.name, detail: role.description };
        choosing.page(operator, frame, call, choice).await
    }

    /// The page where more are chosen.
    pub(super) async fn ask(self, operator: &Operator, frame: ConsoleFrame) -> Outcome {
        Ok(self.choose_page(operator, frame).await?.into_response())
    }

    /// Gives what was chosen.
    pub(super) async fn add(self, operator: &Operator, form: &Form, frame: ConsoleFrame) -> Outcome {
        let call = |chosen: Vec<&str>| {
            Call::new(Method::POST, &["api", self.segment, self.id, "roles"])
                .body(json!({ "roleIds": chosen }))
        };
        if undo::is_meant(operator, form).await? {
            return undo::give_back(operator, form, &self.base(), call).await;
        }
        let again = self.choose_page(operator, frame).await?;
        carry_out(operator, form, again, call, "console-roles-added").await
    }

    /// Takes one, which can be taken back.
    pub(super) async fn remove(self, operator: &Operator, role: &str) -> Outcome {
        let call = Call::new(Method::DELETE, &["api", self.segment, self.id, "roles", role]);
        match operator.call(call).await {
            Ok(_) => {
                let base = self.base();
                let undo = Undo::by(format!("{base}/add")).with("id", role);
                Ok(undo.offer(operator, &base, "console-role-removed"))
            }
            Err(refusal) => Err(operator.stop(&refusal)),
        }
    }
}
