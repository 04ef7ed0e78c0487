//! Invitations: those that an organization has sent, and the page that the link in their message opens.

use askama::Template;
use http::StatusCode;

use super::{Moment, Paging, PortalFrame, RoleChoice, SelectOption, Tab, portal_pages};
use crate::components::{Banner, FieldState, Person, Tone};
use crate::{Brand, ContentSecurityPolicy, Page, Words};

/// The invitations of the organization, by status and page. Resending posts to `{action}/{id}/resend`.
#[derive(Template)]
#[template(path = "pages/portal/invitations.html")]
pub struct PortalInvitationsPage {
    /// What is around it.
    pub frame: PortalFrame,
    /// The token against forged posts.
    pub xsrf: String,
    /// Which invitations are shown.
    pub filters: Vec<Tab>,
    /// The invitations of this page of the list.
    pub invitations: Vec<InvitationRow>,
    /// Which part of the list this is.
    pub paging: Paging,
    /// Where somebody is invited, if the user may.
    pub invite_url: Option<String>,
}

/// An invitation that the organization has sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationRow {
    /// Whom.
    pub invitee: String,
    /// The roles that whoever accepts gets.
    pub roles: Vec<String>,
    /// How it stands, in words.
    pub status: String,
    /// What that means.
    pub tone: Tone,
    /// When it was sent.
    pub created_at: Moment,
    /// When it ends.
    pub expires_at: Moment,
    /// The address that its message leads to, while it can be accepted.
    pub link: Option<String>,
    /// Where it is sent once more.
    pub resend_url: Option<String>,
    /// Where it is taken back.
    pub revoke_url: Option<String>,
}

/// A form for an invitation. Posts `invitee`, `roleNames` once for each, `expiresInDays` and `sendMessage` to `action`.
#[derive(Template)]
#[template(path = "pages/portal/invite.html")]
pub struct PortalInvitePage {
    /// What is around it.
    pub frame: PortalFrame,
    /// The list of invitations.
    pub back_url: String,
    /// Where the form posts to.
    pub action: String,
    /// The token against forged posts.
    pub xsrf: String,
    /// Whom.
    pub invitee: FieldState,
    /// The roles of the template.
    pub roles: Vec<RoleChoice>,
    /// What is wrong with the choice.
    pub roles_error: Option<String>,
    /// How long it can be accepted.
    pub lifetimes: Vec<SelectOption>,
    /// What is wrong with that.
    pub lifetime_error: Option<String>,
    /// Whether a message is sent.
    pub sends_message: bool,
}

/// The page that the link of an invitation opens.
#[derive(Template)]
#[template(path = "pages/portal/invitation.html")]
pub struct PortalInvitationPage {
    /// The organization's brand once it may be told, the server's before.
    pub brand: Brand,
    /// The words.
    pub words: Words,
    /// The status of the answer.
    pub status: StatusCode,
    /// What it says.
    pub heading: String,
    /// What it means and what to do.
    pub explanation: String,
    /// What came of the last step.
    pub banner: Option<Banner>,
    /// Who is signed in.
    pub user: Option<Person>,
    /// The roles that whoever accepts gets.
    pub roles: Vec<String>,
    /// When it ends.
    pub expires_at: Option<Moment>,
    /// Where the answer posts to, while there is one to give.
    pub action: Option<String>,
    /// The token against forged posts.
    pub xsrf: String,
    /// Where to sign in.
    pub sign_in_url: Option<String>,
    /// Where to make an account.
    pub register_url: Option<String>,
    /// Where to sign in as somebody else.
    pub other_account_url: Option<String>,
    /// A way on, when nothing is to be done here.
    pub portal_url: Option<String>,
}

impl Page for PortalInvitationPage {
    fn status(&self) -> StatusCode {
        self.status
    }

    fn content_security_policy(&self) -> ContentSecurityPolicy {
        super::branded_policy(&self.brand, &[])
    }
}

portal_pages!(PortalInvitationsPage, PortalInvitePage);
super::into_response!(PortalInvitationPage);
