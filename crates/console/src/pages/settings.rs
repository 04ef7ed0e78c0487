//! Settings of the tenant (`/api/sign-in-exp`, `/api/account-center`) on several pages: each page is a sheet of some of their members, drawn from what is stored or from what
//! was typed, and sent as a whole.

use axum::{
    http::{Method, StatusCode},
    response::{IntoResponse as _, Response},
};
use hosted::{Call, Refusal};
use http_kit::Form;
use serde::Deserialize;
use serde_json::{Map, Value};
use ui::{
    Page as _,
    components::{Banner, Tone},
    pages::console::{ConsoleExperiencePage, ConsoleFormPage, ConsoleFrame, FormPart},
};

use super::{
    Outcome,
    done::done,
    experience::preview,
    form::{status_of, tell_in},
    pictures::{self, Kept},
    view::View,
};
use crate::{
    mark::{has_changed, mark},
    operator::Operator,
    posted::{Posted, PostedFiles},
    reading::one,
};

/// The path of the settings of signing in in the Management API.
pub(crate) const SIGN_IN: &[&str] = &["api", "sign-in-exp"];

/// Some of the settings, on a page.
pub(crate) struct Sheet {
    /// The area that the page belongs to.
    pub(crate) area: &'static str,
    /// The end of its address, which is its name too.
    pub(crate) end: &'static str,
    /// What the area is called, and what it is for: messages.
    pub(crate) about: (&'static str, &'static str),
    /// The pages of the area: the end of each address, and the message of its name.
    pub(crate) tabs: &'static [(&'static str, &'static str)],
    /// The path of the settings in the Management API.
    pub(crate) api: &'static [&'static str],
    /// The members of the settings that it shows.
    pub(crate) members: &'static [&'static str],
    /// Draws them.
    pub(crate) parts: fn(&View<'_>) -> Vec<FormPart>,
    /// Reads them from a form.
    pub(crate) changes: fn(&Form, &Facts) -> Map<String, Value>,
    /// The fields of pictures, in the place of whose addresses a file may come.
    pub(crate) pictures: &'static [&'static str],
    /// Whether the sign-in pages are shown beside them.
    pub(crate) is_previewed: bool,
}

impl Sheet {
    /// Where it is.
    pub(crate) fn path(&self) -> String {
        if self.end.is_empty() { self.area.to_owned() } else { format!("{}/{}", self.area, self.end) }
    }
}

/// What there is to choose from.
#[derive(Default)]
pub(crate) struct Facts {
    /// Every setting.
    pub(crate) settings: Value,
    /// The connectors.
    pub(crate) connectors: Vec<KnownConnector>,
    /// The fields of profiles.
    pub(crate) fields: Vec<KnownField>,
    /// The languages that the tenant has words of its own in.
    pub(crate) languages: Vec<KnownLanguage>,
    /// Whether this server keeps pictures.
    pub(crate) keeps_pictures: bool,
}

/// A connector, as far as settings name it.
#[derive(Deserialize)]
pub(crate) struct KnownConnector {
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) target: String,
    #[serde(default)]
    name: Map<String, Value>,
}

impl KnownConnector {
    /// What it is called.
    pub(crate) fn called(&self) -> String {
        let text = |value: &Value| value.as_str().map(ToOwned::to_owned);
        let named = self.name.get("en").or_else(|| self.name.values().next());
        named.and_then(text).unwrap_or_else(|| self.target.clone())
    }
}

/// A field of profiles, as far as settings name it.
#[derive(Deserialize)]
pub(crate) struct KnownField {
    pub(crate) name: String,
    label: String,
}

impl KnownField {
    /// What users read above it.
    pub(crate) fn title(&self) -> &str {
        if self.label.is_empty() { &self.name } else { &self.label }
    }
}

/// A language that there are words in.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct KnownLanguage {
    pub(crate) language_tag: String,
}

impl Facts {
    /// What there is now.
    pub(crate) async fn read(operator: &Operator, api: &[&str]) -> Result<Self, Response> {
        let (settings, connectors, fields, languages, keeps_pictures) = futures_util::try_join!(
            one(operator, Call::get(api)),
            one(operator, Call::get(&["api", "connectors"])),
            one(operator, Call::get(&["api", "custom-profile-fields"])),
            one(operator, Call::get(&["api", "custom-phrases"])),
            async { Ok(pictures::are_kept(operator).await) },
        )?;
        Ok(Self { settings, connectors, fields, languages, keeps_pictures })
    }

    /// The settings as they would be.
    pub(crate) fn with(&self, changes: &Map<String, Value>) -> Value {
        let mut settings = self.settings.clone();
        if let Some(members) = settings.as_object_mut() {
            members.extend(changes.clone());
        }
        settings
    }

    /// What a form of this sheet is made from.
    fn basis(&self, sheet: &Sheet) -> Value {
        sheet.members.iter().map(|member| self.settings.get(*member).cloned().unwrap_or_default()).collect()
    }
}

/// A page that is not whole yet.
struct Draft<'a> {
    operator: &'a Operator,
    sheet: &'a Sheet,
    facts: &'a Facts,
    frame: ConsoleFrame,
    parts: Vec<FormPart>,
}

impl<'a> Draft<'a> {
    /// The page of these settings, which may be stored or not.
    fn new(operator: &'a Operator, sheet: &'a Sheet, facts: &'a Facts, settings: &Value) -> Self {
        let mut frame = operator.frame(sheet.area);
        if sheet.tabs.len() > 1 {
            frame.tabs = operator.tabs(sheet.area, sheet.tabs, sheet.end);
        }
        let parts = (sheet.parts)(&View { words: &operator.words, facts, settings });
        Self { operator, sheet, facts, frame, parts }
    }

