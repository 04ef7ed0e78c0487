//! Applications of an organization's own: made whole or not at all, given no more than their maker holds, hidden from everybody else, and
//! gone with their organization.

use http::Method;
use serde_json::{Value, json};

use super::TRANSPORT;
use super::fake::Fault;
use super::fake_machines::machine;
use super::fixture::*;
use crate::operations::{OperationId, TABLE};
use crate::policy::Quotas;

const APPLICATIONS: &str = "/organizations/fjord/applications";

async fn call(fixture: &Fixture, user: &str, method: Method, path: &str, body: Value) -> Reply {
    let token = organization_token(user, "fjord", &all_permissions());
    fixture.call(method, &format!("{APPLICATIONS}{path}"), &token, body).await
}

fn made(fixture: &Fixture, id: &str) -> Value {
    fixture.upstream.0.lock().machines.entities[id].clone()
}

#[tokio::test]
async fn an_application_is_made_with_its_mark_its_roles_and_a_secret_that_is_shown_once() {
    let fixture = Fixture::new(TRANSPORT).await;
    let body = json!({ "name": "Sync", "description": "Nightly", "roleNames": ["reader"] });
    let reply = call(&fixture, "anna", Method::POST, "", body).await;
    assert_eq!(reply.status, 201);
    let roles = json!([{ "id": "role-reader", "name": "reader" }]);
    assert_eq!(
        reply.body,
        json!({
            "id": "made1", "name": "Sync", "description": "Nightly", "type": "MachineToMachine", "createdAt": 7,
            "organizationRoles": roles,
            "secret": { "name": "default", "createdAt": 8, "expiresAt": null, "value": "value of made1/0" },
        })
    );
    assert_eq!(reply.headers["cache-control"], "no-store");
    let entity = made(&fixture, "made1");
    assert_eq!(entity["customData"]["guildhallApplication"]["organizationId"], "fjord");
    let read = call(&fixture, "ben", Method::GET, "/made1", Value::Null).await;
    let mut shown = reply.body.clone();
    shown.as_object_mut().unwrap().remove("secret");
    assert_eq!((read.status.as_u16(), &read.body), (200, &shown));
    let secrets = call(&fixture, "anna", Method::GET, "/made1/secrets", Value::Null).await;
    assert_eq!(secrets.body, json!([{ "name": "default", "createdAt": 8, "expiresAt": null }]));
    let bare = call(&fixture, "anna", Method::POST, "", json!({ "name": "Bare" })).await;
    assert_eq!((bare.status.as_u16(), &bare.body["organizationRoles"]), (201, &json!([])));
}

#[tokio::test]
async fn only_the_organizations_own_are_listed() {
    let fixture = Fixture::new(TRANSPORT).await;
    let list = call(&fixture, "anna", Method::GET, "", Value::Null).await;
    let own = json!({
        "id": "fjord-key", "name": "fjord-key", "description": null, "type": "MachineToMachine", "createdAt": 7,
        "organizationRoles": [{ "id": "role-reader", "name": "reader" }],
    });
    assert_eq!((list.status.as_u16(), &list.body), (200, &json!([own])));
    assert_eq!(list.headers["total-number"], "1");
    let beyond = call(&fixture, "anna", Method::GET, "?page=2&page_size=1", Value::Null).await;
    assert_eq!((&beyond.body, beyond.headers["total-number"].to_str().unwrap()), (&json!([]), "1"));
}

/// The class of attack: an id of somebody else's object under one's own organization.
#[tokio::test]
async fn an_application_that_is_not_the_organizations_own_does_not_exist_for_any_operation() {
    let of_applications = TABLE.iter().filter(|operation| operation.path.contains("{applicationId}"));
    for operation in of_applications {
        for other in [
            "lake-key",
            "visitor",
            "operator",
            "forgotten",
            "nowhere",
            "app",
            "partner",
            "fjord-ke",
            "Fjord-key",
        ] {
            let fixture = Fixture::new(TRANSPORT).await;
            let before = fixture.upstream.state();
            let path = path_in_fjord(operation, "cleo").replace("fjord-key", other);
            let token = organization_token("anna", "fjord", &all_permissions());
            let reply = fixture.call(operation.method.clone(), &path, &token, body_for(operation)).await;
            let expected = json!({ "code": "entity.not_exists_with_id", "message": "The organization has no such application." });
            assert_eq!((reply.status.as_u16(), &reply.body), (404, &expected), "{} {other}", operation.name);
            assert_eq!(fixture.upstream.state(), before, "{} {other}", operation.name);
            for call in fixture.upstream.take_calls() {
                assert!(
                    call.starts_with("GET ") && !call.contains("secrets"),
                    "{} {other}: {call}",
                    operation.name
                );
            }
        }
    }
}

