//! Taking everything along, and the end of an account.

use std::time::Duration;

use axum::http::Method;
use domain::{
    HashedToken,
    account::second_factor::SecondFactor,
    audit::AuditRecord,
    calendar::Day,
    position::Position,
    sign_in_place::{SignInPlace, network_of},
};
use operations::second_factor::totp;
use serde_json::{Value, json};
use store::{both_databases, grant, session};
use testkit::sso::{enterprise_connector, enterprise_identity};

use super::{
    events::{listening, waiting},
    world::{APP, SCOPE, Someone, THIRD_PARTY, World},
};

const ACCOUNT: &str = "/api/my-account";
const EXPORT: &str = "/api/my-account/export";

async fn exported(one: &Someone) -> Value {
    let proof = one.proof().await;
    one.proved(Method::POST, EXPORT, json!({}), &proof).await.assert_status(200).json()
}

async fn deleted(one: &Someone) -> testkit::TestResponse {
    let proof = one.proof().await;
    one.proved(Method::DELETE, ACCOUNT, json!(null), &proof).await
}

/// Somebody of whom there is something of every kind.
async fn with_everything(world: &World) -> Someone {
    world.template().await;
    world.experience(json!({ "mfa": { "factors": ["Totp", "BackupCode"] } })).await;
    let ingrid = world
        .someone_with("ingrid", |user| {
            user.profile = json!({ "nickname": "Ina" }).as_object().unwrap().clone();
            user.custom_data = json!({ "plan": "free" }).as_object().unwrap().clone();
        })
        .await;
    let astrid = world.someone("astrid").await;
    world.organization("fjord", &[(&ingrid, "member"), (&astrid, "admin")]).await;
    let northwind = world.organization("northwind", &[(&astrid, "admin")]).await;
    world.invite(&northwind, "ingrid@fjord.example", "member").await;
    world.signed_in(&ingrid.id, THIRD_PARTY, "openid").await;
    let proof = ingrid.proof().await;
    let post = async |path: &str, body: Value| ingrid.proved(Method::POST, path, body, &proof).await;
    let secret = totp::new_secret(&*world.services().entropy);
    post("/api/my-account/mfa-verifications", json!({ "type": "Totp", "secret": secret }))
        .await
        .assert_status(204);
    let codes = json!({ "type": "BackupCode", "codes": ["one-of-two", "two-of-two"] });
    post("/api/my-account/mfa-verifications", codes).await.assert_status(204);
    post("/api/my-account/personal-access-tokens", json!({ "name": "Backup" })).await.assert_status(201);
    let (services, now) = (world.services(), world.services().now());
    let connector = enterprise_connector(services, "fjord").await;
    for one in [&ingrid, &astrid] {
        enterprise_identity(services, &one.id, &connector).await;
    }
    let position = Position::parse("59.9127", "10.7461");
    for (user, ip, country, position) in [
        (&ingrid, "203.0.113.9", Some("NO"), position),
        (&ingrid, "198.51.100.1", None, None),
        (&astrid, "192.0.2.1", Some("SE"), position),
    ] {
        let place = SignInPlace { network: network_of(ip), country: country.map(str::to_owned), position };
        let (exec, tenant) = (services.db.exec(), &services.tenant);
        store::sign_in_place::remember(exec, tenant, &user.id, &place, now).await.unwrap();
    }
    let (exec, tenant, today) =
        (world.services().db.exec(), &world.services().tenant, Day::of(world.services().now()));
    store::daily_active_user::insert(exec, tenant, today, &ingrid.id).await.unwrap();
    ingrid
}

