//! Long lists, a page at a time.

use form_urlencoded::Serializer;
use hosted::Total;
use http_kit::QueryPairs;
use ui::{Words, pages::console::ConsolePaging};

/// How many rows a page has.
pub(crate) const PAGE_SIZE: u64 = 20;
/// How far the rows of a long list are counted, unless that is known anyway. Whoever searches narrows the search where there are more, rather than counting pages.
pub(crate) const MOST_COUNTED: u32 = 1_000;
/// The last page that is asked for.
const LAST_PAGE: u64 = 1_000_000;
/// The longest text that is searched for, in characters.
const MAX_SEARCH: usize = 100;

/// Which page of a list an address asks for.
pub(crate) fn page_of(query: &QueryPairs) -> u64 {
    query
        .get("page")
        .and_then(|page| page.parse().ok())
        .filter(|page| (1..=LAST_PAGE).contains(page))
        .unwrap_or(1)
}

/// What an address searches for.
pub(crate) fn searched(query: &QueryPairs) -> String {
    query.get("q").unwrap_or_default().trim().chars().take(MAX_SEARCH).collect()
}

/// A text that somebody searches for, as the Management API takes it: anywhere in a field.
pub(crate) fn pattern(searched: &str) -> String {
    if searched.is_empty() { String::new() } else { format!("%{searched}%") }
}

/// Links to the pages beside one. `kept` is what else the address says; what is empty is left out.
pub(crate) fn paging(words: &Words, path: &str, kept: &[(&str, &str)], at: (u64, Total)) -> ConsolePaging {
    paging_by(words, path, kept, at, PAGE_SIZE)
}

/// As [`paging`], for a list whose pages have `size` rows.
pub(crate) fn paging_by(
    words: &Words,
    path: &str,
    kept: &[(&str, &str)],
    (page, total): (u64, Total),
    size: u64,
) -> ConsolePaging {
    let at = |page: u64| {
        let number = if page > 1 { page.to_string() } else { String::new() };
        address(path, kept.iter().copied().chain([("page", number.as_str())]))
    };
    let first = (page - 1) * size + 1;
    let last = (page - 1) * size + total.shown;
    let [first_said, last_said, total_said] = [first, last, total.items].map(grouped);
    let numbers = [("first", first_said.into()), ("last", last_said.into()), ("total", total_said.into())];
    let said = match total {
        Total { shown: 0, .. } => String::new(),
        Total { is_capped: true, items, .. } if last > items => words.fill("console-paging-beyond", &numbers),
        Total { is_capped: true, .. } => words.fill("console-paging-or-more", &numbers),
        Total { .. } => words.fill("console-paging", &numbers),
    };
    let goes_on = if total.is_capped { total.shown == size } else { page * size < total.items };
    ConsolePaging {
        said,
        start: None,
        previous: (page > 1).then(|| at(page - 1)),
        next: goes_on.then(|| at(page + 1)),
    }
}

/// The longest place that an address may name, in bytes.
const MAX_PLACE: usize = 200;

/// From where an address goes on in a list whose pages have no numbers.
pub(crate) fn place_of(query: &QueryPairs) -> Option<&str> {
    query.get("after").filter(|place| (1..=MAX_PLACE).contains(&place.len()))
}

/// Links onward in such a list, and to its beginning. `goes_on` is the place from which the next page goes on.
pub(crate) fn going_on(
    path: &str,
    searched: &str,
    (after, goes_on): (Option<&str>, Option<&str>),
) -> ConsolePaging {
    let from = |place: &str| address(path, [("q", searched), ("after", place)].into_iter());
    ConsolePaging { start: after.map(|_| from("")), next: goes_on.map(from), ..ConsolePaging::default() }
}

/// The address of a part of a list. What is empty is left out.
fn address<'a>(path: &str, query: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let query =
        Serializer::new(String::new()).extend_pairs(query.filter(|(_, value)| !value.is_empty())).finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// A number with its digits in groups, as both languages of the console write them.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut said = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            said.push(',');
        }
        said.push(digit);
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_the_pages_beside_and_keep_what_was_asked() {
        let words = Words::of_console(["en"]);
        let kept = [("q", "a b"), ("type", "")];
        let exactly = |items, shown| Total { items, is_capped: false, shown };
        let middle = paging(&words, "/console/x", &kept, (2, exactly(45, 20)));
        assert_eq!(middle.said, "21–40 of 45");
        assert_eq!(middle.previous.as_deref(), Some("/console/x?q=a+b"));
        assert_eq!(middle.next.as_deref(), Some("/console/x?q=a+b&page=3"));
        let only = paging(&words, "/console/x", &[], (1, exactly(20, 20)));
        assert_eq!((only.said.as_str(), only.previous, only.next), ("1–20 of 20", None, None));
        assert_eq!(paging(&words, "/console/x", &[], (1, exactly(0, 0))), ConsolePaging::default());
    }

    #[test]
    fn a_list_that_was_not_counted_to_its_end_says_so_and_goes_on_while_pages_are_full() {
        let words = Words::of_console(["en"]);
        let at = |page, shown| {
            let total = Total { items: 1_000, is_capped: true, shown };
            let paging = paging(&words, "/console/x", &[("q", "a")], (page, total));
            (paging.said, paging.next)
        };
        let next = |page: u64| Some(format!("/console/x?q=a&page={page}"));
        assert_eq!(at(1, 20), ("1–20 of 1,000 or more".to_owned(), next(2)));
        assert_eq!(at(50, 20), ("981–1,000 of 1,000 or more".to_owned(), next(51)));
        assert_eq!(at(51, 20), ("1,001–1,020".to_owned(), next(52)));
        assert_eq!(at(52, 3), ("1,021–1,023".to_owned(), None));
        assert_eq!(at(53, 0), (String::new(), None));
    }

    #[test]
    fn links_lead_onward_and_to_the_beginning_where_pages_have_no_numbers() {
        let first = going_on("/console/x", "a b", (None, Some("17.u1")));
        assert_eq!(first.next.as_deref(), Some("/console/x?q=a+b&after=17.u1"));
        assert_eq!((first.start, first.previous), (None, None));
        let last = going_on("/console/x", "", (Some("17.u1"), None));
        assert_eq!((last.start.as_deref(), last.next), (Some("/console/x"), None));
        assert_eq!(going_on("/console/x", "", (None, None)), ConsolePaging::default());
        let of = |query: &str| place_of(&QueryPairs::parse(query).unwrap()).map(str::to_owned);
        assert_eq!((of("after=17.u1").as_deref(), of("after="), of("q=a")), (Some("17.u1"), None, None));
        assert_eq!(of(&format!("after={}", "a".repeat(201))), None);
    }

    #[test]
    fn digits_stand_in_groups_of_three() {
        let said = [0, 999, 1_000, 12_345, 1_234_567].map(grouped);
        assert_eq!(said, ["0", "999", "1,000", "12,345", "1,234,567"]);
    }

    #[test]
    fn pages_that_cannot_be_are_the_first() {
        for query in ["", "page=0", "page=-1", "page=x", "page=99999999999999999999"] {
            assert_eq!(page_of(&QueryPairs::parse(query).unwrap()), 1, "{query}");
        }
        assert_eq!(page_of(&QueryPairs::parse("page=7").unwrap()), 7);
    }
}
