//! Exchanging tokens that stand for a user (OIDC contract §4.6).

use domain::{
    HashedToken, TenantId, UnixMillis,
    account::User,
    console::{ConsoleRole, Rights},
    user_token::{Impersonation, SUBJECT_TOKEN_TTL, SubjectToken, new_subject_token},
};
use testkit::TestResponse;

use super::*;

const GRANT_TYPE: &str = "urn:ietf:params:oauth:grant-type:token-exchange";
const ACCESS: &str = "urn:ietf:params:oauth:token-type:access_token";
const IMPERSONATION: &str = "urn:logto:token-type:impersonation_token";
const PERSONAL: &str = "urn:logto:token-type:personal_access_token";

/// A world in which these clients may exchange tokens.
async fn furnished(world: World) -> World {
    for id in ["web", "spa", "machine", "third"] {
        world
            .change_client(id, |client| client.custom_client_metadata.allow_token_exchange = Some(true))
            .await;
    }
    world
}

pub(super) async fn subject_token(world: &World, user: &str) -> String {
    subject_token_for(world, user, None).await
}

async fn subject_token_for(world: &World, user: &str, impersonation: Option<Impersonation>) -> String {
    let value = new_subject_token(&*world.services.entropy);
    let now = world.services.now();
    let token = SubjectToken {
        hash: value.hashed(),
        user_id: UserId::new(user),
        context: serde_json::Map::new(),
        impersonation,
        created_at: now,
        expires_at: now.plus(SUBJECT_TOKEN_TTL),
    };
    store::subject_token::insert(world.services.db.exec(), &world.services.tenant, &token).await.unwrap();
    value.reveal().to_owned()
}

async fn personal_token(world: &World, expires_at: Option<UnixMillis>) -> String {
    let user = UserId::new(USER);
    let new = operations::user_token::new_token(&world.services, &user, "laptop", expires_at).unwrap();
    let (exec, tenant) = (world.services.db.exec(), &world.services.tenant);
    store::personal_access_token::insert(exec, tenant, &user, &new.sealed, &new.hash).await.unwrap();
    new.opened.value.reveal().to_owned()
}

async fn exchange(world: &World, kind: &str, token: &str, form: &[(&str, &str)]) -> TestResponse {
    let mut all = vec![("grant_type", GRANT_TYPE), ("subject_token", token), ("subject_token_type", kind)];
    all.extend_from_slice(form);
    world.token_as("web", &all).await
}

#[track_caller]
fn assert_refused(response: &TestResponse) {
    assert_eq!((response.status.as_u16(), response.body.as_str()), (400, NO_GRANT));
}

#[tokio::test]
async fn a_subject_token_buys_an_opaque_token_once() {
    let world = furnished(World::new().await).await;
    let token = subject_token(&world, USER).await;
    let form = [("scope", "openid profile order:read nothing")];
    let body = exchange(&world, IMPERSONATION, &token, &form).await.assert_status(200).json();
    let access = body["access_token"].as_str().unwrap();
    let expected = json!({ "access_token": access, "expires_in": 3_600, "scope": "openid profile", "token_type": "Bearer" });
    assert_eq!(body, expected);
    assert_eq!(members(&body), ["access_token", "expires_in", "scope", "token_type"]);
    let claims = world.userinfo(access).await.assert_status(200).json();
    assert_eq!(claims["sub"], USER);
    assert_refused(&exchange(&world, IMPERSONATION, &token, &form).await);
    // It may be called an access token, too.
    let token = subject_token(&world, USER).await;
    let body = exchange(&world, ACCESS, &token, &[]).await.assert_status(200).json();
    assert_eq!(body["scope"], "");
    assert_refused(&exchange(&world, ACCESS, &token, &[]).await);
}

#[tokio::test]
async fn a_subject_token_ends_after_ten_minutes() {
    let world = furnished(World::new().await).await;
    let token = subject_token(&world, USER).await;
    world.test.advance(SUBJECT_TOKEN_TTL);
    assert_refused(&exchange(&world, IMPERSONATION, &token, &[]).await);
}

#[tokio::test]
async fn a_failed_exchange_spends_nothing() {
    let world = furnished(World::new().await).await;
    let token = subject_token(&world, USER).await;
    let refused = exchange(&world, IMPERSONATION, &token, &[("resource", "https://nothing.example")]).await;
    assert_eq!((refused.status.as_u16(), refused.body.as_str()), (400, UNKNOWN_RESOURCE));
    let refused = exchange(&world, IMPERSONATION, &token, &[("organization_id", FOREIGN)]).await;
    assert_eq!((refused.status.as_u16(), refused.body.as_str()), (403, NOT_A_MEMBER));
    assert_refused(
        &exchange(&world, IMPERSONATION, &token, &[("actor_token", "nothing"), ("actor_token_type", ACCESS)])
            .await,
    );
    exchange(&world, IMPERSONATION, &token, &[]).await.assert_status(200);
}

