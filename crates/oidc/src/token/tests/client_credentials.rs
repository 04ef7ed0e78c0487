//! An application's own tokens (OIDC contract §4.5).

use super::*;

async fn ask(world: &World, form: &[(&str, &str)]) -> testkit::TestResponse {
    let mut all = vec![("grant_type", "client_credentials")];
    all.extend_from_slice(form);
    world.token_as("machine", &all).await
}

#[tokio::test]
async fn a_token_for_a_resource_holds_the_roles_scopes_in_requested_order() {
    let world = World::new().await;
    let response =
        ask(&world, &[("resource", ORDERS), ("scope", "order:refund openid order:read nope")]).await;
    let body = response.assert_status(200).json();
    assert_eq!(members(&body), ["access_token", "expires_in", "token_type", "scope"]);
    assert_eq!(
        (&body["expires_in"], &body["token_type"], &body["scope"]),
        (&json!(1_800), &json!("Bearer"), &json!("order:read"))
    );
    let (header, claims) = decoded(&body["access_token"]);
    let kid =
        world.services.configuration().await.unwrap().keys.current(world.services.now()).kid().to_owned();
    assert_eq!(header, format!(r#"{{"alg":"ES384","typ":"at+jwt","kid":"{kid}"}}"#));
    let iat = world.services.now().as_seconds();
    let jti = payload(&body["access_token"])["jti"].as_str().unwrap().to_owned();
    assert_eq!(jti.len(), 43);
    assert_eq!(
        claims,
        format!(
            r#"{{"jti":"{jti}","sub":"machine","iat":{iat},"exp":{},"scope":"order:read","client_id":"machine","iss":"{ISSUER}","aud":"{ORDERS}"}}"#,
            iat + 1_800
        )
    );
}

#[tokio::test]
async fn without_a_scope_there_is_none_for_a_resource_and_an_empty_one_for_an_organization() {
    let world = World::new().await;
    let body = ask(&world, &[("resource", ORDERS)]).await.assert_status(200).json();
    assert_eq!(members(&body), ["access_token", "expires_in", "token_type"]);
    assert_eq!(
        members(&payload(&body["access_token"])),
        ["jti", "sub", "iat", "exp", "client_id", "iss", "aud"]
    );
    let body = ask(&world, &[("organization_id", NORTHWIND)]).await.assert_status(200).json();
    let token = body["access_token"].as_str().unwrap();
    assert_eq!(
        body,
        json!({ "access_token": token, "expires_in": 3_600, "token_type": "Bearer", "scope": "" })
    );
    assert_eq!(payload(&body["access_token"])["scope"], "");
}

#[tokio::test]
async fn a_token_for_an_organization_names_it_in_the_audience_alone() {
    let world = World::new().await;
    let form =
        [("organization_id", NORTHWIND), ("scope", "invite:member never:held order:refund edit:billing")];
    let body = ask(&world, &form).await.assert_status(200).json();
    assert_eq!(body["scope"], "edit:billing invite:member");
    let claims = payload(&body["access_token"]);
    assert_eq!(claims["aud"], format!("urn:logto:organization:{NORTHWIND}"));
    assert_eq!(members(&claims), ["jti", "sub", "iat", "exp", "scope", "client_id", "iss", "aud"]);
}

#[tokio::test]
async fn a_token_for_a_resource_in_an_organization_counts_the_roles_there_alone() {
    let world = World::new().await;
    let form = [("organization_id", NORTHWIND), ("resource", ORDERS), ("scope", "order:read order:refund")];
    let body = ask(&world, &form).await.assert_status(200).json();
    assert_eq!(body["scope"], "order:refund");
    let claims = payload(&body["access_token"]);
    assert_eq!(
        members(&claims),
        ["organization_id", "jti", "sub", "iat", "exp", "scope", "client_id", "iss", "aud"]
    );
    assert_eq!((&claims["organization_id"], &claims["aud"]), (&json!(NORTHWIND), &json!(ORDERS)));
    let body = ask(&world, &form[..2]).await.assert_status(200).json();
    assert_eq!(body.get("scope"), None);
}

/// Administrators of organizations make such applications through the gateway.
#[tokio::test]
async fn an_organizations_own_application_acts_in_organizations_alone() {
    let world = World::new().await;
    world
        .change_client("machine", |application| {
            let mark = json!({ "organizationId": NORTHWIND, "creation": "c" });
            application.custom_data.insert("guildhallApplication".to_owned(), mark);
        })
        .await;
    // The operator gave this one a role of the whole server.
    ask(&world, &[("resource", ORDERS)]).await.assert_status(200);
    take_global_roles(&world).await;
    for form in [&[("resource", ORDERS)][..], &[("resource", TEMPLATE)], &[]] {
        let refused = ask(&world, form).await.assert_error(403, "oidc.access_denied").json();
        let text = "the application acts in its organization alone: `organization_id` is missing";
        assert_eq!(refused["error_description"], text, "{form:?}");
    }
    for form in
        [&[("organization_id", NORTHWIND)][..], &[("organization_id", NORTHWIND), ("resource", ORDERS)]]
    {
        ask(&world, form).await.assert_status(200);
    }
    world.change_client("machine", |application| application.custom_data.clear()).await;
    ask(&world, &[("resource", ORDERS)]).await.assert_status(200);
}

async fn take_global_roles(world: &World) {
    let (exec, tenant) = (world.services.db.exec(), &world.services.tenant);
    let machine = ApplicationId::new("machine");
    for role in &world.services.client(&machine).await.unwrap().unwrap().role_ids {
        store::role::holder::remove_application(exec, tenant, role, &machine).await.unwrap();
    }
    world.announce().await;
}

#[tokio::test]
async fn the_template_gives_only_what_the_application_holds_somewhere() {
    let world = World::new().await;
    let body = ask(&world, &[("resource", TEMPLATE), ("scope", "never:held invite:member")])
        .await
        .assert_status(200)
        .json();
    assert_eq!(body["scope"], "invite:member");
    assert_eq!(payload(&body["access_token"])["aud"], TEMPLATE);
}

#[tokio::test]
async fn the_default_resource_stands_in_when_nothing_is_named() {
    let world = World::new().await;
    let refused = ask(&world, &[("scope", "order:read")]).await.assert_error(400, "oidc.invalid_target");
    assert_eq!(refused.json()["error_description"], "both `resource` and `organization_id` are not provided");
    let (exec, tenant) = (world.services.db.exec(), &world.services.tenant);
    store::resource::set_default(exec, tenant, &domain::ResourceId::new("orders"), true).await.unwrap();
    world.announce().await;
    let body = ask(&world, &[("scope", "order:read")]).await.assert_status(200).json();
    assert_eq!(
        (&body["scope"], &payload(&body["access_token"])["aud"]),
        (&json!("order:read"), &json!(ORDERS))
    );
    let body = ask(&world, &[("organization_id", NORTHWIND)]).await.assert_status(200).json();
    assert_eq!(payload(&body["access_token"])["aud"], format!("urn:logto:organization:{NORTHWIND}"));
}

#[tokio::test]
async fn wrong_resources_and_organizations_have_their_answers() {
    let world = World::new().await;
    let rows = [
        (
            &[("resource", "https://other.example")][..],
            400,
            "invalid_target",
            "resource indicator is missing, or unknown",
        ),
        (&[("resource", "orders")][..], 400, "invalid_target", "resource indicator must be an absolute URI"),
        (
            &[("resource", "https://a.example/#x")][..],
            400,
            "invalid_target",
            "resource indicator must not contain a fragment component",
        ),
        (
            &[("resource", ORDERS), ("resource", STOCK)][..],
            400,
            "invalid_target",
            "only a single resource indicator value is supported for this grant type",
        ),
        (
            &[("organization_id", FOREIGN)][..],
            403,
            "access_denied",
            "app has not associated with the organization",
        ),
        (
            &[("organization_id", "1")][..],
            403,
            "access_denied",
            "app has not associated with the organization",
        ),
        (
            &[("organization_id", "1"), ("resource", ORDERS)][..],
            403,
            "access_denied",
            "app has not associated with the organization",
        ),
    ];
    for (form, status, error, description) in rows {
        let refused = ask(&world, form).await.assert_error(status, &format!("oidc.{error}"));
        assert_eq!(refused.json()["error_description"], description, "{form:?}");
    }
    ask(&world, &[("resource", ORDERS), ("resource", ORDERS)]).await.assert_status(200);
}

#[tokio::test]
async fn each_issue_is_recorded_without_its_secrets() {
    let world = World::new().await;
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", "machine"),
        ("client_secret", world.secret("machine")),
        ("resource", ORDERS),
        ("scope", "order:read"),
    ];
    world.client().form("/oidc/token", &form).await.assert_status(200);
    let logged = store::audit_log::newest(world.services.db.exec(), &world.services.tenant, 1).await.unwrap();
    assert_eq!(
        Value::Object(logged[0].payload.clone()),
        json!({
            "key": "ExchangeTokenBy.ClientCredentials", "result": "Success", "applicationId": "machine",
            "applicationSecret": { "name": "Default secret" },
            "params": { "grant_type": "client_credentials", "client_id": "machine", "client_secret": "******", "resource": ORDERS, "scope": "order:read" },
            "tokenTypes": ["AccessToken"], "scope": "order:read",
        })
    );
}

#[tokio::test]
async fn a_resource_that_took_a_reserved_name_gets_no_token() {
    let world = World::new().await;
    let organization = format!("urn:logto:organization:{FOREIGN}");
    for (id, indicator) in [("taken", organization.as_str()), ("other", "URN:LOGTO:organization:x")] {
        crate::test_support::insert_resource(&world.services, id, indicator).await;
        world.announce().await;
        let refused = ask(&world, &[("resource", indicator)]).await.assert_status(400);
        assert_eq!(refused.body, UNKNOWN_RESOURCE, "{indicator}");
    }
    let (exec, tenant) = (world.services.db.exec(), &world.services.tenant);
    store::resource::set_default(exec, tenant, &domain::ResourceId::new("taken"), true).await.unwrap();
    world.announce().await;
    ask(&world, &[]).await.assert_error(400, "oidc.invalid_target");
    let path = World::authorization_path("spa", &[("resource", &organization)]);
    let answer = callback_parameters(&world.client().get(&path).await.assert_status(303).location());
    assert_eq!(answer["error"], "invalid_target");
}
