//! What is done beside requests.

use std::time::Duration;

use server::{
    jobs::{self, remove_ended},
    serving::Shutdown,
};
use store::both_databases;

use crate::{browser::Browser, world::World};

both_databases! {
    /// The database is closed only when this has ended.
    async fn the_job_ends_when_the_program_is_told_to_stop(db: Db) {
        let world = World::over(db).await;
        let (stop, shutdown) = Shutdown::new();
        let job = tokio::spawn(jobs::run(world.services.services.clone(), None, shutdown));
        tokio::time::sleep(Duration::from_millis(20)).await;
        assert!(!job.is_finished());
        stop.send(true).unwrap();
        tokio::time::timeout(Duration::from_secs(5), job).await.unwrap().unwrap();
    }

    async fn changed_texts_are_seen_to_without_being_asked_and_no_longer_when_told_to_stop(db: Db) {
        let world = World::over(db.clone()).await;
        let (stop, shutdown) = Shutdown::new();
        let job = tokio::spawn(jobs::index_texts(world.services.services.clone(), shutdown));
        let is_pending = async || {
            !db.is_postgres()
                && store::testing::read_number(&db, "SELECT COUNT(*) FROM user_trigrams_pending", &[]).await > 0
        };
        let seen_to = async {
            while is_pending().await {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(5), seen_to).await.unwrap();
        let found = world.machine().await.get("/api/users?search=%25livi%25").await.assert_status(200);
        assert_eq!((found.header("total-number"), &found.json()[0]["username"]), (Some("1"), &"olivia".into()));
        stop.send(true).unwrap();
        tokio::time::timeout(Duration::from_secs(5), job).await.unwrap().unwrap();
    }

    async fn of_a_long_table_all_that_has_ended_is_found(db: Db) {
        let world = World::over(db.clone()).await;
        // More than is looked at where nothing has ended.
        let bytes = if db.is_postgres() { "BYTEA" } else { "BLOB" };
        let insert = format!(
            "INSERT INTO interactions (tenant_id, id_hash, application_id, prompt, parameters, created_at, expires_at)
             WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000)
             SELECT 'default', CAST(CAST(1000000 + i * 7919 % 30011 AS TEXT) AS {bytes}), 'app', 'login', '{{}}', 0, 1 FROM n"
        );
        store::testing::execute(&db, &insert, &[]).await;
        Browser::new(&world).authorize(&[]).await.assert_status(303);
        assert_eq!(remove_ended(&world.services.services).await.unwrap(), 30_000);
        let left = "SELECT COUNT(*) FROM interactions WHERE tenant_id = 'default'";
        assert_eq!(store::testing::read_number(&db, left, &[]).await, 1, "what has just begun stays");
    }

    async fn what_cannot_be_removed_keeps_nothing_else_from_it(db: Db) {
        let world = World::over(db.clone()).await;
        Browser::new(&world).authorize(&[]).await.assert_status(303);
        world.services.advance(Duration::from_secs(3_700));
        store::testing::execute(&db, "ALTER TABLE device_codes RENAME TO lost", &[]).await;
        let services = &world.services.services;
        assert!(remove_ended(services).await.is_err());
        let left = "SELECT COUNT(*) FROM interactions WHERE tenant_id = 'default'";
        assert_eq!(store::testing::read_number(&db, left, &[]).await, 0, "they come after device codes");
        store::testing::execute(&db, "ALTER TABLE lost RENAME TO device_codes", &[]).await;
        assert_eq!(remove_ended(services).await.unwrap(), 0);
    }

    async fn what_has_ended_is_removed_and_what_lives_stays(db: Db) {
        let world = World::over(db).await;
        let browser = Browser::new(&world);
        let tokens = browser.sign_in(&world, "ben").await;
        Browser::new(&world).authorize(&[]).await.assert_status(303);
        let services = &world.services.services;
        assert_eq!(remove_ended(services).await.unwrap(), 0, "nothing has ended yet");

        // Interactions and the spent code end within the hour, opaque access tokens too; the session and the refresh token go on.
        world.services.advance(Duration::from_secs(3_700));
        assert!(remove_ended(services).await.unwrap() >= 3);
        let tokens = browser.refresh(&tokens, &[("organization_id", "northwind")]).await.assert_status(200).json();
        let silent = browser.authorize(&[("prompt", "none")]).await.assert_status(303).location();
        assert!(silent.contains("code="), "{silent}");

        world.services.advance(Duration::from_secs(400 * 86_400));
        assert!(remove_ended(services).await.unwrap() >= 3, "the session, the grant and the refresh token");
        assert_eq!(remove_ended(services).await.unwrap(), 0, "nothing is left to remove");
        browser.refresh(&tokens, &[]).await.assert_status(400);
        browser.sign_in(&world, "ben").await;
    }
}
