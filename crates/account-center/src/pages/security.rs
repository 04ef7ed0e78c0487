//! `/account/security`: how somebody signs in.

use api_types::account_center::FieldAccess;
use axum::response::IntoResponse as _;
use ui::pages::account::AccountSecurityPage;

use super::{Outcome, Section};
use crate::holder::Holder;

/// `GET /account/security`.
pub(crate) async fn show(holder: Holder) -> Outcome {
    Ok(page(&holder).into_response())
}

fn page(holder: &Holder) -> AccountSecurityPage {
    let is_open = holder.settings.fields.password == Some(FieldAccess::Edit);
    AccountSecurityPage {
        frame: holder.frame(Section::Security),
        has_password: holder.account.flag("hasPassword"),
        password_url: is_open.then(|| "/account/password".to_owned()),
    }
}
