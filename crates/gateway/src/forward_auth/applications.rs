//! Whose an application is. That never changes while it exists, so it is asked for once.

use std::collections::HashMap;

use domain::ApplicationId;
use guard::{Permit, Rejection};
use parking_lot::Mutex;

use crate::guards;
use crate::upstream::Upstream;

/// The most applications that are remembered.
const MOST: usize = 10_000;

/// Whether applications are third parties', as far as that is known.
#[derive(Debug, Default)]
pub(super) struct KnownApplications(Mutex<HashMap<ApplicationId, bool>>);

impl KnownApplications {
    /// Whether the token was issued to a third party's application. One that the upstream does not know is refused.
    pub(super) async fn is_third_party(
        &self,
        upstream: &Upstream,
        permit: &Permit,
    ) -> Result<bool, Rejection> {
        let client_id = permit.principal().client_id();
        let known = self.0.lock().get(client_id).copied();
        if let Some(is_third_party) = known {
            return Ok(is_third_party);
        }
        let is_third_party = guards::is_third_party(upstream, permit).await?;
        let mut applications = self.0.lock();
        if applications.len() >= MOST {
            applications.clear();
        }
        applications.insert(client_id.clone(), is_third_party);
        Ok(is_third_party)
    }
}
