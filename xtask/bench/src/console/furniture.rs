//! What a tenant has beside users and organizations, so that every page has something to show: made through the Management API, and, where the console
//! alone makes it, by its forms.

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};

use super::browser::Browser;
use crate::{
    client::Response,
    clock::Stopwatch,
    management::{Noun, ids},
    scenario::Setup,
    sign_in::{Client, sign_in},
};

/// How many members the largest organization has.
pub(super) const MEMBERS: u64 = 10_000;
/// The number of the member who signs in; others measure with smaller ones.
const SIGNED_IN: usize = 10_000;
/// How many users hold a role.
const HOLDERS: usize = 1_000;
/// How many of them a request names.
const AT_ONCE: usize = 500;
/// How many rows a page of the console has.
const ROWS: u64 = 20;
/// How long a webhook is waited for.
const PATIENCE: Duration = Duration::from_secs(20);
const DAY_MILLISECONDS: i64 = 86_400_000;

/// What there is.
pub(super) struct Furniture {
    organization: String,
    members: u64,
    user: String,
    /// Who has a session.
    signed_in: String,
    role: String,
    /// An API resource that is not built in, with a permission.
    resource: String,
    machine_role: String,
    machine: String,
    /// An application in which people sign in.
    web: String,
    hook: String,
    delivery: String,
    connectors: Vec<String>,
}

/// Makes something and returns its id.
fn create(setup: &Setup<'_>, path: &str, body: Value) -> Result<String> {
    send(setup, ("POST", path), body)?.text("id")
}

fn send(setup: &Setup<'_>, (method, path): (&str, &str), body: Value) -> Result<Response> {
    let answer = setup.management(method, path, Some(body))?;
    ensure!(
        (200..300).contains(&answer.status),
        "{method} {path}: status {}: {}",
        answer.status,
        answer.body
    );
    Ok(answer)
}

impl Furniture {
    /// Makes it, with members and holders of roles from among so many users.
    pub(super) fn make(setup: &Setup<'_>, users: u64) -> Result<Self> {
        let members = MEMBERS.min(users);
        let people = ids(setup, Noun::Users, usize::try_from(members).unwrap_or(usize::MAX))?;
        let user = people.first().context("there are users")?.clone();
        let organization = create(setup, "/api/organizations", json!({ "name": "A large one" }))?;
        for some in people.chunks(AT_ONCE) {
            let path = format!("/api/organizations/{organization}/users");
            send(setup, ("POST", &path), json!({ "userIds": some }))?;
        }
        let role = create(
            setup,
            "/api/roles",
            json!({ "name": "Bench", "description": "Held by many", "type": "User" }),
        )?;
        for some in people.get(..HOLDERS.min(people.len())).unwrap_or_default().chunks(AT_ONCE) {
            send(setup, ("POST", &format!("/api/roles/{role}/users")), json!({ "userIds": some }))?;
        }
        let resource = permissions(setup, &role)?;
        let machine_role =
            json!({ "name": "Bench machines", "description": "For machines", "type": "MachineToMachine" });
        let machine_role = create(setup, "/api/roles", machine_role)?;
        let client = setup.create_client()?;
        let signed_in = somebody_signed_in(setup, &client)?;
        let web = client.id;
        let machine =
            create(setup, "/api/applications", json!({ "name": "Bench", "type": "MachineToMachine" }))?;
        let path = format!("/api/organizations/{organization}/applications");
        send(setup, ("POST", &path), json!({ "applicationIds": [machine] }))?;
        let invitation = json!({
            "invitee": "bench@invited.example", "organizationId": organization, "organizationRoleIds": [],
            "expiresAt": jiff::Timestamp::now().as_millisecond() + DAY_MILLISECONDS, "messagePayload": false,
        });
        send(setup, ("POST", "/api/organization-invitations"), invitation)?;
        let connectors = connectors(setup)?;
        configuration(setup)?;
        let (hook, delivery) = webhook(setup)?;
        Ok(Self {
            organization,
            members,
            user,
            signed_in,
            role,
            resource,
            machine_role,
            machine,
            web,
            hook,
            delivery,
            connectors,
        })
    }

