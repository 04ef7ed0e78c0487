//! What the guards read from the Management API, typed: whatever lacks a member that a guard decides by is no answer.

use std::collections::{BTreeSet, HashMap, HashSet};

use domain::{ApplicationId, OrganizationId, UserId};
use guard::Permit;
use http::StatusCode;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::upstream::{Call, Upstream, UpstreamError, read_element};

/// Where the roles of the template are.
const TEMPLATE: [&str; 1] = ["organization-roles"];
/// Where API resources are.
const RESOURCES: [&str; 1] = ["resources"];

/// Reads from the Management API for the guards.
#[derive(Clone, Copy)]
pub(super) struct Management<'a> {
    pub(super) upstream: &'a Upstream,
    pub(super) permit: &'a Permit,
}

/// A user, as far as guards care.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct UserState {
    pub(super) id: String,
    pub(super) is_suspended: bool,
    /// Verified by construction: on this wire an address is a primary one only after its owner proved it or an operator
    /// vouched for it.
    pub(super) primary_email: Option<String>,
}

/// An application, as far as guards care.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ApplicationState {
    pub(super) is_third_party: bool,
}

/// What a third-party application may ask its users for, as far as guards care.
#[derive(Debug, Deserialize)]
pub(super) struct ConsentScopes {
    #[serde(rename = "organizationScopes")]
    organizations: Vec<Scope>,
    #[serde(rename = "resourceScopes")]
    resources: Vec<ConsentResourceScopes>,
    #[serde(rename = "organizationResourceScopes")]
    resources_in_organizations: Vec<ConsentResourceScopes>,
}

#[derive(Debug, Deserialize)]
struct ConsentResourceScopes {
    resource: Resource,
    scopes: Vec<Scope>,
}

impl ConsentScopes {
    /// Whether this permission of organizations is among them.
    pub(super) fn holds_in_organizations(&self, permission: &str) -> bool {
        self.organizations.iter().any(|scope| scope.name == permission)
    }

    /// Whether this permission of the API resource is, be it for the user's own access or for that in organizations: tokens carry both.
    pub(super) fn holds_of_resource(&self, indicator: &str, permission: &str) -> bool {
        self.resources
            .iter()
            .chain(&self.resources_in_organizations)
            .filter(|group| group.resource.indicator == indicator)
            .any(|group| group.scopes.iter().any(|scope| scope.name == permission))
    }
}

/// A permission.
#[derive(Debug, Deserialize)]
pub(super) struct Scope {
    pub(super) id: String,
    pub(super) name: String,
}

/// A role that a member holds.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct MemberRole {
    /// Its id.
    pub(crate) id: String,
    /// Its name.
    pub(crate) name: String,
}

/// A role of the template with everything that is in it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TemplateRole {
    /// Its id.
    pub(crate) id: String,
    /// Its name.
    pub(crate) name: String,
    /// For whom: `User` or `MachineToMachine`.
    #[serde(rename = "type")]
    kind: String,
    pub(super) scopes: Vec<Scope>,
    pub(super) resource_scopes: Vec<ResourceScope>,
}

impl TemplateRole {
    /// Whether it is for applications; otherwise it is for users.
    pub(crate) fn is_for_applications(&self) -> bool {
        self.kind == "MachineToMachine"
    }
}

/// A permission of an API resource.
#[derive(Debug, Deserialize)]
pub(super) struct ResourceScope {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) resource: ResourceReference,
}

#[derive(Debug, Deserialize)]
pub(super) struct ResourceReference {
    pub(super) id: String,
}

#[derive(Debug, Deserialize)]
struct Resource {
    id: String,
    indicator: String,
}

