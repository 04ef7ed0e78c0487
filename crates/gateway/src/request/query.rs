//! The query of a list: `page`, `page_size`, `q`, `status`, each at most once, and nothing else.

use guard::Rejection;

use crate::rejections::{Issue, invalid_input, invalid_pagination};

const MAX_QUERY_BYTES: usize = 2048;
const MAX_SEARCH_CHARACTERS: usize = 256;
const MAX_PAGE: u32 = 10_000_000;
const MAX_PAGE_SIZE: u32 = 100;
const DEFAULT_PAGE_SIZE: u32 = 20;
/// What can have become of an invitation (Management API contract §4).
const STATUSES: [&str; 4] = ["Pending", "Accepted", "Expired", "Revoked"];

/// What a list is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ListQuery {
    page: Option<u32>,
    page_size: Option<u32>,
    /// What to search for; never empty.
    pub(crate) search: Option<String>,
    /// What must have become of an invitation.
    pub(crate) status: Option<&'static str>,
}

/// What a page shows of a list whose items come one after another, and how many there were.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Shown<T> {
    pub(crate) items: Vec<T>,
    pub(crate) total: u64,
}

impl<T> Default for Shown<T> {
    fn default() -> Self {
        Self { items: Vec::new(), total: 0 }
    }
}

impl ListQuery {
    /// Whether either pagination parameter was given.
    pub(crate) fn is_paged(&self) -> bool {
        self.page.is_some() || self.page_size.is_some()
    }

    /// From 1.
    pub(crate) fn page(&self) -> u32 {
        self.page.unwrap_or(1)
    }

    /// 1 to 100.
    pub(crate) fn page_size(&self) -> u32 {
        self.page_size.unwrap_or(DEFAULT_PAGE_SIZE)
    }

    /// The part of a whole list that the page shows.
    pub(crate) fn cut<'a, T>(&self, items: &'a [T]) -> &'a [T] {
        let size = usize::try_from(self.page_size()).unwrap_or(usize::MAX);
        let start = usize::try_from(self.page() - 1).unwrap_or(usize::MAX).saturating_mul(size);
        let end = start.saturating_add(size).min(items.len());
        items.get(start..end).unwrap_or_default()
    }

    /// Counts the next item of a list, and keeps it if the page shows it.
    pub(crate) fn show<T>(&self, shown: &mut Shown<T>, item: T) {
        let size = u64::from(self.page_size());
        let start = u64::from(self.page() - 1) * size;
        if (start..start + size).contains(&shown.total) {
            shown.items.push(item);
        }
        shown.total += 1;
    }

    /// Reads a raw query, of which only the keys in `allowed` are understood.
    pub(crate) fn parse(raw: Option<&str>, allowed: &[&str]) -> Result<Self, Rejection> {
        let raw = raw.unwrap_or_default();
        let mut query = Self::default();
        if raw.is_empty() {
            return Ok(query);
        }
        let invalid = |code, key: &str, message: &str| invalid_input(&[Issue::new(code, &[key], message)]);
        if raw.len() > MAX_QUERY_BYTES || !is_strictly_encoded(raw) {
            return Err(invalid("custom", "", "The query is too long or not well encoded"));
        }
        let mut seen: Vec<String> = Vec::new();
        for (key, value) in form_urlencoded::parse(raw.as_bytes()) {
            if !allowed.contains(&key.as_ref()) {
                return Err(invalid("unrecognized_keys", &key, "Unrecognized key in query"));
            }
            if seen.iter().any(|other| *other == key) {
                return Err(invalid("custom", &key, "The parameter comes twice"));
            }
            match key.as_ref() {
                _ if value.is_empty() => {}
                "page" => query.page = Some(parse_number(&value, MAX_PAGE)?),
                "page_size" => query.page_size = Some(parse_number(&value, MAX_PAGE_SIZE)?),
                "status" => {
                    let status = STATUSES.into_iter().find(|status| *status == value);
                    query.status = Some(status.ok_or_else(|| {
                        let expected = format!("Expected one of {}", STATUSES.join(", "));
                        invalid("invalid_enum_value", &key, &expected)
                    })?);
                }
                _ if value.chars().count() > MAX_SEARCH_CHARACTERS || value.chars().any(char::is_control) => {
                    return Err(invalid("too_big", &key, "At most 256 printable characters"));
                }
                _ => query.search = Some(value.into_owned()),
            }
            seen.push(key.into_owned());
        }
        Ok(query)
    }
}

