//! What a token says is checked against what is: membership, permission and suspension take effect at once.

use http::Method;
use serde_json::Value;

use super::TRANSPORT;
use super::fixture::*;

async fn read(fixture: &Fixture, token: &str) -> (u16, String) {
    let reply = fixture.call(Method::GET, "/organizations/fjord", token, Value::Null).await;
    (reply.status.as_u16(), reply.code().to_owned())
}

fn refused(code: &str) -> (u16, String) {
    (403, code.to_owned())
}

#[tokio::test]
async fn losing_the_role_the_membership_or_the_account_is_felt_at_once() {
    for token in
        [organization_token("cleo", "fjord", "org:read"), resource_token("cleo", Some("fjord"), "org:read")]
    {
        let fixture = Fixture::new(TRANSPORT).await;
        assert_eq!(read(&fixture, &token).await.0, 200);
        fixture.upstream.set_roles("fjord", "cleo", &["guest"]);
        assert_eq!(read(&fixture, &token).await, refused("gateway.permission_revoked"));
        fixture.upstream.0.lock().members.remove(&("fjord".to_owned(), "cleo".to_owned()));
        assert_eq!(read(&fixture, &token).await, refused("gateway.not_a_member"));
        fixture.upstream.set_roles("fjord", "cleo", &["viewer"]);
        assert_eq!(read(&fixture, &token).await.0, 200);
        fixture.upstream.suspend("cleo");
        assert_eq!(read(&fixture, &token).await, refused("gateway.user_suspended"));
        fixture.upstream.0.lock().users.remove("cleo");
        assert_eq!(read(&fixture, &token).await, refused("gateway.user_unknown"));
    }
}

#[tokio::test]
async fn a_role_in_another_organization_does_not_count() {
    let fixture = Fixture::new(TRANSPORT).await;
    fixture.upstream.set_roles("fjord", "ben", &["guest"]);
    for token in
        [organization_token("ben", "fjord", "org:read"), resource_token("ben", Some("fjord"), "org:read")]
    {
        assert_eq!(read(&fixture, &token).await, refused("gateway.permission_revoked"));
    }
}

#[tokio::test]
async fn organization_permissions_and_resource_permissions_of_one_name_are_not_the_same() {
    let fixture = Fixture::new(TRANSPORT).await;
    // A role with the organization permission alone, and one with the resource's alone.
    {
        let mut world = fixture.upstream.0.lock();
        for role in &mut world.roles {
            if role["name"] == "viewer" {
                role["resourceScopes"] = serde_json::json!([]);
            }
        }
    }
    assert_eq!(read(&fixture, &organization_token("cleo", "fjord", "org:read")).await.0, 200);
    assert_eq!(
        read(&fixture, &resource_token("cleo", Some("fjord"), "org:read")).await,
        refused("gateway.permission_revoked")
    );
}

#[tokio::test]
async fn a_permission_of_another_resource_does_not_count() {
    let fixture = Fixture::new(TRANSPORT).await;
    for role in &mut fixture.upstream.0.lock().roles {
        for scope in role["resourceScopes"].as_array_mut().unwrap() {
            scope["resource"]["id"] = serde_json::json!("resource-orders");
        }
    }
    assert_eq!(
        read(&fixture, &resource_token("cleo", Some("fjord"), "org:read")).await,
        refused("gateway.permission_revoked")
    );
}

#[tokio::test]
async fn membership_alone_lets_leave_and_nothing_lets_a_stranger_leave() {
    let fixture = Fixture::new(TRANSPORT).await;
    let leave = "/organizations/fjord/members/me";
    let stranger =
        fixture.call(Method::DELETE, leave, &organization_token("eve", "fjord", ""), Value::Null).await;
    assert_eq!(stranger.outcome(), (403, "gateway.not_a_member"));
    let member =
        fixture.call(Method::DELETE, leave, &organization_token("gus", "fjord", ""), Value::Null).await;
    assert_eq!(member.status, 204);
    assert_eq!(fixture.upstream.roles_of("fjord", "gus"), None);
    let again =
        fixture.call(Method::DELETE, leave, &organization_token("gus", "fjord", ""), Value::Null).await;
    assert_eq!(again.outcome(), (403, "gateway.not_a_member"));
}

#[tokio::test]
async fn founding_without_an_organization_needs_the_permission_from_some_role_now() {
    let fixture = Fixture::new(TRANSPORT).await;
    let create = async |user: &str| {
        let token = resource_token(user, None, "org:create");
        let reply =
            fixture.call(Method::POST, "/organizations", &token, serde_json::json!({ "name": "New" })).await;
        (reply.status.as_u16(), reply.code().to_owned())
    };
    assert_eq!(create("eve").await.0, 201, "by a global role");
    assert_eq!(create("dora").await.0, 201, "by a role in an organization");
    assert_eq!(create("cleo").await, refused("gateway.permission_revoked"));
    fixture.upstream.0.lock().global_roles.clear();
    // Eve administers what she founded: the creator's role holds the permission, too.
    assert_eq!(create("eve").await.0, 201);
    fixture.upstream.set_roles("new1", "eve", &[]);
    fixture.upstream.set_roles("new3", "eve", &[]);
    assert_eq!(create("eve").await, refused("gateway.permission_revoked"));
}

#[tokio::test]
async fn a_suspended_user_has_no_organizations() {
    let fixture = Fixture::new(TRANSPORT).await;
    fixture.upstream.suspend("ben");
    for token in [resource_token("ben", None, ""), organization_token("ben", "fjord", "")] {
        let reply = fixture.call(Method::GET, "/me/organizations", &token, Value::Null).await;
        assert_eq!(reply.outcome(), (403, "gateway.user_suspended"));
    }
}
