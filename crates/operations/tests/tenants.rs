//! Making and deleting tenants, what is told of it, and the way from the console of one to that of another.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on has failed")]

use std::sync::Arc;

use domain::{TenantId, UnixMillis, tenant::Tenant};
use operations::{
    Services, TenantConfiguration,
    console::{self, Origin},
    tenant::{
        Asker, Refusal, Tenancy,
        change::{NewTenant, create, rename, set_hosts},
        find, list, prepare, removal,
    },
    user_assets,
};
use store::{audit_log, both_databases};
use testkit::TestServices;

fn tenancy(test: &TestServices, domain: Option<&str>) -> Tenancy {
    let scopes = vec![("read:things".to_owned(), "Reads things.".to_owned())];
    Tenancy { domain: domain.map(str::to_owned), ..Tenancy::new(test.services.endpoint.clone(), scopes) }
}

fn new(id: &str, hosts: &[&str]) -> NewTenant {
    let hosts = hosts.iter().map(|host| (*host).to_owned()).collect();
    NewTenant { id: TenantId::new(id), name: "Acme Inc.".to_owned(), hosts, machine: None }
}

async fn refusal(world: &World, new: NewTenant) -> String {
    create(&world.administrators, &world.tenancy, Asker::Machine, new).await.unwrap_err().to_string()
}

struct World {
    test: TestServices,
    administrators: Arc<Services>,
    tenancy: Tenancy,
}

impl World {
    async fn over(db: store::Db) -> Self {
        let test = TestServices::over(db).await;
        let administrators = console::open(&test.services).await.unwrap();
        let tenancy = tenancy(&test, Some("example.com"));
        Self { test, administrators, tenancy }
    }

    async fn services(&self, tenant: &Tenant) -> Arc<Services> {
        let endpoint = self.tenancy.endpoint_of(tenant).unwrap();
        let services = self.administrators.of_tenant(tenant.id.clone(), endpoint, &self.tenancy.deliveries);
        prepare(&services, &self.tenancy).await.unwrap();
        services
    }
}

