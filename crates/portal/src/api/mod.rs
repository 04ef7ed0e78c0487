//! Calls of the gateway in this process, what they answer, and how refusals are told.

mod answers;
mod words;

use axum::http::{HeaderValue, header};
use serde::de::DeserializeOwned;

pub(crate) use answers::{
    Application, Domain, Invitation, LogEntry, Member, MyInvitation, Named, NewApplication, Organization,
    Party, Role, Secret, Security,
};
pub(crate) use hosted::{Answer, Call, Refusal};
pub(crate) use words::{of_wire, told};

use crate::{Portal, Token};

/// How many rows a list shows.
pub(crate) const PAGE_SIZE: u64 = 20;
/// The largest page that the gateway gives.
const LARGEST_PAGE: u64 = 100;
/// How many pages are read of a list that is shown whole.
const MOST_PAGES: u64 = 10;

impl Portal {
    /// Calls the gateway.
    pub(crate) async fn call(&self, token: &Token, call: Call<'_>) -> Result<Answer, Refusal> {
        let mut request = call.request()?;
        let credential = HeaderValue::try_from(format!("Bearer {}", token.token.reveal()));
        request.headers_mut().insert(header::AUTHORIZATION, credential.map_err(|_| Refusal::failed())?);
        hosted::call::send(&self.gateway, request).await
    }

    /// A list as a whole, as far as a page could show it.
    pub(crate) async fn list<T: DeserializeOwned>(
        &self,
        token: &Token,
        segments: &[&str],
    ) -> Result<Vec<T>, Refusal> {
        let mut items = Vec::new();
        for page in 1..=MOST_PAGES {
            let answer = self.call(token, Call::get(segments).page(page, LARGEST_PAGE)).await?;
            let total = answer.total.items;
            items.extend(answer.read::<Vec<T>>()?);
            if page * LARGEST_PAGE >= total {
                break;
            }
        }
        Ok(items)
    }
}