#[tokio::test]
async fn a_token_for_a_resource_holds_what_the_user_holds_in_requested_order() {
    let world = furnished(World::new().await).await;
    let token = personal_token(&world, None).await;
    let form = [("resource", ORDERS), ("scope", "order:refund nothing order:read openid")];
    let body = exchange(&world, PERSONAL, &token, &form).await.assert_status(200).json();
    assert_eq!((&body["scope"], &body["expires_in"]), (&json!("order:refund order:read"), &json!(1_800)));
    let claims = payload(&body["access_token"]);
    assert_eq!(members(&claims), ["jti", "sub", "iat", "exp", "scope", "client_id", "iss", "aud"]);
    assert_eq!(
        (&claims["sub"], &claims["client_id"], &claims["aud"]),
        (&json!(USER), &json!("web"), &json!(ORDERS))
    );
    // Without a scope there is none; what the user does not hold is not given.
    let body = exchange(&world, PERSONAL, &token, &[("resource", ORDERS)]).await.assert_status(200).json();
    assert_eq!((&body["scope"], &payload(&body["access_token"])["scope"]), (&json!(""), &json!("")));
    let template = [("resource", TEMPLATE), ("scope", "never:held edit:billing")];
    let body = exchange(&world, PERSONAL, &token, &template).await.assert_status(200).json();
    assert_eq!(body["scope"], "edit:billing");
}

#[tokio::test]
async fn a_token_for_an_organization_needs_membership_alone() {
    let world = furnished(World::new().await).await;
    let token = personal_token(&world, None).await;
    let form = [("organization_id", NORTHWIND), ("scope", "never:held invite:member edit:billing")];
    let body = exchange(&world, PERSONAL, &token, &form).await.assert_status(200).json();
    assert_eq!(body["scope"], "edit:billing invite:member");
    let claims = payload(&body["access_token"]);
    assert_eq!(claims["aud"], format!("urn:logto:organization:{NORTHWIND}"));
    assert_eq!(members(&claims), ["jti", "sub", "iat", "exp", "scope", "client_id", "iss", "aud"]);
    let form = [("organization_id", NORTHWIND), ("resource", ORDERS), ("scope", "order:read order:refund")];
    let body = exchange(&world, PERSONAL, &token, &form).await.assert_status(200).json();
    let claims = payload(&body["access_token"]);
    assert_eq!((&claims["organization_id"], &claims["aud"]), (&json!(NORTHWIND), &json!(ORDERS)));
    assert_eq!(body["scope"], "order:read order:refund");
}

#[tokio::test]
async fn a_personal_access_token_is_good_until_it_expires_or_is_deleted() {
    let world = furnished(World::new().await).await;
    let token = personal_token(&world, Some(world.services.now().plus(Duration::from_secs(10)))).await;
    for _ in 0..2 {
        exchange(&world, PERSONAL, &token, &[]).await.assert_status(200);
    }
    // It is nothing but what it is.
    for kind in [ACCESS, IMPERSONATION, "urn:ietf:params:oauth:token-type:jwt"] {
        assert_refused(&exchange(&world, kind, &token, &[]).await);
    }
    world.test.advance(Duration::from_secs(10));
    assert_refused(&exchange(&world, PERSONAL, &token, &[]).await);
}