    /// The answer.
    fn answer(self, status: StatusCode) -> Response {
        let words = &self.operator.words;
        let (title, lead) = (words.say(self.sheet.about.0), words.say(self.sheet.about.1));
        let (action, button) = (self.sheet.path(), words.say("console-save"));
        let mark = mark(&self.facts.basis(self.sheet));
        if self.sheet.is_previewed {
            return ConsoleExperiencePage {
                title,
                lead,
                actions: Vec::new(),
                part: self.sheet.end,
                parts: self.parts,
                mark,
                action,
                button,
                preview_url: preview::PATH.to_owned(),
                frame_title: words.say("console-preview-title"),
                choices: preview::choices(words, self.facts),
                has_scripts: true,
                note: Some(words.say("console-preview-no-script")),
                destroy: None,
                frame: self.frame,
            }
            .with_status(status);
        }
        ConsoleFormPage {
            frame: self.frame,
            title,
            lead,
            facts: None,
            parts: self.parts,
            mark: Some(mark),
            action,
            button,
            back_url: None,
            destroy: None,
        }
        .with_status(status)
    }

    /// The answer with what the Management API refused.
    fn refused(mut self, refusal: &Refusal) -> Response {
        if matches!(refusal.status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::NOT_FOUND)
        {
            return self.operator.stop(refusal);
        }
        let words = &self.operator.words;
        let mut is_told = false;
        let rule = rule(refusal);
        if let Some((field, key)) = rule {
            is_told = tell_in(&mut self.parts, field, words.say(key));
        }
        for (path, said) in refusal.issues() {
            is_told |= tell_in(&mut self.parts, &path, words.with("console-field-wrong", "said", said));
        }
        if !is_told {
            let said = rule.map_or_else(|| self.operator.said(refusal), |(_, key)| words.say(key));
            self.frame.banner = Some(Banner::danger(said));
        }
        self.answer(status_of(refusal))
    }
}

/// The field that a rule is about which settings must keep among each other, and what it says.
fn rule(refusal: &Refusal) -> Option<(&'static str, &'static str)> {
    Some(match refusal.code.strip_prefix("sign_in_experiences.")? {
        "enabled_connector_not_found" if refusal.text("type") == Some("Sms") => {
            ("", "console-rule-no-sms-connector")
        }
        "enabled_connector_not_found" => ("", "console-rule-no-email-connector"),
        "backup_code_cannot_be_enabled_alone" => ("mfa.factors", "console-rule-backup-codes-alone"),
        "forgot_password_method_requires_connector" => {
            ("forgotPasswordMethods", "console-rule-recovery-connector")
        }
        "unsupported_default_language" => ("languageInfo.fallbackLanguage", "console-rule-language"),
        "invalid_custom_email_blocklist_format" => {
            ("emailBlocklistPolicy.customBlocklist", "console-rule-blocklist")
        }
        "password_expiration_requires_forgot_password" => {
            ("passwordExpiration.validPeriodDays", "console-rule-expiration-recovery")
        }
        "adaptive_mfa_requires_mfa" => ("mfa.factors", "console-rule-no-factors"),
        "username_policy_case_conflicts_exist" => ("usernamePolicy.case", "console-rule-usernames-by-case"),
        _ => return None,
    })
}

/// `GET` of a sheet.
pub(crate) async fn show(operator: Operator, sheet: &Sheet) -> Outcome {
    let facts = Facts::read(&operator, sheet.api).await?;
    Ok(Draft::new(&operator, sheet, &facts, &facts.settings).answer(StatusCode::OK))
}

/// `POST` of a sheet.
pub(crate) async fn save(Posted { by, form }: Posted, sheet: &Sheet) -> Outcome {
    save_with_files(PostedFiles { by, form, files: Vec::new() }, sheet).await
}

/// `POST` of a sheet, which may have pictures.
pub(crate) async fn save_with_files(posted: PostedFiles, sheet: &Sheet) -> Outcome {
    let facts = Facts::read(&posted.by, sheet.api).await?;
    if has_changed(&posted.form, &facts.basis(sheet)) {
        let mut draft = Draft::new(&posted.by, sheet, &facts, &facts.settings);
        let text = posted.by.words.say("console-changed-meanwhile");
        draft.frame.banner = Some(Banner { tone: Tone::Warning, text });
        return Err(draft.answer(StatusCode::CONFLICT));
    }
    let (operator, kept) = pictures::keep(posted, sheet.pictures).await;
    let outcome = store(&operator, sheet, &facts, &kept).await;
    kept.settle(&operator, outcome).await
}

async fn store(operator: &Operator, sheet: &Sheet, facts: &Facts, kept: &Kept) -> Outcome {
    let again = || {
        let typed = (sheet.changes)(&kept.typed, facts);
        let mut draft = Draft::new(operator, sheet, facts, &facts.with(&typed));
        kept.tell(&operator.words, &mut draft.parts);
        draft
    };
    if !kept.are_whole() {
        return Err(again().answer(StatusCode::UNPROCESSABLE_ENTITY));
    }
    let changes = (sheet.changes)(&kept.form, facts);
    match operator.call(Call::new(Method::PATCH, sheet.api).body(Value::Object(changes))).await {
        Ok(_) => Ok(done(&sheet.path(), "console-saved").into_response()),
        Err(refusal) => Err(again().refused(&refusal)),
    }
}
