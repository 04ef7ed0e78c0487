//! `/console/organizations/{organization}/invitations`: who is asked to join.

use std::time::Duration;

use axum::{
    extract::Path,
    http::Method,
    response::{IntoResponse as _, Response},
};
use hosted::Call;
use http_kit::Form;
use serde::Deserialize;
use serde_json::{Value, json};
use ui::{
    components::{Link, Tone},
    pages::console::{
        ConsoleFormPage, ConsoleInvitationsPage, ConsoleOption, Control, FormField, InvitationListRow,
    },
};

use super::{Organization, RoleName, find, frame, roles};
use crate::{
    listing::{page_of, paging},
    operator::Operator,
    pages::{
        Outcome,
        done::done,
        form::{self, filled, refused, tell, wrong},
        question::Question,
    },
    posted::Posted,
    reading::{one, part},
};

/// How many days an invitation can be accepted, to choose from.
const DAYS: [u64; 4] = [1, 7, 14, 30];
const USUAL_DAYS: &str = "7";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Invitation {
    id: String,
    invitee: String,
    organization_id: String,
    status: String,
    created_at: i64,
    expires_at: i64,
    #[serde(default)]
    organization_roles: Vec<RoleName>,
}

/// What a status is called, and its tone.
fn status(word: &str) -> (Tone, &'static str) {
    match word {
        "Pending" => (Tone::Info, "console-invitation-pending"),
        "Accepted" => (Tone::Success, "console-invitation-accepted"),
        "Expired" => (Tone::Warning, "console-invitation-expired"),
        _ => (Tone::Neutral, "console-invitation-revoked"),
    }
}

fn row(operator: &Operator, of: &Organization, one: Invitation) -> InvitationListRow {
    let is_over = one.status == "Pending" && one.expires_at <= operator.now().0;
    let (tone, label) = status(if is_over { "Expired" } else { &one.status });
    let is_open = one.status == "Pending" && !is_over;
    let base = operator.console.services.endpoint.base();
    let revoke = format!("{}/{}/revoke", of.tab("invitations"), one.id);
    InvitationListRow {
        status: (tone, operator.words.say(label)),
        link: is_open.then(|| format!("{base}/portal/invitations/{}", one.id)),
        revoke_url: (is_open && operator.may_edit()).then_some(revoke),
        created: operator.moment(one.created_at),
        ends: operator.moment(one.expires_at),
        roles: one.organization_roles.into_iter().map(|role| role.name).collect(),
        invitee: one.invitee,
    }
}

/// `GET /console/organizations/{organization}/invitations`.
pub(super) async fn show(Path(id): Path<String>, operator: Operator) -> Outcome {
    let of = find(&operator, &id).await?;
    let page = page_of(&operator.query);
    let call = Call::get(&["api", "organization-invitations"]).query("organizationId", &id);
    let (found, total) = part::<Invitation>(&operator, call, page).await?;
    let (words, base) = (&operator.words, of.tab("invitations"));
    let add = Link { href: format!("{base}/new"), label: words.say("console-invite") };
    Ok(ConsoleInvitationsPage {
        title: of.name.clone(),
        lead: of.lead(&operator),
        add: operator.may_edit().then_some(add),
        rows: found.into_iter().map(|one| row(&operator, &of, one)).collect(),
        paging: paging(words, &base, &[], (page, total)),
        frame: frame(&operator, &of, "invitations"),
    }
    .into_response())
}

async fn new_page(operator: &Operator, of: &Organization, form: &Form) -> Result<ConsoleFormPage, Response> {
    let words = &operator.words;
    let template = roles::of_kind(operator, "User").await?;
    let days = |days: &u64| ConsoleOption {
        value: days.to_string(),
        label: words.count("console-lifetime-days", "count", *days),
        is_selected: form.get("days") == days.to_string(),
    };
    let invitee = FormField::line(
        "invitee",
        words.say("console-label-invitee"),
        filled(form.get("invitee").trim()),
        words.say("console-missing-invitee"),
    );
    let lifetime = FormField::line("days", words.say("console-label-lifetime"), filled(""), String::new())
        .control(Control::Select(DAYS.iter().map(days).collect()));
    let message =
        FormField::line("message", words.say("console-label-send-message"), filled(""), String::new())
            .control(Control::Check(!form.get("message").is_empty()))
            .hint(words.say("console-send-message-hint"));
    let chosen = |id: &str| form.all("organizationRoleIds").any(|chosen| chosen == id);
    let fields = vec![invitee, roles::choices(operator, &template, chosen), lifetime, message];
    let back = of.tab("invitations");
    let text = (words.say("console-invite"), words.with("console-invite-lead", "name", &of.name));
    let sent = (format!("{back}/new"), words.say("console-invite"), back.as_str());
    Ok(form::page(frame(operator, of, "invitations"), text, fields, sent))
}

