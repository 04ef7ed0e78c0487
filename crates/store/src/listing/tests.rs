//! Lists and searches held against a model of them that knows neither indexes nor marks.

use std::collections::BTreeMap;

use domain::{TenantId, UnixMillis, UserId, account::User, organization::Organization, text::fold};
use regex::RegexBuilder;
use serde_json::Map;

use crate::{
    Db, Page, Total, both_databases, organization,
    search::{Search, SearchCondition, SearchJoint, SearchMode, bring_up_to_date, merge},
    user::{self, SEARCH_FIELDS, UserChange, UserFilter},
};

fn tenant() -> TenantId {
    TenantId::default_tenant()
}

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.roll(of.len())]
    }

    /// A short text of what is easily confused: wildcards, escapes, quotes, letters outside ASCII.
    fn text(&mut self, longest: usize) -> String {
        const PARTS: [&str; 12] = ["ing", "grid", "ab", "a", "B", "_", "Å", "\"", "\\", " ", "'", "ß"];
        (0..=self.roll(longest)).map(|_| self.pick(&PARTS)).collect()
    }
}

async fn add(db: &Db, user: &User) {
    db.transaction(|tx| async move { user::insert(tx.exec(), &tenant(), user).await }).await.unwrap();
}

async fn remove(db: &Db, id: &UserId) {
    assert!(db.transaction(|tx| async move { user::delete(tx.exec(), &tenant(), id).await }).await.unwrap());
}

async fn rename(db: &Db, id: &UserId, name: Option<String>) {
    let change = &UserChange { name: Some(name), ..UserChange::default() };
    let renamed = db
        .transaction(|tx| async move { user::update(tx.exec(), &tenant(), id, change, UnixMillis(1)).await });
    assert!(renamed.await.unwrap().is_some());
}

/// A search in usernames.
/// Into how many parts the trigrams of users have fallen.
async fn parts(db: &Db) -> i64 {
    if db.is_postgres() {
        return 1;
    }
    let sql = "SELECT COUNT(DISTINCT segid) FROM user_trigrams_idx";
    db.exec().optional(sql, &[], |row| row.int(0)).await.unwrap().unwrap()
}

fn named(pattern: &str) -> UserFilter {
    let condition =
        SearchCondition::new(SEARCH_FIELDS[3], SearchMode::Like, &[pattern.to_owned()], false).unwrap();
    UserFilter { search: Search::new(vec![vec![condition]], SearchJoint::Or), ..UserFilter::default() }
}

/// The ids that a model shows on a page, and how many there are.
fn window(ids: &[String], page: Page) -> (Vec<String>, i64) {
    let [skip, take] = [page.offset, page.limit].map(|number| usize::try_from(number).unwrap());
    (ids.iter().skip(skip).take(take).cloned().collect(), i64::try_from(ids.len()).unwrap())
}

async fn shown(db: &Db, filter: &UserFilter, page: Page) -> (Vec<String>, i64) {
    let (users, total) = user::page(db.exec(), &tenant(), filter, page).await.unwrap();
    (users.into_iter().map(|user| user.id.into_string()).collect(), total)
}

/// Holds a page whose rows are counted no further than `most` against the model's.
fn assert_counted((found, total): (Vec<String>, Total), expected: &[String], page: Page, most: i64) {
    let (rows, all) = window(expected, page);
    assert_eq!(found, rows, "{page:?} {most}");
    if total.is_capped {
        // More may be known than was asked for.
        assert!((most..=all).contains(&total.rows), "{total:?} of {all}, up to {most}");
    } else {
        assert_eq!(total.rows, all, "{page:?} {most}");
    }
}

/// The model's users, newest first.
fn newest_first(users: &BTreeMap<String, User>) -> Vec<&User> {
    let mut users: Vec<_> = users.values().collect();
    users.sort_by(|a, b| (b.created_at, b.id.as_str()).cmp(&(a.created_at, a.id.as_str())));
    users
}

/// `LIKE`, by trying everything.
fn is_like(pattern: &[char], text: &[char]) -> bool {
    match pattern {
        [] => text.is_empty(),
        ['%', rest @ ..] => (0..=text.len()).any(|skip| is_like(rest, &text[skip..])),
        ['_', rest @ ..] => text.split_first().is_some_and(|(_, after)| is_like(rest, after)),
        ['\\', literal, rest @ ..] | [literal, rest @ ..] => {
            text.split_first().is_some_and(|(first, after)| first == literal && is_like(rest, after))
        }
    }
}

fn characters(text: &str) -> Vec<char> {
    text.chars().collect()
}

