use std::sync::{Mutex, PoisonError};

use connectors::{
    Behaviour, Config, ConnectorContext, ConnectorType, Factory,
    social::{Authorization, AuthorizationRequest, Callback, SocialFuture, SocialProvider},
};
use domain::{ConnectorId, account::User};
use serde_json::{Map, json};
use store::both_databases;

use super::*;
use crate::{
    connectors::tests::services,
    social::put_identity,
    user::{NewUser, create_user},
};

/// A provider that renews tokens as it is told, each refresh token once.
#[derive(Clone, Debug, Default)]
struct Renewing(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    answers: Vec<(String, Value)>,
    asked: Vec<String>,
}

impl Renewing {
    fn gives(&self, refresh_token: &str, answer: Value) {
        self.state().answers.push((refresh_token.to_owned(), answer));
    }

    fn asked(&self) -> Vec<String> {
        self.state().asked.clone()
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl SocialProvider for Renewing {
    fn authorization<'a>(
        &'a self,
        _context: ConnectorContext<'a>,
        _config: &'a Config,
        _request: AuthorizationRequest<'a>,
    ) -> SocialFuture<'a, Authorization> {
        Box::pin(async { Err(ConnectorError::Failed("nothing begins here".to_owned())) })
    }

    fn profile<'a>(
        &'a self,
        _context: ConnectorContext<'a>,
        _config: &'a Config,
        _callback: Callback<'a>,
    ) -> SocialFuture<'a, SocialProfile> {
        Box::pin(async { Err(ConnectorError::Failed("nothing ends here".to_owned())) })
    }

    fn renew<'a>(
        &'a self,
        _context: ConnectorContext<'a>,
        _config: &'a Config,
        refresh_token: &'a str,
    ) -> SocialFuture<'a, Value> {
        Box::pin(async move {
            // Long enough for others to come in between.
            tokio::time::sleep(Duration::from_millis(20)).await;
            let mut state = self.state();
            state.asked.push(refresh_token.to_owned());
            let at = state.answers.iter().position(|(known, _)| known == refresh_token);
            match at.map(|at| state.answers.remove(at).1) {
                None => Err(ConnectorError::CodeInvalid("not taken".to_owned())),
                Some(Value::Null) => Err(ConnectorError::Failed("out of order".to_owned())),
                Some(answer) => Ok(answer),
            }
        })
    }
}

fn connector(id: &str, provider: &Renewing) -> Connector {
    let factory = Factory {
        id: "renewing",
        connector_type: ConnectorType::Social,
        target: "fjord",
        platform: None,
        name: "Fjord",
        description: "Renews",
        logo: "data:image/svg+xml,a",
        logo_dark: None,
        readme: "",
        form_items: Vec::new(),
        is_standard: false,
        is_token_storage_supported: true,
        behaviour: Behaviour::Social(Arc::new(provider.clone())),
    };
    Connector {
        id: ConnectorId::new(id),
        factory: Box::leak(Box::new(factory)),
        config: Config::new(),
        metadata: Map::new(),
        sync_profile: false,
        enable_token_storage: true,
        created_at: UnixMillis(1),
    }
}

fn profile(id: &str, tokens: Value) -> SocialProfile {
    SocialProfile {
        id: id.to_owned(),
        email: None,
        phone: None,
        name: None,
        avatar: None,
        raw_data: Value::Null,
        tokens: Some(tokens),
    }
}

/// Gives a user an identity through a connector.
async fn link(services: &Services, connector: &Connector, user: &User, profile: &SocialProfile) {
    let done: Result<(), OperationError> = services
        .db
        .transaction(|tx| async move {
            let user =
                store::user::lock(tx.exec(), &services.tenant, &user.id, services.now()).await?.unwrap();
            put_identity(services, tx.exec(), &user, (connector, profile)).await.map(drop)
        })
        .await;
    done.unwrap();
}

/// A user without an identity, and connectors of these ids that are stored.
async fn world(services: &Services, provider: &Renewing, ids: [&str; 2]) -> (User, [Connector; 2]) {
    let user = create_user(services, NewUser::default()).await.unwrap();
    let all = ids.map(|id| connector(id, provider));
    for (connector, platform) in all.iter().zip(["Web", "Native"]) {
        let mut stored = connector::seal(services, connector).unwrap();
        stored.platform = Some(platform.to_owned());
        store::connector::insert(services.db.exec(), &services.tenant, &stored).await.unwrap();
    }
    (user, all)
}

