//! Lock-out after repeated failures (OIDC contract §6.3), on both databases: the count is kept there.

use std::time::Duration;

use serde_json::json;
use store::both_databases;
use testkit::TestServices;

use super::{World, world::PASSWORD};

const BLOCKED: &str = "session.verification_blocked_too_many_attempts";

both_databases! {
    async fn the_hundredth_failure_locks_for_an_hour_and_right_passwords_are_refused_too(db: Db) {
        let world = World::over(TestServices::over(db).await).await;
        world.user("ingrid").await;
        let browser = world.browser().await;
        browser.start("SignIn").await;
        for _ in 0..99 {
            browser.verify_password("ingrid", "wrong").await.assert_error(422, "session.invalid_credentials");
        }
        // A success in between neither counts nor clears.
        browser.verify_password("ingrid", PASSWORD).await.assert_status(200);
        let blocked = browser.verify_password("ingrid", "wrong").await.assert_status(400);
        assert_eq!(
            blocked.json(),
            json!({ "code": BLOCKED, "message": "Too many attempts in a short time. Please try again later." })
        );
        browser.verify_password("ingrid", PASSWORD).await.assert_error(400, BLOCKED);
        let other = world.browser().await;
        other.start("SignIn").await;
        other.verify_password("ingrid", PASSWORD).await.assert_error(400, BLOCKED);
        world.test.advance(Duration::from_secs(3_599));
        let third = world.browser().await;
        third.start("SignIn").await;
        third.verify_password("ingrid", PASSWORD).await.assert_error(400, BLOCKED);
        world.test.advance(Duration::from_secs(1));
        third.verify_password("ingrid", PASSWORD).await.assert_status(200);
    }

    async fn parallel_guesses_do_not_get_past_the_limit(db: Db) {
        let world = World::over(TestServices::over(db).await).await;
        world.user("ingrid").await;
        world.settings(json!({ "sentinelPolicy": { "maxAttempts": 5, "lockoutDuration": 10 } })).await;
        let browser = world.browser().await;
        browser.start("SignIn").await;
        let guesses = futures_util::future::join_all((0..30).map(|_| browser.verify_password("ingrid", "wrong"))).await;
        let looked_at = guesses.iter().filter(|guess| guess.status == 422).count();
        assert_eq!(looked_at, 4);
        assert!(guesses.iter().filter(|guess| guess.status != 422).all(|guess| guess.json()["code"] == BLOCKED));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_spelling_does_not_evade_the_lock() {
    let world = World::new().await;
    world.user_with("ingrid", |user| user.primary_email = Some("ingrid@fjord.example".to_owned())).await;
    world.settings(json!({ "sentinelPolicy": { "maxAttempts": 3 } })).await;
    let browser = world.browser().await;
    browser.start("SignIn").await;
    browser.verify_password("INGRID", "wrong").await.assert_error(422, "session.invalid_credentials");
    browser.verify_password("ｉｎｇｒｉｄ", "wrong").await.assert_error(422, "session.invalid_credentials");
    browser.verify_password(" Ingrid ", "wrong").await.assert_error(400, BLOCKED);
    browser.verify_password("ingrid", PASSWORD).await.assert_error(400, BLOCKED);
    let by_email = |value: &str| {
        let body = json!({ "identifier": { "type": "email", "value": value }, "password": "wrong" });
        browser.client.post("/api/experience/verification/password", body)
    };
    by_email("Ingrid@fjord.example").await.assert_error(422, "session.invalid_credentials");
    by_email("ingrid@FJORD.example").await.assert_error(422, "session.invalid_credentials");
    by_email("ｉngrid@fjord.example").await.assert_error(400, BLOCKED);
    by_email("ingrid@fjord.example").await.assert_error(400, BLOCKED);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_national_zero_does_not_evade_the_lock() {
    let world = World::new().await;
    world.user_with("ingrid", |user| user.primary_phone = Some("447911123456".to_owned())).await;
    world.settings(json!({ "sentinelPolicy": { "maxAttempts": 2 } })).await;
    let browser = world.browser().await;
    browser.start("SignIn").await;
    let guess = |value: &str| {
        let body = json!({ "identifier": { "type": "phone", "value": value }, "password": "wrong" });
        browser.client.post("/api/experience/verification/password", body)
    };
    guess("447911123456").await.assert_error(422, "session.invalid_credentials");
    guess("4407911123456").await.assert_error(400, BLOCKED);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lock_neither_depends_on_the_browser_nor_tells_who_exists() {
    let world = World::new().await;
    world.user("ingrid").await;
    world.settings(json!({ "sentinelPolicy": { "maxAttempts": 2 } })).await;
    let mut answers = Vec::new();
    for username in ["ingrid", "nobody"] {
        for _ in 0..3 {
            let browser = world.browser().await;
            browser.start("SignIn").await;
            let answer = browser.verify_password(username, "wrong").await;
            answers.push((answer.status, answer.body));
        }
    }
    let (known, unknown) = answers.split_at(3);
    assert_eq!(known, unknown);
    assert!(known[1].1.contains(BLOCKED) && known[2].1.contains(BLOCKED));
}

#[tokio::test(flavor = "multi_thread")]
async fn ended_records_can_be_forgotten() {
    let world = World::new().await;
    let browser = world.browser().await;
    browser.start("SignIn").await;
    browser.verify_password("random-guess", "wrong").await;
    assert_eq!(operations::sentinel::forget_ended(world.services(), 100).await.unwrap(), 0);
    world.test.advance(Duration::from_secs(3_600));
    assert_eq!(operations::sentinel::forget_ended(world.services(), 100).await.unwrap(), 1);
}
