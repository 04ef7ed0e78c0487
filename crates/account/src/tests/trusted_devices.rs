//! Browsers in which the user is not asked for the second factor.

use axum::http::Method;
use domain::{
    HashedToken, SessionId, TrustedDeviceId, UserId, grant::SessionAgent, trusted_device::TrustedDevice,
};
use serde_json::json;
use store::both_databases;

use super::world::{APP, SCOPE, THIRD_PARTY, World};

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
        let (services, now) = (world.services(), world.services().now());
        let (exec, tenant) = (services.db.exec(), &services.tenant);
        let id = SessionId::new(ingrid.session.as_str());
        let mut session = store::session::find(exec, tenant, &id, now).await.unwrap().unwrap();
        session.last_submission = Some(json!({ "interactionEvent": "SignIn", "signInContext": { "secondFactorSpared": "trusted_device" } }));
        let done: Result<_, store::StoreError> = services.db.transaction(|tx| {
            let session = session.clone();
            async move { store::session::update(tx.exec(), tenant, &session, &HashedToken::of("cookie")).await }
        }).await;
        done.unwrap();
        ingrid.client.delete(&format!("{PATH}/phone")).await.assert_error(401, "verification_record.permission_denied");
    }
}
