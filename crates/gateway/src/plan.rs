//! The table of operations under a policy: what is on, under which permission, and how a path finds it.

use domain::{OrganizationId, OrganizationInvitationId, UserId};
use http::{HeaderValue, Method};

use crate::operations::{Credential, Operation, TABLE};
use crate::policy::Policy;
use crate::rejections::{PreparedRejection, permission_missing};
use crate::request::path::is_id;

/// The one literal that stands where a user id could.
const MYSELF: &str = "me";

/// An operation that is on.
#[derive(Debug)]
pub(crate) struct PlannedOperation {
    pub(crate) operation: &'static Operation,
    /// The permission by its name in the template.
    pub(crate) permission: Option<String>,
    /// Tokens that open it, of those that the policy accepts.
    pub(crate) credentials: Vec<Credential>,
    /// The answer to tokens that lack it, made once.
    pub(crate) without_permission: PreparedRejection,
    template: Vec<TemplateSegment>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TemplateSegment {
    Literal(&'static str),
    OrganizationId,
    UserId,
    InvitationId,
}

/// The ids in a path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct PathIds {
    pub(crate) organization: Option<OrganizationId>,
    pub(crate) user: Option<UserId>,
    pub(crate) invitation: Option<OrganizationInvitationId>,
}

/// What a path and a method lead to.
#[derive(Debug)]
pub(crate) enum Route<'a> {
    /// An operation.
    Operation(&'a PlannedOperation, PathIds),
    /// The path exists, but not with this method; the value of `Allow`.
    OtherMethods(HeaderValue),
    /// Nothing.
    Nowhere,
}

/// Every operation that is on.
#[derive(Debug)]
pub(crate) struct Plan(Vec<PlannedOperation>);

impl Plan {
    pub(crate) fn new(policy: &Policy) -> Self {
        let planned = |operation: &'static Operation| {
            let permission = operation.permission.map(|name| policy.permission_name(name).to_owned());
            let without_permission =
                PreparedRejection::new(permission_missing(permission.as_deref().unwrap_or_default()));
            PlannedOperation {
                operation,
                permission,
                credentials: policy.credentials_for(operation),
                without_permission,
                template: parse_template(operation.path),
            }
        };
        Self(TABLE.iter().filter(|operation| policy.is_on(operation)).map(planned).collect())
    }

    pub(crate) fn operations(&self) -> &[PlannedOperation] {
        &self.0
    }

    pub(crate) fn route(&self, method: &Method, segments: &[&str]) -> Route<'_> {
        let mut others = Vec::new();
        for planned in &self.0 {
            if let Some(ids) = planned.matches(segments) {
                if planned.operation.method == *method {
                    return Route::Operation(planned, ids);
                }
                others.push(planned.operation.method.as_str());
            }
        }
        if others.is_empty() {
            return Route::Nowhere;
        }
        others.push("OPTIONS");
        // Method names are always good header values.
        Route::OtherMethods(
            HeaderValue::from_str(&others.join(", ")).unwrap_or(HeaderValue::from_static("OPTIONS")),
        )
    }
}

impl PlannedOperation {
    fn matches(&self, segments: &[&str]) -> Option<PathIds> {
        if self.template.len() != segments.len() {
            return None;
        }
        let mut ids = PathIds::default();
        for (template, &segment) in self.template.iter().zip(segments) {
            match template {
                TemplateSegment::Literal(literal) if *literal == segment => {}
                TemplateSegment::OrganizationId if is_id(segment) => {
                    ids.organization = Some(OrganizationId::new(segment));
                }
                TemplateSegment::UserId if is_id(segment) && segment != MYSELF => {
                    ids.user = Some(UserId::new(segment));
                }
                TemplateSegment::InvitationId if is_id(segment) => {
                    ids.invitation = Some(OrganizationInvitationId::new(segment));
                }
                _ => return None,
            }
        }
        Some(ids)
    }
}

fn parse_template(path: &'static str) -> Vec<TemplateSegment> {
    let segment = |text: &'static str| match text {
        "{organizationId}" => TemplateSegment::OrganizationId,
        "{userId}" => TemplateSegment::UserId,
        "{invitationId}" => TemplateSegment::InvitationId,
        literal => TemplateSegment::Literal(literal),
    };
    path.split('/').skip(1).map(segment).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn route(plan: &Plan, method: Method, path: &str) -> String {
        let segments: Vec<&str> = path.split('/').skip(1).collect();
        match plan.route(&method, &segments) {
            Route::Operation(planned, ids) => format!(
                "{} {}/{}",
                planned.operation.name,
                ids.organization.map(OrganizationId::into_string).unwrap_or_default(),
                ids.user.map(UserId::into_string).unwrap_or_default()
            ),
            Route::OtherMethods(allow) => format!("allow {}", allow.to_str().unwrap()),
            Route::Nowhere => "nowhere".to_owned(),
        }
    }

    #[test]
    fn every_operation_that_is_on_is_found_at_its_place_and_no_other() {
        let policy = Policy { operations: [("add_members".to_owned(), true)].into(), ..Policy::default() };
        let plan = Plan::new(&policy);
        for operation in TABLE {
            let path = operation.path.replace("{organizationId}", "o1").replace("{userId}", "u1");
            let path = path.replace("{invitationId}", "i1");
            assert!(
                route(&plan, operation.method.clone(), &path).starts_with(operation.name),
                "{}",
                operation.name
            );
            assert_eq!(route(&plan, operation.method.clone(), &format!("{path}/x/y/z")), "nowhere");
            assert_eq!(route(&plan, operation.method.clone(), &path.to_uppercase()), "nowhere");
        }
        assert_eq!(route(&plan, Method::HEAD, "/organizations"), "allow POST, OPTIONS");
        assert_eq!(route(&plan, Method::POST, "/organizations/o1/members/u1"), "allow DELETE, OPTIONS");
    }

    #[test]
    fn me_is_never_a_user_id() {
        let plan = Plan::new(&Policy::default());
        assert_eq!(route(&plan, Method::DELETE, "/organizations/o1/members/me"), "leave_organization o1/");
        assert_eq!(route(&plan, Method::GET, "/organizations/o1/members/me/roles"), "nowhere");
        let without =
            Policy { operations: [("leave_organization".to_owned(), false)].into(), ..Policy::default() };
        assert_eq!(route(&Plan::new(&without), Method::DELETE, "/organizations/o1/members/me"), "nowhere");
    }

    #[test]
    fn an_operation_that_is_off_is_not_there() {
        let plan = Plan::new(&Policy::default());
        assert_eq!(route(&plan, Method::POST, "/organizations/o1/members"), "allow GET, OPTIONS");
    }
}