/// One comparison of a search, as the contract says it.
#[derive(Clone, Debug)]
struct Term {
    field: usize,
    mode: SearchMode,
    values: Vec<String>,
    is_case_sensitive: bool,
}

impl Term {
    fn rolled(dice: &mut Dice) -> Self {
        let mode = dice.pick(&[SearchMode::Like, SearchMode::Like, SearchMode::Exact, SearchMode::Posix]);
        let is_case_sensitive = dice.roll(4) == 0;
        let text = dice.text(1);
        let values = match mode {
            SearchMode::Like => vec![match dice.roll(4) {
                0 => text,
                1 => format!("{text}%"),
                2 => format!("%{text}%{}%", dice.text(1)),
                _ => format!("%{text}%"),
            }],
            SearchMode::Exact => vec![text, dice.text(2), "Ingrid".to_owned()],
            _ => vec![dice.pick(&["^ing", "gr(id|oß)", "a.?b", "[0-9]{2}$"]).to_owned()],
        };
        Self { field: dice.roll(5), mode, values, is_case_sensitive }
    }

    fn condition(&self) -> SearchCondition {
        SearchCondition::new(SEARCH_FIELDS[self.field], self.mode, &self.values, self.is_case_sensitive)
            .unwrap()
    }

    fn finds(&self, user: &User) -> bool {
        let fields = [
            Some(user.id.as_str()),
            user.primary_email.as_deref(),
            user.primary_phone.as_deref(),
            user.username.as_deref(),
            user.name.as_deref(),
        ];
        let Some(text) = fields[self.field] else { return false };
        let folded = |text: &str| if self.is_case_sensitive { text.to_owned() } else { fold(text) };
        match self.mode {
            SearchMode::Like => {
                let mut pattern = characters(&folded(&self.values[0]));
                // A backslash at the end stands for itself.
                let escapes = pattern.iter().rev().take_while(|character| **character == '\\').count();
                pattern.extend((escapes % 2 == 1).then_some('\\'));
                is_like(&pattern, &characters(&folded(text)))
            }
            SearchMode::Exact => self.values.iter().any(|value| folded(value) == folded(text)),
            _ => {
                let regex =
                    RegexBuilder::new(&self.values[0]).case_insensitive(!self.is_case_sensitive).build();
                regex.unwrap().is_match(text)
            }
        }
    }
}

fn rolled_user(dice: &mut Dice, number: usize) -> User {
    let id = format!("u{number:03}");
    User {
        username: (dice.roll(2) == 0).then(|| format!("Ingrid_{number}")),
        primary_email: (dice.roll(2) == 0)
            .then(|| format!("{}{number}@Fjord.example", dice.pick(&["ab", "Ing", "x"]))),
        primary_phone: (dice.roll(3) == 0).then(|| format!("4798{number:06}")),
        name: (dice.roll(4) > 0).then(|| dice.text(3)),
        ..User::new(UserId::new(id), UnixMillis(i64::try_from(dice.roll(40)).unwrap()))
    }
}

