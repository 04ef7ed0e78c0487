//! A tenant is there as soon as it is made, on every node, and gone as soon as it is deleted.

use std::time::Duration;

use domain::TenantId;
use operations::tenant::{Asker, change, removal};
use server::{jobs, serving::Shutdown};
use store::both_databases;

use super::world::World;

both_databases! {
    async fn making_moving_and_deleting_a_tenant_counts_from_the_next_request_on(db: Db) {
        let world = World::over(db, Some("example.com")).await;
        let ask = async |host: &str| world.client(host).get("/oidc/jwks").await.status.as_u16();
        assert_eq!(ask("acme.example.com").await, 404);
        let acme = world.inhabited("acme", "acme.example.com").await;
        assert_eq!(ask("acme.example.com").await, 200);
        let api = world.client_with("acme.example.com", &acme.machine_token);
        api.get("/api/users").await.assert_status(200);
        let id = TenantId::new("acme");

        // At another first host it has another issuer, and the former one's tokens are worth nothing.
        let hosts = ["login.acme.example", "acme.example.com"].map(str::to_owned);
        change::set_hosts(world.administrators(), world.tenancy(), Asker::Machine, (&id, &hosts)).await.unwrap();
        assert_eq!((ask("acme.example.com").await, ask("login.acme.example").await), (308, 200));
        let moved = world.client_with("login.acme.example", &acme.machine_token);
        moved.get("/api/users").await.assert_error(401, "auth.unauthorized");
        let token = world.machine_token("login.acme.example", &acme.machine).await;
        world.client_with("login.acme.example", &token).get("/api/users").await.assert_status(200);

        let beta = world.inhabited("beta", "beta.example.com").await;
        removal::delete(world.administrators(), Asker::Machine, &id).await.unwrap();
        assert_eq!((ask("acme.example.com").await, ask("beta.example.com").await), (404, 200));
        // A host of its own leads to nobody now, and so to `default`, where none of its tokens is any good.
        let gone = world.client_with("login.acme.example", &token);
        gone.get("/api/users").await.assert_error(401, "auth.unauthorized");
        removal::finish(world.administrators()).await.unwrap();
        let db = &world.test().services.db;
        for (table, rows) in store::testing::contents(db).await {
            let is_of_it = |row: &&String| row.contains("'acme'") || row.contains("(acme,") || row.contains(",acme,");
            // What the administrators have done is told in their own log.
            let left: Vec<_> = rows.iter().filter(is_of_it).filter(|row| !row.contains("Console.")).collect();
            assert!(left.is_empty(), "{table}: {left:?}");
        }
        let api = world.client_with("beta.example.com", &beta.machine_token);
        api.get(&format!("/api/users/{}", beta.user)).await.assert_status(200);

        // One of the same id is another: what was signed and stored for the former is worth nothing.
        let again = world.inhabited("acme", "acme.example.com").await;
        let api = world.client_with("acme.example.com", &acme.machine_token);
        api.get("/api/users").await.assert_error(401, "auth.unauthorized");
        let api = world.client_with("acme.example.com", &again.machine_token);
        let users = api.get("/api/users").await.assert_status(200);
        assert_eq!((users.header("total-number"), users.json()[0]["id"].as_str()), (Some("1"), Some(again.user.as_str())));
    }

    async fn another_node_notices_what_nobody_announced(db: Db) {
        let world = World::over(db.clone(), Some("example.com")).await;
        world.tenant("acme", &[]).await;
        let ask = async || world.client("acme.example.com").get("/oidc/jwks").await.status.as_u16();
        assert_eq!(ask().await, 200);
        // As another program does it: nothing of it is heard here.
        store::testing::execute(&db, "DELETE FROM tenants WHERE id = 'acme'", &[]).await;
        store::testing::execute(&db, "UPDATE configuration_versions SET version = version + 1 WHERE tenant_id = 'admin'", &[]).await;
        let (stop, shutdown) = Shutdown::new();
        let watching = tokio::spawn(std::sync::Arc::clone(&world.directory).watch(shutdown));
        let noticed = async {
            while ask().await != 404 {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(5), noticed).await.unwrap();
        stop.send(true).unwrap();
        tokio::time::timeout(Duration::from_secs(5), watching).await.unwrap().unwrap();
    }

    async fn webhooks_of_every_tenant_are_delivered_to(db: Db) {
        let world = World::over(db, None).await;
        let acme = world.inhabited("acme", "login.acme.example").await;
        let api = world.client_with("login.acme.example", &acme.machine_token);
        let (url, received) = crate::api::receiver().await;
        let hook = serde_json::json!({ "name": "Users", "events": ["User.Created"], "config": { "url": url } });
        api.post("/api/hooks", hook).await.assert_status(201);
        let (stop, shutdown) = Shutdown::new();
        let job = tokio::spawn(jobs::tenants::deliver(std::sync::Arc::clone(&world.directory), shutdown));
        api.post("/api/users", serde_json::json!({ "username": "olav" })).await.assert_status(200);
        let arrived = async {
            while received.lock().unwrap().is_empty() {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(10), arrived).await.unwrap();
        assert_eq!(received.lock().unwrap()[0]["data"]["username"], "olav");
        stop.send(true).unwrap();
        tokio::time::timeout(Duration::from_secs(5), job).await.unwrap().unwrap();
    }
}
