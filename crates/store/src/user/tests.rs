use std::collections::HashSet;

use domain::{OrganizationId, RoleId, UnixMillis, password::PasswordAlgorithm};
use serde_json::json;

use super::*;
use crate::{
    Db, Page, Place, both_databases,
    db::Param,
    search::{Search, SearchCondition, SearchJoint, SearchMode},
};

fn tenant() -> TenantId {
    TenantId::default_tenant()
}

fn id(text: &str) -> UserId {
    UserId::new(text)
}

fn map(value: Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap()
}

fn md5(text: &str) -> PasswordDigest {
    PasswordDigest { algorithm: PasswordAlgorithm::Md5, digest: text.into() }
}

/// Stores a user with this id and username, made at `at`.
async fn add(db: &Db, name: &str, at: i64) -> User {
    let user = User { username: Some(format!("{name}_name")), ..User::new(id(name), UnixMillis(at)) };
    store(db, &user).await.unwrap();
    user
}

async fn store(db: &Db, user: &User) -> Result<(), StoreError> {
    db.transaction(|tx| async move { insert(tx.exec(), &tenant(), user).await }).await
}

async fn set_name(db: &Db, name: &str, now: i64) -> User {
    let change = UserChange { name: Some(Some("New".into())), ..UserChange::default() };
    update(db.exec(), &tenant(), &id(name), &change, UnixMillis(now)).await.unwrap().unwrap()
}

async fn ids(db: &Db, filter: &UserFilter, page: Page) -> Vec<String> {
    list(db.exec(), &tenant(), filter, page)
        .await
        .unwrap()
        .into_iter()
        .map(|user| user.id.into_string())
        .collect()
}

async fn give_password(db: &Db, name: &str, password: &str, now: i64) -> Option<User> {
    let (name, password) = (&id(name), &md5(password));
    let user = db.transaction(|tx| async move {
        set_password(tx.exec(), &tenant(), name, password, UnixMillis(now)).await
    });
    user.await.unwrap()
}

/// Gives a user a session, a grant, a refresh token and an opaque access token, of which each is called as the user is.
async fn sign_in(db: &Db, name: &str) {
    let name = &[Param::Text(name), Param::Bytes(name.as_bytes()), Param::Json(&json!({}))];
    for (sql, count) in [
        ("INSERT INTO sessions (tenant_id, id, cookie_hash, user_id, created_at, expires_at) VALUES ('default', $1, $2, $1, 1, 9)", 2),
        (
            "INSERT INTO grants (tenant_id, id, user_id, application_id, openid_scope, created_at, expires_at, resource_scopes)
             SELECT tenant_id, $1, $1, 'app', 'openid', 1, 9, $3 FROM sessions WHERE id = $1 AND cookie_hash = $2",
            3,
        ),
        (
            "INSERT INTO refresh_tokens (tenant_id, token_hash, grant_id, payload, chain_started_at, created_at, expires_at)
             VALUES ('default', $2, $1, $3, 1, 1, 9)",
            3,
        ),
        (
            "INSERT INTO access_tokens (tenant_id, token_hash, application_id, grant_id, user_id, scope, claims, created_at, expires_at)
             VALUES ('default', $2, 'app', $1, $1, 'openid', $3, 1, 9)",
            3,
        ),
    ] {
        db.exec().execute(sql, &name[..count]).await.unwrap();
    }
}

/// Whose sessions, grants, refresh tokens and access tokens there are, in this order.
async fn signed_in(db: &Db) -> Vec<String> {
    let mut names = Vec::new();
    for sql in [
        "SELECT id FROM sessions WHERE tenant_id = 'default' ORDER BY id",
        "SELECT id FROM grants WHERE tenant_id = 'default' ORDER BY id",
        "SELECT grant_id FROM refresh_tokens WHERE tenant_id = 'default' ORDER BY grant_id",
        "SELECT grant_id FROM access_tokens WHERE tenant_id = 'default' ORDER BY grant_id",
    ] {
        names.extend(db.exec().all(sql, params![], |row| row.text(0)).await.unwrap());
    }
    names
}

