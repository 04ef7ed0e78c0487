//! Factories and their forms as the wire shows them.

use api_types::connector as wire;
use connectors::{Factory, FormItem, FormItemKind, Platform, SelectItem};
use serde_json::{Map, Value};

/// A factory.
pub(super) fn factory_body(factory: &Factory) -> wire::ConnectorFactory {
    wire::ConnectorFactory {
        connector_type: factory.connector_type.as_str().to_owned(),
        id: factory.id.to_owned(),
        kind: kind_body(factory),
    }
}

/// What a factory says of itself.
pub(crate) fn kind_body(factory: &Factory) -> wire::ConnectorKind {
    wire::ConnectorKind {
        target: factory.target.to_owned(),
        name: localized(factory.name),
        description: localized(factory.description),
        logo: factory.logo.to_owned(),
        logo_dark: factory.logo_dark.map(ToOwned::to_owned),
        readme: factory.readme.to_owned(),
        form_items: form_items(factory),
        platform: factory.platform.map(Platform::as_str).map(ToOwned::to_owned),
        is_standard: factory.is_standard,
        is_token_storage_supported: factory.is_token_storage_supported,
    }
}

/// An English text by its language.
pub(crate) fn localized(text: &str) -> Map<String, Value> {
    Map::from_iter([("en".to_owned(), text.into())])
}

fn form_items(factory: &Factory) -> Vec<wire::FormItem> {
    factory.form_items.iter().map(form_item).collect()
}

fn form_item(item: &FormItem) -> wire::FormItem {
    let (item_type, select_items) = match &item.kind {
        FormItemKind::Text => ("Text", None),
        FormItemKind::Number => ("Number", None),
        FormItemKind::MultilineText => ("MultilineText", None),
        FormItemKind::Switch => ("Switch", None),
        FormItemKind::Json => ("Json", None),
        FormItemKind::Select(items) => ("Select", Some(items)),
        FormItemKind::MultiSelect(items) => ("MultiSelect", Some(items)),
    };
    let select_item =
        |item: &SelectItem| wire::SelectItem { value: item.value.to_owned(), title: item.title.to_owned() };
    let conditions = item.show_conditions.iter().map(|condition| wire::ShowCondition {
        target_key: condition.target_key.to_owned(),
        expect_value: condition.expect_value.clone(),
    });
    wire::FormItem {
        key: item.key.to_owned(),
        item_type: item_type.to_owned(),
        label: item.label.to_owned(),
        placeholder: item.placeholder.map(ToOwned::to_owned),
        required: item.is_required.then_some(true),
        default_value: item.default_value.clone(),
        show_conditions: conditions.collect(),
        description: item.description.map(ToOwned::to_owned),
        is_confidential: item.is_confidential.then_some(true),
        select_items: select_items.map(|items| items.iter().map(select_item).collect()),
    }
}
