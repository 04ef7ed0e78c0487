//! What lets a user in, on both databases: each code once, each passkey for its own user, failures counted apart.

use std::{sync::Arc, time::Duration};

use domain::{FixedClock, UnixMillis, sentinel::SentinelPolicy};
use serde_json::json;
use store::both_databases;
use testkit::SoftPasskey;
use webauthn::Fault;

use super::*;
use crate::connectors::tests::services as services_at;

const HOST: &str = "id.fjord.example";
const ORIGIN: &str = "http://id.fjord.example";

async fn services(db: store::Db) -> (Arc<Services>, Arc<FixedClock>) {
    let (services, clock) = services_at(db).await;
    clock.advance(Duration::from_secs(1_795_004_799));
    (services, clock)
}

/// A user with these factors.
async fn user_with(services: &Services, id: &str, factors: &[&SecondFactor]) -> User {
    let mut user = User::new(UserId::new(id), services.now());
    user.username = Some(id.to_owned());
    user.mfa_factors = factors.iter().map(|factor| written(factor)).collect();
    let stored = &user;
    let inserted: Result<(), StoreError> = services
        .db
        .transaction(|tx| async move { store::user::insert(tx.exec(), &services.tenant, stored).await })
        .await;
    inserted.unwrap();
    user
}

async fn stored(services: &Services, id: &UserId) -> User {
    store::user::find(services.db.exec(), &services.tenant, id).await.unwrap().unwrap()
}

