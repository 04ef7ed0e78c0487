//! The client: a way to the server and a machine's token.

use std::convert::Infallible;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use domain::{Clock, Entropy, PlainToken, UserId};
use guard::http_client::{SetupError, check_confidential, http_client};
use http::{Request, Response};
use http_body::Body;
use http_body_util::Full;
use protocol::identifiers::{DEFAULT_TENANT_ID, management_api_indicator};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tower::Service;

use crate::answer::Answer;
use crate::applications::Applications;
use crate::call::Call;
use crate::error::{BoxError, Error};
use crate::invitations::Invitations;
use crate::machine::{Machine, MachineCredential, Surroundings, TokenSource};
use crate::organization_roles::OrganizationRoles;
use crate::organizations::Organizations;
use crate::roles::Roles;
use crate::transport::{Link, Transport};
use crate::users::Users;

/// Where a client calls, and as whom.
#[derive(Debug, Clone)]
pub struct ClientOptions {
    /// The server's endpoint: scheme, host and port, and the path before `/api` and `/oidc` if there is one.
    pub endpoint: String,
    /// Who to be.
    pub credential: MachineCredential,
    /// How long one call may take.
    pub timeout: Duration,
    /// Whether the server may be another machine without TLS, which anybody on the way can read and change.
    pub allow_plain_http: bool,
}

impl ClientOptions {
    /// How long a call may take unless said otherwise.
    pub const DEFAULT_TIMEOUT: Duration = Duration::from_secs(10);

    /// The machine-to-machine application `client_id` of the server at `endpoint`, with the defaults of the wire.
    pub fn new(
        endpoint: impl Into<String>,
        client_id: impl Into<String>,
        client_secret: impl Into<String>,
    ) -> Self {
        Self {
            endpoint: endpoint.into(),
            credential: MachineCredential {
                client_id: client_id.into(),
                client_secret: PlainToken::new(client_secret),
                resource: management_api_indicator(DEFAULT_TENANT_ID),
            },
            timeout: Self::DEFAULT_TIMEOUT,
            allow_plain_http: false,
        }
    }
}

/// A client of the Management API. Cheap to clone; clones share the token and the connections.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
    acting_user: Option<UserId>,
}

struct Shared {
    link: Arc<Link>,
    machine: Arc<Machine<Link>>,
}

impl Client {
    /// A client over HTTP. Nothing is sent yet, and nothing ever is where anybody on the way could read the secret. Of `entropy` is made how
    /// long it waits before it asks for a token again in vain.
    pub fn new(
        options: ClientOptions,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, SetupError> {
        const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);
        check_confidential(&options.endpoint, options.allow_plain_http)?;
        let endpoint = options.endpoint.trim_end_matches('/').to_owned();
        let transport = Transport::Http { client: Box::new(http_client(CONNECT_TIMEOUT)?), endpoint };
        let source = TokenSource::ClientCredentials(options.credential);
        Ok(Self::with(transport, (source, options.timeout), (clock, entropy)))
    }

    /// A client of a server in this process: `service` answers `/api/…`, and `/oidc/token` where `source` asks for it.
    pub fn in_process<S, B>(
        service: S,
        source: TokenSource,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Self
    where
        S: Service<Request<Full<Bytes>>, Response = Response<B>, Error = Infallible>
            + Clone
            + Send
            + Sync
            + 'static,
        S::Future: Send + 'static,
        B: Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        let transport = Transport::in_process(service);
        Self::with(transport, (source, ClientOptions::DEFAULT_TIMEOUT), (clock, entropy))
    }

    fn with(
        transport: Transport,
        (source, timeout): (TokenSource, Duration),
        surroundings: Surroundings,
    ) -> Self {
        let link = Arc::new(Link { transport, timeout });
        let machine = Arc::new(Machine::new(source, Arc::clone(&link), surroundings));
        Self { shared: Arc::new(Shared { link, machine }), acting_user: None }
    }

    /// The same client, acting for this user: every call says so that does not name somebody itself. It gives no right: it is for the record,
    /// where each change then has the user beside the machine.
    pub fn on_behalf_of(&self, user_id: &str) -> Self {
        Self { shared: Arc::clone(&self.shared), acting_user: Some(UserId::new(user_id)) }
    }

    /// Makes a call. Every status but a success is an error.
    pub async fn send(&self, call: Call) -> Result<Answer, Error> {
        self.exchange(&call).await?.accept()
    }

    /// Makes a call, whatever is answered.
    pub async fn exchange(&self, call: &Call) -> Result<Answer, Error> {
        let acting_user = self.acting_user.as_ref();
        self.shared.machine.call(|token| call.request(token, acting_user)).await
    }

    /// Organizations and their members.
    pub fn organizations(&self) -> Organizations {
        Organizations(self.clone())
    }

    /// The roles of the organization template.
    pub fn organization_roles(&self) -> OrganizationRoles {
        OrganizationRoles(self.clone())
    }

    /// Invitations to organizations.
    pub fn invitations(&self) -> Invitations {
        Invitations(self.clone())
    }

    /// Users.
    pub fn users(&self) -> Users {
        Users(self.clone())
    }

    /// Global roles.
    pub fn roles(&self) -> Roles {
        Roles(self.clone())
    }

    /// Applications.
    pub fn applications(&self) -> Applications {
        Applications(self.clone())
    }

    /// The answer to a `GET`, as JSON.
    pub(crate) async fn get<T: DeserializeOwned>(&self, segments: &[&str]) -> Result<T, Error> {
        Ok(self.send(Call::get(segments)).await?.json()?)
    }

    /// The answer to a body of JSON, as JSON.
    pub(crate) async fn give<T: DeserializeOwned>(
        &self,
        method: http::Method,
        segments: &[&str],
        body: &impl Serialize,
    ) -> Result<T, Error> {
        Ok(self.send(Call::new(method, segments).json(body)?).await?.json()?)
    }

    /// As [`Self::give`], where the answer says nothing more than that it is done.
    pub(crate) async fn tell(
        &self,
        method: http::Method,
        segments: &[&str],
        body: &impl Serialize,
    ) -> Result<(), Error> {
        self.send(Call::new(method, segments).json(body)?).await.map(drop)
    }

    pub(crate) async fn delete(&self, segments: &[&str]) -> Result<(), Error> {
        self.send(Call::delete(segments)).await.map(drop)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Client")
            .field("transport", &self.shared.link.transport)
            .finish_non_exhaustive()
    }
}
