//! What is found of a request to the Organization API.

use domain::OrganizationId;
use http::request::Parts;

use super::finding::{Finding, Message, Part};
use super::messages::{
    APPLICATION_ALLOWED, APPLICATION_EXISTS, APPLICATION_OWN, BODY, BODY_APPLICATION,
    BODY_APPLICATION_CHANGES, BODY_CHANGES, BODY_ORGANIZATION, BODY_SECRET, CALLS, DELEGATED_ACCEPTED,
    DELEGATED_REFUSED, GUARD_CREDENTIAL, GUARD_GRANTS, GUARD_INVITATION, GUARD_LAST, GUARD_QUOTAS, HEADER,
    HEADER_WRONG, INVITATION_TO_USER, KIND_ORGANIZATION, KIND_RESOURCE, KIND_RESOURCE_ORGANIZATION, KINDS,
    MEMBER, MEMBER_HOLDS, MORE, NONE, NOTHING, OPERATION, OPERATION_NO_GUILDHALL, OPERATION_NONE,
    OPERATION_OFF, ORGANIZATION, ORGANIZATION_INVITATION, ORGANIZATION_NOWHERE, PATH_WRONG, PERMISSION,
    PERMISSION_NONE, QUERY_KNOWN, QUERY_NONE, ROLE_HOLDS, TEXT, UPSTREAM, USER_EXISTS,
};
use super::token::{Token, shown};
use super::{Explainer, Explanation, Planned, Seen, Verdict, name};
use crate::{
    operations::{BodyShape, Credential, Guard, Operation, OrganizationIn},
    plan::{Plan, Route},
    request::path::Segments,
};

impl Explainer {
    pub(super) fn tell(&self, parts: &Parts, token: &Token, seen: &Seen<Option<Planned>>) -> Explanation {
        let planned = seen.found.as_ref();
        let steps = self.steps(seen, (token, &self.accepted_audiences()), |check, is_refused| {
            let off = (check == name::OPERATION && is_refused).then(|| self.tell_off(parts)).flatten();
            off.unwrap_or_else(|| tell_check(check, parts, token, (planned, is_refused)))
        });
        let remaining = match (&seen.verdict, planned) {
            (Verdict::Open, Some(planned)) => remaining(planned, token),
            _ => Vec::new(),
        };
        Explanation { steps, verdict: seen.verdict.clone(), remaining }
    }

    /// Which operation would be there, and why it is not; `None` where none would be.
    fn tell_off(&self, parts: &Parts) -> Option<Finding> {
        let segments = Segments::parse(&parts.uri, parts.version).ok()?;
        let everything = Plan::with_all(&self.options.policy);
        let Route::Operation(planned, _) = everything.route(&parts.method, segments.as_slice()) else {
            return None;
        };
        let is_on = self.options.policy.is_on(planned.operation);
        let message = if is_on { OPERATION_NO_GUILDHALL } else { OPERATION_OFF };
        Some(message.with("name", planned.operation.name))
    }
}

fn tell_check(
    check: &'static str,
    parts: &Parts,
    token: &Token,
    (planned, is_refused): (Option<&Planned>, bool),
) -> Finding {
    match check {
        name::PATH => {
            let (message, place) = if is_refused { (PATH_WRONG, "path") } else { (TEXT, "text") };
            message.with(place, shown(parts.uri.path()))
        }
        name::OPERATION => planned.map_or_else(
            || OPERATION_NONE.with("method", shown(parts.method.as_str())),
            |planned| {
                OPERATION.with("name", planned.operation.name).with("summary", planned.operation.does())
            },
        ),
        name::HEADER => tell_header(is_refused),
        name::TOKEN_KIND => tell_kind(planned, token),
        name::PERMISSION => tell_permission(planned.and_then(|planned| planned.permission.as_deref()), token),
        name::ORGANIZATION => tell_organization(planned, parts, token),
        name::QUERY => match planned.map(|planned| planned.operation.query) {
            Some([]) | None if is_refused => QUERY_NONE.into(),
            Some(known) if is_refused => QUERY_KNOWN.with("parameters", known.join(", ")),
            _ => parts.uri.query().map_or_else(|| NONE.into(), |query| TEXT.with("text", shown(query))),
        },
        _ => TEXT.with("text", ""),
    }
}

pub(super) fn tell_header(is_refused: bool) -> Finding {
    if is_refused { HEADER_WRONG.into() } else { HEADER.into() }
}

fn tell_kind(planned: Option<&Planned>, token: &Token) -> Finding {
    if token.claim("act").is_some() {
        let is_accepted = planned.is_some_and(|planned| planned.accepts_delegated);
        let message = if is_accepted { DELEGATED_ACCEPTED } else { DELEGATED_REFUSED };
        return message.with("act", token.shown("act"));
    }
    let kinds = planned.map(|planned| planned.credentials.as_slice()).unwrap_or_default();
    let kinds = kinds.iter().rev().map(|kind| Finding::from(kind.message()));
    let kinds = kinds.reduce(|rest, first| MORE.with("first", first).with("rest", rest));
    KINDS.with("kinds", kinds.unwrap_or_else(|| NOTHING.into()))
}

