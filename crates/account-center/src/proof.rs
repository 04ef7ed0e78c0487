//! What the holder of an account has proved lately, and what they are in the middle of proving, as their browser keeps it between pages.
//!
//! Both are ids of records of the Account API, in cookies that this server signs. A record counts for the user and the sign-in it was made for,
//! and for some minutes: a cookie of somebody else's, or an old one, is worth nothing there.

use axum::response::Response;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{UnixMillis, verification_record::VERIFICATION_RECORD_TTL};
use form_urlencoded::Serializer;
use http_kit::cookies::{CookieAttributes, SameSite, clear, set_signed};
use operations::account_center;
use serde::{Deserialize, Serialize};

use crate::{center::Center, holder::Holder};

/// The cookie with the id of what was proved.
pub(crate) const PROOF_COOKIE: &str = "_account_proof";
/// The cookie with what is being proved.
const PENDING_COOKIE: &str = "_account_pending";
/// How long before its end a proof is no longer relied on, so that nobody fills in a form in vain.
const MARGIN_MILLIS: i64 = 60_000;

/// What is being proved.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Purpose {
    /// Who the holder is.
    Identity,
    /// That an address is to be theirs.
    NewAddress,
    /// That an account elsewhere is to be linked.
    Link,
}

/// Something that is being proved.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Pending {
    pub(crate) purpose: Purpose,
    /// `email` or `phone` for a code, the connector's id for an account elsewhere.
    pub(crate) by: String,
    /// The id of the record.
    pub(crate) id: String,
    /// Where a code was sent.
    pub(crate) address: String,
    /// When it was begun.
    pub(crate) begun_at: i64,
    /// Where one goes on.
    pub(crate) return_to: String,
}

impl Holder {
    /// What is being proved for this purpose, while it can be.
    pub(crate) fn pending(&self, purpose: Purpose) -> Option<Pending> {
        let bytes = URL_SAFE_NO_PAD.decode(self.cookie(PENDING_COOKIE)?).ok()?;
        let pending: Pending = serde_json::from_slice(&bytes).ok()?;
        let ends_at = UnixMillis(pending.begun_at).plus(VERIFICATION_RECORD_TTL);
        Some(pending).filter(|pending| pending.purpose == purpose && ends_at > self.center.services.now())
    }

    /// Remembers what is being proved.
    pub(crate) fn keep_pending(&self, answer: &mut Response, pending: &Pending) {
        let value = URL_SAFE_NO_PAD.encode(serde_json::to_vec(pending).unwrap_or_default());
        let ends_at = UnixMillis(pending.begun_at).plus(VERIFICATION_RECORD_TTL);
        self.set(answer, PENDING_COOKIE, &value, ends_at);
    }

    /// Forgets what was being proved.
    pub(crate) fn forget_pending(&self, answer: &mut Response) {
        clear(answer.headers_mut(), PENDING_COOKIE, &attributes(&self.center, None));
    }

    /// Remembers what was proved, in a record that was begun then.
    pub(crate) fn keep_proof(&self, answer: &mut Response, id: &str, begun_at: i64) {
        let ends_at = UnixMillis(begun_at - MARGIN_MILLIS).plus(VERIFICATION_RECORD_TTL);
        self.set(answer, PROOF_COOKIE, id, ends_at);
    }

    fn set(&self, answer: &mut Response, name: &str, value: &str, ends_at: UnixMillis) {
        let keys = &self.visitor.configuration().cookie_keys;
        set_signed(answer.headers_mut(), keys, name, value, &attributes(&self.center, Some(ends_at)));
    }
}

/// Forgets what was proved.
pub(crate) fn forget(center: &Center, answer: &mut Response) {
    clear(answer.headers_mut(), PROOF_COOKIE, &attributes(center, None));
}

/// `SameSite=Lax`, because a browser that comes back from a provider with an account to link has to bring them.
fn attributes(center: &Center, expires_at: Option<UnixMillis>) -> CookieAttributes {
    CookieAttributes {
        path: account_center::PATH.to_owned(),
        http_only: true,
        secure: center.services.endpoint.is_https(),
        same_site: SameSite::Lax,
        expires_at,
    }
}

/// The page that asks for a proof, from which one comes back to `back`.
pub(crate) fn page(back: &str) -> String {
    let query = Serializer::new(String::new()).append_pair("return_to", back).finish();
    format!("/account/verify?{query}")
}
