//! Results as text: Markdown tables, which are read as well on a terminal as in docs/performance.md.

use std::time::Duration;

use crate::{
    application, console,
    gateway::{self, STEADY_RATE},
    limits::Limits,
    management::WRITERS,
    results::{
        ADDED_MEDIAN, ADDED_PERCENTILE_99, FAR_PAGE, FIRST_ANSWER, GATEWAY_READS, KEPT_AT_LARGEST,
        Management, PROXIED, REFRESH_IN_STORM, RESIDENT_BYTES, Results, SIGN_IN_WITHOUT_HASH,
        SIGN_INS_OF_HASHES, Size, TOKENS_GROWTH_BYTES, judge, thousands,
    },
    scenario::Figure,
    storm::{self, BROWSERS, REFRESH_RATE},
    table::Table,
};

/// The whole of what is printed and written.
pub(crate) fn render(results: &Results) -> String {
    let mut text = figures(results);
    if results.sizes.len() > 1 {
        text.push_str("\n## With more data\n\n");
        text.push_str(&growth(results));
    }
    for management in &results.management {
        for piece in ["\n## Long lists and membership writes on ", management.database, "\n\n"] {
            text.push_str(piece);
        }
        text.push_str(&lists(management));
    }
    for measured in &results.console {
        for piece in ["\n## The console on ", measured.database, "\n\n"] {
            text.push_str(piece);
        }
        text.push_str(&console::report::render(measured));
    }
    text.push_str("\n## The gateway\n\n");
    text.push_str(&gateway(&results.gateway));
    text.push_str("\n## Signing in\n\n");
    text.push_str(&sign_ins(&results.sign_ins, &results.limits));
    text.push_str("\n## The process\n\n");
    text.push_str(&process(results));
    text.push_str("\n## The machine\n\n");
    text.push_str(&machine(results));
    text
}

fn figures(results: &Results) -> String {
    let Some(size) = results.sizes.first() else { return String::new() };
    let mut table = Table::new(&["figure", "per second", "limit", "target", "", "median", "99 %"]);
    for (figure, measured) in &size.figures {
        let judged = judge(*figure, measured.per_second, &results.limits);
        table.row(vec![
            figure.name().to_owned(),
            thousands(measured.per_second),
            judged.limit,
            judged.target,
            mark(judged.met).to_owned(),
            milliseconds(measured.median),
            milliseconds(measured.percentile_99),
        ]);
    }
    table.render()
}

fn growth(results: &Results) -> String {
    let mut head = vec!["figure, per second".to_owned()];
    head.extend(results.sizes.iter().map(Size::name));
    head.extend(["largest / smallest".to_owned(), String::new()]);
    let mut table = Table { head, rows: Vec::new() };
    for figure in Figure::ALL {
        let mut row = vec![figure.name().to_owned()];
        row.extend(results.sizes.iter().map(|size| {
            size.measured(figure).map_or_else(String::new, |measured| thousands(measured.per_second))
        }));
        let kept = results.kept_at_largest(figure);
        row.push(kept.map_or_else(String::new, |kept| format!("{kept:.2} (≥ {KEPT_AT_LARGEST})")));
        row.push(kept.map_or("", |kept| mark(kept >= KEPT_AT_LARGEST)).to_owned());
        table.row(row);
    }
    table.render()
}

