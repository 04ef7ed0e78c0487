//! Applications that are restricted to some users (Management API contract §8.5; OIDC contract §3.6): whoever is not let in gets nothing,
//! whatever they were issued before.

use domain::{RoleId, application::access::AccessRules};
use store::{application::access, organization::member, role::holder};

use super::*;

const DENIED: &str = r#"{"code":"oidc.access_denied","message":"Access denied.","error":"access_denied","error_description":"Access denied."}"#;
const WITH_TEMPLATE: &[(&str, &str)] = &[("resource", TEMPLATE), ("resource", ORDERS)];

/// Restricts an application to those whom the rules fit.
async fn restrict(world: &World, client: &str, rules: AccessRules) {
    let (tenant, id, rules) = (&world.services.tenant, &ApplicationId::new(client), &rules);
    let set: Result<(), store::StoreError> = world
        .services
        .db
        .transaction(|tx| async move { access::replace(tx.exec(), tenant, id, rules).await })
        .await;
    set.unwrap();
    world.change_client(client, |client| client.app_level_access_control_enabled = true).await;
}

fn users(ids: &[&str]) -> AccessRules {
    AccessRules { user_ids: ids.iter().map(|id| UserId::new(*id)).collect(), ..AccessRules::default() }
}

fn of_organization(id: &str) -> AccessRules {
    AccessRules { organization_ids: vec![OrganizationId::new(id)], ..AccessRules::default() }
}

fn of_organization_role(organization: &str, role: &str) -> AccessRules {
    let rule = (OrganizationId::new(organization), vec![OrganizationRoleId::new(role)]);
    AccessRules { organization_roles: vec![rule], ..AccessRules::default() }
}

async fn introspect(world: &World, token: &str) -> Value {
    let authorization = world.basic("machine");
    let answer = world
        .client()
        .form_with("/oidc/token/introspection", &[("token", token)], &[("authorization", &authorization)])
        .await;
    answer.assert_status(200).json()
}

both_databases! {
    async fn what_was_issued_before_is_worth_nothing_to_whoever_is_not_let_in(db: Db) {
        let world = World::over(db).await;
        let browser = world.client();
        let code = world.sign_in(&browser, "web", WITH_TEMPLATE).await["code"].clone();
        let tokens = world.redeem("web", &code).await.assert_status(200).json();
        let (refresh, access) = (refresh_token(&tokens), tokens["access_token"].as_str().unwrap());
        let unused = world.code("web", WITH_TEMPLATE).await;
        restrict(&world, "web", users(&[OTHER_USER])).await;

        for form in [&[][..], &[("organization_id", NORTHWIND)][..], &[("resource", ORDERS)][..]] {
            let refused = world.refresh("web", refresh, form).await;
            assert_eq!((refused.status.as_u16(), refused.body.as_str()), (400, DENIED));
        }
        assert_eq!(world.redeem("web", &unused).await.assert_status(400).body, DENIED);
        for token in [access, refresh] {
            assert_eq!(introspect(&world, token).await, json!({ "active": false }));
        }
        assert_eq!(world.userinfo(access).await.assert_status(401).json()["error"], "invalid_token");
        // Who is signed in already is sent back, without a question and with the reason.
        for prompt in ["", "none", "consent"] {
            let path = World::authorization_path("web", &[("prompt", prompt)]);
            let told = callback_parameters(&browser.get(&path).await.assert_status(303).location());
            let told = (told["error"].as_str(), told["error_description"].as_str(), told.get("code"));
            assert_eq!(told, ("access_denied", "Access denied.", None), "prompt={prompt}");
        }

        // A refusal costs nothing: once let in again, everything goes on.
        restrict(&world, "web", users(&[OTHER_USER, USER])).await;
        world.refresh("web", refresh, &[]).await.assert_status(200);
        world.redeem("web", &unused).await.assert_status(200);
        assert_eq!(introspect(&world, access).await["active"], true);
        world.userinfo(access).await.assert_status(200);
    }

    async fn a_rule_fits_as_long_as_what_it_names_is_held(db: Db) {
        let world = World::over(db).await;
        let tokens = world.tokens("web").await;
        let refresh = refresh_token(&tokens);
        let is_let_in = async || match world.refresh("web", refresh, &[]).await {
            answer if answer.status == 200 => true,
            answer => {
                assert_eq!((answer.status.as_u16(), answer.body.as_str()), (400, DENIED));
                false
            }
        };
        let (exec, tenant, user) = (world.services.db.exec(), &world.services.tenant, UserId::new(USER));
        let (reader, northwind) = (RoleId::new("reader"), OrganizationId::new(NORTHWIND));

        restrict(&world, "web", AccessRules { user_role_ids: vec![reader.clone()], ..AccessRules::default() }).await;
        assert!(is_let_in().await);
        holder::remove_user(exec, tenant, &reader, &user).await.unwrap();
        assert!(!is_let_in().await);

        restrict(&world, "web", of_organization_role(SOUTHWIND, "manager")).await;
        assert!(!is_let_in().await, "the role is held elsewhere");
        restrict(&world, "web", of_organization_role(NORTHWIND, "manager")).await;
        assert!(is_let_in().await);
        member::remove_role(exec, tenant, &northwind, &user, &OrganizationRoleId::new("manager")).await.unwrap();
        assert!(!is_let_in().await);

        restrict(&world, "web", of_organization(FOREIGN)).await;
        assert!(!is_let_in().await);
        restrict(&world, "web", of_organization(NORTHWIND)).await;
        assert!(is_let_in().await);
        member::remove(exec, tenant, &northwind, &user).await.unwrap();
        assert!(!is_let_in().await);

        world.change_client("web", |web| web.app_level_access_control_enabled = false).await;
        assert!(is_let_in().await, "rules count only where access is restricted");
    }

    async fn a_sign_in_ends_with_the_refusal_and_issues_nothing(db: Db) {
        let world = World::over(db).await;
        restrict(&world, "web", users(&[OTHER_USER])).await;
        let browser = world.client();
        browser.get(&World::authorization_path("web", &[])).await.assert_status(303);
        let back = browser.get(&world.finish_login(&browser, USER).await).await.assert_status(303);
        let told = callback_parameters(&back.location());
        assert_eq!((told["error"].as_str(), told.get("code")), ("access_denied", None));
        let grants = store::testing::read_number(&world.services.db, "SELECT COUNT(*) FROM grants WHERE tenant_id = 'default'", &[]);
        assert_eq!(grants.await, 0);
    }

    async fn nobody_is_let_in_through_a_token_exchange_either(db: Db) {
        let world = World::over(db).await;
        world.change_client("web", |web| web.custom_client_metadata.allow_token_exchange = Some(true)).await;
        let tokens = world.tokens("spa").await;
        let access = tokens["access_token"].as_str().unwrap();
        let form = [
            ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"),
            ("subject_token", access),
            ("subject_token_type", "urn:ietf:params:oauth:token-type:access_token"),
        ];
        let exchanged = world.token_as("web", &form).await.assert_status(200).json();
        let exchanged = exchanged["access_token"].as_str().unwrap();
        restrict(&world, "web", users(&[OTHER_USER])).await;
        assert_eq!(world.token_as("web", &form).await.assert_status(400).body, DENIED);
        assert_eq!(introspect(&world, exchanged).await, json!({ "active": false }));
        assert_eq!(introspect(&world, access).await["active"], true, "another application is open");
        restrict(&world, "web", users(&[USER])).await;
        world.token_as("web", &form).await.assert_status(200);
    }
}
