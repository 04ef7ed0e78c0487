//! What the account center closes is closed, operation by operation and field by field.

use serde_json::json;
use store::both_databases;

use super::world::{World, send};
use crate::{operations, rules};

fn name_of(field: rules::Field) -> &'static str {
    use rules::Field;
    match field {
        Field::Name => "name",
        Field::Avatar => "avatar",
        Field::Profile => "profile",
        Field::Email => "email",
        Field::Phone => "phone",
        Field::Password => "password",
        Field::Username => "username",
        Field::Social => "social",
        Field::CustomData => "customData",
        Field::Mfa => "mfa",
        Field::Session => "session",
    }
}

both_databases! {
    async fn an_operation_needs_its_field_open(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        for operation in operations() {
            let rule = rules::of(&operation).unwrap();
            let (Some(field), is_read) = (rule.sees.or(rule.edits), rule.sees.is_some()) else { continue };
            world.open_field(name_of(field), "Off").await;
            send(&ingrid.client, &operation, &[]).await.assert_error(400, "account_center.field_not_enabled");
            world.open_field(name_of(field), "ReadOnly").await;
            let answer = send(&ingrid.client, &operation, &[]).await;
            if is_read {
                assert_ne!(answer.json()["code"], "account_center.field_not_enabled");
            } else {
                answer.assert_error(400, "account_center.field_not_editable");
            }
        }
    }

    async fn each_field_of_the_account_is_shown_and_changed_by_itself(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        for (field, member, change) in [
            ("name", "name", json!({ "name": "Ina" })),
            ("avatar", "avatar", json!({ "avatar": "https://cdn.fjord.example/i.png" })),
            ("username", "username", json!({ "username": "ina" })),
            ("customData", "customData", json!({ "customData": { "a": 1 } })),
        ] {
            let shown = async || ingrid.client.get("/api/my-account").await.assert_status(200).json().get(member).cloned();
            let before = world.find_user(&ingrid.id).await;
            world.open_field(field, "Off").await;
            assert_eq!(shown().await, None, "{field}");
            ingrid.client.patch("/api/my-account", change.clone()).await.assert_error(400, "account_center.field_not_enabled");
            world.open_field(field, "ReadOnly").await;
            assert!(shown().await.is_some(), "{field}");
            ingrid.client.patch("/api/my-account", change.clone()).await.assert_error(400, "account_center.field_not_editable");
            // Nothing of a change is made when a part of it may not be.
            let mut both = change.clone();
            let other = if field == "name" { ("username", "ina") } else { ("name", "Ina") };
            both[other.0] = other.1.into();
            ingrid.client.patch("/api/my-account", both).await.assert_error(400, "account_center.field_not_editable");
            assert_eq!(world.find_user(&ingrid.id).await, before, "{field}");
            world.open_field(field, "Edit").await;
            ingrid.client.patch("/api/my-account", change.clone()).await.assert_status(200);
            assert_eq!(shown().await.as_ref(), change.get(member), "{field}");
        }
        for (field, member) in [("email", "primaryEmail"), ("phone", "primaryPhone"), ("profile", "profile"), ("social", "identities"), ("social", "ssoIdentities"), ("password", "hasPassword")] {
            world.open_field(field, "Off").await;
            assert_eq!(ingrid.client.get("/api/my-account").await.json().get(member), None, "{field}");
            world.open_field(field, "ReadOnly").await;
            assert!(ingrid.client.get("/api/my-account").await.json().get(member).is_some(), "{field}");
        }
    }

    async fn a_code_to_a_new_address_needs_the_address_open(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        for (field, kind, value) in [("email", "email", "new@fjord.example"), ("phone", "phone", "4741234567")] {
            let body = json!({ "identifier": { "type": kind, "value": value } });
            world.open_field(field, "ReadOnly").await;
            let refused = ingrid.client.post("/api/verifications/verification-code", body).await;
            refused.assert_error(400, "account_center.field_not_editable");
            // To their own address it is a proof, which other changes need.
            ingrid.asked_for_code("email", "ingrid@fjord.example").await;
        }
    }
}
