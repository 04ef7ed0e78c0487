//! `/console/sign-in-experience`: colours, pictures and styles.

use http_kit::Form;
use serde_json::{Map, Value, json};
use ui::pages::console::{Control, FormField, FormPart};

use super::{ABOUT, PATH, TABS};
use crate::pages::{
    form::filled,
    settings::{Facts, SIGN_IN, Sheet},
    view::{View, is_ticked, put_text},
};

/// The sheet.
pub(super) const SHEET: Sheet = Sheet {
    area: PATH,
    end: "",
    about: ABOUT,
    tabs: TABS,
    api: SIGN_IN,
    members: &["color", "branding", "customCss"],
    parts,
    changes,
    pictures: &PICTURES,
    is_previewed: true,
};

/// The fields of pictures.
const PICTURES: [&str; 4] =
    ["branding.logoUrl", "branding.darkLogoUrl", "branding.favicon", "branding.darkFavicon"];

fn color(view: &View<'_>, path: &'static str, label: &str, hint: &str) -> FormField {
    let field = view.line(path, label).control(Control::Color);
    field.hint(view.words.say(hint)).wrong(view.words.say("console-color-wrong"))
}

fn parts(view: &View<'_>) -> Vec<FormPart> {
    let css = FormField::line(
        "customCss",
        view.words.say("console-custom-css"),
        filled(view.text("customCss")),
        String::new(),
    );
    vec![
        view.part(
            ("console-colors", "console-colors-lead"),
            vec![
                color(view, "color.primaryColor", "console-primary-color", "console-primary-color-hint"),
                view.check("color.isDarkModeEnabled", ("console-dark-mode", "console-dark-mode-hint"), true),
                color(
                    view,
                    "color.darkPrimaryColor",
                    "console-dark-primary-color",
                    "console-dark-primary-color-hint",
                ),
            ],
        ),
        view.part(
            ("console-logos", "console-logos-lead"),
            vec![
                view.picture("branding.logoUrl", "console-label-logo", "console-logo-hint"),
                view.picture("branding.darkLogoUrl", "console-label-dark-logo", "console-dark-logo-hint"),
                view.picture("branding.favicon", "console-label-favicon", "console-favicon-hint"),
                view.picture("branding.darkFavicon", "console-dark-favicon", "console-dark-favicon-hint"),
            ],
        ),
        view.part(
            ("console-styles", "console-styles-lead"),
            vec![css.hint(view.words.say("console-custom-css-hint")).control(Control::Lines(8))],
        ),
    ]
}

fn changes(form: &Form, _facts: &Facts) -> Map<String, Value> {
    let mut branding = Map::new();
    for member in ["logoUrl", "darkLogoUrl", "favicon", "darkFavicon"] {
        put_text(&mut branding, form, ("branding", member));
    }
    // Line ends of forms are two characters each.
    let css = form.get("customCss").replace("\r\n", "\n");
    Map::from_iter([
        (
            "color".to_owned(),
            json!({
                "primaryColor": form.get("color.primaryColor").trim(),
                "isDarkModeEnabled": is_ticked(form, "color.isDarkModeEnabled"),
                "darkPrimaryColor": form.get("color.darkPrimaryColor").trim(),
            }),
        ),
        ("branding".to_owned(), Value::Object(branding)),
        ("customCss".to_owned(), if css.trim().is_empty() { Value::Null } else { css.into() }),
    ])
}
