//! Second factors that are asked for by risk (`adaptiveMfa`): where nothing is unusual they are not, and what is not known is unusual.

use std::{net::SocketAddr, time::Duration};

use axum::{Extension, extract::ConnectInfo};
use domain::{
    position::Position,
    sign_in_experience::IdentifierKind,
    sign_in_place::{SignInPlace, network_of},
};
use http_kit::{ClientCountry, ClientPosition};
use store::both_databases;
use testkit::{TestClient, TestServices};

use super::{super::world::PASSWORD, *};

const REQUIRED: &str = "session.mfa.require_mfa_verification";
const DAY: Duration = Duration::from_secs(86_400);

impl World {
    async fn by_risk(&self, further: Value) {
        let mut settings = json!({
            "mfa": { "factors": ["Totp"], "policy": "PromptAtSignInAndSignUpMandatory" }, "adaptiveMfa": { "enabled": true },
        });
        settings.as_object_mut().unwrap().extend(further.as_object().unwrap().clone());
        self.settings(settings).await;
    }

    /// A browser somewhere.
    async fn browser_at(&self, ip: Option<&str>, country: Option<&str>) -> Browser {
        let browser = self.browser().await;
        let mut router = crate::router(std::sync::Arc::clone(self.services()));
        if let Some(ip) = ip {
            router = router.layer(Extension(ConnectInfo(SocketAddr::new(ip.parse().unwrap(), 1))));
        }
        if let Some(country) = country {
            router = router.layer(Extension(ClientCountry(country.to_owned())));
        }
        let client = TestClient::new(router).watched(super::super::descriptions::hold);
        for name in ["_interaction", "_interaction.sig"] {
            client.set_cookie(name, &browser.client.cookie(name).unwrap());
        }
        Browser { client, uid: browser.uid }
    }

    /// A browser in a network, in a town.
    async fn browser_in(&self, ip: &str, (latitude, longitude): (&str, &str)) -> Browser {
        let browser = self.browser().await;
        let position = ClientPosition(Position::parse(latitude, longitude).unwrap());
        let router = crate::router(std::sync::Arc::clone(self.services()))
            .layer(Extension(ConnectInfo(SocketAddr::new(ip.parse().unwrap(), 1))))
            .layer(Extension(position));
        let client = TestClient::new(router);
        for name in ["_interaction", "_interaction.sig"] {
            client.set_cookie(name, &browser.client.cookie(name).unwrap());
        }
        Browser { client, uid: browser.uid }
    }

    /// Signs in from somewhere, with the factor if it is asked for; whether it was.
    async fn sign_in_from(&self, ip: Option<&str>, country: Option<&str>) -> bool {
        self.test.advance(Duration::from_secs(60));
        let browser = self.browser_at(ip, country).await;
        self.sign_in_with(browser).await
    }

    async fn sign_in_with(&self, browser: Browser) -> bool {
        browser.identified("ingrid").await;
        let answer = browser.submit().await;
        if answer.status == 200 {
            return false;
        }
        answer.assert_error(403, REQUIRED);
        browser.show_totp(&self.totp_code()).await.assert_status(200);
        browser.submitted().await;
        true
    }
}

