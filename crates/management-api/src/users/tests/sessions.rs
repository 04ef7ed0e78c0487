use domain::{
    GrantId, HashedToken, SessionId, TenantId, UserId,
    grant::{AccessToken, SESSION_TTL, Session},
};
use store::both_databases;

use super::*;

/// What shows a session as `TestApi::signed_in` makes it.
fn session(user: &str, id: &str, grant: &str, application: &str) -> Value {
    let seconds = START.0 / 1_000;
    json!({
        "payload": {
            "exp": seconds + 1_209_600, "iat": seconds, "jti": id, "uid": id, "kind": "Session", "loginTs": seconds, "accountId": user,
            "authorizations": { application: { "sid": format!("sid-of-{id}"), "grantId": grant, "persistsLogout": true } },
        },
        "lastSubmission": {
            "interactionEvent": "SignIn", "userId": user, "profile": {},
            "verificationRecords": [],
        },
        "clientId": application, "accountId": user, "expiresAt": START.0 + 1_209_600_000,
    })
}

/// A user signed in to an application of the tenant and to one of a third party, in a session each.
async fn furnished(server: &TestApi) -> (String, String, String) {
    let user = server.user_with(json!({ "username": "ingrid" })).await;
    let desk = server.application("Desk", "SPA").await;
    let body = json!({ "name": "Reports", "type": "Traditional", "isThirdParty": true });
    let reports = crate::test_api::id(&server.created("/api/applications", body).await);
    server.signed_in(&user, ("s1", "g1"), &desk).await;
    server.signed_in(&user, ("s2", "g2"), &reports).await;
    (user, desk, reports)
}

/// Which of the grants of [`furnished`] are there.
async fn live_grants(server: &TestApi) -> Vec<&'static str> {
    let (services, mut live) = (&server.services.services, Vec::new());
    for id in ["g1", "g2"] {
        let found =
            store::grant::find(services.db.exec(), &services.tenant, &GrantId::new(id), START).await.unwrap();
        live.extend(found.map(|_| id));
    }
    live
}

