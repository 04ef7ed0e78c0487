//! What the browser says of a ceremony: `clientDataJSON` (§5.8.1).

use serde::Deserialize;

use crate::{Expected, Fault, decode};

/// What it is that was done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Ceremony {
    Create,
    Get,
}

impl Ceremony {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Create => "webauthn.create",
            Self::Get => "webauthn.get",
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClientData {
    #[serde(rename = "type")]
    kind: String,
    challenge: String,
    origin: String,
    #[serde(default)]
    cross_origin: bool,
    #[serde(default)]
    top_origin: Option<String>,
}

/// Checks what the browser says (§7.1 steps 5–12, §7.2 steps 8–15), and returns the bytes of it, which the authenticator has signed.
pub(crate) fn check(text: &str, ceremony: Ceremony, expected: &Expected<'_>) -> Result<Vec<u8>, Fault> {
    const WHAT: &str = "client data";
    let bytes = decode(text, WHAT)?;
    let data: ClientData = serde_json::from_slice(&bytes).map_err(|_| Fault::Malformed(WHAT))?;
    if data.kind != ceremony.as_str() {
        return Err(Fault::OtherCeremony);
    }
    // An empty challenge would be met by an empty answer.
    let challenge = decode(&data.challenge, WHAT)?;
    if challenge.is_empty() || challenge != decode(expected.challenge, "challenge")? {
        return Err(Fault::OtherChallenge);
    }
    // Our pages are in nobody's frame, so a ceremony in a frame is somebody else's.
    if !expected.origins.contains(&data.origin) || data.cross_origin || data.top_origin.is_some() {
        return Err(Fault::OtherOrigin);
    }
    Ok(bytes)
}
