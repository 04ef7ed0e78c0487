//! `/account/profile`: who somebody is, and how they are reached.

use api_types::account_center::FieldAccess;
use axum::{
    http::{Method, StatusCode},
    response::{IntoResponse as _, Response},
};
use hosted::{Call, Posted, Refusal, see_other};
use http_kit::Form;
use serde_json::{Map, Value};
use ui::{
    Page as _,
    components::{Banner, FieldState},
    pages::account::{AccountProfilePage, ContactRow, ProfileForm},
};

use super::{
    Outcome, Section, done,
    fields::{self, Fields},
    verify::shown_phone,
};
use crate::{holder::Holder, words::words};

/// The page.
pub(super) const PATH: &str = "/account/profile";

/// `GET /account/profile`.
pub(crate) async fn show(holder: Holder) -> Outcome {
    let page = page(&holder).await.map_err(|refusal| holder.stop(&refusal, PATH))?;
    Ok(page.into_response())
}

/// The page as the account is.
pub(super) async fn page(holder: &Holder) -> Result<AccountProfilePage, Refusal> {
    let fields = Fields::of(holder).await?;
    Ok(AccountProfilePage {
        frame: holder.frame(Section::Profile),
        xsrf: holder.xsrf(),
        picture: super::picture::form(holder),
        form: form(holder, &fields),
        details: details(holder, &fields),
        email: contact(holder, "email", ("primaryEmail", holder.settings.fields.email)),
        phone: contact(holder, "phone", ("primaryPhone", holder.settings.fields.phone)),
        linked: super::linked::rows(holder).await?,
        link_targets: super::linked::targets(holder),
        languages: super::language::options(holder),
    })
}

/// Whether a part of the account is open to be changed.
fn is_open(access: Option<FieldAccess>) -> bool {
    access == Some(FieldAccess::Edit)
}

fn form(holder: &Holder, fields: &Fields) -> Option<ProfileForm> {
    let open = &holder.settings.fields;
    let state = |member: &str| FieldState {
        value: holder.account.text(member).unwrap_or_default().to_owned(),
        error: None,
    };
    let form = ProfileForm {
        name: is_open(open.name).then(|| state("name")),
        username: is_open(open.username).then(|| state("username")),
        fields: fields.inputs(holder),
    };
    (form.name.is_some() || form.username.is_some() || !form.fields.is_empty()).then_some(form)
}

/// What is seen and not changed.
fn details(holder: &Holder, fields: &Fields) -> Vec<(String, String)> {
    let open = &holder.settings.fields;
    let members = [("name", "account-name", open.name), ("username", "label-username", open.username)];
    let fixed = members
        .into_iter()
        .filter(|(member, _, access)| holder.account.shows(member) && *access == Some(FieldAccess::ReadOnly));
    let fixed = fixed.map(|(member, label, _)| {
        (holder.words.say(label), holder.account.text(member).unwrap_or_default().to_owned())
    });
    fixed.chain(fields.fixed(holder)).collect()
}

fn contact(holder: &Holder, kind: &str, (member, access): (&str, Option<FieldAccess>)) -> Option<ContactRow> {
    holder.account.shows(member).then(|| {
        let address = holder.account.text(member);
        let url = |rest: &str| is_open(access).then(|| format!("/account/{kind}{rest}"));
        ContactRow {
            change_url: url(""),
            remove_url: url("/remove").filter(|_| address.is_some()),
            address: address.map(|address| match kind {
                "phone" => shown_phone(address),
                _ => address.to_owned(),
            }),
        }
    })
}

/// What a form changes.
#[derive(Default)]
struct Changes {
    account: Map<String, Value>,
    profile: Map<String, Value>,
}

