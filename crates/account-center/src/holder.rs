//! Who has entered: their account as far as it is open, the calls that are made for them, and what is around every page.

use std::{net::SocketAddr, sync::Arc};

use ::account::SessionUser;
use api_types::account_center::{AccountCenter, FieldAccess};
use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderName, HeaderValue, StatusCode, header, request::Parts},
    response::Response,
};
use domain::sign_in_experience::{AvailableSenders, SignInExperience};
use hosted::{
    Answer, Area as _, Call, Refusal, Sender, Visitor,
    notice::{error_page, notice, refused},
    see_other,
    sign_in::{SignIn, query_of},
    words_of,
};
use http_kit::{Cookies, QueryPairs};
use operations::sign_in_experience::available_senders;
use ui::{
    Words,
    components::{Banner, Tone},
    pages::account::{AccountFrame, AccountSection},
};

use crate::{
    account::Account,
    center::Center,
    pages::{Section, done, navigation},
    proof,
};

/// The header that names what the caller has proved.
const VERIFICATION_ID: HeaderName = HeaderName::from_static("logto-verification-id");

/// Somebody who is signed in to an account center that is open.
pub(crate) struct Holder {
    pub(crate) center: Arc<Center>,
    pub(crate) visitor: Visitor,
    /// What opens and closes parts of accounts.
    pub(crate) settings: AccountCenter,
    /// The account, as far as it is open.
    pub(crate) account: Account,
    pub(crate) words: Words,
    pub(crate) query: QueryPairs,
    /// By what codes can be sent.
    pub(crate) senders: AvailableSenders,
    session: SessionUser,
    requester: Requester,
    cookies: Cookies,
}

/// What a request tells of the browser, passed on so that records and messages tell it too.
struct Requester {
    user_agent: Option<HeaderValue>,
    address: Option<ConnectInfo<SocketAddr>>,
}

impl Requester {
    fn of(parts: &Parts) -> Self {
        Self {
            user_agent: parts.headers.get(header::USER_AGENT).cloned(),
            address: parts.extensions.get::<ConnectInfo<SocketAddr>>().copied(),
        }
    }
}

/// A call of the Account API for whoever is signed in.
async fn call(
    center: &Center,
    (session, requester): (&SessionUser, &Requester),
    (language, proof): (&str, Option<&str>),
    call: Call<'_>,
) -> Result<Answer, Refusal> {
    let mut request = call.request()?;
    request.extensions_mut().insert(session.clone());
    if let Some(address) = requester.address {
        request.extensions_mut().insert(address);
    }
    let headers = request.headers_mut();
    headers.extend(requester.user_agent.clone().map(|agent| (header::USER_AGENT, agent)));
    headers.extend(HeaderValue::try_from(language).ok().map(|tag| (header::ACCEPT_LANGUAGE, tag)));
    let proof = proof.and_then(|proof| HeaderValue::try_from(proof).ok());
    headers.extend(proof.map(|proof| (VERIFICATION_ID, proof)));
    hosted::call::send(&center.api, request).await
}

impl Holder {
    /// Calls the Account API, with what was proved lately.
    pub(crate) async fn call(&self, call: Call<'_>) -> Result<Answer, Refusal> {
        self.call_with(self.proof(), call).await
    }

    /// As [`Self::call`], with this proof.
    pub(crate) async fn call_with(&self, proof: Option<&str>, of: Call<'_>) -> Result<Answer, Refusal> {
        call(&self.center, (&self.session, &self.requester), (self.words.tag(), proof), of).await
    }

    /// The id of what was proved lately, as the browser keeps it. Whether it still counts, and for whom, the Account API knows.
    pub(crate) fn proof(&self) -> Option<&str> {
        self.cookies.verified(proof::PROOF_COOKIE, &self.visitor.configuration().cookie_keys)
    }

    /// What the browser calls itself.
    pub(crate) fn user_agent(&self) -> Option<&str> {
        self.requester.user_agent.as_ref().and_then(|agent| agent.to_str().ok())
    }

