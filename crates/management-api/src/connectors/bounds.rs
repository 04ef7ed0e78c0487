//! How much a connector may hold. Every sign-in page shows the metadata of social connectors, and every message reads a configuration.

use api_types::connector::ConnectorMetadata;
use http_kit::Issue;
use serde_json::{Map, Value};

use crate::rules::Rules;

/// The longest target, in characters.
const MAX_TARGET_LENGTH: usize = 128;
/// The longest logo, in characters: an address, or a small picture in a `data:` URI.
const MAX_LOGO_LENGTH: usize = 16 * 1024;
/// The most that a name may be in all languages, in bytes of JSON.
const MAX_NAME_BYTES: usize = 16 * 1024;
/// The most that a configuration may be, in bytes of JSON. Templates of messages are in some.
const MAX_CONFIG_BYTES: usize = 64 * 1024;

/// Holds a configuration and metadata, where they are given, against the bounds.
pub(crate) fn check_bounds(
    rules: &mut Rules,
    config: Option<&Map<String, Value>>,
    metadata: Option<&ConnectorMetadata>,
) {
    check_size(rules, &["config"], config, MAX_CONFIG_BYTES);
    let Some(metadata) = metadata else { return };
    check_size(rules, &["metadata", "name"], metadata.name.as_ref(), MAX_NAME_BYTES);
    rules.optional_length(&["metadata", "target"], metadata.target.as_ref(), 0, MAX_TARGET_LENGTH);
    rules.optional_length(&["metadata", "logo"], metadata.logo.as_ref(), 0, MAX_LOGO_LENGTH);
    rules.optional_length(&["metadata", "logoDark"], metadata.logo_dark.as_ref(), 0, MAX_LOGO_LENGTH);
}

fn check_size(rules: &mut Rules, path: &[&str], value: Option<&Map<String, Value>>, most: usize) {
    let size = value.and_then(|value| serde_json::to_vec(value).ok()).map_or(0, |written| written.len());
    if size > most {
        rules.issue(Issue::new("too_big", path, format!("Object must be at most {most} bytes of JSON")));
    }
}