/// `GET /console/organizations/{organization}/invitations/new`.
pub(super) async fn ask_new(Path(id): Path<String>, operator: Operator) -> Outcome {
    let of = find(&operator, &id).await?;
    let blank = Form::from_iter([("days", USUAL_DAYS)]);
    Ok(new_page(&operator, &of, &blank).await?.into_response())
}

/// `POST /console/organizations/{organization}/invitations/new`.
pub(super) async fn create(Path(id): Path<String>, Posted { by: operator, form }: Posted) -> Outcome {
    let of = find(&operator, &id).await?;
    let mut again = new_page(&operator, &of, &form).await?;
    let invitee = form.get("invitee").trim();
    let days = form.get("days").parse::<u64>().ok().filter(|days| DAYS.contains(days));
    let Some(days) = days else { return Err(wrong(again)) };
    if invitee.is_empty() {
        tell(&mut again, "invitee", operator.words.say("console-missing-invitee"));
        return Err(wrong(again));
    }
    let message = if form.get("message").is_empty() { Value::Bool(false) } else { json!({}) };
    let body = json!({
        "organizationId": of.id,
        "invitee": invitee,
        "expiresAt": operator.now().plus(Duration::from_secs(days * 24 * 3_600)).0,
        "organizationRoleIds": form.all("organizationRoleIds").collect::<Vec<_>>(),
        "messagePayload": message,
    });
    match operator.call(Call::new(Method::POST, &["api", "organization-invitations"]).body(body)).await {
        Ok(_) => Ok(done(&of.tab("invitations"), "console-invited")),
        Err(refusal) => Err(refused(&operator, again, &refusal, "invitee")),
    }
}

/// The invitation that a path names. One of another organization is none of this one's.
async fn find_one(operator: &Operator, of: &Organization, invitation: &str) -> Result<Invitation, Response> {
    let found: Invitation =
        one(operator, Call::get(&["api", "organization-invitations", invitation])).await?;
    if found.organization_id == of.id { Ok(found) } else { Err(operator.gone()) }
}

fn question(operator: &Operator, of: &Organization, one: &Invitation) -> Question<'static> {
    Question {
        heading: operator.words.with("console-take-back-title", "name", &one.invitee),
        consequences: &["console-take-back-link", "console-take-back-final"],
        typed: None,
        action: format!("{}/{}/revoke", of.tab("invitations"), one.id),
        hidden: Vec::new(),
        button: "console-take-back-invitation",
        back_url: of.tab("invitations"),
    }
}

/// `GET /console/organizations/{organization}/invitations/{invitation}/revoke`.
pub(super) async fn ask_to_revoke(
    Path((id, invitation)): Path<(String, String)>,
    operator: Operator,
) -> Outcome {
    let of = find(&operator, &id).await?;
    let one = find_one(&operator, &of, &invitation).await?;
    Ok(question(&operator, &of, &one).ask(frame(&operator, &of, "invitations")))
}

/// `POST /console/organizations/{organization}/invitations/{invitation}/revoke`.
pub(super) async fn revoke(
    Path((id, invitation)): Path<(String, String)>,
    Posted { by: operator, form }: Posted,
) -> Outcome {
    let of = find(&operator, &id).await?;
    let one = find_one(&operator, &of, &invitation).await?;
    question(&operator, &of, &one).must_be_meant(frame(&operator, &of, "invitations"), &form)?;
    let path = ["api", "organization-invitations", &invitation, "status"];
    match operator.call(Call::new(Method::PUT, &path).body(json!({ "status": "Revoked" }))).await {
        Ok(_) => Ok(done(&of.tab("invitations"), "console-invitation-taken-back")),
        Err(refusal) => Err(operator.stop(&refusal)),
    }
}
