//! The refusals of forward authentication that the Organization API has not. All are 403: see [`super`].

use guard::Rejection;

use crate::rejections::forbidden;

/// Something could be read in two ways, or says what only the proxy may say.
pub(super) fn ambiguous_request() -> Rejection {
    let message = "The request, or what the proxy says of it, could be understood in two ways.";
    forbidden("gateway.ambiguous_request", message)
}

/// The proxy does not say what it was asked.
pub(super) fn original_request_missing() -> Rejection {
    let message =
        "The proxy does not say which request this is about, or says it in the way of another kind of proxy.";
    forbidden("gateway.original_request_missing", message)
}

/// The path could be understood in two ways.
pub(super) fn ambiguous_path() -> Rejection {
    let message = "The path is not in the one form that every reader understands alike.";
    forbidden("gateway.ambiguous_path", message)
}

/// No rule is about this request.
pub(super) fn no_rule() -> Rejection {
    forbidden("gateway.no_rule", "Nobody may do this here.")
}
