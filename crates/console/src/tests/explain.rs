//! A token explained, and the gateway.

use axum::http::Method;
use domain::console::ConsoleRole;
use serde_json::json;
use store::both_databases;

use super::world::{Administrator, World, forge};

const TOKENS: &str = "/console/tokens";

async fn explained(by: &Administrator, token: &str) -> String {
    by.post(TOKENS, &[("token", token)]).await.assert_status(200).body
}

/// A member of an organization with a role that gives `member:read`, while `member:remove` is given by none.
async fn fjord(world: &World) -> (String, String) {
    let user = world.created("/api/users", json!({ "username": "ingrid" })).await;
    let organization = world.created("/api/organizations", json!({ "name": "Fjord" })).await;
    let role = world.created("/api/organization-roles", json!({ "name": "admin" })).await;
    let read = world.created("/api/organization-scopes", json!({ "name": "member:read" })).await;
    world.created("/api/organization-scopes", json!({ "name": "member:remove" })).await;
    for (path, body) in [
        (format!("/api/organizations/{organization}/users"), json!({ "userIds": [user] })),
        (
            format!("/api/organizations/{organization}/users/{user}/roles"),
            json!({ "organizationRoleIds": [role] }),
        ),
        (format!("/api/organization-roles/{role}/scopes"), json!({ "organizationScopeIds": [read] })),
    ] {
        assert!(world.api.post(&path, body).await.status.is_success(), "{path}");
    }
    (user, organization)
}

