//! `/account/sessions/trusted/…`: browsers that are not asked for the second step, and asking them for it again. They are listed with the sessions.

use api_types::account_center::FieldAccess;
use axum::{
    extract::Path,
    http::{Method, StatusCode},
    response::Response,
};
use hosted::{Answer, Call, Posted, Refusal, see_other, time::said};
use serde::Deserialize;
use ui::pages::account::{TrustedBrowserRow, TrustedBrowsers};

use super::{
    Outcome, Section,
    confirm::Question,
    done,
    sessions::{PATH, browser_name},
};
use crate::holder::Holder;

/// A browser as the Account API shows it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Browser {
    id: String,
    user_agent: Option<String>,
    ip: Option<String>,
    last_used_at: i64,
    expires_at: i64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Browsers {
    trusted_devices: Vec<Browser>,
}

/// What people call a browser.
fn name(holder: &Holder, browser: &Browser) -> String {
    let device = browser.user_agent.as_deref().map(domain::user_agent::Device::of).unwrap_or_default();
    browser_name(&holder.words, device.browser, device.system)
}

async fn read(holder: &Holder) -> Result<Vec<Browser>, Refusal> {
    let call = Call::get(&["api", "my-account", "trusted-devices"]);
    Ok(holder.call(call).await.and_then(Answer::read::<Browsers>)?.trusted_devices)
}

/// What the page of the sessions shows of them; nothing where there are none and none are offered.
pub(super) async fn part(holder: &Holder) -> Result<Option<TrustedBrowsers>, Refusal> {
    let browsers = read(holder).await?;
    let experience = holder.experience();
    if browsers.is_empty() && (!experience.trusted_devices.is_enabled || experience.asks_by_risk) {
        return Ok(None);
    }
    let may_end = holder.settings.fields.session == Some(FieldAccess::Edit);
    let now = holder.center.services.now();
    let row = |browser: Browser| TrustedBrowserRow {
        name: name(holder, &browser),
        moments: vec![
            said(&holder.words, ("own-used", "when"), browser.last_used_at, now),
            said(&holder.words, ("own-ends", "date"), browser.expires_at, now),
        ],
        stop_url: may_end.then(|| at(&browser.id)),
        address: browser.ip,
    };
    Ok(Some(TrustedBrowsers { rows: browsers.into_iter().map(row).collect() }))
}

fn at(id: &str) -> String {
    format!("{PATH}/trusted/{id}")
}

fn stopping<'a>(holder: &Holder, name: &str, path: &'a str) -> Question<'a> {
    Question {
        section: Section::Sessions,
        heading: holder.words.say("own-trusted-question"),
        consequences: vec![holder.words.with("own-trusted-consequence", "name", name)],
        path,
        button: holder.words.say("own-trusted-stop"),
        back: PATH,
    }
}

/// The name of a browser, and its page; where it is trusted no longer, the list.
async fn find(holder: &Holder, id: &str) -> Result<(String, String), Response> {
    holder.must_edit(holder.settings.fields.session)?;
    let browsers = read(holder).await.map_err(|refusal| holder.stop(&refusal, PATH))?;
    let found = browsers.iter().find(|browser| browser.id == id);
    found.map(|browser| (name(holder, browser), at(id))).ok_or_else(|| see_other(PATH))
}

/// `GET /account/sessions/trusted/{browser}`.
pub(crate) async fn ask(holder: Holder, Path(id): Path<String>) -> Outcome {
    let (name, path) = find(&holder, &id).await?;
    holder.must_have_proof(&path)?;
    Ok(stopping(&holder, &name, &path).ask(&holder))
}

/// `POST /account/sessions/trusted/{browser}`.
pub(crate) async fn stop(Path(id): Path<String>, posted: Posted<Holder>) -> Outcome {
    let holder = posted.by;
    let (name, path) = find(&holder, &id).await?;
    let call = Call::new(Method::DELETE, &["api", "my-account", "trusted-devices", &id]);
    match holder.call(call).await {
        Ok(_) => Ok(see_other(&done::at(PATH, "untrusted"))),
        Err(refusal) if refusal.status == StatusCode::NOT_FOUND => Ok(see_other(PATH)),
        Err(refusal) => Ok(stopping(&holder, &name, &path).refused(&holder, &refusal)),
    }
}