pub(crate) fn lists(management: &Management) -> String {
    let mut table =
        Table::new(&["list, 20 of a page", "median", "99 %", "per second", "times the first page", ""]);
    for (figure, measured) in &management.measured.lists {
        let ratio = management.ratio(*figure);
        table.row(vec![
            figure.name(),
            milliseconds(measured.median),
            milliseconds(measured.percentile_99),
            thousands(measured.per_second),
            ratio.map_or_else(|| "–".to_owned(), |ratio| format!("{ratio:.2} (≤ {FAR_PAGE:.0})")),
            ratio.map_or("", |ratio| mark(ratio <= FAR_PAGE)).to_owned(),
        ]);
    }
    let (written, target) = (management.measured.memberships.per_second, management.memberships_target());
    format!(
        "{} users and a tenth as many organizations, loaded in {:.0} s. Searches that find few look for another row each time; their pages \
         and the first one of searches that find many are compared with the first page of the whole list.\n\n{}\n\
         Memberships written by `POST /api/organizations/{{id}}/users`, one a request, by {WRITERS} connections, with their audit record: {} a second (≥ {}), {}.\n",
        thousands(as_number(management.users)),
        management.load.as_secs_f64(),
        table.render(),
        thousands(written),
        thousands(target),
        mark(written >= target),
    )
}

/// What the gateway costs.
pub(crate) fn gateway(figures: &gateway::Figures) -> String {
    let mut table = Table::new(&["what", "measured", "target", ""]);
    let allowed = figures.allowed.per_second;
    let mut row = |what: &str, measured: String, target: String, met: bool| {
        table.row(vec![what.to_owned(), measured, target, mark(met).to_owned()]);
    };
    row(
        "Reads that are let through",
        format!("{}/s", thousands(allowed)),
        format!("≥ {}/s", thousands(GATEWAY_READS)),
        allowed >= GATEWAY_READS,
    );
    for (what, [direct, through], added, target) in [
        ("half", [figures.direct.median, figures.through.median], figures.added_median(), ADDED_MEDIAN),
        (
            "99 of 100",
            [figures.direct.percentile_99, figures.through.percentile_99],
            figures.added_percentile_99(),
            ADDED_PERCENTILE_99,
        ),
    ] {
        row(
            &format!("What a read takes longer through it, {what}"),
            format!(
                "{} ({} instead of {})",
                microseconds(added),
                microseconds(through),
                microseconds(direct)
            ),
            format!("≤ {}", microseconds(target)),
            added <= target,
        );
    }
    for (what, measured, ratio) in proxied(figures.proxied.map(|behind| behind.small)) {
        row(what, measured, format!("≤ {PROXIED}"), ratio.is_some_and(|ratio| ratio <= PROXIED));
    }
    let tokens = &figures.tokens;
    let growth = tokens.last_bytes.saturating_sub(tokens.full_bytes);
    row(
        &format!("Memory after {} different tokens", thousands(as_number(tokens.tokens as u64))),
        format!(
            "{} ({} when its cache was full)",
            mebibytes(tokens.last_bytes),
            mebibytes(tokens.full_bytes)
        ),
        format!("≤ {} more", mebibytes(TOKENS_GROWTH_BYTES)),
        growth <= TOKENS_GROWTH_BYTES,
    );
    if figures.proxied.is_some() {
        for (what, measured, _) in proxied(figures.proxied.map(|behind| behind.empty)) {
            table.row(vec![format!("{what}, at its worst"), measured, String::new(), String::new()]);
        }
    }
    format!(
        "A read is `GET /organizations/{{id}}`, for which the gateway asks about the user, the application and the permission before it asks the Management API for the organization. Times \
         are taken at {} requests a second over 16 connections, against `GET /api/organizations/{{id}}` with a machine's token. nginx passes \
         requests on to an application that takes {} to answer; where it asks, with the configuration of examples/forward-auth. At its worst: to an \
         application that is an nginx too and answers from its memory, so that nothing is left but the proxy and what it asks.\n\n{}",
        thousands(f64::from(STEADY_RATE)),
        microseconds(application::WORK),
        table.render()
    )
}

