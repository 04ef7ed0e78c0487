//! A run in which every target but one is met, and what misses each.

use super::*;
use crate::{management::Noun, tokens::TokenMemory};

/// A run in which every target but one is met: at the largest size the gateway falls behind.
pub(crate) fn sample() -> Results {
    let limits = Limits {
        cores: 2,
        signatures_per_core: 10_000.0,
        signatures_together: 18_000.0,
        hashes_together: 60.0,
        hash: Duration::from_millis(30),
        durable_writes: 900.0,
    };
    let size = |users: u64, gateway: f64| {
        let measured = |per_second| Measured {
            per_second,
            median: Duration::from_micros(800),
            percentile_99: Duration::from_micros(2100),
        };
        Size {
            users,
            load: (users > 0).then_some(Duration::from_millis(users / 20)),
            database_bytes: 300_000 + users * 900,
            first_answer: Duration::from_millis(40),
            figures: vec![
                (Figure::MachineTokens, measured(8100.0)),
                (Figure::OrganizationTokens, measured(3600.0)),
                (Figure::OrganizationPage, measured(16_000.0)),
                (Figure::GatewayRefusal, measured(gateway)),
            ],
            resident_bytes: 41 * 1024 * 1024,
            private_bytes: 28 * 1024 * 1024,
        }
    };
    Results {
        date: "2026-11-22".to_owned(),
        machine: "2 cores".to_owned(),
        load_average: Some(0.2),
        limits,
        binary_bytes: 19 * 1024 * 1024,
        cold_build: Some(Duration::from_secs(245)),
        sizes: vec![size(0, 26_000.0), size(1000, 26_000.0), size(1_000_000, 18_500.0)],
        management: vec![management("SQLite", 5_500.0), management("PostgreSQL", 1_600.0)],
        console: vec![pages()],
        gateway: gateway(),
        sign_ins: sign_ins(),
    }
}

fn sign_ins() -> storm::Figures {
    let measured = |millis| Measured {
        per_second: 100.0,
        median: Duration::from_millis(1),
        percentile_99: Duration::from_millis(millis),
    };
    storm::Figures {
        without_hash: Duration::from_micros(1_500),
        disk: Duration::from_micros(320),
        others: Duration::from_micros(1_900),
        per_second: 54.0,
        refresh_before: measured(2),
        refresh_during: measured(14),
    }
}

fn gateway() -> gateway::Figures {
    let measured = |per_second, micros| Measured {
        per_second,
        median: Duration::from_micros(micros),
        percentile_99: Duration::from_micros(3 * micros),
    };
    gateway::Figures {
        direct: measured(1_000.0, 150),
        through: measured(1_000.0, 240),
        allowed: measured(11_000.0, 1_400),
        proxied: Some(gateway::BehindNginx {
            small: gateway::Proxied {
                alone: gateway::Passing { steady: measured(1_000.0, 400), most: measured(20_000.0, 800) },
                asking: gateway::Passing { steady: measured(1_000.0, 500), most: measured(16_000.0, 1_000) },
            },
            empty: gateway::Proxied {
                alone: gateway::Passing { steady: measured(1_000.0, 100), most: measured(40_000.0, 400) },
                asking: gateway::Passing { steady: measured(1_000.0, 200), most: measured(20_000.0, 800) },
            },
        }),
        tokens: TokenMemory { tokens: 1_000_000, full_bytes: 30 << 20, last_bytes: 31 << 20 },
    }
}

/// Lists whose far pages take one and a half times as long as the first.
fn management(database: &'static str, memberships: f64) -> Management {
    let measured = |per_second, micros| Measured {
        per_second,
        median: Duration::from_micros(micros),
        percentile_99: Duration::from_micros(4 * micros),
    };
    let lists = vec![
        (ListFigure::First(Noun::Users), measured(9_000.0, 600)),
        (ListFigure::Far(Noun::Users), measured(8_000.0, 900)),
    ];
    let measured = Figures { lists, memberships: measured(memberships, 2_000) };
    Management { database, users: 1_000_000, load: Duration::from_secs(100), measured }
}

fn pages() -> Console {
    Console { database: "SQLite", users: 1_000_000, measured: console::tests::sample() }
}

#[test]
fn a_page_of_the_console_that_is_slow_is_a_missed_target() {
    let mut results = sample();
    results.sizes.pop();
    assert!(results.are_good());
    assert!(!console::report::render(&pages()).contains("**missed**"));
    results.console[0].measured.pages[0].percentile_99 = Duration::from_millis(31);
    results.console[0].measured.unreached.push("/console/forgotten".to_owned());
    assert!(!results.are_good());
    let told = console::report::render(&results.console[0]);
    assert!(told.matches("**missed**").count() == 2 && told.contains("/console/forgotten"), "{told}");
}