both_databases! {
    async fn every_page_shows_what_a_model_shows_whatever_happened_before(db: Db) {
        let mut dice = Dice(7);
        let mut model: BTreeMap<String, User> = BTreeMap::new();
        for number in 0..90 {
            let is_newest = dice.roll(3) > 0;
            let mut user = rolled_user(&mut dice, number);
            if is_newest {
                user.created_at = UnixMillis(100 + i64::try_from(number).unwrap());
            }
            match dice.roll(6) {
                0 if !model.is_empty() => {
                    let ids: Vec<_> = model.keys().cloned().collect();
                    let id = ids[dice.roll(ids.len())].clone();
                    model.remove(&id);
                    remove(&db, &UserId::new(id)).await;
                }
                _ => {
                    add(&db, &user).await;
                    model.insert(user.id.to_string(), user);
                }
            }
            let expected: Vec<String> = newest_first(&model).iter().map(|user| user.id.to_string()).collect();
            for _ in 0..4 {
                let limit = i64::try_from(1 + dice.roll(6)).unwrap();
                let page = Page { limit, offset: i64::try_from(dice.roll(80)).unwrap() };
                assert_eq!(shown(&db, &UserFilter::default(), page).await, window(&expected, page), "{page:?}");
            }
        }
        assert_eq!(shown(&db, &UserFilter::default(), Page::ALL).await.0.len(), model.len());
    }

    async fn a_search_finds_what_a_model_of_it_finds(db: Db) {
        let mut dice = Dice(11);
        let mut model: BTreeMap<String, User> = BTreeMap::new();
        for number in 0..40 {
            let user = rolled_user(&mut dice, number);
            add(&db, &user).await;
            model.insert(user.id.to_string(), user);
        }
        let (mut found_something, mut capped) = (0, 0);
        for round in 0..400 {
            if round % 10 == 9 {
                let ids: Vec<_> = model.keys().cloned().collect();
                let user = model.get_mut(&ids[dice.roll(ids.len())]).unwrap();
                user.name = Some(dice.text(3));
                rename(&db, &user.id, user.name.clone()).await;
            }
            if dice.roll(20) == 0 {
                let ids: Vec<_> = model.keys().cloned().collect();
                let gone = model.remove(&ids[dice.roll(ids.len())]).unwrap();
                remove(&db, &gone.id).await;
                let user = rolled_user(&mut dice, 100 + round);
                add(&db, &user).await;
                model.insert(user.id.to_string(), user);
            }
            if dice.roll(3) == 0 {
                bring_up_to_date(&db, 7).await.unwrap();
            }
            let groups: Vec<Vec<Term>> = (0..=dice.roll(2))
                .map(|_| (0..=dice.roll(2)).map(|_| Term::rolled(&mut dice)).collect())
                .collect();
            let joint = dice.pick(&[SearchJoint::Or, SearchJoint::And]);
            let conditions = groups.iter().map(|group| group.iter().map(Term::condition).collect()).collect();
            let filter = UserFilter { search: Search::new(conditions, joint), ..UserFilter::default() };
            let finds = |user: &User| {
                let mut groups = groups.iter().map(|group| group.iter().any(|term| term.finds(user)));
                if joint == SearchJoint::And { groups.all(|found| found) } else { groups.any(|found| found) }
            };
            let expected: Vec<String> = newest_first(&model)
                .into_iter()
                .filter(|user| finds(user))
                .map(|user| user.id.to_string())
                .collect();
            found_something += usize::from(!expected.is_empty());
            for page in [Page { limit: 3, offset: 0 }, Page { limit: 5, offset: 7 }, Page::ALL] {
                let most = i64::try_from(1 + dice.roll(12)).unwrap();
                let (users, total) = user::counted_page(db.exec(), &tenant(), &filter, (page, Some(most))).await.unwrap();
                let found = users.into_iter().map(|user| user.id.into_string()).collect();
                capped += usize::from(total.is_capped);
                assert_counted((found, total), &expected, page, most);
                if dice.roll(2) == 0 {
                    continue;
                }
                assert_eq!(shown(&db, &filter, page).await, window(&expected, page), "{groups:?} {joint:?} {page:?}");
            }
        }
        assert!(found_something > 100, "{found_something} searches found something");
        assert!(capped > 100, "{capped} counts ended before the end");
    }

    async fn organizations_are_paged_and_searched_as_a_model_says(db: Db) {
        let mut dice = Dice(13);
        let mut model: BTreeMap<String, String> = BTreeMap::new();
        for number in 0..60 {
            let organization = &Organization {
                id: domain::OrganizationId::new(format!("{:02}org{number}", dice.roll(100))),
                name: dice.text(4),
                description: None,
                custom_data: Map::new(),
                is_mfa_required: false,
                color: Map::new(),
                branding: Map::new(),
                custom_css: None,
                created_at: UnixMillis(1),
            };
            db.transaction(|tx| async move { organization::insert(tx.exec(), &tenant(), organization).await }).await.unwrap();
            model.insert(organization.id.to_string(), organization.name.clone());
            if dice.roll(4) == 0 {
                while bring_up_to_date(&db, 5).await.unwrap() > 0 {}
            }
            for _ in 0..6 {
                let q = (dice.roll(3) > 0).then(|| dice.text(2));
                let pattern = q.as_deref().map(|q| characters(&format!("%{}%", fold(q).replace('\\', r"\\"))));
                let matches = |text: &str| pattern.as_ref().is_none_or(|pattern| is_like(pattern, &characters(&fold(text))));
                let expected: Vec<String> =
                    model.iter().filter(|(id, name)| matches(id) || matches(name)).map(|(id, _)| id.clone()).collect();
                let page = Page { limit: 4, offset: i64::try_from(dice.roll(40)).unwrap() };
                let most = i64::try_from(1 + dice.roll(12)).unwrap();
                let counting = (page, Some(most));
                let (found, total) = organization::counted_page(db.exec(), &tenant(), q.as_deref(), counting).await.unwrap();
                let found = found.into_iter().map(|organization| organization.id.into_string()).collect();
                assert_counted((found, total), &expected, page, most);
                let (found, total) = organization::page(db.exec(), &tenant(), q.as_deref(), page).await.unwrap();
                let found: Vec<String> = found.into_iter().map(|organization| organization.id.into_string()).collect();
                assert_eq!((found, total), window(&expected, page), "{q:?} {page:?}");
            }
        }
    }

    async fn nothing_wrong_is_remembered_of_a_list_that_changes_while_it_is_read(db: Db) {
        let writes = |first: usize| {
            let db = db.clone();
            tokio::spawn(async move {
                let mut dice = Dice(23 + first as u64);
                for number in first..first + 40 {
                    let user = rolled_user(&mut dice, number);
                    add(&db, &user).await;
                    if dice.roll(4) == 0 {
                        remove(&db, &user.id).await;
                    }
                }
            })
        };
        let reads = |seed: u64| {
            let db = db.clone();
            tokio::spawn(async move {
                let mut dice = Dice(seed);
                for _ in 0..120 {
                    let page = Page { limit: 3, offset: i64::try_from(dice.roll(60)).unwrap() };
                    shown(&db, &UserFilter::default(), page).await;
                    shown(&db, &named("%i%"), page).await;
                }
            })
        };
        let named_all = |users: Vec<User>| users.into_iter().map(|user| user.id.into_string()).collect::<Vec<_>>();
        for task in [writes(0), writes(100), reads(1), reads(2), reads(3)] {
            task.await.unwrap();
        }
        for filter in [UserFilter::default(), named("%i%")] {
            let all = named_all(user::list(db.exec(), &tenant(), &filter, Page::ALL).await.unwrap());
            for offset in 0..all.len() {
                let page = Page { limit: 3, offset: i64::try_from(offset).unwrap() };
                assert_eq!(shown(&db, &filter, page).await, window(&all, page), "{page:?}");
            }
        }
    }

    async fn what_is_pending_is_seen_to_once(db: Db) {
        let mut dice = Dice(19);
        for number in 0..5 {
            add(&db, &rolled_user(&mut dice, number)).await;
        }
        let expected = if db.is_postgres() { [0, 0, 0] } else { [3, 2, 0] };
        for rows in expected {
            assert_eq!(bring_up_to_date(&db, 3).await.unwrap(), rows);
        }
        remove(&db, &UserId::new("u001")).await;
        rename(&db, &UserId::new("u002"), None).await;
        rename(&db, &UserId::new("u002"), Some("x".to_owned())).await;
        assert_eq!(bring_up_to_date(&db, 3).await.unwrap(), if db.is_postgres() { 0 } else { 2 });
    }

    async fn what_fell_into_many_parts_is_put_together_and_found_as_before(db: Db) {
        let mut dice = Dice(23);
        for number in 0..40 {
            add(&db, &rolled_user(&mut dice, number)).await;
            while bring_up_to_date(&db, 1).await.unwrap() > 0 {}
        }
        let filter = named("%ing%");
        let before = shown(&db, &filter, Page::ALL).await;
        assert!(before.1 > 0);
        let parts_before = parts(&db).await;
        let mut steps = 0;
        while merge(&db, 1).await.unwrap() {
            steps += 1;
        }
        assert!(!merge(&db, 1).await.unwrap());
        assert_eq!(shown(&db, &filter, Page::ALL).await, before);
        if db.is_postgres() {
            assert_eq!(steps, 0);
        } else {
            assert!(parts(&db).await < parts_before, "{parts_before} parts after {steps} steps");
        }
    }

    async fn a_transaction_sees_its_own_writes_in_lists_and_leaves_no_trace_of_them(db: Db) {
        let mut dice = Dice(17);
        for number in 0..10 {
            add(&db, &rolled_user(&mut dice, number)).await;
        }
        let all = UserFilter::default();
        assert_eq!(shown(&db, &all, Page { limit: 1, offset: 9 }).await.1, 10);
        let newest = &User::new(UserId::new("newest"), UnixMillis(1_000));
        let undone = db.transaction(|tx| async move {
            user::insert(tx.exec(), &tenant(), newest).await?;
            let (users, total) = user::page(tx.exec(), &tenant(), &UserFilter::default(), Page { limit: 1, offset: 0 }).await?;
            assert_eq!((users[0].id.as_str(), total), ("newest", 11));
            Err::<(), _>(crate::StoreError::InvalidPattern)
        });
        assert!(undone.await.is_err());
        assert_eq!(shown(&db, &all, Page { limit: 9, offset: 9 }).await.1, 10);
    }
}
