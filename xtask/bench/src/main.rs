//! Measures Guildhall: the rates of the main flow beside the machine's limits, and how they hold as the database grows.
//!
//! Run by `cargo xtask bench`, which builds it and the server as operators build it, and by `cargo xtask dist` under a build that counts. Owns the load and the report; knows of the server only what any
//! client does, and the hidden command that fills a database. Sends nothing to any other machine.

mod application;
mod client;
mod clock;
mod console;
mod gateway;
mod limits;
mod load;
mod machine;
mod management;
mod nginx;
mod plot;
mod report;
mod response;
mod results;
mod scenario;
mod sign_in;
mod storm;
mod subject;
mod table;
mod tokens;

use std::{
    path::{Path, PathBuf},
    process::{Command, ExitCode},
    time::Duration,
};

use anyhow::{Context as _, Result, ensure};
use clap::Parser;

use crate::{
    clock::Stopwatch,
    limits::Limits,
    load::Periods,
    results::{Console, Management, Results, Size},
    scenario::Scenario,
    subject::Installation,
};

const PERIODS: Periods = Periods { warm_up: Duration::from_secs(2), measured: Duration::from_secs(8) };
const LIMIT_PERIOD: Duration = Duration::from_secs(2);
const SMALLEST_LOAD: u64 = 1000;
/// The least number of users whose organizations fill a thousand pages.
const QUICK_LISTS: u64 = 200_000;
/// How many different tokens a gateway sees.
const DISTINCT_TOKENS: usize = 1_000_000;
const QUICK_DISTINCT_TOKENS: usize = 200_000;
/// Above this load average a run is disturbed.
const BUSY: f64 = 0.7;
/// A start is measured so often; the middle one counts.
const STARTS: usize = 5;

/// Measures the build of the server beside this program.
#[derive(Parser)]
struct Arguments {
    /// Puts the server under the loads of a build that is guided by a profile, judges nothing, and writes no document.
    #[arg(long)]
    train: bool,
    /// Measures a fresh database only, and writes no document.
    #[arg(long)]
    quick: bool,
    /// Measures what the gateway costs and nothing else, and writes no document.
    #[arg(long)]
    gateway_only: bool,
    /// Measures signing in and nothing else, and writes no document.
    #[arg(long, conflicts_with = "gateway_only")]
    sign_ins_only: bool,
    /// Measures lists and membership writes and nothing else, on the PostgreSQL database where one is named, and writes no document.
    #[arg(long, conflicts_with_all = ["gateway_only", "sign_ins_only"])]
    lists_only: bool,
    /// Measures the pages of the console and nothing else, and writes no document.
    #[arg(long, conflicts_with_all = ["gateway_only", "sign_ins_only", "lists_only"])]
    console_only: bool,
    /// The largest number of users to load; each step is ten times the one before.
    #[arg(long, default_value_t = 1_000_000)]
    largest: u64,
    /// Also builds the server from nothing and states how long that took.
    #[arg(long)]
    cold_build: bool,
    /// An empty PostgreSQL database, on which lists and membership writes are measured too.
    #[arg(long)]
    postgres: Option<String>,
    /// The day of the run, instead of today.
    #[arg(long)]
    date: Option<String>,
}

impl Arguments {
    /// With how many users lists are measured.
    fn list_users(&self) -> u64 {
        if self.quick { QUICK_LISTS } else { self.largest }
    }

    /// The databases: the embedded one, and PostgreSQL where one is named.
    fn databases(&self) -> impl Iterator<Item = Option<&str>> {
        std::iter::once(None).chain(self.postgres.as_deref().map(Some))
    }
}

