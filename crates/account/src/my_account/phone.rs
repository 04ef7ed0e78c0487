//! `POST` and `DELETE /api/my-account/primary-phone`

use api_types::account::ChangePhone;
use domain::{account::User, verification_record::Subject};
use http_kit::{ApiError, Issue, NoContent, ValidJson};
use store::user::UserChange;

use super::{email::taken, remaining::check_remaining};
use crate::{
    AccountContext,
    body::{Body, Rules, phone_issues, stored_phone},
};

impl Rules for ChangePhone {
    fn issues(&self) -> Vec<Issue> {
        phone_issues(&["phone"], &self.phone)
    }
}

/// Makes a number the user's own, which a code has shown that they have. What has shown it shows it once.
pub(super) async fn change_phone(
    context: AccountContext,
    ValidJson(Body(body)): ValidJson<Body<ChangePhone>>,
) -> Result<NoContent, ApiError> {
    let phone = &stored_phone(&body.phone)?;
    let (context, id) = (&context, &body.new_identifier_verification_record_id);
    let changed = context.change(|tx, user| async move {
        let record = context.consume_record(tx.exec(), id).await?;
        if !matches!(&record.subject, Subject::Phone(number) if number == phone) {
            return Err(ApiError::bad_request("verification_record.not_found"));
        }
        let change = UserChange { primary_phone: Some(Some(phone.clone())), ..UserChange::default() };
        let now = context.services.now();
        store::user::update(tx.exec(), context.tenant(), &user.id, &change, now).await.map_err(taken)?;
        Ok(())
    });
    changed.await?;
    Ok(NoContent)
}

/// Takes the number from the account, unless it is needed to sign in.
pub(super) async fn remove_phone(context: AccountContext) -> Result<NoContent, ApiError> {
    let context = &context;
    let changed = context.change(|tx, user| async move {
        let after = User { primary_phone: None, ..user.clone() };
        check_remaining(context, tx.exec(), (&user, &after)).await?;
        let change = UserChange { primary_phone: Some(None), ..UserChange::default() };
        let now = context.services.now();
        store::user::update(tx.exec(), context.tenant(), &user.id, &change, now).await?;
        Ok(())
    });
    changed.await?;
    Ok(NoContent)
}
