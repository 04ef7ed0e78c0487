//! The table of operations under a policy: what is on, under which permission, and how a path finds it.

use domain::{ApplicationId, OrganizationId, OrganizationInvitationId, UserId};
use http::{HeaderValue, Method};

use crate::domains::DomainName;
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
    /// Whether tokens open it with which somebody else acts.
    pub(crate) accepts_delegated: bool,
    /// The answer to tokens that lack it, made once.
    pub(crate) without_permission: PreparedRejection,
    template: Vec<TemplateSegment>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TemplateSegment {
    Literal(&'static str),
    OrganizationId,
    UserId,
    ApplicationId,
    Domain,
    SecretName,
    InvitationId,
}

/// The ids in a path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct PathIds {
    pub(crate) organization: Option<OrganizationId>,
    pub(crate) user: Option<UserId>,
    pub(crate) application: Option<ApplicationId>,
    pub(crate) domain: Option<DomainName>,
    pub(crate) secret_name: Option<String>,
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
    /// What `policy` leaves on. Behind what is no Guildhall, operations that need one are off.
    pub(crate) fn new(policy: &Policy, is_guildhall: bool) -> Self {
        Self::of(policy, |operation| is_there(policy, operation, is_guildhall))
    }

    /// Every operation of the table, for whoever tells why one is off.
    pub(crate) fn with_all(policy: &Policy) -> Self {
        Self::of(policy, |_| true)
    }

    fn of(policy: &Policy, is_on: impl Fn(&Operation) -> bool) -> Self {
        let planned = |operation: &'static Operation| {
            let permission = operation.permission.map(|name| policy.permission_name(name).to_owned());
            let without_permission =
                PreparedRejection::new(permission_missing(permission.as_deref().unwrap_or_default()));
            PlannedOperation {
                operation,
                permission,
                credentials: policy.credentials_for(operation),
                accepts_delegated: policy.accept_delegated_tokens,
                without_permission,
                template: parse_template(operation.path),
            }
        };
        Self(TABLE.iter().filter(|operation| is_on(operation)).map(planned).collect())
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

/// Whether an operation is there under a policy, in front of a Guildhall or of another server.
pub(crate) fn is_there(policy: &Policy, operation: &Operation, is_guildhall: bool) -> bool {
    policy.is_on(operation) && (is_guildhall || !operation.needs_guildhall)
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
                TemplateSegment::ApplicationId if is_id(segment) => {
                    ids.application = Some(ApplicationId::new(segment));
                }
                TemplateSegment::Domain => ids.domain = Some(DomainName::in_path(segment)?),
                TemplateSegment::SecretName if is_id(segment) => ids.secret_name = Some(segment.to_owned()),
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
        "{applicationId}" => TemplateSegment::ApplicationId,
        "{domain}" => TemplateSegment::Domain,
        "{secretName}" => TemplateSegment::SecretName,
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
        let plan = Plan::new(&policy, true);
        for operation in TABLE {
            let ids = [
                ("{organizationId}", "o1"),
                ("{userId}", "u1"),
                ("{invitationId}", "i1"),
                ("{applicationId}", "a1"),
                ("{domain}", "d1.example"),
                ("{secretName}", "s1"),
            ];
            let path = ids.iter().fold(operation.path.to_owned(), |path, (name, id)| path.replace(name, id));
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
        let plan = Plan::new(&Policy::default(), true);
        assert_eq!(route(&plan, Method::DELETE, "/organizations/o1/members/me"), "leave_organization o1/");
        assert_eq!(route(&plan, Method::GET, "/organizations/o1/members/me/roles"), "nowhere");
        let without =
            Policy { operations: [("leave_organization".to_owned(), false)].into(), ..Policy::default() };
        assert_eq!(
            route(&Plan::new(&without, true), Method::DELETE, "/organizations/o1/members/me"),
            "nowhere"
        );
    }

    #[test]
    fn an_operation_that_is_off_is_not_there() {
        let plan = Plan::new(&Policy::default(), true);
        assert_eq!(route(&plan, Method::POST, "/organizations/o1/members"), "allow GET, OPTIONS");
    }

    #[test]
    fn what_only_a_guildhall_answers_is_not_there_in_front_of_another_server() {
        let policy = Policy { operations: [("list_logs".to_owned(), true)].into(), ..Policy::default() };
        for operation in TABLE.iter().filter(|operation| operation.needs_guildhall) {
            let path = operation.path.replace("{organizationId}", "o1");
            assert!(
                route(&Plan::new(&policy, true), operation.method.clone(), &path).starts_with(operation.name)
            );
            assert_eq!(route(&Plan::new(&policy, false), operation.method.clone(), &path), "nowhere");
        }
    }

    #[test]
    fn a_domain_and_a_secret_stand_in_a_path_in_one_spelling_only() {
        let plan = Plan::new(&Policy::default(), true);
        for (path, found) in [
            ("/organizations/o1/domains/fjord.example", "read_domain"),
            ("/organizations/o1/domains/xn--bro-hoa.example", "read_domain"),
            ("/organizations/o1/domains/Fjord.example", "nowhere"),
            ("/organizations/o1/domains/fjord.example.", "nowhere"),
            ("/organizations/o1/domains/co.uk", "nowhere"),
            ("/organizations/o1/domains/fjord", "nowhere"),
            ("/organizations/o1/domains/127.0.0.1", "nowhere"),
            ("/organizations/o1/domains/fjord..example", "nowhere"),
            ("/organizations/o1/applications/a.b", "nowhere"),
            ("/organizations/o1/applications/a1/secrets/s1", "allow DELETE"),
            ("/organizations/o1/applications/a1/secrets/s.1", "nowhere"),
        ] {
            assert!(route(&plan, Method::GET, path).starts_with(found), "{path}");
        }
    }
}
