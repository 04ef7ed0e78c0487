//! Who is signed in: an administrator whose session goes on and who has the role that the route needs. What is asked of the server is asked of the
//! Management API, for them.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    body::Body,
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderValue, Method, Request, header, request::Parts},
    response::Response,
};
use domain::{
    UnixMillis,
    console::{ConsoleRole, Rights},
};
use form_urlencoded::Serializer;
use hosted::{Answer, Call, Refusal, see_other, time::moment};
use http_kit::{ApiError, QueryPairs};
use management_api::Administrator;
use operations::console::{Origin, SignedIn};
use tower::ServiceExt as _;
use ui::{
    Words,
    components::{Banner, Link, Person, Tone},
    pages::{
        console::{ConsoleFrame, ConsoleTab},
        portal::Moment,
    },
};

use crate::{
    console::{Console, PATH, SIGN_IN_PATH, page_or_home},
    cookies,
    entrance::{origin_of, query_of},
    navigation, notice,
    pages::{done, roles, undo},
    routes::{About, Needs},
    words::words,
};

/// An administrator at work.
pub(crate) struct Operator {
    /// The console.
    pub(crate) console: Arc<Console>,
    /// The words.
    pub(crate) words: Words,
    /// What the address says beside its path.
    pub(crate) query: QueryPairs,
    /// Its path, as it was sent.
    pub(crate) path: String,
    /// From where they come.
    pub(crate) origin: Origin,
    administrator: Administrator,
    /// Their role in the parts that the route is about.
    role: ConsoleRole,
    /// The cookie of the session, which is not shown.
    cookie: String,
    user_agent: Option<HeaderValue>,
    address: Option<ConnectInfo<SocketAddr>>,
}

impl Operator {
    /// Who it is.
    pub(crate) fn signed_in(&self) -> &SignedIn {
        self.administrator.signed_in()
    }

    /// What they may do.
    pub(crate) fn rights(&self) -> &Rights {
        self.administrator.rights()
    }

    /// Whether they may change what the page is about.
    pub(crate) fn may_edit(&self) -> bool {
        self.role >= ConsoleRole::Editor
    }

    /// Whether a page of this session made the form that holds `token`.
    pub(crate) fn made(&self, token: &str) -> bool {
        cookies::made(&self.cookie, token)
    }

    /// A text that only this session takes for one of ours.
    pub(crate) fn sealed(&self, text: &str) -> String {
        undo::seal(&self.cookie, text)
    }

    /// What a form that takes something back holds, where it is one of ours and not too old.
    pub(crate) fn opened(&self, sealed: &str) -> Result<undo::Button, undo::Closed> {
        undo::open(&self.cookie, sealed, self.now())
    }

    /// Calls the Management API as this administrator. Who it is goes beside the request, where nothing that comes over the network can stand.
    pub(crate) async fn call(&self, call: Call<'_>) -> Result<Answer, Refusal> {
        let mut request = call.request()?;
        request.extensions_mut().insert(self.administrator.clone());
        if let Some(address) = self.address {
            request.extensions_mut().insert(address);
        }
        request.headers_mut().extend(self.user_agent.clone().map(|agent| (header::USER_AGENT, agent)));
        hosted::call::send(&self.console.api, request).await
    }

    /// Sends a request to the token endpoint, from where the administrator is.
    pub(crate) async fn at_token_endpoint(&self, mut request: Request<Body>) -> Response {
        if let Some(address) = self.address {
            request.extensions_mut().insert(address);
        }
        request.headers_mut().extend(self.user_agent.clone().map(|agent| (header::USER_AGENT, agent)));
        let Ok(response) = self.console.provider.clone().oneshot(request).await;
        response
    }

    /// What is around a page of the area at `area`.
    pub(crate) fn frame(&self, area: &str) -> ConsoleFrame {
        let said = self.query.get("done").and_then(done::key);
        let sealed = self.query.get(undo::PARAMETER).filter(|_| said.is_some() && self.may_edit());
        ConsoleFrame {
            user: person(self.signed_in()),
            role: self.words.say(roles::label(self.rights().role())),
            may_edit: self.may_edit(),
            tenant: self.console.services.tenant.to_string(),
            groups: navigation::groups(&self.words, self.rights(), area),
            crumbs: Vec::new(),
            tabs: Vec::new(),
            banner: said.map(|key| Banner { tone: Tone::Success, text: self.words.say(key) }),
            undo: sealed.and_then(|sealed| Some(self.opened(sealed).ok()?.form(sealed))),
            xsrf: cookies::xsrf(&self.cookie),
            exports: Vec::new(),
            words: self.words.clone(),
        }
    }

