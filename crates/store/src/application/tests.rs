//! Applications, their secrets and consents, on both databases.

use domain::{
    OrganizationScopeId, ResourceId, RoleId, ScopeId, UnixMillis,
    application::{CustomClientMetadata, OidcClientMetadata},
    organization::{Organization, OrganizationScope},
    resource::{Resource, Scope},
    role::{Role, RoleType},
};

use super::{
    consent::{ConsentScope, ResourceScopeSet},
    list::ApplicationFilter,
    secret::SealedSecret,
    *,
};
use crate::{
    Db, Page, both_databases,
    db::Param,
    organization, resource, role,
    search::{Search, SearchCondition, SearchJoint, SearchMode},
};

fn tenant() -> TenantId {
    TenantId::default_tenant()
}

/// An application with something in most of its fields.
pub(crate) fn application(id: &str, kind: ApplicationType, created_at: i64) -> Application {
    Application {
        id: ApplicationId::new(id),
        name: format!("App {id}"),
        description: Some(format!("About {id}")),
        kind,
        oidc_client_metadata: OidcClientMetadata {
            redirect_uris: vec!["https://app.fjord.example/callback".to_owned()],
            ..OidcClientMetadata::default()
        },
        custom_client_metadata: CustomClientMetadata {
            id_token_ttl: Some(60),
            ..CustomClientMetadata::default()
        },
        protected_app_metadata: None,
        custom_data: serde_json::Map::from_iter([("a".to_owned(), 1.into())]),
        is_third_party: false,
        app_level_access_control_enabled: false,
        created_at: UnixMillis(created_at),
    }
}

fn secret(name: &str, created_at: i64) -> SealedSecret {
    SealedSecret {
        name: name.to_owned(),
        sealed_value: vec![1, 2],
        created_at: UnixMillis(created_at),
        expires_at: Some(UnixMillis(9)),
    }
}

async fn add_role(db: &Db, id: &str) -> RoleId {
    let (id, name) = (RoleId::new(id), id.to_owned());
    let role = Role {
        id: id.clone(),
        description: name.clone(),
        name,
        kind: RoleType::MachineToMachine,
        is_default: false,
    };
    role::insert(db.exec(), &tenant(), &role).await.unwrap();
    id
}

async fn add_scope(db: &Db, id: &str) -> (Scope, Resource) {
    let resource = Resource {
        id: ResourceId::new(id),
        name: id.to_owned(),
        indicator: format!("https://{id}.fjord.example"),
        is_default: false,
        access_token_ttl: std::time::Duration::from_secs(60),
    };
    resource::insert(db.exec(), &tenant(), &resource).await.unwrap();
    let scope = Scope {
        id: ScopeId::new(id),
        resource_id: resource.id.clone(),
        name: "read".to_owned(),
        description: None,
        created_at: UnixMillis(1),
    };
    resource::scope::insert(db.exec(), &tenant(), &scope).await.unwrap();
    (scope, resource)
}

