//! `POST` and `PUT /api/my-account/identities`, `DELETE /api/my-account/identities/{target}`

use api_types::account::AddIdentity;
use axum::extract::Path;
use domain::account::User;
use http_kit::{ApiError, NoContent, ValidJson};
use operations::{
    connectors::Connector,
    social::{self, ProvenIdentity},
};

use super::remaining::check_remaining;
use crate::{
    AccountContext,
    body::{Body, Rules},
    error::{failed, identity_not_stored},
    verification::{connector_of, holder},
};

impl Rules for AddIdentity {}

/// Links the account elsewhere that was proved, where the user has none of its kind.
pub(super) async fn add_identity(
    context: AccountContext,
    ValidJson(Body(body)): ValidJson<Body<AddIdentity>>,
) -> Result<NoContent, ApiError> {
    put_identity(&context, &body, false).await
}

/// Links the account elsewhere that was proved, in place of the one of its kind that the user has.
pub(super) async fn replace_identity(
    context: AccountContext,
    ValidJson(Body(body)): ValidJson<Body<AddIdentity>>,
) -> Result<NoContent, ApiError> {
    put_identity(&context, &body, true).await
}

async fn put_identity(
    context: &AccountContext,
    body: &AddIdentity,
    may_replace: bool,
) -> Result<NoContent, ApiError> {
    let not_found = || ApiError::bad_request("verification_record.not_found");
    let id = &body.new_identifier_verification_record_id;
    let connector = &connector_of_proven(context, id).await?;
    let linked = context.change(|tx, user| async move {
        let record = context.consume_record(tx.exec(), id).await?;
        let proven: ProvenIdentity = context.open(&record)?.ok_or_else(not_found)?;
        if !may_replace && user.identities.contains_key(&proven.target) {
            return Err(ApiError::unprocessable("user.social_account_exists"));
        }
        let profile = proven.open(&context.services, &holder(&record.id)).map_err(failed)?;
        let put = social::put_identity(&context.services, tx.exec(), &user, (connector, &profile));
        put.await.map(drop).map_err(identity_not_stored)
    });
    linked.await?;
    Ok(NoContent)
}

/// The connector through which something was proved that is not used up yet, while it takes the same accounts as then.
pub(super) async fn connector_of_proven(context: &AccountContext, id: &str) -> Result<Connector, ApiError> {
    let not_found = || ApiError::bad_request("verification_record.not_found");
    let record = context.find_record(id).await?.filter(|record| record.verified_at.is_some());
    let record = record.ok_or_else(not_found)?;
    connector_of(&record)?;
    let proven: ProvenIdentity = context.open(&record)?.ok_or_else(not_found)?;
    let connector = proven.connector(&context.services).await.map_err(failed)?;
    connector.ok_or_else(|| ApiError::not_found("entity.not_found"))
}

/// Takes an identity from the account, unless it is needed to sign in.
pub(super) async fn remove_identity(
    context: AccountContext,
    Path(target): Path<String>,
) -> Result<NoContent, ApiError> {
    let (context, target) = (&context, &target);
    let removed = context.change(|tx, user| async move {
        let mut after = User { ..user.clone() };
        if after.identities.remove(target).is_none() {
            return Err(ApiError::not_found("user.identity_not_exist"));
        }
        check_remaining(context, tx.exec(), (&user, &after)).await?;
        store::user::remove_identity(tx.exec(), context.tenant(), &user, target).await?;
        Ok(())
    });
    removed.await?;
    Ok(NoContent)
}