#[tokio::test]
async fn access_tokens_of_own_clients_stand_for_their_user_and_nothing_else_does() {
    let world = furnished(World::new().await).await;
    let tokens = world.tokens("web").await;
    let opaque = tokens["access_token"].as_str().unwrap();
    let body = exchange(&world, ACCESS, opaque, &[("scope", "openid")]).await.assert_status(200).json();
    world.userinfo(body["access_token"].as_str().unwrap()).await.assert_status(200);
    let jwt =
        world.refresh("web", refresh_token(&tokens), &[("resource", ORDERS)]).await.assert_status(200).json();
    let jwt = jwt["access_token"].as_str().unwrap();
    let form = [("resource", STOCK), ("scope", "stock:read")];
    let body = exchange(&world, ACCESS, jwt, &form).await.assert_status(200).json();
    assert_eq!(
        (&body["scope"], &payload(&body["access_token"])["sub"]),
        (&json!("stock:read"), &json!(USER))
    );

    let machine = [("grant_type", "client_credentials"), ("resource", ORDERS)];
    let machine = world.token_as("machine", &machine).await.assert_status(200).json();
    let third = world.tokens_with("third", &[("scope", "openid profile")]).await;
    let others = [
        refresh_token(&tokens),
        tokens["id_token"].as_str().unwrap(),
        machine["access_token"].as_str().unwrap(),
        third["access_token"].as_str().unwrap(),
        "nothing",
        "a.b.c",
        &jwt[..jwt.len() - 4],
    ];
    for other in others {
        assert_refused(&exchange(&world, ACCESS, other, &[]).await);
    }
    // A JWT ends with its time.
    world.test.advance(Duration::from_secs(1_816));
    assert_refused(&exchange(&world, ACCESS, jwt, &[]).await);
}

#[tokio::test]
async fn an_exchanged_token_ends_with_the_one_it_was_exchanged_for() {
    let world = furnished(World::new().await).await;
    let tokens = world.tokens("web").await;
    let opaque = tokens["access_token"].as_str().unwrap().to_owned();
    let form = [("resource", ORDERS)];
    let jwt = world.refresh("web", refresh_token(&tokens), &form).await.assert_status(200).json();
    let jwt = jwt["access_token"].as_str().unwrap().to_owned();
    let ends = payload(&json!(jwt))["exp"].clone();
    world.test.advance(Duration::from_secs(1_000));
    // Again and again, it gets no later.
    let mut latest = jwt;
    for _ in 0..2 {
        let body = exchange(&world, ACCESS, &latest, &form).await.assert_status(200).json();
        latest = body["access_token"].as_str().unwrap().to_owned();
        assert_eq!((&body["expires_in"], &payload(&body["access_token"])["exp"]), (&json!(800), &ends));
    }
    // So do opaque ones, in both directions.
    let body = exchange(&world, ACCESS, &latest, &[("scope", "openid")]).await.assert_status(200).json();
    assert_eq!(body["expires_in"], 800);
    let body = exchange(&world, ACCESS, &opaque, &[]).await.assert_status(200).json();
    assert_eq!(body["expires_in"], 2_600);
    world.test.advance(Duration::from_secs(800));
    assert_refused(&exchange(&world, ACCESS, &latest, &form).await);
}

#[tokio::test]
async fn tokens_of_an_exchange_are_told_from_those_that_a_user_gave() {
    let world = furnished(World::new().await).await;
    let tokens = world.tokens("web").await;
    let given = tokens["access_token"].as_str().unwrap();
    let body = exchange(&world, ACCESS, given, &[("scope", "openid")]).await.assert_status(200).json();
    for (token, is_of_exchange) in [(given, false), (body["access_token"].as_str().unwrap(), true)] {
        let (exec, tenant, now) = (world.services.db.exec(), &world.services.tenant, world.services.now());
        let token =
            store::access_token::find(exec, tenant, &HashedToken::of(token), now).await.unwrap().unwrap();
        let grant = token.grant_id.as_ref().unwrap();
        let grant = store::grant::find(exec, tenant, grant, now).await.unwrap().unwrap();
        assert_eq!(grant.is_of_exchange(&token), is_of_exchange);
    }
}

#[tokio::test]
async fn whoever_was_signed_out_everywhere_is_not_stood_for_by_older_tokens() {
    let world = furnished(World::new().await).await;
    let tokens = world.tokens("web").await;
    let form = [("resource", ORDERS)];
    let jwt = world.refresh("web", refresh_token(&tokens), &form).await.assert_status(200).json();
    let jwt = jwt["access_token"].as_str().unwrap();
    exchange(&world, ACCESS, jwt, &form).await.assert_status(200);
    world.test.advance(Duration::from_secs(1));
    let (db, tenant, user) = (&world.services.db, &world.services.tenant, UserId::new(USER));
    for is_suspended in [true, false] {
        let (user, now) = (&user, world.services.now());
        db.transaction(|tx| async move {
            store::user::set_suspended(tx.exec(), tenant, user, is_suspended, now).await
        })
        .await
        .unwrap();
    }
    for token in [jwt, tokens["access_token"].as_str().unwrap()] {
        assert_refused(&exchange(&world, ACCESS, token, &form).await);
    }
    // What was issued since is as good as ever.
    let tokens = world.tokens("web").await;
    let jwt = world.refresh("web", refresh_token(&tokens), &form).await.assert_status(200).json();
    exchange(&world, ACCESS, jwt["access_token"].as_str().unwrap(), &form).await.assert_status(200);
}

