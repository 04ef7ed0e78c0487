//! `/console/email-templates/preview`: an e-mail as it arrives, with examples in the place of variables, for a frame of the console. What it holds is
//! somebody's HTML: it is shown in an origin of its own, without scripts, forms or frames.

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use domain::message_template::{Escaping, TemplateType, render};
use operations::messages::example_variables;

use super::{Details, editor::find_one, kind, new::built_in};
use crate::{Framed, operator::Operator, pages::Outcome, posted::Posted};

/// Where it is.
pub(super) const PATH: &str = "/console/email-templates/preview";
/// What the frame may do: show text in its own styles, and pictures. Styles of e-mails stand in their tags; without scripts, and in no origin of ours, they
/// reach nothing.
const POLICY: &str = "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; \
                      img-src data: https:; style-src 'unsafe-inline'";
/// How the subject and plain text look.
const STYLE: &str = "<style>body{margin:0;background:#fff;color:#1c1b19;font:16px/1.5 system-ui,sans-serif}\
                     .gh-subject{margin:0;padding:20px 24px;border-bottom:1px solid #e2e0db;font-size:20px;font-weight:600}\
                     .gh-html{padding:16px 24px}\
                     .gh-text{margin:0;padding:24px;font:inherit;white-space:pre-wrap;overflow-wrap:anywhere}</style>";

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The e-mail.
fn draw(details: &Details) -> Response {
    let variables = example_variables();
    let subject = escaped(&render(&details.subject, &variables, Escaping::None));
    let head = format!(
        "<!doctype html><meta charset=\"utf-8\"><title>{subject}</title>{STYLE}<p class=\"gh-subject\">{subject}</p>"
    );
    let content = if details.is_plain() {
        let text = escaped(&render(&details.content, &variables, Escaping::None));
        format!("<pre class=\"gh-text\">{text}</pre>")
    } else {
        format!("<div class=\"gh-html\">{}", render(&details.content, &variables, Escaping::Html))
    };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    ];
    let mut response = (headers, head + &content).into_response();
    response.extensions_mut().insert(Framed);
    response
}

/// `GET /console/email-templates/preview`: the e-mail as it is stored, or built in.
pub(super) async fn show(operator: Operator) -> Outcome {
    let asked = |name: &str| operator.query.get(name).unwrap_or_default();
    let of: TemplateType = kind(&operator, asked("kind"))?;
    let details = match asked("language") {
        "new" | "" => built_in(of),
        language => find_one(&operator, of.as_str(), language).await?.1.details,
    };
    Ok(draw(&details))
}

/// `POST /console/email-templates/preview`: the e-mail as it was typed.
pub(super) async fn show_typed(Posted { form, .. }: Posted) -> Outcome {
    Ok(draw(&Details::typed(&form)))
}
