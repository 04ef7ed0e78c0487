//! Organizations that whoever registers joins by the domain of their address, and invitations (Management API contract §2.5, §4).

use domain::{
    OrganizationId, OrganizationRoleId, UserId,
    account::User,
    grant::InteractionResult,
    organization::{Organization, OrganizationRole},
    role::RoleType,
};
use operations::organization_invitation::{self, NewInvitation};
use serde_json::{Map, json};
use store::{
    StoreError, both_databases,
    organization::{self, jit, member, membership},
};
use testkit::TestServices;

use super::{
    World,
    mail::{by_code, email, phone},
    world::{Browser, verification_id},
};

impl World {
    /// An organization whose id is its name, with a role for who joins, and with these domains.
    pub(super) async fn organization(&self, name: &str, domains: &[&str]) {
        let services = self.services();
        let organization = &Organization {
            id: OrganizationId::new(name),
            name: name.to_owned(),
            description: None,
            custom_data: Map::new(),
            is_mfa_required: false,
            color: Map::new(),
            branding: Map::new(),
            custom_css: None,
            created_at: services.now(),
        };
        let role = &OrganizationRole {
            id: OrganizationRoleId::new(format!("guest-of-{name}")),
            name: format!("guest-of-{name}"),
            description: None,
            kind: RoleType::User,
        };
        let domains: &Vec<_> = &domains.iter().map(|domain| (*domain).to_owned()).collect();
        let done: Result<(), StoreError> = services
            .db
            .transaction(|tx| async move {
                let (exec, tenant) = (tx.exec(), &services.tenant);
                organization::insert(exec, tenant, organization).await?;
                organization::role::insert(exec, tenant, role).await?;
                jit::add_email_domains(exec, tenant, &organization.id, domains).await?;
                jit::add_roles(exec, tenant, &organization.id, std::slice::from_ref(&role.id)).await
            })
            .await;
        done.unwrap();
    }

    /// Makes a user a member without roles.
    pub(super) async fn join(&self, organization: &str, user: &UserId) {
        let (services, organization) = (self.services(), &OrganizationId::new(organization));
        let done: Result<_, StoreError> = services
            .db
            .transaction(|tx| async move {
                member::add(tx.exec(), &services.tenant, organization, std::slice::from_ref(user)).await
            })
            .await;
        done.unwrap();
    }

    /// The roles of a member; `None` for who is none.
    pub(super) async fn membership(&self, organization: &str, user: &UserId) -> Option<Vec<String>> {
        let (services, organization) = (self.services(), OrganizationId::new(organization));
        let found =
            membership::of_user(services.db.exec(), &services.tenant, &organization, user).await.unwrap();
        found.map(|found| found.role_ids.into_iter().map(OrganizationRoleId::into_string).collect())
    }

    /// Who was let in.
    async fn let_in(&self, browser: &Browser) -> User {
        let Some(InteractionResult::Login { user_id }) = self.result(browser).await else {
            panic!("no login")
        };
        self.find_user(&user_id).await
    }
}

