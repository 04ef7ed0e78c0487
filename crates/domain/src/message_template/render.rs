//! `{{variable}}`: what stands for it.

use std::borrow::Cow;

use serde_json::{Map, Value};

/// What is done with the values of variables.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Escaping {
    /// They stand as they are.
    None,
    /// They are made harmless in HTML, in text and in attributes between quotation marks.
    Html,
}

/// Fills variables in: `{{code}}`, `{{ organization.name }}`. What is unknown is left out; objects and arrays stand as JSON. Values are
/// not looked at for variables again.
pub fn render(template: &str, variables: &Map<String, Value>, escaping: Escaping) -> String {
    let mut rendered = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((name, after)) = after.split_once("}}") else { break };
        rendered.push_str(before);
        let value = lookup(variables, name.trim());
        match escaping {
            Escaping::None => rendered.push_str(&value),
            Escaping::Html => push_escaped(&mut rendered, &value),
        }
        rest = after;
    }
    rendered.push_str(rest);
    rendered
}

fn lookup<'a>(variables: &'a Map<String, Value>, path: &str) -> Cow<'a, str> {
    let mut names = path.split('.');
    let first = names.next().and_then(|name| variables.get(name));
    match names.fold(first, |value, name| value?.get(name)) {
        None | Some(Value::Null) => Cow::Borrowed(""),
        Some(Value::String(text)) => Cow::Borrowed(text),
        Some(other) => Cow::Owned(other.to_string()),
    }
}

fn push_escaped(target: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => target.push_str("&amp;"),
            '<' => target.push_str("&lt;"),
            '>' => target.push_str("&gt;"),
            '"' => target.push_str("&quot;"),
            '\'' => target.push_str("&#39;"),
            other => target.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn rendered(template: &str, escaping: Escaping) -> String {
        let variables = json!({
            "code": "123456", "name": "<b>\"O'Hara\" & Co</b>", "count": 3, "nothing": null, "sly": "{{code}}",
            "organization": { "name": "Fjord", "branding": { "logoUrl": "https://a.example/l.svg" } },
        });
        render(template, variables.as_object().unwrap(), escaping)
    }

    #[test]
    fn variables_are_filled_in_wherever_they_stand() {
        let plain = |template| rendered(template, Escaping::None);
        assert_eq!(plain("{{code}}: {{ code }}{{count}}"), "123456: 1234563");
        assert_eq!(
            plain("{{organization.name}} {{organization.branding.logoUrl}}"),
            "Fjord https://a.example/l.svg"
        );
        assert_eq!(plain("{{organization.branding}}"), r#"{"logoUrl":"https://a.example/l.svg"}"#);
        assert_eq!(plain("[{{unknown}}{{nothing}}{{code.more}}{{}}]"), "[]");
        assert_eq!(plain("{{sly}}"), "{{code}}");
        assert_eq!(plain("{ {code} } {{code"), "{ {code} } {{code");
    }

    #[test]
    fn values_are_harmless_in_html_and_the_template_stays_as_it_is() {
        assert_eq!(
            rendered("<p title=\"{{name}}\">{{name}} & me</p>", Escaping::Html),
            "<p title=\"&lt;b&gt;&quot;O&#39;Hara&quot; &amp; Co&lt;/b&gt;\">&lt;b&gt;&quot;O&#39;Hara&quot; &amp; Co&lt;/b&gt; & me</p>"
        );
        assert_eq!(rendered("{{name}}", Escaping::None), "<b>\"O'Hara\" & Co</b>");
    }

    proptest! {
        #[test]
        fn any_template_is_rendered_and_no_value_brings_markup(template in ".{0,60}", value in ".{0,20}") {
            let variables = Map::from_iter([("v".to_owned(), Value::from(value))]);
            render(&template, &variables, Escaping::Html);
            let inside = render("{{v}}", &variables, Escaping::Html);
            prop_assert!(!inside.contains(['<', '>', '"', '\'']));
        }
    }
}
