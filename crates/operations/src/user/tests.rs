use std::sync::Arc;

use domain::{
    FixedClock, RoleId, SystemEntropy, TenantId, UnixMillis, password::PasswordAlgorithm, role::RoleType,
};
use jose::SealingKey;
use store::{Db, both_databases};

use super::*;
use crate::{Endpoint, passwords::PasswordPool, services::ServicesOptions};

fn tenant() -> TenantId {
    TenantId::default_tenant()
}

async fn services(db: Db) -> Arc<Services> {
    let sealing = SealingKey::new(&[7; 32]).unwrap();
    let first = (jose::Algorithm::ES384, UnixMillis(1));
    crate::keys::ensure(&db, &tenant(), &sealing, &SystemEntropy, first).await.unwrap();
    Services::start(ServicesOptions {
        tenant: tenant(),
        db,
        clock: Arc::new(FixedClock::new(UnixMillis(1_000))),
        entropy: Arc::new(SystemEntropy),
        sealing,
        endpoint: Endpoint::parse("https://id.fjord.example").unwrap(),
        passwords: PasswordPool::for_tests(),
        outbound: outbound::OutboundClient::new(outbound::AllowList::default()).unwrap(),
        assets: crate::user_assets::AssetStore::memory(),
        captchas: crate::captcha::CaptchaEndpoints::default(),
        known_passwords: crate::known_passwords::KnownPasswordSources::default(),
        disposable_domains: domain::sign_in_experience::DisposableDomains::default(),
        status_api_key: None,
        administrators: crate::organization::administrators::AdministratorRule::default(),
    })
    .unwrap()
}

fn named(username: &str) -> NewUser {
    NewUser { username: Some(username.into()), ..NewUser::default() }
}

fn plain(password: &str) -> NewPassword {
    NewPassword::Plain(PlainToken::new(password))
}

fn imported(algorithm: PasswordAlgorithm, digest: &str) -> NewUser {
    NewUser {
        password: Some(NewPassword::Digest(PasswordDigest { algorithm, digest: digest.into() })),
        ..NewUser::default()
    }
}

async fn stored(services: &Services, id: &UserId) -> User {
    store::user::find(services.db.exec(), &tenant(), id).await.unwrap().unwrap()
}

async fn verify(services: &Services, user: &User, password: &str) -> bool {
    let mark = verify_password_and_upgrade(services, user, password).await.unwrap();
    // What is proven is the password that is stored, unless another took its place meanwhile.
    let now = stored(services, &user.id).await;
    assert!(mark.as_ref().is_none_or(|mark| now.has_password(mark) || now.updated_at > user.updated_at));
    mark.is_some()
}

/// A webhook that listens to `User.Created`.
async fn listener(services: &Services) -> domain::HookId {
    let hook = domain::hook::Hook {
        id: domain::HookId::new("hook"),
        name: String::new(),
        event: Some("User.Created".to_owned()),
        events: Vec::new(),
        config: domain::hook::HookConfig {
            url: "https://a.example".to_owned(),
            headers: None,
            retries: None,
        },
        signing_key: PlainToken::new("key"),
        is_enabled: true,
        created_at: UnixMillis(1),
    };
    let sealed = crate::hooks::seal(services, &hook).unwrap();
    store::hook::insert(services.db.exec(), &tenant(), &sealed).await.unwrap();
    hook.id
}

async fn register(services: &Services, new: NewUser) -> User {
    let listeners = Listeners::read(services).await.unwrap();
    register_user(services, new, (&listeners, &|_, _| Vec::new())).await.unwrap()
}

fn organization(id: &str) -> domain::organization::Organization {
    domain::organization::Organization {
        id: domain::OrganizationId::new(id),
        name: id.to_owned(),
        description: None,
        custom_data: Map::new(),
        is_mfa_required: false,
        color: Map::new(),
        branding: Map::new(),
        custom_css: None,
        created_at: UnixMillis(1),
    }
}

