//! The portal as pages for people who are signed in. The session is the provider's, and nothing is kept beside it.

use std::sync::Arc;

use axum::http::HeaderMap;
use domain::ApplicationId;
use hosted::Area;
use operations::{Services, portal};
use ui::{Brand, Words, components::Link};

use crate::Portal;

pub(crate) use hosted::{Posted, Visitor, see_other, sign_in::login_hint};

impl Area for Portal {
    const PATH: &'static str = portal::PATH;
    const SIGNED_IN_PATH: &'static str = portal::SIGNED_IN_PATH;

    fn client_id() -> ApplicationId {
        portal::client_id()
    }

    fn services(&self) -> &Arc<Services> {
        &self.services
    }

    fn brand(&self) -> Brand {
        hosted::brand::of_tenant(&self.services)
    }

    /// The portal speaks English.
    async fn words(&self, _headers: &HeaderMap) -> Words {
        Words::default()
    }

    fn home(&self, _words: &Words) -> Link {
        Link { href: Self::PATH.to_owned(), label: "Your organizations".to_owned() }
    }
}