/// `POST /account/profile`.
pub(crate) async fn save(posted: Posted<Holder>) -> Outcome {
    let Posted { by: holder, form } = posted;
    let fields = Fields::of(&holder).await.map_err(|refusal| holder.stop(&refusal, PATH))?;
    let wrong = fields.wrong(&holder, &form);
    if !wrong.is_empty() {
        let refusal = Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, "guard.invalid_input");
        return Err(again(&holder, &fields, &form, (&refusal, &wrong)).await);
    }
    let changes = changes(&holder, &fields, &form);
    for (path, body) in [
        (&["api", "my-account"][..], changes.account),
        (&["api", "my-account", "profile"][..], changes.profile),
    ] {
        if body.is_empty() {
            continue;
        }
        if let Err(refusal) = holder.call(Call::new(Method::PATCH, path).body(body.into())).await {
            return Err(again(&holder, &fields, &form, (&refusal, &[])).await);
        }
    }
    Ok(see_other(&done::at(PATH, "saved")))
}

/// What is to be sent: what the form shows and says otherwise than the account.
fn changes(holder: &Holder, fields: &Fields, form: &Form) -> Changes {
    let mut changes = Changes::default();
    let open = &holder.settings.fields;
    for (member, access) in [("name", open.name), ("username", open.username)] {
        let typed = form.get(member).trim();
        if is_open(access) && typed != holder.account.text(member).unwrap_or_default() {
            changes.account.insert(member.to_owned(), text_or_null(typed));
        }
    }
    let fields::Values { profile, custom_data } = fields.changes(holder, form);
    changes.profile = profile;
    if !custom_data.is_empty() {
        changes.account.insert("customData".to_owned(), custom_data.into());
    }
    changes
}

fn text_or_null(text: &str) -> Value {
    if text.is_empty() { Value::Null } else { text.into() }
}

/// The form again, with what was typed and what is wrong with it. `wrong` are names of further fields.
async fn again(
    holder: &Holder,
    fields: &Fields,
    typed: &Form,
    (refusal, wrong): (&Refusal, &[String]),
) -> Response {
    if let Some(answer) = holder.elsewhere(refusal, PATH) {
        return answer;
    }
    let mut page = match page(holder).await {
        Ok(page) => page,
        Err(refusal) => return holder.stop(&refusal, PATH),
    };
    let said = words(refusal, &holder.experience(), &holder.words);
    let is_told = match &mut page.form {
        Some(form) => {
            fill(form, typed);
            let named: Vec<String> =
                refusal.issues().map(|(path, _)| path).chain(wrong.iter().cloned()).collect();
            complain(holder, form, (refusal, &named), &said) || fields.complain(form, &named, &holder.words)
        }
        None => false,
    };
    if !is_told {
        page.frame.banner = Some(Banner::danger(said));
    }
    page.with_status(refusal.status)
}

/// Shows again what was typed.
fn fill(form: &mut ProfileForm, typed: &Form) {
    for (name, field) in [("name", &mut form.name), ("username", &mut form.username)] {
        if let Some(field) = field {
            typed.get(name).clone_into(&mut field.value);
        }
    }
    for input in &mut form.fields {
        typed.get(&input.name).clone_into(&mut input.field.value);
    }
}

/// Says at name and username what is wrong with them; whether it was about one of them.
fn complain(
    holder: &Holder,
    form: &mut ProfileForm,
    (refusal, named): (&Refusal, &[String]),
    said: &str,
) -> bool {
    let is_about = |name: &str| named.iter().any(|path| path == name);
    let code = refusal.code.as_str();
    if let Some(field) = &mut form.username
        && (code.starts_with("user.") || is_about("username"))
    {
        field.error = Some(match code {
            "guard.invalid_input" => {
                format!("{} {}", holder.words.say("error-username-form"), holder.words.say("username-rule"))
            }
            _ => said.to_owned(),
        });
        return true;
    }
    if let Some(field) = &mut form.name
        && is_about("name")
    {
        field.error = Some(holder.words.say("field-wrong"));
        return true;
    }
    false
}
