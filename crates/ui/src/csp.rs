//! The Content-Security-Policy of a page (W3C CSP Level 3), built from parts that are always on.

use std::collections::BTreeSet;

use http::HeaderValue;
use url::Url;

/// A policy that allows our own origin for scripts, styles, images and forms and denies everything else, plus the few
/// additions a page asks for. There is no way to allow inline code.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ContentSecurityPolicy {
    connect: BTreeSet<String>,
    form_action: BTreeSet<String>,
    frame: BTreeSet<String>,
    is_framed_by_us: bool,
    image: BTreeSet<String>,
    script: BTreeSet<String>,
}

impl ContentSecurityPolicy {
    /// Lets the page's script call the origin of `url`. What is not an http(s) URL (a path, for instance) adds nothing:
    /// our own origin is allowed anyway.
    #[must_use]
    pub fn connect_to(mut self, url: &str) -> Self {
        self.connect.extend(web_origin(url));
        self
    }

    /// Lets the page show an image from the origin of `url`, for a brand's logo that is kept elsewhere.
    #[must_use]
    pub fn image_from(mut self, url: &str) -> Self {
        self.image.extend(web_origin(url));
        self
    }

    /// Lets the page run the scripts of a widget and let them call what they need, from these places: a web address, or one with a path that
    /// ends in `/`, under which everything is meant. What is not https adds nothing.
    #[must_use]
    pub fn scripts_from(mut self, places: &[String]) -> Self {
        for place in places.iter().filter_map(|place| place_of(place)) {
            self.connect.insert(place.clone());
            self.script.insert(place);
        }
        self
    }

    /// Lets the page hold frames of these places, which are given as in [`Self::scripts_from`].
    #[must_use]
    pub fn frames_from(mut self, places: &[String]) -> Self {
        self.frame.extend(places.iter().filter_map(|place| place_of(place)));
        self
    }

    /// Lets the page hold frames of our own.
    #[must_use]
    pub fn own_frames(mut self) -> Self {
        self.frame.insert("'self'".to_owned());
        self
    }

    /// Lets a page of ours show this one in a frame.
    #[must_use]
    pub const fn framed_by_us(mut self) -> Self {
        self.is_framed_by_us = true;
        self
    }

    /// Lets a form of the page end at `target`, directly or by redirects.
    ///
    /// Browsers apply `form-action` to every hop of the redirects that follow a post: after the password comes the client's
    /// redirect URI, and that client may send the browser on to another host of its own. An origin is therefore too narrow;
    /// what is allowed is the scheme of `target` (`https:`, `http:` for local development, `io.example.app:` for a native
    /// application), never `javascript:` or `data:`.
    #[must_use]
    pub fn form_to(mut self, target: &str) -> Self {
        if let Ok(url) = Url::parse(target)
            && !matches!(url.scheme(), "javascript" | "data" | "blob" | "file" | "about")
        {
            self.form_action.insert(format!("{}:", url.scheme()));
        }
        self
    }

    /// The value of the `Content-Security-Policy` header.
    pub fn header_value(&self) -> HeaderValue {
        let frames = if self.frame.is_empty() {
            String::new()
        } else {
            format!(" frame-src{};", sources(&self.frame))
        };
        // Scripts of others set the addresses of further ones as text, which trusted types do not let them.
        let types = if self.script.is_empty() { "; require-trusted-types-for 'script'" } else { "" };
        let value = format!(
            "default-src 'none'; base-uri 'none'; connect-src 'self'{}; form-action 'self'{}; frame-ancestors {};{frames} \
             img-src 'self' data:{}; script-src 'self'{}; style-src 'self'{types}",
            sources(&self.connect),
            sources(&self.form_action),
            if self.is_framed_by_us { "'self'" } else { "'none'" },
            sources(&self.image),
            sources(&self.script),
        );
        // Every part is ASCII: origins and schemes come out of the URL parser. Should that ever fail, deny everything.
        HeaderValue::try_from(value).unwrap_or(HeaderValue::from_static("default-src 'none'"))
    }
}

