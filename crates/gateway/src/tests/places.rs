//! Every place where a request could name an organization that is not its token's, and everything that could stand there.

use http::Method;
use serde_json::{Value, json};

use super::TRANSPORT;
use super::fixture::*;
use super::matrix::{body_of, path_of};
use crate::operations::{BodyShape, OrganizationIn, TABLE};

#[tokio::test]
async fn an_organization_of_the_path_must_be_the_tokens_whether_it_exists_or_not() {
    let fixture = Fixture::new(TRANSPORT).await;
    let token = organization_token("ben", "fjord", &all_permissions());
    for operation in TABLE.iter().filter(|operation| operation.organization == OrganizationIn::Path) {
        for organization in ["lake", "nowhere", "Fjord", "fjord-", "fjor", "me"] {
            let path = path_of(operation, "ben").replacen("/fjord", &format!("/{organization}"), 1);
            let reply = fixture.call(operation.method.clone(), &path, &token, body_of(operation)).await;
            assert_eq!(reply.outcome(), (403, "gateway.wrong_organization"), "{} {path}", operation.name);
        }
    }
    assert_eq!(fixture.upstream.take_calls(), Vec::<String>::new());
}

#[tokio::test]
async fn an_organization_in_query_or_body_is_refused_wherever_it_hides() {
    let fixture = Fixture::new(TRANSPORT).await;
    let token = organization_token("anna", "fjord", &all_permissions());
    for operation in TABLE {
        for query in [
            "organizationId=lake",
            "organization_id=lake",
            "organizationRoleId=role-owner",
            "id=lake",
            "invitee=zoe",
            "inviterId=dora",
        ] {
            let path = format!("{}?{query}", path_of(operation, "anna"));
            let reply = fixture.call(operation.method.clone(), &path, &token, body_of(operation)).await;
            assert_eq!(reply.outcome(), (400, "guard.invalid_input"), "{} {path}", operation.name);
        }
        if operation.body != BodyShape::None {
            for member in [
                "organizationId",
                "organization_id",
                "id",
                "tenantId",
                "userId",
                "creatorId",
                "organizationIds",
                "inviterId",
                "acceptedUserId",
                "organizationRoleIds",
            ] {
                let mut body = body_of(operation);
                body[member] = json!("lake");
                let reply =
                    fixture.call(operation.method.clone(), &path_of(operation, "anna"), &token, body).await;
                assert_eq!(reply.outcome(), (400, "guard.invalid_input"), "{} {member}", operation.name);
            }
        }
    }
    assert_eq!(fixture.upstream.take_calls(), Vec::<String>::new());
}

#[tokio::test]
async fn another_organizations_member_is_no_member_here() {
    let fixture = Fixture::new(TRANSPORT).await;
    let token = organization_token("anna", "fjord", &all_permissions());
    let before = fixture.upstream.state();
    for (method, path, body, status) in [
        (Method::GET, "/organizations/fjord/members/dora/roles", Value::Null, 422),
        (Method::PUT, "/organizations/fjord/members/dora/roles", json!({ "roleNames": ["viewer"] }), 422),
        (Method::DELETE, "/organizations/fjord/members/dora", Value::Null, 404),
    ] {
        let reply = fixture.call(method, path, &token, body).await;
        assert_eq!(reply.status.as_u16(), status, "{path}");
    }
    assert_eq!(fixture.upstream.state(), before);
}

/// What of a body is a list takes names and ids, and nothing that could say of which organization they are.
#[tokio::test]
async fn an_organization_in_a_list_of_a_body_is_refused() {
    let fixture = Fixture::new(TRANSPORT).await;
    let token = organization_token("anna", "fjord", &all_permissions());
    let mut lists = 0;
    for operation in TABLE.iter().filter(|operation| operation.body != BodyShape::None) {
        let body = body_of(operation);
        let members = body.as_object().unwrap().iter().filter(|(_, value)| value.is_array());
        for (member, _) in members {
            lists += 1;
            for entry in [
                json!({ "id": "dora", "organizationId": "lake" }),
                json!({ "organizationId": "lake" }),
                json!(["lake", "dora"]),
                Value::Null,
            ] {
                let mut body = body.clone();
                body[member].as_array_mut().unwrap().push(entry);
                let path = path_of(operation, "anna");
                let reply = fixture.call(operation.method.clone(), &path, &token, body.clone()).await;
                assert_eq!(reply.outcome(), (400, "guard.invalid_input"), "{} {body}", operation.name);
            }
        }
    }
    assert!(lists >= 3, "{lists}");
    assert_eq!(fixture.upstream.take_calls(), Vec::<String>::new());
}

/// An invitation is named by an id alone. One to another organization is answered as one that does not exist, and nothing
/// but looking it up is done.
#[tokio::test]
async fn an_invitation_to_another_organization_is_no_invitation_here() {
    let fixture = Fixture::new(TRANSPORT).await;
    let before = fixture.upstream.state();
    for token in [
        organization_token("ben", "fjord", &all_permissions()),
        resource_token("ben", Some("fjord"), &all_permissions()),
    ] {
        let of_an_organization = TABLE.iter().filter(|operation| {
            operation.organization == OrganizationIn::Path && operation.path.contains("{invitationId}")
        });
        for operation in of_an_organization {
            let call = async |invitation: &str| {
                let path = operation.path.replace("{organizationId}", "fjord");
                let path = path.replace("{invitationId}", invitation);
                let reply = fixture.call(operation.method.clone(), &path, &token, body_of(operation)).await;
                (reply.status.as_u16(), reply.body)
            };
            let unknown = call("nowhere").await;
            assert_eq!((unknown.0, &unknown.1["code"]), (404, &json!("entity.not_found")));
            // Ben owns the other organization, and is even the one who is invited.
            for foreign in ["to-zoe", "to-anna", "to-ben"] {
                assert_eq!(call(foreign).await, unknown, "{} {foreign}", operation.name);
            }
        }
    }
    let calls = fixture.upstream.take_calls();
    assert!(calls.iter().all(|call| call.starts_with("GET ")), "{calls:?}");
    assert_eq!(fixture.upstream.state(), before);
}

/// One to another address is answered as one that does not exist, whoever asks and whatever they hold where it leads.
#[tokio::test]
async fn an_invitation_to_somebody_else_is_no_invitation() {
    let fixture = Fixture::new(TRANSPORT).await;
    let before = fixture.upstream.state();
    for token in [
        organization_token("dora", "lake", &all_permissions()),
        resource_token("dora", Some("lake"), &all_permissions()),
        resource_token("dora", None, &all_permissions()),
    ] {
        for operation in TABLE.iter().filter(|row| row.organization == OrganizationIn::Invitation) {
            let call = async |invitation: &str| {
                let path = operation.path.replace("{invitationId}", invitation);
                let reply = fixture.call(operation.method.clone(), &path, &token, body_of(operation)).await;
                (reply.status.as_u16(), reply.body)
            };
            let unknown = call("nowhere").await;
            assert_eq!((unknown.0, &unknown.1["code"]), (403, &json!("gateway.not_invited")));
            for foreign in ["to-zoe", "to-anna", "to-eve"] {
                assert_eq!(call(foreign).await, unknown, "{} {foreign}", operation.name);
            }
        }
    }
    let calls = fixture.upstream.take_calls();
    assert!(calls.iter().all(|call| call.starts_with("GET ") || call == "POST /oidc/token"), "{calls:?}");
    assert_eq!(fixture.upstream.state(), before);
}
