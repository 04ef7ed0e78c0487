//! Browsers in which the user is not asked for the second factor.

use axum::http::Method;
use domain::{
    HashedToken, SessionId, TrustedDeviceId, UserId, grant::SessionAgent, trusted_device::TrustedDevice,
};
use serde_json::json;
use store::both_databases;

use super::world::{APP, SCOPE, Someone, THIRD_PARTY, World};

impl World {
    /// Has a user trust a browser, as signing in does.
    pub(super) async fn trusts_device(&self, user: &UserId, id: &str) {
        let (services, now) = (self.services(), self.services().now());
        let device = TrustedDevice {
            id: TrustedDeviceId::new(id),
            user_id: user.clone(),
            agent: SessionAgent { ip: None, user_agent: Some("Firefox".to_owned()) },
            created_at: now,
            last_used_at: now,
            expires_at: now.plus(std::time::Duration::from_secs(86_400)),
        };
        store::trusted_device::insert(services.db.exec(), &services.tenant, &device, &HashedToken::of(id))
            .await
            .unwrap();
    }
}

impl World {
    /// Has somebody's session say by what they were let in without their second factor; `none` for one that says nothing.
    async fn spared(&self, someone: &Someone, by: &str) {
        let (services, now) = (self.services(), self.services().now());
        let (exec, tenant) = (services.db.exec(), &services.tenant);
        let id = SessionId::new(someone.session.as_str());
        let mut session = store::session::find(exec, tenant, &id, now).await.unwrap().unwrap();
        let context = if by == "none" { json!({}) } else { json!({ "secondFactorSpared": by }) };
        session.last_submission = Some(json!({ "interactionEvent": "SignIn", "signInContext": context }));
        let session = &session;
        let cookie = &HashedToken::of(&format!("cookie of {id}"));
        let done: Result<_, store::StoreError> = services
            .db
            .transaction(|tx| async move { store::session::update(tx.exec(), tenant, session, cookie).await })
            .await;
        done.unwrap();
    }
}

const PATH: &str = "/api/my-account/trusted-devices";

