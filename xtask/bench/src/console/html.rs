//! As much of HTML as it takes to follow links and to send a form: the elements of a name and their attributes. The pages are our own; attributes stand in
//! double quotes, and what would end an element early is written as a reference.

/// What stands in the tag of each element of this name.
pub(super) fn elements<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let open = format!("<{name}");
    html.split(open.as_str())
        .skip(1)
        .filter(|rest| rest.starts_with(|first: char| first.is_ascii_whitespace()))
        .filter_map(|rest| rest.split('>').next())
        .collect()
}

/// The value of an attribute.
pub(super) fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    let value = rest.split('"').next()?;
    Some(value.replace("&#38;", "&").replace("&amp;", "&"))
}

/// The value of a hidden field.
pub(super) fn hidden(html: &str, name: &str) -> Option<String> {
    let fields = elements(html, "input").into_iter();
    let mut named = fields.filter(|tag| attribute(tag, "name").is_some_and(|known| known == name));
    attribute(named.next()?, "value")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<aside><a class="x" href="/console/users?a=b&#38;c=d">A</a><a href="/f" download>F</a>
        <input type="hidden" name="xsrf" value="t0ken"></aside>"#;

    #[test]
    fn links_and_hidden_fields_are_found() {
        let links: Vec<_> = elements(PAGE, "a").iter().filter_map(|tag| attribute(tag, "href")).collect();
        assert_eq!(links, ["/console/users?a=b&c=d", "/f"]);
        assert_eq!(hidden(PAGE, "xsrf").as_deref(), Some("t0ken"));
        assert_eq!((hidden(PAGE, "other"), attribute(" data-href=\"x\"", "href")), (None, None));
    }
}