both_databases! {
    async fn a_code_of_an_authenticator_lets_its_user_in_once(db: Db) {
        let (services, clock) = services(db).await;
        let id = UserId::new("ingrid");
        let secret = totp::new_secret(&*services.entropy);
        let factor = totp::factor(&services, &id, &secret).unwrap();
        user_with(&services, "ingrid", &[&factor]).await;
        let shown = || totp::code_at(&secret, services.now());
        let verify = |code: String| { let (services, id) = (&services, &id); async move { totp::verify(services, id, &code).await.unwrap() } };
        let first = shown();
        assert_eq!(verify(first.clone()).await, Ok(factor.id.clone()));
        assert_eq!(stored(&services, &id).await.mfa_factors[0]["lastUsedAt"], json!(services.now().0));
        assert_eq!(verify(first.clone()).await, Err(totp::InvalidCode));
        clock.advance(Duration::from_secs(30));
        assert_eq!(verify(first).await, Err(totp::InvalidCode));
        assert_eq!(verify(shown()).await, Ok(factor.id));
        let stranger = UserId::new("nobody");
        assert_eq!(totp::verify(&services, &stranger, &shown()).await.unwrap(), Err(totp::InvalidCode));
    }

    async fn a_code_that_was_shown_when_the_authenticator_was_set_up_is_spent(db: Db) {
        let (services, clock) = services(db).await;
        let id = user_with(&services, "ingrid", &[]).await.id;
        let secret = totp::new_secret(&*services.entropy);
        let factor = totp::factor(&services, &id, &secret).unwrap();
        let code = totp::code_at(&secret, services.now());
        assert_eq!(totp::verify(&services, &id, &code).await.unwrap(), Err(totp::InvalidCode));
        assert_eq!(totp::verify_new(&services, &id, &factor, "000000").await.unwrap(), Err(totp::InvalidCode));
        assert_eq!(totp::verify_new(&services, &id, &factor, &code).await.unwrap(), Ok(()));
        assert_eq!(totp::verify_new(&services, &id, &factor, &code).await.unwrap(), Err(totp::InvalidCode));
        let added = change(&services, &id, |_, factors| Ok(add(factors, &factor))).await.unwrap();
        assert_eq!(added, Some(Ok(())));
        assert_eq!(totp::verify(&services, &id, &code).await.unwrap(), Err(totp::InvalidCode));
        clock.advance(Duration::from_secs(30));
        let next = totp::code_at(&secret, services.now());
        assert_eq!(totp::verify(&services, &id, &next).await.unwrap(), Ok(factor.id));
    }

    async fn of_many_at_once_one_gets_in_by_a_code(db: Db) {
        let (services, _) = services(db).await;
        let id = UserId::new("ingrid");
        let secret = totp::new_secret(&*services.entropy);
        let codes = backup_code::new_codes(&*services.entropy);
        let factors = [totp::factor(&services, &id, &secret).unwrap(), backup_code::factor(&services, &id, &codes).unwrap()];
        user_with(&services, "ingrid", &[&factors[0], &factors[1]]).await;
        let (mut by_totp, mut by_backup_code) = (tokio::task::JoinSet::new(), tokio::task::JoinSet::new());
        for _ in 0..12 {
            let (services, id, code) = (services.clone(), id.clone(), totp::code_at(&secret, services.now()));
            by_totp.spawn(async move { totp::verify(&services, &id, &code).await.unwrap().is_ok() });
        }
        for _ in 0..12 {
            let (services, id, code) = (services.clone(), id.clone(), codes[3].clone());
            by_backup_code.spawn(async move { backup_code::verify(&services, &id, &code).await.unwrap().is_ok() });
        }
        assert_eq!(by_totp.join_all().await.into_iter().filter(|is_in| *is_in).count(), 1);
        assert_eq!(by_backup_code.join_all().await.into_iter().filter(|is_in| *is_in).count(), 1);
    }

    async fn every_backup_code_is_good_once_until_none_is_left(db: Db) {
        let (services, _) = services(db).await;
        let id = UserId::new("ingrid");
        let codes = ["0123456789".to_owned(), "abcdef0123".to_owned()];
        let factor = backup_code::factor(&services, &id, &codes).unwrap();
        user_with(&services, "ingrid", &[&factor]).await;
        let verify = |code: &'static str| { let (services, id) = (&services, &id); async move { backup_code::verify(services, id, code).await.unwrap().is_ok() } };
        assert!(!verify("0123456788").await && !verify("").await);
        assert!(verify(" 0123456789 ").await && !verify("0123456789").await);
        let user = stored(&services, &id).await;
        let left = factors_of(&user).next().unwrap();
        assert_eq!((left.is_used_up, backup_code::remaining_codes(&services, &id, &left).unwrap()), (false, Some(vec!["abcdef0123".to_owned()])));
        assert!(verify("abcdef0123").await && !verify("abcdef0123").await);
        let user = stored(&services, &id).await;
        assert!(factors_of(&user).next().unwrap().is_used_up);
    }

    async fn a_passkey_is_registered_and_lets_its_user_in(db: Db) {
        let (services, clock) = services(db).await;
        let user = user_with(&services, "ingrid", &[]).await;
        let mut passkey = SoftPasskey::new("one", HOST, ORIGIN);
        let factor = registered(&services, &user, &mut passkey).await.unwrap();
        assert_eq!((factor.agent.as_deref(), factor.credential_id.as_deref()), (Some("Test"), Some(passkey.encoded_id().as_str())));
        assert!(!factor.sealed_secret.is_empty() && factor.last_used_at.is_none());
        let user = stored(&services, &user.id).await;
        clock.advance(Duration::from_secs(9));
        let (options, ceremony) = passkey::begin_authentication(&services, &user).unwrap().unwrap();
        let options = serde_json::to_value(options).unwrap();
        assert_eq!(options["allowCredentials"], json!([{ "type": "public-key", "id": passkey.encoded_id(), "transports": ["internal"] }]));
        let answer = serde_json::from_value(passkey.authenticate(&options)).unwrap();
        assert_eq!(passkey::unverified_user(&answer), Some(user.id.clone()));
        assert_eq!(passkey::finish_authentication(&services, &user.id, &ceremony, &answer).await.unwrap(), Ok(factor.id.clone()));
        assert_eq!(stored(&services, &user.id).await.mfa_factors[0]["lastUsedAt"], json!(services.now().0));
        // The same answer once more: the counter has moved.
        assert_eq!(passkey::finish_authentication(&services, &user.id, &ceremony, &answer).await.unwrap(), Err(Fault::Cloned));
        // A wrong answer, which anybody can give, leaves no trace at the user.
        let before = stored(&services, &user.id).await;
        let other = serde_json::from_value(SoftPasskey::new("other", HOST, ORIGIN).authenticate(&options)).unwrap();
        assert_eq!(passkey::finish_authentication(&services, &user.id, &ceremony, &other).await.unwrap(), Err(Fault::OtherCredential));
        assert_eq!(passkey::finish_authentication(&services, &user.id, &ceremony, &answer).await.unwrap(), Err(Fault::Cloned));
        assert_eq!(stored(&services, &user.id).await, before);
        // It is not registered twice.
        let again = registered(&services, &user, &mut passkey).await;
        assert_eq!(again.unwrap_err(), AddRefusal::PasskeyInUse);
    }

    async fn a_passkey_lets_in_nobody_else_and_nowhere_else(db: Db) {
        let (services, _) = services(db).await;
        let (ingrid, olav) = (user_with(&services, "ingrid", &[]).await, user_with(&services, "olav", &[]).await);
        let (mut hers, mut his) = (SoftPasskey::new("hers", HOST, ORIGIN), SoftPasskey::new("his", HOST, ORIGIN));
        registered(&services, &ingrid, &mut hers).await.unwrap();
        registered(&services, &olav, &mut his).await.unwrap();
        let (ingrid, olav) = (stored(&services, &ingrid.id).await, stored(&services, &olav.id).await);
        let (options, ceremony) = passkey::begin_authentication(&services, &ingrid).unwrap().unwrap();
        let options = serde_json::to_value(options).unwrap();
        let tried = |user: &UserId, answer: Value| {
            let (services, user, ceremony) = (&services, user.clone(), &ceremony);
            async move { passkey::finish_authentication(services, &user, ceremony, &serde_json::from_value(answer).unwrap()).await.unwrap() }
        };
        let his_answer = his.authenticate(&options);
        assert_eq!(tried(&ingrid.id, his_answer.clone()).await, Err(Fault::OtherCredential));
        // His signature under the name of hers.
        let mut renamed = his_answer;
        renamed["id"] = json!(hers.encoded_id());
        renamed["rawId"] = json!(hers.encoded_id());
        renamed["response"]["userHandle"] = Value::Null;
        assert_eq!(tried(&ingrid.id, renamed).await, Err(Fault::Signature));
        // Hers for him.
        assert_eq!(tried(&olav.id, hers.authenticate(&options)).await, Err(Fault::OtherCredential));
        // Another challenge, site, page and kind of proof.
        let (elsewhere, _) = passkey::begin_authentication_of_anybody(&services);
        assert_eq!(tried(&ingrid.id, hers.authenticate(&serde_json::to_value(elsewhere).unwrap())).await, Err(Fault::OtherChallenge));
        hers.origin = "http://id.fjord.example.evil".to_owned();
        assert_eq!(tried(&ingrid.id, hers.authenticate(&options)).await, Err(Fault::OtherOrigin));
        hers.origin = ORIGIN.to_owned();
        hers.rp_id = "evil.example".to_owned();
        assert_eq!(tried(&ingrid.id, hers.authenticate(&options)).await, Err(Fault::OtherRelyingParty));
        hers.rp_id = HOST.to_owned();
        hers.flags = 0b001;
        assert_eq!(tried(&ingrid.id, hers.authenticate(&options)).await, Err(Fault::UserNotVerified));
        hers.flags = 0b101;
        let mut changed = hers.authenticate(&options);
        changed["response"]["authenticatorData"] = json!(his.authenticate(&options)["response"]["authenticatorData"]);
        assert_eq!(tried(&ingrid.id, changed).await, Err(Fault::Signature));
        assert!(tried(&ingrid.id, hers.authenticate(&options)).await.is_ok());
    }

    async fn an_answer_in_another_form_registers_nothing(db: Db) {
        let (services, _) = services(db).await;
        let user = user_with(&services, "ingrid", &[]).await;
        let (options, ceremony) = passkey::begin_registration(&services, &user, &[]).unwrap();
        let options = serde_json::to_value(options).unwrap();
        let finish = |answer: Value| passkey::finish_registration(&services, &user.id, &ceremony, &serde_json::from_value(answer).unwrap(), None).unwrap();
        let make = |change: fn(&mut SoftPasskey)| {
            let mut passkey = SoftPasskey::new("one", HOST, ORIGIN);
            change(&mut passkey);
            passkey.register(&options)
        };
        assert_eq!(finish(make(|passkey| passkey.origin = "https://id.fjord.example".to_owned())).unwrap_err(), Fault::OtherOrigin);
        assert_eq!(finish(make(|passkey| passkey.rp_id = "fjord.example".to_owned())).unwrap_err(), Fault::OtherRelyingParty);
        assert_eq!(finish(make(|passkey| passkey.flags = 0b100)).unwrap_err(), Fault::UserNotPresent);
        assert_eq!(finish(make(|passkey| passkey.flags = 0b001)).unwrap_err(), Fault::UserNotVerified);
        let mut renamed = make(|_| ());
        renamed["id"] = json!("b3RoZXI");
        assert_eq!(finish(renamed).unwrap_err(), Fault::OtherCredential);
        let further = ["https://account.fjord.example".to_owned()];
        let (other, elsewhere) = passkey::begin_registration(&services, &user, &further).unwrap();
        let other = serde_json::to_value(other).unwrap();
        let answer = SoftPasskey::new("two", HOST, "https://account.fjord.example").register(&other);
        assert_eq!(finish(answer.clone()).unwrap_err(), Fault::OtherChallenge);
        let answer = serde_json::from_value(answer).unwrap();
        assert!(passkey::finish_registration(&services, &user.id, &elsewhere, &answer, None).unwrap().is_ok());
    }

    async fn failures_are_counted_by_user_and_kind(db: Db) {
        let (services, clock) = services(db).await;
        let policy = SentinelPolicy { max_attempts: 3, ..SentinelPolicy::default() };
        let (ingrid, olav) = (UserId::new("ingrid"), UserId::new("olav"));
        let tried = |user: &UserId, kind, outcome: Result<(), &'static str>| {
            let (services, user, policy) = (&services, user.clone(), &policy);
            async move { attempt(services, (&user, kind), policy, async { Ok(outcome) }).await.unwrap() }
        };
        for _ in 0..2 {
            assert_eq!(tried(&ingrid, MfaFactor::Totp, Err("no")).await, Err(AttemptRefusal::Wrong("no")));
        }
        assert_eq!(tried(&ingrid, MfaFactor::Totp, Ok(())).await, Ok(()));
        assert_eq!(tried(&ingrid, MfaFactor::Totp, Err("no")).await, Err(AttemptRefusal::LockedOut));
        assert_eq!(tried(&ingrid, MfaFactor::Totp, Ok(())).await, Err(AttemptRefusal::LockedOut));
        assert_eq!(tried(&ingrid, MfaFactor::BackupCode, Ok(())).await, Ok(()));
        assert_eq!(tried(&olav, MfaFactor::Totp, Ok(())).await, Ok(()));
        clock.advance(Duration::from_secs(3_600));
        assert_eq!(tried(&ingrid, MfaFactor::Totp, Ok(())).await, Ok(()));
    }
}

