//! How somebody signs in beside the password, where they are signed in, what may act for them, where they belong, and all of it.

use domain::{
    ApplicationId, GrantId, HashedToken, OrganizationId, TrustedDeviceId, UnixMillis,
    application::{Application, ApplicationType, CustomClientMetadata, OidcClientMetadata},
    grant::{Grant, SessionAgent},
    organization::Organization,
    trusted_device::TrustedDevice,
};
use operations::{organization_invitation::NewInvitation, second_factor::totp};
use serde_json::{Map, Value, json};
use store::{Db, StoreError, both_databases, session};
use testkit::SoftPasskey;

use super::world::{Someone, World, forge, hidden};

/// Every part of accounts.
const ALL: [&str; 15] = [
    "name",
    "avatar",
    "profile",
    "email",
    "phone",
    "password",
    "username",
    "social",
    "customData",
    "mfa",
    "passkey",
    "session",
    "organization",
    "personalAccessToken",
    "account",
];
/// Every address here that takes a form.
pub(super) const FORMS: [&str; 18] = [
    "/account/security/ask",
    "/account/security/passkeys/new",
    "/account/security/passkeys/abc",
    "/account/security/totp",
    "/account/security/codes",
    "/account/security/factors/abc/remove",
    "/account/sessions/others",
    "/account/sessions/abc",
    "/account/sessions/trusted/abc",
    "/account/applications/abc",
    "/account/tokens/new",
    "/account/tokens/rename?name=a",
    "/account/tokens/delete?name=a",
    "/account/organizations/invitations/abc/accept",
    "/account/organizations/invitations/abc/decline",
    "/account/organizations/abc/leave",
    "/account/data/export",
    "/account/data/delete",
];

/// A tenant that opens all of it, and has every factor.
async fn open(db: Db) -> World {
    let world = World::over(db).await;
    open_as(&world, "Edit").await;
    world
        .experience(json!({ "mfa": { "factors": ["Totp", "WebAuthn", "BackupCode"], "policy": "NoPrompt" } }))
        .await;
    world
}

async fn open_as(world: &World, access: &str) {
    let fields: Map<String, Value> = ALL.iter().map(|field| ((*field).to_owned(), access.into())).collect();
    world.account_center(json!({ "enabled": true, "fields": fields })).await;
}

async fn application(world: &World, id: &str, name: &str) {
    let application = Application {
        id: ApplicationId::new(id),
        name: name.to_owned(),
        description: None,
        kind: ApplicationType::Spa,
        oidc_client_metadata: OidcClientMetadata::default(),
        custom_client_metadata: CustomClientMetadata::default(),
        protected_app_metadata: None,
        custom_data: Map::new(),
        is_third_party: false,
        app_level_access_control_enabled: false,
        created_at: world.services().now(),
    };
    store::application::insert(world.services().db.exec(), &world.services().tenant, &application)
        .await
        .unwrap();
}

async fn organization(world: &World, id: &str, members: &[&Someone]) -> OrganizationId {
    let (services, tenant) = (world.services(), &world.services().tenant);
    let organization = &Organization {
        id: OrganizationId::new(id),
        name: format!("The {id} company"),
        description: Some("Ferries".to_owned()),
        custom_data: Map::new(),
        is_mfa_required: false,
        color: Map::new(),
        branding: Map::new(),
        custom_css: None,
        created_at: services.now(),
    };
    let members: &Vec<_> = &members.iter().map(|member| member.id.clone()).collect();
    let done: Result<(), StoreError> = services
        .db
        .transaction(|tx| async move {
            store::organization::insert(tx.exec(), tenant, organization).await?;
            store::organization::member::add(tx.exec(), tenant, &organization.id, members).await.map(drop)
        })
        .await;
    done.unwrap();
    organization.id.clone()
}

async fn invite(world: &World, organization: &OrganizationId, invitee: &str) -> String {
    let new = NewInvitation {
        organization_id: organization.clone(),
        inviter_id: None,
        invitee: invitee.to_owned(),
        expires_at: world.services().now().plus(std::time::Duration::from_secs(86_400)),
        roles: Vec::new(),
        message: None,
    };
    let made = operations::organization_invitation::create(world.services(), new).await.unwrap();
    made.invitation.id.into_string()
}

