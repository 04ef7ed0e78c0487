//! The further fields of a profile: those that the tenant has of its own, or the usual ones, as far as the account center opens them.
//!
//! Where they are kept the Account API decides; which there are and what they take, the tenant's definitions.

use api_types::account_center::FieldAccess;
use domain::{
    UnixMillis,
    account::chosen::PREFERRED_USERNAME,
    profile_field::{ProfileField, ProfileFieldType},
};
use hosted::{Refusal, profile_fields};
use http_kit::{ApiError, Form};
use serde_json::{Map, Value, json};
use ui::{
    Words,
    pages::{ProfileInput, account::ProfileForm},
};

use crate::holder::Holder;

/// What has a place of its own on the page.
const ELSEWHERE: [&str; 3] = ["name", "avatar", "locale"];
/// The members of the profile that a full name has.
const FULLNAME: &str = "fullname";

/// The fields that are shown.
pub(super) struct Fields(Vec<ProfileField>);

/// What is to be changed, by where the account keeps it. What is emptied is `null`.
pub(super) struct Values {
    pub(super) profile: Map<String, Value>,
    pub(super) custom_data: Map<String, Value>,
}

impl Fields {
    /// The fields, in the order of the settings.
    pub(super) async fn of(holder: &Holder) -> Result<Self, Refusal> {
        let services = &holder.center.services;
        let listed = store::custom_profile_field::list(services.db.exec(), &services.tenant).await;
        let mut fields = listed.map_err(|error| failed(&error.into()))?;
        if fields.is_empty() && holder.settings.profile_fields.is_none() {
            fields = usual(&holder.words);
        }
        if let Some(names) = &holder.settings.profile_fields {
            let place = |field: &ProfileField| names.iter().position(|name| name.name == field.name);
            fields.retain(|field| place(field).is_some());
            fields.sort_by_key(place);
        }
        fields.retain(|field| {
            !ELSEWHERE.contains(&field.name.as_str()) && access(holder, field).is_some_and(is_seen)
        });
        Ok(Self(fields))
    }

    fn open(&self, holder: &Holder) -> Vec<ProfileField> {
        let is_open = |field: &&ProfileField| access(holder, field) == Some(FieldAccess::Edit);
        self.0.iter().filter(is_open).cloned().collect()
    }

    /// The inputs of those that can be changed, with what the account holds.
    pub(super) fn inputs(&self, holder: &Holder) -> Vec<ProfileInput> {
        let mut inputs = profile_fields::inputs(&self.open(holder), &holder.words);
        for input in &mut inputs {
            input.field.value = self.text(holder, &input.name);
        }
        inputs
    }

    /// What those say that are seen and not changed.
    pub(super) fn fixed(&self, holder: &Holder) -> Vec<(String, String)> {
        let fixed = self.0.iter().filter(|field| access(holder, field) == Some(FieldAccess::ReadOnly));
        let fixed: Vec<_> = fixed.cloned().collect();
        let inputs = profile_fields::inputs(&fixed, &holder.words);
        inputs.into_iter().map(|input| (input.label, self.text(holder, &input.name))).collect()
    }

    /// What the account holds for an input.
    fn text(&self, holder: &Holder, input: &str) -> String {
        let (name, part) = input.split_once('-').map_or((input, None), |(name, part)| (name, Some(part)));
        let field = self.0.iter().find(|field| field.name == name);
        let value = field.map_or(Value::Null, |field| current(holder, field));
        let value = match part {
            Some(part) => value.get(part).cloned().unwrap_or_default(),
            None => value,
        };
        match value {
            Value::String(text) => text,
            Value::Null => String::new(),
            other => other.to_string(),
        }
    }

    /// The names of fields that are not filled in as they must be.
    pub(super) fn wrong(&self, holder: &Holder, form: &Form) -> Vec<String> {
        let open = self.open(holder);
        let given = profile_fields::values(&open, form);
        let is_wrong =
            |field: &&ProfileField| given.get(&field.name).is_some_and(|value| field.check(value).is_err());
        let missing = profile_fields::missing(&open, form).into_iter().filter_map(|issue| name_of(&issue));
        open.iter().filter(is_wrong).map(|field| field.name.clone()).chain(missing).collect()
    }

