//! `/api/users/{userId}/personal-access-tokens` (Management API contract §5.5).

mod create;
mod delete;
mod list;
mod rename;

use api_types::user_token as wire;
use domain::{TenantId, UserId, user_token::PersonalAccessToken};

pub(super) use self::{
    create::create_token,
    delete::{delete_named_token, delete_token},
    list::list_tokens,
    rename::{rename_named_token, rename_token},
};

/// The longest name of a token, in characters.
const MAX_NAME_LENGTH: usize = 256;
/// The code of a name that the user gave another token.
const NAME_EXISTS: &str = "user.personal_access_token_name_exists";

/// A token as the wire shows it, in clear.
fn token_body(tenant: &TenantId, user: &UserId, token: PersonalAccessToken) -> wire::PersonalAccessToken {
    wire::PersonalAccessToken {
        tenant_id: tenant.to_string(),
        user_id: user.to_string(),
        name: token.name,
        value: token.value.reveal().to_owned(),
        created_at: token.created_at.0,
        expires_at: token.expires_at.map(|at| at.0),
    }
}