both_databases! {
    async fn a_password_that_rests_on_a_mailbox_is_not_usual(db: Db) {
        let world = World::over(TestServices::over(db).await).await;
        let id = world.user_with_totp("ingrid").await;
        world.change_user(&id, |user| user.primary_email = Some(Some("ingrid@fjord.example".to_owned()))).await;
        world.by_risk(json!({ "mfa": { "factors": ["Totp", "EmailVerificationCode"], "policy": "UserControlled" } })).await;
        let home = Some("203.0.113.9");
        assert!(world.sign_in_from(home, None).await, "never seen before");
        assert!(!world.sign_in_from(home, None).await);
        let services = world.services();
        let digest = services.passwords.hash(PASSWORD, &*services.entropy).await.unwrap();
        let (tenant, user, password) = (&services.tenant, &id, (&digest, Some(IdentifierKind::Email)));
        let now = services.now();
        let set = services.db.transaction(|tx| async move {
            store::user::set_password_resting_on(tx.exec(), tenant, user, password, now).await
        });
        assert!(set.await.unwrap().is_some());
        // As of somebody who had none before: a password that takes the place of another takes the places along.
        let place = SignInPlace { network: network_of("203.0.113.9"), country: None, position: None };
        store::sign_in_place::remember(services.db.exec(), tenant, user, &place, now).await.unwrap();
        assert!(world.sign_in_from(home, None).await, "whoever reads the mailbox may be where its owner is");
        assert!(!world.sign_in_from(home, None).await);
    }

    async fn a_factor_is_asked_for_where_something_is_unusual_and_only_there(db: Db) {
        let world = World::over(TestServices::over(db).await).await;
        let user = world.user_with_totp("ingrid").await;
        world.by_risk(json!({})).await;
        let home = Some("203.0.113.9");
        assert!(world.sign_in_from(home, Some("NO")).await, "never seen before");
        assert!(!world.sign_in_from(home, Some("NO")).await);
        assert!(!world.sign_in_from(Some("203.0.113.77"), None).await, "the same network");
        assert!(world.sign_in_from(Some("198.51.100.1"), Some("NO")).await, "another network");
        assert!(!world.sign_in_from(Some("198.51.100.1"), Some("NO")).await);
        assert!(world.sign_in_from(home, Some("SE")).await, "another country");
        assert!(world.sign_in_from(None, None).await && world.sign_in_from(None, None).await, "from where is not known");
        world.test.advance(30 * DAY);
        assert!(world.sign_in_from(home, Some("SE")).await, "away for long");
        assert!(!world.sign_in_from(home, Some("SE")).await);
        // Guesses from somewhere make it known to nobody.
        let guesser = world.browser_at(Some("192.0.2.1"), None).await;
        guesser.identified("ingrid").await;
        guesser.submit().await.assert_error(403, REQUIRED);
        assert!(world.sign_in_from(Some("192.0.2.1"), Some("SE")).await);
        assert!(world.find_user(&user).await.last_sign_in_at.is_some());
        // Whoever is signed out everywhere is known from nowhere any more.
        assert!(!world.sign_in_from(Some("192.0.2.1"), Some("SE")).await);
        for is_suspended in [true, false] {
            let (exec, tenant) = (world.test.services.db.exec(), &world.test.services.tenant);
            store::user::set_suspended(exec, tenant, &user, is_suspended, world.test.services.now()).await.unwrap();
        }
        assert!(world.sign_in_from(Some("192.0.2.1"), Some("SE")).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_cannot_have_come_so_fast_from_where_they_were_last_is_asked() {
    const OSLO: (&str, &str) = ("59.9127", "10.7461");
    const BERGEN: (&str, &str) = ("60.3930", "5.3242");
    const TOKYO: (&str, &str) = ("35.6895", "139.6917");
    const DRAMMEN: (&str, &str) = ("59.7441", "10.2045");
    let world = World::new().await;
    world.user_with_totp("ingrid").await;
    world.by_risk(json!({})).await;
    let (home, away) = ("203.0.113.9", "198.51.100.1");
    let asked = async |minutes: u64, ip: &str, town: (&str, &str)| {
        world.test.advance(Duration::from_secs(60 * minutes));
        world.sign_in_with(world.browser_in(ip, town).await).await
    };
    assert!(asked(1, home, OSLO).await && asked(1, away, OSLO).await, "never seen before");
    assert!(!asked(1, home, OSLO).await && !asked(1, away, DRAMMEN).await, "next door");
    // Three hundred kilometres in a minute, in a network that is known; and by aeroplane.
    assert!(asked(1, home, BERGEN).await);
    assert!(!asked(25, away, OSLO).await);
    assert!(asked(60, home, TOKYO).await && !asked(1, home, TOKYO).await);
    assert!(!asked(10 * 60, away, OSLO).await);
    // Whoever does not get past the factor has been nowhere: the user is where they were.
    world.test.advance(Duration::from_secs(60));
    let elsewhere = world.browser_in(home, TOKYO).await;
    elsewhere.identified("ingrid").await;
    elsewhere.submit().await.assert_error(403, REQUIRED);
    assert!(!asked(1, home, OSLO).await);
    // Where no proxy tells a place, none is looked at.
    assert!(!world.sign_in_from(Some(home), None).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_usual_spares_no_step_where_the_factor_stands_for_more() {
    let world = World::new().await;
    let user = world.user_with_totp("ingrid").await;
    world.user_with_totp("olav").await;
    world.by_risk(json!({})).await;
    let home = Some("203.0.113.9");
    assert!(world.sign_in_from(home, None).await);
    assert!(!world.sign_in_from(home, None).await);
    // Others are not known from there.
    let other = world.browser_at(home, None).await;
    other.identified("olav").await;
    other.submit().await.assert_error(403, REQUIRED);
    // Nothing is changed without the factor, and a sign-in without it says so.
    let browser = world.browser_at(home, None).await;
    browser.identified("ingrid").await;
    let extra = json!({ "type": "extraProfile", "values": { "nickname": "Ina" } });
    browser.step("profile", extra).await.assert_error(403, REQUIRED);
    browser.submitted().await;
    let context = browser.interaction_data().await.json()["signInContext"].clone();
    assert_eq!(context, json!({ "ip": "203.0.113.9", "secondFactorSpared": "low_risk" }));
    // An organization that requires the factor wants it at each sign-in.
    world.join_organization(&user, true).await;
    assert!(world.sign_in_from(home, None).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_is_trusted_does_not_outweigh_risk() {
    let world = World::new().await;
    world.user_with_totp("ingrid").await;
    world.by_risk(json!({ "trustedDevice": { "enabled": true } })).await;
    let browser = world.browser_at(Some("203.0.113.9"), None).await;
    browser.identified("ingrid").await;
    let wish = browser.client.put("/api/experience/trusted-device", json!({ "isTrusted": true })).await;
    wish.assert_error(422, "session.mfa.trusted_device_not_allowed");
}