    /// The same, on a page that is reached from another one.
    pub(crate) fn frame_below(&self, area: &str, crumbs: &[(&str, &str)]) -> ConsoleFrame {
        let crumb =
            |(href, label): &(&str, &str)| Link { href: (*href).to_owned(), label: (*label).to_owned() };
        ConsoleFrame { crumbs: crumbs.iter().map(crumb).collect(), ..self.frame(area) }
    }

    /// Tabs of a thing at `base`: the end of each address, the message of its name. The one that ends with `here` is where one is.
    pub(crate) fn tabs(&self, base: &str, tabs: &[(&str, &str)], here: &str) -> Vec<ConsoleTab> {
        let tab = |(end, label): &(&str, &str)| ConsoleTab {
            label: self.words.say(label),
            href: if end.is_empty() { base.to_owned() } else { format!("{base}/{end}") },
            is_current: *end == here,
        };
        tabs.iter().map(tab).collect()
    }

    /// A moment, seen from now.
    pub(crate) fn moment(&self, millis: i64) -> Moment {
        moment(&self.words, millis, self.now())
    }

    /// The present moment.
    pub(crate) fn now(&self) -> UnixMillis {
        self.console.services.now()
    }

    /// A refusal in a sentence.
    pub(crate) fn said(&self, refusal: &Refusal) -> String {
        words(refusal, &self.words)
    }

    /// Where a refusal leads that no form can tell.
    pub(crate) fn stop(&self, refusal: &Refusal) -> Response {
        if refusal.code == "auth.unauthorized" {
            return see_other(SIGN_IN_PATH);
        }
        notice::refused(&self.console, self.words.clone(), refusal)
    }

    /// There is no such thing.
    pub(crate) fn gone(&self) -> Response {
        notice::gone(&self.console, self.words.clone())
    }

    /// Something failed that is nobody's fault here.
    pub(crate) fn failed(&self, error: impl Into<ApiError>) -> Response {
        notice::error(&self.console, self.words.clone(), &error.into())
    }

    async fn enter(console: &Arc<Console>, parts: &mut Parts) -> Result<Self, Response> {
        let words = console.words(&parts.headers);
        // A route that does not say what it needs is open to nobody.
        let Some(Needs(needs)) = parts.extensions.get::<Needs>().copied() else {
            return Err(notice::forbidden(console, words));
        };
        let Some(cookie) = cookies::value(&parts.headers, cookies::SESSION) else {
            return Err(to_sign_in(parts));
        };
        let found = Administrator::find(&console.administrators, &cookie).await;
        let found = found.map_err(|error| notice::error(console, words.clone(), &error))?;
        let Some(administrator) = found else { return Err(to_sign_in(parts)) };
        let about = parts.extensions.get::<About>().map_or(&[][..], |About(about)| about);
        let role = administrator.rights().within_first(about);
        if role < needs {
            return Err(notice::not_granted(console, words, administrator.rights(), (about, needs)));
        }
        Ok(Self {
            query: query_of(parts),
            path: parts.uri.path().to_owned(),
            origin: origin_of(parts),
            user_agent: parts.headers.get(header::USER_AGENT).cloned(),
            address: parts.extensions.get::<ConnectInfo<SocketAddr>>().copied(),
            console: Arc::clone(console),
            words,
            administrator,
            role,
            cookie,
        })
    }
}

/// Who somebody is, as pages show it.
pub(crate) fn person(of: &SignedIn) -> Person {
    let user = &of.user;
    let name = user.username.clone().unwrap_or_else(|| user.id.to_string());
    Person { id: user.id.to_string(), name, detail: None }
}

/// To the sign-in, and afterwards to the page that was asked for. What was posted is lost.
fn to_sign_in(parts: &Parts) -> Response {
    let whole = parts.uri.path_and_query().map_or("", |whole| whole.as_str());
    let wanted = if parts.method == Method::GET { page_or_home(whole) } else { PATH };
    if wanted == PATH {
        return see_other(SIGN_IN_PATH);
    }
    let query = Serializer::new(String::new()).append_pair("return_to", wanted).finish();
    see_other(&format!("{SIGN_IN_PATH}?{query}"))
}

impl FromRequestParts<Arc<Console>> for Operator {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, console: &Arc<Console>) -> Result<Self, Response> {
        Self::enter(console, parts).await
    }
}