/// What asking costs a proxy: what it is, what was measured, and the ratio, which is missing where there was no nginx.
fn proxied(proxied: Option<gateway::Proxied>) -> [(&'static str, String, Option<f64>); 2] {
    const LATENCY: &str = "Half of the requests through nginx that asks, of those through one that does not";
    const THROUGHPUT: &str =
        "Requests a second through nginx that does not ask, of those through one that does";
    let Some(proxied) = proxied else {
        return [LATENCY, THROUGHPUT]
            .map(|what| (what, "there was no nginx on this machine".to_owned(), None));
    };
    let [asking, alone] = [proxied.asking, proxied.alone].map(|passing| microseconds(passing.steady.median));
    let (latency, throughput) = (proxied.latency_ratio(), proxied.throughput_ratio());
    let [most_asking, most_alone] =
        [proxied.asking, proxied.alone].map(|passing| thousands(passing.most.per_second));
    [
        (LATENCY, format!("{latency:.2} ({asking} instead of {alone})"), Some(latency)),
        (
            THROUGHPUT,
            format!("{throughput:.2} ({most_asking}/s instead of {most_alone}/s)"),
            Some(throughput),
        ),
    ]
}

/// What signing in costs, and what it costs others.
pub(crate) fn sign_ins(figures: &storm::Figures, limits: &Limits) -> String {
    let mut table = Table::new(&["what", "measured", "target", ""]);
    let mut row = |what: &str, measured: String, target: String, met: bool| {
        table.row(vec![what.to_owned(), measured, target, mark(met).to_owned()]);
    };
    let without_hash = figures.without_hash;
    row(
        "A sign-in without the hash of its password",
        microseconds(without_hash),
        format!("≤ {}", microseconds(SIGN_IN_WITHOUT_HASH)),
        without_hash <= SIGN_IN_WITHOUT_HASH,
    );
    let of_hashes = figures.per_second / limits.hashes_together;
    row(
        &format!("Sign-ins of {BROWSERS} browsers at once"),
        format!("{:.1}/s, {of_hashes:.2} of {:.1} hashes/s", figures.per_second, limits.hashes_together),
        format!("≥ {SIGN_INS_OF_HASHES} of the hashes"),
        of_hashes >= SIGN_INS_OF_HASHES,
    );
    let during = figures.refresh_during;
    row(
        "Renewing organization tokens meanwhile, 99 of 100",
        format!(
            "{} ({} when nobody signs in)",
            milliseconds(during.percentile_99),
            milliseconds(figures.refresh_before.percentile_99)
        ),
        format!("≤ {}", milliseconds(REFRESH_IN_STORM)),
        during.percentile_99 <= REFRESH_IN_STORM,
    );
    format!(
        "A sign-in is what a browser and its application send, from the authorization request through the Experience API to the tokens. Without the hash it \
         is what the server spends by its own clock, from the head of each request to the head of its answer, disk included ({}), on average of sign-ins one after \
         the other; their browser waited {} for all of them but the check of the password. One hash at the cost of real passwords (Argon2id, 19 MiB, two \
         passes) takes {} on one core that does nothing else. Tokens are renewed {REFRESH_RATE} times a second. Passwords are hashed by threads that give \
         way to all others.\n\n{}",
        microseconds(figures.disk),
        milliseconds(figures.others),
        milliseconds(limits.hash),
        table.render()
    )
}

fn microseconds(duration: Duration) -> String {
    format!("{} µs", thousands(duration.as_secs_f64() * 1_000_000.0))
}

#[expect(clippy::cast_precision_loss, reason = "numbers of users and sizes are shown in full up to 2^52")]
pub(crate) fn as_number(users: u64) -> f64 {
    users as f64
}

fn process(results: &Results) -> String {
    let mut table = Table::new(&[
        "users",
        "time to load",
        "database",
        "start to first answer",
        "",
        "resident memory",
        "",
        "of it private",
    ]);
    for size in &results.sizes {
        table.row(vec![
            size.name(),
            size.load.map_or_else(|| "–".to_owned(), |load| format!("{:.1} s", load.as_secs_f64())),
            mebibytes(size.database_bytes),
            format!("{} (≤ {})", milliseconds(size.first_answer), milliseconds(FIRST_ANSWER)),
            mark(size.first_answer <= FIRST_ANSWER).to_owned(),
            format!("{} (≤ {})", mebibytes(size.resident_bytes), mebibytes(RESIDENT_BYTES)),
            mark(size.resident_bytes <= RESIDENT_BYTES).to_owned(),
            mebibytes(size.private_bytes),
        ]);
    }
    let cold = results
        .cold_build
        .map_or_else(String::new, |time| format!(" Built from nothing in {:.0} s.", time.as_secs_f64()));
    format!("{}\nThe program is {} large.{cold}\n", table.render(), mebibytes(results.binary_bytes))
}

fn machine(results: &Results) -> String {
    let limits = &results.limits;
    let busy = results
        .load_average
        .map_or_else(String::new, |load| format!(" with a load average of {load:.1} before"));
    format!(
        "{}. Measured {}{busy}.\n\nOne core makes {} ES384 signatures a second, {} cores at once {}; the signing limit above is the first number \
         times {}. The disk of the database makes {} writes of one page durable in a second, one after the other.\n",
        results.machine,
        results.date,
        thousands(limits.signatures_per_core),
        limits.cores,
        thousands(limits.signatures_together),
        limits.cores,
        thousands(limits.durable_writes),
    )
}

/// What surrounds the tables in docs/performance.md.
pub(crate) fn document(results: &Results) -> String {
    let growth = if results.sizes.len() > 1 {
        "\n![How the figures grow with the number of users](performance.svg)\n"
    } else {
        ""
    };
    format!(
        "# Performance\n\n\
         Written by `cargo xtask bench`; run it to measure on your own machine.\n\n\
         The server is the build that operators run (`cargo build --profile dist`) on its embedded database; what it answers is on disk. The load comes from another process on the same \
         machine, which takes its share of the cores: 16 connections, each of which sends its next request when the last one is answered. \
         Each figure is the mean of 8 seconds after 2 seconds of warm-up. Organization tokens are issued with their audit record on disk.\n\
         \n{}{growth}",
        render(results)
    )
}

pub(crate) const fn mark(met: bool) -> &'static str {
    if met { "met" } else { "**missed**" }
}