#[tokio::test]
async fn an_upstream_that_answers_about_another_application_is_not_believed() {
    let fixture = Fixture::new(TRANSPORT).await;
    {
        let mut world = fixture.upstream.0.lock();
        let mut other = machine("fjord-key", Some("fjord"));
        other["id"] = json!("lake-key");
        world.machines.entities.insert("fjord-key".to_owned(), other);
    }
    let reply = call(&fixture, "anna", Method::DELETE, "/fjord-key", Value::Null).await;
    assert_eq!(reply.outcome(), (502, "gateway.upstream_unclear"));
}

#[tokio::test]
async fn nobody_gives_an_application_more_than_they_hold() {
    let fixture = Fixture::new(TRANSPORT).await;
    let before = fixture.upstream.state();
    // Ben may not refund, Anna may.
    let refunding = json!({ "name": "Till", "roleNames": ["refunding"] });
    let refused = call(&fixture, "ben", Method::POST, "", refunding.clone()).await;
    assert_eq!(refused.outcome(), (403, "gateway.grant_exceeds_own"));
    assert_eq!(refused.body["data"], json!({ "roleNames": ["refunding"] }));
    let refused = call(
        &fixture,
        "ben",
        Method::PUT,
        "/fjord-key/roles",
        json!({ "roleNames": ["reader", "refunding"] }),
    )
    .await;
    assert_eq!(refused.outcome(), (403, "gateway.grant_exceeds_own"));
    assert_eq!(fixture.upstream.state(), before);
    assert_eq!(call(&fixture, "anna", Method::POST, "", refunding).await.status, 201);
    // What Anna made can do more than Ben: he neither acts as it nor takes its roles away, but he can end it.
    let secret = call(&fixture, "ben", Method::POST, "/made1/secrets", json!({ "name": "mine" })).await;
    assert_eq!(secret.outcome(), (403, "gateway.grant_exceeds_own"));
    let roles = call(&fixture, "ben", Method::PUT, "/made1/roles", json!({ "roleNames": [] })).await;
    assert_eq!(roles.outcome(), (403, "gateway.grant_exceeds_own"));
    assert_eq!(
        call(&fixture, "ben", Method::DELETE, "/made1/secrets/default", Value::Null).await.status,
        204
    );
    assert_eq!(call(&fixture, "ben", Method::DELETE, "/made1", Value::Null).await.status, 204);
    assert_eq!(fixture.upstream.state(), before);
}

#[tokio::test]
async fn roles_are_set_to_exactly_those_named() {
    let fixture = Fixture::new(TRANSPORT).await;
    let roles = |fixture: &Fixture| {
        let members = &fixture.upstream.0.lock().machines.members;
        members[&("fjord".to_owned(), "fjord-key".to_owned())].clone()
    };
    for (names, expected) in
        [(&["reader", "refunding"][..], 2), (&["refunding"], 1), (&[], 0), (&[], 0), (&["reader"], 1)]
    {
        let reply =
            call(&fixture, "anna", Method::PUT, "/fjord-key/roles", json!({ "roleNames": names })).await;
        assert_eq!(reply.status, 204);
        let held = roles(&fixture);
        assert_eq!(held.len(), expected);
        assert!(names.iter().all(|name| held.contains(&format!("role-{name}"))));
    }
}

#[tokio::test]
async fn roles_must_exist_and_be_for_applications() {
    let fixture = Fixture::new(TRANSPORT).await;
    let before = fixture.upstream.state();
    for (names, code) in [
        (json!(["reader", "nothing"]), "organization.role_names_not_found"),
        (json!(["reader", "admin"]), "entity.db_constraint_violated"),
        (json!(["owner"]), "entity.db_constraint_violated"),
    ] {
        let made = call(&fixture, "anna", Method::POST, "", json!({ "name": "x", "roleNames": names })).await;
        assert_eq!(made.outcome(), (422, code));
        let set =
            call(&fixture, "anna", Method::PUT, "/fjord-key/roles", json!({ "roleNames": names })).await;
        assert_eq!(set.outcome(), (422, code));
    }
    assert_eq!(fixture.upstream.state(), before);
}