    /// Where a page should be looked at, rather than wherever a link leads first.
    pub(super) fn addresses(&self) -> Vec<String> {
        let Self {
            organization,
            user,
            signed_in,
            role,
            resource,
            machine_role,
            machine,
            web,
            hook,
            delivery,
            ..
        } = self;
        let mut addresses = vec![
            format!("/console/organizations/{organization}"),
            format!("/console/organizations/{organization}/members/{user}"),
            format!("/console/organizations/{organization}/applications/{machine}"),
            format!("/console/users/{user}"),
            format!("/console/users/{signed_in}/sessions"),
            format!("/console/roles/{role}"),
            format!("/console/api-resources/{resource}"),
            format!("/console/roles/{machine_role}/applications"),
            format!("/console/applications/{machine}"),
            format!("/console/applications/{web}/branding"),
            "/console/email-templates/preview?kind=SignIn&language=de".to_owned(),
            format!("/console/webhooks/{hook}"),
            format!("/console/webhooks/{hook}/deliveries/{delivery}"),
        ];
        // Not every connector has every page.
        addresses.extend(self.connectors.iter().map(|id| format!("/console/connectors/{id}/test")));
        addresses
    }

    /// Further addresses, each with a name: pages far on, searches and filters.
    pub(super) fn further(&self) -> Vec<(String, String)> {
        let Self { organization, user, role, .. } = self;
        // The middle of an id, which is in nobody else's.
        let middle = |id: &str| id.get(2..10).unwrap_or(id).to_owned();
        let mut further = Vec::new();
        let mut add = |name: &str, address: String| further.push((name.to_owned(), address));
        for (area, one) in [("users", user), ("organizations", organization)] {
            let path = format!("/console/{area}");
            add(&format!("{path}, page 1 000"), format!("{path}?page=1000"));
            add(&format!("{path}, search that finds few"), format!("{path}?q={}", middle(one)));
            add(&format!("{path}, search that finds many"), format!("{path}?q=load"));
            add(&format!("{path}, search that finds many, page 1 000"), format!("{path}?q=load&page=1000"));
        }
        let of_organization = format!("/console/organizations/{organization}");
        let last = self.members.div_ceil(ROWS);
        add(
            "/console/organizations/{organization}/members, last page",
            format!("{of_organization}/members?page={last}"),
        );
        add(
            "/console/organizations/{organization}/members/add, search that finds many",
            format!("{of_organization}/members/add?q=load"),
        );
        add(
            "/console/roles/{role}/users/add, search that finds many",
            format!("/console/roles/{role}/users/add?q=load"),
        );
        let search = "/console/search";
        add(&format!("{search}, for few"), format!("{search}?q={}", middle(user)));
        add(&format!("{search}, for many"), format!("{search}?q=load"));
        add(&format!("{search}, as the palette asks"), format!("{search}?q=load&format=json"));
        let logs = "/console/logs";
        let ago = |days: i64| {
            let moment = jiff::Timestamp::now().as_millisecond() - days * DAY_MILLISECONDS;
            jiff::Timestamp::from_millisecond(moment)
                .map(|moment| moment.strftime("%Y-%m-%d").to_string())
                .unwrap_or_default()
        };
        for (name, query) in [
            ("page 1 000", "page=1000".to_owned()),
            ("sign-ins", "kind=sign-ins".to_owned()),
            ("of a common event", "event=ExchangeTokenBy.RefreshToken".to_owned()),
            ("of a rare event", "event=PostApplicationsByApplicationIdRoles".to_owned()),
            ("of a user", format!("user={user}")),
            ("of an application", "application=load-test".to_owned()),
            ("of a month ago", format!("from={}&to={}", ago(40), ago(20))),
        ] {
            add(&format!("{logs}, {name}"), format!("{logs}?{query}"));
        }
        add(
            "/console/tokens, of a user in an organization",
            format!("/console/tokens?user={user}&organization={organization}"),
        );
        further
    }
}

/// The id of a user who has a session.
fn somebody_signed_in(setup: &Setup<'_>, client: &Client) -> Result<String> {
    let login = setup.create_member(SIGNED_IN)?;
    sign_in(&setup.origin, client, &login)?;
    let path = format!("/api/users?search.username={}", login.username);
    let found = setup.management("GET", &path, None)?.expect(200, "finding a user")?.json()?;
    let id = found.pointer("/0/id").and_then(Value::as_str);
    id.map(ToOwned::to_owned).context("whoever signed in is a user")
}

/// An API with a permission, which a role grants.
fn permissions(setup: &Setup<'_>, role: &str) -> Result<String> {
    let resource = json!({ "name": "Bench", "indicator": "https://api.bench.example" });
    let resource = create(setup, "/api/resources", resource)?;
    let path = format!("/api/resources/{resource}/scopes");
    let scope = create(setup, &path, json!({ "name": "measure", "description": "Measure it" }))?;
    send(setup, ("POST", &format!("/api/roles/{role}/scopes")), json!({ "scopeIds": [scope] }))?;
    Ok(resource)
}