#[derive(Debug, Deserialize)]
struct GlobalRoleScope {
    name: String,
    resource: Resource,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct OrganizationOfUser {
    organization_roles: Vec<MemberRole>,
}

impl TemplateRole {
    /// Whether a permission of this name is in it that opens this API: of the organization where that counts, or of one of these API resources.
    pub(super) fn opens(
        &self,
        name: &str,
        by_organization_permission: bool,
        resource_ids: &[String],
    ) -> bool {
        let mut resource_scopes = self.resource_scopes.iter();
        (by_organization_permission && self.scopes.iter().any(|scope| scope.name == name))
            || resource_scopes.any(|scope| scope.name == name && resource_ids.contains(&scope.resource.id))
    }
}

/// Reads the template, and the ids of the API resources with these indicators, for the operator, who holds the gateway's credential and so
/// needs no proof of anything.
pub(crate) async fn read_template_for_operator(
    upstream: &Upstream,
    indicators: &[String],
) -> Result<(Template, Vec<String>), UpstreamError> {
    let template = upstream.read_all_for_operator(&Call::to(TEMPLATE)).await.map(Template::of)?;
    let resources = upstream.read_all_for_operator(&Call::to(RESOURCES)).await?;
    Ok((template, ids_of(resources, indicators)))
}

/// The ids of the API resources with these indicators, those that there are.
fn ids_of(resources: Vec<Resource>, indicators: &[String]) -> Vec<String> {
    let named = resources.into_iter().filter(|resource| indicators.contains(&resource.indicator));
    named.map(|resource| resource.id).collect()
}

/// The roles of the template.
#[derive(Debug)]
pub(crate) struct Template {
    roles: HashMap<String, TemplateRole>,
}

impl Template {
    fn of(roles: Vec<TemplateRole>) -> Self {
        Self { roles: roles.into_iter().map(|role| (role.id.clone(), role)).collect() }
    }

    /// The role of this name; names are unique in a tenant.
    pub(crate) fn by_name(&self, name: &str) -> Option<&TemplateRole> {
        self.roles.values().find(|role| role.name == name)
    }

    pub(super) fn by_id(&self, id: &str) -> Option<&TemplateRole> {
        self.roles.get(id)
    }

    /// Names of the organization permissions that these roles give, ordered.
    pub(crate) fn permissions_of<'a>(&'a self, role_ids: impl Iterator<Item = &'a str>) -> BTreeSet<&'a str> {
        let roles = role_ids.filter_map(|id| self.by_id(id));
        roles.flat_map(|role| &role.scopes).map(|scope| scope.name.as_str()).collect()
    }

    /// Every role.
    pub(crate) fn roles(&self) -> impl Iterator<Item = &TemplateRole> {
        self.roles.values()
    }
}

impl Management<'_> {
    /// A user; `None` when there is none.
    pub(super) async fn user(&self, user_id: &UserId) -> Result<Option<UserState>, UpstreamError> {
        let answer = self.upstream.read(self.permit, Call::to(["users", user_id.as_str()])).await?;
        if answer.status == StatusCode::NOT_FOUND {
            return Ok(None);
        }
        answer.json(StatusCode::OK).map(Some)
    }

    /// An application; `None` when there is none.
    pub(super) async fn application(
        &self,
        id: &ApplicationId,
    ) -> Result<Option<ApplicationState>, UpstreamError> {
        let answer = self.upstream.read(self.permit, Call::to(["applications", id.as_str()])).await?;
        if answer.status == StatusCode::NOT_FOUND {
            return Ok(None);
        }
        answer.json(StatusCode::OK).map(Some)
    }

    /// What a third-party application may ask for; `None` when there is no such application.
    pub(super) async fn consent_scopes(
        &self,
        id: &ApplicationId,
    ) -> Result<Option<ConsentScopes>, UpstreamError> {
        let call = Call::to(["applications", id.as_str(), "user-consent-scopes"]);
        let answer = self.upstream.read(self.permit, call).await?;
        if answer.status == StatusCode::NOT_FOUND {
            return Ok(None);
        }
        answer.json(StatusCode::OK).map(Some)
    }

    /// The organization permissions of a member's roles; none for who is no member.
    pub(super) async fn member_scopes(
        &self,
        organization: &OrganizationId,
        user_id: &UserId,
    ) -> Result<Vec<Scope>, UpstreamError> {
        let call = Call::to(["organizations", organization.as_str(), "users", user_id.as_str(), "scopes"]);
        self.upstream.read(self.permit, call).await?.json(StatusCode::OK)
    }

