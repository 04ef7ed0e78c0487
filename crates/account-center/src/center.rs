//! The account center as an area of hosted pages.

use std::sync::Arc;

use account::SessionUser;
use api_types::account_center::AccountCenter;
use axum::{
    Router,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use domain::ApplicationId;
use hosted::{Area, failed, notice, words_of};
use http_kit::ApiError;
use operations::{Services, account_center, configuration::ACCOUNT_CENTER};
use serde_json::Value;
use ui::{Brand, Words, components::Link};

/// What every handler gets.
pub(crate) struct Center {
    pub(crate) services: Arc<Services>,
    /// The Account API.
    pub(crate) api: Router,
}

impl Center {
    /// What opens and closes parts of accounts.
    pub(crate) async fn settings(&self) -> Result<AccountCenter, ApiError> {
        let configuration = self.services.configuration().await.map_err(failed)?;
        let stored = configuration.settings.get(ACCOUNT_CENTER).unwrap_or(&Value::Null);
        Ok(AccountCenter::of(self.services.tenant.as_str(), stored))
    }

    /// The settings of an account center that is open; else the page that says that there is none.
    pub(crate) async fn opened(&self, headers: &HeaderMap) -> Result<AccountCenter, Response> {
        match self.settings().await {
            Ok(settings) if settings.enabled => Ok(settings),
            Ok(_) => {
                let said = ("account-off-title", "account-off-lead");
                Err(notice::notice(self, self.words(headers).await, StatusCode::NOT_FOUND, said, None))
            }
            Err(error) => Err(notice::error_page(self, self.words(headers).await, &error)),
        }
    }
}

impl Area for Center {
    const PATH: &'static str = account_center::PATH;
    const SIGNED_IN_PATH: &'static str = account_center::PATH;

    fn client_id() -> ApplicationId {
        account_center::client_id()
    }

    fn services(&self) -> &Arc<Services> {
        &self.services
    }

    fn brand(&self) -> Brand {
        hosted::brand::of_tenant(&self.services)
    }

    async fn words(&self, headers: &HeaderMap) -> Words {
        words_of(&self.services, headers, None).await
    }

    fn home(&self, words: &Words) -> Link {
        Link { href: Self::PATH.to_owned(), label: words.say("account-title") }
    }

    /// A session in which nobody has signed in to the account center is none: what is proved here hangs on that sign-in.
    async fn is_signed_in(&self, headers: &HeaderMap) -> Result<bool, ApiError> {
        Ok(SessionUser::find(&self.services, headers).await?.is_some())
    }
}
