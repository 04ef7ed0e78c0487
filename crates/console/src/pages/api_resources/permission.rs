//! `/console/api-resources/{resource}/permissions/{permission}`: permissions are made, renamed and deleted.

use axum::{
    extract::Path,
    http::Method,
    response::{IntoResponse as _, Response},
};
use hosted::Call;
use serde_json::{Value, json};
use ui::{components::Link, pages::console::ConsoleFormPage};

use super::{Resource, find as find_resource, frame, permissions::Permission};
use crate::{
    operator::Operator,
    pages::{
        Outcome,
        done::done,
        form::{self, Named, made_from, must_be_current, send},
        question::Question,
    },
    posted::Posted,
    reading::whole,
};

impl Permission {
    fn path(&self, of: &Resource) -> String {
        format!("{}/{}", of.tab("permissions"), self.id)
    }

    fn named(&self) -> Named<'_> {
        Named { name: &self.name, description: self.description.as_deref().unwrap_or_default() }
    }

    fn basis(&self) -> Value {
        json!([self.name, self.description])
    }
}

fn new_page(operator: &Operator, of: &Resource, typed: Named<'_>) -> ConsoleFormPage {
    let (words, back) = (&operator.words, of.tab("permissions"));
    let text =
        (words.say("console-create-permission"), words.with("console-permission-of", "name", &of.name));
    let sent = (format!("{back}/new"), words.say("console-create-permission"), back.as_str());
    form::page(frame(operator, of, "permissions"), text, typed.fields(operator), sent)
}

/// `GET /console/api-resources/{resource}/permissions/new`.
pub(super) async fn ask_new(Path(id): Path<String>, operator: Operator) -> Outcome {
    let of = find_resource(&operator, &id).await?;
    Ok(new_page(&operator, &of, Named { name: "", description: "" }).into_response())
}

/// `POST /console/api-resources/{resource}/permissions/new`.
pub(super) async fn create(Path(id): Path<String>, Posted { by: operator, form }: Posted) -> Outcome {
    let of = find_resource(&operator, &id).await?;
    let typed = Named::typed(&form);
    let call = Call::new(Method::POST, &["api", "resources", &id, "scopes"]).body(typed.body());
    send(&operator, new_page(&operator, &of, typed), typed.name, call).await?;
    Ok(done(&of.tab("permissions"), "console-permission-created"))
}

/// The permission that a path names, with its API.
async fn find(operator: &Operator, (resource, id): (&str, &str)) -> Result<(Resource, Permission), Response> {
    let of = find_resource(operator, resource).await?;
    let path = ["api", "resources", resource, "scopes"];
    let all: Vec<Permission> = whole(operator, || Call::get(&path)).await?;
    let found = all.into_iter().find(|one| one.id == id);
    Ok((of, found.ok_or_else(|| operator.gone())?))
}

fn page(operator: &Operator, (of, one): (&Resource, &Permission), typed: Named<'_>) -> ConsoleFormPage {
    let (words, back) = (&operator.words, of.tab("permissions"));
    let text = (one.name.clone(), words.with("console-permission-of", "name", &of.name));
    let link =
        Link { href: format!("{}/delete", one.path(of)), label: words.say("console-delete-permission") };
    let sent = (one.path(of), words.say("console-save"), back.as_str());
    let page = form::page(frame(operator, of, "permissions"), text, typed.fields(operator), sent);
    let destroy = (!of.is_built_in()).then(|| (words.say("console-delete-permission-lead"), link));
    made_from(ConsoleFormPage { destroy, ..page }, &one.basis())
}

/// `GET /console/api-resources/{resource}/permissions/{permission}`.
pub(super) async fn show(Path((id, permission)): Path<(String, String)>, operator: Operator) -> Outcome {
    let (of, one) = find(&operator, (&id, &permission)).await?;
    Ok(page(&operator, (&of, &one), one.named()).into_response())
}

/// `POST /console/api-resources/{resource}/permissions/{permission}`.
pub(super) async fn save(
    Path((id, permission)): Path<(String, String)>,
    Posted { by: operator, form }: Posted,
) -> Outcome {
    let (of, one) = find(&operator, (&id, &permission)).await?;
    must_be_current(&operator, &form, &one.basis(), || page(&operator, (&of, &one), one.named()))?;
    let typed = Named::typed(&form);
    let path = ["api", "resources", &id, "scopes", &permission];
    let call = Call::new(Method::PATCH, &path).body(typed.body());
    send(&operator, page(&operator, (&of, &one), typed), typed.name, call).await?;
    Ok(done(&of.tab("permissions"), "console-saved"))
}

fn question<'a>(operator: &Operator, of: &Resource, one: &'a Permission) -> Question<'a> {
    Question {
        heading: operator.words.with("console-delete-permission-title", "name", &one.name),
        consequences: &["console-delete-permission-consequence"],
        typed: Some(&one.name),
        action: format!("{}/delete", one.path(of)),
        hidden: Vec::new(),
        button: "console-delete-permission",
        back_url: one.path(of),
    }
}

/// `GET /console/api-resources/{resource}/permissions/{permission}/delete`.
pub(super) async fn ask_to_delete(
    Path((id, permission)): Path<(String, String)>,
    operator: Operator,
) -> Outcome {
    let (of, one) = find(&operator, (&id, &permission)).await?;
    Ok(question(&operator, &of, &one).ask(frame(&operator, &of, "permissions")))
}

/// `POST /console/api-resources/{resource}/permissions/{permission}/delete`.
pub(super) async fn delete(
    Path((id, permission)): Path<(String, String)>,
    Posted { by: operator, form }: Posted,
) -> Outcome {
    let (of, one) = find(&operator, (&id, &permission)).await?;
    question(&operator, &of, &one).must_be_meant(frame(&operator, &of, "permissions"), &form)?;
    let path = ["api", "resources", &id, "scopes", &permission];
    match operator.call(Call::new(Method::DELETE, &path)).await {
        Ok(_) => Ok(done(&of.tab("permissions"), "console-permission-deleted")),
        Err(refusal) => Err(operator.stop(&refusal)),
    }
}
