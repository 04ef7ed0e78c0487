//! The portal as pages for people who are signed in. The session is the provider's, and nothing is kept beside it.

use std::sync::Arc;

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, request::Parts},
    response::Response,
};
use domain::ApplicationId;
use hosted::{Area, Sender, words_of};
use operations::{Services, portal};
use ui::{Brand, Words, components::Link};

use crate::{Portal, pages::brand::server_brand};

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
        server_brand(self)
    }

    /// In the language that whoever is signed in has chosen; else in the browser's.
    async fn words(&self, headers: &HeaderMap) -> Words {
        let visitor = Visitor::find::<Self>(&self.services, headers).await.ok().flatten();
        words_of(&self.services, headers, visitor.as_ref().and_then(Visitor::locale)).await
    }

    fn home(&self, words: &Words) -> Link {
        Link { href: Self::PATH.to_owned(), label: words.say("consent-your-organizations") }
    }
}

/// Somebody who is signed in, with the words of the language that they read.
pub(crate) struct Reader {
    pub(crate) visitor: Visitor,
    pub(crate) words: Words,
}

impl Reader {
    /// `visitor`, with the words for their request.
    pub(crate) async fn of(portal: &Portal, visitor: Visitor, headers: &HeaderMap) -> Self {
        let words = words_of(&portal.services, headers, visitor.locale()).await;
        Self { visitor, words }
    }
}

impl FromRequestParts<Arc<Portal>> for Reader {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, portal: &Arc<Portal>) -> Result<Self, Response> {
        let visitor = Visitor::from_request_parts(parts, portal).await?;
        Ok(Self::of(portal, visitor, &parts.headers).await)
    }
}

impl Sender<Portal> for Reader {
    fn visitor(&self) -> &Visitor {
        &self.visitor
    }
}
