//! `PATCH /api/applications/{id}`

use api_types::application as wire;
use axum::{Json, extract::Path};
use domain::{
    ApplicationId, TenantId,
    application::{Application, ApplicationType, CustomClientMetadata, OidcClientMetadata},
};
use http_kit::{ApiError, Issue, ValidJson, body::Validate};
use store::{Exec, application, role::holder};

use super::{
    body::{MAX_NAME_LENGTH, admin_role, application_body, find},
    metadata::{check_custom, custom_client_metadata, oidc_client_metadata},
};
use crate::{
    ManagementContext,
    authority::Authority,
    rules::{Body, Rules, empty_as_null, violation},
};

impl Validate for Body<wire::UpdateApplication> {
    fn issues(&self) -> Vec<Issue> {
        Rules::default().optional_length(&["name"], self.0.name.as_ref(), 1, MAX_NAME_LENGTH).issues()
    }
}

/// What a body changes, read and checked.
struct Changes {
    body: wire::UpdateApplication,
    oidc_client_metadata: Option<OidcClientMetadata>,
    custom_client_metadata: Option<CustomClientMetadata>,
}

/// Changes an application; an empty body changes nothing. Type and party are fixed.
pub(super) async fn update_application(
    context: ManagementContext,
    Path(id): Path<ApplicationId>,
    ValidJson(Body(body)): ValidJson<Body<wire::UpdateApplication>>,
) -> Result<Json<wire::Application>, ApiError> {
    let oidc_client_metadata = oidc_client_metadata(body.oidc_client_metadata.as_ref())?;
    let custom_client_metadata = custom_client_metadata(body.custom_client_metadata.as_ref())?;
    let (tenant, id, changes) =
        (context.tenant(), &id, &Changes { body, oidc_client_metadata, custom_client_metadata });
    let authority = &context.authority;
    if changes.is_of_the_application_alone() {
        let mut application = find(context.exec(), tenant, id).await?;
        let before = application.clone();
        changes.apply(&mut application)?;
        if application == before {
            // What every node remembers stays true.
            return Ok(Json(application_body(tenant, application)));
        }
    }
    let application = context
        .reconfigure(|tx| async move {
            let mut application = find(tx.exec(), tenant, id).await?;
            changes.apply(&mut application)?;
            if let Some(is_enabled) = changes.body.app_level_access_control_enabled {
                set_access_control(tx.exec(), tenant, &mut application, is_enabled).await?;
            }
            if let Some(is_admin) = changes.body.is_admin {
                set_admin(tx.exec(), tenant, (&application, is_admin), authority).await?;
            }
            application::update(tx.exec(), tenant, &application).await?;
            Ok::<_, ApiError>(application)
        })
        .await?;
    Ok(Json(application_body(tenant, application)))
}

impl Changes {
    /// Whether it is about nothing but what stands in the application itself.
    fn is_of_the_application_alone(&self) -> bool {
        self.body.app_level_access_control_enabled.is_none() && self.body.is_admin.is_none()
    }

    fn apply(&self, application: &mut Application) -> Result<(), ApiError> {
        if let Some(name) = &self.body.name {
            application.name.clone_from(name);
        }
        if let Some(description) = &self.body.description {
            application.description = empty_as_null(description.clone());
        }
        if let Some(metadata) = &self.oidc_client_metadata {
            application.oidc_client_metadata.clone_from(metadata);
        }
        if let Some(metadata) = &self.custom_client_metadata {
            replace_custom(application, metadata)?;
        }
        if let Some(custom_data) = &self.body.custom_data {
            application.custom_data.clone_from(custom_data);
        }
        Ok(())
    }
}

/// Restricts access to those whom a rule fits, or opens it to all. Without a rule nobody would be let in, which nobody means.
async fn set_access_control(
    exec: Exec<'_>,
    tenant: &TenantId,
    application: &mut Application,
    is_enabled: bool,
) -> Result<(), ApiError> {
    if is_enabled && !application::access::has_rules(exec, tenant, &application.id).await? {
        let error = ApiError::unprocessable("request.invalid_input");
        return Err(
            error.message("Access control cannot be enabled for an application without access rules.")
        );
    }
    application.app_level_access_control_enabled = is_enabled;
    Ok(())
}

/// Replaces the custom settings; whether a client uses the device flow is fixed, and stays where it is not mentioned.
fn replace_custom(application: &mut Application, metadata: &CustomClientMetadata) -> Result<(), ApiError> {
    check_custom(metadata, application.kind, application.is_third_party)?;
    let fixed = application.custom_client_metadata.is_device_flow;
    if metadata.is_device_flow.is_some_and(|wanted| wanted != fixed.unwrap_or(false)) {
        return Err(ApiError::unprocessable("application.device_flow_not_changeable"));
    }
    application.custom_client_metadata =
        CustomClientMetadata { is_device_flow: metadata.is_device_flow.or(fixed), ..metadata.clone() };
    Ok(())
}

/// Gives or takes the hidden role that gives access to the Management API. Only machine-to-machine applications can hold it.
async fn set_admin(
    exec: Exec<'_>,
    tenant: &TenantId,
    (application, is_admin): (&Application, bool),
    authority: &Authority,
) -> Result<(), ApiError> {
    authority.check_unlimited()?;
    let Some(role) = admin_role(exec, tenant).await? else {
        return if is_admin {
            Err(ApiError::not_found("entity.relation_foreign_key_not_found"))
        } else {
            Ok(())
        };
    };
    if !is_admin {
        holder::remove_application(exec, tenant, &role, &application.id).await?;
        return Ok(());
    }
    if application.kind != ApplicationType::MachineToMachine {
        return Err(ApiError::unprocessable("entity.db_constraint_violated"));
    }
    let added = holder::add_to_application(exec, tenant, &application.id, &[role]).await;
    added.map_err(violation("entity.unique_integrity_violation"))
}
