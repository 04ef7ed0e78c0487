//! Tokens that stand for the user, made by themselves.

use std::time::Duration;

use axum::http::Method;
use domain::HashedToken;
use futures_util::future::join_all;
use serde_json::{Value, json};
use store::both_databases;

use super::world::World;

const PATH: &str = "/api/my-account/personal-access-tokens";

both_databases! {
    async fn tokens_are_made_shown_once_renamed_and_deleted(db: Db) {
        let world = World::over(db).await;
        let (ingrid, astrid) = (world.someone("ingrid").await, world.someone("astrid").await);
        let proof = ingrid.proof().await;
        let now = world.services().now().0;
        ingrid.client.post(PATH, json!({ "name": "Backup" })).await.assert_error(401, "verification_record.permission_denied");
        let make = async |body: Value| ingrid.proved(Method::POST, PATH, body, &proof).await;
        let made = make(json!({ "name": "Backup" })).await.assert_status(201).json();
        let value = made["value"].as_str().unwrap();
        assert_eq!(made, json!({ "value": value, "name": "Backup", "createdAt": now, "expiresAt": null }));
        let found = store::personal_access_token::find_user(world.services().db.exec(), &world.services().tenant, &HashedToken::of(value), world.services().now()).await.unwrap();
        assert_eq!(found.as_ref(), Some(&ingrid.id));
        make(json!({ "name": "Script 1/2", "expiresAt": now + 1 })).await.assert_status(201);
        make(json!({ "name": "Backup" })).await.assert_error(422, "user.personal_access_token_name_exists");
        let backup = json!({ "name": "Backup", "createdAt": now, "expiresAt": null });
        let listed = async || ingrid.client.get(PATH).await.assert_status(200).json();
        assert_eq!(listed().await, json!([backup, { "name": "Script 1/2", "createdAt": now, "expiresAt": now + 1 }]));
        assert_eq!(astrid.client.get(PATH).await.assert_status(200).json(), json!([]));

        let rename = async |old: &str, new: &str| ingrid.proved(Method::PATCH, PATH, json!({ "currentName": old, "name": new }), &proof).await;
        ingrid.client.patch(PATH, json!({ "currentName": "Backup", "name": "Other" })).await.assert_error(401, "verification_record.permission_denied");
        assert_eq!(rename("Script 1/2", "Script").await.assert_status(200).json(), json!({ "name": "Script", "createdAt": now, "expiresAt": now + 1 }));
        rename("Script", "Backup").await.assert_error(422, "user.personal_access_token_name_exists");
        ingrid.client.post(&format!("{PATH}/delete"), json!({ "name": "Backup" })).await.assert_error(401, "verification_record.permission_denied");
        rename("unknown", "Other").await.assert_error(404, "entity.not_found");
        rename("Script", " ").await.assert_error(400, "guard.invalid_input");
        let deletion = format!("{PATH}/delete");
        let delete = async |name: &str| ingrid.proved(Method::POST, &deletion, json!({ "name": name }), &proof).await;
        let theirs = astrid.proof().await;
        astrid.proved(Method::POST, &deletion, json!({ "name": "Backup" }), &theirs).await.assert_error(404, "entity.not_found");
        assert_eq!(delete("Script").await.assert_status(204).body, "");
        delete("Script").await.assert_error(404, "entity.not_found");
        assert_eq!(listed().await, json!([backup]));
        for (table, rows) in world.contents().await {
            assert!(!rows.contains(value), "{table}");
        }
    }

    async fn what_is_no_token_is_not_made(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        let proof = ingrid.proof().await;
        let make = async |body: Value| ingrid.proved(Method::POST, PATH, body, &proof).await;
        for bad in [json!({}), json!({ "name": "" }), json!({ "name": " " }), json!({ "name": "x".repeat(129) }), json!({ "name": "a\u{202e}b" }), json!({ "name": "a", "expiresAt": null }), json!({ "name": "a", "expiresAt": "soon" })] {
            make(bad).await.assert_error(400, "guard.invalid_input");
        }
        make(json!({ "name": "a", "expiresAt": world.services().now().0 })).await.assert_error(400, "request.invalid_input");
        assert_eq!(ingrid.client.get(PATH).await.json(), json!([]));
    }

    /// However many are asked for at once.
    async fn a_user_has_so_many_tokens_and_no_more(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        let proof = ingrid.proof().await;
        let names: Vec<_> = (0..54).map(|number| json!({ "name": format!("{number}") })).collect();
        let answers = join_all(names.into_iter().map(|body| ingrid.proved(Method::POST, PATH, body, &proof))).await;
        let refused: Vec<_> = answers.iter().filter(|answer| answer.status != 201).collect();
        assert_eq!(refused.len(), 4);
        for answer in refused {
            assert_eq!(answer.json()["code"], "user.too_many_personal_access_tokens");
        }
        assert_eq!(ingrid.client.get(PATH).await.json().as_array().unwrap().len(), 50);
    }

    /// Who signed the user out everywhere leaves nobody with a proof of before.
    async fn an_old_proof_makes_no_token(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        let proof = ingrid.proof().await;
        world.test.advance(Duration::from_secs(600));
        let late = ingrid.proved(Method::POST, PATH, json!({ "name": "Backup" }), &proof).await;
        late.assert_error(401, "verification_record.permission_denied");
        assert_eq!(ingrid.client.get(PATH).await.json(), json!([]));
    }
}
