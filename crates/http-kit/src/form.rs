//! Forms that our own pages post. Whether the sender was one of those pages is asked twice: here by what the browser says, and by the page's
//! endpoint with a token that only a page of ours can know.

use std::collections::HashMap;

use axum::{
    extract::Request,
    http::{StatusCode, header},
};

use crate::{ApiError, body::read_bytes, is_from_another_origin};

/// The fields of a posted form, in the order they came.
#[derive(Debug, Clone, Default)]
pub struct Form(Vec<(String, String)>);

/// How the name of the picker beside the text of a colour ends.
const PICKED: &str = ".picked";
/// How the names of the hidden fields end that say what the page showed: the text, and the colour in the picker.
const SHOWN: [&str; 2] = [".shown", ".began"];

impl Form {
    /// Reads a posted form, unless another site made the browser post it. `base` is the public address of this server.
    ///
    /// # Errors
    /// 403 `auth.forbidden`, 415 for what is no form, 413 and 408 for its body, 400 for a NUL character.
    pub async fn read(request: Request, base: &str) -> Result<Self, ApiError> {
        if is_from_another_origin(request.headers(), base) {
            return Err(ApiError::new(StatusCode::FORBIDDEN, "auth.forbidden")
                .message("A page of another site sent this form."));
        }
        Self::read_from_anywhere(request).await
    }

    /// Reads a form that another site makes the browser post on purpose, such as the answer of an identity provider. Such a post carries no
    /// cookie of ours and must decide nothing by itself.
    ///
    /// # Errors
    /// As [`Self::read`], but for the first.
    pub async fn read_from_anywhere(request: Request) -> Result<Self, ApiError> {
        let content_type = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let is_form = content_type
            .split(';')
            .next()
            .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded"));
        if !is_form {
            return Err(ApiError::message_only(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "This page takes forms only.",
            ));
        }
        let bytes = read_bytes(request).await?;
        let fields: Vec<_> = form_urlencoded::parse(&bytes)
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        if fields.iter().any(|(name, value)| name.contains('\0') || value.contains('\0')) {
            return Err(ApiError::message_only(
                StatusCode::BAD_REQUEST,
                "The form holds a character that cannot be stored.",
            ));
        }
        Ok(fields.into_iter().collect())
    }

    /// A field; empty when it is missing.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
    }

    /// Puts a value in the place of what came.
    pub fn set(&mut self, name: &str, value: String) {
        match self.0.iter_mut().find(|(known, _)| known == name) {
            Some((_, old)) => *old = value,
            None => self.0.push((name.to_owned(), value)),
        }
    }

    /// Every field with its value, in the order they came.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Lets a colour that was picked take the place of the text beside it. A picker has a value even where there is no colour, so that counts only where
    /// it is another than the page showed; and what is typed counts more than what is picked.
    fn settle_colors(&mut self) {
        if !self.0.iter().any(|(name, _)| name.ends_with(PICKED)) {
            return;
        }
        // Anybody posts forms, with as many fields as fit: each is looked up in a map, and not among all others.
        let mut places = HashMap::with_capacity(self.0.len());
        for (place, (name, _)) in self.0.iter().enumerate() {
            places.entry(name.as_str()).or_insert(place);
        }
        let value = |name: &str| {
            let field = places.get(name).and_then(|place| self.0.get(*place));
            field.map_or("", |(_, value)| value.as_str())
        };
        let is_picked = |(place, (field, picked)): (usize, &(String, String))| {
            let name = field.strip_suffix(PICKED).filter(|_| places.get(field.as_str()) == Some(&place))?;
            let [text, color] = SHOWN.map(|end| value(&format!("{name}{end}")));
            let is_picked = value(name).trim() == text && picked != color;
            is_picked.then(|| (places.get(name).copied(), name.to_owned(), picked.clone()))
        };
        let picked: Vec<_> = self.0.iter().enumerate().filter_map(is_picked).collect();
        for (place, name, color) in picked {
            match place.and_then(|place| self.0.get_mut(place)) {
                Some((_, text)) => *text = color,
                None => self.0.push((name, color)),
            }
        }
    }

    /// Every value of a field.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Form {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(fields: I) -> Self {
        let mut form = Self(fields.into_iter().map(|(name, value)| (name.into(), value.into())).collect());
        form.settle_colors();
        form
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A field of a colour as it comes: the text, the picker, and what the page showed of both.
    fn posted([text, picked, text_shown, color_shown]: [&str; 4]) -> String {
        let form = Form::from_iter([
            ("color", text),
            ("color.shown", text_shown),
            ("color.began", color_shown),
            ("color.picked", picked),
        ]);
        form.get("color").to_owned()
    }

    #[test]
    fn a_colour_is_typed_or_picked_and_what_is_typed_counts_more() {
        assert_eq!(posted(["#abc", "#aabbcc", "#abc", "#aabbcc"]), "#abc", "nothing was done");
        assert_eq!(posted(["", "#1f6f6b", "", "#1f6f6b"]), "", "there is none, which no picker can say");
        assert_eq!(posted(["#abc", "#112233", "#abc", "#aabbcc"]), "#112233", "picked");
        assert_eq!(posted(["", "#112233", "", "#1f6f6b"]), "#112233", "picked where there was none");
        assert_eq!(posted(["#445566", "#aabbcc", "#abc", "#aabbcc"]), "#445566", "typed");
        assert_eq!(posted(["#445566", "#112233", "#abc", "#aabbcc"]), "#445566", "typed and picked");
        assert_eq!(posted(["", "#aabbcc", "#abc", "#aabbcc"]), "", "taken away");
        assert_eq!(Form::from_iter([("color", "#abc")]).get("color"), "#abc", "without a picker");
        let twice = [("color.picked", "#112233"), ("color.picked", "#445566")];
        assert_eq!(Form::from_iter(twice).get("color"), "#112233", "the first, as of every field");
    }

    #[test]
    fn as_many_pickers_as_a_form_holds_cost_what_they_are_long() {
        // Were each looked for among all others, this would take minutes.
        let many: Form = (0..100_000).map(|number| (format!("c{number}{PICKED}"), "#112233")).collect();
        assert_eq!(many.get("c99999"), "#112233");
        assert_eq!(many.fields().count(), 200_000);
        let same: Form = (0..100_000).map(|_| (PICKED, "#112233")).collect();
        assert_eq!(same.fields().count(), 100_001);
    }
}