async fn kept(services: &Services, user: &User) -> Option<StoredSecret> {
    secret::find_at(services.db.exec(), &services.tenant, &user.id, "fjord").await.unwrap()
}

async fn token(services: &Services, connector: &Connector, user: &User) -> Result<String, AccessTokenError> {
    let token = through(services, connector, (&user.id, "fjord")).await?;
    Ok(token.token.reveal().to_owned())
}

fn full(number: usize) -> Value {
    json!({
        "access_token": format!("at{number}"), "refresh_token": format!("rt{number}"), "id_token": "it", "token_type": "Bearer",
        "scope": "mail", "expires_in": 60,
    })
}

both_databases! {
    async fn tokens_are_sealed_and_go_on_from_those_before(db: Db) {
        let (services, clock) = services(db).await;
        let provider = Renewing::default();
        let (user, [one, other]) = world(&services, &provider, ["one", "other"]).await;
        link(&services, &one, &user, &profile("7", full(1))).await;
        let first = kept(&services, &user).await.unwrap();
        assert_eq!((first.id.as_str().len(), first.created_at, first.updated_at), (21, services.now(), services.now()));
        assert_eq!(first.metadata, TokenSet::of_answer(&full(1), services.now()).unwrap().metadata());
        let sealed = String::from_utf8_lossy(&first.sealed_value).into_owned();
        assert!(["at1", "rt1", "accessToken"].iter().all(|text| !sealed.contains(text)));
        // Another's tokens do not open.
        let moved = StoredSecret { user_id: UserId::new("another"), ..first.clone() };
        assert!(matches!(open(&services, &moved), Err(OperationError::Store(StoreError::Sealed))));
        clock.advance(Duration::from_secs(5));
        link(&services, &one, &user, &profile("7", json!({ "access_token": "at2" }))).await;
        let second = kept(&services, &user).await.unwrap();
        assert_eq!((&second.id, second.created_at, second.updated_at), (&first.id, first.created_at, services.now()));
        let opened = open(&services, &second).unwrap().reveal();
        assert_eq!((&opened["accessToken"], &opened["refreshToken"]), (&json!("at2"), &json!("rt1")));
        // A refresh token is good for the client that it was given to.
        link(&services, &other, &user, &profile("7", json!({ "access_token": "at3" }))).await;
        let third = kept(&services, &user).await.unwrap();
        assert_eq!((&third.id, &third.connector_id, third.metadata.has_refresh_token), (&first.id, &other.id, false));
        // And for the account that it was given for.
        link(&services, &one, &user, &profile("7", full(4))).await;
        link(&services, &one, &user, &profile("8", json!({ "access_token": "at5" }))).await;
        let fifth = kept(&services, &user).await.unwrap();
        assert_ne!(fifth.id, first.id);
        assert_eq!((fifth.identity_id.as_str(), fifth.metadata.has_refresh_token), ("8", false));
    }

    async fn nothing_is_kept_that_is_not_to_be_or_cannot_be(db: Db) {
        let (services, _) = services(db).await;
        let provider = Renewing::default();
        let (user, [one, other]) = world(&services, &provider, ["one", "other"]).await;
        let off = Connector { enable_token_storage: false, ..other };
        link(&services, &off, &user, &profile("7", full(1))).await;
        for tokens in [json!({}), json!({ "id_token": "it" }), json!({ "access_token": "a".repeat(20_000) })] {
            link(&services, &one, &user, &profile("7", tokens)).await;
        }
        link(&services, &one, &user, &SocialProfile { tokens: None, ..profile("7", Value::Null) }).await;
        assert_eq!(kept(&services, &user).await, None);
        assert!(matches!(token(&services, &one, &user).await, Err(AccessTokenError::NotKept)));
        // What was kept before is not given out while the connector keeps nothing.
        link(&services, &one, &user, &profile("7", full(1))).await;
        link(&services, &off, &user, &profile("7", full(2))).await;
        assert_eq!(token(&services, &one, &user).await.unwrap(), "at1");
        let off = Connector { enable_token_storage: false, ..one };
        assert!(matches!(token(&services, &off, &user).await, Err(AccessTokenError::NotKept)));
    }

    async fn an_access_token_is_renewed_once_for_all_who_ask(db: Db) {
        let (services, clock) = services(db).await;
        let provider = Renewing::default();
        let (user, [one, _]) = world(&services, &provider, ["one", "other"]).await;
        link(&services, &one, &user, &profile("7", full(1))).await;
        assert_eq!(token(&services, &one, &user).await.unwrap(), "at1");
        assert_eq!(provider.asked(), [""; 0]);
        clock.advance(Duration::from_secs(60));
        provider.gives("rt1", full(2));
        let all = futures_util::future::join_all((0..8).map(|_| token(&services, &one, &user))).await;
        assert!(all.iter().all(|token| token.as_ref().unwrap() == "at2"), "{all:?}");
        assert_eq!(provider.asked(), ["rt1"]);
        let renewed = kept(&services, &user).await.unwrap();
        assert_eq!((renewed.version, renewed.updated_at), (1, services.now()));
        assert_eq!(renewed.metadata.expires_at, Some(services.now().plus(Duration::from_secs(60))));
        // A refresh token that is not replaced is used again.
        clock.advance(Duration::from_secs(60));
        provider.gives("rt2", json!({ "access_token": "at3", "expires_in": 60 }));
        assert_eq!(token(&services, &one, &user).await.unwrap(), "at3");
        clock.advance(Duration::from_secs(60));
        provider.gives("rt2", json!({ "access_token": "at4" }));
        assert_eq!(token(&services, &one, &user).await.unwrap(), "at4");
        clock.advance(Duration::from_secs(86_400));
        assert_eq!(token(&services, &one, &user).await.unwrap(), "at4");
    }

    async fn what_cannot_be_renewed_says_why_and_stays(db: Db) {
        let (services, clock) = services(db).await;
        let provider = Renewing::default();
        let (user, [one, _]) = world(&services, &provider, ["one", "other"]).await;
        link(&services, &one, &user, &profile("7", json!({ "access_token": "at0", "expires_in": 60 }))).await;
        clock.advance(Duration::from_secs(60));
        assert!(matches!(token(&services, &one, &user).await, Err(AccessTokenError::Expired)));
        link(&services, &one, &user, &profile("7", full(1))).await;
        clock.advance(Duration::from_secs(60));
        provider.gives("rt1", Value::Null);
        provider.gives("rt1", json!({ "access_token": "a".repeat(20_000) }));
        provider.gives("rt1", full(2));
        for _ in 0..2 {
            let failed = token(&services, &one, &user).await;
            assert!(matches!(failed, Err(AccessTokenError::Connector(_))), "{failed:?}");
        }
        assert_eq!(token(&services, &one, &user).await.unwrap(), "at2");
        clock.advance(Duration::from_secs(60));
        // The provider does not know it any longer.
        assert!(matches!(token(&services, &one, &user).await, Err(AccessTokenError::Expired)));
        assert!(kept(&services, &user).await.unwrap().metadata.has_refresh_token);
        // By the connector of the store, whose kind this version does not know.
        let unknown = access_token(&services, &user.id, "fjord").await;
        assert!(matches!(unknown, Err(AccessTokenError::NotKept)), "{unknown:?}");
        assert!(matches!(access_token(&services, &user.id, "fjell").await, Err(AccessTokenError::NotKept)));
    }

    async fn who_dies_over_it_holds_it_up_for_a_while_only(db: Db) {
        let (services, clock) = services(db).await;
        let provider = Renewing::default();
        let (user, [one, _]) = world(&services, &provider, ["one", "other"]).await;
        link(&services, &one, &user, &profile("7", full(1))).await;
        clock.advance(Duration::from_secs(60));
        provider.gives("rt1", full(2));
        let (read, now) = (kept(&services, &user).await.unwrap(), services.now());
        let (exec, tenant) = (services.db.exec(), &services.tenant);
        assert!(secret::lease(exec, tenant, &read, (now, now.plus(LEASE))).await.unwrap());
        let waiting = token(&services, &one, &user);
        let passing = async { clock.advance(LEASE) };
        let (waited, ()) = futures_util::future::join(waiting, passing).await;
        assert_eq!(waited.unwrap(), "at2");
    }
}