/// Has somebody trust a browser, as signing in does.
async fn trust(world: &World, someone: &Someone, id: &str, user_agent: &str) {
    let (services, now) = (world.services(), world.services().now());
    let device = TrustedDevice {
        id: TrustedDeviceId::new(id),
        user_id: someone.id.clone(),
        agent: SessionAgent { ip: Some("203.0.113.9".to_owned()), user_agent: Some(user_agent.to_owned()) },
        created_at: now,
        last_used_at: now,
        expires_at: now.plus(std::time::Duration::from_secs(30 * 86_400)),
    };
    let hash = HashedToken::of(id);
    store::trusted_device::insert(services.db.exec(), &services.tenant, &device, &hash).await.unwrap();
}

/// The names of somebody's tokens, with when they were made and end.
async fn tokens(world: &World, someone: &Someone) -> Vec<(String, UnixMillis, Option<UnixMillis>)> {
    let (services, tenant) = (world.services(), &world.services().tenant);
    let listed = store::personal_access_token::list(services.db.exec(), tenant, &someone.id).await.unwrap();
    listed.into_iter().map(|token| (token.name, token.created_at, token.expires_at)).collect()
}

/// Posts a form, which must lead on to `location`.
async fn leads(one: &Someone, path: &str, fields: &[(&str, &str)], location: &str) {
    let answer = one.post(path, fields).await.assert_status(303);
    assert_eq!(answer.location(), location, "{path}");
}

/// A page, and its form, want a proof first.
async fn wants_a_proof(one: &Someone, path: &str) {
    let to_proof: String = form_urlencoded::byte_serialize(path.as_bytes()).collect();
    let answer = one.browser.get(path).await.assert_status(303);
    assert_eq!(answer.location(), format!("/account/verify?return_to={to_proof}"));
}

