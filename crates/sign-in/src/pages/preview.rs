//! The first pages as an operator looks at them in the console: drawn as those for users are, from settings that may not be stored yet, and leading
//! nowhere. What a page says and shows is decided where it is decided for users.

use axum::response::Response;
use domain::sign_in_experience::SignInExperience;
use hosted::{
    brand::brand_by,
    provider::{Provider, offered_by},
    words_in,
};
use http_kit::QueryPairs;
use operations::Services;
use serde_json::Value;
use ui::{Brand, Preview, pages::SocialButton};

use super::{
    brand::notice,
    entry::{EntryPage, agree_with_accounts_elsewhere},
    register, sign_in,
};

/// Where links of such a page lead.
const NOWHERE: &str = "#";

/// A page that can be looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Screen {
    /// Signing in.
    SignIn,
    /// Registration.
    Register,
}

impl Screen {
    /// Where users find it.
    const fn path(self) -> &'static str {
        match self {
            Self::SignIn => "/sign-in",
            Self::Register => "/register",
        }
    }
}

/// What is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Look<'a> {
    /// Every setting, as it would be.
    pub settings: &'a Value,
    /// The page.
    pub screen: Screen,
    /// The language.
    pub language: Option<&'a str>,
    /// The scheme: the dark one, where the settings have it.
    pub is_dark: bool,
    /// What the application is called whose users see it.
    pub application: &'a str,
}

/// The page, which only pages of this server may show in a frame.
pub async fn preview(services: &Services, look: Look<'_>) -> Response {
    let settings = SignInExperience::of(look.settings);
    let words = words_in(services, look.language, None).await;
    let css = look.settings.get("customCss").and_then(Value::as_str).map(ToOwned::to_owned);
    let brand = Brand {
        notice: notice(look.settings, look.screen.path()),
        ..brand_by(look.settings, look.application).looked_at(Preview { is_dark: look.is_dark, css })
    };
    let query = QueryPairs::default();
    let nowhere = |_: &str| NOWHERE.to_owned();
    let providers = offered_by(services, look.settings, &words).await.unwrap_or_default();
    let social: Vec<_> = providers.into_iter().map(|provider| button(provider, look.is_dark)).collect();
    let of = (brand, &words);
    match look.screen {
        Screen::SignIn => whole(sign_in::drawn(&settings, of, &query, nowhere), social, &settings),
        Screen::Register => whole(register::drawn(&settings, of, &query, nowhere), social, &settings),
    }
}

fn button(provider: Provider, is_dark: bool) -> SocialButton {
    let logo = provider.logo_dark.filter(|_| is_dark).or(provider.logo);
    SocialButton { name: provider.name, logo, logo_dark: None, href: NOWHERE.to_owned() }
}

fn whole<P: EntryPage>(mut page: P, social: Vec<SocialButton>, settings: &SignInExperience) -> Response {
    *page.parts().social = social;
    agree_with_accounts_elsewhere(&mut page, settings);
    page.into_response()
}
