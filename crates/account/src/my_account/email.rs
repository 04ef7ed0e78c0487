//! `POST` and `DELETE /api/my-account/primary-email`

use api_types::account::ChangeEmail;
use domain::{
    account::{User, identifier::is_same_email},
    verification_record::Subject,
};
use http_kit::{ApiError, Issue, NoContent, ValidJson};
use operations::user::TakenIdentifier;
use store::{StoreError, user::UserChange};

use super::remaining::check_remaining;
use crate::{
    AccountContext,
    body::{Body, Rules, email_issues},
};

impl Rules for ChangeEmail {
    fn issues(&self) -> Vec<Issue> {
        email_issues(&["email"], &self.email)
    }
}

/// Makes an address the user's own, which a code has shown that they read. What has shown it shows it once.
pub(super) async fn change_email(
    context: AccountContext,
    ValidJson(Body(body)): ValidJson<Body<ChangeEmail>>,
) -> Result<NoContent, ApiError> {
    context.check_blocklist(&body.email)?;
    context.check_not_sso(&body.email).await?;
    let (context, body) = (&context, &body);
    let changed = context.change(|tx, user| async move {
        let record = context.consume_record(tx.exec(), &body.new_identifier_verification_record_id).await?;
        if !matches!(&record.subject, Subject::Email(address) if is_same_email(address, &body.email)) {
            return Err(ApiError::bad_request("verification_record.not_found"));
        }
        let change = UserChange { primary_email: Some(Some(body.email.clone())), ..UserChange::default() };
        let now = context.services.now();
        store::user::update(tx.exec(), context.tenant(), &user.id, &change, now).await.map_err(taken)?;
        Ok(())
    });
    changed.await?;
    Ok(NoContent)
}

/// Takes the address from the account, unless it is needed to sign in.
pub(super) async fn remove_email(context: AccountContext) -> Result<NoContent, ApiError> {
    let context = &context;
    let changed = context.change(|tx, user| async move {
        let after = User { primary_email: None, ..user.clone() };
        check_remaining(context, tx.exec(), (&user, &after)).await?;
        let change = UserChange { primary_email: Some(None), ..UserChange::default() };
        let now = context.services.now();
        store::user::update(tx.exec(), context.tenant(), &user.id, &change, now).await?;
        Ok(())
    });
    changed.await?;
    Ok(NoContent)
}

/// What it means that an address was not stored.
pub(super) fn taken(error: StoreError) -> ApiError {
    match TakenIdentifier::of(&error) {
        Some(taken) => ApiError::unprocessable(taken.code()),
        None => error.into(),
    }
}
