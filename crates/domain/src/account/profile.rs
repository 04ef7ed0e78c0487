//! The members of a user's profile object, beside those that have a column of their own (Management API contract §5.1).

/// Members that are text.
pub const TEXT_MEMBERS: [&str; 11] = [
    "familyName",
    "givenName",
    "middleName",
    "nickname",
    "preferredUsername",
    "profile",
    "website",
    "gender",
    "birthdate",
    "zoneinfo",
    "locale",
];

/// The member that is an object, of [`ADDRESS_MEMBERS`].
pub const ADDRESS: &str = "address";

/// Members of an address, all of them text.
pub const ADDRESS_MEMBERS: [&str; 6] =
    ["formatted", "streetAddress", "locality", "region", "postalCode", "country"];
