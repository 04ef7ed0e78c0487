//! `/device`: the pages on which a user types and confirms the code of a device (RFC 8628 §3.3; OIDC contract §4.7). Their forms post to the
//! provider at `/oidc/device`, which also hands out the token against forged posts, in a cookie of these pages.

use std::net::SocketAddr;

use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, StatusCode, Uri, request::Parts},
    response::{IntoResponse, Response},
};
use hosted::brand::{SERVER, application_brand, of_application, tenant_brand};
use http_kit::{Cookies, QueryPairs};
use operations::{
    Services, TenantConfiguration,
    device::{Found, XSRF_COOKIE, as_shown, find},
};
use ui::{
    Words,
    components::{Banner, FieldState},
    pages::{DeviceConfirmPage, DevicePage, DeviceSuccessPage},
};

use super::{
    language::words_for,
    notice::{AppState, error_page},
    redirect, with_query,
};
use crate::error::failed;

/// Where the forms go.
const ACTION: &str = "/oidc/device";
/// The longest code that is shown again, in characters.
const MAX_CODE: usize = 64;

/// Draws the field for the code, or, when a code came along, the question whether it is the user's device. Without its token the browser
/// fetches one first.
pub(super) async fn show(State(services): AppState, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let words = words_for(&services, &parts.uri, &parts.headers).await;
    let configuration = match services.configuration().await {
        Ok(configuration) => configuration,
        Err(error) => return error_page(&services, &failed(error), &words),
    };
    let cookies = Cookies::of(&parts.headers);
    let Some(xsrf) = cookies.verified(XSRF_COOKIE, &configuration.cookie_keys) else {
        return redirect(StatusCode::FOUND, &with_query(ACTION, parts.uri.query()));
    };
    let query = match QueryPairs::parse(parts.uri.query().unwrap_or_default()) {
        Ok(query) => query,
        Err(error) => return error_page(&services, &error, &words),
    };
    if let Some(typed) = query.get("user_code") {
        return confirmation(&services, &configuration, &parts, (typed, xsrf, words)).await;
    }
    let typed = query.get("input_code").unwrap_or_default();
    entry(&configuration, (typed, query.get("error")), (xsrf, words)).into_response()
}

/// Says that it is done.
pub(super) async fn success(State(services): AppState, uri: Uri, headers: HeaderMap) -> DeviceSuccessPage {
    let words = words_for(&services, &uri, &headers).await;
    DeviceSuccessPage { brand: of_application(&services, None).await, words }
}

fn entry(
    configuration: &TenantConfiguration,
    (typed, error): (&str, Option<&str>),
    (xsrf, words): (&str, Words),
) -> DevicePage {
    let (mut field, mut banner) = (None, None);
    match error {
        None => {}
        Some("NotFoundError") => field = Some(words.say("device-unknown-code")),
        Some("AbortedError") => banner = Some(Banner::info(words.say("device-aborted"))),
        Some("TooManyAttempts") => banner = Some(Banner::danger(words.say("device-too-many"))),
        Some("ServerError") => banner = Some(Banner::danger(words.say("failed-title-server"))),
        Some("SessionNotFound") => banner = Some(Banner::danger(words.say("device-too-long"))),
        Some(_) => banner = Some(Banner::danger(words.say("device-out-of-date"))),
    }
    DevicePage {
        brand: tenant_brand(configuration, SERVER),
        words,
        action: ACTION.to_owned(),
        xsrf: xsrf.to_owned(),
        code: FieldState { value: typed.chars().take(MAX_CODE).collect(), error: field },
        banner,
    }
}

async fn confirmation(
    services: &Services,
    configuration: &TenantConfiguration,
    parts: &Parts,
    (typed, xsrf, words): (&str, &str, Words),
) -> Response {
    let address = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip());
    let code = match find(services, configuration, typed, address).await {
        Ok(Found::Waiting(code)) => code,
        Ok(Found::Nothing) => {
            return entry(configuration, (typed, Some("NotFoundError")), (xsrf, words)).into_response();
        }
        Ok(Found::TooManyAttempts) => {
            return entry(configuration, (typed, Some("TooManyAttempts")), (xsrf, words)).into_response();
        }
        Err(error) => return error_page(services, &failed(error), &words),
    };
    let client = match services.client(&code.application_id).await {
        Ok(Some(client)) => client,
        Ok(None) => {
            return entry(configuration, (typed, Some("NotFoundError")), (xsrf, words)).into_response();
        }
        Err(error) => return error_page(services, &failed(error), &words),
    };
    DeviceConfirmPage {
        brand: application_brand(configuration, &client),
        words,
        action: ACTION.to_owned(),
        xsrf: xsrf.to_owned(),
        code: as_shown(typed).unwrap_or_default(),
        redirect_targets: vec![services.endpoint.base().to_owned()],
    }
    .into_response()
}