both_databases! {
    async fn an_application_is_kept_changed_and_deleted(db: Db) {
        let (exec, tenant) = (db.exec(), tenant());
        let mut web = application("web", ApplicationType::Traditional, 5);
        insert(exec, &tenant, &web).await.unwrap();
        assert_eq!(find(exec, &tenant, &web.id).await.unwrap(), Some(web.clone()));
        web.name = "Desk".to_owned();
        web.description = None;
        web.custom_data.clear();
        web.custom_client_metadata = CustomClientMetadata::default();
        web.oidc_client_metadata.redirect_uris.clear();
        assert!(update(exec, &tenant, &web).await.unwrap());
        assert_eq!(find(exec, &tenant, &web.id).await.unwrap(), Some(web.clone()));
        let user = crate::grant::tests::insert_user(&db, "u").await;
        let issued = domain::grant::Grant::new(domain::GrantId::new("g"), user, web.id.clone(), UnixMillis(1));
        crate::grant::put(exec, &tenant, &issued).await.unwrap();
        let delete_it = async || {
            let (tenant, id) = (&tenant, &web.id);
            let deleted: Result<bool, StoreError> =
                db.transaction(|tx| async move { delete(&tx, tenant, id).await }).await;
            deleted.unwrap()
        };
        assert!(delete_it().await);
        assert_eq!(crate::grant::find(exec, &tenant, &issued.id, UnixMillis(1)).await.unwrap(), None);
        assert!(!delete_it().await);
        assert!(!update(exec, &tenant, &web).await.unwrap());
        assert_eq!(find(exec, &tenant, &web.id).await.unwrap(), None);
    }

    async fn deleting_an_application_ends_whatever_was_issued_through_it_alone(db: Db) {
        for sql in [
            "INSERT INTO users (tenant_id, id, custom_data, profile, identities, mfa_factors, is_suspended, created_at, updated_at)
             VALUES ('default', 'u', $1, $1, $1, $1, FALSE, 1, 1)",
            "INSERT INTO sessions (tenant_id, id, cookie_hash, user_id, last_submission, created_at, expires_at)
             SELECT tenant_id, 's', $2, id, $1, 1, 9 FROM users",
        ] {
            let params = [Param::Json(&serde_json::json!({})), Param::Bytes(b"c")];
            db.exec().execute(sql, if sql.contains("$2") { &params } else { &params[..1] }).await.unwrap();
        }
        for name in ["going", "staying"] {
            insert(db.exec(), &tenant(), &application(name, ApplicationType::Spa, 1)).await.unwrap();
            let hash = Param::Bytes(name.as_bytes());
            for sql in [
                "INSERT INTO grants (tenant_id, id, user_id, application_id, openid_scope, resource_scopes, created_at, expires_at)
                 SELECT tenant_id, $1, 'u', $1, '', last_submission, 1, 9 FROM sessions",
                "INSERT INTO session_applications (tenant_id, session_id, application_id, grant_id, sid, persists_logout)
                 VALUES ('default', 's', $1, $1, 'sid', FALSE)",
                "INSERT INTO refresh_tokens (tenant_id, token_hash, grant_id, payload, chain_started_at, created_at, expires_at)
                 SELECT tenant_id, $2, $1, last_submission, 1, 1, 9 FROM sessions",
                "INSERT INTO authorization_codes (tenant_id, code_hash, grant_id, payload, expires_at)
                 SELECT tenant_id, $2, $1, last_submission, 9 FROM sessions",
                "INSERT INTO access_tokens (tenant_id, token_hash, application_id, scope, claims, created_at, expires_at)
                 SELECT tenant_id, $2, $1, '', last_submission, 1, 9 FROM sessions",
                "INSERT INTO interactions (tenant_id, id_hash, application_id, prompt, parameters, created_at, expires_at)
                 SELECT tenant_id, $2, $1, 'login', last_submission, 1, 9 FROM sessions",
            ] {
                let params = [Param::Text(name), hash];
                db.exec().execute(sql, if sql.contains("$2") { &params } else { &params[..1] }).await.unwrap();
            }
        }
        let going = &ApplicationId::new("going");
        assert!(db.transaction(|tx| async move { delete(&tx, &tenant(), going).await }).await.unwrap());
        for sql in [
            "SELECT application_id FROM grants WHERE tenant_id = 'default'",
            "SELECT application_id FROM session_applications WHERE tenant_id = 'default'",
            "SELECT grant_id FROM refresh_tokens WHERE tenant_id = 'default'",
            "SELECT grant_id FROM authorization_codes WHERE tenant_id = 'default'",
            "SELECT application_id FROM access_tokens WHERE tenant_id = 'default'",
            "SELECT application_id FROM interactions WHERE tenant_id = 'default'",
        ] {
            let left = db.exec().all(sql, crate::params![], |row| row.text(0)).await.unwrap();
            assert_eq!(left, ["staying"], "{sql}");
        }
    }

    async fn secrets_have_names_of_their_own(db: Db) {
        let (exec, tenant, id) = (db.exec(), tenant(), ApplicationId::new("web"));
        insert(exec, &tenant, &application("web", ApplicationType::Traditional, 5)).await.unwrap();
        secret::insert(exec, &tenant, &id, &secret("b", 1)).await.unwrap();
        secret::insert(exec, &tenant, &id, &secret("a", 2)).await.unwrap();
        let taken = secret::insert(exec, &tenant, &id, &secret("a", 3)).await.unwrap_err();
        assert!(matches!(taken, StoreError::UniqueViolation { table, .. } if table == "application_secrets"));
        let orphan = secret::insert(exec, &tenant, &ApplicationId::new("nobody"), &secret("a", 3)).await;
        assert!(matches!(orphan, Err(StoreError::ForeignKeyViolation)));
        let names = |list: Vec<SealedSecret>| list.into_iter().map(|one| one.name).collect::<Vec<_>>();
        assert_eq!(names(secret::list(exec, &tenant, &id).await.unwrap()), ["b", "a"]);

        let renamed = secret::rename(exec, &tenant, &id, "a", "c").await.unwrap().unwrap();
        assert_eq!((renamed.name.as_str(), renamed.sealed_value, renamed.expires_at), ("c", vec![1, 2], Some(UnixMillis(9))));
        let taken = secret::rename(exec, &tenant, &id, "c", "b").await.unwrap_err();
        assert!(matches!(taken, StoreError::UniqueViolation { table, .. } if table == "application_secrets"));
        assert!(secret::rename(exec, &tenant, &id, "a", "d").await.unwrap().is_none());
        assert!(secret::delete(exec, &tenant, &id, "c").await.unwrap());
        assert!(!secret::delete(exec, &tenant, &id, "c").await.unwrap());
        assert_eq!(names(secret::list(exec, &tenant, &id).await.unwrap()), ["b"]);
    }

    async fn lists_are_newest_first_and_filtered(db: Db) {
        let (exec, tenant) = (db.exec(), tenant());
        let third_party = Application { is_third_party: true, ..application("theirs", ApplicationType::Spa, 3) };
        for one in [application("web", ApplicationType::Traditional, 1), application("machine", ApplicationType::MachineToMachine, 2), third_party] {
            insert(exec, &tenant, &one).await.unwrap();
        }
        let (role, machine) = (add_role(&db, "r").await, ApplicationId::new("machine"));
        role::holder::add_to_application(exec, &tenant, &machine, std::slice::from_ref(&role)).await.unwrap();
        let organization = organization_with(&db, &machine).await;
        let like = |value: &str| {
            let condition = SearchCondition::new(SEARCH_FIELDS[1], SearchMode::Like, &[value.to_owned()], false).unwrap();
            Search::new(vec![vec![condition]], SearchJoint::Or)
        };
        let none = ApplicationFilter::default;
        let filters = [
            (none(), vec!["theirs", "machine", "web"]),
            (ApplicationFilter { kinds: vec![ApplicationType::Spa, ApplicationType::Traditional], ..none() }, vec!["theirs", "web"]),
            (ApplicationFilter { is_third_party: Some(true), ..none() }, vec!["theirs"]),
            (ApplicationFilter { is_third_party: Some(false), ..none() }, vec!["machine", "web"]),
            (ApplicationFilter { role_id: Some(role.clone()), ..none() }, vec!["machine"]),
            (ApplicationFilter { exclude_role_id: Some(role), ..none() }, vec!["theirs", "web"]),
            (ApplicationFilter { exclude_organization_id: Some(organization), ..none() }, vec!["theirs", "web"]),
            (ApplicationFilter { search: like("APP W%"), ..none() }, vec!["web"]),
        ];
        for (filter, expected) in filters {
            let found = list::list(exec, &tenant, &filter, Page::ALL).await.unwrap();
            assert_eq!(found.into_iter().map(|one| one.id.into_string()).collect::<Vec<_>>(), expected, "{filter:?}");
            assert_eq!(list::count(exec, &tenant, &filter).await.unwrap(), i64::try_from(expected.len()).unwrap());
        }
        let ids = [machine.clone(), ApplicationId::new("web"), ApplicationId::new("nobody")];
        assert_eq!(list::of_kind(exec, &tenant, ApplicationType::MachineToMachine, &ids).await.unwrap(), [machine]);
        assert_eq!(list::existing(exec, &tenant, &ids).await.unwrap().len(), 2);
    }

    async fn a_client_is_read_whole(db: Db) {
        let (exec, tenant) = (db.exec(), tenant());
        let theirs = Application { is_third_party: true, ..application("theirs", ApplicationType::Traditional, 3) };
        insert(exec, &tenant, &theirs).await.unwrap();
        secret::insert(exec, &tenant, &theirs.id, &secret("a", 1)).await.unwrap();
        let role = add_role(&db, "r").await;
        role::holder::add_to_application(exec, &tenant, &theirs.id, std::slice::from_ref(&role)).await.unwrap();
        let scopes = ThirdPartyScopes { user_scopes: vec!["email".to_owned()], ..ThirdPartyScopes::default() };
        consent::add(exec, &tenant, &theirs.id, &scopes).await.unwrap();

        let client = find_client(exec, &tenant, &theirs.id).await.unwrap().unwrap();
        assert_eq!((client.application, client.role_ids, client.third_party), (theirs, vec![role], scopes));
        assert_eq!(client.secrets.len(), 1);
        assert!(find_client(exec, &tenant, &ApplicationId::new("nobody")).await.unwrap().is_none());
    }

    async fn what_a_third_party_may_ask_for_is_added_and_taken(db: Db) {
        let (exec, tenant, id) = (db.exec(), tenant(), ApplicationId::new("theirs"));
        insert(exec, &tenant, &application("theirs", ApplicationType::Spa, 3)).await.unwrap();
        let (lamps, boats) = (add_scope(&db, "lamps").await, add_scope(&db, "boats").await);
        let invite = OrganizationScope { id: OrganizationScopeId::new("invite"), name: "invite".to_owned(), description: None };
        organization::scope::insert(exec, &tenant, &invite).await.unwrap();
        let scopes = ThirdPartyScopes {
            user_scopes: vec!["email".to_owned(), "profile".to_owned()],
            resource_scope_ids: vec![boats.0.id.clone(), lamps.0.id.clone()],
            organization_scope_ids: vec![invite.id.clone()],
            organization_resource_scope_ids: vec![lamps.0.id.clone()],
        };
        for _ in 0..2 {
            consent::add(exec, &tenant, &id, &scopes).await.unwrap();
            assert_eq!(consent::scopes(exec, &tenant, &id).await.unwrap(), scopes);
        }
        assert_eq!(consent::resource_scopes(exec, &tenant, &id, ResourceScopeSet::User).await.unwrap(), [boats, lamps.clone()]);
        assert_eq!(consent::resource_scopes(exec, &tenant, &id, ResourceScopeSet::Organization).await.unwrap(), std::slice::from_ref(&lamps));
        assert_eq!(consent::organization_scopes(exec, &tenant, &id).await.unwrap(), std::slice::from_ref(&invite));
        let ids = [invite.id.clone(), OrganizationScopeId::new("nothing")];
        assert_eq!(consent::existing_organization_scopes(exec, &tenant, &ids).await.unwrap(), std::slice::from_ref(&invite.id));
        let unknown = ThirdPartyScopes { resource_scope_ids: vec![ScopeId::new("nothing")], ..ThirdPartyScopes::default() };
        assert!(matches!(consent::add(exec, &tenant, &id, &unknown).await, Err(StoreError::ForeignKeyViolation)));

        let lamps = lamps.0.id;
        for scope in [
            ConsentScope::User("email".to_owned()),
            ConsentScope::Resource(lamps.clone()),
            ConsentScope::Organization(invite.id),
            ConsentScope::OrganizationResource(lamps),
        ] {
            assert!(consent::remove(exec, &tenant, &id, &scope).await.unwrap(), "{scope:?}");
            assert!(!consent::remove(exec, &tenant, &id, &scope).await.unwrap(), "{scope:?}");
        }
        let left = ThirdPartyScopes {
            user_scopes: vec!["profile".to_owned()],
            resource_scope_ids: vec![ScopeId::new("boats")],
            ..ThirdPartyScopes::default()
        };
        assert_eq!(consent::scopes(exec, &tenant, &id).await.unwrap(), left);
    }
}

async fn organization_with(db: &Db, member: &ApplicationId) -> domain::OrganizationId {
    let organization = Organization {
        id: domain::OrganizationId::new("fjord"),
        name: "Fjord".to_owned(),
        description: None,
        custom_data: serde_json::Map::new(),
        is_mfa_required: false,
        color: serde_json::Map::new(),
        branding: serde_json::Map::new(),
        custom_css: None,
        created_at: UnixMillis(1),
    };
    organization::insert(db.exec(), &tenant(), &organization).await.unwrap();
    let insert = "INSERT INTO organization_applications (tenant_id, organization_id, application_id) VALUES ($1, $2, $3)";
    db.exec().execute(insert, params![tenant(), organization.id, member]).await.unwrap();
    organization.id
}