both_databases! {
    async fn a_session_without_a_submission_shows_none(db: Db) {
        let server = TestApi::over(db).await;
        let user = server.user_with(json!({ "username": "ingrid" })).await;
        let (services, now) = (&server.services.services, server.services.services.now());
        let session = Session {
            user_id: Some(UserId::new(user.as_str())),
            signed_in_at: Some(now),
            expires_at: now.plus(SESSION_TTL),
            ..Session::new(SessionId::new("plain"), now)
        };
        store::session::insert(services.db.exec(), &services.tenant, &session, &HashedToken::of("plain")).await.unwrap();
        let listed = server.get(&format!("/api/users/{user}/sessions")).await;
        let shown = &listed["sessions"][0];
        assert_eq!((&shown["lastSubmission"], &shown["payload"]["uid"]), (&Value::Null, &json!("plain")));
        assert_eq!(server.get(&format!("/api/users/{user}/sessions/plain")).await, *shown);
    }

    /// Part C 107.
    async fn sessions_are_listed_and_told_one_by_one(db: Db) {
        let server = TestApi::over(db).await;
        let (user, desk, reports) = furnished(&server).await;
        let path = format!("/api/users/{user}/sessions");
        let (first, second) = (session(&user, "s1", "g1", &desk), session(&user, "s2", "g2", &reports));
        assert_eq!(server.get(&path).await, json!({ "sessions": [first, second] }));
        assert_eq!(server.get(&format!("{path}/s2")).await, second);
        server.client.get(&format!("{path}/s3")).await.assert_error(404, "oidc.session_not_found");
        assert_eq!(server.get("/api/users/nobody/sessions").await, json!({ "sessions": [] }));
        server.client.get("/api/users/nobody/sessions/s1").await.assert_error(404, "oidc.session_not_found");
    }

    /// Part C 107.
    async fn a_revoked_session_no_longer_signs_in_and_takes_its_tokens_along(db: Db) {
        let server = TestApi::over(db.clone()).await;
        let (user, desk, _) = furnished(&server).await;
        let tenant = TenantId::default_tenant();
        let token = |hash: &str, session: Option<&str>| AccessToken {
            hash: HashedToken::of(hash),
            application_id: domain::ApplicationId::new(desk.as_str()),
            grant_id: Some(GrantId::new("g1")),
            session_id: session.map(SessionId::new),
            user_id: Some(UserId::new(user.as_str())),
            scope: "openid".to_owned(),
            claims: serde_json::Map::new(),
            created_at: START,
            expires_at: domain::UnixMillis(START.0 + 1_000),
        };
        for token in [token("bound", Some("s1")), token("lasting", None)] {
            store::access_token::insert(db.exec(), &tenant, &token).await.unwrap();
        }
        let alive = async |hash| store::access_token::find(db.exec(), &tenant, &HashedToken::of(hash), START).await.unwrap().is_some();
        let signs_in = async || store::session::find_by_cookie(db.exec(), &tenant, &HashedToken::of("s1"), START).await.unwrap().is_some();
        assert!(alive("bound").await && alive("lasting").await && signs_in().await);
        let other = server.user_with(json!({})).await;
        let path = |user: &str| format!("/api/users/{user}/sessions/s1");
        server.client.delete(&path(&other)).await.assert_error(404, "oidc.invalid_session_account_id");
        server.client.delete(&format!("{}?revokeGrantsTarget=some", path(&user))).await.assert_error(400, "guard.invalid_input");
        assert!(signs_in().await);
        server.client.delete(&path(&user)).await.assert_status(204);
        assert!(!alive("bound").await && alive("lasting").await && !signs_in().await);
        assert_eq!(live_grants(&server).await, ["g1", "g2"]);
        server.client.get(&path(&user)).await.assert_error(404, "oidc.session_not_found");
        server.client.delete(&path(&user)).await.assert_error(404, "oidc.session_not_found");
    }

    /// Part C 108.
    async fn a_session_is_revoked_with_all_its_grants_or_without_those_of_third_parties(db: Db) {
        let server = TestApi::over(db).await;
        let (user, ..) = furnished(&server).await;
        for (id, target, left) in [("s2", "firstParty", vec!["g1", "g2"]), ("s1", "firstParty", vec!["g2"])] {
            server.client.delete(&format!("/api/users/{user}/sessions/{id}?revokeGrantsTarget={target}")).await.assert_status(204);
            assert_eq!(live_grants(&server).await, left, "{id}");
        }
        server.signed_in(&user, ("s3", "g2"), "demo-app").await;
        server.client.delete(&format!("/api/users/{user}/sessions/s3?revokeGrantsTarget=all")).await.assert_status(204);
        assert_eq!(live_grants(&server).await, [""; 0]);
    }

    async fn a_session_without_a_user_is_nobodys(db: Db) {
        let server = TestApi::over(db.clone()).await;
        let user = server.user_with(json!({})).await;
        let anonymous = domain::grant::Session::new(SessionId::new("s"), START);
        store::session::insert(db.exec(), &TenantId::default_tenant(), &anonymous, &HashedToken::of("c")).await.unwrap();
        server.client.get(&format!("/api/users/{user}/sessions/s")).await.assert_error(404, "oidc.session_not_found");
        server.client.delete(&format!("/api/users/{user}/sessions/s")).await.assert_error(404, "oidc.session_not_found");
    }

    async fn grants_are_listed_by_owner_and_revoked(db: Db) {
        let server = TestApi::over(db).await;
        let (user, desk, reports) = furnished(&server).await;
        server.signed_in(&user, ("s3", "g3"), "demo-app").await;
        let path = format!("/api/users/{user}/grants");
        let grant = |id: &str, application: &str, name: &str| {
            let seconds = START.0 / 1_000;
            json!({
                "id": id,
                "payload": {
                    "exp": seconds + 15_552_000, "iat": seconds, "jti": id, "kind": "Grant", "clientId": application, "accountId": user,
                    "openid": { "scope": "openid profile" }, "resources": { "https://lamps.fjord.example": "see" },
                },
                "expiresAt": START.0 + 15_552_000_000,
                "application": { "id": application, "name": name },
            })
        };
        let (ours, third, demo) = (grant("g1", &desk, "Desk"), grant("g2", &reports, "Reports"), grant("g3", "demo-app", "Demo application"));
        assert_eq!(server.get(&path).await, json!({ "grants": [ours, third, demo] }));
        assert_eq!(server.get(&format!("{path}?appType=firstParty")).await, json!({ "grants": [ours, demo] }));
        assert_eq!(server.get(&format!("{path}?appType=thirdParty")).await, json!({ "grants": [third] }));
        server.client.get(&format!("{path}?appType=ours")).await.assert_error(400, "guard.invalid_input");
        assert_eq!(server.get("/api/users/nobody/grants").await, json!({ "grants": [] }));
        server.client.delete("/api/users/nobody/grants/g1").await.assert_error(404, "oidc.invalid_grant");
        server.client.delete(&format!("{path}/g1")).await.assert_status(204);
        server.client.delete(&format!("{path}/g1")).await.assert_error(404, "oidc.invalid_grant");
        assert_eq!(live_grants(&server).await, ["g2"]);
    }
}