#[tokio::test]
async fn a_secret_is_shown_in_the_answer_that_makes_it_and_nowhere_else() {
    let fixture = Fixture::new(TRANSPORT).await;
    let body = json!({ "name": "ci", "expiresAt": 1_800_000_000_000_i64 });
    let made = call(&fixture, "anna", Method::POST, "/fjord-key/secrets", body.clone()).await;
    assert_eq!(made.status, 201);
    assert_eq!(
        made.body,
        json!({ "name": "ci", "createdAt": 8, "expiresAt": 1_800_000_000_000_i64, "value": "value of fjord-key/1" })
    );
    let again = call(&fixture, "anna", Method::POST, "/fjord-key/secrets", body).await;
    assert_eq!(again.outcome(), (422, "application.secret_name_exists"));
    let list = call(&fixture, "anna", Method::GET, "/fjord-key/secrets", Value::Null).await;
    assert_eq!(
        list.body,
        json!([
            { "name": "default", "createdAt": 8, "expiresAt": null },
            { "name": "ci", "createdAt": 8, "expiresAt": 1_800_000_000_000_i64 },
        ])
    );
    for operation in TABLE.iter().filter(|operation| operation.path.contains("/applications")) {
        let path = path_in_fjord(operation, "cleo");
        if operation.is_write() {
            continue;
        }
        let token = organization_token("anna", "fjord", &all_permissions());
        let reply = fixture.call(operation.method.clone(), &path, &token, Value::Null).await;
        assert!(!reply.body.to_string().contains("value of"), "{}", operation.name);
        assert!(!reply.body.to_string().contains("customData"), "{}", operation.name);
    }
    assert_eq!(
        call(&fixture, "anna", Method::DELETE, "/fjord-key/secrets/ci", Value::Null).await.status,
        204
    );
    let gone = call(&fixture, "anna", Method::DELETE, "/fjord-key/secrets/ci", Value::Null).await;
    assert_eq!(gone.outcome(), (404, "entity.not_found"));
}

#[tokio::test]
async fn an_application_with_rights_beyond_the_organization_gets_no_secret_here() {
    for case in ["a role of the whole server", "the hidden role", "another organization"] {
        let fixture = Fixture::new(TRANSPORT).await;
        {
            let machines = &mut fixture.upstream.0.lock().machines;
            match case {
                "a role of the whole server" => {
                    machines.global.insert("fjord-key".to_owned());
                }
                "the hidden role" => machines.entities.get_mut("fjord-key").unwrap()["isAdmin"] = json!(true),
                _ => {
                    machines.members.insert(("lake".to_owned(), "fjord-key".to_owned()), [].into());
                }
            }
        }
        let before = fixture.upstream.state();
        let refused =
            call(&fixture, "anna", Method::POST, "/fjord-key/secrets", json!({ "name": "mine" })).await;
        assert_eq!(refused.outcome(), (403, "gateway.application_shared"), "{case}");
        assert_eq!(fixture.upstream.state(), before);
        // What is there can be ended.
        assert_eq!(
            call(&fixture, "anna", Method::DELETE, "/fjord-key/secrets/default", Value::Null).await.status,
            204
        );
        assert_eq!(call(&fixture, "anna", Method::DELETE, "/fjord-key", Value::Null).await.status, 204);
    }
}

