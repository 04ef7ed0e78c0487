//! Small typed values that several pages show: banners, links, people, form fields. Their looks are the macros in
//! `templates/macros`.

use crate::words::{Piece, Words};

/// What a banner or tag means. Never told by colour alone: each has its icon too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Nothing in particular.
    Neutral,
    /// Good to know.
    Info,
    /// It worked.
    Success,
    /// It works, but look.
    Warning,
    /// It did not work, or something will be lost.
    Danger,
}

impl Tone {
    /// The word in the stylesheet's class names.
    pub fn class(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Info => "info",
            Self::Success => "success",
            Self::Warning => "warning",
            Self::Danger => "danger",
        }
    }
}

/// A message above the content: what happened, then what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Banner {
    /// What kind of message it is.
    pub tone: Tone,
    /// The message, in whole sentences.
    pub text: String,
}

impl Banner {
    /// A banner that says what went wrong.
    pub fn danger(text: impl Into<String>) -> Self {
        Self { tone: Tone::Danger, text: text.into() }
    }

    /// A banner with something good to know.
    pub fn info(text: impl Into<String>) -> Self {
        Self { tone: Tone::Info, text: text.into() }
    }
}

/// A link with its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Where it goes.
    pub href: String,
    /// What it says.
    pub label: String,
}

/// What a text field shows again after a post that was refused. Passwords are never shown again: use only `error`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldState {
    /// What the user had typed.
    pub value: String,
    /// Which rule it broke, in words that name the field.
    pub error: Option<String>,
}

/// The colour in the picker beside the text of one, which always has some: where there is none, that of pages without a brand.
pub fn color_in_picker(text: &str) -> String {
    let digits =
        text.trim().strip_prefix('#').filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
    match digits {
        Some(digits) if digits.len() == 6 => format!("#{}", digits.to_ascii_lowercase()),
        Some(digits) if digits.len() == 3 => {
            let twice = digits.chars().flat_map(|digit| [digit; 2]).collect::<String>();
            format!("#{}", twice.to_ascii_lowercase())
        }
        _ => "#1f6f6b".to_owned(),
    }
}

/// Who is signed in, as pages show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The user's id; decides the tint of the avatar.
    pub id: String,
    /// Name, username or e-mail address, whichever the user is best known by.
    pub name: String,
    /// A second line, such as the e-mail address.
    pub detail: Option<String>,
}

/// The documents that a user accepts by going on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    /// Terms of use.
    pub terms_of_use_url: Option<String>,
    /// Privacy policy.
    pub privacy_policy_url: Option<String>,
    /// Where help is, which is no document but stands beside them: a page or a `mailto:` address.
    pub help_url: Option<String>,
}

impl Terms {
    /// Whether there is anything to link to.
    pub fn is_empty(&self) -> bool {
        self.terms_of_use_url.is_none() && self.privacy_policy_url.is_none() && self.help_url.is_none()
    }
}

/// How the documents are agreed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Agreement {
    /// Whether a box has to be ticked; otherwise going on agrees.
    pub is_asked: bool,
    /// Whether it is ticked.
    pub is_ticked: bool,
    /// What is wrong with it.
    pub error: Option<String>,
}

impl Agreement {
    /// What is said; nothing without documents.
    pub(crate) fn sentence(&self, terms: &Terms, words: &Words) -> Vec<Piece> {
        let link = |href: &String, label: &str| Piece::Link { href: href.clone(), label: words.say(label) };
        let of_use = terms.terms_of_use_url.as_ref().map(|url| ("terms", link(url, "terms-of-use")));
        let privacy = terms.privacy_policy_url.as_ref().map(|url| ("privacy", link(url, "privacy-policy")));
        let key = match (of_use.is_some(), privacy.is_some(), self.is_asked) {
            (true, true, false) => "agree-both",
            (true, false, false) => "agree-terms",
            (false, true, false) => "agree-privacy",
            (true, true, true) => "tick-both",
            (true, false, true) => "tick-terms",
            (false, true, true) => "tick-privacy",
            (false, false, _) => return Vec::new(),
        };
        words.pieces(key, of_use.into_iter().chain(privacy).collect())
    }
}

