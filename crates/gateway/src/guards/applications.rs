//! Whose an application is. Applications belong to the whole server, and their ids name them everywhere; an organization's own are those
//! that were made through the gateway for it: they carry its mark, which nothing else writes, and still belong to it. All others are
//! their makers', even where they act in the organization, and look as if they did not exist.

use domain::application::ORGANIZATION_APPLICATION;
use domain::{ApplicationId, OrganizationId};
use guard::Rejection;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Scene;
use super::grants::may_change_roles;
use super::management::{Management, MemberRole, Template};
use crate::rejections::{application_not_found, application_shared};
use crate::upstream::{Call, UpstreamError};

/// Member of custom data that tells for which organization an application was made.
pub(crate) const APPLICATION_MARKER: &str = ORGANIZATION_APPLICATION;

/// What stands there.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ApplicationMarker {
    /// The organization.
    pub(crate) organization_id: String,
    /// What the request is known by that made it.
    pub(crate) creation: String,
}

/// Proof that an application is the organization's own. Only the checks here make one.
#[derive(Debug)]
pub(crate) struct OwnApplication {
    id: String,
    entity: Map<String, Value>,
    roles: Vec<MemberRole>,
}

impl OwnApplication {
    /// Its id, as the upstream wrote it.
    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    /// Its roles in the organization.
    pub(crate) fn roles(&self) -> &[MemberRole] {
        &self.roles
    }

    /// Ids of its roles.
    pub(crate) fn role_ids(&self) -> Vec<&str> {
        self.roles.iter().map(|role| role.id.as_str()).collect()
    }

