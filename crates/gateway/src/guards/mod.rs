//! The guards that need to ask the upstream, in the order in which they run: standing, whose invitation or application it is, grants,
//! last administrator, quotas; and what a third-party application may do without a permission.

mod applications;
mod grants;
mod invitations;
mod last_administrator;
mod management;
pub(crate) mod quotas;
mod standing;
mod third_party;

use domain::{OrganizationId, UserId};
use serde::de::DeserializeOwned;

pub(crate) use applications::{
    APPLICATION_MARKER, ApplicationMarker, OwnApplication, may_act_as, own_application, own_applications,
};
pub(crate) use grants::may_change_roles;
pub(crate) use invitations::{
    Invitation, InvitationToMe, invitation_of, invitation_to_me, invitations_of, invitations_to_me,
};
pub(crate) use last_administrator::{Administrators, Departure, leaves_an_administrator};
use management::Management;
pub(crate) use management::{MemberRole, Template, TemplateRole, read_template_for_operator};
pub(crate) use standing::{Membership, Standing, confirm, is_third_party};
pub(crate) use third_party::{Sight, own_applications_only, sight};

use crate::upstream::{Call, Upstream, UpstreamError};

/// Where a guard looks, and on whose behalf.
#[derive(Clone, Copy)]
pub(crate) struct Scene<'a> {
    pub(crate) upstream: &'a Upstream,
    pub(crate) standing: &'a Standing,
    pub(crate) organization: &'a OrganizationId,
}

impl<'a> Scene<'a> {
    fn management(self) -> Management<'a> {
        Management { upstream: self.upstream, permit: self.standing.permit() }
    }

    /// Every role of the template.
    pub(crate) async fn template(self) -> Result<Template, UpstreamError> {
        template(self.upstream, self.standing).await
    }

    /// Every item of a list of the upstream.
    pub(crate) async fn all_pages<T: DeserializeOwned>(self, call: &Call) -> Result<Vec<T>, UpstreamError> {
        self.management().all_pages(call).await
    }

    /// The roles of a member; `None` for who is no member.
    pub(crate) async fn member_roles(
        self,
        user_id: &UserId,
    ) -> Result<Option<Vec<MemberRole>>, UpstreamError> {
        self.management().member_roles(self.organization, user_id).await
    }
}

/// Every role of the template.
pub(crate) async fn template(upstream: &Upstream, standing: &Standing) -> Result<Template, UpstreamError> {
    Management { upstream, permit: standing.permit() }.template().await
}
