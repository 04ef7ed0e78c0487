//! What is removed beside requests.

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