pub(crate) fn milliseconds(duration: Duration) -> String {
    let milliseconds = duration.as_secs_f64() * 1000.0;
    if milliseconds < 10.0 { format!("{milliseconds:.1} ms") } else { format!("{milliseconds:.0} ms") }
}

#[expect(clippy::cast_precision_loss, reason = "sizes are shown in three digits")]
fn mebibytes(bytes: u64) -> String {
    format!("{:.0} MB", bytes as f64 / (1024.0 * 1024.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::tests::sample;

    #[test]
    fn the_document_shows_each_figure_beside_its_limit_and_marks_what_was_missed() {
        let text = document(&sample());
        assert!(text.contains("0.41 of 20\u{202f}000 signatures/s"), "{text}");
        assert!(text.contains("0.71 (≥ 0.8)"), "{text}");
        assert_eq!(text.matches("**missed**").count(), 1, "{text}");
        assert!(text.contains("![How the figures grow with the number of users](performance.svg)"));
        assert!(text.contains("Built from nothing in 245 s."));
        assert!(text.contains("## Long lists and membership writes on PostgreSQL"), "{text}");
        assert!(
            text.contains("## The console on SQLite") && text.contains("| /console/users/{user} |"),
            "{text}"
        );
        assert!(text.contains("90 µs (240 µs instead of 150 µs)"), "{text}");
        assert!(text.contains("1.25 (500 µs instead of 400 µs)"), "{text}");
        assert!(
            text.contains("1.50 (≤ 2)") && text.contains("1\u{202f}600 a second (≥ 1\u{202f}500), met."),
            "{text}"
        );
    }

    #[test]
    fn a_quick_run_has_no_growth() {
        let mut results = sample();
        results.sizes.truncate(1);
        let text = document(&results);
        assert!(!text.contains("With more data") && !text.contains("performance.svg"), "{text}");
    }
}
