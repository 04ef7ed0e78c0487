//! The demonstration's applications: a back end that may use the Management API, and a single-page application.

use domain::{
    ApplicationId,
    application::{Application, ApplicationType, CustomClientMetadata, OidcClientMetadata},
};
use operations::Services;
use protocol::identifiers::MANAGEMENT_API_ROLE_NAME;
use serde_json::Map;
use store::{StoreError, application, configuration, role};

use super::{
    super::{APPLICATION_ID, BACK_END_ID, Credentials},
    SeedError,
};

/// Where the examples' development server answers.
const EXAMPLES: &str = "http://localhost:5173";

/// Makes what is missing, and puts the back end's secret into `credentials`.
pub(super) async fn ensure(services: &Services, credentials: &mut Credentials) -> Result<(), SeedError> {
    ensure_back_end(services).await?;
    ensure_application(services, &credentials.demo.app.redirect_uri).await?;
    let back_end = services
        .client(&ApplicationId::new(BACK_END_ID))
        .await?
        .ok_or("the back end's application is gone again")?;
    let now = services.now();
    let secret = back_end.secrets.iter().find(|secret| !secret.is_expired(now));
    let secret = secret.ok_or("the application `Demo back end` has no secret that still works: delete the application to get it anew")?;
    secret.value.reveal().clone_into(&mut credentials.management_api.client_secret);
    Ok(())
}

async fn ensure_back_end(services: &Services) -> Result<(), SeedError> {
    let id = &ApplicationId::new(BACK_END_ID);
    let tenant = &services.tenant;
    if application::find(services.db.exec(), tenant, id).await?.is_none() {
        let metadata = OidcClientMetadata::default();
        let new = new_application(
            services,
            (BACK_END_ID, "Demo back end"),
            ApplicationType::MachineToMachine,
            metadata,
        );
        operations::application::create(services, &new).await?;
    }
    let access = role::find_by_name(services.db.exec(), tenant, MANAGEMENT_API_ROLE_NAME).await?;
    let access = &access.ok_or("the role that gives access to the Management API was deleted")?.id;
    let held = role::holder::role_ids_of_application(services.db.exec(), tenant, id).await?;
    if !held.contains(access) {
        services
            .db
            .transaction(|tx| async move {
                configuration::bump(&tx, tenant).await?;
                role::holder::add_to_application(tx.exec(), tenant, id, std::slice::from_ref(access)).await
            })
            .await?;
    }
    Ok(())
}

/// The single-page application. Its redirect URIs follow the server's address, and those that were added stay.
async fn ensure_application(services: &Services, redirect_uri: &str) -> Result<(), SeedError> {
    let wanted = OidcClientMetadata {
        redirect_uris: vec![redirect_uri.to_owned(), format!("{EXAMPLES}/callback")],
        post_logout_redirect_uris: vec![redirect_uri.to_owned(), format!("{EXAMPLES}/")],
        ..OidcClientMetadata::default()
    };
    let tenant = &services.tenant;
    let Some(mut known) =
        application::find(services.db.exec(), tenant, &ApplicationId::new(APPLICATION_ID)).await?
    else {
        let new = new_application(services, (APPLICATION_ID, "Guildhall demo"), ApplicationType::Spa, wanted);
        operations::application::create(services, &new).await?;
        return Ok(());
    };
    let metadata = &mut known.oidc_client_metadata;
    let added = add_missing(&mut metadata.redirect_uris, wanted.redirect_uris)
        | add_missing(&mut metadata.post_logout_redirect_uris, wanted.post_logout_redirect_uris);
    if added {
        let known = &known;
        services
            .db
            .transaction(|tx| async move {
                configuration::bump(&tx, tenant).await?;
                application::update(tx.exec(), tenant, known).await?;
                Ok::<_, StoreError>(())
            })
            .await?;
    }
    Ok(())
}

/// Adds what is not there; says whether anything was not.
fn add_missing(known: &mut Vec<String>, wanted: Vec<String>) -> bool {
    let before = known.len();
    for uri in wanted {
        if !known.contains(&uri) {
            known.push(uri);
        }
    }
    known.len() > before
}

fn new_application(
    services: &Services,
    (id, name): (&str, &str),
    kind: ApplicationType,
    oidc_client_metadata: OidcClientMetadata,
) -> Application {
    Application {
        id: ApplicationId::new(id),
        name: name.to_owned(),
        description: Some("Part of the demonstration".to_owned()),
        kind,
        oidc_client_metadata,
        custom_client_metadata: CustomClientMetadata::default(),
        protected_app_metadata: None,
        custom_data: Map::new(),
        is_third_party: false,
        app_level_access_control_enabled: false,
        created_at: services.now(),
    }
}
