//! `/device`: the pages on which a user types and confirms the code of a device (RFC 8628 §3.3; OIDC contract §4.7). Their forms post to the
//! provider at `/oidc/device`, which also hands out the token against forged posts, in a cookie of these pages.

use std::net::SocketAddr;

use axum::{
    extract::{ConnectInfo, Request, State},
    http::{StatusCode, request::Parts},
    response::{IntoResponse, Response},
};
use http_kit::{Cookies, QueryPairs};
use operations::{
    Services, TenantConfiguration,
    device::{Found, XSRF_COOKIE, as_shown, find},
};
use ui::{
    Brand,
    components::{Banner, FieldState},
    pages::{DeviceConfirmPage, DevicePage, DeviceSuccessPage},
};

use super::{
    brand::{SERVER, application_brand},
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
    let configuration = match services.configuration().await {
        Ok(configuration) => configuration,
        Err(error) => return error_page(&failed(error)),
    };
    let cookies = Cookies::of(&parts.headers);
    let Some(xsrf) = cookies.verified(XSRF_COOKIE, &configuration.cookie_keys) else {
        return redirect(StatusCode::FOUND, &with_query(ACTION, parts.uri.query()));
    };
    let query = match QueryPairs::parse(parts.uri.query().unwrap_or_default()) {
        Ok(query) => query,
        Err(error) => return error_page(&error),
    };
    match query.get("user_code") {
        Some(typed) => confirmation(&services, &configuration, &parts, (typed, xsrf)).await,
        None => entry(query.get("input_code").unwrap_or_default(), query.get("error"), xsrf).into_response(),
    }
}

/// Says that it is done.
pub(super) async fn success() -> DeviceSuccessPage {
    DeviceSuccessPage { brand: Brand::named(SERVER) }
}

fn entry(typed: &str, error: Option<&str>, xsrf: &str) -> DevicePage {
    let (mut field, mut banner) = (None, None);
    match error {
        None => {}
        Some("NotFoundError") => {
            field = Some(
                "No device waits with this code. Check it, or start again on the device for a new one."
                    .to_owned(),
            );
        }
        Some("AbortedError") => {
            banner =
                Some(Banner::info("The device was not signed in. To try again, start again on the device."));
        }
        Some("TooManyAttempts") => {
            banner = Some(Banner::danger("There were too many wrong codes. Try again in ten minutes."));
        }
        Some("ServerError") => {
            banner = Some(Banner::danger("Something went wrong here. Enter the code once more in a moment."));
        }
        Some("SessionNotFound") => {
            banner = Some(Banner::danger("This took too long. Enter the code once more."));
        }
        Some(_) => {
            banner = Some(Banner::danger("This form was out of date. Enter the code once more."));
        }
    }
    DevicePage {
        brand: Brand::named(SERVER),
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
    (typed, xsrf): (&str, &str),
) -> Response {
    let address = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip());
    let code = match find(services, configuration, typed, address).await {
        Ok(Found::Waiting(code)) => code,
        Ok(Found::Nothing) => return entry(typed, Some("NotFoundError"), xsrf).into_response(),
        Ok(Found::TooManyAttempts) => return entry(typed, Some("TooManyAttempts"), xsrf).into_response(),
        Err(error) => return error_page(&failed(error)),
    };
    let client = match services.client(&code.application_id).await {
        Ok(Some(client)) => client,
        Ok(None) => return entry(typed, Some("NotFoundError"), xsrf).into_response(),
        Err(error) => return error_page(&failed(error)),
    };
    DeviceConfirmPage {
        brand: application_brand(configuration, &client),
        action: ACTION.to_owned(),
        xsrf: xsrf.to_owned(),
        code: as_shown(typed).unwrap_or_default(),
        redirect_targets: vec![services.endpoint.base().to_owned()],
    }
    .into_response()
}
