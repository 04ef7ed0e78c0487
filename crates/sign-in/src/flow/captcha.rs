//! Captchas (OIDC contract §6.3, §6.5): where the tenant wants people told from programs, accounts are made, codes sent and users let in
//! only for those who have solved one in this interaction.

use domain::captcha::CaptchaProvider;
use http_kit::ApiError;
use operations::captcha;

use super::{Flow, Visit};
use crate::{error::failed, state::Event};

const SUBMIT: &str = "Captcha.Submit";

impl Visit {
    /// Begins anew, as [`Visit::start`], with the answer to a captcha; 422 `session.captcha_failed` when the provider does not take it for
    /// a person's. Where no captcha is asked for, nobody looks at it.
    pub(crate) async fn start_as_person(self, event: Event, answer: Option<&str>) -> Result<Flow, ApiError> {
        let is_verified = self.is_person(event, answer).await?;
        Ok(self.start_told(event, is_verified))
    }

    /// Begins anew, where it was asked before whether somebody is a person ([`Self::is_person`]).
    pub(crate) fn start_told(self, event: Event, is_person: bool) -> Flow {
        let mut flow = self.start(event);
        flow.experience.captcha.is_verified = is_person;
        flow
    }

    /// Whether an answer is a person's; 422 `session.captcha_failed` for one that is not. Where none is asked for, or none was given, nobody
    /// is asked.
    pub(crate) async fn is_person(&self, event: Event, answer: Option<&str>) -> Result<bool, ApiError> {
        let (Some(answer), Some(provider)) = (answer, self.captcha_provider().await?) else {
            return Ok(false);
        };
        let outcome = self.check_answer(&provider, answer).await;
        self.record((event, SUBMIT), None, &outcome).await?;
        outcome.map(|()| true)
    }

    async fn check_answer(&self, provider: &CaptchaProvider, answer: &str) -> Result<(), ApiError> {
        let ip = self.requester.ip.as_deref();
        if captcha::is_solved(&self.services, provider, (answer, ip)).await {
            Ok(())
        } else {
            Err(ApiError::unprocessable("session.captcha_failed"))
        }
    }

    /// Who tells people from programs, if the tenant wants it. Where it wants it and has nobody who does, no captcha can be shown.
    pub(crate) async fn captcha_provider(&self) -> Result<Option<CaptchaProvider>, ApiError> {
        if !self.settings.asks_captcha {
            return Ok(None);
        }
        captcha::provider(&self.services).await.map_err(failed)
    }
}

impl Flow {
    /// 422 `session.captcha_required` where a captcha is asked for and none was solved.
    pub(super) async fn check_captcha(&self) -> Result<(), ApiError> {
        let done = self.experience.captcha;
        if done.is_verified || done.is_skipped || self.visit.captcha_provider().await?.is_none() {
            return Ok(());
        }
        Err(ApiError::unprocessable("session.captcha_required"))
    }
}
