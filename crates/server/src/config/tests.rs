use std::{ffi::OsString, path::Path};

use super::{
    Command, DevAction, GatewayAction, ServerArguments,
    layers::{ConfigurationError, Sources, read},
};

struct World {
    directory: tempfile::TempDir,
    environment: Vec<(&'static str, &'static str)>,
}

impl World {
    fn new(file: &str, environment: &[(&'static str, &'static str)]) -> Self {
        let directory = tempfile::tempdir().unwrap();
        if !file.is_empty() {
            std::fs::write(directory.path().join("guildhall.toml"), file).unwrap();
        }
        Self { directory, environment: environment.to_vec() }
    }

    fn read(&self, arguments: &[&str]) -> Result<Command, ConfigurationError> {
        let look_up = |name: &str| {
            self.environment.iter().find(|(known, _)| *known == name).map(|(_, value)| OsString::from(value))
        };
        let arguments = ["guildhall"].iter().chain(arguments).map(OsString::from).collect();
        read(&Sources { arguments, environment: &look_up, directory: self.directory.path() })
    }

    fn serve(&self, flags: &[&str]) -> ServerArguments {
        let arguments: Vec<_> = ["serve"].iter().chain(flags).copied().collect();
        let Ok(Command::Serve(arguments)) = self.read(&arguments) else { panic!("serve was understood") };
        *arguments
    }

    fn complaint(&self, arguments: &[&str]) -> String {
        match self.read(arguments) {
            Err(ConfigurationError::Wrong(message)) => {
                message.replace(&self.directory.path().display().to_string(), "DIR")
            }
            other => panic!("a complaint was expected: {other:?}"),
        }
    }
}

#[test]
fn the_flag_wins_over_the_environment_and_the_environment_over_the_file() {
    let environment = [("GUILDHALL_LISTEN", "127.0.0.1:2"), ("GUILDHALL_DATA_DIR", "/env")];
    let world =
        World::new("listen = \"127.0.0.1:1\"\ndata_dir = \"/file\"\nlog_level = \"warn\"\n", &environment);
    let arguments = world.serve(&["--listen", "127.0.0.1:3"]);
    assert_eq!(arguments.listen.listen().to_string(), "127.0.0.1:3");
    assert_eq!(arguments.storage.data_dir(), Path::new("/env"));
    assert_eq!(arguments.log.log_level(), "warn");
}

#[test]
fn numbers_and_switches_have_all_three_forms() {
    let file = World::new("trust_proxy_header = true\ndatabase_connections = 7\nlog_requests = false", &[])
        .serve(&[]);
    assert_eq!((file.listen.trust_proxy_header, file.storage.database_connections), (Some(true), Some(7)));
    assert_eq!(file.log.log_requests, Some(false));
    let environment = [("GUILDHALL_TRUST_PROXY_HEADER", "true"), ("GUILDHALL_DATABASE_CONNECTIONS", "8")];
    let environment = World::new("trust_proxy_header = false", &environment).serve(&["--log-requests"]);
    assert_eq!(
        (environment.listen.trust_proxy_header, environment.storage.database_connections),
        (Some(true), Some(8))
    );
    assert_eq!(environment.log.log_requests, Some(true));
}

#[test]
fn a_named_file_is_read_instead_of_the_usual_one() {
    let world = World::new("listen = \"127.0.0.1:1\"", &[]);
    let other = world.directory.path().join("other.toml");
    std::fs::write(&other, "listen = \"127.0.0.1:9\"").unwrap();
    assert_eq!(world.serve(&["--config", other.to_str().unwrap()]).listen.listen().port(), 9);
    assert_eq!(world.serve(&[]).listen.listen().port(), 1);
}

#[test]
fn one_file_may_hold_the_options_of_several_commands() {
    let world = World::new("upstream = \"https://id.example\"\nlisten = \"127.0.0.1:1\"", &[]);
    assert_eq!(world.serve(&[]).listen.listen().port(), 1);
    let Ok(Command::Gateway(gateway)) = world.read(&["gateway"]) else { panic!("gateway was understood") };
    assert_eq!(gateway.upstream.upstream.unwrap().base(), "https://id.example");
}

#[test]
fn what_looks_at_a_policy_takes_the_gateways_options_in_all_their_forms() {
    let gateway = |world: &World, arguments: &[&str]| {
        let arguments: Vec<_> = ["gateway"].iter().chain(arguments).copied().collect();
        let Ok(Command::Gateway(arguments)) = world.read(&arguments) else {
            panic!("gateway was understood")
        };
        *arguments
    };
    let world = World::new("policy = \"file.toml\"\nupstream_calls = 7", &[]);
    let of_file = gateway(&world, &["check"]);
    assert!(matches!(of_file.action, Some(GatewayAction::Check)));
    assert_eq!(of_file.policy.as_deref(), Some(Path::new("file.toml")));
    assert_eq!((of_file.upstream.limits().max_calls, of_file.upstream.limits().max_waiting), (7, 28));
    let environment = [
        ("GUILDHALL_POLICY", "environment.toml"),
        ("GUILDHALL_UPSTREAM", "https://id.example/"),
        ("GUILDHALL_UPSTREAM_PLAIN_HTTP", "true"),
        ("GUILDHALL_UPSTREAM_TIMEOUT", "9"),
        ("GUILDHALL_MANAGEMENT_API_RESOURCE", "https://eu.logto.app/api"),
    ];
    let world = World::new("policy = \"file.toml\"", &environment);
    let of_environment = gateway(&world, &["explain", "GET", "/me/organizations", "--token", "-"]);
    assert_eq!(of_environment.policy.as_deref(), Some(Path::new("environment.toml")));
    let upstream = &of_environment.upstream;
    assert_eq!(upstream.issuer(), Some("https://id.example/oidc"));
    assert!(upstream.allows_plain_http() && upstream.limits().timeout.as_secs() == 9);
    assert_eq!(upstream.management_api_resource(), "https://eu.logto.app/api");
    for arguments in [
        &["--policy", "flag.toml", "check"][..],
        &["check", "--policy", "flag.toml"],
        &["--policy", "other.toml", "check", "--policy", "flag.toml"],
    ] {
        assert_eq!(
            gateway(&world, arguments).policy.as_deref(),
            Some(Path::new("flag.toml")),
            "{arguments:?}"
        );
    }
    let issuer = gateway(&world, &["check", "--issuer", "https://public.example/oidc"]);
    assert_eq!(issuer.upstream.issuer(), Some("https://public.example/oidc"));
    let none = gateway(&World::new("", &[]), &[]);
    assert_eq!((none.upstream.issuer(), none.upstream.allows_plain_http()), (None, false));
    assert_eq!(none.upstream.management_api_resource(), "https://default.logto.app/api");
}

