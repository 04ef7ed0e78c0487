//! `POST /api/applications`

use api_types::application as wire;
use axum::{Json, http::StatusCode};
use domain::{
    ApplicationId,
    application::{Application, ApplicationType},
};
use http_kit::{ApiError, Issue, ValidJson, body::Validate};
use operations::application;

use super::{
    body::{MAX_NAME_LENGTH, application_body},
    metadata::{check_custom, custom_client_metadata, oidc_client_metadata},
};
use crate::{
    ManagementContext,
    context::internal,
    rules::{Body, Rules, empty_as_null},
};

impl Validate for Body<wire::CreateApplication> {
    fn issues(&self) -> Vec<Issue> {
        let mut rules = Rules::default();
        rules.length(&["name"], &self.0.name, 1, MAX_NAME_LENGTH);
        if ApplicationType::parse(&self.0.kind).is_none() {
            rules.issue(Issue::new("invalid_enum_value", &["type"], "Invalid enum value"));
        }
        rules.issues()
    }
}

/// Creates an application, with its first secret where it authenticates with one. The answer is 200.
pub(super) async fn create_application(
    context: ManagementContext,
    ValidJson(Body(body)): ValidJson<Body<wire::CreateApplication>>,
) -> Result<Json<wire::Application>, ApiError> {
    let kind =
        ApplicationType::parse(&body.kind).ok_or_else(|| ApiError::bad_request("guard.invalid_input"))?;
    let application = Application {
        id: ApplicationId::new(context.services.entropy.id_21()),
        name: body.name,
        description: empty_as_null(body.description),
        kind,
        oidc_client_metadata: oidc_client_metadata(body.oidc_client_metadata.as_ref())?.unwrap_or_default(),
        custom_client_metadata: custom_client_metadata(body.custom_client_metadata.as_ref())?
            .unwrap_or_default(),
        protected_app_metadata: None,
        custom_data: body.custom_data.unwrap_or_default(),
        is_third_party: body.is_third_party.unwrap_or(false),
        app_level_access_control_enabled: false,
        created_at: context.services.now(),
    };
    check_kind(&application, body.protected_app_metadata.is_some())?;
    check_custom(&application.custom_client_metadata, application.kind, application.is_third_party)?;
    application::create(&context.services, &application).await.map_err(internal)?;
    Ok(Json(application_body(context.tenant(), application)))
}

/// Which kinds of clients can be made here, and by whom they can be owned.
fn check_kind(application: &Application, has_protected_app_metadata: bool) -> Result<(), ApiError> {
    use ApplicationType::{MachineToMachine, Native, Protected, Saml, Spa, Traditional};
    match application.kind {
        Saml => Err(ApiError::bad_request("application.saml.use_saml_app_api")),
        MachineToMachine | Protected if application.is_third_party => {
            Err(ApiError::bad_request("application.invalid_third_party_application_type"))
        }
        Protected if !has_protected_app_metadata => {
            Err(ApiError::bad_request("application.protected_app_metadata_is_required"))
        }
        Protected => {
            Err(ApiError::new(StatusCode::NOT_IMPLEMENTED, "application.protected_app_not_configured"))
        }
        MachineToMachine | Native | Spa | Traditional => Ok(()),
    }
}
