//! Somebody who can manage the organization stays: a member, not suspended, with a role that holds the permission which
//! the policy names, in a way that opens this API: as a permission of the organization or of an API resource, whichever
//! tokens are accepted. An organization that nobody can manage could only be helped from outside.

use domain::UserId;
use guard::Rejection;

use super::Scene;
use super::management::{Template, TemplateRole};
use crate::policy::Policy;
use crate::rejections::{last_administrator, manage_permission_missing};
use crate::upstream::UpstreamError;

/// Who counts as an administrator, as the policy says.
#[derive(Debug, Clone)]
pub(crate) struct Administrators {
    /// The permission that they hold.
    permission: String,
    /// Whether it counts as a permission of the organization.
    by_organization_permission: bool,
    /// Indicators of the API resources of which it counts as a permission.
    resources: Vec<String>,
}

impl Administrators {
    /// Those whom this policy makes administrators.
    pub(crate) fn of(policy: &Policy) -> Self {
        Self {
            permission: policy.manage_permission_name().to_owned(),
            by_organization_permission: policy.accept_organization_tokens,
            resources: policy.accepted_resources.clone(),
        }
    }

    /// Whether a role for users gives `permission` in a way that opens this API. `resource_ids` are the ids of [`Self::resources`].
    pub(crate) fn is_given(&self, permission: &str, role: &TemplateRole, resource_ids: &[String]) -> bool {
        !role.is_for_applications() && role.opens(permission, self.by_organization_permission, resource_ids)
    }

    /// Ids of the roles that make administrators.
    async fn roles<'a>(
        &self,
        scene: Scene<'_>,
        template: &'a Template,
    ) -> Result<Vec<&'a str>, UpstreamError> {
        let by_resource =
            |role: &TemplateRole| role.resource_scopes.iter().any(|scope| scope.name == self.permission);
        let resource_ids = if self.resources.is_empty() || !template.roles().any(by_resource) {
            Vec::new()
        } else {
            scene.management().resource_ids(&self.resources).await?
        };
        let manages = |role: &&TemplateRole| self.is_given(&self.permission, role, &resource_ids);
        Ok(template.roles().filter(manages).map(|role| role.id.as_str()).collect())
    }
}

/// The roles of one member before and after a change.
pub(crate) struct Departure<'a> {
    /// The member.
    pub(crate) user_id: &'a UserId,
    /// Ids of the member's roles now.
    pub(crate) before: &'a [&'a str],
    /// Ids of the member's roles afterwards; none when the member goes.
    pub(crate) after: &'a [&'a str],
}

/// Passes when the member was no administrator, stays one, or is not the last. Where no role makes an administrator,
/// nobody who has a role passes: the policy does not fit the template, and what it protects cannot be told.
pub(crate) async fn leaves_an_administrator(
    scene: Scene<'_>,
    template: &Template,
    administrators: &Administrators,
    departure: Departure<'_>,
) -> Result<(), Rejection> {
    if departure.before.is_empty() {
        return Ok(());
    }
    let managing = administrators.roles(scene, template).await?;
    if managing.is_empty() {
        tracing::error!(
            permission = administrators.permission,
            "no role of the template holds the permission whose holders manage organizations"
        );
        return Err(manage_permission_missing());
    }
    let manages = |roles: &[&str]| roles.iter().any(|id| managing.contains(id));
    if !manages(departure.before) || manages(departure.after) {
        return Ok(());
    }
    for role_id in managing {
        if scene.management().has_other_holder(scene.organization, role_id, departure.user_id).await? {
            return Ok(());
        }
    }
    Err(last_administrator())
}
