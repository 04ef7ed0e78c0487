//! Scripts that add claims, through the whole router: what they are told, what they add, and what they cannot do.

use domain::{
    HashedToken, UserId,
    script::CustomizedToken,
    user_token::{SUBJECT_TOKEN_TTL, SubjectToken},
};
use serde_json::{Value, json};
use store::{both_databases, configuration, session};
use testkit::{
    TestResponse,
    sso::{ENTERPRISE, enterprise_connector, enterprise_identity},
};

use crate::test_support::{NORTHWIND, ORDERS, TEMPLATE, USER, World, decoded, members, payload};

/// Keeps a script for these tokens, with further members of its setting.
async fn customize(world: &World, token: CustomizedToken, body: &str, further: Value) {
    let source = format!(
        "const getCustomJwtClaims = async ({{ token, context, environmentVariables, api }}) => {{ {body} }};"
    );
    let mut setting = json!({ "script": source });
    setting.as_object_mut().unwrap().extend(further.as_object().unwrap().clone());
    let key = token.setting();
    let sealed =
        operations::scripts::seal(&world.services, key, setting.as_object().unwrap().clone()).unwrap();
    configuration::put_setting(world.services.db.exec(), &world.services.tenant, key, &sealed).await.unwrap();
    world.announce().await;
}

async fn for_users(world: &World, body: &str) {
    customize(world, CustomizedToken::AccessToken, body, json!({})).await;
}

async fn for_machines(world: &World, body: &str) {
    customize(world, CustomizedToken::ClientCredentials, body, json!({})).await;
}

async fn machine_token(world: &World) -> TestResponse {
    let form = [("grant_type", "client_credentials"), ("resource", ORDERS), ("scope", "order:read")];
    world.token_as("machine", &form).await
}

async fn introspect(world: &World, token: &str) -> Value {
    let authorization = world.basic("machine");
    let answer = world
        .client()
        .form_with("/oidc/token/introspection", &[("token", token)], &[("authorization", &authorization)])
        .await;
    answer.assert_status(200).json()
}

/// The records of failures of scripts, as text.
async fn failures(world: &World) -> Vec<Value> {
    let logged =
        store::audit_log::newest(world.services.db.exec(), &world.services.tenant, 20).await.unwrap();
    logged
        .into_iter()
        .filter(|record| record.key.starts_with("JwtCustomizer."))
        .map(|record| Value::Object(record.payload))
        .collect()
}

#[tokio::test]
async fn claims_stand_before_the_standard_ones_of_a_machines_token() {
    let world = World::new().await;
    for_machines(&world, "return { plan: 'gold', told: { ...token, jti: typeof token.jti }, of: context.application.name, parts: Object.keys(context) }").await;
    let body = machine_token(&world).await.assert_status(200).json();
    assert_eq!(members(&body), ["access_token", "expires_in", "token_type", "scope"]);
    let claims = payload(&body["access_token"]);
    assert_eq!(
        members(&claims),
        ["plan", "told", "of", "parts", "jti", "sub", "iat", "exp", "scope", "client_id", "iss", "aud"]
    );
    let told = json!({ "kind": "ClientCredentials", "jti": "string", "clientId": "machine", "aud": ORDERS, "scope": "order:read" });
    assert_eq!(
        (&claims["plan"], &claims["told"], &claims["of"], &claims["parts"]),
        (&json!("gold"), &told, &json!("The machine"), &json!(["application"]))
    );
}

