//! Redirect URIs: what may be registered, what a presented one must match, where an answer then goes, and which
//! browser origins follow from them (wire contract §3.4, §3.5; RFC 6749 §3.1.2, RFC 8252 §7).
//!
//! Owns the rules for `redirect_uris` and `post_logout_redirect_uris`, wildcards included. URLs are normalized as the
//! WHATWG standard says (crate `url`), because that is what browsers do with them. Does not own the lists themselves.

mod matching;
mod origin;
mod registration;
mod wildcard;

pub use matching::{
    ApplicationType, MatchedRedirectUri, match_post_logout_redirect_uri, resolve_redirect_uri,
};
pub use origin::origin_belongs_to_redirect_uris;
pub use registration::{RedirectUriList, RedirectUriRejection, check_loadable, check_registration};
