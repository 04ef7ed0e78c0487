//! What an organization leaves behind: nothing that could still get a token.

use guard::Rejection;
use http::{Method, StatusCode};

use super::super::{Action, forward};
use crate::guards::own_applications;
use crate::rejections::busy;
use crate::upstream::Call;

/// How often it is looked for more. Within this process nobody makes any meanwhile; another may.
const ROUNDS: usize = 3;

/// Deletes all applications that were made for the organization, until there are none. They go from wherever else they belong too: an
/// application lives as long as the organization that it was made for.
pub(in crate::handlers) async fn delete_all(action: &Action<'_>) -> Result<(), Rejection> {
    for _ in 0..ROUNDS {
        let applications = own_applications(action.scene()?).await?;
        if applications.is_empty() {
            return Ok(());
        }
        for own in applications {
            let call = Call::to(["applications", own.id()]);
            let answer = action.gateway.upstream.write(&action.standing, Method::DELETE, call).await?;
            // Gone already counts as gone.
            if answer.status != StatusCode::NOT_FOUND {
                forward(answer, StatusCode::NO_CONTENT)?;
            }
        }
    }
    Err(busy())
}
