//! `/account/security`: how somebody signs in.

use api_types::account_center::FieldAccess;
use axum::response::IntoResponse as _;
use hosted::Refusal;
use ui::pages::account::AccountSecurityPage;

use super::{
    Outcome, Section,
    factors::{factors, list, passkeys},
};
use crate::holder::Holder;

/// Where the page is.
pub(super) const PATH: &str = "/account/security";

/// `GET /account/security`.
pub(crate) async fn show(holder: Holder) -> Outcome {
    let page = page(&holder).await.map_err(|refusal| holder.stop(&refusal, PATH))?;
    Ok(page.into_response())
}

async fn page(holder: &Holder) -> Result<AccountSecurityPage, Refusal> {
    let is_open = holder.settings.fields.password == Some(FieldAccess::Edit);
    let known = list(holder).await?;
    Ok(AccountSecurityPage {
        frame: holder.frame(Section::Security),
        xsrf: holder.xsrf(),
        has_password: holder.account.flag("hasPassword"),
        password_url: is_open.then(|| "/account/password".to_owned()),
        passkeys: passkeys(holder, &known),
        factors: factors(holder, &known).await?,
    })
}