/// What a field for an identifier takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct IdentifierKinds {
    /// A username.
    pub username: bool,
    /// An e-mail address.
    pub email: bool,
    /// A phone number.
    pub phone: bool,
}

impl IdentifierKinds {
    /// Whether nothing is taken: there are only accounts elsewhere.
    pub(crate) const fn is_empty(self) -> bool {
        !self.username && !self.email && !self.phone
    }

    /// The key of the field's name.
    pub(crate) fn label(self) -> &'static str {
        match (self.username, self.email, self.phone) {
            (_, false, false) => "label-username",
            (false, true, false) => "label-email",
            (false, false, true) => "label-phone",
            (true, true, false) => "label-username-or-email",
            (true, false, true) => "label-username-or-phone",
            (false, true, true) => "label-email-or-phone",
            (true, true, true) => "label-any-identifier",
        }
    }

    /// The key of what is said when it is left empty.
    pub fn missing(self) -> &'static str {
        match (self.username, self.email, self.phone) {
            (_, false, false) => "missing-username",
            (false, true, false) => "missing-email",
            (false, false, true) => "missing-phone",
            (true, true, false) => "missing-username-or-email",
            (true, false, true) => "missing-username-or-phone",
            (false, true, true) => "missing-email-or-phone",
            (true, true, true) => "missing-any-identifier",
        }
    }

    /// As [`Self::missing`], where the identifier is chosen.
    pub fn missing_new(self) -> &'static str {
        if self.email || self.phone { self.missing() } else { "missing-new-username" }
    }

    /// What has to be known about phone numbers, where nothing else is taken.
    pub(crate) fn hint(self, words: &Words) -> String {
        if self.phone && !self.email && !self.username { words.say("phone-hint") } else { String::new() }
    }

    /// What has to be known, where it is asked for after the first page.
    pub(crate) fn step_hint(self, words: &Words) -> String {
        if self.email || self.phone { self.hint(words) } else { words.say("username-rule") }
    }

    /// The kind of input, which decides the keyboard of a phone.
    pub(crate) fn input_type(self) -> &'static str {
        match (self.username, self.email, self.phone) {
            (false, true, false) => "email",
            (false, false, true) => "tel",
            _ => "text",
        }
    }

    /// What browsers fill in for somebody new.
    pub(crate) fn autocomplete(self) -> &'static str {
        match (self.username, self.email, self.phone) {
            (false, true, _) => "email",
            (false, false, true) => "tel",
            _ => "username",
        }
    }
}

/// The first letters of the first and last word of `name`, upper case; `?` for a name without letters or digits.
pub fn initials(name: &str) -> String {
    let mut letters =
        name.split_whitespace().filter_map(|word| word.chars().find(|character| character.is_alphanumeric()));
    let Some(first) = letters.next() else { return "?".to_owned() };
    first.to_uppercase().chain(letters.next_back().into_iter().flat_map(char::to_uppercase)).collect()
}

/// Which of the eight tints an avatar for `id` has. `assets/js` computes the same.
pub fn tint(id: &str) -> u32 {
    id.bytes().fold(0_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte))) % 8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_those_of_the_first_and_last_word() {
        assert_eq!(initials("Ingrid Anna Fjord"), "IF");
        assert_eq!(initials("acme"), "A");
        assert_eq!(initials("  \u{1F600} (north) wind "), "NW");
        assert_eq!(initials("éva ß"), "ÉSS");
        assert_eq!(initials(" – "), "?");
    }

    #[test]
    fn a_tint_depends_on_the_id_alone() {
        assert_eq!(tint("dk3gi6kg1chx"), tint("dk3gi6kg1chx"));
        assert_ne!(tint("a"), tint("b"));
        assert!((0..200).map(|n| tint(&n.to_string())).all(|tint| tint < 8));
    }
}