both_databases! {
    async fn a_tenant_starts_with_keys_roles_and_an_issuer_of_its_own(db: Db) {
        let world = World::over(db).await;
        let asked = NewTenant { machine: Some("Acme back end".to_owned()), ..new("acme", &[]) };
        let made = create(&world.administrators, &world.tenancy, Asker::Machine, asked).await.unwrap();
        assert_eq!(made.tenant.hosts, ["acme.example.com"]);
        let services = world.services(&made.tenant).await;
        assert_eq!(services.endpoint.issuer(), "http://acme.example.com:3001/oidc");
        let (own, others) = (services.configuration().await.unwrap(), world.test.services.configuration().await.unwrap());
        let kid = |of: &TenantConfiguration| of.keys.current(world.test.services.now()).kid().to_owned();
        assert_ne!(kid(&own), kid(&others));
        let api = own.resource_by_indicator("https://acme.logto.app/api").unwrap();
        assert_eq!(api.scopes.iter().map(|scope| scope.name.as_str()).collect::<Vec<_>>(), ["all", "read:things"]);
        assert!(own.resource_by_indicator("https://default.logto.app/api").is_none());
        let machine = made.machine.unwrap();
        let client = services.client(&machine.id).await.unwrap().unwrap();
        assert_eq!((client.application.name.as_str(), client.secrets[0].value.reveal()), ("Acme back end", machine.secret.reveal()));
        assert!(own.roles[&client.role_ids[0]].scope_ids.contains(&api.scopes[0].id));
        assert!(world.test.services.client(&machine.id).await.unwrap().is_none());
        let listed = list(&world.administrators).await.unwrap();
        assert_eq!(listed.iter().map(Tenant::label).collect::<Vec<_>>(), ["Acme Inc.", "admin", "default"]);
    }

    async fn ids_names_and_hosts_that_cannot_be_are_refused_and_nothing_is_made(db: Db) {
        let world = World::over(db).await;
        create(&world.administrators, &world.tenancy, Asker::Machine, new("acme", &["login.acme.example"])).await.unwrap();
        for (asked, expected) in [
            (new("Acme", &[]), "an id is 1 to 63"),
            (new("", &[]), "an id is 1 to 63"),
            (new("admin", &[]), "there is a tenant of this id already"),
            (new("default", &["default.example"]), "there is a tenant of this id already"),
            (new("acme", &[]), "there is a tenant of this id already"),
            (NewTenant { name: "a\nb".to_owned(), ..new("beta", &[]) }, "a name has at most"),
            (NewTenant { machine: Some("a\u{0}".to_owned()), ..new("beta", &[]) }, "a name has at most"),
            (new("beta", &["login.acme.example"]), "`login.acme.example` leads to another tenant"),
            // The host of the administrators' id, that of another id that may come, the domain itself, and the server's own.
            (new("beta", &["admin.example.com"]), "`admin.example.com` cannot be"),
            (new("beta", &["gamma.example.com"]), "`gamma.example.com` cannot be"),
            (new("beta", &["x.beta.example.com"]), "`x.beta.example.com` cannot be"),
            (new("beta", &["example.com"]), "`example.com` cannot be"),
            (new("beta", &["id.fjord.example"]), "`id.fjord.example` cannot be"),
            (new("beta", &["Beta.example"]), "`Beta.example` cannot be"),
            (new("beta", &["beta.example:443"]), "`beta.example:443` cannot be"),
            (new("beta", &["127.0.0.1"]), "`127.0.0.1` cannot be"),
            (new("beta", &["b.example", "b.example"]), "`b.example` leads to another tenant"),
        ] {
            let told = refusal(&world, asked.clone()).await;
            assert!(told.starts_with(expected), "{asked:?}: {told}");
        }
        let ids: Vec<_> = list(&world.administrators).await.unwrap().into_iter().map(|tenant| tenant.id.into_string()).collect();
        assert_eq!(ids, ["acme", "admin", "default"]);
        let without_domain = tenancy(&world.test, None);
        let told = create(&world.administrators, &without_domain, Asker::Machine, new("beta", &[])).await.unwrap_err();
        assert!(matches!(told, Refusal::NoHost));
    }

    async fn the_first_of_its_hosts_is_in_its_issuer(db: Db) {
        let world = World::over(db).await;
        let made = create(&world.administrators, &world.tenancy, Asker::Machine, new("acme", &[])).await.unwrap();
        let id = &made.tenant.id;
        let hosts = ["login.acme.example", "acme.example.com"].map(str::to_owned);
        set_hosts(&world.administrators, &world.tenancy, Asker::Machine, (id, &hosts)).await.unwrap();
        rename(&world.administrators, Asker::Machine, (id, "Acme & Co.")).await.unwrap();
        let now = find(&world.administrators, id).await.unwrap().unwrap();
        assert_eq!((now.hosts.as_slice(), now.label()), (hosts.as_slice(), "Acme & Co."));
        assert_eq!(world.tenancy.endpoint_of(&now).unwrap().base(), "http://login.acme.example:3001");
        let default = TenantId::default_tenant();
        let told = set_hosts(&world.administrators, &world.tenancy, Asker::Machine, (&default, &hosts)).await.unwrap_err();
        assert!(matches!(told, Refusal::Reserved));
        let told = set_hosts(&world.administrators, &world.tenancy, Asker::Machine, (id, &[])).await.unwrap_err();
        assert!(matches!(told, Refusal::NoHost));
        let records = audit_log::newest(world.administrators.db.exec(), &world.administrators.tenant, 10).await.unwrap();
        let mut keys: Vec<_> = records.iter().map(|record| record.key.as_str()).collect();
        keys.sort_unstable();
        assert_eq!(keys, ["Console.Tenant.Create", "Console.Tenant.Hosts", "Console.Tenant.Rename"]);
    }

    async fn a_tenant_that_is_deleted_leaves_neither_rows_nor_files(db: Db) {
        let world = World::over(db).await;
        let mut kept = Vec::new();
        for id in ["acme", "beta"] {
            let made = create(&world.administrators, &world.tenancy, Asker::Machine, new(id, &[])).await.unwrap();
            let services = world.services(&made.tenant).await;
            let url = user_assets::keep(&services, bytes::Bytes::from_static(b"png"), domain::user_asset::AssetType::Png).await.unwrap();
            let name = domain::user_asset::AssetName::parse(url.rsplit('/').next().unwrap()).unwrap();
            kept.push((services, name));
        }
        let acme = TenantId::new("acme");
        removal::delete(&world.administrators, Asker::Machine, &acme).await.unwrap();
        assert!(find(&world.administrators, &acme).await.unwrap().is_none());
        removal::finish(&world.administrators).await.unwrap();
        removal::finish(&world.administrators).await.unwrap();
        let mut found = Vec::new();
        for (services, name) in &kept {
            found.push(user_assets::find(services, name).await.unwrap().is_some());
        }
        assert_eq!(found, [false, true]);
        assert!(kept[0].0.configuration().await.is_err() && kept[1].0.configuration().await.is_ok());
        for reserved in [TenantId::default_tenant(), TenantId::of_administrators()] {
            let told = removal::delete(&world.administrators, Asker::Machine, &reserved).await.unwrap_err();
            assert!(matches!(told, Refusal::Reserved));
        }
        let told = removal::delete(&world.administrators, Asker::Machine, &acme).await.unwrap_err();
        assert!(matches!(told, Refusal::Gone));
        let again = create(&world.administrators, &world.tenancy, Asker::Machine, new("acme", &[])).await.unwrap();
        assert_ne!(again.tenant.created_at, UnixMillis(0));
    }

    async fn only_owners_make_and_delete_tenants(db: Db) {
        use domain::console::ConsoleRole;
        let world = World::over(db).await;
        let origin = Origin::default();
        for (name, role) in [("edda", ConsoleRole::Editor), ("vera", ConsoleRole::ReadOnly)] {
            let link = console::link::to_join(&world.administrators, role).await.unwrap();
            let session = console::link::redeem(&world.administrators, link.token.reveal(), (name, "nine fjords and a lamp"), &origin).await.unwrap();
            let by = console::session::find(&world.administrators, session.cookie.reveal()).await.unwrap().unwrap();
            let asker = Asker::Owner(&by, &origin);
            let told = create(&world.administrators, &world.tenancy, asker, new("acme", &[])).await.unwrap_err();
            assert!(matches!(told, Refusal::NotAnOwner), "{name}");
            let told = removal::delete(&world.administrators, asker, &TenantId::new("acme")).await.unwrap_err();
            assert!(matches!(told, Refusal::NotAnOwner), "{name}");
        }
        assert_eq!(list(&world.administrators).await.unwrap().len(), 2);
    }

    async fn a_ticket_opens_the_console_that_it_leads_to_once_and_ends_with_its_session(db: Db) {
        use domain::console::ConsoleRole;
        use std::time::Duration;
        let world = World::over(db).await;
        let origin = Origin::default();
        let link = console::link::to_join(&world.administrators, ConsoleRole::Editor).await.unwrap();
        let session = console::link::redeem(&world.administrators, link.token.reveal(), ("edda", "nine fjords and a lamp"), &origin).await.unwrap();
        let by = console::session::find(&world.administrators, session.cookie.reveal()).await.unwrap().unwrap();
        let (acme, beta) = (TenantId::new("acme"), TenantId::new("beta"));
        let there = world.administrators.at(world.tenancy.endpoint_at("acme.example.com").unwrap());
        let issue = async || console::ticket::issue(&world.administrators, (&by, &origin), &acme).await.unwrap();
        let token = issue().await;
        assert!(console::ticket::redeem(&there, token.reveal(), &beta, &origin).await.unwrap().is_none());
        world.test.advance(Duration::from_secs(59));
        let entered = console::ticket::redeem(&there, token.reveal(), &acme, &origin).await.unwrap().unwrap();
        assert!(console::ticket::redeem(&there, token.reveal(), &acme, &origin).await.unwrap().is_none());
        // The cookie is worth something at this console and nowhere else.
        let found = console::session::find(&there, entered.cookie.reveal()).await.unwrap().unwrap();
        assert_eq!((found.user.id, found.signed_in_at, found.rights), (by.user.id.clone(), by.signed_in_at, ConsoleRole::Editor.into()));
        assert!(console::session::find(&world.administrators, entered.cookie.reveal()).await.unwrap().is_none());
        assert!(console::session::find(&there, session.cookie.reveal()).await.unwrap().is_none());
        let late = issue().await;
        world.test.advance(Duration::from_secs(60));
        assert!(console::ticket::redeem(&there, late.reveal(), &acme, &origin).await.unwrap().is_none());
        // It ends with the session that it came from: whoever ends all of theirs has ended these too.
        let left = issue().await;
        assert_eq!(console::ticket::holder(&there, left.reveal(), &acme).await.unwrap().as_deref(), Some("edda"));
        console::session::end(&world.administrators, &by.session_id).await.unwrap();
        assert_eq!(console::ticket::holder(&there, left.reveal(), &acme).await.unwrap(), None);
        assert!(console::ticket::redeem(&there, left.reveal(), &acme, &origin).await.unwrap().is_none());
    }
}
