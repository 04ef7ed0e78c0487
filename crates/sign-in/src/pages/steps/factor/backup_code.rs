//! `/sign-in/factor/backup-code`: one of the codes kept for emergencies.

use domain::sign_in_experience::MfaFactor;
use http_kit::ApiError;
use ui::{Words, pages::Step};

use super::{
    super::{PageStep, Question, Refused},
    asked_with_others, take_trust,
};
use crate::{
    flow::Flow,
    pages::{
        form::Form,
        onward::{Next, onward, path},
        words::Complaint,
    },
};

pub(in crate::pages) struct BackupCode;

impl PageStep for BackupCode {
    const PATH: &'static str = path::BACKUP_CODE;

    async fn ask(flow: &mut Flow, words: &Words) -> Result<Option<Question>, ApiError> {
        let others = asked_with_others(flow, words, MfaFactor::BackupCode).await?;
        let Some(others) = others else { return Ok(None) };
        let question = Question::of(Step::BackupCode { error: None }).or(others);
        Ok(Some(Question { trust_days: flow.trust_offered().await?, ..question }))
    }

    async fn take(flow: &mut Flow, form: &Form, words: &Words) -> Result<Next, Refused> {
        // As it is copied from paper.
        let code: String = form.get("code").split_whitespace().collect::<String>().to_ascii_lowercase();
        if code.is_empty() {
            return Err(Refused::Because(Complaint::Code(words.say("missing-backup-code"))));
        }
        flow.verify_backup_code(&code).await?;
        take_trust(flow, form).await?;
        Ok(onward(flow).await?)
    }
}
