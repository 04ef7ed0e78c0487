//! Where the user is signed in, and what they allow applications.

use axum::http::Method;
use serde_json::json;
use store::{both_databases, grant, session};

use super::world::{APP, SCOPE, THIRD_PARTY, World};

both_databases! {
    async fn the_users_sessions_are_listed_and_the_present_one_is_told(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        world.test.advance(std::time::Duration::from_secs(1));
        let other = world.signed_in(&ingrid.id, APP, SCOPE).await;
        world.someone("astrid").await;
        let seconds = world.services().now().as_seconds();
        let shown = |session: &domain::SessionId, grant: &domain::GrantId, at: i64, is_current: bool| json!({
            "payload": {
                "exp": at + 1_209_600, "iat": at, "jti": session, "uid": session, "kind": "Session", "loginTs": at, "accountId": ingrid.id,
                "authorizations": { APP: { "sid": "sid", "grantId": grant, "persistsLogout": false } },
            },
            "lastSubmission": { "interactionEvent": "SignIn", "userId": ingrid.id, "verificationRecords": [] },
            "clientId": APP, "accountId": ingrid.id, "expiresAt": (at + 1_209_600) * 1_000, "isCurrent": is_current,
        });
        let expected = json!({ "sessions": [
            shown(&other.session, &other.grant, seconds, false), shown(&ingrid.session, &ingrid.grant, seconds - 1, true),
        ] });
        assert_eq!(ingrid.client.get("/api/my-account/sessions").await.assert_status(200).json(), expected);
    }

    async fn a_session_of_the_user_is_ended_and_no_other(db: Db) {
        let world = World::over(db).await;
        let (ingrid, astrid) = (world.someone("ingrid").await, world.someone("astrid").await);
        let other = world.signed_in(&ingrid.id, APP, SCOPE).await;
        let proof = ingrid.proof().await;
        let path = |id: &str| format!("/api/my-account/sessions/{id}");
        ingrid.client.delete(&path(other.session.as_str())).await.assert_error(401, "verification_record.permission_denied");
        let end = async |path: &str| ingrid.proved(Method::DELETE, path, json!(null), &proof).await;
        for id in [astrid.session.as_str(), "unknown"] {
            end(&path(id)).await.assert_error(404, "oidc.session_not_found");
        }
        end(&format!("{}?revokeGrantsTarget=some", path(other.session.as_str()))).await.assert_error(400, "guard.invalid_input");
        assert_eq!(end(&path(other.session.as_str())).await.assert_status(204).body, "");
        let (services, now) = (world.services(), world.services().now());
        let (exec, tenant) = (services.db.exec(), &services.tenant);
        assert!(session::find(exec, tenant, &other.session, now).await.unwrap().is_none());
        assert!(session::find(exec, tenant, &astrid.session, now).await.unwrap().is_some());
        assert!(grant::find(exec, tenant, &other.grant, now).await.unwrap().is_some());
        other.client.get("/api/my-account").await.assert_error(401, "auth.unauthorized");
        let third = world.signed_in(&ingrid.id, APP, SCOPE).await;
        end(&format!("{}?revokeGrantsTarget=all", path(third.session.as_str()))).await.assert_status(204);
        assert!(grant::find(exec, tenant, &third.grant, now).await.unwrap().is_none());
    }

    async fn what_the_user_allows_is_listed_and_revoked(db: Db) {
        let world = World::over(db).await;
        let (ingrid, astrid) = (world.someone("ingrid").await, world.someone("astrid").await);
        world.test.advance(std::time::Duration::from_secs(1));
        let third_party = world.signed_in(&ingrid.id, THIRD_PARTY, "openid").await;
        let seconds = world.services().now().as_seconds();
        let list = async |query: &str| ingrid.client.get(&format!("/api/my-account/grants{query}")).await.assert_status(200).json();
        let shown = json!({
            "id": third_party.grant, "expiresAt": (seconds + 15_552_000) * 1_000,
            "payload": {
                "exp": seconds + 15_552_000, "iat": seconds, "jti": third_party.grant, "kind": "Grant", "clientId": THIRD_PARTY,
                "accountId": ingrid.id, "openid": { "scope": "openid" },
            },
            "application": { "id": THIRD_PARTY, "name": "The SPA application" },
        });
        assert_eq!(list("?appType=thirdParty").await, json!({ "grants": [shown] }));
        let ids = |answer: serde_json::Value| answer["grants"].as_array().unwrap().iter().map(|grant| grant["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
        assert_eq!(ids(list("").await), [third_party.grant.as_str(), ingrid.grant.as_str()]);
        assert_eq!(ids(list("?appType=firstParty").await), [ingrid.grant.as_str()]);
        ingrid.client.get("/api/my-account/grants?appType=some").await.assert_error(400, "guard.invalid_input");
        let proof = ingrid.proof().await;
        let revoke = async |id: &str| ingrid.proved(Method::DELETE, &format!("/api/my-account/grants/{id}"), json!(null), &proof).await;
        for id in [astrid.grant.as_str(), "unknown"] {
            revoke(id).await.assert_error(404, "oidc.invalid_grant");
        }
        assert_eq!(revoke(third_party.grant.as_str()).await.assert_status(204).body, "");
        assert_eq!(ids(list("").await), [ingrid.grant.as_str()]);
        astrid.client.get("/api/my-account").await.assert_status(200);
    }
}
