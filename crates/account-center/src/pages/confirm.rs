//! Asking once more before something is lost.

use axum::response::{IntoResponse as _, Response};
use hosted::Refusal;
use ui::{Page as _, pages::account::AccountConfirmPage};

use super::Section;
use crate::{holder::Holder, words::words};

/// A question: where it stands, what it says, and what follows.
pub(crate) struct Question<'a> {
    pub(crate) section: Section,
    pub(crate) heading: String,
    pub(crate) consequences: Vec<String>,
    /// The page itself.
    pub(crate) path: &'a str,
    pub(crate) button: String,
    /// Where one goes who thinks better of it.
    pub(crate) back: &'a str,
}

impl Question<'_> {
    /// The page that asks.
    pub(crate) fn ask(&self, holder: &Holder) -> Response {
        self.page(holder).into_response()
    }

    /// The page again, with what the Account API said; or to where that leads.
    pub(crate) fn refused(&self, holder: &Holder, refusal: &Refusal) -> Response {
        let wrong = words(refusal, &holder.experience(), &holder.words);
        self.refused_saying(holder, refusal, wrong)
    }

    /// As [`Self::refused`], in words of the page's own.
    pub(crate) fn refused_saying(&self, holder: &Holder, refusal: &Refusal, wrong: String) -> Response {
        if let Some(answer) = holder.elsewhere(refusal, self.path) {
            return answer;
        }
        let mut page = self.page(holder);
        page.frame = holder.frame_with(self.section, wrong);
        page.with_status(refusal.status)
    }

    fn page(&self, holder: &Holder) -> AccountConfirmPage {
        AccountConfirmPage {
            frame: holder.frame(self.section),
            heading: self.heading.clone(),
            consequences: self.consequences.clone(),
            action: self.path.to_owned(),
            xsrf: holder.xsrf(),
            button: self.button.clone(),
            back_url: self.back.to_owned(),
        }
    }
}