both_databases! {
    async fn a_passkey_is_made_called_otherwise_and_removed(db: Db) {
        let world = open(db).await;
        let ingrid = world.someone("ingrid").await;
        assert!(ingrid.page("/account/security").await.contains("There is no passkey yet."));
        wants_a_proof(&ingrid, "/account/security/passkeys/new").await;
        ingrid.prove().await;
        let page = ingrid.page("/account/security/passkeys/new").await;
        assert!(page.contains("data-passkey=\"create\"") && page.contains("passkey."), "{page}");
        let record = hidden(&page, "record").unwrap();
        let (_, options) = page.split_once("data-options=\"").unwrap();
        let options = options.split_once('"').unwrap().0.replace("&#34;", "\"").replace("&quot;", "\"");
        let options: Value = serde_json::from_str(&options).unwrap();
        let mut passkey = SoftPasskey::new("one", "id.fjord.example", "http://id.fjord.example:3001");
        let credential = passkey.register(&options).to_string();
        let credential = credential.as_str();
        for (name, credential, said) in [("", credential, "Enter a name."), ("a\u{202e}b", credential, "only ones that can be seen"), ("Laptop", "{}", "did not make a passkey"), ("Laptop", "x", "did not make a passkey")] {
            let form = [("record", record.as_str()), ("name", name), ("credential", credential)];
            let answer = ingrid.post("/account/security/passkeys/new", &form).await.assert_status(422);
            assert!(answer.body.contains(said), "{name} {credential:.20}: {}", answer.body);
        }
        let form = [("record", record.as_str()), ("name", "Work laptop"), ("credential", credential)];
        leads(&ingrid, "/account/security/passkeys/new", &form, "/account/security?done=passkey").await;
        let factor = world.find_user(&ingrid.id).await.mfa_factors[0].clone();
        let id = factor["id"].as_str().unwrap();
        assert!(ingrid.page("/account/security?done=passkey").await.contains("Work laptop"));
        let path = format!("/account/security/passkeys/{id}");
        assert!(ingrid.page(&path).await.contains("Rename Work laptop"));
        ingrid.post(&path, &[("name", " ")]).await.assert_status(422);
        leads(&ingrid, &path, &[("name", "<b>Home</b>")], "/account/security?done=saved").await;
        let page = ingrid.page("/account/security").await;
        assert!(!page.contains("<b>Home") && page.contains("Home"), "{page}");
        let path = format!("/account/security/factors/{id}/remove");
        assert!(ingrid.page(&path).await.contains("It is your last second step."));
        leads(&ingrid, &path, &[], "/account/security?done=removed").await;
        assert!(world.find_user(&ingrid.id).await.mfa_factors.is_empty());
        leads(&ingrid, &path, &[], "/account/security").await;
    }

    async fn an_authenticator_and_backup_codes_are_set_up_replaced_and_go_together(db: Db) {
        let world = open(db).await;
        let ingrid = world.someone("ingrid").await;
        let page = ingrid.page("/account/security").await;
        assert!(page.contains("/account/security/totp") && !page.contains("/account/security/codes"), "{page}");
        wants_a_proof(&ingrid, "/account/security/totp").await;
        ingrid.prove().await;
        let page = ingrid.page("/account/security/totp").await;
        let secret = hidden(&page, "secret").unwrap();
        assert!(page.contains("data:image/"), "{page}");
        let wrong = ingrid.post("/account/security/totp", &[("secret", &secret), ("code", "000000")]).await.assert_status(400);
        assert!(wrong.body.contains(&secret) && wrong.body.contains("That code is not right."), "{}", wrong.body);
        ingrid.post("/account/security/totp", &[("secret", &secret), ("code", "")]).await.assert_status(422);
        leads(&ingrid, "/account/security/totp", &[("secret", "short"), ("code", "000000")], "/account/security/totp").await;
        let code = totp::code_at(&secret, world.services().now());
        leads(&ingrid, "/account/security/totp", &[("secret", &secret), ("code", &code)], "/account/security?done=factor").await;
        assert!(!ingrid.page("/account/security").await.contains(&secret));

        let codes = |page: &str| page.split("name=\"code\" value=\"").skip(1).map(|rest| rest.split_once('"').unwrap().0.to_owned()).collect::<Vec<_>>();
        let first = codes(&ingrid.page("/account/security/codes").await);
        assert_eq!(first.len(), 10);
        let fields: Vec<_> = first.iter().map(|code| ("code", code.as_str())).collect();
        leads(&ingrid, "/account/security/codes", &fields, "/account/security?done=factor").await;
        let page = ingrid.page("/account/security").await;
        assert!(page.contains("10 codes are left") && !page.contains(&first[0]), "{page}");
        let again = ingrid.page("/account/security/codes").await;
        assert!(again.contains("worth nothing any more") && codes(&again) != first, "{again}");
        let second = codes(&again);
        let fields: Vec<_> = second.iter().map(|code| ("code", code.as_str())).collect();
        leads(&ingrid, "/account/security/codes", &fields, "/account/security?done=factor").await;
        assert_eq!(world.find_user(&ingrid.id).await.mfa_factors.len(), 2);
        // Codes that cannot be any leave those that there are.
        assert!(ingrid.post("/account/security/codes", &[("code", "short")]).await.status.is_client_error());
        assert_eq!(world.find_user(&ingrid.id).await.mfa_factors.len(), 2);
        let totp = world.find_user(&ingrid.id).await.mfa_factors[0]["id"].as_str().unwrap().to_owned();
        leads(&ingrid, &format!("/account/security/factors/{totp}/remove"), &[], "/account/security?done=removed").await;
        assert!(world.find_user(&ingrid.id).await.mfa_factors.is_empty());
    }

    async fn whether_one_is_asked_for_a_second_step_is_chosen_where_the_tenant_leaves_it_open(db: Db) {
        let world = open(db).await;
        let ingrid = world.someone("ingrid").await;
        assert!(!ingrid.page("/account/security").await.contains("/account/security/ask"));
        ingrid.prove().await;
        let secret = totp::new_secret(&*world.services().entropy);
        let code = totp::code_at(&secret, world.services().now());
        leads(&ingrid, "/account/security/totp", &[("secret", &secret), ("code", &code)], "/account/security?done=factor").await;
        assert!(ingrid.page("/account/security").await.contains("You are asked for it each time."));
        leads(&ingrid, "/account/security/ask", &[("ask", "no")], "/account/security?done=saved").await;
        assert!(ingrid.page("/account/security").await.contains("You are not asked for it."));
        leads(&ingrid, "/account/security/ask", &[("ask", "yes")], "/account/security?done=saved").await;
        world.experience(json!({ "mfa": { "factors": ["Totp"], "policy": "Mandatory" } })).await;
        assert!(!ingrid.page("/account/security").await.contains("/account/security/ask"));
    }

    async fn sessions_are_shown_and_ended_one_by_one_and_all_at_once(db: Db) {
        let world = open(db).await;
        let ingrid = world.someone("ingrid").await;
        let page = ingrid.page("/account/sessions").await;
        assert!(page.contains("This browser") && !page.contains("End all other sessions"), "{page}");
        let (one, two, astrid) = (world.signed_in(&ingrid.id).await, world.signed_in(&ingrid.id).await, world.someone("astrid").await);
        let page = ingrid.page("/account/sessions").await;
        for shown in [&one.session, &two.session] {
            assert!(page.contains(&format!("/account/sessions/{shown}")), "{page}");
        }
        assert!(!page.contains(&format!("/account/sessions/{}", ingrid.session)) && !page.contains(astrid.session.as_str()));
        let path = format!("/account/sessions/{}", one.session);
        wants_a_proof(&ingrid, &path).await;
        ingrid.prove().await;
        assert!(ingrid.page(&path).await.contains("End this session?"));
        for (session, location) in [(&one.session, "/account/sessions?done=ended"), (&one.session, "/account/sessions"), (&astrid.session, "/account/sessions"), (&ingrid.session, "/account/sessions")] {
            leads(&ingrid, &format!("/account/sessions/{session}"), &[], location).await;
        }
        one.browser.get("/account/sessions").await.assert_status(303);
        two.browser.get("/account/sessions").await.assert_status(200);
        leads(&ingrid, "/account/sessions/others", &[], "/account/sessions?done=ended-others").await;
        two.browser.get("/account/sessions").await.assert_status(303);
        astrid.browser.get("/account/sessions").await.assert_status(200);
        assert!(ingrid.page("/account/sessions?done=ended-others").await.contains("All other sessions are ended."));
        let (services, now) = (world.services(), world.services().now());
        assert_eq!(session::list_of_user(services.db.exec(), &services.tenant, &ingrid.id, now).await.unwrap().len(), 1);
    }

    async fn trusted_browsers_are_listed_with_the_sessions_and_trusted_no_longer(db: Db) {
        let world = open(db).await;
        let (ingrid, astrid) = (world.someone("ingrid").await, world.someone("astrid").await);
        assert!(!ingrid.page("/account/sessions").await.contains("Trusted browsers"));
        world.experience(json!({ "trustedDevice": { "enabled": true } })).await;
        assert!(ingrid.page("/account/sessions").await.contains("You trust no browser."));
        trust(&world, &ingrid, "laptop", "Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0").await;
        trust(&world, &ingrid, "odd", "<b>odd</b>").await;
        trust(&world, &astrid, "phone", "Firefox").await;
        let page = ingrid.page("/account/sessions").await;
        for shown in ["Firefox on Linux", "Unknown browser", "203.0.113.9", "Last used: just now", "Ends: December 18, 2026", "/account/sessions/trusted/laptop"] {
            assert!(page.contains(shown), "{shown}: {page}");
        }
        assert!(!page.contains("phone") && !page.contains("<b>odd"), "{page}");
        let path = "/account/sessions/trusted/laptop";
        wants_a_proof(&ingrid, path).await;
        let to_proof = format!("/account/verify?return_to={}", path.replace('/', "%2F"));
        leads(&ingrid, path, &[], &to_proof).await;
        ingrid.prove().await;
        let question = ingrid.page(path).await;
        assert!(question.contains("Stop trusting this browser?") && question.contains("At the next sign-in with Firefox on Linux"), "{question}");
        for (browser, location) in [("laptop", "/account/sessions?done=untrusted"), ("laptop", "/account/sessions"), ("phone", "/account/sessions"), ("unknown", "/account/sessions")] {
            leads(&ingrid, &format!("/account/sessions/trusted/{browser}"), &[], location).await;
        }
        let page = ingrid.page("/account/sessions?done=untrusted").await;
        assert!(page.contains("The browser is no longer trusted.") && !page.contains("trusted/laptop") && page.contains("trusted/odd"), "{page}");
        assert!(astrid.page("/account/sessions").await.contains("/account/sessions/trusted/phone"));
        // What is trusted already is shown also where no more are.
        world.experience(json!({ "trustedDevice": { "enabled": false } })).await;
        assert!(ingrid.page("/account/sessions").await.contains("trusted/odd"));
    }

    async fn what_applications_may_do_is_told_in_words_and_taken_back(db: Db) {
        let world = open(db).await;
        let ingrid = world.someone("ingrid").await;
        assert!(ingrid.page("/account/applications").await.contains("No application may do anything for you."));
        application(&world, "orders7qkgi8vplq7zeqm", "Orders <b>").await;
        let mut grant = Grant::new(GrantId::new("g"), ingrid.id.clone(), ApplicationId::new("orders7qkgi8vplq7zeqm"), world.services().now());
        for scope in ["openid", "email", "offline_access"] {
            grant.add_openid_scope(scope);
        }
        grant.decide("https://orders.example", |orders| orders.grant("order:read"));
        store::grant::put(world.services().db.exec(), &world.services().tenant, &grant).await.unwrap();
        let page = ingrid.page("/account/applications").await;
        for shown in ["Orders", "See your e-mail address", "Stay signed in while you are away", "Permissions for https://orders.example", "order:read"] {
            assert!(page.contains(shown), "{shown}: {page}");
        }
        assert!(!page.contains("Orders <b>") && !page.contains("See your phone number"));
        let path = "/account/applications/orders7qkgi8vplq7zeqm";
        wants_a_proof(&ingrid, path).await;
        ingrid.prove().await;
        leads(&ingrid, path, &[], "/account/applications?done=revoked").await;
        leads(&ingrid, path, &[], "/account/applications").await;
        // These pages go on.
        leads(&ingrid, "/account/applications/account-center", &[], "/account/applications").await;
        assert!(ingrid.page("/account/applications").await.contains("No application may do anything for you."));
    }

    async fn a_token_is_made_shown_once_and_deleted(db: Db) {
        let world = open(db).await;
        let ingrid = world.someone("ingrid").await;
        assert!(ingrid.page("/account/tokens").await.contains("There is no token yet."));
        wants_a_proof(&ingrid, "/account/tokens/new").await;
        ingrid.prove().await;
        for (name, said) in [("", "Enter a name."), ("x\u{202e}", "only ones that can be seen")] {
            let answer = ingrid.post("/account/tokens/new", &[("name", name), ("days", "30")]).await.assert_status(422);
            assert!(answer.body.contains(said), "{}", answer.body);
        }
        let form = [("name", "A & B/1"), ("days", "30")];
        let made = ingrid.post("/account/tokens/new", &form).await.assert_status(200).body;
        let (_, value) = made.split_once("<code id=\"token\">").unwrap();
        let value = value.split_once('<').unwrap().0;
        assert!(value.starts_with("pat_"), "{value}");
        let taken = ingrid.post("/account/tokens/new", &form).await.assert_status(422);
        assert!(taken.body.contains("You have a token of this name."), "{}", taken.body);
        let page = ingrid.page("/account/tokens").await;
        assert!(page.contains("/account/tokens/delete?name=A+%26+B%2F1") && page.contains("Ends: ") && !page.contains(value), "{page}");
        let path = "/account/tokens/delete?name=A+%26+B%2F1";
        assert!(ingrid.page(path).await.contains("Programs that use it"));
        leads(&ingrid, path, &[], "/account/tokens?done=token-deleted").await;
        leads(&ingrid, path, &[], "/account/tokens").await;
    }

    async fn a_token_is_called_otherwise_and_stays_the_same(db: Db) {
        let world = open(db).await;
        let (ingrid, astrid) = (world.someone("ingrid").await, world.someone("astrid").await);
        let path = "/account/tokens/rename?name=A+%26+B";
        wants_a_proof(&ingrid, path).await;
        for someone in [&ingrid, &astrid] {
            someone.prove().await;
            for name in ["A & B", "Backup"] {
                someone.post("/account/tokens/new", &[("name", name), ("days", "30")]).await.assert_status(200);
            }
        }
        assert!(ingrid.page("/account/tokens").await.contains(path));
        let page = ingrid.page(path).await;
        assert!(page.contains("Rename A &#38; B") && page.contains("value=\"A &#38; B\""), "{page}");
        for (name, said) in [("", "Enter a name."), (" ", "Enter a name."), ("x\u{202e}", "only ones that can be seen"), ("Backup", "You have a token of this name.")] {
            let answer = ingrid.post(path, &[("name", name)]).await.assert_status(422);
            assert!(answer.body.contains(said) && answer.body.contains("Rename A &#38; B"), "{name}: {}", answer.body);
        }
        let before = tokens(&world, &ingrid).await;
        leads(&ingrid, path, &[("name", " <b>Nightly</b> ")], "/account/tokens?done=saved").await;
        let page = ingrid.page("/account/tokens?done=saved").await;
        assert!(page.contains("&#60;b&#62;Nightly") && !page.contains("<b>Nightly") && !page.contains("A &#38; B"), "{page}");
        let mut expected = before;
        expected[0].0 = "<b>Nightly</b>".to_owned();
        assert_eq!(tokens(&world, &ingrid).await, expected);
        assert_eq!(tokens(&world, &astrid).await[0].0, "A & B");
        // What is gone, or never was, leads to the list.
        leads(&ingrid, path, &[("name", "x")], "/account/tokens").await;
        assert_eq!(ingrid.browser.get(path).await.assert_status(303).location(), "/account/tokens");
        leads(&ingrid, "/account/tokens/rename", &[("name", "x")], "/account/tokens").await;
    }

    async fn invitations_are_answered_and_organizations_left(db: Db) {
        let world = open(db).await;
        let (ingrid, astrid) = (world.someone("ingrid").await, world.someone("astrid").await);
        assert!(ingrid.page("/account/organizations").await.contains("You belong to no organization."));
        let (fjord, northwind) = (organization(&world, "fjord", &[&astrid]).await, organization(&world, "northwind", &[]).await);
        let (first, second) = (invite(&world, &fjord, "ingrid@fjord.example").await, invite(&world, &northwind, "ingrid@fjord.example").await);
        let at = |id: &str, word: &str| format!("/account/organizations/invitations/{id}/{word}");
        let page = ingrid.page("/account/organizations").await;
        assert!(page.contains(&at(&first, "accept")) && page.contains("The northwind company"), "{page}");
        assert!(!astrid.page("/account/organizations").await.contains("northwind"));
        astrid.post(&at(&first, "accept"), &[]).await.assert_status(404);
        leads(&ingrid, &at(&first, "accept"), &[], "/account/organizations?done=joined").await;
        leads(&ingrid, &at(&second, "decline"), &[], "/account/organizations?done=declined").await;
        let gone = ingrid.post(&at(&first, "accept"), &[]).await.assert_status(404);
        assert!(gone.body.contains("This invitation is no longer there."), "{}", gone.body);
        let path = "/account/organizations/fjord/leave";
        wants_a_proof(&ingrid, path).await;
        ingrid.prove().await;
        assert!(ingrid.page(path).await.contains("Leave The fjord company?"));
        leads(&ingrid, path, &[], "/account/organizations?done=left").await;
        leads(&ingrid, path, &[], "/account/organizations").await;
    }

    async fn all_data_is_one_file(db: Db) {
        let world = open(db).await;
        let ingrid = world.someone("ingrid").await;
        assert!(ingrid.page("/account/data").await.contains("/account/data/export"));
        leads(&ingrid, "/account/data/export", &[], "/account/verify?return_to=%2Faccount%2Fdata").await;
        ingrid.prove().await;
        let file = ingrid.post("/account/data/export", &[]).await.assert_status(200);
        assert_eq!(file.header("content-type"), Some("application/json"));
        let disposition = file.header("content-disposition").unwrap();
        assert_eq!(disposition, "attachment; filename=\"account-2026-11-18.json\"");
        assert_eq!(file.header("cache-control"), Some("no-store"));
        assert_eq!(file.json()["user"]["username"], "ingrid");
        for _ in 1..10 {
            ingrid.post("/account/data/export", &[]).await.assert_status(200);
        }
        let often = ingrid.post("/account/data/export", &[]).await.assert_status(429);
        assert!(often.body.contains("Try again in an hour."), "{}", often.body);
    }

    async fn an_account_is_deleted_by_who_has_proved_and_typed_whose_it_is(db: Db) {
        let world = open(db).await;
        let ingrid = world.someone("ingrid").await;
        wants_a_proof(&ingrid, "/account/data/delete").await;
        leads(&ingrid, "/account/data/delete", &[("confirm", "ingrid")], "/account/verify?return_to=%2Faccount%2Fdata%2Fdelete").await;
        ingrid.prove().await;
        assert!(ingrid.page("/account/data/delete").await.contains("Type ingrid to confirm"));
        for typed in ["", "astrid", "Ingrid"] {
            let answer = ingrid.post("/account/data/delete", &[("confirm", typed)]).await.assert_status(422);
            assert!(answer.body.contains("Type exactly: ingrid"), "{}", answer.body);
        }
        world.find_user(&ingrid.id).await;
        let gone = ingrid.post("/account/data/delete", &[("confirm", "ingrid")]).await.assert_status(200);
        assert!(gone.body.contains("Your account is deleted"), "{}", gone.body);
        let services = world.services();
        assert!(store::user::find(services.db.exec(), &services.tenant, &ingrid.id).await.unwrap().is_none());
        ingrid.browser.get("/account/data").await.assert_status(303);
    }

    async fn what_is_only_seen_has_no_control_and_what_is_off_is_not_there(db: Db) {
        let world = open(db).await;
        let ingrid = world.someone("ingrid").await;
        let other = world.signed_in(&ingrid.id).await;
        organization(&world, "fjord", &[&ingrid]).await;
        let northwind = organization(&world, "northwind", &[]).await;
        invite(&world, &northwind, "ingrid@fjord.example").await;
        ingrid.prove().await;
        open_as(&world, "ReadOnly").await;
        for (page, control) in [("security", "/account/security/"), ("sessions", "/account/sessions/"), ("applications", "/account/applications/"), ("tokens", "/account/tokens/"), ("organizations", "/leave")] {
            let body = ingrid.page(&format!("/account/{page}")).await;
            assert!(!body.contains(control) && !body.contains("<form"), "{page}: {body}");
        }
        assert!(!ingrid.page("/account/data").await.contains("/account/data/delete"));
        for path in FORMS.into_iter().filter(|path| *path != "/account/data/export") {
            let answer = ingrid.post(path, &[("name", "a"), ("confirm", "ingrid")]).await;
            assert!([403, 303].contains(&answer.status.as_u16()), "{path}: {}", answer.body);
        }
        other.browser.get("/account/sessions").await.assert_status(200);
        world.find_user(&ingrid.id).await;
        world.account_center(json!({ "enabled": true, "fields": { "name": "Edit" } })).await;
        let page = ingrid.page("/account/profile").await;
        for part in ["security", "sessions", "applications", "tokens", "organizations", "data"] {
            assert!(!page.contains(&format!("/account/{part}\"")), "{part}");
        }
    }

    async fn no_form_is_taken_that_another_site_made(db: Db) {
        let world = open(db).await;
        let ingrid = world.someone("ingrid").await;
        let other = world.signed_in(&ingrid.id).await;
        let fjord = organization(&world, "fjord", &[&ingrid]).await;
        let invitation = invite(&world, &organization(&world, "northwind", &[]).await, "ingrid@fjord.example").await;
        ingrid.prove().await;
        let own = ingrid.xsrf().await;
        let (accept, leave) = (format!("/account/organizations/invitations/{invitation}/accept"), format!("/account/organizations/{fjord}/leave"));
        for path in FORMS.into_iter().chain([accept.as_str(), leave.as_str()]) {
            for (body, headers) in [
                ("xsrf=&confirm=ingrid&name=a".to_owned(), vec![]),
                (format!("xsrf={own}&confirm=ingrid&name=a"), vec![("sec-fetch-site", "cross-site")]),
                (format!("xsrf={own}&confirm=ingrid&name=a"), vec![("origin", "https://evil.example")]),
            ] {
                forge(&ingrid.browser, path, &body, &headers).await.assert_status(403);
            }
        }
        world.find_user(&ingrid.id).await;
        other.browser.get("/account/sessions").await.assert_status(200);
        assert!(ingrid.page("/account/organizations").await.contains("The fjord company"));
    }
}