both_databases! {
    async fn the_users_own_browsers_are_listed_and_trusted_no_longer_with_a_proof(db: Db) {
        let world = World::over(db).await;
        let (ingrid, astrid) = (world.someone("ingrid").await, world.someone("astrid").await);
        let now = world.services().now().0;
        world.trusts_device(&ingrid.id, "laptop").await;
        world.trusts_device(&astrid.id, "phone").await;
        let laptop = json!({
            "id": "laptop", "userAgent": "Firefox", "ip": null, "createdAt": now, "lastUsedAt": now, "expiresAt": now + 86_400_000,
        });
        assert_eq!(ingrid.client.get(PATH).await.assert_status(200).json(), json!({ "trustedDevices": [laptop] }));
        let path = |id: &str| format!("{PATH}/{id}");
        ingrid.client.delete(&path("laptop")).await.assert_error(401, "verification_record.permission_denied");
        let proof = ingrid.proof().await;
        let revoke = async |id: &str| ingrid.proved(Method::DELETE, &path(id), json!(null), &proof).await;
        for id in ["phone", "unknown"] {
            revoke(id).await.assert_error(404, "entity.not_found");
        }
        assert_eq!(revoke("laptop").await.assert_status(204).body, "");
        revoke("laptop").await.assert_error(404, "entity.not_found");
        assert_eq!(ingrid.client.get(PATH).await.json(), json!({ "trustedDevices": [] }));
        assert_eq!(astrid.client.get(PATH).await.json()["trustedDevices"][0]["id"], "phone");
        // Their scope opens them, and no application of a third party sees them.
        let scope = SCOPE.replace(" urn:logto:scope:trusted_devices", "");
        world.signed_in(&ingrid.id, APP, &scope).await.client.get(PATH).await.assert_error(403, "auth.forbidden");
        world.signed_in(&ingrid.id, THIRD_PARTY, SCOPE).await.client.get(PATH).await.assert_error(403, "auth.forbidden");
    }

    async fn a_sign_in_that_was_spared_its_second_factor_proves_nothing_here(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone_with("ingrid", |user| (user.password, user.primary_email) = (None, None)).await;
        world.trusts_device(&ingrid.id, "laptop").await;
        world.trusts_device(&ingrid.id, "phone").await;
        // Nothing but the sign-in proves who she is.
        ingrid.client.delete(&format!("{PATH}/laptop")).await.assert_status(204);
        world.spared(&ingrid, "trusted_device").await;
        ingrid.client.delete(&format!("{PATH}/phone")).await.assert_error(401, "verification_record.permission_denied");
    }

    async fn who_was_spared_a_factor_of_their_own_proves_nothing_by_one_step_more(db: Db) {
        let world = World::over(db).await;
        world.experience(json!({ "mfa": { "factors": ["Totp", "EmailVerificationCode"], "policy": "UserControlled" } })).await;
        let totp = json!({ "type": "Totp", "id": "hers", "createdAt": 1, "sealedSecret": "" });
        let ingrid = world.someone_with("ingrid", |user| user.mfa_factors = vec![totp.clone()]).await;
        let astrid = world.someone("astrid").await;
        let change = async |who: &Someone, proof: &str| {
            let path = format!("{PATH}/unknown");
            who.proved(Method::DELETE, &path, json!(null), proof).await
        };
        let denied = "verification_record.permission_denied";
        for (reason, of_ingrid, of_astrid) in [("trusted_device", false, false), ("low_risk", false, false), ("enterprise", false, true)] {
            for ((name, who), counts) in [(("ingrid", &ingrid), of_ingrid), (("astrid", &astrid), of_astrid)] {
                world.spared(who, "none").await;
                let by_password = who.proof().await;
                world.test.advance(std::time::Duration::from_secs(60));
                let by_code = who.verified_code(&world, "email", &format!("{name}@fjord.example")).await;
                for proof in [&by_password, &by_code] {
                    change(who, proof).await.assert_error(404, "entity.not_found");
                }
                world.spared(who, reason).await;
                for proof in [&by_password, &by_code] {
                    let answer = change(who, proof).await;
                    if counts { answer.assert_error(404, "entity.not_found") } else { answer.assert_error(401, denied) };
                }
            }
        }
        // Without a factor that counts there is nothing that they were spared.
        world.experience(json!({ "mfa": { "factors": ["BackupCode"], "policy": "UserControlled" } })).await;
        world.spared(&ingrid, "low_risk").await;
        change(&ingrid, &ingrid.proof().await).await.assert_error(404, "entity.not_found");
    }

    async fn once_the_session_has_ended_nobody_knows_whether_a_factor_was_spared(db: Db) {
        let world = World::over(db).await;
        world.experience(json!({ "mfa": { "factors": ["Totp"], "policy": "UserControlled" } })).await;
        let totp = json!({ "type": "Totp", "id": "hers", "createdAt": 1, "sealedSecret": "" });
        let ingrid = world.someone_with("ingrid", |user| user.mfa_factors = vec![totp]).await;
        let astrid = world.someone("astrid").await;
        for (someone, still_proves) in [(&ingrid, false), (&astrid, true)] {
            // As a token of `offline_access`, which names no session.
            let token = world.token(|token| {
                token.user_id = Some(someone.id.clone());
                token.grant_id = Some(someone.grant.clone());
            });
            let client = world.client(&token.await);
            let someone = Someone { id: someone.id.clone(), token: String::new(), grant: someone.grant.clone(), session: someone.session.clone(), client };
            let path = format!("{PATH}/unknown");
            let proof = someone.proof().await;
            let change = async || someone.proved(Method::DELETE, &path, json!(null), &proof).await;
            change().await.assert_error(404, "entity.not_found");
            let (services, user) = (world.services(), &someone.id);
            let (exec, tenant) = (services.db.exec(), &services.tenant);
            store::session::delete_of_user(exec, tenant, user, None).await.unwrap();
            let answer = change().await;
            if still_proves {
                answer.assert_error(404, "entity.not_found");
            } else {
                answer.assert_error(401, "verification_record.permission_denied");
            }
        }
    }
}
