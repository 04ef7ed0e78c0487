//! `/console/roles/{role}`: what it is called and who gets it.

use axum::{
    extract::Path,
    http::Method,
    response::{IntoResponse as _, Response},
};
use hosted::Call;
use serde_json::{Value, json};
use ui::pages::console::{ConsoleFormPage, Control, FormField, FormPart};

use super::{Role, find, frame};
use crate::{
    operator::Operator,
    pages::{
        Outcome,
        done::done,
        form::{Named, filled, made_from, must_be_current, send, tell, wrong},
    },
    posted::Posted,
};

/// Passes the form on when it says what the role is for: the API asks for that.
#[expect(clippy::result_large_err, reason = "an answer is what this fails with, once a request")]
pub(super) fn must_be_described(
    operator: &Operator,
    mut page: ConsoleFormPage,
    typed: Named<'_>,
) -> Result<ConsoleFormPage, Response> {
    if !typed.description.is_empty() || typed.name.is_empty() {
        return Ok(page);
    }
    tell(&mut page, "description", operator.words.say("console-missing-description"));
    Err(wrong(page))
}

fn basis(of: &Role) -> Value {
    json!([of.name, of.description, of.is_default])
}

fn page(operator: &Operator, of: &Role, typed: Named<'_>, is_default: bool) -> ConsoleFormPage {
    let words = &operator.words;
    let hint =
        if of.is_for_users() { "console-default-role-hint" } else { "console-default-machine-role-hint" };
    let is_default =
        FormField::line("isDefault", words.say("console-label-default-role"), filled(""), String::new())
            .control(Control::Check(is_default))
            .hint(words.say(hint));
    let part = |heading: &str, text: &str, fields: Vec<FormField>| FormPart {
        heading: words.say(heading),
        text: words.say(text),
        fields,
    };
    let page = ConsoleFormPage {
        title: of.name.clone(),
        lead: of.lead(operator),
        facts: None,
        parts: vec![
            part("console-general", "console-role-general-lead", typed.fields(operator)),
            part("console-assignment", "console-assignment-lead", vec![is_default]),
        ],
        mark: None,
        action: of.path(),
        button: words.say("console-save"),
        back_url: None,
        destroy: None,
        frame: frame(operator, of, ""),
    };
    made_from(page, &basis(of))
}

fn stored(operator: &Operator, of: &Role) -> ConsoleFormPage {
    page(operator, of, Named { name: &of.name, description: &of.description }, of.is_default)
}

/// `GET /console/roles/{role}`.
pub(super) async fn show(Path(id): Path<String>, operator: Operator) -> Outcome {
    let of = find(&operator, &id).await?;
    Ok(stored(&operator, &of).into_response())
}

/// `POST /console/roles/{role}`.
pub(super) async fn save(Path(id): Path<String>, Posted { by: operator, form }: Posted) -> Outcome {
    let of = find(&operator, &id).await?;
    must_be_current(&operator, &form, &basis(&of), || stored(&operator, &of))?;
    let (typed, is_default) = (Named::typed(&form), !form.get("isDefault").is_empty());
    let again = must_be_described(&operator, page(&operator, &of, typed, is_default), typed)?;
    let body = json!({ "name": typed.name, "description": typed.description, "isDefault": is_default });
    let call = Call::new(Method::PATCH, &["api", "roles", &id]).body(body);
    send(&operator, again, typed.name, call).await?;
    Ok(done(&of.path(), "console-saved"))
}
