//! What people enter into fields of the profile: whether it is what the field takes, and whether a field that must be filled in is.

use regex::RegexBuilder;
use serde_json::{Map, Value};

use super::{ProfileField, ProfileFieldType};
use crate::{
    account::{User, profile::ADDRESS},
    calendar::Day,
    web_url::{MAX_WEB_URL_CHARACTERS, is_web_url},
};

/// The longest text that a field takes where the tenant says nothing shorter, in characters.
pub const MAX_VALUE_CHARACTERS: usize = 1_024;
/// How large a pattern may become in memory, in bytes: it is compiled for whoever registers.
const MAX_PATTERN_BYTES: usize = 256 * 1_024;

/// Whether a pattern can be held against text here.
pub fn is_pattern(pattern: &str) -> bool {
    compiled(pattern).is_some()
}

fn compiled(pattern: &str) -> Option<regex::Regex> {
    RegexBuilder::new(pattern).size_limit(MAX_PATTERN_BYTES).build().ok()
}

impl ProfileField {
    /// Whether a value is what this field takes; what is wrong with it, in words, otherwise.
    pub fn check(&self, value: &Value) -> Result<(), &'static str> {
        use ProfileFieldType as Kind;
        match self.kind {
            Kind::Text => self.check_text(text(value)?),
            Kind::Number => self.check_number(value),
            Kind::Date => check_date(text(value)?, self.date_format()),
            Kind::Checkbox => match value {
                Value::Bool(_) => Ok(()),
                Value::String(word) if matches!(word.as_str(), "true" | "false") => Ok(()),
                _ => Err("expected true or false"),
            },
            Kind::Select => self.check_choice(text(value)?),
            Kind::Url => {
                let url = value.as_str().filter(|url| url.chars().nth(MAX_WEB_URL_CHARACTERS).is_none());
                if url.is_some_and(is_web_url) { Ok(()) } else { Err("expected an http or https URL") }
            }
            Kind::Regex => self.check_pattern(text(value)?),
            Kind::Address | Kind::Fullname => self.check_parts(value),
        }
    }

    /// Whether somebody's account holds what this field asks for.
    pub fn is_filled_in(&self, user: &User) -> bool {
        let text_of = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.is_empty());
        match self.name.as_str() {
            "name" => text_of(&user.name),
            "avatar" => text_of(&user.avatar),
            "fullname" => self.has_parts(&user.profile),
            ADDRESS => {
                user.profile.get(ADDRESS).and_then(Value::as_object).is_some_and(|own| self.has_parts(own))
            }
            name if super::standard_types(name).is_some() => is_given(user.profile.get(name)),
            name => is_given(user.custom_data.get(name)),
        }
    }

    fn member(&self, name: &str) -> &Value {
        self.config.get(name).unwrap_or(&Value::Null)
    }

    fn check_text(&self, text: &str) -> Result<(), &'static str> {
        let characters = text.chars().count() as u64;
        if self.member("minLength").as_u64().is_some_and(|least| characters < least) {
            Err("too short")
        } else if self.member("maxLength").as_u64().is_some_and(|most| characters > most) {
            Err("too long")
        } else {
            Ok(())
        }
    }

    fn check_number(&self, value: &Value) -> Result<(), &'static str> {
        let number = value.as_f64().ok_or("expected a number")?;
        if self.member("minValue").as_f64().is_some_and(|least| number < least) {
            Err("too small")
        } else if self.member("maxValue").as_f64().is_some_and(|most| number > most) {
            Err("too large")
        } else {
            Ok(())
        }
    }

    fn check_choice(&self, text: &str) -> Result<(), &'static str> {
        let mut options = self.member("options").as_array().into_iter().flatten();
        if options.any(|option| option.get("value").and_then(Value::as_str) == Some(text)) {
            Ok(())
        } else {
            Err("not one of the values to choose from")
        }
    }

    /// A pattern that cannot be held against text lets nothing through.
    fn check_pattern(&self, text: &str) -> Result<(), &'static str> {
        let pattern = self.member("format").as_str().and_then(compiled);
        if pattern.is_some_and(|pattern| pattern.is_match(text)) {
            Ok(())
        } else {
            Err("not of the form that is asked for")
        }
    }

    fn date_format(&self) -> &str {
        let format = self.member("format").as_str().unwrap_or("yyyy-MM-dd");
        if format == "custom" { self.member("customFormat").as_str().unwrap_or("yyyy-MM-dd") } else { format }
    }

    /// Whether days are written as browsers do (ISO 8601).
    pub fn takes_iso_dates(&self) -> bool {
        matches!(self.date_format(), "iso" | "yyyy-MM-dd")
    }

    /// The parts that are asked for, each with whether it must be there.
    pub fn parts(&self) -> impl Iterator<Item = (&str, bool)> {
        let is = |part: &Value, member| part.get(member).and_then(Value::as_bool) == Some(true);
        self.member("parts")
            .as_array()
            .into_iter()
            .flatten()
            .filter(move |part| is(part, "enabled"))
            .filter_map(move |part| Some((part.get("name")?.as_str()?, is(part, "required"))))
    }

    fn check_parts(&self, value: &Value) -> Result<(), &'static str> {
        let given = value.as_object().ok_or("expected an object")?;
        for (name, part) in given {
            if !self.parts().any(|(known, _)| known == name) {
                return Err("a part that is not asked for");
            }
            text(part)?;
        }
        if self.has_required_parts(given) { Ok(()) } else { Err("a part is missing") }
    }

    fn has_required_parts(&self, given: &Map<String, Value>) -> bool {
        self.parts().filter(|(_, is_required)| *is_required).all(|(name, _)| is_given(given.get(name)))
    }

    /// Whether every part that must be there is; where none must, whether one is.
    fn has_parts(&self, given: &Map<String, Value>) -> bool {
        self.has_required_parts(given) && self.parts().any(|(name, _)| is_given(given.get(name)))
    }
}

