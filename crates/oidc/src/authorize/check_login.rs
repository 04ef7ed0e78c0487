//! Whether the right user is signed in, recently enough (OpenID Connect Core §3.1.2.3).

use std::time::Duration;

use domain::{UnixMillis, UserId, grant::Session};
use protocol::{OAuthError, OAuthErrorCode};

use super::Progress;

/// What a request asks of the sign-in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct LoginRequest {
    /// `prompt=login`: sign in again, whoever is signed in.
    pub(crate) prompt_login: bool,
    /// `max_age`: how old a sign-in may be.
    pub(crate) max_age_seconds: Option<u64>,
    /// Who must be signed in.
    pub(crate) hinted_user: Option<UserId>,
}

/// The error that says why the user must sign in, or `None` when nothing is missing.
pub(super) fn check(
    request: &LoginRequest,
    session: Option<&Session>,
    progress: Progress,
    now: UnixMillis,
) -> Option<OAuthError> {
    let required = |text| Some(OAuthError::new(OAuthErrorCode::LoginRequired).describe(text));
    let signed_in = session.and_then(|session| session.user_id.as_ref().zip(session.signed_in_at));
    let Some((user_id, signed_in_at)) = signed_in else {
        return required("End-User authentication is required");
    };
    if request.hinted_user.as_ref().is_some_and(|hinted| hinted != user_id) {
        return required("id_token_hint and authenticated subject do not match");
    }
    // A sign-in of no age would have to be from this very moment. What such a request means is a new one, like `prompt=login`.
    let is_too_old = request
        .max_age_seconds
        .is_some_and(|seconds| seconds == 0 || now.since(signed_in_at) > Duration::from_secs(seconds));
    if !progress.login && (request.prompt_login || is_too_old) {
        return required("End-User authentication is required");
    }
    None
}

#[cfg(test)]
mod tests {
    use domain::SessionId;

    use super::*;

    const NOW: UnixMillis = UnixMillis(100_000);
    const ANY: LoginRequest = LoginRequest { prompt_login: false, max_age_seconds: None, hinted_user: None };

    fn session(user: Option<&str>) -> Session {
        Session {
            user_id: user.map(UserId::new),
            signed_in_at: user.map(|_| UnixMillis(40_000)),
            ..Session::new(SessionId::new("s"), UnixMillis(0))
        }
    }

    fn needs(request: &LoginRequest, user: Option<&str>, login: bool) -> Option<String> {
        let progress = Progress { login, consent: false };
        check(request, Some(&session(user)), progress, NOW)
            .and_then(|error| error.description)
            .map(Into::into)
    }

    #[test]
    fn somebody_must_be_signed_in() {
        let text = Some("End-User authentication is required".to_owned());
        assert_eq!(
            check(&ANY, None, Progress::default(), NOW).and_then(|error| error.description).map(Into::into),
            text
        );
        assert_eq!(needs(&ANY, None, false), text);
        assert_eq!(needs(&ANY, Some("u"), false), None);
    }

    #[test]
    fn an_old_sign_in_is_renewed_once() {
        for request in [
            LoginRequest { prompt_login: true, ..ANY },
            LoginRequest { max_age_seconds: Some(59), ..ANY },
            LoginRequest { max_age_seconds: Some(0), ..ANY },
        ] {
            assert!(needs(&request, Some("u"), false).is_some(), "{request:?}");
            assert_eq!(needs(&request, Some("u"), true), None, "{request:?}");
        }
        let within_a_minute = LoginRequest { max_age_seconds: Some(60), ..ANY };
        assert_eq!(needs(&within_a_minute, Some("u"), false), None);
        let is_needed = |request: &LoginRequest, now| {
            check(request, Some(&session(Some("u"))), Progress::default(), UnixMillis(now)).is_some()
        };
        assert!(is_needed(&within_a_minute, 100_001) && !is_needed(&within_a_minute, 99_999));
        // Not even from this moment, and not from one that is still to come where the clock of another node is ahead.
        let new = LoginRequest { max_age_seconds: Some(0), ..ANY };
        assert!(is_needed(&new, 40_000) && is_needed(&new, 39_000));
        assert!(!is_needed(&LoginRequest { max_age_seconds: Some(u64::MAX), ..ANY }, i64::MAX));
    }

    #[test]
    fn the_hinted_user_must_be_the_one() {
        let request = LoginRequest { hinted_user: Some(UserId::new("u")), ..ANY };
        assert_eq!(needs(&request, Some("u"), false), None);
        let text = Some("id_token_hint and authenticated subject do not match".to_owned());
        assert_eq!(needs(&request, Some("v"), true), text);
    }
}