/// The ids on each page of `limit`, as somebody goes on until there is no more.
async fn walked(db: &Db, filter: &UserFilter, limit: i64) -> Vec<Vec<String>> {
    let (mut pages, mut after) = (Vec::new(), None);
    for _ in 0..100 {
        let (users, rest) = following(db.exec(), &tenant(), filter, (after.as_ref(), limit)).await.unwrap();
        assert!(i64::try_from(users.len()).unwrap() <= limit);
        pages.push(users.into_iter().map(|user| user.id.into_string()).collect());
        // It goes through the page's address as a text.
        after = rest.map(|place| Place::parse(&place.to_string()).unwrap());
        if after.is_none() {
            return pages;
        }
    }
    panic!("it does not end: {pages:?}");
}

both_databases! {
    async fn users_that_are_loaded_together_are_found_like_others(db: Db) {
        db.transaction(|tx| async move {
            crate::search::expect_many(tx.exec()).await?;
            for name in ["ingrid", "ingmar", "olav"] {
                let user = User { username: Some(format!("{name}_name")), ..User::new(id(name), UnixMillis(1)) };
                insert(tx.exec(), &tenant(), &user).await?;
            }
            Ok::<_, StoreError>(())
        })
        .await
        .unwrap();
        while crate::search::bring_up_to_date(&db, 100).await.unwrap() > 0 {}
        crate::search::settle(&db).await.unwrap();
        let condition = |field| SearchCondition::new(field, SearchMode::Like, &["ing%".to_owned()], false).unwrap();
        let search = Search::new(vec![SEARCH_FIELDS.map(condition).into()], SearchJoint::Or);
        let filter = UserFilter { search, ..UserFilter::default() };
        assert_eq!(ids(&db, &filter, Page::ALL).await.into_iter().collect::<HashSet<_>>(), HashSet::from(["ingrid", "ingmar"].map(str::to_owned)));
    }

    async fn a_user_comes_back_as_it_went_in_by_every_identifier(db: Db) {
        let user = User {
            username: Some("Ingrid_V".into()),
            primary_email: Some("Ingrid@Fjord.example".into()),
            primary_phone: Some("4798061357".into()),
            name: Some("Ingrid Vik".into()),
            avatar: Some("https://fjord.example/i.png".into()),
            custom_data: map(json!({ "b": 1, "a": { "deep": [null] } })),
            profile: map(json!({ "givenName": "Ingrid" })),
            identities: map(json!({ "github": { "userId": "7" } })),
            mfa_factors: vec![json!({ "type": "Totp" })],
            password: Some(md5("5f4dcc3b5aa765d61d8327deb882cf99")),
            application_id: Some(ApplicationId::new("app")),
            is_suspended: true,
            last_sign_in_at: Some(UnixMillis(7)),
            ..User::new(id("u1"), UnixMillis(5))
        };
        store(&db, &user).await.unwrap();
        let (exec, tenant) = (db.exec(), tenant());
        assert_eq!(find(exec, &tenant, &user.id).await.unwrap().as_ref(), Some(&user));
        assert_eq!(find_by_username(exec, &tenant, "Ingrid_V").await.unwrap().as_ref(), Some(&user));
        assert_eq!(find_by_username(exec, &tenant, "ingrid_v").await.unwrap(), None);
        assert_eq!(find_by_email(exec, &tenant, "ingrid@fjord.EXAMPLE").await.unwrap().as_ref(), Some(&user));
        let ingrid = ids_by_folded_username(exec, &tenant, "ＩNGRID_v").await.unwrap();
        assert_eq!(ingrid, std::slice::from_ref(&user.id));
        assert_eq!(find_by_phone(exec, &tenant, "4798061357").await.unwrap().as_ref(), Some(&user));
        assert_eq!(find(exec, &TenantId::new("other"), &user.id).await.unwrap(), None);
    }

    async fn identifiers_are_unique_and_emails_without_regard_to_case(db: Db) {
        let full = |name: &str, username: &str, email: &str, phone: &str| User {
            username: Some(username.into()),
            primary_email: Some(email.into()),
            primary_phone: Some(phone.into()),
            ..User::new(id(name), UnixMillis(1))
        };
        store(&db, &full("u1", "a", "a@b.c", "1")).await.unwrap();
        for (user, column) in [
            (full("u2", "a", "x@b.c", "2"), "username"),
            (full("u2", "x", "A@B.C", "2"), "primary_email_folded"),
            (full("u2", "x", "x@b.c", "1"), "primary_phone"),
        ] {
            assert!(store(&db, &user).await.unwrap_err().is_unique_violation("users", column), "{column}");
        }
        // Case makes another username, and users without identifiers do not clash.
        store(&db, &full("u3", "A", "z@b.c", "3")).await.unwrap();
        store(&db, &User::new(id("u4"), UnixMillis(1))).await.unwrap();
        store(&db, &User::new(id("u5"), UnixMillis(1))).await.unwrap();
        assert_eq!(total(db.exec(), &tenant(), &UserFilter::default()).await.unwrap(), 4);
    }

    async fn lists_are_newest_first_and_counted(db: Db) {
        for (name, at) in [("b", 2), ("a", 2), ("c", 1), ("d", 3)] {
            add(&db, name, at).await;
        }
        let all = UserFilter::default();
        assert_eq!(ids(&db, &all, Page::ALL).await, ["d", "b", "a", "c"]);
        assert_eq!(ids(&db, &all, Page { limit: 2, offset: 1 }).await, ["b", "a"]);
        assert_eq!(ids(&db, &all, Page { limit: 2, offset: 9 }).await, [""; 0]);
        assert_eq!(total(db.exec(), &tenant(), &all).await.unwrap(), 4);
        assert!(db.transaction(|tx| async move { delete(tx.exec(), &tenant(), &id("b")).await }).await.unwrap());
        assert!(!db.transaction(|tx| async move { delete(tx.exec(), &tenant(), &id("b")).await }).await.unwrap());
        assert_eq!(total(db.exec(), &tenant(), &all).await.unwrap(), 3);
    }

    async fn lists_are_filtered_by_role_organization_and_search(db: Db) {
        for name in ["a", "b", "c"] {
            add(&db, name, 1).await;
        }
        for sql in [
            "INSERT INTO roles (tenant_id, id, name, name_folded, description, description_folded, type, is_default) VALUES ('default', 'r', 'r', 'r', 'r', 'r', 'User', FALSE)",
            "INSERT INTO user_roles (tenant_id, user_id, role_id) VALUES ('default', 'a', 'r')",
            "INSERT INTO organizations (tenant_id, id, name, name_folded, custom_data, is_mfa_required, color, branding, created_at) VALUES ('default', 'o', 'o', 'o', '{}', FALSE, '{}', '{}', 1)",
            "INSERT INTO organization_users (tenant_id, organization_id, user_id) VALUES ('default', 'o', 'b')",
        ] {
            db.exec().execute(sql, params![]).await.unwrap();
        }
        let role = || Some(RoleId::new("r"));
        let search = |value: &str| {
            let condition = |field| SearchCondition::new(field, SearchMode::Like, &[value.to_owned()], false).unwrap();
            Search::new(vec![SEARCH_FIELDS.map(condition).into()], SearchJoint::Or)
        };
        for (filter, expected) in [
            (UserFilter { role_id: role(), ..UserFilter::default() }, vec!["a"]),
            (UserFilter { exclude_role_id: role(), ..UserFilter::default() }, vec!["c", "b"]),
            (UserFilter { exclude_organization_id: Some(OrganizationId::new("o")), ..UserFilter::default() }, vec!["c", "a"]),
            (UserFilter { search: search("%B_NAME%"), ..UserFilter::default() }, vec!["b"]),
            (UserFilter { search: search("%_name"), exclude_role_id: role(), ..UserFilter::default() }, vec!["c", "b"]),
        ] {
            assert_eq!(ids(&db, &filter, Page::ALL).await, expected, "{filter:?}");
            assert_eq!(total(db.exec(), &tenant(), &filter).await.unwrap(), i64::try_from(expected.len()).unwrap());
        }
    }

    async fn lists_with_and_without_a_role_or_an_organization_are_the_same_whether_few_or_many_have_it(db: Db) {
        for sql in [
            "INSERT INTO roles (tenant_id, id, name, name_folded, description, description_folded, type, is_default) VALUES ('default', 'r', 'r', 'r', 'r', 'r', 'User', FALSE)",
            "INSERT INTO organizations (tenant_id, id, name, name_folded, custom_data, is_mfa_required, color, branding, created_at) VALUES ('default', 'o', 'o', 'o', '{}', FALSE, '{}', '{}', 1)",
        ] {
            db.exec().execute(sql, params![]).await.unwrap();
        }
        let search = |value: &str| {
            let condition = SearchCondition::new(SEARCH_FIELDS[3], SearchMode::Like, &[value.to_owned()], false).unwrap();
            Search::new(vec![vec![condition]], SearchJoint::Or)
        };
        let (role, organization) = (|| Some(RoleId::new("r")), || Some(OrganizationId::new("o")));
        let mut capped = 0;
        // Newest first; each second user has both, up to more than are sorted whole.
        let (mut having, mut lacking) = (Vec::new(), Vec::new());
        for number in 0..12 {
            let name = format!("user{number:02}");
            add(&db, &name, number).await;
            if number % 2 == 0 {
                for sql in [
                    "INSERT INTO user_roles (tenant_id, user_id, role_id) VALUES ('default', $1, 'r')",
                    "INSERT INTO organization_users (tenant_id, organization_id, user_id) VALUES ('default', 'o', $1)",
                ] {
                    db.exec().execute(sql, params![id(&name)]).await.unwrap();
                }
                having.insert(0, name);
            } else {
                lacking.insert(0, name);
            }
            for part in ["", "user", "user00", "user01", "nobody"] {
                let search = if part.is_empty() { Search::default() } else { search(&format!("%{part}%")) };
                let found = |of: &[String]| of.iter().filter(|name| name.contains(part)).cloned().collect::<Vec<_>>();
                for (filter, expected) in [
                    (UserFilter { role_id: role(), ..UserFilter::default() }, found(&having)),
                    (UserFilter { organization_id: organization(), ..UserFilter::default() }, found(&having)),
                    (UserFilter { exclude_role_id: role(), ..UserFilter::default() }, found(&lacking)),
                    (UserFilter { exclude_organization_id: organization(), ..UserFilter::default() }, found(&lacking)),
                ] {
                    let filter = UserFilter { search: search.clone(), ..filter };
                    for (limit, offset) in [(50, 0), (2, 0), (2, 3), (2, 40)] {
                        let (users, total) = page(db.exec(), &tenant(), &filter, Page { limit, offset }).await.unwrap();
                        let users: Vec<_> = users.into_iter().map(|user| user.id.into_string()).collect();
                        let shown = expected.iter().skip(usize::try_from(offset).unwrap()).take(usize::try_from(limit).unwrap());
                        assert_eq!(users, shown.cloned().collect::<Vec<_>>(), "{number} {filter:?} {limit} {offset}");
                        assert_eq!(usize::try_from(total).unwrap(), expected.len(), "{number} {filter:?}");
                        let counting = (Page { limit, offset }, Some(2));
                        let (counted, total) = counted_page(db.exec(), &tenant(), &filter, counting).await.unwrap();
                        let counted: Vec<_> = counted.into_iter().map(|user| user.id.into_string()).collect();
                        assert_eq!(counted, users, "{number} {filter:?} {limit} {offset}");
                        let all = i64::try_from(expected.len()).unwrap();
                        assert!(if total.is_capped { total.rows == 2 && all >= 2 } else { total.rows == all }, "{total:?} of {all}");
                        capped += usize::from(total.is_capped);
                    }
                    assert_eq!(usize::try_from(total(db.exec(), &tenant(), &filter).await.unwrap()).unwrap(), expected.len());
                    for limit in [1, 3, 50] {
                        assert_eq!(walked(&db, &filter, limit).await.concat(), expected, "{number} {filter:?} {limit}");
                    }
                }
            }
        }
        assert!(capped > 0, "no count ended before the end");
    }

    async fn what_is_left_out_is_not_walked_to_its_end_and_the_rest_follows(db: Db) {
        let sql = "INSERT INTO organizations (tenant_id, id, name, name_folded, custom_data, is_mfa_required, color, branding, created_at) VALUES ('default', 'o', 'o', 'o', '{}', FALSE, '{}', '{}', 1)";
        db.exec().execute(sql, params![]).await.unwrap();
        for number in 0..24 {
            // Users of the same moment too; the newest 16 are members.
            add(&db, &format!("user{number:02}"), number / 3).await;
            if number >= 8 {
                let sql = "INSERT INTO organization_users (tenant_id, organization_id, user_id) VALUES ('default', 'o', $1)";
                db.exec().execute(sql, params![id(&format!("user{number:02}"))]).await.unwrap();
            }
        }
        let left: Vec<_> = (0..8).rev().map(|number| format!("user{number:02}")).collect();
        let condition = SearchCondition::new(SEARCH_FIELDS[3], SearchMode::Like, &["%user%".to_owned()], false).unwrap();
        for search in [Search::default(), Search::new(vec![vec![condition]], SearchJoint::Or)] {
            let filter = UserFilter { exclude_organization_id: Some(OrganizationId::new("o")), search, ..UserFilter::default() };
            let pages = walked(&db, &filter, 3).await;
            // A page looks at 2 and at 4 rows at the most: those of the first pages are all members.
            assert_eq!(pages.iter().take(3).map(Vec::len).collect::<Vec<_>>(), [0, 0, 2], "{filter:?}");
            assert_eq!(pages.concat(), left, "{filter:?}");
            // Where somebody went on from is gone meanwhile: what follows is the same.
            let gone = Place::parse("2.user07x").unwrap();
            let (users, _) = following(db.exec(), &tenant(), &filter, (Some(&gone), 2)).await.unwrap();
            assert_eq!(users.iter().map(|user| user.id.as_str()).collect::<Vec<_>>(), ["user07", "user06"]);
            let last = Place::parse("0.user00").unwrap();
            let (users, rest) = following(db.exec(), &tenant(), &filter, (Some(&last), 2)).await.unwrap();
            assert_eq!((users.len(), rest), (0, None));
        }
        // Of another tenant there is nothing.
        let all = UserFilter::default();
        assert!(following(db.exec(), &TenantId::new("other"), &all, (None, 5)).await.unwrap().0.is_empty());
    }

    async fn every_change_moves_the_update_time_even_when_the_clock_stands(db: Db) {
        add(&db, "u", 100).await;
        assert_eq!(set_name(&db, "u", 100).await.updated_at, UnixMillis(101));
        assert_eq!(set_name(&db, "u", 50).await.updated_at, UnixMillis(102));
        assert_eq!(set_name(&db, "u", 500).await.updated_at, UnixMillis(500));
        let user = give_password(&db, "u", "x", 500).await.unwrap();
        assert_eq!((user.updated_at, user.password), (UnixMillis(501), Some(md5("x"))));
        assert!(record_sign_in(db.exec(), &tenant(), &id("u"), UnixMillis(500)).await.unwrap());
        let user = find(db.exec(), &tenant(), &id("u")).await.unwrap().unwrap();
        assert_eq!((user.updated_at, user.last_sign_in_at), (UnixMillis(502), Some(UnixMillis(500))));
        assert!(!record_sign_in(db.exec(), &tenant(), &id("nobody"), UnixMillis(1)).await.unwrap());
    }

    async fn a_change_sets_what_it_names_and_leaves_the_rest(db: Db) {
        let user = add(&db, "u", 1).await;
        let change = UserChange {
            username: Some(None),
            primary_email: Some(Some("A@b.c".into())),
            custom_data: Some(map(json!({ "a": 1 }))),
            ..UserChange::default()
        };
        let changed = update(db.exec(), &tenant(), &user.id, &change, UnixMillis(2)).await.unwrap().unwrap();
        let expected = User {
            username: None,
            primary_email: Some("A@b.c".into()),
            custom_data: map(json!({ "a": 1 })),
            updated_at: UnixMillis(2),
            ..user
        };
        assert_eq!(changed, expected);
        assert_eq!(find_by_email(db.exec(), &tenant(), "a@B.C").await.unwrap(), Some(expected));
        assert_eq!(update(db.exec(), &tenant(), &id("nobody"), &change, UnixMillis(2)).await.unwrap(), None);
    }

    async fn parallel_merges_lose_nothing(db: Db) {
        add(&db, "u", 1).await;
        let merge = |number: i64| {
            let db = db.clone();
            async move {
                let members = map(json!({ format!("key{number}"): number, "shared": number }));
                db.transaction(|tx| {
                    let members = members.clone();
                    async move { merge_custom_data(tx.exec(), &tenant(), &id("u"), members, UnixMillis(2)).await }
                })
                .await
            }
        };
        let merged = futures_util::future::join_all((0..8).map(merge)).await;
        assert!(merged.iter().all(|result| result.as_ref().unwrap().is_some()));
        let user = find(db.exec(), &tenant(), &id("u")).await.unwrap().unwrap();
        assert_eq!(user.custom_data.len(), 9);
        assert_eq!(user.updated_at, UnixMillis(9));
        let profile = db.transaction(|tx| async move {
            merge_profile(tx.exec(), &tenant(), &id("u"), map(json!({ "nickname": "Ini" })), UnixMillis(2)).await
        });
        assert_eq!(profile.await.unwrap(), Some(map(json!({ "nickname": "Ini" }))));
    }

    async fn a_digest_is_replaced_only_while_it_is_the_stored_one(db: Db) {
        add(&db, "u", 1).await;
        give_password(&db, "u", "old", 2).await.unwrap();
        let (old, new) = (md5("old"), md5("new"));
        let replace = async || replace_password(db.exec(), &tenant(), &id("u"), (&old, &new), UnixMillis(3)).await.unwrap();
        assert!(replace().await);
        assert!(!replace().await);
        assert_eq!(find(db.exec(), &tenant(), &id("u")).await.unwrap().unwrap().password, Some(new.clone()));
    }

    async fn by_what_a_password_was_recovered_is_kept_with_that_password(db: Db) {
        add(&db, "u", 1).await;
        let recover = async |password: &PasswordDigest, by| {
            let (db, user) = (db.clone(), &id("u"));
            db.transaction(|tx| async move { set_password_resting_on(tx.exec(), &tenant(), user, (password, Some(by)), UnixMillis(2)).await }).await.unwrap()
        };
        let kept = async || find(db.exec(), &tenant(), &id("u")).await.unwrap().unwrap().password_recovered_by;
        let (old, new) = (md5("old"), md5("new"));
        for kind in [IdentifierKind::Email, IdentifierKind::Phone] {
            let user = recover(&old, kind).await.unwrap();
            assert_eq!((user.password.as_ref(), user.password_recovered_by), (Some(&old), Some(kind)));
            assert_eq!(kept().await, Some(kind));
        }
        // The same password with another digest is the same password.
        assert!(replace_password(db.exec(), &tenant(), &id("u"), (&old, &new), UnixMillis(3)).await.unwrap());
        forget_password_recovery(db.exec(), &tenant(), &id("u"), &old).await.unwrap();
        assert_eq!(kept().await, Some(IdentifierKind::Phone));
        forget_password_recovery(db.exec(), &tenant(), &id("u"), &new).await.unwrap();
        assert_eq!(kept().await, None);
        recover(&old, IdentifierKind::Email).await.unwrap();
        assert_eq!(give_password(&db, "u", "new", 4).await.unwrap().password_recovered_by, None);
        assert_eq!(kept().await, None);
        let nobody = db.transaction(|tx| async move {
            set_password_resting_on(tx.exec(), &tenant(), &id("nobody"), (&md5("x"), Some(IdentifierKind::Email)), UnixMillis(2)).await
        });
        assert_eq!(nobody.await.unwrap(), None);
    }

    async fn suspending_ends_sessions_grants_and_tokens_of_that_user_only(db: Db) {
        for name in ["u", "v"] {
            add(&db, name, 1).await;
            sign_in(&db, name).await;
        }
        let suspend = |name: &'static str, is_suspended| {
            let db = db.clone();
            async move {
                db.transaction(|tx| async move { set_suspended(tx.exec(), &tenant(), &id(name), is_suspended, UnixMillis(2)).await }).await.unwrap()
            }
        };
        assert!(suspend("u", true).await.unwrap().is_suspended);
        assert_eq!(signed_in(&db).await, ["v"; 4]);
        let signed_out = async |name| signed_out_at(db.exec(), &tenant(), &id(name)).await.unwrap();
        assert_eq!((signed_out("u").await, signed_out("v").await), (Some(UnixMillis(2)), None));
        assert!(!suspend("v", false).await.unwrap().is_suspended);
        assert_eq!(signed_in(&db).await, ["v"; 4]);
        assert_eq!(suspend("nobody", true).await, None);
    }

    async fn a_replaced_password_ends_sessions_grants_and_tokens_of_that_user_only(db: Db) {
        for name in ["u", "v"] {
            add(&db, name, 1).await;
            sign_in(&db, name).await;
        }
        // Nobody can have got in by a password that there was not.
        give_password(&db, "u", "first", 2).await.unwrap();
        assert_eq!(signed_out_at(db.exec(), &tenant(), &id("u")).await.unwrap(), None);
        assert_eq!(signed_in(&db).await, ["u", "v", "u", "v", "u", "v", "u", "v"]);
        let user = give_password(&db, "u", "second", 3).await.unwrap();
        assert_eq!((user.password, user.updated_at), (Some(md5("second")), UnixMillis(3)));
        assert_eq!(signed_out_at(db.exec(), &tenant(), &id("u")).await.unwrap(), Some(UnixMillis(3)));
        assert_eq!(signed_in(&db).await, ["v"; 4]);
        assert_eq!(give_password(&db, "nobody", "first", 4).await, None);
    }

    async fn deleting_a_user_ends_its_sessions_grants_and_tokens(db: Db) {
        for name in ["u", "v"] {
            add(&db, name, 1).await;
            sign_in(&db, name).await;
        }
        db.transaction(|tx| async move { delete(tx.exec(), &tenant(), &id("u")).await }).await.unwrap();
        assert_eq!(signed_in(&db).await, ["v"; 4]);
    }

    async fn default_roles_for_users_are_granted(db: Db) {
        add(&db, "u", 1).await;
        for (role, kind, is_default) in [("r1", "User", true), ("r2", "User", false), ("r3", "MachineToMachine", true), ("r4", "User", true)] {
            let sql = "INSERT INTO roles (tenant_id, id, name, name_folded, description, description_folded, type, is_default) VALUES ('default', $1, $1, $1, $1, $1, $2, $3)";
            db.exec().execute(sql, params![role, kind, is_default]).await.unwrap();
        }
        db.transaction(|tx| async move { grant_default_roles(tx.exec(), &tenant(), &id("u")).await }).await.unwrap();
        let granted = crate::role::holder::role_ids_of_user(db.exec(), &tenant(), &id("u")).await.unwrap();
        assert_eq!(granted.into_iter().collect::<HashSet<_>>(), HashSet::from([RoleId::new("r1"), RoleId::new("r4")]));
    }

    async fn roles_are_added_once_and_replaced_as_a_whole_but_for_hidden_ones(db: Db) {
        add(&db, "u", 1).await;
        for role in ["a", "b", "c", "#internal:x"] {
            let sql = "INSERT INTO roles (tenant_id, id, name, name_folded, description, description_folded, type, is_default) VALUES ('default', $1, $1, $1, $1, $1, 'User', FALSE)";
            db.exec().execute(sql, params![role]).await.unwrap();
        }
        let roles = |names: &[&str]| names.iter().map(|name| RoleId::new(*name)).collect::<Vec<_>>();
        let held = async || crate::role::role_ids_of_user(db.exec(), &tenant(), &id("u")).await.unwrap();
        let add_roles = async |user: &'static str, names: &[&str]| {
            let (wanted, user) = (&roles(names), &id(user));
            db.transaction(|tx| async move { add_roles(tx.exec(), &tenant(), user, wanted).await }).await
        };
        let replace_roles = async |user: &'static str, names: &[&str]| {
            let (wanted, user) = (&roles(names), &id(user));
            db.transaction(|tx| async move { replace_roles(tx.exec(), &tenant(), user, wanted).await }).await
        };
        assert_eq!(add_roles("u", &["b", "a", "b", "#internal:x"]).await.unwrap(), Some(roles(&["b", "a", "#internal:x"])));
        assert_eq!(add_roles("u", &["a", "c"]).await.unwrap(), Some(roles(&["c"])));
        assert_eq!(add_roles("nobody", &["a"]).await.unwrap(), None);
        assert!(matches!(add_roles("u", &["none"]).await, Err(StoreError::ForeignKeyViolation)));
        assert!(replace_roles("u", &["c", "b", "c"]).await.unwrap());
        assert_eq!(held().await, roles(&["#internal:x", "b", "c"]));
        assert!(matches!(replace_roles("u", &["none"]).await, Err(StoreError::ForeignKeyViolation)));
        assert_eq!(held().await, roles(&["#internal:x", "b", "c"]), "nothing is taken when something cannot be given");
        assert!(replace_roles("u", &[]).await.unwrap());
        assert_eq!(held().await, roles(&["#internal:x"]));
        assert!(!replace_roles("nobody", &[]).await.unwrap());
    }
}
