//! The widget of a provider that tells people from programs, as a page shows it: which script it needs, what the page's policy lets it do,
//! and what our own script (`assets/js/captcha.js`) has to know to mount it.
//!
//! Without a widget no page of ours runs anything of others. With one, the policy is widened by the provider's own addresses, with their path
//! where the host has other things on it that a script could come from.

use url::form_urlencoded::byte_serialize;

use crate::{ContentSecurityPolicy, Words};

const TURNSTILE: &str = "https://challenges.cloudflare.com";

/// A widget.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Captcha {
    /// Whose it is.
    pub provider: CaptchaProvider,
    /// The key that the provider knows the page by.
    pub site_key: String,
    /// What is done on the page, in a word that the provider shows to its customer.
    pub action: &'static str,
    /// What is wrong with what came from it.
    pub error: Option<String>,
}

/// Whose widget it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaptchaProvider {
    /// Turnstile of Cloudflare.
    Turnstile,
    /// reCAPTCHA Enterprise of Google.
    Recaptcha {
        /// The host that the script comes from.
        domain: String,
        /// Whether there is a box to tick; otherwise it works unseen when the form is posted.
        is_checkbox: bool,
    },
}

impl Captcha {
    /// The word by which our script knows what to mount.
    pub(crate) fn kind(&self) -> &'static str {
        match &self.provider {
            CaptchaProvider::Turnstile => "turnstile",
            CaptchaProvider::Recaptcha { is_checkbox: true, .. } => "recaptcha-checkbox",
            CaptchaProvider::Recaptcha { .. } => "recaptcha",
        }
    }

    /// Where the provider's script is.
    pub(crate) fn script_url(&self, words: &Words) -> String {
        let (key, language) = (escaped(&self.site_key), escaped(words.tag()));
        match &self.provider {
            CaptchaProvider::Turnstile => format!("{TURNSTILE}/turnstile/v0/api.js?render=explicit"),
            CaptchaProvider::Recaptcha { domain, is_checkbox } => {
                let render = if *is_checkbox { "explicit" } else { &key };
                format!("https://{domain}/recaptcha/enterprise.js?render={render}&hl={language}")
            }
        }
    }

    /// The policy of a page that shows it.
    pub(crate) fn widen(&self, policy: ContentSecurityPolicy) -> ContentSecurityPolicy {
        match &self.provider {
            CaptchaProvider::Turnstile => {
                let place = [TURNSTILE.to_owned()];
                policy.scripts_from(&place).frames_from(&place)
            }
            CaptchaProvider::Recaptcha { domain, .. } => {
                let own = |host: &str| format!("https://{host}/recaptcha/");
                let is_google = domain == "www.google.com";
                let files = if is_google { "www.gstatic.com" } else { "www.gstatic.cn" };
                let further = if is_google { "recaptcha.google.com" } else { "www.recaptcha.net" };
                // Elsewhere than in China the second domain has its files where the first has them, too.
                let scripts = [own(domain), own(files), own("www.gstatic.com")];
                policy.scripts_from(&scripts).frames_from(&[own(domain), own(further)])
            }
        }
    }
}

/// The policy of a page with or without a widget.
pub(crate) fn widened(policy: ContentSecurityPolicy, captcha: Option<&Captcha>) -> ContentSecurityPolicy {
    match captcha {
        Some(captcha) => captcha.widen(policy),
        None => policy,
    }
}

fn escaped(text: &str) -> String {
    byte_serialize(text.as_bytes()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn captcha(provider: CaptchaProvider) -> Captcha {
        Captcha { provider, site_key: "site&key".to_owned(), action: "sign_in", error: None }
    }

    fn recaptcha(domain: &str, is_checkbox: bool) -> Captcha {
        captcha(CaptchaProvider::Recaptcha { domain: domain.to_owned(), is_checkbox })
    }

    fn policy(captcha: &Captcha) -> String {
        captcha.widen(ContentSecurityPolicy::default()).header_value().to_str().unwrap().to_owned()
    }

    #[test]
    fn a_policy_is_widened_by_the_provider_alone() {
        assert_eq!(
            policy(&captcha(CaptchaProvider::Turnstile)),
            "default-src 'none'; base-uri 'none'; connect-src 'self' https://challenges.cloudflare.com; form-action 'self'; \
             frame-ancestors 'none'; frame-src https://challenges.cloudflare.com; img-src 'self' data:; \
             script-src 'self' https://challenges.cloudflare.com; style-src 'self'"
        );
        assert_eq!(
            policy(&recaptcha("www.google.com", true)),
            "default-src 'none'; base-uri 'none'; \
             connect-src 'self' https://www.google.com/recaptcha/ https://www.gstatic.com/recaptcha/; form-action 'self'; \
             frame-ancestors 'none'; frame-src https://recaptcha.google.com/recaptcha/ https://www.google.com/recaptcha/; \
             img-src 'self' data:; script-src 'self' https://www.google.com/recaptcha/ https://www.gstatic.com/recaptcha/; \
             style-src 'self'"
        );
        let elsewhere = policy(&recaptcha("recaptcha.net", false));
        assert!(!elsewhere.contains("google.com") && elsewhere.contains("https://www.gstatic.cn/recaptcha/"));
    }

    #[test]
    fn a_domain_from_elsewhere_cannot_end_a_directive() {
        assert!(!policy(&recaptcha("evil.example/;script-src *;x", false)).contains('*'));
    }

    #[test]
    fn the_script_comes_from_the_provider_and_names_the_key_where_it_needs_it() {
        let words = Words::choose(["pt-BR"], Vec::new());
        let url = |captcha: Captcha| captcha.script_url(&words);
        assert_eq!(
            url(captcha(CaptchaProvider::Turnstile)),
            "https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit"
        );
        assert_eq!(
            url(recaptcha("www.recaptcha.net", false)),
            "https://www.recaptcha.net/recaptcha/enterprise.js?render=site%26key&hl=pt-BR"
        );
        assert_eq!(
            url(recaptcha("www.google.com", true)),
            "https://www.google.com/recaptcha/enterprise.js?render=explicit&hl=pt-BR"
        );
    }
}
