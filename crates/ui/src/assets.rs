//! The files that pages refer to, embedded in the binary and served under URLs that contain a hash of their content.
//!
//! A URL names one content for ever, so answers are cached without asking again; a new binary has new URLs. Hashes are
//! computed once, at first use. JavaScript modules name each other by their source names (`./oidc.js`); those are rewritten
//! to the hashed names here, so that no build step is needed.

use std::sync::LazyLock;

use axum::Router;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use sha2::{Digest, Sha256};

use crate::brand::{self, Rgb};

const CSS: &str = "text/css; charset=utf-8";
const JAVASCRIPT: &str = "text/javascript; charset=utf-8";
const SVG: &str = "image/svg+xml";

static ASSETS: LazyLock<Assets> = LazyLock::new(Assets::new);

struct Assets {
    stylesheet: Asset,
    light_stylesheet: Asset,
    dark_stylesheet: Asset,
    script: Asset,
    mark: Asset,
    demo_dom: Asset,
    demo_oidc: Asset,
    demo_views: Asset,
    demo: Asset,
    reference_stylesheet: Asset,
    reference_script: Asset,
    console_script: Asset,
    portal_stylesheet: Asset,
    console_stylesheet: Asset,
    passkey_script: Asset,
    passkey_autofill_script: Asset,
    captcha_script: Asset,
    walk_script: Asset,
    experience_script: Asset,
    preview_script: Asset,
}

impl Assets {
    fn new() -> Self {
        let style = |name, text: &str| Asset::new(name, "css", CSS, text.to_owned());
        let script = |name, text: &str| Asset::new(name, "js", JAVASCRIPT, text.to_owned());
        let demo_dom = script("dom", include_str!("../assets/js/dom.js"));
        let demo_oidc = script("oidc", include_str!("../assets/js/oidc.js"));
        let views = include_str!("../assets/js/views.js").replace("./dom.js", &demo_dom.url);
        let demo_views = Asset::new("views", "js", JAVASCRIPT, views);
        let demo = include_str!("../assets/js/demo.js")
            .replace("./dom.js", &demo_dom.url)
            .replace("./oidc.js", &demo_oidc.url)
            .replace("./views.js", &demo_views.url);
        let walk = include_str!("../assets/js/walk.js").replace("./dom.js", &demo_dom.url);
        let stylesheet = concat!(
            include_str!("../assets/css/tokens.css"),
            include_str!("../assets/css/base.css"),
            include_str!("../assets/css/forms.css"),
            include_str!("../assets/css/components.css"),
            include_str!("../assets/css/pages.css"),
        );
        Self {
            stylesheet: style("guildhall", stylesheet),
            light_stylesheet: style("light", include_str!("../assets/css/light.css")),
            dark_stylesheet: style("dark", include_str!("../assets/css/dark.css")),
            script: script("guildhall", include_str!("../assets/js/guildhall.js")),
            mark: Asset::new("mark", "svg", SVG, include_str!("../assets/mark.svg").to_owned()),
            demo: Asset::new("demo", "js", JAVASCRIPT, demo),
            reference_stylesheet: style("reference", include_str!("../assets/css/reference.css")),
            reference_script: script("reference", include_str!("../assets/js/reference.js")),
            console_script: script("console", include_str!("../assets/js/console.js")),
            portal_stylesheet: style(
                "portal",
                concat!(include_str!("../assets/css/portal.css"), include_str!("../assets/css/account.css")),
            ),
            console_stylesheet: style("console", include_str!("../assets/css/console.css")),
            passkey_script: script("passkey", include_str!("../assets/js/passkey.js")),
            passkey_autofill_script: script(
                "passkey-autofill",
                include_str!("../assets/js/passkey-autofill.js"),
            ),
            captcha_script: script("captcha", include_str!("../assets/js/captcha.js")),
            walk_script: Asset::new("walk", "js", JAVASCRIPT, walk),
            experience_script: script("experience", include_str!("../assets/js/experience.js")),
            preview_script: script("preview", include_str!("../assets/js/preview.js")),
            demo_dom,
            demo_oidc,
            demo_views,
        }
    }

    fn all(&self) -> [&Asset; 20] {
        [
            &self.stylesheet,
            &self.light_stylesheet,
            &self.dark_stylesheet,
            &self.script,
            &self.mark,
            &self.demo_dom,
            &self.demo_oidc,
            &self.demo_views,
            &self.demo,
            &self.reference_stylesheet,
            &self.reference_script,
            &self.console_script,
            &self.portal_stylesheet,
            &self.console_stylesheet,
            &self.passkey_script,
            &self.passkey_autofill_script,
            &self.captcha_script,
            &self.walk_script,
            &self.experience_script,
            &self.preview_script,
        ]
    }
}

/// One embedded file with its URL and validators.
struct Asset {
    url: String,
    entity_tag: String,
    content_type: &'static str,
    body: Bytes,
}

