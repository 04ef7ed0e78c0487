//! What bodies may say of colours, pictures, styles and links, whoever's they are.

use domain::{
    appearance::{BRANDING_MEMBERS, COLOR_MEMBERS, IS_DARK_MODE_ENABLED, is_color},
    web_url::{EXPECTED_WEB_URL, MAX_WEB_URL_CHARACTERS, is_web_url},
};
use http_kit::Issue;
use serde_json::{Map, Value};

use crate::rules::Rules;

/// The longest style sheet, in characters. Every node keeps the settings in memory.
const MAX_CSS: usize = 128 * 1024;
/// What is said of a colour that is none.
const EXPECTED_COLOR: &str = "Expected a colour such as #1a6 or #11aa66";

/// Checks the members of `color`.
pub(crate) fn check_color(rules: &mut Rules, color: &Map<String, Value>) {
    for key in COLOR_MEMBERS {
        let Some(value) = color.get(key) else { continue };
        let is_flag = key == IS_DARK_MODE_ENABLED;
        match value.as_str() {
            Some(text) if !is_flag => check_color_member(rules, key, text),
            _ if is_flag && value.is_boolean() => {}
            _ => {
                let expected = if is_flag { "Expected boolean" } else { EXPECTED_COLOR };
                rules.issue(Issue::new(kind_of_fault(value), &["color", key], expected));
            }
        }
    }
}

/// Checks a member of `color` that is a colour.
pub(crate) fn check_color_member(rules: &mut Rules, key: &str, text: &str) {
    if !is_color(text) {
        rules.issue(Issue::new("invalid_string", &["color", key], EXPECTED_COLOR));
    }
}

/// Checks the members of `branding`.
pub(crate) fn check_branding(rules: &mut Rules, branding: &Map<String, Value>) {
    for key in BRANDING_MEMBERS {
        let Some(value) = branding.get(key) else { continue };
        match value.as_str() {
            Some(text) => check_web_url(rules, &["branding", key], text),
            None => drop(rules.issue(Issue::new("invalid_type", &["branding", key], EXPECTED_WEB_URL))),
        }
    }
}

fn kind_of_fault(value: &Value) -> &'static str {
    if value.is_string() { "invalid_string" } else { "invalid_type" }
}

/// A picture or link is at a web address that is not too long.
pub(crate) fn check_web_url(rules: &mut Rules, path: &[&str], text: &str) {
    rules.length(path, text, 0, MAX_WEB_URL_CHARACTERS);
    if !is_web_url(text) {
        rules.issue(Issue::new("invalid_string", path, EXPECTED_WEB_URL));
    }
}

/// As [`check_web_url`], for a member that may be left out. An empty one is none.
pub(crate) fn check_link(rules: &mut Rules, key: &str, text: Option<&str>) {
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        check_web_url(rules, &[key], text);
    }
}

/// A style sheet is bounded wherever there is one.
pub(crate) fn check_css(rules: &mut Rules, css: Option<&String>) {
    rules.optional_length(&["customCss"], css, 0, MAX_CSS);
}

/// `color` without what it does not know.
pub(crate) fn known_color(color: Map<String, Value>) -> Map<String, Value> {
    known(color, &COLOR_MEMBERS)
}

/// `branding` without what it does not know.
pub(crate) fn known_branding(branding: Map<String, Value>) -> Map<String, Value> {
    known(branding, &BRANDING_MEMBERS)
}

fn known(object: Map<String, Value>, keys: &[&str]) -> Map<String, Value> {
    object.into_iter().filter(|(key, _)| keys.contains(&key.as_str())).collect()
}
