//! What takes several calls to make is made whole or not at all: when a call fails, what those before it made is taken back, and when the
//! answer to the first got lost, it is looked for.

use std::sync::Arc;
use std::time::Duration;

use guard::Rejection;
use http::{Method, StatusCode};

use crate::guards::Standing;
use crate::underway::Underway;
use crate::upstream::{Answer, Call, Upstream, UpstreamError};

/// Waits before each attempt to take back what failed.
const DELAYS: [Duration; 5] = [
    Duration::ZERO,
    Duration::from_millis(200),
    Duration::from_secs(1),
    Duration::from_secs(5),
    Duration::from_secs(30),
];
/// How long the caller is kept waiting for that; it goes on afterwards.
const PATIENCE: Duration = Duration::from_secs(3);

/// How one step went wrong.
pub(crate) enum StepError {
    /// In a way that ends up with the caller as it is.
    Refused(Rejection),
    /// In a way that is about the upstream.
    Upstream(UpstreamError),
}

impl From<UpstreamError> for StepError {
    fn from(error: UpstreamError) -> Self {
        Self::Upstream(error)
    }
}

impl From<StepError> for Rejection {
    fn from(error: StepError) -> Self {
        match error {
            StepError::Refused(rejection) => rejection,
            StepError::Upstream(error) => error.into(),
        }
    }
}

/// With what it is made and taken back.
#[derive(Clone)]
pub(crate) struct Hands {
    /// Where.
    pub(crate) upstream: Upstream,
    /// On whose behalf.
    pub(crate) standing: Standing,
    /// Where what is taken back is counted as going on.
    pub(crate) underway: Underway,
}

/// Something that is being made.
pub(crate) trait Making: Send + Sync + 'static {
    /// What the log says may be left of it.
    const HALF_MADE: &'static str;

    /// With what it is made.
    fn hands(&self) -> &Hands;

    /// The place of the one with this id, where it is deleted.
    fn place(&self, id: &str) -> Call;

    /// The id of what a call made whose answer got lost, if it made anything.
    fn lost(&self) -> impl Future<Output = Result<Option<String>, UpstreamError>> + Send;
}

/// The outcome of the first step. Where it is unknown whether that made anything, what it made is looked for and taken back.
pub(crate) async fn begun<T>(
    making: &Arc<impl Making>,
    outcome: Result<T, StepError>,
) -> Result<T, Rejection> {
    if let Err(StepError::Upstream(error)) = &outcome
        && error.leaves_effect_unknown()
    {
        take_back(making, None).await;
    }
    Ok(outcome?)
}

/// The outcome of the steps after the first. Where one failed, what has this id is taken back.
pub(crate) async fn completed<T, E>(
    making: &Arc<impl Making>,
    id: &str,
    outcome: Result<T, E>,
) -> Result<T, Rejection>
where
    Rejection: From<E>,
{
    if outcome.is_err() {
        take_back(making, Some(id.to_owned())).await;
    }
    Ok(outcome?)
}

/// Fails unless an answer is of this status.
pub(crate) fn expect(answer: &Answer, status: StatusCode) -> Result<(), UpstreamError> {
    if answer.status == status { Ok(()) } else { Err(UpstreamError::UnexpectedStatus(answer.status)) }
}

/// Takes back what failed, with patience: in the background, and for a while before the caller gets the answer. What is known by no id is
/// looked for.
async fn take_back<M: Making>(making: &Arc<M>, id: Option<String>) {
    let work = attempts(Arc::clone(making), id);
    // Whether it finished is in the log; the caller's request failed either way.
    let _unfinished = tokio::time::timeout(PATIENCE, making.hands().underway.spawn(work)).await;
}

async fn attempts<M: Making>(making: Arc<M>, id: Option<String>) {
    let what = M::HALF_MADE;
    let mut may_be_left = false;
    for delay in DELAYS {
        tokio::time::sleep(delay).await;
        match attempt(&*making, id.as_deref()).await {
            Ok(true) => return,
            // A call without an answer may take effect late: look again.
            Ok(false) => may_be_left = false,
            Err(error) => {
                may_be_left = true;
                tracing::warn!(error.message = %error, what, "what failed halfway could not be taken back yet");
            }
        }
    }
    if may_be_left {
        tracing::error!(what, "what failed halfway may be left");
    }
}

/// Whether it is gone; otherwise there is nothing to take back, so far.
async fn attempt(making: &impl Making, id: Option<&str>) -> Result<bool, UpstreamError> {
    let found = match id {
        Some(id) => Some(id.to_owned()),
        None => making.lost().await?,
    };
    let Some(id) = found else { return Ok(false) };
    let Hands { upstream, standing, .. } = making.hands();
    let answer = upstream.write(standing, Method::DELETE, making.place(&id)).await?;
    // Gone already counts as gone.
    if answer.status != StatusCode::NOT_FOUND {
        expect(&answer, StatusCode::NO_CONTENT)?;
    }
    Ok(true)
}