impl Asset {
    fn new(name: &str, extension: &str, content_type: &'static str, body: String) -> Self {
        let digest = Sha256::digest(body.as_bytes());
        let hash = format!(
            "{:016x}",
            digest.iter().take(8).fold(0_u64, |hash, byte| (hash << 8) | u64::from(*byte))
        );
        Self {
            url: format!("/assets/{name}.{hash}.{extension}"),
            entity_tag: format!("\"{hash}\""),
            content_type,
            body: Bytes::from(body),
        }
    }
}

/// The URL of the one stylesheet.
pub fn stylesheet_url() -> &'static str {
    &ASSETS.stylesheet.url
}

/// The URL of the stylesheet of a brand that has no dark scheme.
pub fn light_stylesheet_url() -> &'static str {
    &ASSETS.light_stylesheet.url
}

/// The URL of the stylesheet of a page that is looked at in the dark scheme.
pub fn dark_stylesheet_url() -> &'static str {
    &ASSETS.dark_stylesheet.url
}

/// The URL of the script of progressive enhancements.
pub fn script_url() -> &'static str {
    &ASSETS.script.url
}

/// The URL of Guildhall's mark.
pub fn mark_url() -> &'static str {
    &ASSETS.mark.url
}

/// The URL of the demonstration application's script.
pub fn demo_script_url() -> &'static str {
    &ASSETS.demo.url
}

/// The URLs of the modules that the demonstration's script imports, for `modulepreload`.
pub fn demo_module_urls() -> [&'static str; 3] {
    [&ASSETS.demo_dom.url, &ASSETS.demo_oidc.url, &ASSETS.demo_views.url]
}

/// The URL of what the API reference needs beside the one stylesheet.
pub fn reference_stylesheet_url() -> &'static str {
    &ASSETS.reference_stylesheet.url
}

/// The URL of the script of the API reference.
pub fn reference_script_url() -> &'static str {
    &ASSETS.reference_script.url
}

/// The URL of the console's stylesheet.
pub fn console_stylesheet_url() -> &'static str {
    &ASSETS.console_stylesheet.url
}

/// The URL of the console's script.
pub fn console_script_url() -> &'static str {
    &ASSETS.console_script.url
}

/// The URL of what the organization portal and the account center need beside the one stylesheet.
pub fn portal_stylesheet_url() -> &'static str {
    &ASSETS.portal_stylesheet.url
}

/// The URL of the script that asks the browser for a passkey.
pub fn passkey_script_url() -> &'static str {
    &ASSETS.passkey_script.url
}

/// The URL of the script that offers passkeys where the identifier is filled in.
pub fn passkey_autofill_script_url() -> &'static str {
    &ASSETS.passkey_autofill_script.url
}

/// The URL of the script that mounts the widget of a provider of captchas.
pub fn captcha_script_url() -> &'static str {
    &ASSETS.captcha_script.url
}

/// The URL of the script that tries out what the first walk through the console leads to.
pub fn walk_script_url() -> &'static str {
    &ASSETS.walk_script.url
}

/// The URL of the script that shows settings of the sign-in pages as they are typed.
pub fn experience_script_url() -> &'static str {
    &ASSETS.experience_script.url
}

/// The URL of the script of a page that an operator looks at.
pub fn preview_script_url() -> &'static str {
    &ASSETS.preview_script.url
}

/// Serves the embedded files at their URLs and brand stylesheets under `/assets/brand/`.
pub fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    let router = Router::new().route("/assets/brand/{file}", get(brand_stylesheet));
    ASSETS.all().into_iter().fold(router, |router, asset| {
        router.route(&asset.url, get(move |headers: HeaderMap| async move { serve(asset, &headers) }))
    })
}

fn serve(asset: &'static Asset, request: &HeaderMap) -> Response {
    let headers = cached(asset.content_type, &asset.entity_tag);
    if has_entity_tag(request, &asset.entity_tag) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    (headers, asset.body.clone()).into_response()
}

/// `/assets/brand/<light>-<dark>.css`, both colours as six hexadecimal digits.
async fn brand_stylesheet(Path(file): Path<String>, request: HeaderMap) -> Response {
    let colors = file.strip_suffix(".css").and_then(|stem| stem.split_once('-'));
    let (Some(light), Some(dark)) =
        (colors.and_then(|(light, _)| color(light)), colors.and_then(|(_, dark)| color(dark)))
    else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let entity_tag = format!("\"{light}-{dark}\"");
    let headers = cached(CSS, &entity_tag);
    if has_entity_tag(&request, &entity_tag) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    (headers, brand::stylesheet(light, dark)).into_response()
}

/// Only the one spelling that [`crate::Brand::stylesheet_url`] writes, so that caches hold one copy.
fn color(digits: &str) -> Option<Rgb> {
    digits.parse::<Rgb>().ok().filter(|color| color.to_string() == digits)
}

fn cached(content_type: &'static str, entity_tag: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Ok(entity_tag) = HeaderValue::try_from(entity_tag) {
        headers.insert(header::ETAG, entity_tag);
    }
    headers
}

pub(crate) fn has_entity_tag(request: &HeaderMap, entity_tag: &str) -> bool {
    request
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.split(',').any(|tag| tag.trim().trim_start_matches("W/") == entity_tag))
}

#[cfg(test)]
mod tests;
