//! Sentences in which `code` stands between backticks, as authors of connectors write them.

use std::fmt;

/// What stands around code in a sentence.
const MARK: char = '`';

/// A sentence that is shown with its code as code. Everything in it is text.
pub(crate) struct WithCode<'a>(&'a str);

/// Shows the code in a sentence as code. A mark without another one stays what it is.
pub(crate) fn with_code<T: AsRef<str> + ?Sized>(text: &T) -> WithCode<'_> {
    WithCode(text.as_ref())
}

impl fmt::Display for WithCode<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        while let Some((before, (code, after))) =
            rest.split_once(MARK).and_then(|(before, marked)| Some((before, marked.split_once(MARK)?)))
        {
            escaped(before, formatter)?;
            formatter.write_str("<code>")?;
            escaped(code, formatter)?;
            formatter.write_str("</code>")?;
            rest = after;
        }
        escaped(rest, formatter)
    }
}

fn escaped(text: &str, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut plain = text;
    while let Some(at) = plain.find(['&', '<', '>', '"', '\'']) {
        let (before, special) = plain.split_at(at);
        formatter.write_str(before)?;
        let reference = match special.as_bytes().first() {
            Some(b'&') => "&#38;",
            Some(b'<') => "&#60;",
            Some(b'>') => "&#62;",
            Some(b'"') => "&#34;",
            _ => "&#39;",
        };
        formatter.write_str(reference)?;
        plain = special.get(1..).unwrap_or_default();
    }
    formatter.write_str(plain)
}

/// It is escaped already.
impl askama::filters::HtmlSafe for WithCode<'_> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_shown_as_code_and_everything_else_as_text() {
        for (text, shown) in [
            ("", ""),
            ("Such as `prompt` or `display`.", "Such as <code>prompt</code> or <code>display</code>."),
            ("`{\"a\": \"<b>\"}`", "<code>{&#34;a&#34;: &#34;&#60;b&#62;&#34;}</code>"),
            ("Ada's & <i>`", "Ada&#39;s &#38; &#60;i&#62;`"),
            ("`one` and `", "<code>one</code> and `"),
        ] {
            assert_eq!(with_code(text).to_string(), shown);
        }
    }
}
