//! Answers that are the same for everybody, compressed (RFC 9110 §8.4.1.3): files of pages and published documents.
//!
//! What is compressed is what its own headers call public: `Cache-Control: public` and an entity tag, as files under addresses that name their
//! content have them, and the API's documents. Nothing else is: a page holds a token against forged posts beside text that others can choose,
//! and the length of what is compressed would tell them of it (BREACH; docs/threat-model.md). So a forgotten header costs bytes and no secret.
//!
//! Each content is compressed once, on a thread that may block, and kept: requests cost a look into a table.

use std::{collections::HashMap, io::Write as _};

use axum::{
    body::{Body, HttpBody as _, to_bytes},
    response::Response,
};
use bytes::Bytes;
use flate2::{Compression, write::GzEncoder};
use http::{HeaderMap, HeaderValue, Method, Request, StatusCode, header};
use parking_lot::Mutex;

use crate::metrics::Area;

/// What is smaller fits into a packet as it is.
const MIN_BYTES: u64 = 1_024;
/// What is larger is no file of ours.
const MAX_BYTES: u64 = 8 << 20;
/// How many contents are kept; further ones are answered as they are.
const MAX_KEPT: usize = 128;

/// What was compressed, by its entity tag and its size: the tags of what is public are digests of it. The path is the caller's choice, and would let
/// anybody fill the table.
#[derive(Default)]
pub(super) struct Compressor {
    kept: Mutex<HashMap<Content, Bytes>>,
}

/// What names a content.
type Content = (HeaderValue, u64);

/// A request whose answer can be compressed.
pub(super) struct Compressible {
    accepts_gzip: bool,
}

impl Compressible {
    /// What a request says of it; nothing where answers belong to whoever asks. Costs the APIs a comparison.
    pub(super) fn of(area: Area, request: &Request<Body>) -> Option<Self> {
        let path = request.uri().path();
        let may_be_public = match area {
            Area::Pages => true,
            Area::Management => path.ends_with(".openapi.json") || path == "/api/swagger.json",
            Area::Gateway => {
                path.rsplit_once('.').is_some_and(|(_, kind)| kind == "json") || path.contains("/elements/")
            }
            Area::Oidc | Area::Experience => false,
        };
        if !may_be_public || request.method() != Method::GET {
            return None;
        }
        Some(Self { accepts_gzip: accepts_gzip(request.headers()) })
    }
}

impl Compressor {
    /// The answer, compressed if it is the same for everybody and the caller takes it so.
    pub(super) async fn compress(&self, request: Compressible, response: Response) -> Response {
        let Some(content) = public_content(&response) else { return response };
        let (mut parts, body) = response.into_parts();
        parts.headers.append(header::VARY, HeaderValue::from_static("accept-encoding"));
        if !request.accepts_gzip {
            return Response::from_parts(parts, body);
        }
        let kept = self.kept.lock().get(&content).cloned();
        let compressed = match kept {
            Some(compressed) => compressed,
            None => match self.made(content, body).await {
                Ok(compressed) => compressed,
                Err(plain) => return Response::from_parts(parts, plain),
            },
        };
        // Another sequence of bytes is another representation, whose tag is weak (RFC 9110 §8.8.1). It is known again as the plain one's.
        if let Some(weak) = parts.headers.get(header::ETAG).and_then(weak) {
            parts.headers.insert(header::ETAG, weak);
        }
        parts.headers.remove(header::CONTENT_LENGTH);
        parts.headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        Response::from_parts(parts, Body::from(compressed))
    }

    /// Compresses what was not asked for before, and keeps it; else the body as it is.
    async fn made(&self, content: Content, body: Body) -> Result<Bytes, Body> {
        if self.kept.lock().len() >= MAX_KEPT {
            return Err(body);
        }
        // Its length is known and small, and it is in memory.
        let plain = to_bytes(body, usize::MAX).await.map_err(|_| Body::empty())?;
        let input = plain.clone();
        let compressed = tokio::task::spawn_blocking(move || gzip(&input)).await;
        let Ok(Ok(compressed)) = compressed else { return Err(Body::from(plain)) };
        self.kept.lock().insert(content, compressed.clone());
        Ok(compressed)
    }
}

fn gzip(plain: &[u8]) -> std::io::Result<Bytes> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(plain)?;
    Ok(Bytes::from(encoder.finish()?))
}

/// The content of an answer that every cache may keep and that compression makes smaller.
fn public_content(response: &Response) -> Option<Content> {
    let headers = response.headers();
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let is_public = text(header::CACHE_CONTROL)?
        .split(',')
        .any(|directive| directive.trim().eq_ignore_ascii_case("public"));
    let kind = text(header::CONTENT_TYPE)?.split(';').next().unwrap_or_default().trim();
    let is_text = kind.starts_with("text/") || matches!(kind, "application/json" | "image/svg+xml");
    let is_plain = response.status() == StatusCode::OK
        && !headers.contains_key(header::CONTENT_ENCODING)
        && !headers.contains_key(header::SET_COOKIE);
    let size = response.body().size_hint().exact()?;
    let tag = headers.get(header::ETAG)?;
    (is_public && is_text && is_plain && (MIN_BYTES..=MAX_BYTES).contains(&size)).then(|| (tag.clone(), size))
}

fn weak(tag: &HeaderValue) -> Option<HeaderValue> {
    let tag = tag.to_str().ok().filter(|tag| !tag.starts_with("W/"))?;
    HeaderValue::try_from(format!("W/{tag}")).ok()
}

/// Whether a caller takes gzip (RFC 9110 §12.5.3): it is named, or everything is, and not with a weight of nothing.
fn accepts_gzip(headers: &HeaderMap) -> bool {
    let values = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    let mut of_everything = None;
    for coding in values.flat_map(|value| value.split(',')) {
        let mut parts = coding.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default();
        let weight =
            parts.find_map(|parameter| parameter.strip_prefix("q=").or(parameter.strip_prefix("Q=")));
        let is_wanted = weight.is_none_or(|weight| weight.parse::<f32>().is_ok_and(|weight| weight > 0.0));
        if name.eq_ignore_ascii_case("gzip") || name.eq_ignore_ascii_case("x-gzip") {
            return is_wanted;
        }
        if name == "*" {
            of_everything = Some(is_wanted);
        }
    }
    of_everything.unwrap_or_default()
}

#[cfg(test)]
mod tests;
