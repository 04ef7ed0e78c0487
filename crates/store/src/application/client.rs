//! An application with everything the token endpoint asks about it, in a few point reads.

use domain::{
    ApplicationId, RoleId, TenantId,
    application::{Application, sign_in_experience::ApplicationSignInExperience},
};

use super::{
    consent::{self, ThirdPartyScopes},
    find,
    secret::{self, SealedSecret},
    sign_in_experience,
};
use crate::{StoreError, db::Exec, role::holder::role_ids_of_application};

/// An application as an OAuth client.
#[derive(Clone, Debug)]
pub struct Client {
    /// The application.
    pub application: Application,
    /// Its secrets, sealed, oldest first, expired ones too.
    pub secrets: Vec<SealedSecret>,
    /// The global roles it holds, hidden ones too.
    pub role_ids: Vec<RoleId>,
    /// What it may ask users for. Empty for applications that are not third-party, which may ask for anything.
    pub third_party: ThirdPartyScopes,
    /// How the pages look on the way to it, where that is its own.
    pub sign_in_experience: Option<ApplicationSignInExperience>,
}

/// The client with this id.
pub async fn find_client(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &ApplicationId,
) -> Result<Option<Client>, StoreError> {
    let Some(application) = find(exec, tenant, id).await? else { return Ok(None) };
    let third_party = if application.is_third_party {
        consent::scopes(exec, tenant, id).await?
    } else {
        ThirdPartyScopes::default()
    };
    Ok(Some(Client {
        secrets: secret::list(exec, tenant, id).await?,
        role_ids: role_ids_of_application(exec, tenant, id).await?,
        third_party,
        sign_in_experience: sign_in_experience::find(exec, tenant, id).await?,
        application,
    }))
}
