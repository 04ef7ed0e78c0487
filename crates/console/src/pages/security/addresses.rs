//! `/console/security/addresses`: whose e-mail addresses make no account.

use http_kit::Form;
use serde_json::{Map, Value, json};
use ui::pages::console::FormPart;

use super::{ABOUT, PATH, TABS};
use crate::pages::{
    settings::{Facts, SIGN_IN, Sheet},
    view::{View, is_ticked, lines_of},
};

/// The sheet.
pub(super) const SHEET: Sheet = Sheet {
    area: PATH,
    end: "addresses",
    about: ABOUT,
    tabs: TABS,
    api: SIGN_IN,
    members: &["emailBlocklistPolicy"],
    parts,
    changes,
    pictures: &[],
    is_previewed: false,
};

fn parts(view: &View<'_>) -> Vec<FormPart> {
    vec![view.part(
        ("console-blocklist", "console-blocklist-lead"),
        vec![
            view.check(
                "emailBlocklistPolicy.blockDisposableAddresses",
                ("console-block-disposable", "console-block-disposable-hint"),
                false,
            ),
            view.check(
                "emailBlocklistPolicy.blockSubaddressing",
                ("console-block-subaddresses", "console-block-subaddresses-hint"),
                false,
            ),
            view.lines(
                "emailBlocklistPolicy.customBlocklist",
                ("console-blocked", "console-blocked-hint"),
                4,
            ),
            view.lines(
                "emailBlocklistPolicy.customAllowlist",
                ("console-allowed", "console-allowed-hint"),
                4,
            ),
        ],
    )]
}

fn changes(form: &Form, _facts: &Facts) -> Map<String, Value> {
    let policy = json!({
        "blockDisposableAddresses": is_ticked(form, "emailBlocklistPolicy.blockDisposableAddresses"),
        "blockSubaddressing": is_ticked(form, "emailBlocklistPolicy.blockSubaddressing"),
        "customBlocklist": lines_of(form, "emailBlocklistPolicy.customBlocklist"),
        "customAllowlist": lines_of(form, "emailBlocklistPolicy.customAllowlist"),
    });
    Map::from_iter([("emailBlocklistPolicy".to_owned(), policy)])
}