both_databases! {
    async fn a_users_script_is_told_of_user_sign_in_and_organization(db: Db) {
        let world = World::over(db).await;
        for_users(&world, "return { context, token }").await;
        let connector = enterprise_connector(&world.services, "fjord").await;
        let identity = enterprise_identity(&world.services, &UserId::new(USER), &connector).await;
        let tokens = world.tokens("web").await;
        let (exec, tenant) = (world.services.db.exec(), &world.services.tenant);
        let mut signed_in = session::list_of_user(exec, tenant, &UserId::new(USER), world.services.now()).await.unwrap().remove(0);
        signed_in.last_submission = Some(json!({ "interactionEvent": "SignIn", "userId": USER, "verificationRecords": [], "secret": 1 }));
        assert!(session::update(exec, tenant, &signed_in, &HashedToken::of("c")).await.unwrap());

        let refresh = tokens["refresh_token"].as_str().unwrap();
        let form = [("organization_id", NORTHWIND), ("resource", ORDERS)];
        let claims = payload(&world.refresh("web", refresh, &form).await.assert_status(200).json()["access_token"]);
        assert_eq!(members(&claims), ["context", "token", "organization_id", "jti", "sub", "iat", "exp", "scope", "client_id", "iss", "aud"]);
        let context = &claims["context"];
        assert_eq!(members(context), ["user", "interaction", "application", "organization"]);
        assert_eq!(context["interaction"], json!({ "interactionEvent": "SignIn", "userId": USER, "verificationRecords": [] }));
        assert_eq!(context["organization"], json!({ "id": NORTHWIND, "name": "Northwind", "description": null, "customData": {} }));
        assert_eq!(context["application"]["id"], "web");
        assert!(context["application"].get("secret").is_none());
        let user = &context["user"];
        assert_eq!((&user["username"], &user["hasPassword"], &user["mfaVerificationFactors"]), (&json!("ingrid"), &json!(false), &json!([])));
        assert_eq!(user["ssoIdentities"], json!([{ "issuer": ENTERPRISE, "identityId": format!("id-of-{USER}"), "detail": identity.detail }]));
        assert_eq!(user["organizations"], json!([
            { "id": "southwind000", "name": "Southwind", "description": null },
            { "id": NORTHWIND, "name": "Northwind", "description": null },
        ]));
        assert_eq!(user["organizationRoles"], json!([{ "organizationId": NORTHWIND, "roleId": "manager", "roleName": "manager" }]));
        let resource = |id: &str, indicator: &str| json!({
            "tenantId": "default", "id": id, "name": id, "indicator": indicator, "isDefault": false, "accessTokenTtl": 1_800,
        });
        assert_eq!(user["roles"], json!([{
            "id": "reader", "name": "reader", "description": "reader", "scopes": [
                { "id": "order:read", "name": "order:read", "description": null, "resourceId": "orders", "resource": resource("orders", ORDERS) },
                { "id": "stock:read", "name": "stock:read", "description": null, "resourceId": "stock", "resource": resource("stock", "https://stock.fjord.example") },
            ],
        }]));
        let token = &claims["token"];
        let expected = json!({
            "kind": "AccessToken", "jti": claims["jti"], "clientId": "web", "accountId": USER, "scope": claims["scope"], "grantId": token["grantId"],
            "gty": "refresh_token", "expiresWithSession": false, "aud": ORDERS,
        });
        assert_eq!(token, &expected);
    }

    async fn claims_of_opaque_tokens_are_told_by_introspection_and_standard_ones_by_nobody_else(db: Db) {
        let world = World::over(db).await;
        for_users(&world, "return {
            plan: 'gold', sub: 'other', aud: 'other', iss: 'other', exp: 1, iat: 1, nbf: 1, jti: 'j', client_id: 'other', scope: 'all', active: false,
            organization_id: 'o', act: { sub: 'other' }, token_type: 'x', username: 'other', ['__proto__']: { isAdmin: true }, nested: { sub: 'fine' },
        }").await;
        let tokens = world.tokens_with("web", &[("resource", ORDERS)]).await;
        let told = introspect(&world, tokens["access_token"].as_str().unwrap()).await;
        assert_eq!(members(&told), ["active", "sub", "client_id", "exp", "iat", "iss", "scope", "token_type", "plan", "nested"]);
        assert_eq!((&told["sub"], &told["plan"], &told["nested"]), (&json!(USER), &json!("gold"), &json!({ "sub": "fine" })));
        let refresh = tokens["refresh_token"].as_str().unwrap();
        let jwt = world.refresh("web", refresh, &[("resource", ORDERS)]).await.assert_status(200).json();
        let claims = payload(&jwt["access_token"]);
        assert_eq!(members(&claims), ["plan", "username", "nested", "jti", "sub", "iat", "exp", "scope", "client_id", "iss", "aud"]);
        assert_eq!((&claims["sub"], &claims["aud"], &claims["client_id"], &claims["scope"]), (&json!(USER), &json!(ORDERS), &json!("web"), &json!("order:read order:refund")));
        assert!(!decoded(&jwt["access_token"]).1.contains("__proto__"));
    }
}

