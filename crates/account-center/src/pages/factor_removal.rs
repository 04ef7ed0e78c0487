//! `/account/security/factors/{factor}/remove`: taking a second step away.

use axum::{extract::Path, http::Method};
use domain::sign_in_experience::MfaFactor;
use hosted::{Call, Posted, see_other};

use super::{
    Outcome, Section,
    confirm::Question,
    done,
    factors::{FACTORS_PATH, Known, find},
    security::PATH,
};
use crate::holder::Holder;

fn question<'a>(holder: &Holder, (factor, all): &(Known, Vec<Known>), path: &'a str) -> Question<'a> {
    let mut consequences = vec![holder.words.say("own-remove-consequence")];
    let stays = |known: &&Known| known.id != factor.id && !known.is(MfaFactor::BackupCode);
    if !factor.is(MfaFactor::BackupCode) && !all.iter().any(|known| stays(&known)) {
        consequences.push(holder.words.say("own-remove-last-consequence"));
    }
    let name = factor.label(holder);
    Question {
        section: Section::Security,
        heading: holder.words.with("own-remove-question", "name", &name),
        consequences,
        path,
        button: holder.words.with("own-remove-named", "name", &name),
        back: PATH,
    }
}

fn path_of(id: &str) -> String {
    format!("{FACTORS_PATH}/{id}/remove")
}

/// `GET …/remove`.
pub(crate) async fn ask(holder: Holder, Path(id): Path<String>) -> Outcome {
    let path = path_of(&id);
    let found = find(&holder, &id).await?;
    holder.must_have_proof(&path)?;
    Ok(question(&holder, &found, &path).ask(&holder))
}

/// `POST …/remove`.
pub(crate) async fn remove(Path(id): Path<String>, posted: Posted<Holder>) -> Outcome {
    let (holder, path) = (posted.by, path_of(&id));
    let found = find(&holder, &id).await?;
    let call = Call::new(Method::DELETE, &["api", "my-account", "mfa-verifications", &id]);
    match holder.call(call).await {
        Ok(_) => Ok(see_other(&done::at(PATH, "removed"))),
        Err(refusal) => Ok(question(&holder, &found, &path).refused(&holder, &refusal)),
    }
}
