//! The grant lattice, the last administrator, and what happens when several change roles at once.

use std::collections::BTreeSet;

use http::Method;
use serde_json::{Value, json};

use super::TRANSPORT;
use super::fixture::*;

async fn set(fixture: &Fixture, caller: &str, member: &str, roles: &[&str]) -> (u16, String) {
    let token = organization_token(caller, "fjord", "member:role");
    let path = format!("/organizations/fjord/members/{member}/roles");
    let reply = fixture.call(Method::PUT, &path, &token, json!({ "roleNames": roles })).await;
    (reply.status.as_u16(), reply.code().to_owned())
}

async fn remove(fixture: &Fixture, caller: &str, member: &str) -> (u16, String) {
    let token = organization_token(caller, "fjord", "member:remove");
    let reply = fixture
        .call(Method::DELETE, &format!("/organizations/fjord/members/{member}"), &token, Value::Null)
        .await;
    (reply.status.as_u16(), reply.code().to_owned())
}

fn exceeds() -> (u16, String) {
    (403, "gateway.grant_exceeds_own".to_owned())
}

fn done() -> (u16, String) {
    (204, String::new())
}

#[tokio::test]
async fn roles_within_ones_own_are_given_and_taken() {
    let fixture = Fixture::new(TRANSPORT).await;
    assert_eq!(set(&fixture, "ben", "cleo", &["viewer", "admin", "guest"]).await, done());
    assert_eq!(fixture.upstream.roles_of("fjord", "cleo").unwrap(), ["admin", "guest", "viewer"]);
    assert_eq!(set(&fixture, "ben", "cleo", &[]).await, done());
    assert_eq!(fixture.upstream.roles_of("fjord", "cleo").unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn what_is_assigned_is_what_was_judged_by_id() {
    let fixture = Fixture::new(TRANSPORT).await;
    assert_eq!(set(&fixture, "ben", "cleo", &["viewer", "guest", "viewer"]).await, done());
    let last = fixture.upstream.calls().pop().unwrap();
    assert_eq!(last.call, "PUT /organizations/{organizationId}/users/{userId}/roles");
    assert_eq!(last.body, json!({ "organizationRoleIds": ["role-viewer", "role-guest"] }));
}

#[tokio::test]
async fn a_role_with_one_more_organization_permission_is_refused() {
    let fixture = Fixture::new(TRANSPORT).await;
    let before = fixture.upstream.state();
    let token = organization_token("ben", "fjord", "member:role");
    let body = json!({ "roleNames": ["viewer", "owner", "refunder"] });
    let reply = fixture.call(Method::PUT, "/organizations/fjord/members/cleo/roles", &token, body).await;
    assert_eq!(reply.status, 403);
    assert_eq!(
        reply.body,
        json!({
            "code": "gateway.grant_exceeds_own",
            "message": "A role can be given or taken only by somebody who holds everything that is in it.",
            "data": { "roleNames": ["owner", "refunder"] },
        })
    );
    assert_eq!(set(&fixture, "ben", "ben", &["admin", "owner"]).await, exceeds(), "to oneself");
    assert_eq!(fixture.upstream.state(), before);
}

#[tokio::test]
async fn a_role_with_one_more_resource_permission_is_refused() {
    let fixture = Fixture::new(TRANSPORT).await;
    assert_eq!(set(&fixture, "ben", "cleo", &["viewer", "refunder"]).await, exceeds());
    assert_eq!(set(&fixture, "anna", "cleo", &["viewer", "refunder"]).await, done());
    // What goes too far can stay where it is, but not be taken by who does not hold it.
    assert_eq!(set(&fixture, "ben", "cleo", &["refunder", "guest"]).await, done());
    assert_eq!(set(&fixture, "ben", "cleo", &["guest"]).await, exceeds());
}

#[tokio::test]
async fn the_more_powerful_are_neither_demoted_nor_removed_by_the_less() {
    let fixture = Fixture::new(TRANSPORT).await;
    assert_eq!(set(&fixture, "ben", "anna", &["viewer"]).await, exceeds());
    assert_eq!(remove(&fixture, "ben", "anna").await, exceeds());
    assert_eq!(remove(&fixture, "anna", "ben").await, done());
    assert_eq!(remove(&fixture, "anna", "gus").await, done());
    assert_eq!(fixture.upstream.roles_of("fjord", "anna").unwrap(), ["owner"]);
}

#[tokio::test]
async fn what_counts_is_what_the_caller_holds_now_not_what_the_token_says() {
    let fixture = Fixture::new(TRANSPORT).await;
    // Ben's token was issued when he held more, and holds permissions that look like those of the owner.
    let token = organization_token("ben", "fjord", &format!("{} refund", all_permissions()));
    let body = json!({ "roleNames": ["owner"] });
    let reply = fixture.call(Method::PUT, "/organizations/fjord/members/cleo/roles", &token, body).await;
    assert_eq!(reply.outcome(), (403, "gateway.grant_exceeds_own"));
    // His owner's role in another organization gives him nothing here.
    assert_eq!(fixture.upstream.roles_of("lake", "ben").unwrap(), ["owner"]);
}

#[tokio::test]
async fn roles_that_do_not_exist_are_named_and_nothing_changes() {
    let fixture = Fixture::new(TRANSPORT).await;
    let before = fixture.upstream.state();
    assert_eq!(
        set(&fixture, "anna", "cleo", &["viewer", "Viewer", "emperor"]).await,
        (422, "organization.role_names_not_found".to_owned())
    );
    assert_eq!(
        set(&fixture, "anna", "eve", &["viewer"]).await,
        (422, "organization.require_membership".to_owned())
    );
    assert_eq!(fixture.upstream.state(), before);
}

/// Every pair of a caller's and a given role, against the definition: the permissions of the one hold those of the other.
#[tokio::test]
async fn the_whole_lattice_is_as_its_definition() {
    let roles = ["admin", "guest", "owner", "refunder", "viewer"];
    let fixture = Fixture::new(TRANSPORT).await;
    let contents = |name: &str| -> BTreeSet<String> {
        let world = fixture.upstream.0.lock();
        let role = world.roles.iter().find(|role| role["name"] == name).unwrap();
        let scopes =
            role["scopes"].as_array().unwrap().iter().chain(role["resourceScopes"].as_array().unwrap());
        scopes.map(|scope| scope["id"].as_str().unwrap().to_owned()).collect()
    };
    for own in ["admin", "owner"] {
        for (given, taken) in roles.iter().flat_map(|given| roles.iter().map(move |taken| (*given, *taken))) {
            fixture.upstream.set_roles("fjord", "anna", &[own]);
            fixture.upstream.set_roles("fjord", "ben", &["owner"]);
            fixture.upstream.set_roles("fjord", "cleo", &[taken]);
            let is_allowed = given == taken
                || contents(own).is_superset(&contents(given)) && contents(own).is_superset(&contents(taken));
            let expected = if is_allowed { done() } else { exceeds() };
            assert_eq!(
                set(&fixture, "anna", "cleo", &[given]).await,
                expected,
                "{own} takes {taken} and gives {given}"
            );
        }
    }
}

#[tokio::test]
async fn the_last_administrator_stays() {
    let fixture = Fixture::new(TRANSPORT).await;
    fixture.upstream.set_roles("fjord", "ben", &["viewer"]);
    let last = (409, "gateway.last_administrator".to_owned());
    assert_eq!(set(&fixture, "anna", "anna", &["viewer"]).await, last);
    assert_eq!(set(&fixture, "anna", "anna", &[]).await, last);
    assert_eq!(remove(&fixture, "anna", "anna").await, last);
    let token = organization_token("anna", "fjord", "");
    let reply = fixture.call(Method::DELETE, "/organizations/fjord/members/me", &token, Value::Null).await;
    assert_eq!(
        (reply.status.as_u16(), reply.body),
        (
            409,
            json!({
                "code": "gateway.last_administrator",
                "message": "The last member who can manage the organization cannot leave it or lose that role.",
            })
        )
    );
    assert_eq!(fixture.upstream.roles_of("fjord", "anna").unwrap(), ["owner"]);
    // A change that leaves her able to manage is none of this guard's business.
    assert_eq!(set(&fixture, "anna", "anna", &["admin"]).await, done());
    assert_eq!(set(&fixture, "anna", "cleo", &["admin"]).await, done());
    assert_eq!(
        fixture.call(Method::DELETE, "/organizations/fjord/members/me", &token, Value::Null).await.status,
        204
    );
}

#[tokio::test]
async fn a_suspended_administrator_is_not_counted() {
    let fixture = Fixture::new(TRANSPORT).await;
    fixture.upstream.suspend("ben");
    assert_eq!(
        set(&fixture, "anna", "anna", &["viewer"]).await,
        (409, "gateway.last_administrator".to_owned())
    );
    assert_eq!(remove(&fixture, "anna", "ben").await, done());
}

#[tokio::test]
async fn the_policy_says_who_counts_as_an_administrator() {
    let policy = crate::Policy { manage_permission: Some("org:delete".to_owned()), ..open_policy() };
    let fixture = Fixture::with(TRANSPORT, policy, None).await;
    // Ben could change roles but not delete: Anna is the last who counts.
    assert_eq!(
        set(&fixture, "anna", "anna", &["admin"]).await,
        (409, "gateway.last_administrator".to_owned())
    );
    assert_eq!(remove(&fixture, "anna", "ben").await, done());
}

/// Takes the organization permissions out of every role, so that only those of API resources are left.
fn keep_api_permissions_alone(fixture: &Fixture) {
    for role in &mut fixture.upstream.0.lock().roles {
        role["scopes"] = json!([]);
    }
}

async fn demote_oneself(fixture: &Fixture, user: &str) -> (u16, String) {
    let token = resource_token(user, Some("fjord"), &all_permissions());
    let path = format!("/organizations/fjord/members/{user}/roles");
    let reply = fixture.call(Method::PUT, &path, &token, json!({ "roleNames": [] })).await;
    (reply.status.as_u16(), reply.code().to_owned())
}

#[tokio::test]
async fn who_manages_by_a_permission_of_an_accepted_api_resource_is_an_administrator_too() {
    let last = (409, "gateway.last_administrator".to_owned());
    let fixture = Fixture::new(TRANSPORT).await;
    keep_api_permissions_alone(&fixture);
    assert_eq!(demote_oneself(&fixture, "anna").await, done(), "ben is another");
    assert_eq!(demote_oneself(&fixture, "ben").await, last);
    assert_eq!(fixture.upstream.roles_of("fjord", "ben").unwrap(), ["admin"]);
}

#[tokio::test]
async fn a_permission_that_opens_nothing_here_makes_no_administrator() {
    let last = (409, "gateway.last_administrator".to_owned());
    // A permission of the same name, of a resource whose tokens are not accepted.
    let fixture = Fixture::new(TRANSPORT).await;
    for role in &mut fixture.upstream.0.lock().roles {
        if role["name"] == "guest" {
            let orders = json!({ "id": "resource-orders", "name": "Orders" });
            role["resourceScopes"] = json!([{ "id": "o", "name": "member:role", "resource": orders }]);
        }
    }
    fixture.upstream.set_roles("fjord", "ben", &["viewer"]);
    assert_eq!(demote_oneself(&fixture, "anna").await, last);
    // Organization permissions, where organization tokens are not accepted.
    let policy = crate::Policy { accept_organization_tokens: false, ..open_policy() };
    let fixture = Fixture::with(TRANSPORT, policy, None).await;
    for role in &mut fixture.upstream.0.lock().roles {
        if role["name"] == "admin" {
            role["resourceScopes"] = json!([]);
        }
    }
    assert_eq!(demote_oneself(&fixture, "anna").await, last);
}

#[tokio::test]
async fn where_no_role_holds_the_managing_permission_nobody_goes_or_is_demoted() {
    let missing = (503, "gateway.manage_permission_missing".to_owned());
    let policy = crate::Policy { manage_permission: Some("org:own".to_owned()), ..open_policy() };
    let fixture = Fixture::with(TRANSPORT, policy, None).await;
    let before = fixture.upstream.state();
    assert_eq!(set(&fixture, "anna", "cleo", &["admin"]).await, missing);
    assert_eq!(remove(&fixture, "anna", "ben").await, missing);
    let token = organization_token("anna", "fjord", "");
    let left = fixture.call(Method::DELETE, "/organizations/fjord/members/me", &token, Value::Null).await;
    assert_eq!(left.outcome(), (503, "gateway.manage_permission_missing"));
    assert_eq!(fixture.upstream.state(), before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_administrators_who_demote_each_other_one_remains() {
    for _ in 0..20 {
        let fixture = Fixture::new(TRANSPORT).await;
        fixture.upstream.set_roles("fjord", "ben", &["owner"]);
        fixture.upstream.set_roles("fjord", "cleo", &["owner"]);
        let token = organization_token("cleo", "fjord", "");
        let outcomes = futures_util::join!(
            set(&fixture, "anna", "ben", &["viewer"]),
            set(&fixture, "ben", "anna", &["viewer"]),
            remove(&fixture, "anna", "cleo"),
            async {
                fixture
                    .call(Method::DELETE, "/organizations/fjord/members/me", &token, Value::Null)
                    .await
                    .status
            },
        );
        let managers = ["anna", "ben", "cleo"].iter().filter(|user| {
            fixture.upstream.roles_of("fjord", user).is_some_and(|roles| roles.contains(&"owner".to_owned()))
        });
        assert!(managers.count() >= 1, "{outcomes:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_all_administrators_who_leave_at_once_the_last_is_held_back() {
    let fixture = Fixture::new(TRANSPORT).await;
    let users = ["anna", "ben", "cleo", "gus"];
    for user in users {
        fixture.upstream.set_roles("fjord", user, &["owner"]);
    }
    let leaving = users.map(|user| {
        let token = organization_token(user, "fjord", "");
        let fixture = &fixture;
        async move {
            fixture
                .call(Method::DELETE, "/organizations/fjord/members/me", &token, Value::Null)
                .await
                .status
                .as_u16()
        }
    });
    let mut statuses = futures_util::future::join_all(leaving).await;
    statuses.sort_unstable();
    assert_eq!(statuses, [204, 204, 204, 409]);
}
