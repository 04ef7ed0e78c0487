//! Consent by page and by API (OIDC contract §6.1 step 4, §6.7).

use std::time::Duration;

use domain::{
    ApplicationId, OrganizationId, OrganizationRoleId, ResourceId, ScopeId, UnixMillis, UserId,
    grant::{Grant, InteractionResult},
    organization::{Organization, OrganizationRole},
    resource::{Resource, Scope},
    role::RoleType,
};
use serde_json::{Map, json};
use store::{StoreError, application::ThirdPartyScopes, configuration, organization, resource};

use super::{
    World,
    world::{APP, Browser, THIRD_PARTY},
};

const ORDERS: &str = "https://orders.fjord.example";
const PARAMETERS: [(&str, &str); 3] = [
    ("redirect_uri", "https://reports.fjord.example/cb"),
    ("scope", "openid offline_access profile urn:logto:scope:organizations order:read"),
    ("resource", ORDERS),
];

/// An API whose scope `order:read` members of two organizations hold; the third-party application may ask for all of it.
async fn orders(world: &World, user: &UserId) {
    let services = world.services();
    let (role, scope) = (&OrganizationRoleId::new("role"), &ScopeId::new("scope"));
    let done: Result<(), StoreError> = services
        .db
        .transaction(|tx| async move {
            let (exec, tenant) = (tx.exec(), &services.tenant);
            let api = Resource {
                id: ResourceId::new("orders"),
                name: "Orders".to_owned(),
                indicator: ORDERS.to_owned(),
                is_default: false,
                access_token_ttl: Duration::from_secs(3_600),
            };
            resource::insert(exec, tenant, &api).await?;
            let read = Scope {
                id: scope.clone(),
                resource_id: api.id.clone(),
                name: "order:read".to_owned(),
                description: Some("Read orders".to_owned()),
                created_at: UnixMillis(1),
            };
            resource::scope::insert(exec, tenant, &read).await?;
            let member = OrganizationRole {
                id: role.clone(),
                name: "member".to_owned(),
                description: None,
                kind: RoleType::User,
            };
            organization::role::insert(exec, tenant, &member).await?;
            organization::role_scope::add(exec, tenant, role, std::slice::from_ref(scope)).await?;
            for (id, name) in
                [("northwind", "Northwind"), ("southwind", "Southwind"), ("elsewhere", "Elsewhere")]
            {
                let id = OrganizationId::new(id);
                let organization = Organization {
                    id: id.clone(),
                    name: name.to_owned(),
                    description: None,
                    custom_data: Map::new(),
                    is_mfa_required: false,
                    color: Map::new(),
                    branding: Map::new(),
                    custom_css: None,
                    created_at: UnixMillis(1),
                };
                organization::insert(exec, tenant, &organization).await?;
                if name != "Elsewhere" {
                    organization::member::add(exec, tenant, &id, std::slice::from_ref(user)).await?;
                    organization::member::add_roles(exec, tenant, &id, user, std::slice::from_ref(role))
                        .await?;
                }
            }
            let allowed = ThirdPartyScopes {
                user_scopes: vec!["profile".to_owned(), "urn:logto:scope:organizations".to_owned()],
                resource_scope_ids: vec![scope.clone()],
                organization_scope_ids: Vec::new(),
                organization_resource_scope_ids: vec![scope.clone()],
            };
            store::application::consent::add(exec, tenant, &ApplicationId::new(THIRD_PARTY), &allowed)
                .await?;
            configuration::bump(&tx, tenant).await
        })
        .await;
    done.unwrap();
}

async fn grant(world: &World, browser: &Browser) -> Grant {
    let Some(InteractionResult::Consent { grant_id }) = world.result(browser).await else {
        panic!("no consent")
    };
    let services = world.services();
    store::grant::find(services.db.exec(), &services.tenant, &grant_id, services.now())
        .await
        .unwrap()
        .unwrap()
}

async fn granted(world: &World, browser: &Browser) -> (String, serde_json::Value) {
    let grant = grant(world, browser).await;
    (grant.openid_scope, json!(grant.resource_scopes))
}