    /// The roles of a member; `None` for who is no member.
    pub(super) async fn member_roles(
        &self,
        organization: &OrganizationId,
        user_id: &UserId,
    ) -> Result<Option<Vec<MemberRole>>, UpstreamError> {
        let call = Call::to(["organizations", organization.as_str(), "users", user_id.as_str(), "roles"]);
        let answer = self.upstream.read(self.permit, call).await?;
        if answer.status == StatusCode::UNPROCESSABLE_ENTITY
            && answer.code() == "organization.require_membership"
        {
            return Ok(None);
        }
        answer.json(StatusCode::OK).map(Some)
    }

    /// Every role of the template.
    pub(super) async fn template(&self) -> Result<Template, UpstreamError> {
        self.all_pages(&Call::to(TEMPLATE)).await.map(Template::of)
    }

    /// The id of the API resource with this indicator.
    pub(super) async fn resource_id(&self, indicator: &str) -> Result<Option<String>, UpstreamError> {
        Ok(self.resource_ids(&[indicator.to_owned()]).await?.pop())
    }

    /// The ids of the API resources with these indicators, those that there are.
    pub(super) async fn resource_ids(&self, indicators: &[String]) -> Result<Vec<String>, UpstreamError> {
        let answer = self.upstream.read(self.permit, Call::to(RESOURCES)).await?;
        Ok(ids_of(answer.json(StatusCode::OK)?, indicators))
    }

    /// Whether a global role of the user holds the permission `name` of the API resource `indicator`.
    pub(super) async fn holds_globally(
        &self,
        user_id: &UserId,
        indicator: &str,
        name: &str,
    ) -> Result<bool, UpstreamError> {
        let roles: Vec<MemberRole> = self.all_pages(&Call::to(["users", user_id.as_str(), "roles"])).await?;
        for role in roles {
            let answer =
                self.upstream.read(self.permit, Call::to(["roles", role.id.as_str(), "scopes"])).await?;
            let scopes: Vec<GlobalRoleScope> = answer.json(StatusCode::OK)?;
            if scopes.iter().any(|scope| scope.name == name && scope.resource.indicator == indicator) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The roles of a user in each of the user's organizations.
    pub(super) async fn roles_by_organization(
        &self,
        user_id: &UserId,
    ) -> Result<Vec<Vec<MemberRole>>, UpstreamError> {
        let call = Call::to(["users", user_id.as_str(), "organizations"]);
        let take = |found: &mut Vec<Vec<MemberRole>>, element: &[u8]| {
            found.push(read_element::<OrganizationOfUser>(element)?.organization_roles);
            Ok(())
        };
        let (answer, roles) = self.upstream.sift(self.permit, call, take).await?;
        if answer.status == StatusCode::OK {
            Ok(roles)
        } else {
            Err(UpstreamError::UnexpectedStatus(answer.status))
        }
    }

    /// Ids of the organization roles that the user holds anywhere.
    pub(super) async fn organization_roles_anywhere(
        &self,
        user_id: &UserId,
    ) -> Result<HashSet<String>, UpstreamError> {
        let roles = self.roles_by_organization(user_id).await?;
        Ok(roles.into_iter().flatten().map(|role| role.id).collect())
    }

    /// How many members an organization has.
    pub(super) async fn member_count(&self, organization: &OrganizationId) -> Result<u64, UpstreamError> {
        let call = Call::to(["organizations", organization.as_str(), "users"])
            .query("page", 1)
            .query("page_size", 1);
        let answer = self.upstream.read(self.permit, call).await?;
        let _one: Vec<UserState> = answer.json(StatusCode::OK)?;
        answer.total_number.ok_or(UpstreamError::UnexpectedStatus(answer.status))
    }

    /// Whether somebody who is not `except` and not suspended holds this role in the organization.
    pub(super) async fn has_other_holder(
        &self,
        organization: &OrganizationId,
        role_id: &str,
        except: &UserId,
    ) -> Result<bool, UpstreamError> {
        let call =
            Call::to(["organizations", organization.as_str(), "users"]).query("organizationRoleId", role_id);
        let is_another = |holder: &UserState| holder.id != except.as_str() && !holder.is_suspended;
        Ok(self.upstream.find(self.permit, &call, is_another).await?.is_some())
    }

    pub(super) async fn all_pages<T: DeserializeOwned>(&self, call: &Call) -> Result<Vec<T>, UpstreamError> {
        self.upstream.read_all(self.permit, call).await
    }
}
