//! Lock-out after repeated failures (OIDC contract §6.3), on both databases: the count is kept there.

use std::time::Duration;

use domain::sentinel::SentinelIdentifier;
use serde_json::json;
use store::both_databases;
use testkit::TestServices;
use unicode_normalization::UnicodeNormalization as _;

use super::{World, world::PASSWORD};

const BLOCKED: &str = "session.verification_blocked_too_many_attempts";

/// Another node over the same database, with the configuration that it reads by itself.
async fn other_node(world: &World, seed: u64) -> World {
    World { test: world.test.another_node(seed).await }
}

impl World {
    /// One wrong guess at this node, in a browser of its own.
    async fn guesses(&self, kind: &str, value: &str) -> (u16, String) {
        let browser = self.browser().await;
        browser.start("SignIn").await;
        let body = json!({ "identifier": { "type": kind, "value": value }, "password": "wrong" });
        let answer = browser.client.post("/api/experience/verification/password", body).await;
        (answer.status.as_u16(), answer.json()["code"].as_str().unwrap().to_owned())
    }
}

both_databases! {
    async fn failures_at_one_node_count_at_every_other(db: Db) {
        let one = World::over(TestServices::over(db).await).await;
        one.user("ingrid").await;
        one.settings(json!({ "sentinelPolicy": { "maxAttempts": 4, "lockoutDuration": 10 } })).await;
        let other = other_node(&one, 2).await;
        let wrong = (422, "session.invalid_credentials".to_owned());
        for world in [&one, &other, &one] {
            assert_eq!(world.guesses("username", "ingrid").await, wrong);
        }
        assert_eq!(other.guesses("username", "INGRID").await, (400, BLOCKED.to_owned()));
        // Locked at both, for right passwords too.
        for world in [&one, &other] {
            let browser = world.browser().await;
            browser.start("SignIn").await;
            browser.verify_password("ingrid", PASSWORD).await.assert_error(400, BLOCKED);
        }
        // Somebody else is not.
        assert_eq!(other.guesses("username", "olav").await, wrong);
    }

    async fn guesses_at_several_nodes_at_once_do_not_get_past_the_limit(db: Db) {
        let one = World::over(TestServices::over(db).await).await;
        one.user("ingrid").await;
        one.settings(json!({ "sentinelPolicy": { "maxAttempts": 5, "lockoutDuration": 10 } })).await;
        let (two, three) = (other_node(&one, 2).await, other_node(&one, 3).await);
        let guesses = (0..8).flat_map(|_| [&one, &two, &three]).map(|world| world.guesses("username", "ingrid"));
        let answers = futures_util::future::join_all(guesses).await;
        assert_eq!(answers.iter().filter(|(status, _)| *status == 422).count(), 4);
        assert_eq!(answers.iter().filter(|(_, code)| code == BLOCKED).count(), 20);
    }

    /// Whoever is found by a spelling is counted by it: no spelling gives guesses of its own at an account.
    async fn no_spelling_finds_an_account_and_is_counted_apart(db: Db) {
        let world = World::over(TestServices::over(db).await).await;
        let names = ["ingrid", "Zoë", "istanbul", "straße"];
        for name in names {
            world.user_with(name, |user| user.primary_email = Some(format!("{name}@fjord.example"))).await;
        }
        world.settings(json!({
            "sentinelPolicy": { "maxAttempts": 1_000 },
            "usernamePolicy": { "caseSensitive": false, "minLength": 1, "maxLength": 128 },
            "signIn": { "methods": [
                { "identifier": "username", "password": true, "verificationCode": false, "isPasswordPrimary": true },
                { "identifier": "email", "password": true, "verificationCode": false, "isPasswordPrimary": true },
            ] },
        })).await;
        for name in names {
            for (kind, plain) in [("username", name.to_owned()), ("email", format!("{name}@fjord.example"))] {
                let mut found = 0;
                for spelling in spellings(&plain) {
                    let browser = world.browser().await;
                    browser.start("SignIn").await;
                    let body = json!({ "identifier": { "type": kind, "value": spelling }, "password": PASSWORD });
                    let right = browser.client.post("/api/experience/verification/password", body).await;
                    let finds = right.status == 200;
                    let is_counted_with_it = SentinelIdentifier::new(kind, &spelling) == SentinelIdentifier::new(kind, &plain);
                    assert!(!finds || is_counted_with_it, "{kind} {spelling:?} finds {plain:?} and is counted apart");
                    found += usize::from(finds);
                }
                assert!(found >= 3, "{kind} {plain}: {found}");
            }
        }
    }
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

/// Ways to write what looks like `text`, or folds to it.
fn spellings(text: &str) -> Vec<String> {
    let full_width = |character: char| match character {
        '!'..='~' => char::from_u32(u32::from(character) + 0xfee0).unwrap(),
        other => other,
    };
    let wide: String = text.chars().map(full_width).collect();
    let (first, rest) = text.split_at(text.chars().next().unwrap().len_utf8());
    vec![
        text.to_uppercase(),
        text.to_lowercase(),
        wide.clone(),
        wide.to_uppercase(),
        text.nfd().collect(),
        text.nfkd().collect::<String>().to_uppercase(),
        text.replace('i', "\u{130}"),
        text.replace('i', "\u{131}"),
        text.replace('i', "i\u{307}"),
        text.replace('k', "\u{212a}"),
        text.replace("ß", "ss"),
        text.replace("ß", "\u{1e9e}"),
        text.replace("st", "\u{fb06}"),
        format!(" {text}\t"),
        format!("\u{a0}{text}\u{3000}"),
        format!("{first}\u{200b}{rest}"),
        format!("{first}\u{200d}{rest}"),
        format!("{first}\u{ad}{rest}"),
        format!("\u{feff}{text}"),
        format!("\u{202e}{text}"),
        format!("{text}\u{fe0f}"),
        format!("{first}\u{34f}{rest}"),
    ]
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