fn parse_number(text: &str, most: u32) -> Result<u32, Rejection> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.parse().ok().filter(|number| is_plain && (1..=most).contains(number));
    number.ok_or_else(invalid_pagination)
}

/// Whether every `%` begins a byte in hexadecimal and the decoded bytes are UTF-8: lenient decoders differ.
fn is_strictly_encoded(raw: &str) -> bool {
    let escapes_are_whole = raw.split('%').skip(1).all(|after| {
        let digits = after.as_bytes();
        digits.len() >= 2 && digits.iter().take(2).all(u8::is_ascii_hexdigit)
    });
    escapes_are_whole && percent_encoding::percent_decode_str(raw).decode_utf8().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &[&str] = &["page", "page_size", "q"];

    fn code(raw: &str) -> String {
        ListQuery::parse(Some(raw), LIST).unwrap_err().code().to_owned()
    }

    #[test]
    fn good_queries_are_read() {
        let query = ListQuery::parse(Some("page=2&page_size=100&q=a%26b+%C3%A9"), LIST).unwrap();
        assert_eq!((query.page(), query.page_size(), query.search.as_deref()), (2, 100, Some("a&b é")));
        let empty = ListQuery::parse(Some("page=&q="), LIST).unwrap();
        assert_eq!((empty.page(), empty.page_size(), empty.search, empty.page), (1, 20, None, None));
        assert_eq!(ListQuery::parse(None, &[]).unwrap(), ListQuery::default());
        assert_eq!(ListQuery::parse(Some(""), &[]).unwrap(), ListQuery::default());
    }

    #[test]
    fn a_status_is_one_of_four() {
        let list = &["page", "status"];
        assert_eq!(ListQuery::parse(Some("status=Pending"), list).unwrap().status, Some("Pending"));
        assert_eq!(ListQuery::parse(Some("status="), list).unwrap().status, None);
        for raw in
            ["status=pending", "status=Pending,Revoked", "status=Pending&status=Revoked", "status=Open"]
        {
            assert_eq!(ListQuery::parse(Some(raw), list).unwrap_err().code(), "guard.invalid_input", "{raw}");
        }
    }

    #[test]
    fn a_page_is_cut_out_of_a_whole_list() {
        let items = [1, 2, 3, 4, 5];
        let cut = |raw: &str| ListQuery::parse(Some(raw), LIST).unwrap().cut(&items).to_vec();
        assert_eq!(cut("page_size=2"), [1, 2]);
        assert_eq!(cut("page=3&page_size=2"), [5]);
        assert_eq!(cut("page=10000000&page_size=100"), Vec::<i32>::new());
        assert_eq!(cut(""), items);
        for raw in ["page_size=2", "page=3&page_size=2", "page=10000000&page_size=100", ""] {
            let (query, mut shown) = (ListQuery::parse(Some(raw), LIST).unwrap(), Shown::default());
            items.iter().for_each(|item| query.show(&mut shown, *item));
            assert_eq!(shown, Shown { items: cut(raw), total: 5 }, "{raw}");
        }
    }

    #[test]
    fn bad_numbers_are_refused() {
        for value in ["0", "-1", "+1", "1.0", "x", "1e3", "99999999999999999999", "%31x", " 1"] {
            assert_eq!(
                code(&format!("page={}", value.replace(' ', "+"))),
                "guard.invalid_pagination",
                "{value}"
            );
        }
        assert_eq!(code("page_size=101"), "guard.invalid_pagination");
    }

    #[test]
    fn unknown_repeated_and_badly_encoded_parameters_are_refused() {
        for raw in [
            "organizationId=other",
            "organizationRoleId=r",
            "page=1&page=2",
            "q=a&q=b",
            "page=1&%70age=2",
            "page=&page=2",
            "page[]=1",
            "Page=1",
            "q=%",
            "q=%4",
            "q=%zz",
            "q=%ff",
            "q=%00",
            "q=a%0d%0ab",
            "=1",
            "page=1&&x",
        ] {
            assert_eq!(code(raw), "guard.invalid_input", "{raw}");
        }
        assert_eq!(code(&format!("q={}", "a".repeat(257))), "guard.invalid_input");
        assert_eq!(code(&format!("q={}", "a".repeat(3000))), "guard.invalid_input");
        assert_eq!(ListQuery::parse(Some("page=1"), &[]).unwrap_err().code(), "guard.invalid_input");
    }
}
