//! Whoever may not use the Account API learns so and changes nothing, whatever the operation.

use domain::{
    ApplicationId, GrantId, HashedToken, UserId,
    grant::{ACCESS_TOKEN_TTL, Grant, RefreshToken, RefreshTokenPayload},
};
use serde_json::json;
use store::{StoreError, both_databases};
use testkit::TestClient;

use super::world::{APP, MACHINE, SCOPE, THIRD_PARTY, World, send};
use crate::{operations, rules};

/// What a caller shows, and what they are told.
struct Credential {
    name: &'static str,
    headers: Vec<String>,
    status: u16,
    code: &'static str,
}

fn refused(name: &'static str, token: &str) -> Credential {
    Credential { name, headers: vec![format!("Bearer {token}")], status: 401, code: "auth.unauthorized" }
}

fn unsupported(name: &'static str, headers: Vec<String>) -> Credential {
    Credential { name, headers, status: 401, code: "auth.authorization_token_type_not_supported" }
}

/// Signed tokens of this provider, which are all for something else.
async fn signed(world: &World, user: &UserId) -> Vec<Credential> {
    let claims = |aud: &str| json!({ "sub": user, "client_id": APP, "aud": aud, "scope": SCOPE });
    let mut all = Vec::new();
    for (name, aud) in [
        ("a token of an API", "https://orders.fjord.example"),
        ("a token of an organization", "urn:logto:organization:northwind"),
        ("a signed token for the provider", world.services().endpoint.issuer()),
        ("an audience that is the application", APP),
    ] {
        all.push(refused(name, &world.test.token(claims(aud)).await));
    }
    all.push(refused("a management token", &world.test.management_token().await));
    all
}

/// Opaque tokens of the user that somebody else got.
async fn stood_in_for(world: &World, user: &UserId) -> Vec<Credential> {
    let services = world.services();
    let (exec, tenant, now) = (services.db.exec(), &services.tenant, services.now());
    let alive = world.signed_in(user, APP, SCOPE).await;
    let mut all = Vec::new();
    let exchanged = Grant::new(GrantId::new("exchanged"), user.clone(), ApplicationId::new(APP), now);
    let exchanged =
        Grant { openid_scope: SCOPE.to_owned(), expires_at: now.plus(ACCESS_TOKEN_TTL), ..exchanged };
    store::grant::put(exec, tenant, &exchanged).await.unwrap();
    let by_exchange = world
        .token(|token| {
            token.user_id = Some(user.clone());
            token.grant_id = Some(exchanged.id.clone());
        })
        .await;
    all.push(refused("a token that was exchanged for another", &by_exchange));
    let impersonating = world
        .token(|token| {
            token.user_id = Some(user.clone());
            token.grant_id = Some(alive.grant.clone());
            token.claims.insert("act".to_owned(), json!({ "sub": "operator" }));
        })
        .await;
    all.push(refused("a token of somebody who stands for the user", &impersonating));
    all
}

/// Opaque tokens that are none of a user, or no longer.
async fn opaque(world: &World, user: &UserId) -> Vec<Credential> {
    let services = world.services();
    let (exec, tenant, now) = (services.db.exec(), &services.tenant, services.now());
    let mut all = vec![refused("an unknown token", "V7AaPpjvaYQtQ3dEHvBk7GCLHQbVvXoKdFmRzKjQ2xN")];
    all.push(refused("nothing", ""));
    let machine = world.token(|token| token.application_id = ApplicationId::new(MACHINE)).await;
    all.push(refused("a machine's token", &machine));
    let without_grant = world.token(|token| token.user_id = Some(user.clone())).await;
    all.push(refused("a token without a grant", &without_grant));
    let by_machine = world.signed_in(user, MACHINE, SCOPE).await;
    all.push(refused("a user's token that a machine got", &by_machine.token));
    let gone = world.signed_in(user, "gone7qkgi8vplq7zeqm5m", SCOPE).await;
    all.push(refused("a token of an application that is gone", &gone.token));
    let revoked = world.signed_in(user, APP, SCOPE).await;
    store::grant::delete(exec, tenant, &revoked.grant).await.unwrap();
    all.push(refused("a token whose grant was revoked", &revoked.token));
    let ended = world.signed_in(user, APP, SCOPE).await;
    store::session::delete(exec, tenant, &ended.session).await.unwrap();
    all.push(refused("a token whose session has ended", &ended.token));
    let alive = world.signed_in(user, APP, SCOPE).await;
    let expired = world
        .token(|token| {
            token.user_id = Some(user.clone());
            token.grant_id = Some(alive.grant.clone());
            token.expires_at = now;
        })
        .await;
    all.push(refused("an expired token", &expired));
    let refresh = RefreshToken {
        hash: HashedToken::of("refresh-token"),
        grant_id: alive.grant.clone(),
        session_id: None,
        payload: RefreshTokenPayload {
            user_id: user.clone(),
            application_id: ApplicationId::new(APP),
            scope: SCOPE.to_owned(),
            resources: Vec::new(),
            nonce: None,
            auth_time: None,
            sid: None,
            organization_id: None,
        },
        chain_started_at: now,
        created_at: now,
        consumed_at: None,
        expires_at: now.plus(domain::grant::GRANT_TTL),
    };
    store::refresh_token::insert(exec, tenant, &refresh).await.unwrap();
    all.push(refused("a refresh token", "refresh-token"));
    let suspended = world.someone("suspended").await;
    // As it would be if the tokens of somebody who is suspended were left over.
    store::testing::execute(
        &services.db,
        "UPDATE users SET is_suspended = TRUE WHERE tenant_id = 'default' AND username = 'suspended'",
        &[],
    )
    .await;
    all.push(refused("a token of somebody who is suspended", &suspended.token));
    let deleted = world.someone("deleted").await;
    let id = &deleted.id;
    let done: Result<_, StoreError> =
        services.db.transaction(|tx| async move { store::user::delete(tx.exec(), tenant, id).await }).await;
    done.unwrap();
    all.push(refused("a token of somebody who is gone", &deleted.token));
    all
}