/// A social connector and an enterprise connector, and where their pages are.
fn connectors(setup: &Setup<'_>) -> Result<Vec<String>> {
    let connector = json!({
        "connectorId": "oidc",
        "metadata": { "target": "bench", "name": { "en": "Bench" } },
        "config": { "clientId": "bench", "clientSecret": "bench", "issuer": "https://id.bench.example" },
    });
    send(setup, ("POST", "/api/connectors"), connector)?;
    let enterprise = json!({
        "providerName": "OIDC", "connectorName": "Bench", "domains": ["enterprise.bench.example"],
        "config": { "clientId": "bench", "clientSecret": "bench", "issuer": "https://id.bench.example" },
    });
    send(setup, ("POST", "/api/sso-connectors"), enterprise)?;
    let all = setup.management("GET", "/api/connectors", None)?.expect(200, "listing connectors")?.json()?;
    let ids = all.as_array().context("connectors are a list")?.iter();
    Ok(ids.filter_map(|one| one.get("id").and_then(Value::as_str)).map(ToOwned::to_owned).collect())
}

/// One of each thing that a tenant is set up with.
fn configuration(setup: &Setup<'_>) -> Result<()> {
    let template = json!({
        "languageTag": "de", "templateType": "SignIn",
        "details": { "subject": "Dein Code", "content": "Er ist {{code}}.", "contentType": "text/plain" },
    });
    for (method, path, body) in [
        ("PUT", "/api/email-templates", json!({ "templates": [template] })),
        ("PUT", "/api/custom-phrases/eo-EO", json!({ "action": { "sign_in": "Ensalutu" } })),
        ("POST", "/api/custom-profile-fields", json!({ "name": "berth", "type": "Text", "required": false })),
        (
            "PUT",
            "/api/configs/jwt-customizer/access-token",
            json!({ "script": "const getCustomJwtClaims = () => ({})" }),
        ),
        ("POST", "/api/configs/oidc/cookie-keys/rotate", json!({})),
    ] {
        send(setup, (method, path), body)?;
    }
    Ok(())
}

/// A webhook with a delivery that nobody took.
fn webhook(setup: &Setup<'_>) -> Result<(String, String)> {
    let config = json!({ "url": "http://127.0.0.1:9/hook", "retries": 0 });
    let body = json!({ "name": "Bench", "events": ["User.Created"], "config": config });
    let hook = create(setup, "/api/hooks", body)?;
    send(setup, ("POST", "/api/users"), json!({ "username": "bench_hooked" }))?;
    let path = format!("/api/hooks/{hook}/recent-logs?page=1");
    let stopwatch = Stopwatch::start();
    loop {
        let found = setup.management("GET", &path, None)?.expect(200, "listing deliveries")?.json()?;
        if let Some(id) = found.pointer("/0/id").and_then(Value::as_str) {
            return Ok((hook, id.to_owned()));
        }
        ensure!(stopwatch.elapsed() < PATIENCE, "the webhook is not called");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// What the console alone makes: another tenant, and the walk of the page that gets newcomers started.
pub(super) fn walk(browser: &mut Browser<'_>, setup: &Setup<'_>) -> Result<()> {
    let (username, email) = ("bench_walker", "walker@bench.example");
    let start = "/console/get-started";
    for (path, fields) in [
        (
            "/console/tenants/new".to_owned(),
            vec![("id", "bench"), ("name", "Bench"), ("hosts", "bench.example")],
        ),
        (format!("{start}/machine"), Vec::new()),
        (format!("{start}/template"), Vec::new()),
        (format!("{start}/organization"), vec![("name", "Bench walk")]),
        (
            format!("{start}/person"),
            vec![("username", username), ("primaryEmail", email), ("password", "nine fjords and a lamp")],
        ),
    ] {
        let answer = browser.post(&path, &fields)?;
        ensure!(matches!(answer.status, 200 | 303), "{path}: status {}", answer.status);
    }
    // Whoever was invited accepts, which is nothing that a page of the console does.
    let one = |path: &str| {
        let found = setup.management("GET", path, None)?.expect(200, path)?.json()?;
        let id = found.pointer("/0/id").and_then(Value::as_str);
        id.map(ToOwned::to_owned).with_context(|| format!("{path} finds nothing"))
    };
    let organization = one("/api/organizations?q=Bench%20walk")?;
    let user = one(&format!("/api/users?search.username={username}"))?;
    send(setup, ("POST", &format!("/api/organizations/{organization}/users")), json!({ "userIds": [user] }))?;
    Ok(())
}
