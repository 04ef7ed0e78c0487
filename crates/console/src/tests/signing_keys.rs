//! The area of signing keys.

use std::time::Duration;

use domain::console::ConsoleRole;
use store::both_databases;

use super::world::World;

const PATH: &str = "/console/signing-keys";

both_databases! {
    async fn keys_are_rotated_with_and_without_time_and_old_ones_deleted(db: Db) {
        let world = World::over(db).await;
        let (edda, vera) = (world.administrator("edda", ConsoleRole::Editor).await, world.administrator("vera", ConsoleRole::ReadOnly).await);
        let keys = async |kind: &str| world.api.get(&format!("/api/configs/oidc/{kind}")).await.json();
        // Keys are shown by when they were made.
        world.test.advance(Duration::from_secs(10));
        let first = keys("private-keys").await[0]["id"].as_str().unwrap().to_owned();
        let seen = vera.page(PATH).await;
        assert!(seen.contains(&first) && seen.contains("Signs") && !seen.contains("/rotate"), "{seen}");
        let rotate = format!("{PATH}/private-keys/rotate");
        assert!(edda.page(&rotate).await.contains("Tokens that were issued stay good until they end"));
        edda.post_when_asked(&rotate, &[("algorithm", "EC"), ("grace", "0")]).await.assert_status(303);
        let now = keys("private-keys").await;
        let old = now.as_array().unwrap().iter().find(|key| key["status"] == "Previous").unwrap()["id"].as_str().unwrap();
        assert_eq!(old, first);
        let delete = format!("{PATH}/private-keys/{old}/delete");
        assert!(edda.page(PATH).await.contains(&delete));
        edda.page(&delete).await;
        edda.post(&delete, &[("typed", "something else")]).await.assert_status(422);
        edda.post(&delete, &[("typed", old)]).await.assert_status(303);
        assert!(!edda.page(PATH).await.contains(old));
        world.test.advance(Duration::from_secs(10));
        edda.post_when_asked(&rotate, &[("algorithm", "RSA"), ("grace", "3600")]).await.assert_status(303);
        // The token of this test was signed by the key that is gone: the page alone tells.
        let page = edda.page(PATH).await;
        assert!(page.contains("signs from") && page.contains("RS256") && !page.contains("/delete"), "{page}");
        let refused = edda.post_when_asked(&rotate, &[("algorithm", "EC"), ("grace", "0")]).await.assert_status(422);
        assert!(refused.body.contains("A new key is shown already"), "{}", refused.body);
    }

    async fn keys_of_cookies_are_rotated_at_once(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let rotate = format!("{PATH}/cookie-keys/rotate");
        let page = edda.page(&rotate).await;
        assert!(page.contains("Nobody is signed out") && !page.contains("name=\"grace\""), "{page}");
        world.test.advance(Duration::from_secs(10));
        edda.post_when_asked(&rotate, &[]).await.assert_status(303);
        let keys = world.api.get("/api/configs/oidc/cookie-keys").await.json();
        assert_eq!(keys.as_array().unwrap().len(), 2);
        let old = keys[1]["id"].as_str().unwrap();
        edda.post(&format!("{PATH}/cookie-keys/{old}/delete"), &[("typed", old)]).await.assert_status(303);
        edda.browser.get(&format!("{PATH}/other-keys/rotate")).await.assert_status(404);
        edda.browser.get(&format!("{PATH}/cookie-keys/nothing/delete")).await.assert_status(404);
    }
}
