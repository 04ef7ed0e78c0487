//! Who somebody is, and how they are reached.

use askama::Template;

use super::AccountFrame;
use crate::components::FieldState;
use crate::pages::{ProfileInput, portal::SelectOption};

/// Picture, name and further details, addresses, accounts elsewhere, language.
#[derive(Template)]
#[template(path = "pages/account/profile.html")]
pub struct AccountProfilePage {
    /// What is around it.
    pub frame: AccountFrame,
    /// The token against forged posts.
    pub xsrf: String,
    /// The picture, where it can be changed.
    pub picture: Option<PictureForm>,
    /// The form, where something can be changed by it.
    pub form: Option<ProfileForm>,
    /// What is shown and cannot be changed: what it is, and what it says.
    pub details: Vec<(String, String)>,
    /// The e-mail address, where it is shown.
    pub email: Option<ContactRow>,
    /// The phone number, where it is shown.
    pub phone: Option<ContactRow>,
    /// Accounts elsewhere that are linked or can be.
    pub linked: Vec<LinkedRow>,
    /// Addresses of the kinds that the forms which link an account may end at.
    pub link_targets: Vec<String>,
    /// The languages, where one can be chosen.
    pub languages: Vec<SelectOption>,
}

impl AccountProfilePage {
    fn picture_hint(&self) -> String {
        let size = self.picture.as_ref().map_or(0, |picture| picture.megabytes);
        self.frame.words.count("account-picture-hint", "size", size)
    }
}

/// The picture.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PictureForm {
    /// How large they may be, in megabytes.
    pub megabytes: u64,
    /// Whether there is one that can be removed.
    pub is_removable: bool,
    /// What is wrong with the file.
    pub error: Option<String>,
}

/// What can be changed in one form. What is absent is not asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProfileForm {
    /// `name`.
    pub name: Option<FieldState>,
    /// `username`.
    pub username: Option<FieldState>,
    /// Further fields, each under its name.
    pub fields: Vec<ProfileInput>,
}

/// A way to reach somebody.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ContactRow {
    /// The address or number, if there is one.
    pub address: Option<String>,
    /// Where it is changed or added, if it can be.
    pub change_url: Option<String>,
    /// Where it is removed, if it can be.
    pub remove_url: Option<String>,
}

/// An account elsewhere.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LinkedRow {
    /// Where.
    pub provider: String,
    /// Its picture.
    pub logo_url: Option<String>,
    /// Whether it is at an enterprise's provider, where whoever runs that links people.
    pub is_enterprise: bool,
    /// As what the user is known there, where one is linked.
    pub account: Option<String>,
    /// Where it is linked, by a form.
    pub link_url: Option<String>,
    /// Where it is unlinked.
    pub unlink_url: Option<String>,
}

impl crate::Page for AccountProfilePage {
    fn content_security_policy(&self) -> crate::ContentSecurityPolicy {
        let targets =
            if self.linked.iter().any(|row| row.link_url.is_some()) { &*self.link_targets } else { &[] };
        let logos = self.linked.iter().filter_map(|row| row.logo_url.as_deref());
        logos.fold(self.frame.policy(targets), crate::ContentSecurityPolicy::image_from)
    }
}

super::into_response!(AccountProfilePage);
