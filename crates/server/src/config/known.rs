//! Lists that an operator keeps: passwords that are known from leaks, and domains whose addresses are thrown away.

use std::{
    fs::File,
    io::BufReader,
    path::{Path, PathBuf},
    sync::Arc,
};

use clap::Args;
use domain::{password::KnownPasswords, sign_in_experience::DisposableDomains, web_url::is_web_url};
use operations::known_passwords::{KnownPasswordSources, RangeService};

use crate::failure::Failure;

/// Options about what users may not choose.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Passwords and addresses")]
pub struct KnownArguments {
    /// Refuse the passwords in this file, beside those that everybody tries: one a line, or its SHA-1 in hexadecimal digits
    #[arg(long, value_name = "FILE")]
    pub known_passwords_file: Option<PathBuf>,
    /// Ask this service whether a password is known from leaks: `https://api.pwnedpasswords.com/range/`, or one that speaks as it does
    #[arg(long, value_name = "URL", value_parser = parse_range)]
    pub known_passwords_url: Option<String>,
    /// Refuse passwords that the service could not be asked about [default: take them]
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub known_passwords_required: Option<bool>,
    /// The domains whose addresses are thrown away, one a line [default: a short list of those that everybody knows]
    #[arg(long, value_name = "FILE")]
    pub disposable_domains_file: Option<PathBuf>,
}

impl KnownArguments {
    /// Who knows passwords from leaks; reads the file.
    pub fn passwords(&self) -> Result<KnownPasswordSources, Failure> {
        let refuses_unchecked = self.known_passwords_required.unwrap_or(false);
        if refuses_unchecked && self.known_passwords_url.is_none() {
            return Err(Failure::usage("--known-passwords-required needs --known-passwords-url"));
        }
        let read = |path| read_list(path, "--known-passwords-file", KnownPasswords::read);
        let list = self.known_passwords_file.as_deref().map(read).transpose()?;
        let range =
            self.known_passwords_url.clone().map(|address| RangeService { address, refuses_unchecked });
        Ok(KnownPasswordSources { list: list.map(Arc::new), range })
    }

    /// The domains whose addresses are thrown away; reads the file.
    pub fn disposable_domains(&self) -> Result<DisposableDomains, Failure> {
        match &self.disposable_domains_file {
            Some(path) => read_list(path, "--disposable-domains-file", DisposableDomains::read),
            None => Ok(DisposableDomains::default()),
        }
    }
}

fn read_list<T, E: std::fmt::Display>(
    path: &Path,
    option: &str,
    read: impl FnOnce(BufReader<File>) -> Result<T, E>,
) -> Result<T, Failure> {
    let failed = |error: &dyn std::fmt::Display| {
        Failure::failed(format!("the file {} ({option}) cannot be read: {error}", path.display()))
    };
    let file = File::open(path).map_err(|error| failed(&error))?;
    read(BufReader::new(file)).map_err(|error| failed(&error))
}

/// A web address without query, with `/` at its end.
fn parse_range(text: &str) -> Result<String, String> {
    if !is_web_url(text) || text.contains(['?', '#']) {
        return Err("must be the http or https address of a range service, without query".to_owned());
    }
    Ok(if text.ends_with('/') { text.to_owned() } else { format!("{text}/") })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, text: &str) -> PathBuf {
        let path = std::env::temp_dir().join(format!("guildhall-known-{}-{name}", std::process::id()));
        std::fs::write(&path, text).unwrap();
        path
    }

    #[test]
    fn lists_are_read_and_what_is_none_is_told_with_its_option() {
        let nothing = KnownArguments::default();
        let sources = nothing.passwords().unwrap();
        assert!(sources.list.is_none() && sources.range.is_none());
        assert!(nothing.disposable_domains().unwrap().hold("mailinator.com"));
        let (passwords, domains) = (file("passwords", "Winter-Coat-12\n"), file("domains", "no domain\n"));
        let arguments = KnownArguments {
            known_passwords_file: Some(passwords.clone()),
            known_passwords_url: Some(parse_range("https://api.pwnedpasswords.com/range").unwrap()),
            disposable_domains_file: Some(domains.clone()),
            ..KnownArguments::default()
        };
        let sources = arguments.passwords().unwrap();
        assert!(sources.list.unwrap().holds("winter-coat-12"));
        let range = sources.range.unwrap();
        assert_eq!(
            (range.address.as_str(), range.refuses_unchecked),
            ("https://api.pwnedpasswords.com/range/", false)
        );
        let refused = arguments.disposable_domains().unwrap_err().to_string();
        assert!(refused.contains("--disposable-domains-file") && refused.contains("line 1"), "{refused}");
        std::fs::remove_file(passwords).unwrap();
        std::fs::remove_file(domains).unwrap();
        assert!(arguments.passwords().is_err());
    }

    #[test]
    fn a_server_without_options_asks_nobody_about_passwords() {
        #[derive(clap::Parser)]
        struct Program {
            #[command(flatten)]
            known: KnownArguments,
        }
        let program = <Program as clap::Parser>::parse_from(["guildhall"]);
        assert!(program.known.passwords().unwrap().range.is_none());
    }

    #[test]
    fn refusing_what_nobody_is_asked_about_is_a_mistake() {
        let arguments = KnownArguments { known_passwords_required: Some(true), ..KnownArguments::default() };
        assert!(arguments.passwords().is_err());
    }

    #[test]
    fn a_service_has_a_plain_web_address() {
        for bad in
            ["", "api.example/range/", "ftp://a.example/", "https://a.example/?x=", "https://a.example/#x"]
        {
            assert!(parse_range(bad).is_err(), "{bad}");
        }
    }
}