fn main() -> Result<ExitCode> {
    let arguments = Arguments::parse();
    let folder = std::env::current_exe()
        .context("where is this program?")?
        .parent()
        .context("a program is in a folder")?
        .to_owned();
    let program = folder.join(format!("guildhall{}", std::env::consts::EXE_SUFFIX));
    let root = project_root();
    if arguments.train {
        measure_sign_ins(&program)?;
        measure_gateway(&program, true)?;
        measure_size(&program, SMALLEST_LOAD)?;
        return Ok(ExitCode::SUCCESS);
    }
    if arguments.gateway_only {
        let figures = measure_gateway(&program, arguments.quick)?;
        say(&format!("\n{}", report::gateway(&figures)));
        return Ok(exit(figures.are_good()));
    }
    if arguments.sign_ins_only {
        let limits = measure_limits(&folder)?;
        let figures = measure_sign_ins(&program)?;
        say(&format!("\n{}", report::sign_ins(&figures, &limits)));
        return Ok(exit(results::are_sign_ins_good(&figures, &limits)));
    }
    if arguments.lists_only {
        let loaded = Loaded::new(&program, arguments.postgres.as_deref(), arguments.list_users())?;
        let measured = loaded.measure_lists()?;
        say(&format!("\n{}\n\n{}", measured.database, report::lists(&measured)));
        return Ok(exit(measured.is_good()));
    }
    if arguments.console_only {
        let mut are_good = true;
        for database_url in arguments.databases() {
            let loaded = Loaded::new(&program, database_url, arguments.list_users())?;
            let measured = loaded.measure_console()?;
            say(&format!("\n{}\n\n{}", measured.database, console::report::render(&measured)));
            are_good &= measured.measured.are_good();
        }
        return Ok(exit(are_good));
    }
    let results = measure(&arguments, &program, &root)?;
    say(&format!("\n{}", report::render(&results)));
    if !arguments.quick {
        write(&root.join("docs/performance.md"), &report::document(&results))?;
        if let Some(svg) = plot::draw(&results)? {
            write(&root.join("docs/performance.svg"), &svg)?;
        }
    }
    Ok(exit(results.are_good()))
}