fn is_given(value: Option<&Value>) -> bool {
    value.is_some_and(|value| !value.is_null() && value.as_str() != Some(""))
}

fn text(value: &Value) -> Result<&str, &'static str> {
    let text = value.as_str().ok_or("expected text")?;
    if text.chars().nth(MAX_VALUE_CHARACTERS).is_some() { Err("too long") } else { Ok(text) }
}

/// Reads a date by a form of `y`, `M` and `d` and whatever stands between; what other letters mean is not known, and such a form takes any
/// text of the length of a date.
fn check_date(text: &str, format: &str) -> Result<(), &'static str> {
    const WRONG: &str = "not a date of the form that is asked for";
    let format = match format {
        "us" => "MM/dd/yyyy",
        "uk" => "dd/MM/yyyy",
        "iso" => "yyyy-MM-dd",
        format => format,
    };
    if format.chars().any(|letter| letter.is_alphabetic() && !matches!(letter, 'y' | 'M' | 'd')) {
        return if text.is_empty() || text.chars().count() > 64 { Err(WRONG) } else { Ok(()) };
    }
    let (mut rest, mut form) = (text, format);
    let (mut year, mut month, mut day) = (None, None, None);
    while let Some(letter) = form.chars().next() {
        let after = form.trim_start_matches(letter);
        if !letter.is_alphabetic() {
            rest = rest.strip_prefix(letter).ok_or(WRONG)?;
            form = form.strip_prefix(letter).unwrap_or_default();
            continue;
        }
        let width = form.len() - after.len();
        let digits = rest.bytes().take(width.max(2)).take_while(u8::is_ascii_digit).count();
        if digits == 0 || (width >= 2 && digits != width) {
            return Err(WRONG);
        }
        let (number, further) = rest.split_at_checked(digits).ok_or(WRONG)?;
        (rest, form) = (further, after);
        let place = match letter {
            'y' => &mut year,
            'M' => &mut month,
            _ => &mut day,
        };
        *place = Some(number);
    }
    let number = |text: Option<&str>| text.map_or(Ok(1), str::parse::<u32>);
    let year = year.map(|year| if year.len() == 2 { format!("20{year}") } else { year.to_owned() });
    let (Ok(month), Ok(day)) = (number(month), number(day)) else { return Err(WRONG) };
    let whole = format!("{}-{month:02}-{day:02}", year.as_deref().unwrap_or("2000"));
    if rest.is_empty() && Day::parse(&whole).is_some() { Ok(()) } else { Err(WRONG) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{UnixMillis, UserId};

    fn field(name: &str, kind: ProfileFieldType, config: Value) -> ProfileField {
        ProfileField {
            id: "f".to_owned(),
            name: name.to_owned(),
            kind,
            label: String::new(),
            description: None,
            is_required: true,
            config,
            sign_in_order: 1,
            created_at: UnixMillis(1),
        }
    }

    #[test]
    fn each_kind_takes_its_values_and_no_others() {
        use ProfileFieldType as Kind;
        let parts = json!({ "parts": [
            { "name": "givenName", "enabled": true, "required": true, "type": "Text" },
            { "name": "familyName", "enabled": true, "required": false, "type": "Text" },
            { "name": "middleName", "enabled": false, "required": true, "type": "Text" },
        ] });
        let cases: [(Kind, Value, Vec<Value>, Vec<Value>); 8] = [
            (
                Kind::Text,
                json!({ "minLength": 2, "maxLength": 3 }),
                vec![json!("ab"), json!("åäö")],
                vec![json!("a"), json!("abcd"), json!(7), json!(null)],
            ),
            (
                Kind::Number,
                json!({ "minValue": 1, "maxValue": 2.5 }),
                vec![json!(1), json!(2.5)],
                vec![json!(0), json!(3), json!("2")],
            ),
            (Kind::Checkbox, json!({}), vec![json!(true), json!("false")], vec![json!("yes"), json!(1)]),
            (
                Kind::Select,
                json!({ "options": [{ "value": "red" }] }),
                vec![json!("red")],
                vec![json!("blue"), json!(["red"])],
            ),
            (
                Kind::Url,
                json!({}),
                vec![json!("https://fjord.example/a")],
                vec![json!("javascript:alert(1)"), json!("fjord")],
            ),
            (Kind::Regex, json!({ "format": "^[a-z]+$" }), vec![json!("abc")], vec![json!("ABC"), json!("")]),
            (Kind::Regex, json!({ "format": "(?=a)" }), vec![], vec![json!("a")]),
            (
                Kind::Fullname,
                parts,
                vec![json!({ "givenName": "Sigrid" }), json!({ "givenName": "Sigrid", "familyName": "Vik" })],
                vec![
                    json!({}),
                    json!({ "familyName": "Vik" }),
                    json!({ "givenName": "S", "middleName": "A" }),
                    json!("Sigrid"),
                    json!({ "givenName": 7 }),
                ],
            ),
        ];
        for (kind, config, good, bad) in cases {
            let field = field("x", kind, config);
            for value in good {
                assert_eq!(field.check(&value), Ok(()), "{kind:?} {value}");
            }
            for value in bad {
                assert!(field.check(&value).is_err(), "{kind:?} {value}");
            }
        }
        let long = json!("x".repeat(MAX_VALUE_CHARACTERS + 1));
        assert!(field("x", Kind::Text, json!({})).check(&long).is_err());
    }

    #[test]
    fn dates_are_days_in_the_form_that_is_asked_for() {
        let date = |config: Value, text: &str| {
            field("x", ProfileFieldType::Date, config).check(&json!(text)).is_ok()
        };
        for (format, good, bad) in [
            ("yyyy-MM-dd", "2024-02-29", "2023-02-29"),
            ("iso", "2024-02-29", "2024-2-29"),
            ("us", "12/31/2024", "31/12/2024"),
            ("uk", "31/12/2024", "31/13/2024"),
            ("d.M.yyyy", "1.2.2024", "1.2."),
            ("dd.MM.yy", "01.02.24", "01.02.2024"),
            ("yyyy-MM-dd", "2024-02-28", "2024-02-28T00:00"),
            ("yyyy-MM-dd", "2024-02-28", "２０２４-02-28"),
        ] {
            assert!(date(json!({ "format": format }), good), "{format} {good}");
            assert!(!date(json!({ "format": format }), bad), "{format} {bad}");
        }
        let own = json!({ "format": "custom", "customFormat": "yyyy/MM/dd" });
        assert!(date(own.clone(), "2024/02/29") && !date(own, "2024-02-29"));
        assert!(date(json!({ "format": "MMM d, yyyy EEE" }), "Feb 29, 2024 Thu"));
    }

    #[test]
    fn a_field_is_filled_in_where_its_values_are_kept() {
        use ProfileFieldType as Kind;
        let mut user = User::new(UserId::new("u"), UnixMillis(1));
        let parts =
            json!({ "parts": [{ "name": "givenName", "enabled": true, "required": true, "type": "Text" }] });
        let address =
            json!({ "parts": [{ "name": "country", "enabled": true, "required": false, "type": "Text" }] });
        let fields = [
            field("name", Kind::Text, json!({})),
            field("nickname", Kind::Text, json!({})),
            field("fullname", Kind::Fullname, parts),
            field("address", Kind::Address, address),
            field("lamp", Kind::Checkbox, json!({})),
        ];
        assert!(fields.iter().all(|field| !field.is_filled_in(&user)));
        user.name = Some("Sigrid Vik".to_owned());
        user.profile = json!({ "nickname": "Sig", "givenName": "Sigrid", "address": { "country": "NO" } })
            .as_object()
            .unwrap()
            .clone();
        user.custom_data.insert("lamp".to_owned(), json!(false));
        assert!(fields.iter().all(|field| field.is_filled_in(&user)));
        user.custom_data.insert("lamp".to_owned(), json!(""));
        assert!(!fields[4].is_filled_in(&user));
    }

    proptest::proptest! {
        #[test]
        fn no_text_and_no_form_makes_reading_a_date_fail(text in ".*", format in "[yMd/. -]{0,12}") {
            let _ = check_date(&text, &format);
        }
    }
}