#[tokio::test]
async fn an_actor_is_named_in_the_token_and_in_introspection() {
    let world = furnished(World::new().await).await;
    let acting = world.tokens("web").await["access_token"].as_str().unwrap().to_owned();
    let actor = [("actor_token", acting.as_str()), ("actor_token_type", ACCESS)];
    let token = subject_token(&world, OTHER_USER).await;
    let form = [&actor[..], &[("resource", ORDERS)]].concat();
    let body = exchange(&world, IMPERSONATION, &token, &form).await.assert_status(200).json();
    let claims = payload(&body["access_token"]);
    assert_eq!(members(&claims), ["act", "jti", "sub", "iat", "exp", "scope", "client_id", "iss", "aud"]);
    assert_eq!((&claims["act"], &claims["sub"]), (&json!({ "sub": USER }), &json!(OTHER_USER)));

    let token = subject_token(&world, OTHER_USER).await;
    let body = exchange(&world, IMPERSONATION, &token, &actor).await.assert_status(200).json();
    let basic = world.basic("web");
    let form = [("token", body["access_token"].as_str().unwrap())];
    let told =
        world.client().form_with("/oidc/token/introspection", &form, &[("authorization", &basic)]).await;
    let told = told.assert_status(200).json();
    assert_eq!((&told["act"], &told["sub"]), (&json!({ "sub": USER }), &json!(OTHER_USER)));

    // A type without a token names nobody.
    let token = subject_token(&world, OTHER_USER).await;
    let form = [("actor_token_type", ACCESS), ("resource", ORDERS)];
    let body = exchange(&world, IMPERSONATION, &token, &form).await.assert_status(200).json();
    assert_eq!(payload(&body["access_token"]).get("act"), None);
}

#[tokio::test]
async fn only_an_opaque_token_with_openid_names_an_actor() {
    let world = furnished(World::new().await).await;
    let tokens = world.tokens("web").await;
    let opaque = tokens["access_token"].as_str().unwrap();
    let jwt =
        world.refresh("web", refresh_token(&tokens), &[("resource", ORDERS)]).await.assert_status(200).json();
    let personal = personal_token(&world, None).await;
    let without =
        exchange(&world, PERSONAL, &personal, &[("scope", "profile")]).await.assert_status(200).json();
    for (token, kind) in [
        (opaque, Some(PERSONAL)),
        (opaque, None),
        (jwt["access_token"].as_str().unwrap(), Some(ACCESS)),
        (without["access_token"].as_str().unwrap(), Some(ACCESS)),
        (personal.as_str(), Some(PERSONAL)),
        (personal.as_str(), Some(ACCESS)),
    ] {
        let mut form = vec![("actor_token", token)];
        form.extend(kind.map(|kind| ("actor_token_type", kind)));
        assert_refused(&exchange(&world, PERSONAL, &personal, &form).await);
    }
}

#[tokio::test]
async fn nobody_speaks_for_a_suspended_or_deleted_user_and_what_was_issued_ends() {
    let world = furnished(World::new().await).await;
    let personal = personal_token(&world, None).await;
    let issued =
        exchange(&world, PERSONAL, &personal, &[("scope", "openid")]).await.assert_status(200).json();
    let (db, tenant, id) = (&world.services.db, &world.services.tenant, &UserId::new(USER));
    let suspend = async |is_suspended| {
        let now = world.services.now();
        let suspended = db.transaction(|tx| async move {
            user::set_suspended(tx.exec(), tenant, id, is_suspended, now).await
        });
        suspended.await.unwrap();
    };
    let subject = subject_token(&world, USER).await;
    suspend(true).await;
    for (kind, token) in [(PERSONAL, &personal), (IMPERSONATION, &subject)] {
        assert_refused(&exchange(&world, kind, token, &[]).await);
    }
    suspend(false).await;
    world.userinfo(issued["access_token"].as_str().unwrap()).await.assert_status(401);
    exchange(&world, PERSONAL, &personal, &[]).await.assert_status(200);
    db.transaction(|tx| async move { user::delete(tx.exec(), tenant, id).await }).await.unwrap();
    for (kind, token) in [(PERSONAL, &personal), (IMPERSONATION, &subject)] {
        assert_refused(&exchange(&world, kind, token, &[]).await);
    }
}

