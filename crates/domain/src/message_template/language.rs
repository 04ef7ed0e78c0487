//! Which language a message is in.

/// Languages in order of preference, as BCP 47 tags.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Languages(Vec<String>);

impl Languages {
    /// Takes lists of tags apart, `ui_locales` (separated by spaces) and `Accept-Language` (by commas, with weights that are passed over:
    /// browsers order by them) alike; the first list goes first.
    pub fn of<'a>(lists: impl IntoIterator<Item = &'a str>) -> Self {
        let tags = lists.into_iter().flat_map(|list| list.split([' ', ',']));
        let tags = tags.map(|tag| tag.split(';').next().unwrap_or_default().trim());
        Self(tags.filter(|tag| !tag.is_empty() && *tag != "*").take(20).map(str::to_owned).collect())
    }

    /// The best of what there is: for each wanted language in turn the same tag, then the same language in any region.
    pub fn choose<'a, T>(&self, offered: &'a [T], tag_of: impl Fn(&T) -> &str) -> Option<&'a T> {
        self.0.iter().find_map(|wanted| {
            let same = offered.iter().find(|offer| tag_of(offer).eq_ignore_ascii_case(wanted));
            same.or_else(|| {
                offered.iter().find(|offer| primary(tag_of(offer)).eq_ignore_ascii_case(primary(wanted)))
            })
        })
    }
}

fn primary(tag: &str) -> &str {
    tag.split(['-', '_']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(lists: &[&str], offered: &[&'static str]) -> Option<&'static str> {
        Languages::of(lists.iter().copied()).choose(offered, |tag| tag).copied()
    }

    #[test]
    fn the_first_language_that_there_is_a_text_in_is_chosen() {
        assert_eq!(chosen(&["nb en"], &["en", "nb"]), Some("nb"));
        assert_eq!(chosen(&["fr-CA, de;q=0.5", "en"], &["en", "de"]), Some("de"));
        assert_eq!(chosen(&["PT-br"], &["pt", "pt-BR"]), Some("pt-BR"));
        assert_eq!(chosen(&["pt"], &["en", "pt-BR"]), Some("pt-BR"));
        assert_eq!(chosen(&["fr", "en"], &["de", "en-GB"]), Some("en-GB"));
        assert_eq!(chosen(&["fr", "*"], &["de"]), None);
        assert_eq!(chosen(&[], &["de"]), None);
    }
}