both_databases! {
    async fn everything_that_is_kept_is_in_the_export_and_no_secret(db: Db) {
        let world = World::over(db).await;
        let ingrid = with_everything(&world).await;
        let user = world.find_user(&ingrid.id).await;
        let export = exported(&ingrid).await;
        let now = world.services().now();
        let names = |list: &str, member: &str| export[list].as_array().unwrap().iter().map(|row| row[member].as_str().unwrap().to_owned()).collect::<Vec<_>>();
        let identities = store::user::sso_identities(world.services().db.exec(), &world.services().tenant, &user.id).await.unwrap();
        let identities: Vec<_> = identities.into_iter().map(|identity| http_kit::sso_identity_body(&world.services().tenant, identity)).collect();
        assert_eq!(identities.len(), 1);
        let user = api_types::user::User { sso_identities: Some(identities), ..http_kit::user_body(user) };
        assert_eq!((&export["exportedAt"], &export["user"]), (&json!(now.0), &json!(user)));
        assert_eq!(export["preferences"]["mfa"]["skipMfaOnSignIn"], json!(false));
        assert_eq!(export["organizations"], json!([{ "id": "fjord", "name": "The fjord company", "description": null, "organizationRoles": [{ "id": "member", "name": "member" }] }]));
        assert_eq!(names("organizationInvitations", "organizationId"), ["northwind"]);
        assert_eq!((names("sessions", "accountId").len(), names("grants", "id").len()), (2, 2));
        assert_eq!(names("mfaFactors", "type"), ["Totp", "BackupCode"]);
        assert_eq!(export["signInPlaces"], json!([
            { "network": "198.51.100.0/24", "country": null, "latitude": null, "longitude": null, "lastUsedAt": now.0 },
            { "network": "203.0.113.0/24", "country": "NO", "latitude": 59.9, "longitude": 10.7, "lastUsedAt": now.0 },
        ]));
        assert_eq!(export["personalAccessTokens"], json!([{ "name": "Backup", "createdAt": now.0, "expiresAt": null }]));
        assert_eq!(export["activeDays"], json!([Day::of(now).to_string()]));
        assert_eq!((&export["roles"], &export["providerTokens"], &export["uploads"]), (&json!([]), &json!([]), &json!([])));
        let keys = names("auditLogs", "key");
        assert!(keys.contains(&"Account.POST /my-account/personal-access-tokens".to_owned()), "{keys:?}");
        assert_eq!(export["hasOlderAuditLogs"], json!(false));
        // Nobody else's, and nothing by which somebody gets in.
        let text = export.to_string();
        let user = world.find_user(&ingrid.id).await;
        let digest = user.password.unwrap();
        let factors = user.mfa_factors.into_iter().map(|factor| serde_json::from_value::<SecondFactor>(factor).unwrap());
        assert!(factors.count() == 2 && !text.contains("astrid") && !text.contains("one-of-two"));
        assert!(!text.contains(&digest.digest) && !text.contains("sealed") && !text.contains(&ingrid.token));
    }

    async fn an_export_is_bounded_in_size_and_number(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        let services = world.services();
        for number in 0..2_001 {
            let payload = json!({ "key": "Test", "userId": ingrid.id, "number": number }).as_object().unwrap().clone();
            let log = AuditRecord { key: "Test".to_owned(), payload, created_at: services.now() };
            if number % 200 == 0 {
                services.audit.record(&services.tenant, log).await.unwrap();
            } else {
                drop(futures_util::poll!(std::pin::pin!(services.audit.record(&services.tenant, log))));
            }
        }
        let proof = ingrid.proof().await;
        let ask = async || ingrid.proved(Method::POST, EXPORT, json!({}), &proof).await;
        for _ in 0..10 {
            let export = ask().await.assert_status(200).json();
            assert!(export["auditLogs"].as_array().unwrap().len() <= 2_000);
        }
        ask().await.assert_error(429, "account_center.export_rate_limited");
        world.test.advance(Duration::from_secs(3_600));
        exported(&world.signed_in(&ingrid.id, APP, SCOPE).await).await;
    }

    async fn a_deleted_account_is_gone_with_all_that_hung_on_it(db: Db) {
        let world = World::over(db).await;
        listening(&world, &["User.Deleted", "User.Data.Updated"]).await;
        let ingrid = with_everything(&world).await;
        world.wants_to_hear_of_sign_outs(APP).await;
        waiting(&world).await;
        let user = world.find_user(&ingrid.id).await;
        assert_eq!(deleted(&ingrid).await.assert_status(204).body, "");
        let (services, now) = (world.services(), world.services().now());
        let (exec, tenant) = (services.db.exec(), &services.tenant);
        assert!(store::user::find(exec, tenant, &ingrid.id).await.unwrap().is_none());
        assert!(session::find(exec, tenant, &ingrid.session, now).await.unwrap().is_none());
        assert!(grant::find(exec, tenant, &ingrid.grant, now).await.unwrap().is_none());
        ingrid.client.get(ACCOUNT).await.assert_error(401, "auth.unauthorized");
        let told = store::logout_delivery::due(exec, tenant, now, (9, 9)).await.unwrap();
        assert_eq!(told.iter().map(|told| (&told.user_id, &told.session_id)).collect::<Vec<_>>(), [(&ingrid.id, &ingrid.session)]);
        let events = waiting(&world).await;
        assert_eq!((events.len(), &events[0]["event"], &events[0]["data"]["id"]), (1, &json!("User.Deleted"), &json!(ingrid.id)));
        assert_eq!(events[0]["data"]["primaryEmail"], json!(user.primary_email));
        assert!(world.audit().await.contains(&"Account.DELETE /my-account Success".to_owned()));
        // Only the audit log, the statistics, the sign-out that is to be told, and the counter of attempts still know the user.
        let knows: Vec<_> = world.contents().await.into_iter().filter(|(_, rows)| rows.contains(ingrid.id.as_str())).map(|(table, _)| table).collect();
        for table in &knows {
            assert!(["audit_logs", "daily_active_users", "logout_deliveries", "sentinel_identifiers"].contains(&table.as_str()), "{table}");
        }
        // The name is free, and whoever takes it is somebody else.
        let again = world.someone("ingrid").await;
        assert_ne!(again.id, ingrid.id);
        assert_eq!(exported(&again).await["organizations"], json!([]));
    }

    async fn pictures_go_with_the_account(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        let services = world.services();
        let file = axum::body::Bytes::from_static(b"\x89PNG\r\n\x1a\n");
        let url = operations::user_assets::keep_of_user(services, (&ingrid.id, None), file, domain::user_asset::AssetType::Png).await.unwrap();
        assert_eq!(exported(&ingrid).await["uploads"], json!([url]));
        let name = domain::user_asset::AssetName::parse(url.rsplit('/').next().unwrap()).unwrap();
        assert!(operations::user_assets::find(services, &name).await.unwrap().is_some());
        deleted(&ingrid).await.assert_status(204);
        assert_eq!(operations::user_assets::find(services, &name).await.unwrap(), None);
    }

    async fn the_last_who_can_manage_an_organization_stays_and_is_told_which(db: Db) {
        let world = World::over(db).await;
        world.template().await;
        let (ingrid, astrid) = (world.someone("ingrid").await, world.someone("astrid").await);
        world.organization("fjord", &[(&ingrid, "admin"), (&astrid, "member")]).await;
        world.organization("northwind", &[(&ingrid, "admin"), (&astrid, "admin")]).await;
        world.organization("alone", &[(&ingrid, "admin")]).await;
        let refused = deleted(&ingrid).await.assert_error(422, "organization.last_administrator");
        let named = json!({ "organizations": [{ "id": "alone", "name": "The alone company" }, { "id": "fjord", "name": "The fjord company" }] });
        assert_eq!(refused.json()["data"], named);
        world.find_user(&ingrid.id).await;
        deleted(&astrid).await.assert_status(204);
        let refused = deleted(&ingrid).await.assert_error(422, "organization.last_administrator");
        assert_eq!(refused.json()["data"]["organizations"].as_array().unwrap().len(), 3);
    }

    /// A stolen token, an old proof, a proof of somebody else's and an operator who does not want it: none ends an account or takes it along.
    async fn nobody_takes_or_ends_an_account_without_a_fresh_proof_and_unless_the_operator_opened_it(db: Db) {
        let world = World::over(db).await;
        let (ingrid, mallory) = (world.someone("ingrid").await, world.someone("mallory").await);
        let (old, theirs) = (ingrid.proof().await, mallory.proof().await);
        world.test.advance(Duration::from_secs(600));
        let fresh_theirs = mallory.proof().await;
        for proof in ["", "unknown", &old, &theirs, &fresh_theirs] {
            for (method, path) in [(Method::DELETE, ACCOUNT), (Method::POST, EXPORT)] {
                ingrid.proved(method, path, json!(null), proof).await.assert_error(401, "verification_record.permission_denied");
            }
        }
        world.open_field("account", "Off").await;
        deleted(&ingrid).await.assert_error(400, "account_center.field_not_enabled");
        world.open_field("account", "ReadOnly").await;
        deleted(&ingrid).await.assert_error(400, "account_center.field_not_editable");
        exported(&ingrid).await;
        // What the wire's own settings say opens neither.
        world.account_center(json!({ "enabled": true, "fields": { "name": "Edit", "session": "Edit" } })).await;
        deleted(&ingrid).await.assert_error(400, "account_center.field_not_enabled");
        world.find_user(&ingrid.id).await;
    }

    /// Of several who ask at once one ends it; the others find nobody.
    async fn racing_deletions_end_an_account_once(db: Db) {
        let world = World::over(db).await;
        listening(&world, &["User.Deleted"]).await;
        let ingrid = world.someone("ingrid").await;
        let proof = ingrid.proof().await;
        let asks = (0..5).map(|_| ingrid.proved(Method::DELETE, ACCOUNT, json!(null), &proof));
        let answers = futures_util::future::join_all(asks).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 204).count(), 1);
        assert!(answers.iter().all(|answer| [204, 401].contains(&answer.status.as_u16())));
        assert_eq!(waiting(&world).await.len(), 1);
        let hash = HashedToken::of(&ingrid.token);
        let found = store::access_token::find(world.services().db.exec(), &world.services().tenant, &hash, world.services().now()).await;
        assert!(found.unwrap().is_none());
    }
}
