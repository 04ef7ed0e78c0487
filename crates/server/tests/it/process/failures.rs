//! What goes wrong at start is told in one line, with an exit code that scripts can tell apart.

use std::net::TcpListener;

use super::{
    Running, guildhall,
    running::{Place, failure},
};

fn one_line(text: &str) -> &str {
    assert_eq!(text.matches('\n').count(), 1, "one line was expected: {text}");
    text.trim_end()
}

#[test]
fn a_mistake_on_the_command_line_or_in_the_environment_ends_with_2() {
    let (code, text) = failure(guildhall(&["serve", "--listen", "here"]));
    assert_eq!(
        (code, one_line(&text)),
        (Some(2), "guildhall: invalid value 'here' for '--listen <ADDR>': invalid socket address syntax")
    );
    let mut command = guildhall(&["serve"]);
    command.env("GUILDHALL_DATABASE_URL", "mysql://a@b/c");
    let (code, text) = failure(command);
    assert_eq!(code, Some(2));
    assert!(one_line(&text).starts_with("guildhall: GUILDHALL_DATABASE_URL: invalid value"), "{text}");
    let (code, text) = failure(guildhall(&["gateway"]));
    assert_eq!(
        (code, one_line(&text)),
        (Some(2), "guildhall: the gateway needs --upstream, the origin of the server")
    );
    let (code, text) = failure(guildhall(&["serve", "--log-level", "store=loud"]));
    assert_eq!(code, Some(2));
    assert!(one_line(&text).starts_with("guildhall: --log-level `store=loud`: "), "{text}");
}

#[test]
fn a_taken_address_is_told() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let place = Place::new(None);
    let (code, text) = failure(place.command("serve", &["--listen", &address]));
    let expected = format!(
        "guildhall: cannot listen on {address} for the server (--listen): something listens there already"
    );
    assert_eq!((code, one_line(&text)), (Some(1), expected.as_str()));
    let (code, text) = failure(place.command("serve", &["--metrics-listen", &address]));
    let expected = format!(
        "guildhall: cannot listen on {address} for metrics (--metrics-listen): something listens there already"
    );
    assert_eq!((code, one_line(&text)), (Some(1), expected.as_str()));
    assert!(!place.data_dir().exists(), "nothing was made");
}

#[test]
fn a_database_that_cannot_be_reached_is_told_without_its_password() {
    let place = Place::new(Some("postgres://guildhall:geheim@127.0.0.1:1/guildhall".to_owned()));
    let (code, text) = failure(place.command("serve", &[]));
    assert_eq!(code, Some(1));
    assert!(one_line(&text).starts_with("guildhall: PostgreSQL cannot be used: "), "{text}");
    assert!(!text.contains("geheim"), "{text}");
    let place = Place::new(Some("sqlite:///dev/null/guildhall.db".to_owned()));
    let (code, text) = failure(place.command("serve", &[]));
    assert_eq!(code, Some(1));
    assert!(one_line(&text).starts_with("guildhall: the directory /dev/null cannot be made: "), "{text}");
}

#[test]
fn a_sealing_key_that_is_lost_or_wrong_is_told() {
    let place = Place::new(None);
    assert!(Running::start(place.command("serve", &[])).terminate().success());
    let key = place.data_dir().join("sealing-key");
    std::fs::remove_file(&key).unwrap();
    let (code, text) = failure(place.command("serve", &[]));
    assert_eq!(code, Some(1));
    assert!(
        one_line(&text).starts_with(
            "guildhall: the database holds secrets that were sealed with a key, but there is none at "
        ),
        "{text}"
    );
    let mut command = place.command("serve", &[]);
    command.env("GUILDHALL_SEALING_KEY", "00".repeat(32));
    let (code, text) = failure(command);
    assert_eq!(code, Some(1));
    assert_eq!(
        one_line(&text),
        "guildhall: the sealing key does not open what the database holds: it is not the key that this database was made with"
    );
}