#[tokio::test]
async fn a_refusal_is_told_to_the_client_and_costs_it_nothing() {
    let world = World::new().await;
    let denied = |description: &str| {
        json!({
            "code": "oidc.access_denied", "message": "Access denied.", "error": "access_denied", "error_description": description,
        })
    };
    for_machines(&world, "api.denyAccess()").await;
    assert_eq!(machine_token(&world).await.assert_status(400).json(), denied("Access denied."));
    let code = world.code("spa", &[]).await;
    for_users(&world, "try { api.denyAccess('Not on Sundays.') } catch { return {} }").await;
    assert_eq!(world.redeem("spa", &code).await.assert_status(400).json(), denied("Not on Sundays."));
    for_users(&world, "return {}").await;
    let tokens = world.redeem("spa", &code).await.assert_status(200).json();
    let refresh = tokens["refresh_token"].as_str().unwrap();
    for_users(&world, "api.denyAccess('Not at night.')").await;
    assert_eq!(world.refresh("spa", refresh, &[]).await.assert_status(400).json(), denied("Not at night."));
    for_users(&world, "return {}").await;
    world.test.advance(std::time::Duration::from_secs(10));
    world.refresh("spa", refresh, &[]).await.assert_status(200);
    assert_eq!(failures(&world).await, Vec::<Value>::new(), "a refusal is no failure");
}

#[tokio::test]
async fn a_failure_is_recorded_and_stops_the_token_only_where_it_should() {
    let world = World::new().await;
    for failing in [
        "throw new Error('no plan')",
        "return 7",
        "return null",
        "return ['a']",
        "",
        "return { a: 'x'.repeat(40000) }",
    ] {
        for_machines(&world, failing).await;
        let claims = payload(&machine_token(&world).await.assert_status(200).json()["access_token"]);
        assert_eq!(
            members(&claims),
            ["jti", "sub", "iat", "exp", "scope", "client_id", "iss", "aud"],
            "{failing}"
        );
    }
    let recorded = failures(&world).await;
    assert_eq!(recorded.len(), 6);
    let expected = json!({ "key": "JwtCustomizer.ClientCredentials", "result": "Error", "error": "no plan", "applicationId": "machine" });
    assert!(recorded.contains(&expected), "{recorded:?}");

    let blocking = json!({ "blockIssuanceOnError": true });
    customize(&world, CustomizedToken::ClientCredentials, "throw new Error('no plan')", blocking.clone())
        .await;
    let refused = machine_token(&world).await.assert_status(400).json();
    let told = json!({
        "code": "oidc.invalid_request", "message": "Request is invalid.", "error": "invalid_request",
        "error_description": "the custom claims of the token could not be made",
    });
    assert_eq!(refused, told);
    customize(&world, CustomizedToken::AccessToken, "return { plan }", blocking).await;
    let code = world.code("spa", &[]).await;
    assert_eq!(world.redeem("spa", &code).await.assert_status(400).json(), told);
    let recorded = failures(&world).await;
    let expected = json!({
        "key": "JwtCustomizer.AccessToken", "result": "Error", "error": "plan is not defined", "applicationId": "spa", "userId": USER,
    });
    assert!(recorded.contains(&expected), "{recorded:?}");
}

#[tokio::test]
async fn what_an_operator_gives_a_script_shows_nowhere_but_in_claims_it_makes() {
    let world = World::new().await;
    let environment =
        json!({ "environmentVariables": { "KEY": "s3cret-of-ours" }, "blockIssuanceOnError": true });
    customize(
        &world,
        CustomizedToken::ClientCredentials,
        "return { key: environmentVariables.KEY }",
        environment.clone(),
    )
    .await;
    assert_eq!(
        payload(&machine_token(&world).await.assert_status(200).json()["access_token"])["key"],
        "s3cret-of-ours"
    );
    for leaking in [
        "throw new Error('with ' + environmentVariables.KEY)",
        "throw environmentVariables.KEY",
        "api.denyAccess(environmentVariables.KEY)",
        "(0, eval)(environmentVariables.KEY + '(')",
    ] {
        customize(&world, CustomizedToken::ClientCredentials, leaking, environment.clone()).await;
        let refused = machine_token(&world).await.assert_status(400);
        assert!(!refused.body.contains("s3cret"), "{leaking}: {}", refused.body);
    }
    let everything = store::testing::contents(&world.services.db).await;
    for (table, rows) in everything {
        let rows = rows.concat();
        assert!(!rows.contains("s3cret"), "{table}: {rows}");
    }
    let configuration = world.services.configuration().await.unwrap();
    let printed = format!("{:?}", configuration.customizers);
    assert!(printed.contains("ClientCredentials") && !printed.contains("s3cret"), "{printed}");
}

