//! What the server answered.

use bytes::Bytes;
use http::{HeaderMap, Response, StatusCode, header};
use http_body::Body;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use serde::de::DeserializeOwned;

use crate::elements::Elements;
use crate::error::{BoxError, Error, Refusal};

/// Largest answer that is read unless said otherwise, in bytes: ten thousand organizations of one user fit.
pub const MAX_ANSWER_BYTES: usize = 16 * 1024 * 1024;

/// An answer, whole.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// `Total-Number`: how many items the whole list has (Management API contract §1.5).
    pub total_number: Option<u64>,
    /// Whether it is declared to be JSON.
    pub is_json: bool,
    /// The body.
    pub body: Bytes,
}

/// Why an answer could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It broke off.
    #[error("the answer broke off")]
    Broken(#[source] BoxError),
    /// It, or an element of it where it is read as a list, is larger than any good one.
    #[error("the answer is too large")]
    TooLarge,
    /// It is read as a list and is none.
    #[error(transparent)]
    Shape(#[from] ShapeError),
}

/// Why an answer is none of the wire.
#[derive(Debug, thiserror::Error)]
pub enum ShapeError {
    /// It is not declared to be JSON: it may come from a proxy on the way.
    #[error("the answer is not declared to be JSON")]
    NotJson,
    /// It is JSON of another shape.
    #[error("the answer is not of the expected shape")]
    Shape(#[from] serde_json::Error),
    /// It is no whole list where one is expected.
    #[error("the answer is not a whole list")]
    NoList,
}

impl Answer {
    /// Reads the whole of a response, if it is not larger than `most_bytes`.
    pub async fn read<B>(response: Response<B>, most_bytes: usize) -> Result<Self, ReadError>
    where
        B: Body<Data = Bytes>,
        B::Error: Into<BoxError>,
    {
        let (parts, body) = response.into_parts();
        let body = Limited::new(body, most_bytes).collect().await.map_err(|error| {
            if error.is::<LengthLimitError>() { ReadError::TooLarge } else { ReadError::Broken(error) }
        })?;
        Ok(Self {
            status: parts.status,
            total_number: total_number(&parts.headers),
            is_json: is_json(&parts.headers),
            body: body.to_bytes(),
        })
    }

    /// Reads a response whose body is a list: shows `take` its elements one after another as they arrive, each no larger than `most_bytes`, and
    /// keeps nothing of them. The answer has no body then. One of another status than 200 is read by [`Self::read`], and `take` sees nothing.
    ///
    /// Every element must be read as JSON: what is around them alone does not show that they are.
    pub async fn read_list<B, E>(
        response: Response<B>,
        most_bytes: usize,
        mut take: impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<Self, E>
    where
        B: Body<Data = Bytes>,
        B::Error: Into<BoxError>,
        E: From<ReadError>,
    {
        if response.status() != StatusCode::OK {
            return Ok(Self::read(response, most_bytes).await?);
        }
        let (parts, body) = response.into_parts();
        let is_json = is_json(&parts.headers);
        if !is_json {
            return Err(ReadError::from(ShapeError::NotJson).into());
        }
        let mut body = std::pin::pin!(body);
        let mut elements = Elements::new(most_bytes);
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|error| ReadError::Broken(error.into()))?;
            if let Some(piece) = frame.data_ref() {
                elements.feed(piece, &mut take)?;
            }
        }
        elements.end()?;
        let total_number = total_number(&parts.headers);
        Ok(Self { status: parts.status, total_number, is_json, body: Bytes::new() })
    }

    /// This answer, if it is a success.
    pub(crate) fn accept(self) -> Result<Self, Error> {
        if self.status.is_success() {
            return Ok(self);
        }
        if !self.status.is_client_error() && !self.status.is_server_error() {
            return Err(Error::UnexpectedStatus(self.status));
        }
        // A proxy on the way may answer without the wire's form.
        let mut refusal: Refusal = self.json().unwrap_or(Refusal {
            status: self.status,
            code: None,
            message: String::new(),
            data: None,
            details: None,
        });
        refusal.status = self.status;
        Err(Error::Refused(Box::new(refusal)))
    }

    /// The body as JSON of this type, which it must be declared to be.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, ShapeError> {
        if !self.is_json {
            return Err(ShapeError::NotJson);
        }
        Ok(serde_json::from_slice(&self.body)?)
    }
}

fn total_number(headers: &HeaderMap) -> Option<u64> {
    headers.get("total-number")?.to_str().ok()?.parse().ok()
}

fn is_json(headers: &HeaderMap) -> bool {
    let mut values = headers.get_all(header::CONTENT_TYPE).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return false };
    let media_type = value.to_str().unwrap_or_default().split(';').next().unwrap_or_default();
    media_type.trim().eq_ignore_ascii_case("application/json")
}

#[cfg(test)]
mod tests {
    use http_body_util::Full;

    use super::*;

    fn response(content_types: &[&str], body: &'static str) -> Response<Full<Bytes>> {
        let mut response = Response::new(Full::new(Bytes::from_static(body.as_bytes())));
        for content_type in content_types {
            response.headers_mut().append(header::CONTENT_TYPE, content_type.parse().unwrap());
        }
        response
    }

    #[tokio::test]
    async fn only_what_is_declared_to_be_json_is_read_as_such() {
        for (content_types, is_read) in [
            (&["application/json"][..], true),
            (&["Application/JSON; charset=utf-8"], true),
            (&[], false),
            (&["text/html"], false),
            (&["application/json5"], false),
            (&["application/json", "text/html"], false),
        ] {
            let answer = Answer::read(response(content_types, "[1]"), 3).await.unwrap();
            assert_eq!(answer.json::<Vec<u8>>().is_ok(), is_read, "{content_types:?}");
        }
    }

    #[tokio::test]
    async fn a_list_is_shown_element_by_element_and_other_answers_are_read_whole() {
        let mut seen = Vec::new();
        let list = response(&["application/json"], "[1,[2,3]]");
        let take = |element: &[u8]| {
            seen.push(String::from_utf8(element.to_vec()).unwrap());
            Ok::<_, ReadError>(())
        };
        let answer = Answer::read_list(list, 5, take).await.unwrap();
        assert_eq!(
            (answer.status, answer.body, seen),
            (StatusCode::OK, Bytes::new(), vec!["1".to_owned(), "[2,3]".to_owned()])
        );

        let unseen = |_: &[u8]| -> Result<(), ReadError> { panic!("no element") };
        let mut refused = response(&["application/json"], r#"["no"]"#);
        *refused.status_mut() = StatusCode::NOT_FOUND;
        let answer = Answer::read_list(refused, 100, unseen).await.unwrap();
        assert_eq!((answer.status, answer.body), (StatusCode::NOT_FOUND, Bytes::from_static(br#"["no"]"#)));
        for (content_types, body) in [(&["text/html"][..], "[1]"), (&["application/json"], "{}")] {
            let read = Answer::read_list(response(content_types, body), 100, unseen).await;
            assert!(matches!(read, Err(ReadError::Shape(_))), "{body}");
        }
        let read = Answer::read_list(response(&["application/json"], "[123456]"), 5, unseen).await;
        assert!(matches!(read, Err(ReadError::TooLarge)));
    }

    #[tokio::test]
    async fn what_is_larger_than_any_good_answer_is_not_read() {
        let read = Answer::read(response(&["application/json"], "[1,2]"), 4).await;
        assert!(matches!(read, Err(ReadError::TooLarge)));
    }
}