fn exit(good: bool) -> ExitCode {
    say(if good { "Every target was met." } else { "Not every target was met." });
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn measure(arguments: &Arguments, program: &Path, root: &Path) -> Result<Results> {
    let binary_bytes =
        program.metadata().with_context(|| format!("{} is not built", program.display()))?.len();
    let load_average = machine::load_average();
    if let Some(load) = load_average.filter(|load| *load > BUSY) {
        say(&format!("Others keep this machine busy (load average {load}): every figure will be too low."));
    }
    let limits = measure_limits(program.parent().context("a program is in a folder")?)?;
    let gateway = measure_gateway(program, arguments.quick)?;
    let sign_ins = measure_sign_ins(program)?;
    let (management, console) = measure_databases(arguments, program)?;
    let mut sizes = vec![measure_size(program, 0)?];
    if !arguments.quick {
        let mut users = SMALLEST_LOAD;
        while users <= arguments.largest {
            sizes.push(measure_size(program, users)?);
            users *= 10;
        }
    }
    Ok(Results {
        date: arguments.date.clone().unwrap_or_else(|| jiff::Zoned::now().date().to_string()),
        machine: machine::describe(limits.cores),
        load_average,
        limits,
        binary_bytes,
        cold_build: arguments.cold_build.then(|| build_from_nothing(root)).transpose()?,
        sizes,
        management,
        console,
        gateway,
        sign_ins,
    })
}

/// Measures what this machine can do, with files in this folder.
fn measure_limits(folder: &Path) -> Result<Limits> {
    say("Measuring the machine's limits");
    let scratch =
        tempfile::Builder::new().prefix("bench-").tempdir_in(folder).context("cannot make a folder")?;
    Limits::measure(scratch.path(), LIMIT_PERIOD)
}

/// Measures signing in, on a fresh database of its own.
fn measure_sign_ins(program: &Path) -> Result<storm::Figures> {
    let installation = Installation::new(program, None)?;
    let subject = installation.start()?;
    say("Measuring sign-ins");
    let figures = storm::measure(&subject)?;
    subject.stop()?;
    Ok(figures)
}

/// Measures lists, membership writes and the console on each database there is.
fn measure_databases(arguments: &Arguments, program: &Path) -> Result<(Vec<Management>, Vec<Console>)> {
    let (mut management, mut console) = (Vec::new(), Vec::new());
    for database_url in arguments.databases() {
        let loaded = Loaded::new(program, database_url, arguments.list_users())?;
        management.push(loaded.measure_lists()?);
        console.push(loaded.measure_console()?);
    }
    Ok((management, console))
}

/// Measures what the gateway costs, on a fresh database of its own.
fn measure_gateway(program: &Path, quick: bool) -> Result<gateway::Figures> {
    let installation = Installation::new(program, None)?;
    let policy = gateway::write_policy(installation.folder.path())?;
    let installation = installation.with_policy(policy);
    let subject = installation.start()?;
    let tokens = if quick { QUICK_DISTINCT_TOKENS } else { DISTINCT_TOKENS };
    say("Measuring the gateway");
    let figures = gateway::measure(&subject, program, tokens)?;
    subject.stop()?;
    Ok(figures)
}

/// A database of its own with many users, whose server is stopped.
struct Loaded {
    installation: Installation,
    database: &'static str,
    users: u64,
    load: Duration,
}

impl Loaded {
    fn new(program: &Path, database_url: Option<&str>, users: u64) -> Result<Self> {
        let database = if database_url.is_some() { "PostgreSQL" } else { "SQLite" };
        let installation = Installation::new(program, database_url)?;
        // The first start makes the database.
        installation.start()?.stop()?;
        say(&format!("Loading {users} users into {database}"));
        let load = installation.load(users)?;
        Ok(Self { installation, database, users, load })
    }

    /// Measures long lists and membership writes.
    fn measure_lists(&self) -> Result<Management> {
        let Self { installation, database, users, load } = self;
        let subject = installation.start()?;
        let measured = management::measure(&subject)?;
        subject.stop()?;
        for (figure, measured) in &measured.lists {
            say(&format!("{database}, {}: {:.2} ms", figure.name(), measured.median.as_secs_f64() * 1000.0));
        }
        say(&format!("{database}, membership writes: {:.0}/s", measured.memberships.per_second));
        Ok(Management { database, users: *users, load: *load, measured })
    }

    /// Measures every page of the console, when users have done something.
    fn measure_console(&self) -> Result<Console> {
        let Self { installation, database, users, .. } = self;
        say(&format!("Recording in {database} what users do"));
        installation.load_activity(console::ACTIVE_DAYS)?;
        let routes = installation.console_pages()?;
        let subject = installation.start()?;
        say(&format!("{database}, measuring the console"));
        let measured = console::measure(&subject, *users, &routes)?;
        subject.stop()?;
        Ok(Console { database, users: *users, measured })
    }
}

/// Measures everything on a database of its own with this many users.
fn measure_size(program: &Path, users: u64) -> Result<Size> {
    let installation = Installation::new(program, None)?;
    // The first start makes the database.
    installation.start()?.stop()?;
    let load = if users > 0 {
        say(&format!("Loading {users} users"));
        Some(installation.load(users)?)
    } else {
        None
    };
    let mut starts = Vec::new();
    for _ in 0..STARTS {
        let subject = installation.start()?;
        starts.push(subject.first_answer);
        subject.stop()?;
    }
    starts.sort_unstable();
    let subject = installation.start()?;
    let scenario = Scenario::prepare(&subject)?;
    let mut figures = Vec::new();
    for (figure, load) in scenario.loads() {
        let measured = load.run(PERIODS).with_context(|| figure.name())?;
        say(&format!("{}: {:.0}/s", figure.name(), measured.per_second));
        figures.push((*figure, measured));
    }
    let memory = subject.memory()?;
    let size = Size {
        users,
        load,
        database_bytes: installation.database_bytes()?,
        first_answer: starts.get(STARTS / 2).copied().unwrap_or_default(),
        figures,
        resident_bytes: memory.resident_bytes,
        private_bytes: memory.private_bytes,
    };
    subject.stop()?;
    Ok(size)
}

fn build_from_nothing(root: &Path) -> Result<Duration> {
    say("Building the server from nothing");
    let folder = tempfile::tempdir().context("cannot make a folder")?;
    let stopwatch = Stopwatch::start();
    let mut cargo = Command::new("cargo");
    cargo
        .current_dir(root)
        .args(["build", "--release", "--quiet", "--package", "server", "--target-dir"])
        .arg(folder.path());
    ensure!(cargo.status().context("cannot start cargo")?.success(), "the server does not build");
    Ok(stopwatch.elapsed())
}

/// The project that this program was built from.
fn project_root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_owned()
}

fn write(path: &Path, text: &str) -> Result<()> {
    std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))?;
    say(&format!("wrote {}", path.display()));
    Ok(())
}

#[expect(clippy::print_stdout, reason = "a report is what this program is run for")]
fn say(text: &str) {
    println!("{text}");
}