#[tokio::test]
async fn a_quota_counts_the_organizations_own() {
    let with = async |limit| {
        let quotas = Quotas { applications_per_organization: Some(limit), ..Quotas::default() };
        Fixture::with(TRANSPORT, crate::Policy { quotas, ..open_policy() }, None).await
    };
    let fixture = with(2).await;
    assert_eq!(call(&fixture, "anna", Method::POST, "", json!({ "name": "x" })).await.status, 201);
    let before = fixture.upstream.state();
    let refused = call(&fixture, "anna", Method::POST, "", json!({ "name": "y" })).await;
    assert_eq!(refused.outcome(), (403, "gateway.quota_exceeded"));
    assert_eq!(refused.body["data"], json!({ "quota": "applications_per_organization", "limit": 2 }));
    assert_eq!(fixture.upstream.state(), before);
    assert_eq!(call(&with(0).await, "anna", Method::POST, "", json!({ "name": "x" })).await.status, 403);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn parallel_callers_do_not_go_beyond_a_quota() {
    let quotas = Quotas { applications_per_organization: Some(3), ..Quotas::default() };
    let fixture = Fixture::with(TRANSPORT, crate::Policy { quotas, ..open_policy() }, None).await;
    let making = (0..8).map(|_| call(&fixture, "anna", Method::POST, "", json!({ "name": "x" })));
    let statuses = futures_util::future::join_all(making).await;
    assert_eq!(statuses.iter().filter(|reply| reply.status == 201).count(), 2);
}

#[tokio::test]
async fn a_failure_at_any_step_leaves_no_application() {
    skip_waiting(TRANSPORT);
    let faults = [
        Fault::Status(500),
        Fault::Status(503),
        Fault::Status(403),
        Fault::Status(404),
        Fault::Garbage,
        Fault::Hang,
        Fault::LostAnswer,
    ];
    let steps = [
        "POST /applications",
        "POST /organizations/{organizationId}/applications",
        "POST /organizations/{organizationId}/applications/{applicationId}/roles",
        "PATCH /applications/{applicationId}/secrets/{secretName}",
    ];
    let cases = steps.map(|step| faults.map(|fault| (step, fault)));
    let cases = cases.as_flattened().iter().map(async |(step, fault)| {
        let fixture = Fixture::impatient(TRANSPORT).await;
        let before = fixture.upstream.state();
        fixture.upstream.fail(step, *fault);
        let body = json!({ "name": "x", "roleNames": ["reader"] });
        let reply = call(&fixture, "anna", Method::POST, "", body).await;
        // A text that says nothing is all that two of the steps answer.
        if *fault == Fault::Garbage && reply.status == 201 {
            return;
        }
        assert!(!reply.status.is_success(), "{step} {fault:?}: {reply:?}");
        assert!(!reply.body.to_string().contains("value of"), "{step} {fault:?}");
        fixture.settles_as(&before).await;
    });
    futures_util::future::join_all(cases).await;
}

#[tokio::test]
async fn an_organization_takes_its_applications_along_wherever_else_they_belong() {
    let fixture = Fixture::new(TRANSPORT).await;
    {
        let machines = &mut fixture.upstream.0.lock().machines;
        machines
            .members
            .insert(("lake".to_owned(), "fjord-key".to_owned()), ["role-reader".to_owned()].into());
        for number in 0..150 {
            let id = format!("many-{number:03}");
            machines.add(machine(&id, Some("fjord")));
            machines.members.insert(("fjord".to_owned(), id), [].into());
        }
    }
    let token = organization_token("anna", "fjord", "org:delete");
    let reply = fixture.call(Method::DELETE, "/organizations/fjord", &token, Value::Null).await;
    assert_eq!(reply.status, 204);
    let world = fixture.upstream.0.lock();
    let left: Vec<_> = world.machines.entities.keys().cloned().collect();
    assert_eq!(left, ["forgotten", "lake-key", "operator", "visitor"], "others' stay");
    assert!(!world.machines.members.keys().any(|(_, machine)| machine == "fjord-key"));
    assert!(!world.organizations.contains_key("fjord"));
}

#[tokio::test]
async fn an_organization_whose_applications_cannot_be_deleted_stays() {
    skip_waiting(TRANSPORT);
    let delete = "DELETE /applications/{applicationId}";
    for (call, fault) in [
        ("GET /organizations/{organizationId}/applications", Fault::Status(500)),
        ("GET /organizations/{organizationId}/applications", Fault::Garbage),
        (delete, Fault::Status(500)),
        (delete, Fault::Status(409)),
        (delete, Fault::LostAnswer),
    ] {
        let fixture = Fixture::impatient(TRANSPORT).await;
        fixture.upstream.fail(call, fault);
        let token = organization_token("anna", "fjord", "org:delete");
        let reply = fixture.call(Method::DELETE, "/organizations/fjord", &token, Value::Null).await;
        assert!(!reply.status.is_success(), "{call} {fault:?}");
        assert!(fixture.upstream.0.lock().organizations.contains_key("fjord"), "{call} {fault:?}");
    }
}

#[tokio::test]
async fn what_an_application_is_cannot_be_changed() {
    let fixture = Fixture::new(TRANSPORT).await;
    let before = made(&fixture, "fjord-key");
    for body in [
        json!({ "customData": {} }),
        json!({ "isAdmin": true }),
        json!({ "type": "SPA" }),
        json!({ "oidcClientMetadata": {} }),
    ] {
        let refused = call(&fixture, "anna", Method::PATCH, "/fjord-key", body).await;
        assert_eq!(refused.outcome(), (400, "guard.invalid_input"));
    }
    let changed = call(&fixture, "anna", Method::PATCH, "/fjord-key", json!({ "name": "Renamed" })).await;
    assert_eq!((changed.status.as_u16(), &changed.body["name"]), (200, &json!("Renamed")));
    assert_eq!(changed.body["organizationRoles"][0]["name"], "reader");
    let mut expected = before;
    expected["name"] = json!("Renamed");
    assert_eq!(made(&fixture, "fjord-key"), expected);
}

/// The documentation promises it: an application manages nothing by itself.
#[tokio::test]
async fn a_machines_own_token_for_the_organization_opens_nothing() {
    let fixture = Fixture::new(TRANSPORT).await;
    for operation in TABLE {
        for claims in [
            json!({ "sub": "fjord-key", "client_id": "fjord-key" }),
            json!({ "sub": "fjord-key", "client_id": "fjord-key", "aud": super::fake::ORGANIZATION_API, "organization_id": "fjord" }),
        ] {
            let path = path_in_fjord(operation, "cleo").replace("{invitationId}", "to-eve");
            let reply =
                fixture.call(operation.method.clone(), &path, &token(&claims), body_for(operation)).await;
            assert_eq!(reply.outcome(), (401, "auth.unauthorized"), "{}", operation.name);
        }
    }
    assert_eq!(fixture.upstream.take_calls(), Vec::<String>::new());
    assert!(TABLE.iter().any(|operation| operation.id == OperationId::CreateSecret));
}
