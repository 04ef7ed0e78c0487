//! `/api/my-account/mfa-verifications`: the user's second factors.

mod access;
mod backup_codes;
mod bind;
mod generate;
mod list;
mod remove;
mod rename;
mod totp;

pub(super) use self::{
    backup_codes::replace_backup_codes,
    bind::bind_factor,
    generate::{generate_backup_codes, generate_totp_secret},
    list::{factor_body, get_backup_codes, list_factors},
    remove::remove_factor,
    rename::rename_factor,
    totp::replace_totp,
};
