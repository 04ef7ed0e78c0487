//! Random histories of two organizations, and of those that are founded: members act with good tokens, stale ones, ones of
//! another organization and ones of third parties, while an operator changes things beside them. After each step the gateway's
//! answer and everything that is stored must be as [`super::model`] says, and every promise kept.

use http::Method;
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};
use serde_json::{Value, json};

use super::TRANSPORT;
use super::fake::ORGANIZATION_API;
use super::fake_machines::Machines;
use super::fixture::*;
use super::model::{
    Act, Attempt, Class, DOMAINS, Invited, MOST_MEMBERS, MOST_ORGANIZATIONS, Model, ROLES, USERS,
};
use super::model_applications::{
    Application, ApplicationAct, MACHINE_ROLES, SECRET_NAMES, check_promises_of_applications,
};
use super::promises::check_promises;

/// Whose records for which domains are published.
const PUBLISHED: [(&str, &str); 3] =
    [("fjord", "fjord.example"), ("fjord", "mail.fjord.example"), ("lake", "lake.example")];

#[derive(Debug, Clone)]
enum Step {
    Attempt(Attempt),
    /// Beside the gateway, an operator gives a member these roles.
    Assign(Index, &'static str, Vec<&'static str>),
    /// Likewise, suspends a user.
    Suspend(&'static str),
}

impl Model {
    /// What the fake starts with, and what it holds later.
    fn of(fixture: &Fixture) -> Self {
        let world = fixture.upstream.0.lock();
        let role = |id: &String| id.trim_start_matches("role-").to_owned();
        let members =
            world.members.iter().map(|(who, roles)| (who.clone(), roles.iter().map(role).collect()));
        let suspended = world.users.iter().filter(|(_, user)| user["isSuspended"] == true);
        Self {
            organizations: world.organizations.keys().cloned().collect(),
            members: members.collect(),
            suspended: suspended.map(|(id, _)| id.clone()).collect(),
            invitations: world.invitations.iter().map(Invited::of).collect(),
            made: world.created,
            domains: world.email_domains.clone(),
            published: PUBLISHED.map(|(organization, domain)| (organization.into(), domain.into())).into(),
            demanding: world
                .organizations
                .iter()
                .filter(|(_, organization)| organization["isMfaRequired"] == true)
                .map(|(id, _)| id.clone())
                .collect(),
            sent: world.messages.iter().map(|(invitation, _)| invitation.clone()).collect(),
            applications: world
                .machines
                .entities
                .keys()
                .map(|id| Application::of(&world.machines, id))
                .collect(),
            made_applications: world.machines.made,
        }
    }
}

impl Application {
    fn of(machines: &Machines, id: &str) -> (String, Self) {
        let made_for = machines.entities[id].pointer("/customData/guildhallApplication/organizationId");
        let role = |id: &String| id.trim_start_matches("role-").to_owned();
        let members = machines.members.iter().filter(|((_, member), _)| member == id);
        let application = Self {
            made_for: made_for.map(|organization| organization.as_str().unwrap().to_owned()),
            members: members
                .map(|((organization, _), roles)| (organization.clone(), roles.iter().map(role).collect()))
                .collect(),
            secrets: machines.secrets[id]
                .iter()
                .map(|secret| secret["name"].as_str().unwrap().to_owned())
                .collect(),
        };
        (id.to_owned(), application)
    }
}

impl Invited {
    fn of(stored: &Value) -> (String, Self) {
        let text = |name: &str| stored[name].as_str().unwrap().to_owned();
        let roles = stored["organizationRoles"].as_array().unwrap().iter();
        let invited = Self {
            organization: text("organizationId"),
            address: text("invitee"),
            roles: roles.map(|role| role["name"].as_str().unwrap().to_owned()).collect(),
            is_pending: stored["status"] == "Pending",
        };
        (text("id"), invited)
    }
}

async fn perform(
    fixture: &Fixture,
    before: &Model,
    attempt: &Attempt,
    (token_organization, target): (Option<&str>, &str),
) -> Reply {
    let mut claims =
        json!({ "sub": attempt.user, "client_id": if attempt.is_third_party { "partner" } else { "app" } });
    claims["scope"] = json!(if attempt.has_scopes { all_permissions() } else { String::new() });
    match token_organization {
        Some(id) if attempt.is_organization_token => {
            claims["aud"] = json!(format!("urn:logto:organization:{id}"));
        }
        other => {
            claims["aud"] = json!(ORGANIZATION_API);
            claims["organization_id"] = json!(other);
        }
    }
    let (method, path, body) = request_of(before, &attempt.act, target);
    fixture.call(method, &path, &token(&claims), body).await
}

fn request_of(before: &Model, act: &Act, target: &str) -> (Method, String, Value) {
    let members = format!("/organizations/{target}/members");
    let invitations = format!("/organizations/{target}/invitations");
    match act {
        Act::Create => (Method::POST, "/organizations".to_owned(), json!({ "name": "New" })),
        Act::Read => (Method::GET, format!("/organizations/{target}"), Value::Null),
        Act::Rename => (Method::PATCH, format!("/organizations/{target}"), json!({ "name": "Renamed" })),
        Act::Delete => (Method::DELETE, format!("/organizations/{target}"), Value::Null),
        Act::ListMembers => (Method::GET, members, Value::Null),
        Act::Add(user) => (Method::POST, members, json!({ "userIds": [user] })),
        Act::Remove(user) => (Method::DELETE, format!("{members}/{user}"), Value::Null),
        Act::Leave => (Method::DELETE, format!("{members}/me"), Value::Null),
        Act::SetRoles(user, roles) => {
            (Method::PUT, format!("{members}/{user}/roles"), json!({ "roleNames": roles }))
        }
        Act::Invite(user, roles) => {
            let body = json!({ "invitee": format!("{user}@fjord.example"), "roleNames": roles, "sendMessage": false });
            (Method::POST, invitations, body)
        }
        Act::Revoke(index) => {
            (Method::DELETE, format!("{invitations}/{}", before.invitation(*index)), Value::Null)
        }
        Act::Accept(index) => {
            (Method::POST, format!("/invitations/{}/accept", before.invitation(*index)), Value::Null)
        }
        Act::Decline(index) => {
            (Method::POST, format!("/invitations/{}/decline", before.invitation(*index)), Value::Null)
        }
        Act::Resend(index) => {
            (Method::POST, format!("{invitations}/{}/resend", before.invitation(*index)), Value::Null)
        }
        Act::ProveDomain(domain) => {
            (Method::POST, format!("/organizations/{target}/domains/{domain}/verify"), Value::Null)
        }
        Act::RemoveDomain(domain) => {
            (Method::DELETE, format!("/organizations/{target}/domains/{domain}"), Value::Null)
        }
        Act::DemandSecondFactor(is_required) => {
            let path = format!("/organizations/{target}/security");
            (Method::PATCH, path, json!({ "isMfaRequired": is_required }))
        }
        Act::OnApplications(act) => request_about_applications(before, act, target),
    }
}

fn request_about_applications(before: &Model, act: &ApplicationAct, target: &str) -> (Method, String, Value) {
    let all = format!("/organizations/{target}/applications");
    let one = |index: &Index| format!("{all}/{}", before.application(*index));
    match act {
        ApplicationAct::Make(roles) => (Method::POST, all, json!({ "name": "Sync", "roleNames": roles })),
        ApplicationAct::SetRoles(index, roles) => {
            (Method::PUT, format!("{}/roles", one(index)), json!({ "roleNames": roles }))
        }
        ApplicationAct::Delete(index) => (Method::DELETE, one(index), Value::Null),
        ApplicationAct::MakeSecret(index, name) => {
            (Method::POST, format!("{}/secrets", one(index)), json!({ "name": name }))
        }
        ApplicationAct::DeleteSecret(index, name) => {
            (Method::DELETE, format!("{}/secrets/{name}", one(index)), Value::Null)
        }
    }
}

fn class_of(reply: &Reply) -> Class {
    match reply.outcome() {
        (200 | 201 | 204, _) => Class::Done,
        (403, _) => Class::Forbidden,
        (404, "entity.not_found" | "entity.not_exists_with_id") => Class::NotFound,
        (409, "gateway.last_administrator") => Class::LastAdministrator,
        (409, "gateway.invitation_not_pending") => Class::Decided,
        (422, _) => Class::Unprocessable,
        (429, "gateway.quota_exceeded") => Class::TooOften,
        other => panic!("no rule ends like this: {other:?}"),
    }
}

async fn live_through(steps: Vec<Step>) {
    let mut policy = open_policy();
    policy.quotas.members_per_organization = u32::try_from(MOST_MEMBERS).ok();
    policy.quotas.organizations_per_user = u32::try_from(MOST_ORGANIZATIONS).ok();
    let fixture = Fixture::with(TRANSPORT, policy, None).await;
    for (organization, domain) in PUBLISHED {
        fixture.publish(organization, domain);
    }
    let mut model = Model::of(&fixture);
    for step in steps {
        let names: Vec<String> = model.organizations.iter().cloned().chain(["nowhere".to_owned()]).collect();
        match step {
            Step::Attempt(attempt) => {
                let token_organization = attempt.token_organization.map(|index| index.get(&names).as_str());
                let target = attempt.target.get(&names);
                let before = model.clone();
                let expected = model.apply(&attempt, token_organization, target);
                let reply = perform(&fixture, &before, &attempt, (token_organization, target)).await;
                assert_eq!(class_of(&reply), expected, "{attempt:?} for {target}: {reply:?}");
                let after = Model::of(&fixture);
                check_promises(&before, &after, attempt.user, token_organization);
                check_promises_of_applications(&before, &after, attempt.user, token_organization);
            }
            Step::Assign(index, user, roles) if index.get(&names) != "nowhere" => {
                fixture.upstream.set_roles(index.get(&names).as_str(), user, &roles);
                model = Model::of(&fixture);
            }
            Step::Assign(..) => {}
            Step::Suspend(user) => {
                fixture.upstream.suspend(user);
                model.suspended.insert(user.to_owned());
            }
        }
        assert_eq!(Model::of(&fixture), model);
    }
}

fn act() -> impl Strategy<Value = Act> {
    let (user, roles) = (|| select(&USERS[..]), || subsequence(&ROLES[..], 0..3));
    let domain = || select(&DOMAINS[..]);
    prop_oneof![
        1 => Just(Act::Create),
        1 => select(vec![Act::Read, Act::ListMembers, Act::Rename, Act::Delete]),
        1 => user().prop_map(Act::Add),
        2 => user().prop_map(Act::Remove),
        2 => Just(Act::Leave),
        5 => (user(), roles()).prop_map(|(user, roles)| Act::SetRoles(user, roles)),
        2 => (user(), roles()).prop_map(|(user, roles)| Act::Invite(user, roles)),
        2 => any::<Index>().prop_map(Act::Resend),
        1 => any::<Index>().prop_map(Act::Revoke),
        2 => any::<Index>().prop_map(Act::Accept),
        1 => any::<Index>().prop_map(Act::Decline),
        2 => domain().prop_map(Act::ProveDomain),
        1 => domain().prop_map(Act::RemoveDomain),
        1 => any::<bool>().prop_map(Act::DemandSecondFactor),
        5 => application_act().prop_map(Act::OnApplications),
    ]
}

fn application_act() -> impl Strategy<Value = ApplicationAct> {
    let (index, name) = (any::<Index>, || select(&SECRET_NAMES[..]));
    let roles = || subsequence(&MACHINE_ROLES[..], 0..=2);
    prop_oneof![
        2 => roles().prop_map(ApplicationAct::Make),
        2 => (index(), roles()).prop_map(|(index, roles)| ApplicationAct::SetRoles(index, roles)),
        1 => index().prop_map(ApplicationAct::Delete),
        2 => (index(), name()).prop_map(|(index, name)| ApplicationAct::MakeSecret(index, name)),
        1 => (index(), name()).prop_map(|(index, name)| ApplicationAct::DeleteSecret(index, name)),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let rarely = || prop::bool::weighted(0.1);
    let token = (
        prop::option::weighted(0.9, any::<Index>()),
        any::<bool>(),
        rarely(),
        rarely(),
        prop::bool::weighted(0.8),
    );
    let attempt =
        (select(&USERS[..]), token, any::<Index>(), act()).prop_map(|(user, token, target, act)| {
            let (token_organization, is_organization_token, has_none, is_third_party, is_for_target) = token;
            // Most attempts are for the organization that the token names, or nothing would ever happen.
            let target = token_organization.filter(|_| is_for_target).unwrap_or(target);
            Step::Attempt(Attempt {
                user,
                token_organization,
                is_organization_token,
                has_scopes: !has_none,
                is_third_party,
                target,
                act,
            })
        });
    let assign = (any::<Index>(), select(&USERS[..]), subsequence(&ROLES[..], 0..3))
        .prop_map(|(organization, user, roles)| Step::Assign(organization, user, roles));
    prop_oneof![20 => attempt, 2 => assign, 1 => select(&USERS[..]).prop_map(Step::Suspend)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]
    #[test]
    fn no_history_ends_otherwise_than_the_rules_say(steps in prop::collection::vec(step(), 1..40)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(live_through(steps));
    }
}
