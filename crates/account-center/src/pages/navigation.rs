//! The parts of an account, in the order of the navigation, and which of them the account center opens.

use api_types::account_center::{AccountCenter, AccountFields, FieldAccess};
use ui::pages::account::SectionIcon;

/// A part of an account.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Section {
    /// Who somebody is, and how they are reached.
    Profile,
    /// How they sign in.
    Security,
    /// Where they are signed in.
    Sessions,
    /// What applications may do for them.
    Applications,
    /// Tokens of their own.
    Tokens,
    /// Where they belong.
    Organizations,
    /// The account as a whole.
    Data,
}

/// How the navigation shows a part.
#[derive(Clone, Copy)]
pub(crate) struct Entry {
    /// The message of its name.
    pub(crate) label: &'static str,
    pub(crate) icon: SectionIcon,
    /// Its page.
    pub(crate) path: &'static str,
    /// Whether there is something to see.
    is_open: fn(&AccountCenter) -> bool,
}

/// The table. The first that is open is where one comes in.
const SECTIONS: &[(Section, Entry)] = &[
    (
        Section::Profile,
        Entry {
            label: "account-profile",
            icon: SectionIcon::Person,
            path: "/account/profile",
            // Where nothing is open, it says so.
            is_open: |_| true,
        },
    ),
    (
        Section::Security,
        Entry {
            label: "account-security",
            icon: SectionIcon::Shield,
            path: "/account/security",
            is_open: |settings| {
                shows(settings, |fields| fields.password)
                    || shows(settings, |fields| fields.mfa)
                    || shows(settings, |fields| fields.passkey)
            },
        },
    ),
    (
        Section::Sessions,
        Entry {
            label: "own-sessions",
            icon: SectionIcon::Screen,
            path: "/account/sessions",
            is_open: |settings| shows(settings, |fields| fields.session),
        },
    ),
    (
        Section::Applications,
        Entry {
            label: "own-applications",
            icon: SectionIcon::Apps,
            path: "/account/applications",
            is_open: |settings| shows(settings, |fields| fields.session),
        },
    ),
    (
        Section::Tokens,
        Entry {
            label: "own-tokens",
            icon: SectionIcon::Key,
            path: "/account/tokens",
            is_open: |settings| shows(settings, |fields| fields.personal_access_token),
        },
    ),
    (
        Section::Organizations,
        Entry {
            label: "own-organizations",
            icon: SectionIcon::Building,
            path: "/account/organizations",
            is_open: |settings| shows(settings, |fields| fields.organization),
        },
    ),
    (
        Section::Data,
        Entry {
            label: "own-data",
            icon: SectionIcon::Archive,
            path: "/account/data",
            is_open: |settings| {
                shows(settings, |fields| fields.account) || settings.delete_account_url.is_some()
            },
        },
    ),
];

/// The parts that are open.
pub(crate) fn open(settings: &AccountCenter) -> impl Iterator<Item = (Section, Entry)> {
    SECTIONS.iter().copied().filter(|(_, entry)| (entry.is_open)(settings))
}

/// Whether users see a part of their account.
pub(crate) fn shows(settings: &AccountCenter, field: impl Fn(&AccountFields) -> Option<FieldAccess>) -> bool {
    !matches!(field(&settings.fields), None | Some(FieldAccess::Off))
}
