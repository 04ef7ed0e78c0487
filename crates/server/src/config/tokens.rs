//! How tokens are signed.

use clap::Args;
use jose::Algorithm;

/// Options about tokens.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Tokens")]
pub struct TokenSigningArguments {
    /// Algorithm of the first signing key, which is made at first start: ES384, ES256 or RS256 [default: ES384]
    #[arg(long, value_name = "NAME", value_parser = parse_algorithm)]
    pub signing_algorithm: Option<Algorithm>,
}

impl TokenSigningArguments {
    /// The algorithm of the first signing key.
    pub fn signing_algorithm(&self) -> Algorithm {
        self.signing_algorithm.unwrap_or(Algorithm::ES384)
    }
}

fn parse_algorithm(text: &str) -> Result<Algorithm, String> {
    const OFFERED: [Algorithm; 3] = [Algorithm::ES384, Algorithm::ES256, Algorithm::RS256];
    OFFERED
        .into_iter()
        .find(|algorithm| algorithm.as_str() == text)
        .ok_or_else(|| "expected ES384, ES256 or RS256".to_owned())
}