pub(super) fn tell_permission(permission: Option<&str>, token: &Token) -> Finding {
    match permission {
        Some(permission) => PERMISSION.with("permission", permission).with("carried", token.carried()),
        None => PERMISSION_NONE.into(),
    }
}

fn tell_organization(planned: Option<&Planned>, parts: &Parts, token: &Token) -> Finding {
    let told = match planned.map(|planned| planned.operation.organization) {
        Some(OrganizationIn::Path) => {
            let of_path = parts.uri.path().split('/').nth(2).unwrap_or_default();
            ORGANIZATION.with("path", shown(of_path))
        }
        Some(OrganizationIn::Invitation) => ORGANIZATION_INVITATION.into(),
        _ => ORGANIZATION_NOWHERE.into(),
    };
    told.with("token", token.organization_shown())
}

/// What is asked of the upstream.
pub(super) fn of_upstream(check: impl Into<Part>) -> Finding {
    UPSTREAM.with("check", check)
}

/// What is checked after what the request's head says.
fn remaining(planned: &Planned, token: &Token) -> Vec<Finding> {
    let operation = planned.operation;
    let mut found = Vec::new();
    found.extend(shape(operation.body).map(|shape| BODY.with("shape", shape)));
    found.push(of_upstream(USER_EXISTS));
    found.push(of_upstream(match (&planned.permission, operation.is_open_to_third_parties) {
        (_, false) => Finding::from(APPLICATION_OWN),
        (Some(permission), true) => APPLICATION_ALLOWED.with("permission", permission.as_str()),
        (None, true) => APPLICATION_EXISTS.into(),
    }));
    if operation.organization == OrganizationIn::Invitation {
        found.push(of_upstream(INVITATION_TO_USER));
    }
    let is_of_path = operation.organization == OrganizationIn::Path;
    let organization = token.organization();
    found.extend(standing(planned.permission.as_deref(), organization.as_ref(), is_of_path).map(of_upstream));
    found.extend(operation.guards.iter().map(|guard| of_upstream(guard.message())));
    found.push(of_upstream(CALLS.with("calls", operation.upstream.join(", "))));
    found
}

/// What must still hold of the user's rights. `needs_member`: also where no permission is asked for.
pub(super) fn standing(
    permission: Option<&str>,
    organization: Option<&OrganizationId>,
    needs_member: bool,
) -> Option<Finding> {
    match (permission, organization.map(OrganizationId::as_str)) {
        (Some(permission), Some(organization)) => {
            Some(MEMBER_HOLDS.with("organization", organization).with("permission", permission))
        }
        (Some(permission), None) => Some(ROLE_HOLDS.with("permission", permission)),
        (None, Some(organization)) if needs_member => Some(MEMBER.with("organization", organization)),
        (None, _) => None,
    }
}

/// What the body must be; nothing where there must be none.
fn shape(body: BodyShape) -> Option<Part> {
    Some(match body {
        BodyShape::None => return None,
        BodyShape::NewOrganization => BODY_ORGANIZATION.into(),
        BodyShape::OrganizationChanges => BODY_CHANGES.into(),
        BodyShape::UserIds => "{\"userIds\": […]}".into(),
        BodyShape::RoleNames => "{\"roleNames\": […]}".into(),
        BodyShape::Domain => "{\"domain\": …}".into(),
        BodyShape::Security => "{\"isMfaRequired\": …}".into(),
        BodyShape::NewApplication => BODY_APPLICATION.into(),
        BodyShape::ApplicationChanges => BODY_APPLICATION_CHANGES.into(),
        BodyShape::NewSecret => BODY_SECRET.into(),
        BodyShape::NewInvitation => "{\"invitee\", \"roleNames\"?, \"expiresAt\"?, \"sendMessage\"?}".into(),
    })
}

impl Operation {
    /// What it does: a message whose key is its name.
    pub const fn does(&self) -> Message {
        Message { key: self.name, english: self.summary }
    }
}

impl Guard {
    /// What it sees to.
    fn message(self) -> Message {
        match self {
            Self::GrantsOnlyWhatIsHeld => GUARD_GRANTS,
            Self::LastAdministratorStays => GUARD_LAST,
            Self::LeavesNoCredential => GUARD_CREDENTIAL,
            Self::InvitationIsPending => GUARD_INVITATION,
            Self::Quotas => GUARD_QUOTAS,
        }
    }
}

impl Credential {
    fn message(self) -> Message {
        match self {
            Self::OrganizationToken => KIND_ORGANIZATION,
            Self::ResourceTokenWithOrganization => KIND_RESOURCE_ORGANIZATION,
            Self::ResourceToken => KIND_RESOURCE,
        }
    }
}