fn sources(set: &BTreeSet<String>) -> String {
    set.iter().flat_map(|source| [" ", source]).collect()
}

fn web_origin(url: &str) -> Option<String> {
    let url = Url::parse(url).ok()?;
    matches!(url.scheme(), "http" | "https").then(|| url.origin().ascii_serialization())
}

/// An origin with its path, as a policy names it; nothing that could end a directive.
fn place_of(url: &str) -> Option<String> {
    let url = Url::parse(url).ok().filter(|url| url.scheme() == "https" && url.query().is_none())?;
    let path = if url.path() == "/" { "" } else { url.path() };
    let is_plain =
        |character: char| character.is_ascii_alphanumeric() || matches!(character, '/' | '-' | '_' | '.');
    path.chars().all(is_plain).then(|| format!("{}{path}", url.origin().ascii_serialization()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(policy: &ContentSecurityPolicy) -> String {
        policy.header_value().to_str().unwrap().to_owned()
    }

    #[test]
    fn the_default_policy_allows_our_own_origin_only() {
        assert_eq!(
            text(&ContentSecurityPolicy::default()),
            "default-src 'none'; base-uri 'none'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; \
             img-src 'self' data:; script-src 'self'; style-src 'self'; require-trusted-types-for 'script'"
        );
    }

    #[test]
    fn additions_are_origins_for_calls_and_images_and_schemes_for_forms() {
        let policy = ContentSecurityPolicy::default()
            .connect_to("http://127.0.0.1:3003/org")
            .connect_to("/org")
            .image_from("https://cdn.fjord.example/logo.svg?v=1")
            .form_to("https://desk.fjord.example/cb")
            .form_to("io.fjord.desk://callback");
        assert_eq!(
            text(&policy),
            "default-src 'none'; base-uri 'none'; connect-src 'self' http://127.0.0.1:3003; \
             form-action 'self' https: io.fjord.desk:; frame-ancestors 'none'; \
             img-src 'self' data: https://cdn.fjord.example; script-src 'self'; style-src 'self'; \
             require-trusted-types-for 'script'"
        );
    }

    #[test]
    fn a_widget_runs_from_the_places_that_are_named_and_from_nowhere_else() {
        let places = |all: &[&str]| all.iter().map(|place| (*place).to_owned()).collect::<Vec<_>>();
        let policy = ContentSecurityPolicy::default()
            .scripts_from(&places(&[
                "https://www.google.com/recaptcha/",
                "http://plain.example/",
                "https://a.example/;x",
            ]))
            .frames_from(&places(&["https://challenges.cloudflare.com", "javascript:alert(1)"]));
        assert_eq!(
            text(&policy),
            "default-src 'none'; base-uri 'none'; connect-src 'self' https://www.google.com/recaptcha/; form-action 'self'; \
             frame-ancestors 'none'; frame-src https://challenges.cloudflare.com; img-src 'self' data:; \
             script-src 'self' https://www.google.com/recaptcha/; style-src 'self'"
        );
    }

    #[test]
    fn a_page_that_is_shown_in_a_frame_of_ours_is_as_strict_as_the_others() {
        let default = text(&ContentSecurityPolicy::default());
        assert_eq!(
            text(&ContentSecurityPolicy::default().framed_by_us()),
            default.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
        );
        assert_eq!(
            text(&ContentSecurityPolicy::default().own_frames()),
            default.replace("frame-ancestors 'none';", "frame-ancestors 'none'; frame-src 'self';")
        );
    }

    #[test]
    fn hostile_urls_add_nothing() {
        let policy = ContentSecurityPolicy::default()
            .form_to("javascript:alert(1)")
            .form_to("data:text/html,x")
            .form_to("; script-src *")
            .image_from("data:image/png;base64,AAAA")
            .connect_to("ftp://files.example/");
        assert_eq!(policy, ContentSecurityPolicy::default());
    }

    #[test]
    fn a_host_cannot_break_out_of_its_directive() {
        let policy = ContentSecurityPolicy::default().image_from("https://a.example;script-src *'/x");
        assert!(!text(&policy).contains("script-src *"), "{}", text(&policy));
    }
}