both_databases! {
    async fn whoever_registers_with_a_proven_address_joins_the_organizations_of_its_domain(db: Db) {
        let world = World::over(TestServices::over(db).await).await;
        world.add_mailboxes(by_code()).await;
        world.organization("fjord", &["fjord.example"]).await;
        world.organization("berg", &["berg.example", "fjord.example"]).await;
        world.organization("other", &["other.example"]).await;
        let browser = world.browser().await;
        let id = world.proven(&browser, &email("sigrid@fjord.example"), "Register").await;
        browser.identify(&id).await.assert_status(201);
        browser.submit().await.assert_status(200);
        let sigrid = world.let_in(&browser).await.id;
        assert_eq!(world.membership("fjord", &sigrid).await, Some(vec!["guest-of-fjord".to_owned()]));
        assert_eq!(world.membership("berg", &sigrid).await, Some(vec!["guest-of-berg".to_owned()]));
        assert_eq!(world.membership("other", &sigrid).await, None);
    }

    async fn whoever_registers_with_the_invited_address_can_accept(db: Db) {
        let world = World::over(TestServices::over(db).await).await;
        world.add_mailboxes(by_code()).await;
        world.organization("fjord", &[]).await;
        let services = world.services();
        let invite = async |invitee: &str| {
            let new = NewInvitation {
                organization_id: OrganizationId::new("fjord"),
                inviter_id: None,
                invitee: invitee.to_owned(),
                expires_at: services.now().plus(std::time::Duration::from_secs(3_600)),
                roles: vec![OrganizationRoleId::new("guest-of-fjord")],
                message: None,
            };
            organization_invitation::create(services, new).await.unwrap().invitation.id
        };
        let (hers, somebody_elses) = (invite("Sigrid@fjord.example").await, invite("olav@fjord.example").await);
        let browser = world.browser().await;
        let id = world.proven(&browser, &email("sigrid@fjord.example"), "Register").await;
        browser.identify(&id).await.assert_status(201);
        browser.submit().await.assert_status(200);
        let sigrid = world.let_in(&browser).await.id;
        assert_eq!(world.membership("fjord", &sigrid).await, None);
        assert!(organization_invitation::accept(services, &somebody_elses, Some(&sigrid)).await.is_err());
        assert_eq!(world.membership("fjord", &sigrid).await, None);
        organization_invitation::accept(services, &hers, Some(&sigrid)).await.unwrap();
        assert_eq!(world.membership("fjord", &sigrid).await, Some(vec!["guest-of-fjord".to_owned()]));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_was_not_proven_joins_nothing() {
    let world = World::mailing(by_code()).await;
    world.organization("fjord", &["fjord.example"]).await;
    let browser = world.browser().await;
    browser.start("Register").await;
    let asked = world.ask_for_code(&browser, &email("ceo@fjord.example"), "Register").await;
    let unproven = verification_id(&asked);
    browser.identify(&unproven).await.assert_error(400, "session.verification_failed");
    let adding = browser.add_profile(json!({ "type": "email", "verificationId": unproven })).await;
    adding.assert_error(400, "session.verification_failed");
    for values in [json!({ "email": "ceo@fjord.example" }), json!({ "primaryEmail": "ceo@fjord.example" })] {
        let extra = browser.add_profile(json!({ "type": "extraProfile", "values": values })).await;
        extra.assert_error(400, "guard.invalid_input");
    }
    // Somebody registers with a number that is theirs; the address in the same interaction stays out.
    let number = world.prove(&browser, &phone("4791234567"), "Register").await;
    browser.identify(&number).await.assert_status(201);
    browser.submit().await.assert_status(200);
    let user = world.let_in(&browser).await;
    assert_eq!(user.primary_email, None);
    assert_eq!(world.membership("fjord", &user.id).await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_spelling_of_a_domain_is_another_domain() {
    let world = World::mailing(by_code()).await;
    world.organization("fjord", &["fjord.example"]).await;
    for address in
        ["a@fjord.example.evil.example", "a@\u{212a}jord.example", "a@sub.fjord.example", "a@FJORD.example"]
    {
        let browser = world.browser().await;
        let id = world.proven(&browser, &email(address), "Register").await;
        browser.identify(&id).await.assert_status(201);
        browser.submit().await.assert_status(200);
        let user = world.let_in(&browser).await;
        assert_eq!(world.membership("fjord", &user.id).await, None, "{address}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_joins_nothing_by_domain() {
    let world = World::mailing(by_code()).await;
    let ingrid =
        world.user_with("ingrid", |user| user.primary_email = Some("ingrid@fjord.example".to_owned())).await;
    world.organization("fjord", &["fjord.example"]).await;
    let browser = world.browser().await;
    let id = world.proven(&browser, &email("ingrid@fjord.example"), "SignIn").await;
    browser.identify(&id).await.assert_status(204);
    browser.submit().await.assert_status(200);
    assert_eq!(world.membership("fjord", &ingrid).await, None);
}