/// Registers a passkey and stores it.
async fn registered(
    services: &Services,
    user: &User,
    passkey: &mut SoftPasskey,
) -> Result<SecondFactor, AddRefusal> {
    let (options, ceremony) = passkey::begin_registration(services, user, &[]).unwrap();
    let answer = passkey.register(&serde_json::to_value(options).unwrap());
    let answer = serde_json::from_value(answer).unwrap();
    let factor = passkey::finish_registration(services, &user.id, &ceremony, &answer, Some("Test"));
    let factor = factor.unwrap().unwrap();
    let added = change(services, &user.id, |_, factors| Ok(add(factors, &factor))).await.unwrap();
    added.unwrap().map(|()| factor)
}

#[test]
fn a_user_has_one_authenticator_one_set_of_codes_and_fifty_passkeys_at_the_most() {
    let factor = |kind: MfaFactor, id: &str| SecondFactor {
        id: id.to_owned(),
        kind: kind.as_str().to_owned(),
        created_at: UnixMillis(1),
        last_used_at: None,
        sealed_secret: String::new(),
        name: None,
        agent: None,
        credential_id: (kind == MfaFactor::WebAuthn).then(|| id.to_owned()),
        is_used_up: false,
    };
    let mut factors = Vec::new();
    let codes = factor(MfaFactor::BackupCode, "codes");
    assert_eq!(add(&mut factors, &codes), Err(AddRefusal::BackupCodesAlone));
    assert_eq!(add(&mut factors, &factor(MfaFactor::Totp, "totp")), Ok(()));
    assert_eq!(add(&mut factors, &factor(MfaFactor::Totp, "another")), Err(AddRefusal::TotpInUse));
    assert_eq!(add(&mut factors, &codes), Ok(()));
    assert_eq!(add(&mut factors, &factor(MfaFactor::BackupCode, "more")), Err(AddRefusal::BackupCodesInUse));
    for id in ["one", "two"] {
        assert_eq!(add(&mut factors, &factor(MfaFactor::WebAuthn, id)), Ok(()));
    }
    assert_eq!(add(&mut factors, &factor(MfaFactor::WebAuthn, "two")), Err(AddRefusal::PasskeyInUse));
    let mut full = factors.clone();
    for number in 2..MAX_PASSKEYS {
        assert_eq!(add(&mut full, &factor(MfaFactor::WebAuthn, &number.to_string())), Ok(()));
    }
    assert_eq!(add(&mut full, &factor(MfaFactor::WebAuthn, "more")), Err(AddRefusal::TooManyPasskeys));
    assert!(remove(&mut full, "one"));
    assert_eq!(add(&mut full, &factor(MfaFactor::WebAuthn, "more")), Ok(()));
    // What another version wrote stays.
    factors.push(json!({ "type": "Oracle", "id": "oracle" }));
    let ids = |factors: &[Value]| {
        factors.iter().map(|factor| factor["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert!(update(&mut factors, &SecondFactor { is_used_up: true, ..codes.clone() }));
    assert_eq!(add(&mut factors, &factor(MfaFactor::BackupCode, "fresh")), Ok(()));
    assert_eq!(ids(&factors), ["totp", "one", "two", "oracle", "fresh"]);
    replace(&mut factors, &factor(MfaFactor::Totp, "new"));
    assert!(remove(&mut factors, "oracle") && !remove(&mut factors, "oracle"));
    assert!(!update(&mut factors, &codes));
    assert_eq!(ids(&factors), ["one", "two", "fresh", "new"]);
}
