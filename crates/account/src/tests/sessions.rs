//! Where the user is signed in, and what they allow applications.

use axum::http::Method;
use domain::grant::{Session, SessionAgent};
use serde_json::json;
use store::{both_databases, grant, session};

use super::world::{APP, SCOPE, Someone, THIRD_PARTY, World};

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
            "lastActiveAt": at * 1_000, "ip": null, "userAgent": null, "browser": null, "system": null,
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

    async fn a_session_tells_where_it_was_used_last(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        let (services, now) = (world.services(), world.services().now());
        let (exec, tenant) = (services.db.exec(), &services.tenant);
        let stored = session::find(exec, tenant, &ingrid.session, now).await.unwrap().unwrap();
        let user_agent = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
        let agent = SessionAgent { ip: Some("203.0.113.9".to_owned()), user_agent: Some(user_agent.to_owned()) };
        let used = Session { agent: Some(agent), last_active_at: Some(domain::UnixMillis(now.0 + 7)), ..stored };
        assert!(session::update(exec, tenant, &used, &domain::HashedToken::of("cookie")).await.unwrap());
        let shown = ingrid.client.get("/api/my-account/sessions").await.assert_status(200).json();
        let shown = ["lastActiveAt", "ip", "userAgent", "browser", "system"].map(|member| shown["sessions"][0][member].clone());
        assert_eq!(shown, [json!(now.0 + 7), json!("203.0.113.9"), json!(user_agent), json!("Firefox"), json!("Linux")]);
    }

    async fn all_other_sessions_end_at_once_and_applications_hear_of_it(db: Db) {
        let world = World::over(db).await;
        let (ingrid, astrid) = (world.someone("ingrid").await, world.someone("astrid").await);
        world.wants_to_hear_of_sign_outs(APP).await;
        let (laptop, phone) = (world.signed_in(&ingrid.id, APP, SCOPE).await, world.signed_in(&ingrid.id, THIRD_PARTY, "openid").await);
        let proof = ingrid.proof().await;
        let path = "/api/my-account/sessions?keepCurrent=true&revokeGrantsTarget=firstParty";
        ingrid.client.delete(path).await.assert_error(401, "verification_record.permission_denied");
        let end = async |path: &str| ingrid.proved(Method::DELETE, path, json!(null), &proof).await;
        end("/api/my-account/sessions?revokeGrantsTarget=some").await.assert_error(400, "guard.invalid_input");
        assert_eq!(end(path).await.assert_status(204).body, "");
        let (services, now) = (world.services(), world.services().now());
        let (exec, tenant) = (services.db.exec(), &services.tenant);
        let mut left = Vec::new();
        for one in [&ingrid, &astrid, &laptop, &phone] {
            let has_session = session::find(exec, tenant, &one.session, now).await.unwrap().is_some();
            left.push((has_session, grant::find(exec, tenant, &one.grant, now).await.unwrap().is_some()));
        }
        assert_eq!(left, [(true, true), (true, true), (false, false), (false, true)]);
        let told = store::logout_delivery::due(exec, tenant, now, (9, 9)).await.unwrap();
        assert_eq!(told.iter().map(|told| &told.session_id).collect::<Vec<_>>(), [&laptop.session]);
        assert_eq!(ingrid.client.get("/api/my-account/sessions").await.json()["sessions"].as_array().unwrap().len(), 1);

        // All of them: this one too, and what it may do with it.
        assert_eq!(end("/api/my-account/sessions?revokeGrantsTarget=all").await.assert_status(204).body, "");
        ingrid.client.get("/api/my-account").await.assert_error(401, "auth.unauthorized");
        astrid.client.get("/api/my-account").await.assert_status(200);
    }

    /// A token that came from no session has none to keep.
    async fn who_has_no_session_of_their_own_does_not_end_all_by_mistake(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        let phone = world.signed_in(&ingrid.id, APP, SCOPE).await;
        let (services, tenant) = (world.services(), &world.services().tenant);
        let grant = grant::find(services.db.exec(), tenant, &phone.grant, services.now()).await.unwrap().unwrap();
        let alone = domain::grant::Grant { id: domain::GrantId::new("alone"), ..grant };
        grant::put(services.db.exec(), tenant, &alone).await.unwrap();
        let token = world.token(|token| {
            token.user_id = Some(ingrid.id.clone());
            token.grant_id = Some(alone.id.clone());
        }).await;
        let one = Someone { grant: alone.id, client: world.client(&token), token, ..phone };
        let proof = one.proof().await;
        let ended = one.proved(Method::DELETE, "/api/my-account/sessions?keepCurrent=true", json!(null), &proof).await;
        assert!(["auth.unauthorized", "oidc.session_not_found"].contains(&ended.json()["code"].as_str().unwrap()), "{}", ended.body);
        ingrid.client.get("/api/my-account").await.assert_status(200);
    }

    async fn an_application_is_shut_out_with_all_that_it_was_allowed(db: Db) {
        let world = World::over(db).await;
        let (ingrid, astrid) = (world.someone("ingrid").await, world.someone("astrid").await);
        let (one, two) = (world.signed_in(&ingrid.id, THIRD_PARTY, "openid").await, world.signed_in(&ingrid.id, THIRD_PARTY, "openid").await);
        let theirs = world.signed_in(&astrid.id, THIRD_PARTY, "openid").await;
        let path = format!("/api/my-account/applications/{THIRD_PARTY}/grants");
        ingrid.client.delete(&path).await.assert_error(401, "verification_record.permission_denied");
        let proof = ingrid.proof().await;
        let revoke = async |path: &str| ingrid.proved(Method::DELETE, path, json!(null), &proof).await;
        revoke("/api/my-account/applications/unknown/grants").await.assert_error(404, "oidc.invalid_grant");
        assert_eq!(revoke(&path).await.assert_status(204).body, "");
        revoke(&path).await.assert_error(404, "oidc.invalid_grant");
        for token in [&one, &two] {
            token.client.get("/api/my-account").await.assert_error(401, "auth.unauthorized");
        }
        theirs.client.get("/api/my-account").await.assert_status(200);
        ingrid.client.get("/api/my-account").await.assert_status(200);
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
