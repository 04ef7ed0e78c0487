//! Lists that the wire gives whole and that may be longer than any answer that is kept in memory. They are read element by element as they
//! arrive: whoever asks keeps of them what they need. The time that a call may take bounds them. An upstream in this process makes them whole in
//! memory all the same, and so makes a few at a time.

use std::fmt;
use std::sync::Arc;

use guard::Permit;
use http::{Method, StatusCode};
use parking_lot::Mutex;
use serde::Deserialize;

use super::{Answer, Call, Upstream, UpstreamError};

/// Takes the elements of a list.
trait Sieve: Send + Sync {
    /// A list begins. What an attempt before this one brought does not count.
    fn begin(&self);

    /// The next element.
    fn take(&self, element: &[u8]) -> Result<(), UpstreamError>;
}

/// Marks a request whose answer is such a list, and says who takes its elements.
#[derive(Clone)]
pub(super) struct Sift(Arc<dyn Sieve>);

impl Sift {
    /// Takes the next element of a list, after [`Self::begin`].
    pub(super) fn take(&self, element: &[u8]) -> Result<(), UpstreamError> {
        self.0.take(element)
    }

    /// A list begins.
    pub(super) fn begin(&self) {
        self.0.begin();
    }
}

impl fmt::Debug for Sift {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Sift")
    }
}

struct Taker<Kept, Take> {
    kept: Mutex<Kept>,
    take: Take,
}

impl<Kept, Take> Sieve for Taker<Kept, Take>
where
    Kept: Default + Send,
    Take: Fn(&mut Kept, &[u8]) -> Result<(), UpstreamError> + Send + Sync,
{
    fn begin(&self) {
        *self.kept.lock() = Kept::default();
    }

    fn take(&self, element: &[u8]) -> Result<(), UpstreamError> {
        (self.take)(&mut self.kept.lock(), element)
    }
}

impl Upstream {
    /// Shows `take` every element of a list, with proof that the caller's token was checked. Where the answer is no success, none were seen and
    /// it is given back as it is.
    pub(crate) async fn sift<Kept: Default + Send + 'static>(
        &self,
        _proof: &Permit,
        call: Call,
        take: impl Fn(&mut Kept, &[u8]) -> Result<(), UpstreamError> + Send + Sync + 'static,
    ) -> Result<(Answer, Kept), UpstreamError> {
        let _place = match &self.0.lists {
            Some(lists) => Some(lists.enter().await?),
            None => None,
        };
        let taker = Arc::new(Taker { kept: Mutex::new(Kept::default()), take });
        let call = call.sifted(Sift(Arc::clone(&taker) as Arc<dyn Sieve>));
        let answer = self.send(Method::GET, &call, None).await?;
        if answer.status.is_success() && answer.status != StatusCode::OK {
            return Err(UpstreamError::UnexpectedStatus(answer.status));
        }
        let kept = std::mem::take(&mut *taker.kept.lock());
        Ok((answer, kept))
    }
}

/// An element as what it is.
pub(crate) fn read_element<'a, T: Deserialize<'a>>(element: &'a [u8]) -> Result<T, UpstreamError> {
    Ok(serde_json::from_slice(element)?)
}
