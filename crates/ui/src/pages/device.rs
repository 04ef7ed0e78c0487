//! Signing a device in: its code is typed, then confirmed, then done.

use askama::Template;

use super::{branded_policy, into_response};
use crate::components::{Banner, FieldState};
use crate::{Brand, ContentSecurityPolicy, Page, Words};

/// Asks for the code that a device shows. Posts `xsrf` and `user_code` to `action`.
#[derive(Template)]
#[template(path = "pages/device.html")]
pub struct DevicePage {
    /// The server itself: nobody knows yet which application it is about.
    pub brand: Brand,
    /// The words, in the language of whoever reads them.
    pub words: Words,
    /// `/oidc/device`.
    pub action: String,
    /// The token against forged posts, as hidden field `xsrf`.
    pub xsrf: String,
    /// What was typed before, and its error.
    pub code: FieldState,
    /// A message above the form.
    pub banner: Option<Banner>,
}

/// Asks whether a device is the user's own. Posts `xsrf`, `user_code` and `confirm=yes` or `abort=yes` to `action`.
#[derive(Template)]
#[template(path = "pages/device_confirm.html")]
pub struct DeviceConfirmPage {
    /// The application on the device.
    pub brand: Brand,
    /// The words, in the language of whoever reads them.
    pub words: Words,
    /// `/oidc/device`.
    pub action: String,
    /// The token against forged posts, as hidden field `xsrf`.
    pub xsrf: String,
    /// The code as the device shows it.
    pub code: String,
    /// Where redirects after the post may end: our own sign-in pages.
    pub redirect_targets: Vec<String>,
}

/// Says that the device goes on by itself.
#[derive(Template)]
#[template(path = "pages/device_success.html")]
pub struct DeviceSuccessPage {
    /// The server itself.
    pub brand: Brand,
    /// The words, in the language of whoever reads them.
    pub words: Words,
}

impl Page for DevicePage {
    fn content_security_policy(&self) -> ContentSecurityPolicy {
        branded_policy(&self.brand, &[])
    }
}

impl Page for DeviceConfirmPage {
    fn content_security_policy(&self) -> ContentSecurityPolicy {
        branded_policy(&self.brand, &self.redirect_targets)
    }
}

impl Page for DeviceSuccessPage {
    fn content_security_policy(&self) -> ContentSecurityPolicy {
        branded_policy(&self.brand, &[])
    }
}

into_response!(DevicePage, DeviceConfirmPage, DeviceSuccessPage);
