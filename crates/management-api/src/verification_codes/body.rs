//! The address that a code is for.

use http_kit::Issue;
use operations::messages::Recipient;

use crate::rules::{Rules, check_email, check_phone};

/// Checks that there is an address, and its form.
pub(super) fn check_address(rules: &mut Rules, email: Option<&str>, phone: Option<&str>) {
    if email.is_none() && phone.is_none() {
        rules.issue(Issue::new("invalid_union", &[], "An email or a phone is required"));
    }
    check_email(rules, email);
    check_phone(rules, phone);
}

/// The address of a checked body.
pub(super) fn recipient<'a>(email: Option<&'a str>, phone: Option<&'a str>) -> Recipient<'a> {
    email.map_or_else(|| Recipient::Phone(phone.unwrap_or_default()), Recipient::Email)
}
