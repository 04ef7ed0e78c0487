//! The catalogue: every factory there is.

use std::sync::LazyLock;

use crate::{Factory, message, social};

static FACTORIES: LazyLock<Vec<Factory>> =
    LazyLock::new(|| message::factories().into_iter().chain(social::factories()).collect());

/// Every factory, in the order in which they are shown.
pub fn factories() -> &'static [Factory] {
    &FACTORIES
}

/// The factory with this id.
pub fn factory(id: &str) -> Option<&'static Factory> {
    factories().iter().find(|factory| factory.id == id)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::{Behaviour, ConnectorType};

    #[test]
    fn every_factory_says_what_it_is() {
        for factory in factories() {
            let id = factory.id;
            assert!(
                !factory.name.is_empty() && !factory.description.is_empty() && !factory.readme.is_empty(),
                "{id}"
            );
            assert!(factory.logo.starts_with("data:image/"), "{id}");
            assert!(factory.logo_dark.is_none_or(|logo| logo.starts_with("data:image/")), "{id}");
            let is_social = matches!(factory.behaviour, Behaviour::Social(_));
            assert_eq!(factory.connector_type == ConnectorType::Social, is_social, "{id}");
            assert_eq!(factory.platform.is_some(), is_social, "{id}");
            let keys: BTreeSet<_> = factory.form_items.iter().map(|item| item.key).collect();
            assert_eq!(keys.len(), factory.form_items.len(), "{id}");
            for item in &factory.form_items {
                assert!(
                    item.show_conditions.iter().all(|condition| keys.contains(condition.target_key)),
                    "{id}"
                );
            }
        }
    }

    #[test]
    fn ids_are_distinct_and_found() {
        let ids: BTreeSet<_> = factories().iter().map(|factory| factory.id).collect();
        assert_eq!(ids.len(), factories().len());
        assert_eq!(factory("http-sms").unwrap().connector_type, ConnectorType::Sms);
        assert!(factory("carrier-pigeon").is_none());
    }
}