both_databases! {
    async fn a_token_of_a_member_is_told_apart_and_each_scope_explained(db: Db) {
        let world = World::over(db).await;
        let (user, organization) = fjord(&world).await;
        let vera = world.administrator("vera", ConsoleRole::ReadOnly).await;
        let application = world.created("/api/applications", json!({ "name": "Ships", "type": "SPA" })).await;
        let claims = json!({
            "sub": user, "client_id": application, "aud": format!("urn:logto:organization:{organization}"), "scope": "member:remove",
        });
        let token = world.test.token(claims).await;
        let before = store::testing::contents(&world.test.services.db).await;
        let page = explained(&vera, &format!("Bearer {token}")).await;
        for said in [
            "Organization token", "Signed by the key that signs now.", "It is good until", "Scopes of ingrid", "Held, not in the token",
            "By the role", ">admin<", ">Fjord<", "In the token, not held any more", &format!("/console/users/{user}"),
        ] {
            assert!(page.contains(said), "{said}: {page}");
        }
        assert!(!page.contains("has been deleted"));
        // Nothing of it is kept, nor shown as a whole.
        assert!(!page.contains(&token));
        for (table, now) in store::testing::contents(&world.test.services.db).await {
            assert_eq!(before.get(&table), Some(&now), "{table}");
        }
    }

    async fn a_token_outlives_its_application_and_its_user(db: Db) {
        let world = World::over(db).await;
        let (user, organization) = fjord(&world).await;
        let vera = world.administrator("vera", ConsoleRole::ReadOnly).await;
        let claims = |user: &str| {
            json!({ "sub": user, "client_id": "app", "aud": format!("urn:logto:organization:{organization}"), "scope": "member:read" })
        };
        let page = explained(&vera, &world.test.token(claims(&user)).await).await;
        for said in ["The application that the token was given to has been deleted.", "By the role", ">admin<"] {
            assert!(page.contains(said), "{said}: {page}");
        }
        let page = explained(&vera, &world.test.token(claims("nobody")).await).await;
        assert!(page.contains("Whoever the token speaks for has been deleted.") && !page.contains("By the role"), "{page}");
    }

    async fn what_is_no_good_token_is_told_in_words(db: Db) {
        let world = World::over(db).await;
        let vera = world.administrator("vera", ConsoleRole::ReadOnly).await;
        let now = world.test.services.now().as_seconds();
        let good = world.test.token(json!({})).await;
        let (head, signature) = good.rsplit_once('.').unwrap();
        let changed = format!("{head}.{}{}", if signature.starts_with('A') { "B" } else { "A" }, &signature[1..]);
        let unsigned = "eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczovL2EuZXhhbXBsZSJ9.";
        for (token, said) in [
            (good, "Management API token"),
            (world.test.token(json!({ "exp": now - 10 })).await, "Expired"),
            (world.test.token(json!({ "nbf": now + 1_000 })).await, "Not yet good"),
            (world.test.token(json!({ "iss": "https://evil.example" })).await, "Token of another issuer"),
            (world.test.token(json!({ "aud": "https://ships.example", "sub": "nobody" })).await, "Whoever the token speaks for has been deleted."),
            (changed, "The signature does not fit"),
            (unsigned.to_owned(), "It is not signed in a way that this server accepts."),
            ("a.b.c".to_owned(), "Not known here"),
            ("a.b.c.d.e".to_owned(), "Encrypted token"),
            ("<script>x</script>".to_owned(), "Not known here"),
        ] {
            let page = explained(&vera, &token).await;
            assert!(page.contains(said), "{said}: {page}");
            assert!(!page.contains("<script>x"));
        }
        let refused = vera.post(TOKENS, &[("token", " ")]).await.assert_status(422);
        assert!(refused.body.contains("Paste a token."));
    }

    async fn what_a_token_would_have_is_shown_by_names_or_ids(db: Db) {
        let world = World::over(db).await;
        let (user, organization) = fjord(&world).await;
        let vera = world.administrator("vera", ConsoleRole::ReadOnly).await;
        assert!(vera.page(TOKENS).await.contains("Show scopes"));
        for address in [
            format!("{TOKENS}?user=ingrid&organization=Fjord&resource=&scope=org%3Afly"),
            format!("{TOKENS}?user={user}&organization={organization}&scope=org%3Afly"),
        ] {
            let page = vera.page(&address).await;
            for said in ["Given", "No role gives it.", "The audience has no such scope.", ">admin<"] {
                assert!(page.contains(said), "{said}: {page}");
            }
        }
        let unknown = vera.browser.get(&format!("{TOKENS}?user=nobody&organization=Fjord")).await.assert_status(422);
        assert!(unknown.body.contains("Nothing here is called “nobody”."), "{}", unknown.body);
        let nobody = vera.browser.get(&format!("{TOKENS}?user=&organization=Fjord")).await.assert_status(422);
        assert!(nobody.body.contains("Say whose token it would be"));
        let machine = world.created("/api/applications", json!({ "name": "Sync", "type": "MachineToMachine" })).await;
        let page = vera.page(&format!("{TOKENS}?user=&application={machine}&organization=Fjord")).await;
        assert!(page.contains("Not a member of the organization"), "{page}");
    }

    async fn the_gateway_shows_its_policy_and_explains_a_request(db: Db) {
        let world = World::over(db).await;
        let (user, organization) = fjord(&world).await;
        let vera = world.administrator("vera", ConsoleRole::ReadOnly).await;
        // A route breaks behind a slash.
        let page = vera.page("/console/gateway").await.replace("<wbr>", "");
        for said in ["GET /organizations/{organizationId}/members", "member:read", "add_members", "Somebody who can manage the organization stays."] {
            assert!(page.contains(said), "{said}: {page}");
        }
        let claims = json!({ "sub": user, "client_id": "app", "aud": format!("urn:logto:organization:{organization}"), "scope": "member:read" });
        let token = world.test.token(claims).await;
        let path = "/console/gateway/what-if";
        vera.page(path).await;
        let members = format!("/organizations/{organization}/members");
        let ask = async |method: &str, path_asked: &str, token: &str| vera.post(path, &[("method", method), ("path", path_asked), ("token", token)]).await;
        let passes = ask("GET", &members, &token).await.assert_status(200).body;
        assert!(passes.contains("Passes") && passes.contains("Still to be checked") && !passes.contains(&token), "{passes}");
        let refused = ask("DELETE", &format!("{members}/somebody"), &token).await.assert_status(200).body;
        assert!(refused.contains("403 gateway.") && refused.contains("refused"), "{refused}");
        let form = format!("xsrf={}&method=GET&path=/nowhere&token=", vera.xsrf().await);
        let in_chinese = forge(&vera.browser, path, &form, &[("accept-language", "zh-CN")]).await.assert_status(200).body;
        for said in ["404 gateway.route_not_found", "该路径没有任何内容。", "<strong>操作</strong>", "该路径没有使用 GET 的操作"] {
            assert!(in_chinese.contains(said), "{said}: {in_chinese}");
        }
        let form = format!("xsrf={}&method=GET&path={members}&token={token}", vera.xsrf().await);
        let in_chinese = forge(&vera.browser, path, &form, &[("accept-language", "zh-CN")]).await.assert_status(200).body;
        for said in [
            "list_members：列出成员",
            "一个 Bearer 令牌",
            "后到期",
            "需要 member:read；令牌带有：member:read",
            "上游：用户存在且未被停用",
            "此操作接受组织令牌；所接受的 API 资源的、写明组织的令牌",
        ] {
            assert!(in_chinese.contains(said), "{said}: {in_chinese}");
        }
        let told = in_chinese.split("id=\"verdict\"").nth(1).expect("a verdict");
        assert!(!told.contains("class=\"field-hint\" lang") && !told.contains("upstream: "), "{told}");
        let in_chinese = vera.browser.send(Method::GET, "/console/gateway", &[("accept-language", "zh-CN")], axum::body::Body::empty()).await;
        assert!(in_chinese.assert_status(200).body.contains("设置成员的角色"));
        assert!(ask("GET", &members, "").await.assert_status(200).body.contains("401"));
        assert!(ask("GET", "members", &token).await.assert_status(422).body.contains("Enter a path that begins with a slash."));
        assert!(ask("GET", &members, "a\u{7}b").await.assert_status(422).body.contains("no header can carry"));
    }

    async fn decisions_are_shown_with_who_and_why_and_without_tokens(db: Db) {
        let world = World::over(db).await;
        let (user, organization) = fjord(&world).await;
        let vera = world.administrator("vera", ConsoleRole::ReadOnly).await;
        let path = "/console/gateway/decisions";
        assert!(vera.page(path).await.contains("No decisions yet"));
        let claims = json!({ "sub": user, "client_id": "app", "aud": format!("urn:logto:organization:{organization}"), "scope": "" });
        let token = world.test.token(claims).await;
        let gateway = testkit::TestClient::new(gateway::router(world.gateway.clone())).unrecorded();
        let authorization = format!("Bearer {token}");
        let address = format!("/organizations/{organization}/members");
        let refused = gateway.send(Method::GET, &address, &[("authorization", &authorization)], axum::body::Body::empty()).await;
        assert_eq!(refused.status, 403);
        gateway.get("/nowhere").await.assert_status(404);
        let page = vera.page(path).await;
        for said in ["list_members", "403", "Permission · gateway.permission_missing", "The token lacks the permission that this needs.", "There is nothing at this path.", &user, &organization, "no valid token", "(no operation)"] {
            assert!(page.contains(said), "{said}: {page}");
        }
        assert!(!page.contains(&token) && !page.contains("nowhere"));
        assert!(page.contains("List the members"), "{page}");
        let in_chinese = vera.browser.send(Method::GET, path, &[("accept-language", "zh-CN")], axum::body::Body::empty()).await;
        let in_chinese = in_chinese.assert_status(200).body;
        assert!(in_chinese.contains("列出成员") && in_chinese.contains("<code>list_members</code>"), "{in_chinese}");
    }
}
