//! What nobody gets past.

use axum::http::Method;
use serde_json::json;

use super::{NORTHWIND, PASSWORD, Person, forge, make_organization, make_user, routes};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_session_every_route_leads_to_the_sign_in_and_no_machine_call_is_made() {
    let world = World::sqlite().await;
    let nobody = Person::new(&world);
    for (method, path) in routes() {
        let answer = if method == Method::GET {
            nobody.client().get(&path).await
        } else {
            forge(nobody.client(), &path, "name=Fjord&decision=accept", &[]).await
        };
        assert_eq!(answer.status.as_u16(), 303, "{method} {path}: {}", answer.body);
        let location = answer.location();
        assert!(location.contains("/oidc/auth?client_id=guildhall-portal&"), "{method} {path}: {location}");
    }
    assert_eq!(world.machine_calls(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_cookie_that_nobody_signed_or_that_has_ended_is_none() {
    let world = World::sqlite().await;
    let olivia = Person::signed_in(&world, "olivia").await;
    let user = world.user_id("olivia").await;
    let cookie = olivia.client().cookie("_session").unwrap();
    let stranger = Person::new(&world);
    stranger.client().set_cookie("_session", &cookie);
    stranger.client().get(NORTHWIND).await.assert_status(303);
    stranger.client().set_cookie("_session.sig", "AAAAAAAAAAAAAAAAAAAAAAAAAAA");
    stranger.client().get(NORTHWIND).await.assert_status(303);
    olivia.page(NORTHWIND).await;
    let machine = world.machine().await;
    let sessions = machine.get(&format!("/api/users/{user}/sessions")).await.assert_status(200).json();
    let id = sessions["sessions"][0]["payload"]["uid"].as_str().or(sessions["sessions"][0]["id"].as_str());
    let path = format!("/api/users/{user}/sessions/{}", id.unwrap_or_else(|| panic!("{sessions}")));
    machine.delete(&path).await.assert_status(204);
    olivia.client().get(NORTHWIND).await.assert_status(303);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_that_no_page_of_this_session_made_changes_nothing() {
    let world = World::sqlite().await;
    let (olivia, ben) = (Person::signed_in(&world, "olivia").await, Person::signed_in(&world, "ben").await);
    let bens = ben.xsrf().await;
    let own = olivia.xsrf().await;
    let calls = world.machine_calls();
    for (method, path) in routes() {
        if method != Method::POST {
            continue;
        }
        for body in
            ["name=Taken", "xsrf=&name=Taken", &format!("xsrf={bens}&name=Taken&confirm=Northwind+Trading")]
        {
            let answer = forge(olivia.client(), &path, body, &[]).await.assert_status(403);
            assert!(answer.body.contains("This form was out of date"), "{path}: {}", answer.body);
        }
        let good = format!("xsrf={own}&name=Taken&confirm=Northwind+Trading");
        for sent_by in [
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("origin", "https://evil.example"),
        ] {
            let answer = forge(olivia.client(), &path, &good, &[sent_by]).await.assert_status(403);
            assert!(answer.body.contains("A page of another site sent this form."), "{path}");
        }
    }
    let written = world.machine().await.get("/api/organizations/northwind").await.assert_status(200).json();
    assert_eq!(written["name"], "Northwind Trading");
    assert!(world.machine_calls() >= calls);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_organization_is_not_there_whatever_is_done_to_it() {
    let world = World::sqlite().await;
    let user = make_user(&world, "ingrid", json!({})).await;
    let own = make_organization(&world, "Fjord", &user, &["admin"]).await;
    let ingrid = Person::new(&world);
    ingrid.sign_in("/portal", ("ingrid", PASSWORD)).await.assert_status(200);
    let xsrf = ingrid.xsrf().await;
    for (method, path) in routes() {
        if !path.starts_with(NORTHWIND) {
            continue;
        }
        let answer = if method == Method::GET {
            ingrid.client().get(&path).await
        } else {
            let body = format!("xsrf={xsrf}&name=Taken&confirm=Northwind+Trading&roleNames=admin");
            forge(ingrid.client(), &path, &body, &[]).await
        };
        assert_eq!(answer.status.as_u16(), 404, "{method} {path}: {}", answer.body);
        assert!(answer.body.contains("Not an organization of yours"), "{method} {path}");
        assert!(!answer.body.contains("Northwind Trading"), "{method} {path}");
    }
    // A member of another organization is nobody in one's own.
    let olivia = world.user_id("olivia").await;
    let of_own = format!("/portal/organizations/{own}/members/{olivia}");
    ingrid.client().get(&of_own).await.assert_status(404);
    let answer = ingrid.post(&of_own, &[("roleNames", "admin")]).await;
    assert!(answer.status.is_client_error(), "{}", answer.body);
    for odd in ["..", "%2e%2e", "a%2fb", "%00", "a%20b", "é", &"x".repeat(300)] {
        let answer = ingrid.client().get(&format!("/portal/organizations/{odd}")).await;
        assert!(answer.status.is_client_error(), "{odd}: {}", answer.status);
    }
    let members =
        world.machine().await.get("/api/organizations/northwind/users").await.assert_status(200).json();
    assert_eq!(members.as_array().unwrap().len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_sees_no_control_that_their_roles_do_not_allow_and_a_forged_form_is_refused_in_words() {
    let world = World::sqlite().await;
    let ben = Person::signed_in(&world, "ben").await;
    let olivia = world.user_id("olivia").await;
    let general = ben.page(NORTHWIND).await;
    assert!(general.contains("Northwind Trading") && !general.contains("name=\"name\""), "{general}");
    assert!(general.contains("/leave\"") && !general.contains("/delete\""), "{general}");
    let members = ben.page(&format!("{NORTHWIND}/members")).await;
    assert!(!members.contains("/invitations/new") && members.contains("/roles\""), "{members}");
    let member = ben.page(&format!("{NORTHWIND}/members/{olivia}")).await;
    assert!(!member.contains("<form") && !member.contains("/remove\""), "{member}");
    for tab in ["/invitations\"", "/security\"", "/api-keys\"", "/activity\""] {
        assert!(!members.contains(tab), "{tab}");
    }

    let remove = format!("{NORTHWIND}/members/{olivia}/remove");
    let set_roles = format!("{NORTHWIND}/members/{olivia}");
    let delete = format!("{NORTHWIND}/delete");
    let invite = format!("{NORTHWIND}/invitations/new");
    for (path, fields) in [
        (NORTHWIND, vec![("name", "Taken")]),
        (&remove, vec![]),
        (&set_roles, vec![("roleNames", "member")]),
        (&delete, vec![("confirm", "Northwind Trading")]),
        (&invite, vec![("invitee", "eve@evil.example"), ("expiresInDays", "7")]),
    ] {
        let answer = ben.post(path, &fields).await.assert_status(403);
        assert!(
            answer.body.contains("Your roles in this organization do not allow this"),
            "{path}: {}",
            answer.body
        );
    }
    let machine = world.machine().await;
    assert_eq!(machine.get("/api/organizations/northwind").await.json()["name"], "Northwind Trading");
    let roles = machine.get(&format!("/api/organizations/northwind/users/{olivia}/roles")).await.json();
    assert_eq!(roles[0]["name"], "admin");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_was_suspended_or_lacks_the_second_factor_is_told_so() {
    let world = World::sqlite().await;
    let (olivia, ben) = (Person::signed_in(&world, "olivia").await, Person::signed_in(&world, "ben").await);
    let machine = world.machine().await;
    let body = json!({ "isMfaRequired": true });
    machine.patch("/api/organizations/northwind", body).await.assert_status(200);
    let answer = olivia.client().get(NORTHWIND).await.assert_status(403);
    assert!(answer.body.contains("A second step is needed"), "{}", answer.body);
    let path = format!("/api/users/{}/is-suspended", world.user_id("ben").await);
    machine.patch(&path, json!({ "isSuspended": true })).await.assert_status(200);
    let answer = ben.client().get("/portal").await;
    // The session may be ended with the suspension: then it leads to the sign-in.
    assert!(
        answer.status.as_u16() == 303 || answer.body.contains("account is suspended"),
        "{}: {}",
        answer.status,
        answer.body
    );
}
