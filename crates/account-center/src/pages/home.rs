//! `/account`: the way in, and the way back from the sign-in pages.

use std::sync::Arc;

use axum::{
    extract::{FromRequestParts as _, State},
    http::request::Parts,
    response::Response,
};
use hosted::{
    see_other,
    sign_in::{self, query_of},
};

use super::{Outcome, navigation};
use crate::{center::Center, holder::Holder};

/// `GET /account`: back from the sign-in pages when the address says so; else to the first page.
pub(crate) async fn enter(State(center): State<Arc<Center>>, mut parts: Parts) -> Outcome {
    let settings = center.opened(&parts.headers).await?;
    let query = query_of(&*center, &parts).await.map_err(|page| *page)?;
    if query.get("code").is_some() || query.get("error").is_some() {
        return sign_in::end(State(center), parts).await;
    }
    Holder::from_request_parts(&mut parts, &center).await?;
    Ok(first(&settings))
}

fn first(settings: &api_types::account_center::AccountCenter) -> Response {
    let first = navigation::open(settings).next();
    see_other(first.map_or("/account/profile", |(_, entry)| entry.path))
}