#[test]
fn a_far_page_is_held_against_the_first_and_writes_against_their_database() {
    let mut results = sample();
    results.sizes.pop();
    assert!(
        results.management[0]
            .ratio(ListFigure::Far(Noun::Users))
            .is_some_and(|ratio| (ratio - 1.5).abs() < 1e-9)
    );
    assert!(results.are_good());
    results.management[1].measured.memberships.per_second = 1_499.0;
    assert!(!results.are_good());
    results.management.pop();
    assert!(results.are_good());
    results.management[0].measured.lists[1].1.median = Duration::from_micros(1_201);
    assert!(!results.are_good());
}

#[test]
fn what_the_gateway_adds_is_held_against_what_it_may() {
    let mut results = sample();
    results.sizes.pop();
    assert!(results.are_good());
    for spoil in [
        |figures: &mut gateway::Figures| figures.allowed.per_second = 9_999.0,
        |figures: &mut gateway::Figures| figures.through.median = Duration::from_micros(251),
        |figures: &mut gateway::Figures| figures.through.percentile_99 = Duration::from_micros(1_451),
        |figures: &mut gateway::Figures| figures.tokens.last_bytes = 35 << 20,
        |figures: &mut gateway::Figures| {
            figures.proxied.as_mut().unwrap().small.asking.steady.median = Duration::from_micros(521);
        },
        |figures: &mut gateway::Figures| {
            figures.proxied.as_mut().unwrap().small.asking.most.per_second = 15_000.0;
        },
        |figures: &mut gateway::Figures| figures.proxied = None,
    ] {
        results.gateway = gateway();
        spoil(&mut results.gateway);
        assert!(!results.are_good());
    }
    let told = crate::report::gateway(&gateway());
    assert!(told.contains("1.25 (500 µs instead of 400 µs)"), "{told}");
    let passing = format!("1.25 ({}/s instead of {}/s)", thousands(16_000.0), thousands(20_000.0));
    assert!(told.contains(&passing) && !told.contains("**missed**"), "{told}");
    // As bad as it gets, which is told and held against nothing.
    assert!(told.contains("2.00 (200 µs instead of 100 µs)"), "{told}");
    let told = crate::report::gateway(&gateway::Figures { proxied: None, ..gateway() });
    for text in ["there was no nginx on this machine", "**missed**"] {
        assert_eq!(told.matches(text).count(), 2, "{told}");
    }
}

#[test]
fn signing_in_is_held_against_the_hash_and_must_not_be_felt() {
    let mut results = sample();
    results.sizes.pop();
    assert!(results.are_good());
    for spoil in [
        |figures: &mut storm::Figures| figures.without_hash = Duration::from_micros(2_001),
        |figures: &mut storm::Figures| figures.per_second = 50.9,
        |figures: &mut storm::Figures| {
            figures.refresh_during.percentile_99 = Duration::from_micros(20_001);
        },
    ] {
        results.sign_ins = sign_ins();
        spoil(&mut results.sign_ins);
        assert!(!results.are_good());
    }
}

#[test]
fn a_sign_in_is_told_with_what_of_it_is_the_disk() {
    let told = crate::report::sign_ins(&sign_ins(), &sample().limits);
    assert!(told.contains("disk included (320"), "{told}");
}

#[test]
fn a_figure_is_held_against_its_limit() {
    let limits = sample().limits;
    let judged = judge(Figure::MachineTokens, 7900.0, &limits);
    assert_eq!((judged.limit.as_str(), judged.met), ("0.40 of 20\u{202f}000 signatures/s", false));
    assert!(judge(Figure::MachineTokens, 8000.0, &limits).met);
    assert!(judge(Figure::OrganizationTokens, 3500.0, &limits).met);
    assert!(!judge(Figure::OrganizationTokens, 3499.0, &limits).met);
    assert!(!judge(Figure::GatewayRefusal, 24_999.0, &limits).met);
}

#[test]
fn a_figure_that_falls_with_size_is_a_missed_target() {
    let mut results = sample();
    assert!(results.kept_at_largest(Figure::GatewayRefusal).is_some_and(|kept| kept < KEPT_AT_LARGEST));
    assert!(!results.are_good());
    results.sizes.pop();
    assert!(results.are_good());
    results.sizes[0].resident_bytes = RESIDENT_BYTES + 1;
    assert!(!results.are_good());
}

#[test]
fn sizes_are_named_in_words() {
    let names: Vec<String> = sample().sizes.iter().map(Size::name).collect();
    assert_eq!(names, ["fresh", "1 thousand", "1 million"]);
    assert_eq!(
        (thousands(999.4), thousands(1_234_567.0)),
        ("999".to_owned(), "1\u{202f}234\u{202f}567".to_owned())
    );
}
