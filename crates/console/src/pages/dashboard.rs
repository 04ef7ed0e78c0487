//! `/console/dashboard`: how the product is used.

use axum::response::IntoResponse as _;
use domain::console::ConsoleRole;
use hosted::{Answer, Call, Refusal};
use serde::{Deserialize, de::DeserializeOwned};
use ui::{
    components::{Link, Tone},
    pages::console::{Chart, ConsoleDashboardPage, DayChart, Figure},
};

use super::{Outcome, applications, get_started, users};
use crate::{listing::grouped, operator::Operator, parts, reading::is_not_granted, routes::Routes};

/// Where it is.
pub(crate) const PATH: &str = "/console/dashboard";

/// The page.
pub(super) fn routes() -> Routes {
    Routes::default().page(ConsoleRole::ReadOnly, PATH, show).about(&[parts::DASHBOARD])
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Total {
    total_user_count: i64,
}

#[derive(Deserialize)]
struct Counted {
    count: i64,
    delta: i64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct New {
    today: Counted,
    last7_days: Counted,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Active {
    dau_curve: Vec<Day>,
    dau: Counted,
    wau: Counted,
    mau: Counted,
}

#[derive(Deserialize)]
struct Day {
    date: String,
    count: i64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Trends {
    total_organization_count: i64,
    days: Vec<Trend>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Trend {
    date: String,
    new_users: i64,
    new_organizations: i64,
    sign_ins: i64,
    tokens: i64,
}

/// What the page tells.
struct Numbers {
    total: i64,
    new: New,
    active: Active,
    trends: Trends,
    applications: u64,
}

async fn read<T: DeserializeOwned>(operator: &Operator, what: &[&str]) -> Result<T, Refusal> {
    let path = [&["api", "dashboard"], what].concat();
    operator.call(Call::get(&path)).await.and_then(Answer::read)
}

async fn numbers(operator: &Operator) -> Result<Numbers, Refusal> {
    let total: Total = read(operator, &["users", "total"]).await?;
    let applications = match operator.call(Call::get(&["api", "applications"]).page(1, 1)).await {
        Err(refusal) if is_not_granted(&refusal) => 0,
        found => found?.total.items,
    };
    Ok(Numbers {
        total: total.total_user_count,
        new: read(operator, &["users", "new"]).await?,
        active: read(operator, &["users", "active"]).await?,
        trends: read(operator, &["trends"]).await?,
        applications,
    })
}

/// `GET /console/dashboard`.
async fn show(operator: Operator) -> Outcome {
    let numbers = numbers(&operator).await.map_err(|refusal| operator.stop(&refusal))?;
    Ok(ConsoleDashboardPage {
        charts: charts(&operator, &numbers),
        steps: first_steps(&operator, (numbers.total, numbers.applications)),
        figures: figures(&operator, numbers),
        frame: operator.frame(PATH),
    }
    .into_response())
}

fn figures(operator: &Operator, numbers: Numbers) -> Vec<Figure> {
    let words = &operator.words;
    let figure = |label: &str, counted: Counted| Figure {
        label: words.say(label),
        count: grouped(counted.count.unsigned_abs()),
        change: Some(change(operator, counted.delta)),
    };
    let whole = |label: &str, count: i64| Figure {
        label: words.say(label),
        count: grouped(count.unsigned_abs()),
        change: None,
    };
    // Today against yesterday.
    let today = |count: fn(&Trend) -> i64| {
        let mut days = numbers.trends.days.iter().rev().map(count);
        let (today, before) = (days.next().unwrap_or_default(), days.next().unwrap_or_default());
        Counted { count: today, delta: today - before }
    };
    vec![
        whole("console-total-users", numbers.total),
        whole("console-total-organizations", numbers.trends.total_organization_count),
        figure("console-sign-ins-today", today(|day| day.sign_ins)),
        figure("console-tokens-today", today(|day| day.tokens)),
        figure("console-new-today", numbers.new.today),
        figure("console-new-week", numbers.new.last7_days),
        figure("console-active-today", numbers.active.dau),
        figure("console-active-week", numbers.active.wau),
        figure("console-active-month", numbers.active.mau),
    ]
}

/// What there was by day.
fn charts(operator: &Operator, numbers: &Numbers) -> Vec<DayChart> {
    let of = |count: fn(&Trend) -> i64| {
        numbers.trends.days.iter().map(|day| (day.date.clone(), count(day))).collect::<Vec<_>>()
    };
    let active = numbers.active.dau_curve.iter().map(|day| (day.date.clone(), day.count)).collect();
    vec![
        chart(
            operator,
            "sign-ins",
            ("console-sign-ins-by-day", "console-no-sign-ins"),
            of(|day| day.sign_ins),
        ),
        chart(operator, "tokens", ("console-tokens-by-day", "console-no-tokens"), of(|day| day.tokens)),
        chart(operator, "active", ("console-active-by-day", "console-no-active"), active),
        chart(
            operator,
            "users",
            ("console-new-users-by-day", "console-no-new-users"),
            of(|day| day.new_users),
        ),
        chart(
            operator,
            "organizations",
            ("console-new-organizations-by-day", "console-no-new-organizations"),
            of(|day| day.new_organizations),
        ),
    ]
}

fn chart(
    operator: &Operator,
    id: &'static str,
    (label, empty): (&str, &str),
    numbers: Vec<(String, i64)>,
) -> DayChart {
    let words = &operator.words;
    let most = numbers.iter().map(|(_, count)| *count).max().unwrap_or_default();
    let most = words.with("console-chart-most", "count", &grouped(u64::try_from(most).unwrap_or_default()));
    let chart = Chart::new(words.say(label), words.say("console-label-day"), most, numbers);
    DayChart { id, chart, empty: words.say(empty) }
}

fn change(operator: &Operator, delta: i64) -> (Tone, String) {
    let words = &operator.words;
    let by = grouped(delta.unsigned_abs());
    match delta {
        0 => (Tone::Neutral, words.say("console-as-before")),
        1.. => (Tone::Success, words.with("console-more-than-before", "count", &by)),
        _ => (Tone::Danger, words.with("console-fewer-than-before", "count", &by)),
    }
}

/// What there is to do on a server that nobody uses yet.
fn first_steps(operator: &Operator, (users, applications): (i64, u64)) -> Vec<(String, Link)> {
    let words = &operator.words;
    let step = |text: &str, path: &str, label: &str| {
        (words.say(text), Link { href: format!("{path}/new"), label: words.say(label) })
    };
    let mut steps = Vec::new();
    // The steps are made with several parts of the API.
    if operator.rights().role() < ConsoleRole::Editor {
        return steps;
    }
    if applications == 0 && users == 0 {
        let link = Link { href: get_started::PATH.to_owned(), label: words.say("console-get-started") };
        return vec![(words.say("console-step-walk"), link)];
    }
    if applications == 0 {
        steps.push(step("console-step-application", applications::PATH, "console-create-application"));
    }
    if users == 0 {
        steps.push(step("console-step-users", users::PATH, "console-create-user"));
    }
    steps
}