/// The ids of the organizations that a user belongs to, each with those of the roles held there.
async fn memberships(services: &Services, user: &User) -> Vec<(String, Vec<String>)> {
    let mut found = Vec::new();
    for id in ["o", "p", "q"] {
        let organization = domain::OrganizationId::new(id);
        let exec = services.db.exec();
        let membership =
            store::organization::membership::of_user(exec, &tenant(), &organization, &user.id).await;
        if let Some(membership) = membership.unwrap() {
            let roles =
                membership.role_ids.into_iter().map(domain::OrganizationRoleId::into_string).collect();
            found.push((id.to_owned(), roles));
        }
    }
    found
}

both_databases! {
    async fn what_a_registration_raises_is_stored_with_it_or_not_at_all(db: Db) {
        let services = services(db).await;
        let (exec, hook) = (services.db.exec(), listener(&services).await);
        let listeners = Listeners::read(&services).await.unwrap();
        assert!(listeners.hear(&["PostSignIn", "User.Created"]) && !listeners.hear(&["PostSignIn"]));
        let events = |user: &User, _: &[OrganizationId]| {
            let payload = Map::from_iter([("id".to_owned(), user.id.as_str().into())]);
            ["User.Created", "User.Deleted"].map(|name| Event { name, payload: payload.clone() }).to_vec()
        };
        let register = async || register_user(&services, named("astrid"), (&listeners, &events)).await;
        let user = register().await.unwrap();
        let taken = register().await;
        assert!(matches!(taken, Err(CreateUserError::Taken(TakenIdentifier::Username))), "{taken:?}");
        let first = store::hook::delivery::first(exec, &tenant(), &hook).await.unwrap().unwrap();
        assert_eq!(first.body, format!(r#"{{"id":"{}","hookId":"hook"}}"#, user.id));
        store::hook::delivery::finish(exec, &tenant(), &first).await.unwrap();
        assert_eq!(store::hook::delivery::first(exec, &tenant(), &hook).await.unwrap(), None);
    }

    async fn who_registers_joins_the_organizations_of_their_domain_and_who_is_made_does_not(db: Db) {
        let services = services(db).await;
        let exec = services.db.exec();
        for (id, domain) in [("o", "fjord.example"), ("p", "fjord.example"), ("q", "Fjord.example")] {
            let organization = organization(id);
            store::organization::insert(exec, &tenant(), &organization).await.unwrap();
            jit::add_email_domains(exec, &tenant(), &organization.id, &[domain.to_owned()]).await.unwrap();
        }
        for (id, kind) in [("admin", RoleType::User), ("robot", RoleType::MachineToMachine)] {
            let id = domain::OrganizationRoleId::new(id);
            let role = domain::organization::OrganizationRole { name: id.to_string(), id, description: None, kind };
            store::organization::role::insert(exec, &tenant(), &role).await.unwrap();
            jit::add_roles(exec, &tenant(), &organization("o").id, &[role.id]).await.unwrap();
        }
        let with = |email: &str| NewUser { primary_email: Some(email.to_owned()), ..NewUser::default() };
        let astrid = register(&services, with("astrid@fjord.example")).await;
        let both = vec![("o".to_owned(), vec!["admin".to_owned()]), ("p".to_owned(), vec![])];
        assert_eq!(memberships(&services, &astrid).await, both);
        let none: Vec<(String, Vec<String>)> = Vec::new();
        for other in [with("kari@fjord.example.org"), with("olav@x.fjord.example"), with("liv@fjord.example@dock.example"), named("ingrid")] {
            let user = register(&services, other).await;
            assert_eq!(memberships(&services, &user).await, none);
        }
        let made = create_user(&services, with("sigrid@fjord.example")).await.unwrap();
        assert_eq!(memberships(&services, &made).await, none);
    }

    async fn a_new_user_gets_an_id_a_digest_and_the_default_roles(db: Db) {
        let services = services(db).await;
        let sql = "INSERT INTO roles (tenant_id, id, name, name_folded, description, description_folded, type, is_default)
                   VALUES ('default', 'r', 'r', 'r', 'r', 'r', 'User', TRUE)";
        store::testing::execute(&services.db, sql, &[]).await;
        let new = NewUser { password: Some(plain("fjord-Lamp-77")), ..named("ingrid") };
        let user = create_user(&services, new).await.unwrap();
        assert_eq!(user.id.as_str().len(), 12);
        assert_eq!(stored(&services, &user.id).await, user);
        let roles = store::role::holder::role_ids_of_user(services.db.exec(), &tenant(), &user.id).await.unwrap();
        assert_eq!(roles, [RoleId::new("r")]);
        assert!(verify(&services, &user, "fjord-Lamp-77").await);
        assert!(!verify(&services, &user, "fjord-Lamp-78").await);
    }

    async fn identifiers_of_others_are_refused_and_leave_nothing(db: Db) {
        let services = services(db).await;
        let full = |username: &str, email: &str, phone: &str| NewUser {
            primary_email: Some(email.into()),
            primary_phone: Some(phone.into()),
            ..named(username)
        };
        create_user(&services, full("a", "a@b.c", "4798061357")).await.unwrap();
        for (new, taken) in [
            (full("a", "x@b.c", "1"), TakenIdentifier::Username),
            (full("x", "A@B.c", "1"), TakenIdentifier::Email),
            (full("x", "x@b.c", "4798061357"), TakenIdentifier::Phone),
        ] {
            let result = create_user(&services, new).await;
            assert!(matches!(result, Err(CreateUserError::Taken(found)) if found == taken), "{result:?}");
        }
        let filter = store::user::UserFilter::default();
        assert_eq!(store::user::total(services.db.exec(), &tenant(), &filter).await.unwrap(), 1);
    }

    async fn of_many_who_want_one_username_one_gets_it(db: Db) {
        let services = services(db).await;
        let all = (0..8).map(|_| {
            let services = Arc::clone(&services);
            async move { create_user(&services, named("ingrid")).await }
        });
        let results = futures_util::future::join_all(all).await;
        let refused = |result: &Result<User, CreateUserError>| matches!(result, Err(CreateUserError::Taken(TakenIdentifier::Username)));
        assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1, "{results:?}");
        assert_eq!(results.iter().filter(|result| refused(result)).count(), 7, "{results:?}");
    }

    async fn imported_digests_verify_once_and_are_ours_from_then_on(db: Db) {
        let services = services(db).await;
        for (algorithm, digest) in [
            (PasswordAlgorithm::Md5, "5f4dcc3b5aa765d61d8327deb882cf99"),
            (PasswordAlgorithm::Sha1, "5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8"),
            (PasswordAlgorithm::Sha256, "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8"),
            (PasswordAlgorithm::Argon2i, "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$iekCn0Y3spW+sCcFanM2xBT63UP2sghkUoHLIUpWRS8"),
        ] {
            let user = create_user(&services, imported(algorithm, digest)).await.unwrap();
            assert!(!verify(&services, &user, "wrong").await);
            assert_eq!(stored(&services, &user.id).await, user, "a wrong password changes nothing");
            assert!(verify(&services, &user, "password").await);
            let upgraded = stored(&services, &user.id).await;
            assert!(!user.has_password(&upgraded.password.as_ref().unwrap().mark()));
            assert_eq!(upgraded.password.as_ref().unwrap().algorithm, PasswordAlgorithm::Argon2id);
            assert!(upgraded.updated_at > user.updated_at);
            assert!(verify(&services, &upgraded, "password").await);
            assert_eq!(stored(&services, &user.id).await, upgraded, "a digest of ours is kept");
        }
    }

    async fn an_upgrade_does_not_overwrite_a_password_changed_meanwhile(db: Db) {
        let services = services(db).await;
        let new = imported(PasswordAlgorithm::Md5, "5f4dcc3b5aa765d61d8327deb882cf99");
        let read_before = create_user(&services, new).await.unwrap();
        let changed = set_password(&services, &read_before.id, "fjord-Lamp-77").await.unwrap().unwrap();
        assert!(verify(&services, &read_before, "password").await);
        assert_eq!(stored(&services, &read_before.id).await, changed);
        assert!(set_password(&services, &UserId::new("nobody"), "fjord-Lamp-77").await.unwrap().is_none());
    }

    async fn users_without_a_password_verify_nothing(db: Db) {
        let services = services(db).await;
        let user = create_user(&services, named("ingrid")).await.unwrap();
        assert!(!verify(&services, &user, "password").await);
        assert!(!verify(&services, &user, "").await);
    }
}

testkit::meets_rows! {
    44 => who_registers_joins_the_organizations_of_their_domain_and_who_is_made_does_not,
}
