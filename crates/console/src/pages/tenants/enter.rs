//! From the console of one tenant to that of another. Each is at a host of its own and has cookies of its own, so that somebody who leaves one is given a ticket for the
//! other: once, for a minute ([`operations::console::ticket`]).

use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use hosted::see_other;
use operations::console::ticket;
use ui::pages::console::ConsoleEnterPage;

use super::{endpoint_of, find};
use crate::{
    console, cookies,
    entrance::{Entrance, Knock},
    notice,
    pages::{Outcome, sign_in::end_former},
    posted::Posted,
};

/// Where the other console lets one in.
pub(super) const PATH: &str = "/console/enter";

/// `POST /console/tenants/{tenant}/enter`: to the other host.
pub(super) async fn leave(Path(id): Path<String>, Posted { by: operator, .. }: Posted) -> Outcome {
    let target = find(&operator, &id).await?;
    if target.id == operator.console.services.tenant {
        return Ok(see_other(console::PATH));
    }
    let endpoint = endpoint_of(&operator, &target)?;
    let who = (operator.signed_in(), &operator.origin);
    let issued = ticket::issue(&operator.console.administrators, who, &target.id).await;
    let token = issued.map_err(|error| operator.failed(error))?;
    // Tokens are letters, digits and what needs no escape.
    Ok(see_other(&format!("{}{PATH}?ticket={}", endpoint.base(), token.reveal())))
}

/// `GET /console/enter`: changes nothing, and says who would be let in.
pub(super) async fn ask(entrance: Entrance) -> Outcome {
    let ticket = entrance.query.get("ticket").unwrap_or_default().to_owned();
    let console = &entrance.console;
    let holder = ticket::holder(&console.administrators, &ticket, &console.services.tenant).await;
    let holder = holder.map_err(|error| notice::error(console, entrance.words.clone(), &error.into()))?;
    let Some(username) = holder else { return Err(gone(&entrance)) };
    let shown = ConsoleEnterPage {
        brand: entrance.console.brand(),
        words: entrance.words.clone(),
        xsrf: entrance.xsrf(),
        ticket,
        tenant: entrance.console.services.tenant.to_string(),
        username,
    };
    Ok(entrance.tied(shown.into_response()))
}

/// `POST /console/enter`.
pub(super) async fn enter(Knock { by: entrance, form }: Knock) -> Outcome {
    let console = &entrance.console;
    let target = &console.services.tenant;
    let redeemed =
        ticket::redeem(&console.administrators, form.get("ticket"), target, &entrance.origin).await;
    let redeemed = redeemed.map_err(|error| notice::error(console, entrance.words.clone(), &error.into()))?;
    let Some(session) = redeemed else { return Err(gone(&entrance)) };
    end_former(&entrance).await?;
    Ok(cookies::set_session(see_other(console::PATH), &console.services.endpoint, &session))
}

fn gone(entrance: &Entrance) -> Response {
    let said = ("console-ticket-gone-title", "console-ticket-gone-lead");
    notice::said(&entrance.console, entrance.words.clone(), StatusCode::GONE, said)
}