#[tokio::test]
async fn clients_of_every_kind_exchange_when_they_are_set_to_and_third_parties_never() {
    let world = furnished(World::new().await).await;
    let token = personal_token(&world, None).await;
    let form =
        [("grant_type", GRANT_TYPE), ("subject_token", token.as_str()), ("subject_token_type", PERSONAL)];
    let as_spa = world.token_of("spa", &form).await.assert_status(200).json();
    let as_machine = world.token_as("machine", &form).await.assert_status(200).json();
    for body in [as_spa, as_machine] {
        assert_eq!(members(&body), ["access_token", "expires_in", "scope", "token_type"]);
    }
    world.change_client("web", |client| client.custom_client_metadata.allow_token_exchange = None).await;
    for id in ["web", "third"] {
        let refused = world.token_as(id, &form).await.assert_status(400).json();
        assert_eq!(
            refused["error_description"], "requested grant type is not allowed for this client",
            "{id}"
        );
    }
}

#[tokio::test]
async fn what_is_missing_or_comes_twice_is_told() {
    let world = furnished(World::new().await).await;
    let ask = async |form: &[(&str, &str)]| {
        let form = [&[("grant_type", GRANT_TYPE)], form].concat();
        world.token_as("web", &form).await.assert_status(400).json()["error_description"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert_eq!(ask(&[]).await, "missing required parameters 'subject_token' and 'subject_token_type'");
    assert_eq!(ask(&[("subject_token", "x")]).await, "missing required parameter 'subject_token_type'");
    let twice = [("subject_token", "x"), ("subject_token", "y"), ("subject_token_type", ACCESS)];
    assert_eq!(ask(&twice).await, "'subject_token' parameter must not be provided twice");
}

#[tokio::test]
async fn an_exchange_is_recorded_without_its_tokens() {
    let world = furnished(World::new().await).await;
    let token = subject_token(&world, USER).await;
    for _ in 0..2 {
        exchange(&world, IMPERSONATION, &token, &[]).await;
    }
    let rows = store::testing::contents(&world.services.db).await["audit_logs"].concat();
    assert!(
        rows.contains("ExchangeTokenBy.TokenExchange")
            && rows.contains("invalid_grant")
            && !rows.contains(&token)
    );
}

both_databases! {
    async fn of_parallel_exchanges_of_a_subject_token_one_wins(db: Db) {
        let world = furnished(World::over(db).await).await;
        let token = subject_token(&world, USER).await;
        let answers = join_all((0..6).map(|_| exchange(&world, IMPERSONATION, &token, &[("resource", ORDERS)]))).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
        assert!(answers.iter().all(|answer| answer.status == 200 || answer.body == NO_GRANT));
    }
}

const ADMINISTRATOR: &str = "edda";

/// An administrator of the server with these rights.
async fn administrator(world: &World, rights: impl Into<Rights>) {
    let (tenant, rights, now) = (&TenantId::of_administrators(), &rights.into(), world.services.now());
    let user = &User { username: Some("edda".to_owned()), ..User::new(UserId::new(ADMINISTRATOR), now) };
    let made = world.services.db.transaction(|tx| async move {
        store::user::insert(tx.exec(), tenant, user).await?;
        store::console::insert(tx.exec(), tenant, &user.id, (rights, now)).await
    });
    let made: Result<(), store::StoreError> = made.await;
    made.unwrap();
}

async fn set_rights(world: &World, rights: impl Into<Rights>) {
    let (exec, rights) = (world.services.db.exec(), rights.into());
    let administrator = UserId::new(ADMINISTRATOR);
    store::console::set_rights(exec, &TenantId::of_administrators(), &administrator, &rights).await.unwrap();
}

/// A token with which the administrator speaks for the user in `web`.
async fn impersonation_token(world: &World, user: &str) -> String {
    let impersonation = Impersonation {
        administrator_id: UserId::new(ADMINISTRATOR),
        administrator: Some("edda".to_owned()),
        application_id: domain::ApplicationId::new("web"),
        reason: "Ticket 7".to_owned(),
    };
    subject_token_for(world, user, Some(impersonation)).await
}

#[tokio::test]
async fn who_speaks_for_a_user_as_an_administrator_is_named_in_the_token_in_introspection_and_in_the_log() {
    let world = furnished(World::new().await).await;
    administrator(&world, ConsoleRole::Owner).await;
    // Not as one of the users of the tenant, whatever ids those have.
    let act = json!({ "sub": ADMINISTRATOR, "iss": format!("{}/console", world.services.endpoint.base()) });
    let token = impersonation_token(&world, USER).await;
    let form = [("resource", ORDERS), ("scope", "order:read")];
    let body = exchange(&world, IMPERSONATION, &token, &form).await.assert_status(200).json();
    let claims = payload(&body["access_token"]);
    assert_eq!(members(&claims), ["act", "jti", "sub", "iat", "exp", "scope", "client_id", "iss", "aud"]);
    assert_eq!((&claims["act"], &claims["sub"]), (&act, &json!(USER)));
    assert_refused(&exchange(&world, IMPERSONATION, &token, &form).await);

    let token = impersonation_token(&world, USER).await;
    let body =
        exchange(&world, IMPERSONATION, &token, &[("scope", "openid")]).await.assert_status(200).json();
    let basic = world.basic("web");
    let form = [("token", body["access_token"].as_str().unwrap())];
    let told =
        world.client().form_with("/oidc/token/introspection", &form, &[("authorization", &basic)]).await;
    let told = told.assert_status(200).json();
    assert_eq!((&told["act"], &told["sub"]), (&act, &json!(USER)));

    let logs = store::testing::contents(&world.services.db).await;
    let logs: Vec<_> = logs["audit_logs"].iter().filter(|row| row.contains("Ticket 7")).collect();
    assert_eq!(logs.len(), 2);
    for log in logs {
        for text in ["ExchangeTokenBy.TokenExchange", "administratorId", ADMINISTRATOR, USER] {
            assert!(log.contains(text), "{text}: {log}");
        }
    }
}

#[tokio::test]
async fn a_token_of_an_administrator_is_good_in_one_application_as_long_as_they_may_speak_for_users() {
    let world = furnished(World::new().await).await;
    administrator(&world, ConsoleRole::Editor).await;
    let token = impersonation_token(&world, USER).await;
    let form = [("grant_type", GRANT_TYPE), ("subject_token", &token), ("subject_token_type", IMPERSONATION)];
    assert_refused(&world.token_of("spa", &form).await);
    assert_refused(&world.token_as("machine", &form).await);
    let part = |role| Rights::limited([(domain::console::IMPERSONATION_PART.to_owned(), role)]);
    for rights in [ConsoleRole::ReadOnly.into(), Rights::limited([]), part(ConsoleRole::ReadOnly)] {
        set_rights(&world, rights).await;
        assert_refused(&exchange(&world, IMPERSONATION, &token, &[]).await);
        assert_refused(&exchange(&world, ACCESS, &token, &[]).await);
    }
    set_rights(&world, part(ConsoleRole::Editor)).await;
    // Nobody else acts beside them.
    let acting = world.tokens("web").await["access_token"].as_str().unwrap().to_owned();
    let actor = [("actor_token", acting.as_str()), ("actor_token_type", ACCESS)];
    assert_refused(&exchange(&world, IMPERSONATION, &token, &actor).await);
    exchange(&world, IMPERSONATION, &token, &[]).await.assert_status(200);
}

#[tokio::test]
async fn what_an_administrator_got_buys_nothing_further_and_ends_after_an_hour() {
    let world = furnished(World::new().await).await;
    // Everybody else gets a day there.
    let longer = "UPDATE resources SET access_token_ttl_seconds = 86400 WHERE tenant_id = 'default'";
    store::testing::execute(&world.services.db, longer, &[]).await;
    let own = personal_token(&world, None).await;
    let day = exchange(&world, PERSONAL, &own, &[("resource", ORDERS)]).await.assert_status(200).json();
    assert_eq!(day["expires_in"], 86_400);
    administrator(&world, ConsoleRole::Owner).await;
    let token = impersonation_token(&world, USER).await;
    let jwt =
        exchange(&world, IMPERSONATION, &token, &[("resource", ORDERS)]).await.assert_status(200).json();
    let token = impersonation_token(&world, USER).await;
    let opaque =
        exchange(&world, IMPERSONATION, &token, &[("scope", "openid")]).await.assert_status(200).json();
    for bought in [&jwt, &opaque] {
        assert_eq!(bought["expires_in"], 3_600);
        assert_refused(&exchange(&world, ACCESS, bought["access_token"].as_str().unwrap(), &[]).await);
    }
    // Nor does it name an actor.
    let other = subject_token(&world, OTHER_USER).await;
    let actor = [("actor_token", opaque["access_token"].as_str().unwrap()), ("actor_token_type", ACCESS)];
    assert_refused(&exchange(&world, IMPERSONATION, &other, &actor).await);
}