async fn opened(world: &World, user: &UserId) -> Vec<String> {
    let (services, application) = (world.services(), ApplicationId::new(THIRD_PARTY));
    let opened =
        store::grant::opened_organizations(services.db.exec(), &services.tenant, &application, user).await;
    opened.unwrap().into_iter().map(OrganizationId::into_string).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_application_of_ones_own_gets_everything_without_a_question() {
    let world = World::new().await;
    let user = world.user("ingrid").await;
    orders(&world, &user).await;
    let browser = world.consenting(APP, &user, &PARAMETERS).await;
    let answer = browser.client.get("/consent?app_id=4l7qkgi8vplq7zeqm5mjj").await.assert_status(302);
    assert_eq!(answer.location(), browser.resume_url());
    assert!(answer.headers.get("set-cookie").is_none());
    let (openid, resources) = granted(&world, &browser).await;
    assert_eq!(openid, "openid offline_access profile urn:logto:scope:organizations");
    assert_eq!(resources, json!([{ "indicator": ORDERS, "scope": "order:read" }]));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_api_tells_what_a_third_party_asks_for() {
    let world = World::new().await;
    let user = world.user_with("ingrid", |user| user.name = Some("Ingrid Vik".to_owned())).await;
    orders(&world, &user).await;
    let browser = world.consenting(THIRD_PARTY, &user, &PARAMETERS).await;
    let scopes = json!([{
        "resource": { "id": "orders", "name": "Orders", "indicator": ORDERS },
        "scopes": [{ "id": "scope", "name": "order:read", "description": "Read orders" }],
    }]);
    assert_eq!(
        browser.client.get("/api/interaction/consent").await.assert_status(200).json(),
        json!({
            "application": { "id": THIRD_PARTY, "name": "Fjord Reports" },
            "user": {
                "id": user.as_str(), "name": "Ingrid Vik", "avatar": null, "username": "ingrid", "primaryEmail": null, "primaryPhone": null,
            },
            "organizations": [
                { "id": "northwind", "name": "Northwind", "missingResourceScopes": scopes },
                { "id": "southwind", "name": "Southwind", "missingResourceScopes": scopes },
            ],
            "missingOIDCScope": ["profile", "urn:logto:scope:organizations"], "missingResourceScopes": [],
            "redirectUri": "https://reports.fjord.example/cb",
        })
    );
    assert_eq!(world.result(&browser).await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_api_takes_a_choice_of_organizations() {
    let world = World::new().await;
    let user = world.user("ingrid").await;
    orders(&world, &user).await;
    let browser = world.consenting(THIRD_PARTY, &user, &PARAMETERS).await;
    let give = |body| browser.client.post("/api/interaction/consent", body);
    for foreign in ["elsewhere", "no-such"] {
        let refused = give(json!({ "organizationIds": ["northwind", foreign] })).await;
        refused.assert_error(422, "organization.require_membership");
        assert_eq!(world.result(&browser).await, None);
    }
    give(json!({ "organizationIds": "northwind" })).await.assert_error(400, "guard.invalid_input");
    let answer = give(json!({ "organizationIds": ["northwind"] })).await.assert_status(200);
    assert_eq!(answer.json(), json!({ "redirectTo": browser.resume_url() }));
    let (openid, resources) = granted(&world, &browser).await;
    assert_eq!(openid, "openid offline_access profile urn:logto:scope:organizations");
    assert_eq!(resources, json!([{ "indicator": ORDERS, "scope": "order:read" }]));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_organization_what_needs_one_is_refused_for_good() {
    let world = World::new().await;
    let user = world.user("ingrid").await;
    orders(&world, &user).await;
    let browser = world.consenting(THIRD_PARTY, &user, &PARAMETERS).await;
    browser.client.post("/api/interaction/consent", json!({})).await.assert_status(200);
    let (_, resources) = granted(&world, &browser).await;
    assert_eq!(resources, json!([{ "indicator": ORDERS, "scope": "", "rejected": "order:read" }]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consent_never_stands_in_for_a_login() {
    let world = World::new().await;
    let browser = world.browser().await;
    let page = browser.client.get("/consent").await.assert_error(400, "session.not_found");
    assert_eq!(page.json()["error"], "invalid_request");
    browser.client.get("/api/interaction/consent").await.assert_error(400, "session.not_found");
    browser.client.post("/api/interaction/consent", json!({})).await.assert_error(400, "session.not_found");
    assert_eq!(world.result(&browser).await, None);
    world.client().get("/consent").await.assert_error(400, "session.not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_suspended_since_the_login_consents_to_nothing() {
    let world = World::new().await;
    let user = world.user("ingrid").await;
    for application in [APP, THIRD_PARTY] {
        let browser = world.consenting(application, &user, &PARAMETERS).await;
        world.suspend(&user).await;
        browser.client.get("/consent").await.assert_error(400, "session.not_found");
        browser
            .client
            .post("/api/interaction/consent", json!({}))
            .await
            .assert_error(400, "session.not_found");
        assert_eq!(world.result(&browser).await, None);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_asks_in_words_and_takes_a_yes() {
    let world = World::new().await;
    let user = world.user("ingrid").await;
    orders(&world, &user).await;
    let browser = world.consenting(THIRD_PARTY, &user, &PARAMETERS).await;
    let page = browser.client.get("/consent").await.assert_status(200);
    for words in [
        "Fjord Reports",
        "See your name, username and picture",
        "Northwind",
        "Southwind",
        "reports.fjord.example",
        "order:read",
    ] {
        assert!(page.body.contains(words), "{words} not in {}", page.body);
    }
    assert!(!page.body.contains("Elsewhere") && !page.body.contains("checked>"));
    let answer = browser
        .post_form("/consent", &[("decision", "allow"), ("organizationIds", "southwind")])
        .await
        .assert_status(303);
    assert_eq!(answer.location(), browser.resume_url());
    let (_, resources) = granted(&world, &browser).await;
    assert_eq!(resources, json!([{ "indicator": ORDERS, "scope": "order:read" }]));
    assert_eq!(opened(&world, &user).await, ["southwind"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_takes_a_no() {
    let world = World::new().await;
    let user = world.user("ingrid").await;
    let browser = world.consenting(THIRD_PARTY, &user, &PARAMETERS).await;
    let answer = browser.post_form("/consent", &[("decision", "deny")]).await.assert_status(303);
    assert_eq!(answer.location(), browser.resume_url());
    assert_eq!(world.result(&browser).await, Some(InteractionResult::Denied));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_takes_nothing_else() {
    let world = World::new().await;
    let user = world.user("ingrid").await;
    orders(&world, &user).await;
    let browser = world.consenting(THIRD_PARTY, &user, &PARAMETERS).await;
    let answer = browser.post_form("/consent", &[("decision", "maybe")]).await.assert_status(422);
    assert!(answer.body.contains("Choose whether to allow or to deny."));
    let answer = browser
        .post_form("/consent", &[("decision", "allow"), ("organizationIds", "elsewhere")])
        .await
        .assert_status(422);
    assert!(answer.body.contains("You are no longer a member of an organization you chose."));
    let answer = browser.client.form("/consent", &[("decision", "allow")]).await.assert_status(403);
    assert!(answer.body.contains("This form was out of date."));
    let xsrf = browser.xsrf("/consent").await;
    let foreign = browser
        .client
        .form_with("/consent", &[("xsrf", &xsrf), ("decision", "allow")], &[("sec-fetch-site", "cross-site")])
        .await;
    foreign.assert_status(403);
    assert_eq!(world.result(&browser).await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_who_is_signed_in_is_led_from_the_sign_in_page_to_consent() {
    let world = World::new().await;
    let user = world.user("ingrid").await;
    let browser = world.consenting(THIRD_PARTY, &user, &PARAMETERS).await;
    for path in ["/sign-in?app_id=third7qkgi8vplq7zeqm5", "/register?app_id=third7qkgi8vplq7zeqm5"] {
        assert_eq!(
            browser.client.get(path).await.assert_status(303).location(),
            "/consent?app_id=third7qkgi8vplq7zeqm5"
        );
    }
}

/// Every scope that a grant holds as allowed.
fn allowed(grant: &Grant) -> Vec<String> {
    let openid = grant.openid_scope.split(' ');
    let of_apis = grant.resource_scopes.iter().flat_map(|resource| resource.scope.split(' '));
    openid.chain(of_apis).filter(|scope| !scope.is_empty()).map(str::to_owned).collect()
}

/// Whether the page says that `scope` will be allowed, to everybody who ticks `ticked`.
fn shows(page: &str, scope: &str, ticked: &[&str]) -> bool {
    let listed = page.split("<fieldset").next().unwrap().contains(&format!(">{scope}</p>"));
    listed || ticked.iter().any(|id| page.contains(&format!("id=\"organization-{id}-hint\">{scope}</p>")))
}

async fn answer(browser: &Browser, ticked: &[&str]) {
    let mut fields = vec![("decision", "allow")];
    fields.extend(ticked.iter().map(|id| ("organizationIds", *id)));
    browser.post_form("/consent", &fields).await.assert_status(303);
}

const NOTHING_NEW: &str = "It asks for nothing new.";

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_allowed_that_the_page_did_not_show() {
    let world = World::new().await;
    let user = world.user("ingrid").await;
    orders(&world, &user).await;
    let organizations = "urn:logto:scope:organizations";
    let requests = [
        "openid".to_owned(),
        "openid profile offline_access".to_owned(),
        "openid profile order:read".to_owned(),
        format!("openid {organizations}"),
        format!("openid offline_access {organizations} order:read"),
    ];
    let with = |scope: &str| [PARAMETERS[0], ("resource", ORDERS), ("scope", scope.to_owned().leak())];
    for first in &requests {
        for second in &requests {
            for (ticked_first, ticked) in
                [(&[][..], &["northwind"][..]), (&["northwind"], &[]), (&["northwind"], &["southwind"])]
            {
                let case = format!("{first} {ticked_first:?} then {second} {ticked:?}");
                let browser = world.consenting(THIRD_PARTY, &user, &with(first)).await;
                answer(&browser, ticked_first).await;
                let (before, opened_before) = (grant(&world, &browser).await, opened(&world, &user).await);
                let known = Some(before.id.clone());
                let browser = world.consenting_again(THIRD_PARTY, &user, &with(second), known).await;
                let page = browser.client.get("/consent").await.assert_status(200).body;
                answer(&browser, ticked).await;
                let after = grant(&world, &browser).await;
                let is_asked = second.contains(organizations) && !first.contains(organizations);
                for scope in allowed(&after).iter().filter(|scope| !allowed(&before).contains(scope)) {
                    assert!(shows(&page, scope, ticked), "{scope}: {case}: {page}");
                }
                assert_eq!(page.contains(NOTHING_NEW), after == before, "{case}: {page}");
                let expected = if is_asked {
                    ticked.to_vec()
                } else {
                    opened_before.iter().map(String::as_str).collect()
                };
                assert_eq!(opened(&world, &user).await, expected, "{case}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_open_organization_gives_and_staying_signed_in_are_on_the_page() {
    let world = World::new().await;
    let user = world.user("ingrid").await;
    orders(&world, &user).await;
    let scope = ("scope", "openid urn:logto:scope:organizations");
    let browser = world.consenting(THIRD_PARTY, &user, &[PARAMETERS[0], scope]).await;
    answer(&browser, &["northwind"]).await;
    let known = Some(grant(&world, &browser).await.id);
    let browser = world.consenting_again(THIRD_PARTY, &user, &PARAMETERS, known.clone()).await;
    let page = browser.client.get("/consent").await.assert_status(200).body;
    for words in ["Stay signed in while you are away", "Read orders", ">order:read</p>"] {
        assert!(page.contains(words), "{words} not in {page}");
    }
    assert!(!page.contains(NOTHING_NEW) && !page.contains("organizationIds"), "{page}");
    let told = browser.client.get("/api/interaction/consent").await.assert_status(200).json();
    assert_eq!(
        (&told["organizations"], &told["missingOIDCScope"], &told["missingResourceScopes"]),
        (&json!([]), &json!(["profile"]), &json!([]))
    );
    answer(&browser, &[]).await;
    let browser = world.consenting_again(THIRD_PARTY, &user, &PARAMETERS, known).await;
    let page = browser.client.get("/consent").await.assert_status(200).body;
    assert!(page.contains(NOTHING_NEW), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organization_that_is_not_ticked_is_closed() {
    let world = World::new().await;
    let user = world.user("ingrid").await;
    orders(&world, &user).await;
    let browser = world.consenting(THIRD_PARTY, &user, &PARAMETERS).await;
    answer(&browser, &["northwind"]).await;
    let browser = world.consenting(THIRD_PARTY, &user, &PARAMETERS).await;
    let page = browser.client.get("/consent").await.assert_status(200).body;
    let is_ticked = |id: &str| page.contains(&format!("value=\"{id}\" checked"));
    assert_eq!((is_ticked("northwind"), is_ticked("southwind")), (true, false), "{page}");
    answer(&browser, &[]).await;
    assert!(opened(&world, &user).await.is_empty());
    let (_, resources) = granted(&world, &browser).await;
    assert_eq!(resources, json!([{ "indicator": ORDERS, "scope": "", "rejected": "order:read" }]));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_api_opens_further_organizations_and_closes_none() {
    let world = World::new().await;
    let user = world.user("ingrid").await;
    orders(&world, &user).await;
    for (body, expected) in [
        (json!({ "organizationIds": ["northwind"] }), &["northwind"][..]),
        (json!({}), &["northwind"]),
        (json!({ "organizationIds": ["southwind"] }), &["northwind", "southwind"]),
    ] {
        let browser = world.consenting(THIRD_PARTY, &user, &PARAMETERS).await;
        browser.client.post("/api/interaction/consent", body).await.assert_status(200);
        assert_eq!(opened(&world, &user).await, expected);
    }
}
