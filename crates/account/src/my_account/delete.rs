//! `DELETE /api/my-account`: the end of an account, by its user.

use domain::OrganizationId;
use http_kit::{ApiError, NoContent};
use operations::{organization::administrators::left_alone, user_assets};
use serde_json::json;
use store::organization::membership;

use super::organizations::LAST_ADMINISTRATOR;
use crate::{AccountContext, error::failed};

/// Deletes the account with all that hangs on it: sessions, of whose end applications hear, grants, tokens, memberships, pictures. Who is the last that
/// can manage an organization hands it to somebody first.
pub(super) async fn delete_account(context: AccountContext) -> Result<NoContent, ApiError> {
    let (context, services) = (&context, &context.services);
    let deleted = context.step(|tx, user| async move {
        let (exec, tenant) = (tx.exec(), context.tenant());
        let organizations = membership::organizations_of_user_brief(exec, tenant, &user.id).await?;
        let ids: Vec<OrganizationId> = organizations.iter().map(|(id, ..)| id.clone()).collect();
        let alone = left_alone(services, &tx, &user.id, &ids).await.map_err(failed)?;
        if !alone.is_empty() {
            let named = organizations.into_iter().filter(|(id, ..)| alone.contains(id));
            let named: Vec<_> = named.map(|(id, name, ..)| json!({ "id": id, "name": name })).collect();
            let error = ApiError::unprocessable(LAST_ADMINISTRATOR);
            return Err(error.data(json!({ "organizations": named })));
        }
        let uploads = store::user_upload::list(exec, tenant, &user.id).await?;
        store::user::delete(exec, tenant, &user.id).await?;
        Ok((uploads, vec![context.deleted(user)]))
    });
    user_assets::discard(services, &deleted.await?).await;
    Ok(NoContent)
}
