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
            is_open: |settings| shows(settings, |fields| fields.password),
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
