//! Small typed values that several pages show: banners, links, people, form fields. Their looks are the macros in
//! `templates/macros`.

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
}

impl Terms {
    /// Whether there is anything to link to.
    pub fn is_empty(&self) -> bool {
        self.terms_of_use_url.is_none() && self.privacy_policy_url.is_none()
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