    /// What the form says otherwise than the account.
    pub(super) fn changes(&self, holder: &Holder, form: &Form) -> Values {
        let open = self.open(holder);
        let given = profile_fields::values(&open, form);
        let (mut profile, mut custom_data) = (Map::new(), Map::new());
        for field in &open {
            let (before, after) =
                (current(holder, field), given.get(&field.name).cloned().unwrap_or_default());
            // A box that was never ticked is not ticked.
            let is_same = before == after || (before.is_null() && after == Value::Bool(false));
            if is_same {
                continue;
            }
            if field.name == FULLNAME {
                for (part, _) in field.parts() {
                    profile.insert(part.to_owned(), after.get(part).cloned().unwrap_or_default());
                }
            } else if field.is_of_profile() {
                profile.insert(field.name.clone(), after);
            } else {
                custom_data.insert(field.name.clone(), after);
            }
        }
        Values { profile, custom_data }
    }

    /// Says at the inputs of these fields what is wrong with them; whether there is one.
    pub(super) fn complain(&self, form: &mut ProfileForm, named: &[String], words: &Words) -> bool {
        // Parts of a name are told by their own names.
        let parts: Vec<_> = self.0.iter().filter(|field| field.name == FULLNAME).collect();
        let is_part = |name: &String| parts.iter().any(|field| field.parts().any(|(part, _)| part == name));
        let named: Vec<String> =
            named.iter().map(|name| if is_part(name) { FULLNAME.to_owned() } else { name.clone() }).collect();
        let is_told = profile_fields::complain_of(&mut form.fields, &named, words);
        let taken = form.fields.iter_mut().find(|input| input.name == PREFERRED_USERNAME);
        if let Some(input) = taken.filter(|input| input.field.error.is_some()) {
            input.field.error = Some(words.say("account-preferred-taken"));
        }
        is_told
    }
}

fn name_of(issue: &http_kit::Issue) -> Option<String> {
    serde_json::to_value(issue).ok()?.get("path")?.get(1)?.as_str().map(str::to_owned)
}

fn is_seen(access: FieldAccess) -> bool {
    access != FieldAccess::Off
}

/// What the account center opens of a field, by where the account keeps it.
fn access(holder: &Holder, field: &ProfileField) -> Option<FieldAccess> {
    let open = &holder.settings.fields;
    if field.name == FULLNAME || field.is_of_profile() { open.profile } else { open.custom_data }
}

/// What the account holds of a field.
fn current(holder: &Holder, field: &ProfileField) -> Value {
    let (profile, own) = (holder.account.object("profile"), holder.account.object("customData"));
    if field.name == FULLNAME {
        let parts = field.parts().filter_map(|(part, _)| {
            let value = profile.get(part).filter(|value| value.as_str() != Some(""))?;
            Some((part.to_owned(), value.clone()))
        });
        let parts: Map<String, Value> = parts.collect();
        return if parts.is_empty() { Value::Null } else { parts.into() };
    }
    let kept = if field.is_of_profile() { profile } else { own };
    kept.get(&field.name).filter(|value| value.as_str() != Some("")).cloned().unwrap_or_default()
}

/// What is asked where the tenant has defined nothing.
fn usual(words: &Words) -> Vec<ProfileField> {
    let field = |name: &str, label: &str, kind, config| ProfileField {
        id: name.to_owned(),
        name: name.to_owned(),
        kind,
        label: words.say(label),
        description: None,
        is_required: false,
        config,
        sign_in_order: 0,
        created_at: UnixMillis(0),
    };
    vec![
        field("givenName", "field-given-name", ProfileFieldType::Text, json!({})),
        field("familyName", "field-family-name", ProfileFieldType::Text, json!({})),
        field("nickname", "account-nickname", ProfileFieldType::Text, json!({})),
        field("birthdate", "account-birthdate", ProfileFieldType::Date, json!({ "format": "yyyy-MM-dd" })),
        field("website", "account-website", ProfileFieldType::Url, json!({})),
    ]
}

/// What could not be read.
fn failed(error: &ApiError) -> Refusal {
    Refusal::new(error.status(), error.code().unwrap_or("page.failed"))
}