#[tokio::test]
async fn scripts_for_users_and_for_machines_do_not_meet() {
    let world = World::new().await;
    for_machines(&world, "return { of: 'machines' }").await;
    let tokens = world.tokens("web").await;
    assert_eq!(
        members(&introspect(&world, tokens["access_token"].as_str().unwrap()).await),
        ["active", "sub", "client_id", "exp", "iat", "iss", "scope", "token_type"]
    );
    for_users(&world, "return { of: 'users' }").await;
    assert_eq!(
        payload(&machine_token(&world).await.assert_status(200).json()["access_token"])["of"],
        "machines"
    );
    let refresh = tokens["refresh_token"].as_str().unwrap();
    let organization =
        world.refresh("web", refresh, &[("organization_id", NORTHWIND)]).await.assert_status(200).json();
    assert_eq!(payload(&organization["access_token"])["of"], "users");
    let template = world.refresh("web", refresh, &[("resource", TEMPLATE)]).await.assert_status(200).json();
    assert_eq!(payload(&template["access_token"])["of"], "users");
    // ID tokens have claims of their own.
    assert!(payload(&organization["id_token"]).get("of").is_none());
}

/// Makes a subject token for the user, because of a ticket.
async fn subject_token(world: &World) -> &'static str {
    const TOKEN: &str = "sub_123456789012345678901";
    let now = world.services.now();
    let token = SubjectToken {
        hash: HashedToken::of(TOKEN),
        user_id: UserId::new(USER),
        context: serde_json::Map::from_iter([("ticket".to_owned(), 7.into())]),
        impersonation: None,
        created_at: now,
        expires_at: now.plus(SUBJECT_TOKEN_TTL),
    };
    store::subject_token::insert(world.services.db.exec(), &world.services.tenant, &token).await.unwrap();
    TOKEN
}

#[tokio::test]
async fn no_script_keeps_machines_out_of_the_management_api() {
    let world = World::new().await;
    let api = protocol::identifiers::management_api_indicator("default");
    let management = async || {
        let form = [("grant_type", "client_credentials"), ("resource", api.as_str())];
        payload(&world.token_as("machine", &form).await.assert_status(200).json()["access_token"])
    };
    let blocking = json!({ "blockIssuanceOnError": true });
    for body in ["api.denyAccess()", "throw new Error('no plan')", "return { plan: 'gold' }"] {
        customize(&world, CustomizedToken::ClientCredentials, body, blocking.clone()).await;
        let claims = management().await;
        assert!(claims["aud"] == api.as_str() && claims.get("plan").is_none(), "{body}: {claims}");
    }
    assert_eq!(failures(&world).await, Vec::<Value>::new(), "it was not run");
    for_machines(&world, "api.denyAccess()").await;
    machine_token(&world).await.assert_status(400);
}

#[tokio::test]
async fn what_a_grant_does_not_spend_tells_the_script_nothing() {
    let world = World::new().await;
    world
        .change_client("web", |client| client.custom_client_metadata.allow_token_exchange = Some(true))
        .await;
    let token = subject_token(&world).await;
    for_users(&world, "return { grant: typeof context.grant }").await;
    let tokens = world.tokens("web").await;
    let refresh = tokens["refresh_token"].as_str().unwrap();
    let form = [("subject_token", token), ("resource", ORDERS)];
    let refreshed = world.refresh("web", refresh, &form).await.assert_status(200).json();
    assert_eq!(payload(&refreshed["access_token"])["grant"], "undefined");
    let form = [
        ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"),
        ("subject_token", tokens["access_token"].as_str().unwrap()),
        ("subject_token_type", "urn:ietf:params:oauth:token-type:access_token"),
        ("resource", ORDERS),
    ];
    let exchanged = world.token_as("web", &form).await.assert_status(200).json();
    assert_eq!(payload(&exchanged["access_token"])["grant"], "undefined");
}

#[tokio::test]
async fn an_exchange_tells_the_script_why_somebody_speaks_for_the_user() {
    let world = World::new().await;
    world
        .change_client("web", |client| client.custom_client_metadata.allow_token_exchange = Some(true))
        .await;
    let token = subject_token(&world).await;
    let exchange = async || {
        let form = [
            ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"),
            ("subject_token", token),
            ("subject_token_type", "urn:logto:token-type:impersonation_token"),
            ("resource", ORDERS),
        ];
        world.token_as("web", &form).await
    };
    for_users(&world, "if (context.grant.subjectTokenContext.ticket === 7) api.denyAccess('no')").await;
    exchange().await.assert_status(400);
    for_users(
        &world,
        "return { grant: context.grant, interaction: typeof context.interaction, gty: token.gty }",
    )
    .await;
    let claims = payload(&exchange().await.assert_status(200).json()["access_token"]);
    let grant = json!({ "type": "urn:ietf:params:oauth:grant-type:token-exchange", "subjectTokenContext": { "ticket": 7 } });
    assert_eq!(
        (&claims["grant"], &claims["interaction"], &claims["gty"]),
        (&grant, &json!("undefined"), &grant["type"])
    );
    assert_eq!(exchange().await.status, 400, "it was spent");
}
