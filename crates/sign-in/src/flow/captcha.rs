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
        let is_verified = match (answer, self.captcha_provider().await?) {
            (Some(answer), Some(provider)) => {
                let outcome = self.check_answer(&provider, answer).await;
                self.record((event, SUBMIT), None, &outcome).await?;
                outcome?;
                true
            }
            _ => false,
        };
        let mut flow = self.start(event);
        flow.experience.captcha.is_verified = is_verified;
        Ok(flow)
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
    async fn captcha_provider(&self) -> Result<Option<CaptchaProvider>, ApiError> {
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
