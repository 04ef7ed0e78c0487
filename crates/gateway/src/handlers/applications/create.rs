//! Making an application, whole or not at all: the application with its mark, its place in the organization, its roles, and last its
//! secret, so that nobody ever has the secret of half an application. Whatever fails, the application is deleted again.

use std::sync::Arc;

use axum::response::Response;
use domain::OrganizationId;
use guard::Rejection;
use http::{Method, StatusCode};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::super::{Action, forward};
use super::secrets::shown;
use super::{body, count_change, roles_named};
use crate::compensation::{Hands, Making, StepError, begun, completed, expect};
use crate::guards::quotas::within;
use crate::guards::{
    APPLICATION_MARKER, ApplicationMarker, MemberRole, Scene, may_change_roles, own_applications,
};
use crate::policy::Quotas;
use crate::rejections::{internal, json_response};
use crate::request::body::Payload;
use crate::upstream::{Answer, Call, UpstreamError};

/// The name of the secret that the upstream makes by itself (Management API contract §8.2), and what becomes of it, which can stand in a path.
const UPSTREAM_SECRET_NAME: &str = "Default secret";
const SECRET_NAME: &str = "default";
/// How many applications, newest first, are looked through for one whose making had no answer.
const PAGE_SIZE: usize = 100;

type Object = Map<String, Value>;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Found {
    id: String,
    #[serde(default)]
    custom_data: Object,
}

pub(in crate::handlers) async fn create(action: &Action<'_>) -> Result<Response, Rejection> {
    let Payload::NewApplication(new) = &action.invocation.payload else { return Err(internal()) };
    let scene = action.scene()?;
    let template = scene.template().await?;
    let roles = roles_named(&template, &new.role_names)?;
    let role_ids: Vec<&str> = roles.iter().map(|role| role.id.as_str()).collect();
    may_change_roles(scene, &template, &role_ids).await?;
    may_have_another(scene, action.gateway.policy.quotas).await?;
    count_change(action)?;
    let creation = Arc::new(Creation {
        hands: action.gateway.hands(&action.standing),
        organization: scene.organization.clone(),
        marker: action.gateway.entropy.id_21(),
    });
    let entity = begun(&creation, creation.create(&new.fields).await).await?;
    let id = entity.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
    let secret = completed(&creation, &id, creation.complete(&id, &roles).await).await?;
    let mut application = body(entity, &roles);
    application.insert("secret".to_owned(), Value::Object(secret));
    Ok(json_response(StatusCode::CREATED, &Value::Object(application)))
}

/// Passes when the organization may have one more application of its own.
async fn may_have_another(scene: Scene<'_>, quotas: Quotas) -> Result<(), Rejection> {
    let Some(limit) = quotas.applications_per_organization else { return Ok(()) };
    let count = u64::try_from(own_applications(scene).await?.len()).unwrap_or(u64::MAX);
    within("applications_per_organization", Some(limit), count.saturating_add(1))
}

struct Creation {
    hands: Hands,
    organization: OrganizationId,
    marker: String,
}

impl Making for Creation {
    const HALF_MADE: &'static str = "an application whose custom data has the member guildhallApplication";

    fn hands(&self) -> &Hands {
        &self.hands
    }

    fn place(&self, id: &str) -> Call {
        Call::to(["applications", id])
    }

    /// Even where it stays, nobody has its secret and it belongs nowhere.
    async fn lost(&self) -> Result<Option<String>, UpstreamError> {
        let call = Call::to(["applications"])
            .query("types", "MachineToMachine")
            .query("page", 1)
            .query("page_size", PAGE_SIZE);
        let newest = self.hands.upstream.read(self.hands.standing.permit(), call).await?;
        let newest: Vec<Found> = newest.json(StatusCode::OK)?;
        let is_ours = |found: &Found| {
            let marker = found.custom_data.get(APPLICATION_MARKER);
            let marker = marker.and_then(|marker| ApplicationMarker::deserialize(marker).ok());
            marker.is_some_and(|marker| marker.creation == self.marker)
        };
        Ok(newest.into_iter().find(is_ours).map(|ours| ours.id))
    }
}

impl Creation {
    async fn write(&self, method: Method, call: Call) -> Result<Answer, UpstreamError> {
        self.hands.upstream.write(&self.hands.standing, method, call).await
    }

    async fn create(&self, fields: &Object) -> Result<Object, StepError> {
        let marker = ApplicationMarker {
            organization_id: self.organization.to_string(),
            creation: self.marker.clone(),
        };
        let mut fields = fields.clone();
        fields.insert("type".to_owned(), json!("MachineToMachine"));
        fields.insert("customData".to_owned(), json!({ APPLICATION_MARKER: marker }));
        let call = Call::to(["applications"]).json(Value::Object(fields));
        let answer = self.write(Method::POST, call).await?;
        if answer.status.is_success() && answer.status != StatusCode::OK {
            return Err(UpstreamError::UnexpectedStatus(answer.status).into());
        }
        let entity: Object =
            forward(answer, StatusCode::OK).map_err(StepError::Refused)?.json(StatusCode::OK)?;
        match entity.get("id").and_then(Value::as_str) {
            Some(id) if crate::request::path::is_id(id) => Ok(entity),
            _ => Err(UpstreamError::AnotherObject.into()),
        }
    }

    /// The other steps; the secret.
    async fn complete(&self, id: &str, roles: &[MemberRole]) -> Result<Object, StepError> {
        let organization = self.organization.as_str();
        let call =
            Call::to(["organizations", organization, "applications"]).json(json!({ "applicationIds": [id] }));
        expect(&self.write(Method::POST, call).await?, StatusCode::CREATED)?;
        if !roles.is_empty() {
            // By id: what is assigned is what was judged, even if a role is renamed meanwhile.
            let role_ids: Vec<&str> = roles.iter().map(|role| role.id.as_str()).collect();
            let call = Call::to(["organizations", organization, "applications", id, "roles"])
                .json(json!({ "organizationRoleIds": role_ids }));
            expect(&self.write(Method::POST, call).await?, StatusCode::CREATED)?;
        }
        let call = Call::to(["applications", id, "secrets", UPSTREAM_SECRET_NAME])
            .json(json!({ "name": SECRET_NAME }));
        let answer = self.write(Method::PATCH, call).await?;
        Ok(shown(&answer, StatusCode::OK)?)
    }
}