    /// A cookie that this server signed.
    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.verified(name, &self.visitor.configuration().cookie_keys)
    }

    /// The tenant's rules for names, passwords and registration.
    pub(crate) fn experience(&self) -> SignInExperience {
        SignInExperience::of(&self.visitor.configuration().sign_in_experience)
    }

    /// Whether they were let in without a factor of their own, so that nothing counts that they prove now.
    pub(crate) async fn was_spared_own_factor(&self) -> Result<bool, Response> {
        let (services, user) = (&self.center.services, &self.visitor.user);
        let spared = self.session.was_spared_own_factor(services, user, &self.experience()).await;
        spared.map_err(|error| error_page(&*self.center, self.words.clone(), &error))
    }

    /// The token against forged posts.
    pub(crate) fn xsrf(&self) -> String {
        self.visitor.xsrf()
    }

    /// What is around a page.
    pub(crate) fn frame(&self, section: Section) -> AccountFrame {
        let said = self.query.get("done").and_then(done::key);
        let link = |(known, entry): (Section, navigation::Entry)| AccountSection {
            label: self.words.say(entry.label),
            icon: entry.icon,
            href: entry.path.to_owned(),
            is_current: known == section,
        };
        AccountFrame {
            brand: self.center.brand(),
            words: self.words.clone(),
            user: self.visitor.person(),
            picture: self.picture(),
            sections: navigation::open(&self.settings).map(link).collect(),
            banner: said.map(|key| Banner { tone: Tone::Success, text: self.words.say(key) }),
            sign_out_url: "/account/sign-out".to_owned(),
            other_account_url: "/account/sign-in?again=yes".to_owned(),
        }
    }

    /// The same, with what is wrong above it.
    pub(crate) fn frame_with(&self, section: Section, wrong: String) -> AccountFrame {
        AccountFrame { banner: Some(Banner::danger(wrong)), ..self.frame(section) }
    }

    /// Where the picture is, if it is one that browsers fetch.
    fn picture(&self) -> Option<String> {
        let picture = self.account.text("avatar");
        picture.filter(|url| domain::web_url::is_web_url(url)).map(str::to_owned)
    }

    /// The page that says that a part of the account is closed, unless it is open to be changed.
    #[expect(clippy::result_large_err, reason = "an answer is what this fails with, once a request")]
    pub(crate) fn must_edit(&self, access: Option<FieldAccess>) -> Result<(), Response> {
        if access == Some(FieldAccess::Edit) { Ok(()) } else { Err(self.closed()) }
    }

    /// Says that something is not to be changed here.
    pub(crate) fn closed(&self) -> Response {
        let said = ("account-closed-title", "account-closed-lead");
        let link = Some(self.center.home(&self.words));
        notice(&*self.center, self.words.clone(), StatusCode::FORBIDDEN, said, link)
    }

    /// Where a refusal leads that no page can tell: to the proof it asks for, to the sign-in, or to the page that says what is wrong.
    /// `back` is the page to come back to.
    pub(crate) fn stop(&self, refusal: &Refusal, back: &str) -> Response {
        self.elsewhere(refusal, back).unwrap_or_else(|| refused(&*self.center, self.words.clone(), refusal))
    }

    /// Where a refusal leads that is about who calls and not about what was asked: to the proof that it asks for, or to the sign-in.
    pub(crate) fn elsewhere(&self, refusal: &Refusal, back: &str) -> Option<Response> {
        match refusal.code.as_str() {
            "verification_record.permission_denied" => Some(self.to_proof(back)),
            "auth.unauthorized" => Some(see_other(&SignIn::returning_to(back).location(&*self.center))),
            "account_center.field_not_enabled" | "account_center.field_not_editable" => Some(self.closed()),
            _ => None,
        }
    }

    /// To the page that asks for a proof, from which one comes back to `back`. What was proved before does not count any more.
    pub(crate) fn to_proof(&self, back: &str) -> Response {
        let mut answer = see_other(&proof::page(back));
        proof::forget(&self.center, &mut answer);
        answer
    }

    /// The proof that a page needs whose form would be refused without; else the way to it. Somebody without anything to prove it by has none,
    /// and the Account API looks at their sign-in.
    #[expect(clippy::result_large_err, reason = "an answer is what this fails with, once a request")]
    pub(crate) fn must_have_proof(&self, back: &str) -> Result<(), Response> {
        let can_prove = self.account.flag("hasSecurityVerificationMethod").unwrap_or(true);
        if self.proof().is_some() || !can_prove { Ok(()) } else { Err(see_other(&proof::page(back))) }
    }

    async fn enter(center: &Arc<Center>, parts: &mut Parts) -> Result<Self, Response> {
        let settings = center.opened(&parts.headers).await?;
        let visitor = Visitor::from_request_parts(parts, center).await?;
        let found = SessionUser::find(&center.services, &parts.headers).await;
        let words = center.words(&parts.headers).await;
        let Some(session) = found.map_err(|error| error_page(&**center, words.clone(), &error))? else {
            return Err(see_other(&SignIn::returning_to(Center::return_address(parts)).location(&**center)));
        };
        let query = query_of(&**center, parts).await.map_err(|page| *page)?;
        let requester = Requester::of(parts);
        let whole = Call::get(&["api", "my-account"]);
        let account = call(center, (&session, &requester), (words.tag(), None), whole).await;
        let account = account.and_then(Answer::read::<Account>);
        let account = account.map_err(|refusal| refused(&**center, words.clone(), &refusal))?;
        let words = match account.profile("locale") {
            Some(chosen) => words_of(&center.services, &parts.headers, Some(chosen)).await,
            None => words,
        };
        let services = &center.services;
        let senders = available_senders(services.db.exec(), &services.tenant).await;
        let senders = senders.map_err(|error| error_page(&**center, words.clone(), &error.into()))?;
        let cookies = Cookies::of(&parts.headers);
        let center = Arc::clone(center);
        Ok(Self { center, visitor, settings, account, words, query, senders, session, requester, cookies })
    }
}

impl FromRequestParts<Arc<Center>> for Holder {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, center: &Arc<Center>) -> Result<Self, Response> {
        Self::enter(center, parts).await
    }
}

impl Sender<Center> for Holder {
    fn visitor(&self) -> &Visitor {
        &self.visitor
    }
}
