//! Another e-mail address or phone number, and the code that shows that it is the user's.

use askama::Template;

use super::{AccountFrame, account_pages};
use crate::components::FieldState;
use crate::pages::Channel;
use crate::words::Piece;

/// Asks for an address or number: `address`.
#[derive(Template)]
#[template(path = "pages/account/contact.html")]
pub struct AccountContactPage {
    /// What is around it.
    pub frame: AccountFrame,
    /// Which of the two.
    pub channel: Channel,
    /// The present one.
    pub current: Option<String>,
    /// Where the form posts to.
    pub action: String,
    /// The token against forged posts.
    pub xsrf: String,
    /// What was typed, and what is wrong with it.
    pub address: FieldState,
    /// Where one goes who thinks better of it.
    pub back_url: String,
}

impl AccountContactPage {
    fn heading(&self) -> String {
        self.frame.words.say(match (self.channel, &self.current) {
            (Channel::Email, Some(_)) => "account-change-email",
            (Channel::Email, None) => "account-add-email",
            (Channel::Phone, Some(_)) => "account-change-phone",
            (Channel::Phone, None) => "account-add-phone",
        })
    }
}

/// Asks for a code that was sent: `code`. With `do=again` another one is sent.
#[derive(Template)]
#[template(path = "pages/account/code.html")]
pub struct AccountCodePage {
    /// What is around it.
    pub frame: AccountFrame,
    /// How it was sent.
    pub channel: Channel,
    /// Where to.
    pub address: String,
    /// How long it is good, in minutes.
    pub minutes: u64,
    /// How long one waits for another, in seconds.
    pub wait_seconds: u64,
    /// Where the form posts to.
    pub action: String,
    /// The token against forged posts.
    pub xsrf: String,
    /// What is wrong with the code.
    pub error: Option<String>,
    /// Where one goes who thinks better of it.
    pub back_url: String,
}

impl AccountCodePage {
    fn heading(&self) -> String {
        self.frame.words.say(match self.channel {
            Channel::Email => "code-title-email",
            Channel::Phone => "code-title-phone",
        })
    }

    fn lead(&self) -> Vec<Piece> {
        let address = Piece::Strong(self.address.clone());
        self.frame.words.pieces("code-lead", vec![("address", address)])
    }

    fn hint(&self) -> String {
        self.frame.words.count("code-validity", "minutes", self.minutes)
    }
}

account_pages!(AccountContactPage, AccountCodePage);
