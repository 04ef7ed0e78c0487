//! What a refusal of the Management API means to the person in front of the page.

use hosted::Refusal;
use ui::Words;

/// A refusal in a sentence. What the wire says of it is in English; those who operate a server can look it up.
pub(crate) fn words(refusal: &Refusal, words: &Words) -> String {
    let issue = refusal.issues().next().map(|(path, said)| format!("{path}: {said}"));
    match issue.as_deref().unwrap_or_else(|| refusal.message()) {
        "" => words.with("console-error", "code", &refusal.code),
        said => words.with("console-error-said", "said", said),
    }
}

/// What is wrong with a field, where the refusal is about it. `path` is that of the body.
pub(crate) fn of_field(refusal: &Refusal, path: &str, words: &Words) -> Option<String> {
    let found = refusal.issues().find(|(named, _)| named == path)?;
    Some(words.with("console-field-wrong", "said", found.1))
}

/// The same, where the wire says no more than that the form is wrong: `rule` is the message that says what is right.
pub(crate) fn of_form(refusal: &Refusal, (path, rule): (&str, &str), words: &Words) -> Option<String> {
    if refusal.issues().any(|(named, said)| named == path && said == "Invalid") {
        return Some(words.say(rule));
    }
    of_field(refusal, path, words)
}