    /// The application as the upstream shows it.
    pub(crate) fn entity(&self) -> &Map<String, Value> {
        &self.entity
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OrganizationRoles {
    organization_roles: Vec<MemberRole>,
}

#[derive(Deserialize)]
struct Named {
    id: String,
}

/// The application that a path names, if it is the organization's own; 404 whatever else it is.
pub(crate) async fn own_application(
    scene: Scene<'_>,
    id: &ApplicationId,
) -> Result<OwnApplication, Rejection> {
    let management = scene.management();
    let (entity, roles) = futures_util::try_join!(
        management.application_entity(id),
        management.application_roles(scene.organization, id)
    )?;
    let (Some(entity), Some(roles)) = (entity, roles) else { return Err(application_not_found()) };
    if text(&entity, "id") != Some(id.as_str()) {
        return Err(UpstreamError::AnotherObject.into());
    }
    if !was_made_for(&entity, scene.organization) {
        return Err(application_not_found());
    }
    Ok(OwnApplication { id: id.to_string(), entity, roles })
}

/// All applications that are the organization's own, ordered as the upstream orders them.
pub(crate) async fn own_applications(scene: Scene<'_>) -> Result<Vec<OwnApplication>, Rejection> {
    let path = ["organizations", scene.organization.as_str(), "applications"];
    let entities: Vec<Map<String, Value>> = scene.management().all_pages(&Call::to(path)).await?;
    let own = entities.into_iter().filter(|entity| was_made_for(entity, scene.organization));
    let own = own.map(|entity| {
        let id = text(&entity, "id").filter(|id| crate::request::path::is_id(id));
        let id = id.ok_or(UpstreamError::AnotherObject)?.to_owned();
        let roles: OrganizationRoles = serde_json::from_value(Value::Object(entity.clone()))?;
        Ok::<_, UpstreamError>(OwnApplication { id, entity, roles: roles.organization_roles })
    });
    Ok(own.collect::<Result<_, _>>()?)
}

/// Passes when the caller holds everything that whoever has a secret of the application holds: all of its roles in the organization, and
/// no right beyond it, because of that the caller can hold nothing here.
pub(crate) async fn may_act_as(
    scene: Scene<'_>,
    template: &Template,
    application: &OwnApplication,
) -> Result<(), Rejection> {
    may_change_roles(scene, template, &application.role_ids()).await?;
    // The wire tells the hidden role of those who administer the server by this member alone (contract §8.1).
    let is_admin = application.entity.get("isAdmin").is_some_and(|is_admin| *is_admin != Value::Bool(false));
    if is_admin || scene.management().has_rights_beyond(scene.organization, application.id()).await? {
        return Err(application_shared());
    }
    Ok(())
}

impl Management<'_> {
    async fn application_entity(
        &self,
        id: &ApplicationId,
    ) -> Result<Option<Map<String, Value>>, UpstreamError> {
        let answer = self.upstream.read(self.permit, Call::to(["applications", id.as_str()])).await?;
        if answer.status == StatusCode::NOT_FOUND {
            return Ok(None);
        }
        answer.json(StatusCode::OK).map(Some)
    }

    /// The roles of an application in an organization; `None` where it does not belong to it.
    async fn application_roles(
        &self,
        organization: &OrganizationId,
        id: &ApplicationId,
    ) -> Result<Option<Vec<MemberRole>>, UpstreamError> {
        let call = Call::to(["organizations", organization.as_str(), "applications", id.as_str(), "roles"]);
        let answer = self.upstream.read(self.permit, call).await?;
        if answer.status == StatusCode::UNPROCESSABLE_ENTITY
            && answer.code() == "organization.require_membership"
        {
            return Ok(None);
        }
        answer.json(StatusCode::OK).map(Some)
    }

    /// Whether an application has a role of the whole server, or belongs to another organization too.
    async fn has_rights_beyond(
        &self,
        organization: &OrganizationId,
        id: &str,
    ) -> Result<bool, UpstreamError> {
        let roles: Vec<Named> = self.all_pages(&Call::to(["applications", id, "roles"])).await?;
        let organizations: Vec<Named> =
            self.all_pages(&Call::to(["applications", id, "organizations"])).await?;
        Ok(!roles.is_empty() || organizations.iter().any(|other| other.id != organization.as_str()))
    }
}

/// Whether this is a machine that was made through the gateway for the organization.
fn was_made_for(entity: &Map<String, Value>, organization: &OrganizationId) -> bool {
    let marker = entity.get("customData").and_then(|data| data.get(APPLICATION_MARKER));
    let marker = marker.and_then(|marker| ApplicationMarker::deserialize(marker).ok());
    text(entity, "type") == Some("MachineToMachine")
        && entity.get("isThirdParty") == Some(&Value::Bool(false))
        && marker.is_some_and(|marker| marker.organization_id == organization.as_str())
}

fn text<'a>(entity: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    entity.get(name).and_then(Value::as_str)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_application_is_an_organizations_own_by_its_whole_mark() {
        let own = json!({
            "id": "a1", "type": "MachineToMachine", "isThirdParty": false,
            "customData": { APPLICATION_MARKER: { "organizationId": "fjord", "creation": "c" }, "other": 1 },
        });
        let is_own =
            |entity: &Value| was_made_for(entity.as_object().unwrap(), &OrganizationId::new("fjord"));
        assert!(is_own(&own));
        for (pointer, value) in [
            ("/type", json!("Traditional")),
            ("/isThirdParty", json!(true)),
            ("/isThirdParty", json!(null)),
            ("/customData", json!({})),
            ("/customData", json!(null)),
            ("/customData/guildhallApplication", json!("fjord")),
            ("/customData/guildhallApplication", json!(true)),
            ("/customData/guildhallApplication/organizationId", json!("lake")),
            ("/customData/guildhallApplication/organizationId", json!(["fjord"])),
            ("/customData/guildhallApplication/organizationId", json!("fjord ")),
            ("/customData/guildhallApplication", json!({ "organizationId": "fjord" })),
        ] {
            let mut other = own.clone();
            *other.pointer_mut(pointer).unwrap() = value;
            assert!(!is_own(&other), "{other}");
        }
    }
}