#[test]
fn mistakes_are_told_in_one_line_with_their_source() {
    let world = World::new("lisen = \"127.0.0.1:1\"", &[]);
    assert_eq!(world.complaint(&["serve"]), "DIR/guildhall.toml: unknown key `lisen`");
    let world = World::new("log-level = \"warn\"", &[]);
    assert_eq!(world.complaint(&["serve"]), "DIR/guildhall.toml: unknown key `log-level`; write `log_level`");
    let world = World::new("listen = \"here\"", &[]);
    assert_eq!(
        world.complaint(&["serve"]),
        "`listen` in DIR/guildhall.toml: invalid value 'here' for '--listen <ADDR>': invalid socket address syntax"
    );
    let world = World::new("listen = [1]", &[]);
    assert_eq!(
        world.complaint(&["serve"]),
        "DIR/guildhall.toml: `listen` must be text, a number, true or false"
    );
    let world = World::new("listen", &[]);
    assert!(world.complaint(&["serve"]).starts_with("DIR/guildhall.toml: "));
    let world = World::new("", &[("GUILDHALL_ENDPOINT", "id.example")]);
    assert!(world.complaint(&["serve"]).starts_with(
        "GUILDHALL_ENDPOINT: invalid value 'id.example' for '--endpoint <URL>': an endpoint is"
    ));
    let world = World::new("", &[]);
    assert_eq!(
        world.complaint(&["serve", "--listen", "here"]),
        "invalid value 'here' for '--listen <ADDR>': invalid socket address syntax"
    );
    assert_eq!(world.complaint(&["serve", "--nope"]), "unexpected argument '--nope' found");
    assert_eq!(world.complaint(&[]), "name a command: dev, serve or gateway (`guildhall --help` tells more)");
    assert!(
        world
            .complaint(&["serve", "--config", "/nowhere/a.toml"])
            .starts_with("/nowhere/a.toml: cannot be read: ")
    );
}

#[test]
fn the_sealing_key_itself_has_no_place_in_a_file_or_a_flag() {
    let world = World::new("sealing_key = \"AAAA\"", &[]);
    assert_eq!(
        world.complaint(&["serve"]),
        "DIR/guildhall.toml: the sealing key itself does not belong here; use `sealing_key_file` or GUILDHALL_SEALING_KEY"
    );
    assert_eq!(
        World::new("", &[]).complaint(&["serve", "--sealing-key", "AAAA"]),
        "unexpected argument '--sealing-key' found"
    );
}

#[test]
fn a_token_of_the_demonstration_keeps_the_servers_options() {
    let world = World::new("data_dir = \"/file\"", &[]);
    let Ok(Command::Dev(arguments)) =
        world.read(&["dev", "--listen", "127.0.0.1:9", "token", "--user", "ben"])
    else {
        panic!("dev token was understood")
    };
    assert_eq!(arguments.server.storage.data_dir(), Path::new("/file"));
    assert_eq!(arguments.server.listen.listen().port(), 9);
    let Some(DevAction::Token(token)) = arguments.action else { panic!("token was understood") };
    assert_eq!(token.user, "ben");
}

#[test]
fn help_and_version_are_no_mistakes() {
    let world = World::new("", &[]);
    for arguments in [&["--help"][..], &["--version"], &["serve", "--help"]] {
        assert!(matches!(world.read(arguments), Err(ConfigurationError::Shown(_))), "{arguments:?}");
    }
}

#[test]
fn the_example_file_and_the_table_of_options_name_every_key_and_no_other() {
    let example = include_str!("../../../../guildhall.example.toml");
    let table = include_str!("../../../../docs/operations.md");
    let keys = super::layers::file_keys();
    for key in &keys {
        let is_shown = example.lines().any(|line| line.starts_with(&format!("# {key} = ")));
        assert!(is_shown || key == "credentials", "guildhall.example.toml does not show {key}");
        assert!(table.contains(&format!("`{key}`")), "docs/operations.md does not explain {key}");
    }
    let is_option = |line: &&str| {
        line.split_once(" = ").is_some_and(|(key, _)| key.chars().all(|c| c.is_ascii_lowercase() || c == '_'))
    };
    let uncommented: Vec<_> =
        example.lines().filter_map(|line| line.strip_prefix("# ")).filter(is_option).collect();
    let uncommented = uncommented.join("\n");
    let shown: toml::Table = uncommented.parse().expect("the example is TOML");
    assert!(shown.keys().all(|key| keys.contains(key)), "{:?}", shown.keys().collect::<Vec<_>>());
}
