//! The three forms of an option, derived from the flag: values of the file and of the environment are put before the flags of the
//! command line, where a later flag wins over an earlier one.

use std::{
    collections::BTreeSet,
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
};

use clap::{CommandFactory as _, Parser as _, error::ErrorKind};

use super::{Command, CommandLine, sealing::SEALING_KEY_VARIABLE};

/// What every environment variable begins with.
const PREFIX: &str = "GUILDHALL_";
/// The file that is read when none is named.
const DEFAULT_FILE: &str = "guildhall.toml";
/// Flags that are not options with three forms.
const FLAGS_ALONE: [&str; 6] = ["help", "version", "config", "users", "active-days", "username"];

/// Where options come from.
pub struct Sources<'a> {
    /// The command line, the program's name first.
    pub arguments: Vec<OsString>,
    /// Looks a variable of the environment up.
    pub environment: &'a dyn Fn(&str) -> Option<OsString>,
    /// The directory in which `guildhall.toml` is looked for.
    pub directory: &'a Path,
}

/// Why the program was not told what to do.
#[derive(Debug)]
pub enum ConfigurationError {
    /// Help or the version was asked for: text for standard output.
    Shown(String),
    /// Something is wrong, said in one line.
    Wrong(String),
}

fn wrong(message: impl Into<String>) -> ConfigurationError {
    ConfigurationError::Wrong(message.into())
}

/// Reads all sources.
pub fn read(sources: &Sources<'_>) -> Result<Command, ConfigurationError> {
    // The flags alone first: they decide the command and the file, and their own mistakes are told before those of other sources.
    let flags = parse(&sources.arguments)?;
    let (program, rest) = sources.arguments.split_first().ok_or_else(|| wrong("no command"))?;
    let (command, rest) = rest.split_first().ok_or_else(|| wrong("no command"))?;
    let known = option_names(Some(command));
    let mut layered = Vec::new();
    if let Some(file) = named_file(&flags, sources) {
        for (key, value) in read_file(&file)? {
            let name = key.replace('_', "-");
            if known.contains(&name) {
                layered.push((format!("`{key}` in {}", file.display()), flag(&name, &value)));
            }
        }
    }
    for key in &known {
        let variable = variable_of(key);
        if let Some(value) = (sources.environment)(&variable) {
            let mut argument = OsString::from(format!("--{key}="));
            argument.push(value);
            layered.push((variable, argument));
        }
    }
    for (source, argument) in &layered {
        let alone = [program.clone(), command.clone(), argument.clone()];
        parse(&alone).map_err(|error| name_source(source, error))?;
    }
    let layered = layered.into_iter().map(|(_, argument)| argument);
    let all: Vec<OsString> =
        [program.clone(), command.clone()].into_iter().chain(layered).chain(rest.iter().cloned()).collect();
    parse(&all)
}

fn parse(arguments: &[OsString]) -> Result<Command, ConfigurationError> {
    CommandLine::try_parse_from(arguments).map(|line| line.command).map_err(|error| match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            ConfigurationError::Shown(error.render().to_string())
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand => {
            wrong("name a command: dev, serve or gateway (`guildhall --help` tells more)")
        }
        _ => wrong(one_line(&error.render().to_string())),
    })
}

/// What clap says before its first empty line, in one line.
fn one_line(rendered: &str) -> String {
    let paragraph = rendered.trim_start().split("\n\n").next().unwrap_or_default();
    let text = paragraph.lines().map(str::trim).collect::<Vec<_>>().join(" ");
    text.strip_prefix("error: ").unwrap_or(&text).to_owned()
}

fn name_source(source: &str, error: ConfigurationError) -> ConfigurationError {
    match error {
        ConfigurationError::Wrong(message) => wrong(format!("{source}: {message}")),
        shown @ ConfigurationError::Shown(_) => shown,
    }
}

/// The options of one command (or of all) that have three forms, by the name of their flag.
fn option_names(command: Option<&OsStr>) -> BTreeSet<String> {
    let line = CommandLine::command();
    let commands =
        line.get_subcommands().filter(|known| command.is_none_or(|command| known.get_name() == command));
    commands
        .flat_map(clap::Command::get_arguments)
        .filter_map(|argument| argument.get_long())
        .filter(|name| !FLAGS_ALONE.contains(name))
        .map(ToOwned::to_owned)
        .collect()
}

/// The keys that a file may have.
pub(crate) fn file_keys() -> BTreeSet<String> {
    option_names(None).into_iter().map(|name| name.replace('-', "_")).collect()
}

/// The environment variable of an option.
fn variable_of(key: &str) -> String {
    format!("{PREFIX}{}", key.replace('-', "_").to_ascii_uppercase())
}

fn flag(key: &str, value: &str) -> OsString {
    OsString::from(format!("--{key}={value}"))
}

/// The file to read: named by flag or environment, or the usual one if it exists.
fn named_file(flags: &Command, sources: &Sources<'_>) -> Option<PathBuf> {
    let file = match flags {
        Command::Dev(arguments) => &arguments.server.file,
        Command::Serve(arguments) => &arguments.file,
        Command::Gateway(arguments) => &arguments.file,
        Command::ConsoleLink(arguments) => &arguments.server.file,
        Command::Tenant(arguments) => &arguments.server.file,
        Command::LoadTestData(arguments) => &arguments.server.file,
        Command::ConsolePages(file) => file,
    };
    let named = file.config.clone().or_else(|| (sources.environment)("GUILDHALL_CONFIG").map(PathBuf::from));
    named.or_else(|| Some(sources.directory.join(DEFAULT_FILE)).filter(|path| path.is_file()))
}

/// The file's keys with their values as text. A key that no command knows is refused, so that a misspelt one is not overlooked.
fn read_file(path: &Path) -> Result<Vec<(String, String)>, ConfigurationError> {
    let shown = path.display();
    let text =
        std::fs::read_to_string(path).map_err(|error| wrong(format!("{shown}: cannot be read: {error}")))?;
    let table: toml::Table =
        text.parse().map_err(|error: toml::de::Error| wrong(format!("{shown}: {}", error.message())))?;
    let known = file_keys();
    let mut values = Vec::with_capacity(table.len());
    for (key, value) in table {
        if key == "sealing_key" {
            return Err(wrong(format!(
                "{shown}: the sealing key itself does not belong here; use `sealing_key_file` or {SEALING_KEY_VARIABLE}"
            )));
        }
        if !known.contains(&key) {
            let meant = Some(key.replace('-', "_")).filter(|meant| known.contains(meant));
            let meant = meant.map(|meant| format!("; write `{meant}`")).unwrap_or_default();
            return Err(wrong(format!("{shown}: unknown key `{key}`{meant}")));
        }
        let value = match value {
            toml::Value::String(text) => text,
            toml::Value::Integer(number) => number.to_string(),
            toml::Value::Boolean(flag) => flag.to_string(),
            _ => return Err(wrong(format!("{shown}: `{key}` must be text, a number, true or false"))),
        };
        values.push((key, value));
    }
    Ok(values)
}