async fn bad_credentials(world: &World) -> Vec<Credential> {
    let ingrid = world.someone("ingrid").await;
    let bearer = format!("Bearer {}", ingrid.token);
    let mut all = vec![
        Credential {
            name: "no header",
            headers: Vec::new(),
            status: 401,
            code: "auth.authorization_header_missing",
        },
        unsupported("two headers", vec![bearer.clone(), bearer]),
        unsupported("lower case", vec![format!("bearer {}", ingrid.token)]),
        unsupported("another scheme", vec![format!("DPoP {}", ingrid.token)]),
        unsupported("no scheme", vec![ingrid.token.clone()]),
        refused("two tokens", &format!("{0} {0}", ingrid.token)),
    ];
    all.extend(signed(world, &ingrid.id).await);
    all.extend(opaque(world, &ingrid.id).await);
    all.extend(stood_in_for(world, &ingrid.id).await);
    let without_openid = world.signed_in(&ingrid.id, APP, "profile email").await;
    all.push(Credential {
        name: "a token without openid",
        headers: vec![format!("Bearer {}", without_openid.token)],
        status: 403,
        code: "auth.forbidden",
    });
    all
}

both_databases! {
    async fn nothing_is_done_for_who_may_not(db: Db) {
        let world = World::over(db).await;
        let bad = bad_credentials(&world).await;
        assert!(bad.len() > 20);
        let client = TestClient::new(crate::router(world.services().clone()));
        let before = world.contents().await;
        for operation in operations() {
            for credential in &bad {
                let headers: Vec<_> = credential.headers.iter().map(|value| ("authorization", value.as_str())).collect();
                let answer = send(&client, &operation, &headers).await;
                let (method, path, name) = (&operation.method, operation.path, credential.name);
                assert_eq!(
                    (answer.status.as_u16(), answer.json()["code"].as_str()),
                    (credential.status, Some(credential.code)),
                    "{method} {path} with {name}"
                );
                assert_eq!(answer.header("cache-control"), Some("no-store"), "{method} {path} with {name}");
            }
        }
        assert_eq!(world.contents().await, before);
    }

    async fn each_scope_opens_its_own_operations_and_no_others(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        for operation in operations() {
            let rule = rules::of(&operation).unwrap();
            if rule.scopes.is_empty() {
                continue;
            }
            for wanted in rule.scopes {
                let others = SCOPE.split(' ').filter(|scope| scope != wanted).collect::<Vec<_>>().join(" ");
                let without = world.signed_in(&ingrid.id, APP, &others).await;
                let answer = send(&without.client, &operation, &[]).await;
                answer.assert_error(403, "auth.forbidden");
            }
            let with = world.signed_in(&ingrid.id, APP, &format!("openid {}", rule.scopes.join(" "))).await;
            let answer = send(&with.client, &operation, &[]).await;
            assert_ne!(answer.status, 403, "{} {}", operation.method, operation.path);
        }
    }

    async fn applications_of_third_parties_may_read_what_they_may_know_and_nothing_else(db: Db) {
        let world = World::over(db).await;
        store::testing::execute(&world.services().db, "INSERT INTO application_user_scopes (tenant_id, application_id, user_scope) VALUES ('default', 'third7qkgi8vplq7zeqm5', 'profile')", &[]).await;
        let ingrid = world.someone("ingrid").await;
        let third_party = world.signed_in(&ingrid.id, THIRD_PARTY, SCOPE).await;
        let alone = world.signed_in(&ingrid.id, THIRD_PARTY, "openid").await;
        let before = world.contents().await;
        for operation in operations() {
            let answer = send(&third_party.client, &operation, &[]).await;
            if rules::of(&operation).unwrap().is_for_third_parties {
                let seen = answer.assert_status(200).json();
                // It may know names, and was once given more.
                let mut members: Vec<_> = seen.as_object().unwrap().keys().map(String::as_str).collect();
                members.sort_unstable();
                assert_eq!(members, ["avatar", "createdAt", "id", "name", "profile", "updatedAt", "username"]);
                // Who lets it know who they are tells nothing of when they come and how they get in.
                assert_eq!(send(&alone.client, &operation, &[]).await.assert_status(200).json(), json!({ "id": ingrid.id }));
            } else {
                answer.assert_error(403, "auth.forbidden");
            }
        }
        assert_eq!(world.contents().await, before);
    }

    async fn an_account_center_that_is_off_opens_nothing(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        for settings in [json!({ "fields": { "name": "Edit" } }), json!({ "enabled": false, "fields": { "email": "Edit" } })] {
            world.account_center(settings).await;
            for operation in operations() {
                send(&ingrid.client, &operation, &[]).await.assert_error(400, "account_center.not_enabled");
            }
        }
    }
}
