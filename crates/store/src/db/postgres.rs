//! The shared database: a pool of connections, and a listener that hears of other nodes' changes.
//!
//! Everything that waits for the network is a boxed future made by a function that is never inlined: the compiler would otherwise copy the
//! driver's whole protocol into every statement of every crate that runs one. Beside a round trip the allocation is nothing.

use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};

use deadpool_postgres::{ClientWrapper, Manager, ManagerConfig, Object, Pool, RecyclingMethod, Runtime};
use futures_util::future::{BoxFuture, poll_fn};
use rustls::{
    RootCertStore,
    pki_types::{CertificateDer, pem::PemObject as _},
};
use tokio::{
    sync::{Semaphore, watch},
    task::JoinHandle,
};
use tokio_postgres::{
    AsyncMessage, NoTls,
    config::SslMode,
    error::SqlState,
    types::{FromSql, IsNull, ToSql, Type, private::BytesMut},
};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::{Param, Row, Sql, StoreError, row::PostgresRow};

/// The channel on which nodes tell each other of changed configuration, with the statements that name it.
const CHANNEL: &str = "guildhall_configuration";
const LISTEN: &str = "LISTEN guildhall_configuration";
const NOTIFY: &str = "NOTIFY guildhall_configuration";
/// How long the listener waits before it connects again.
const RECONNECT_AFTER: Duration = Duration::from_millis(500);
/// How many statements match callers' regular expressions at the same time: however much each costs, the other connections are free.
const MAX_PATTERN_READS: usize = 2;
/// Starts such a statement, which is given up after a second.
const BEGIN_PATTERN_READ: &str = "BEGIN READ ONLY; SET LOCAL statement_timeout = 1000";

/// Settings of the shared database.
#[derive(Clone, Debug)]
pub struct PostgresOptions {
    /// How many connections are kept at the most.
    pub connections: usize,
    /// After how long a statement is given up.
    pub statement_timeout: Duration,
    /// How long a request waits for a free connection.
    pub wait_timeout: Duration,
    /// Certificate authorities in PEM that are trusted beside those of Mozilla's root programme.
    pub certificate_authorities: Option<Vec<u8>>,
}

impl Default for PostgresOptions {
    fn default() -> Self {
        Self {
            connections: 16,
            statement_timeout: Duration::from_secs(15),
            wait_timeout: super::WAIT_TIMEOUT,
            certificate_authorities: None,
        }
    }
}

pub(super) struct Postgres {
    pool: Pool,
    config: tokio_postgres::Config,
    /// `Some` when connections are encrypted.
    tls: Option<MakeRustlsConnect>,
    listener: OnceLock<Listener>,
    /// What the statements that match regular expressions take.
    pattern_reads: Semaphore,
    wait_timeout: Duration,
}

/// The task that hears of other nodes' changes. It and its connection end with this.
struct Listener(JoinHandle<()>);

impl Drop for Listener {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Postgres {
    pub(super) fn connect(url: &str, options: PostgresOptions) -> Result<Self, StoreError> {
        let mut config: tokio_postgres::Config = url.parse().map_err(|_| {
            // The driver's own message may quote the URL, which holds a password.
            StoreError::Unavailable("the PostgreSQL URL is malformed".into())
        })?;
        config.application_name("guildhall");
        let timeout = format!("-c statement_timeout={}", options.statement_timeout.as_millis());
        let given = config.get_options().map(|given| format!("{given} {timeout}"));
        config.options(given.unwrap_or(timeout));
        let recycling = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        let tls = tls(&config, options.certificate_authorities.as_deref())?;
        let manager = match tls.clone() {
            Some(tls) => Manager::from_config(config.clone(), tls, recycling),
            None => Manager::from_config(config.clone(), NoTls, recycling),
        };
        let pool = Pool::builder(manager)
            .max_size(options.connections)
            .wait_timeout(Some(options.wait_timeout))
            .create_timeout(Some(options.wait_timeout))
            .runtime(Runtime::Tokio1)
            .build()
            .map_err(|error| StoreError::Unavailable(Box::new(error)))?;
        // Where there is but one connection, it has to do.
        let pattern_reads = Semaphore::new(MAX_PATTERN_READS.min(options.connections.div_ceil(2)));
        let wait_timeout = options.wait_timeout;
        Ok(Self { pool, config, tls, listener: OnceLock::new(), pattern_reads, wait_timeout })
    }

    async fn client(&self) -> Result<Object, StoreError> {
        self.pool.get().await.map_err(|error| StoreError::Unavailable(Box::new(error)))
    }

    pub(super) fn begin(&self) -> BoxFuture<'_, Result<PostgresTransaction, StoreError>> {
        self.begin_as("BEGIN")
    }

    /// Starts reads of one state of the database.
    pub(super) fn snapshot(&self) -> BoxFuture<'_, Result<PostgresTransaction, StoreError>> {
        self.begin_as("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    }

    #[inline(never)]
    fn begin_as<'a>(&'a self, statement: &'a str) -> BoxFuture<'a, Result<PostgresTransaction, StoreError>> {
        Box::pin(async move {
            let client = self.client().await?;
            // From here on a dropped transaction takes its connection with it, also when this statement is given up half way.
            let transaction = PostgresTransaction { client: Some(client) };
            transaction.object()?.batch_execute(statement).await?;
            Ok(transaction)
        })
    }

    #[inline(never)]
    pub(super) fn execute<'a>(
        &'a self,
        sql: &'a Sql,
        params: &'a [Param<'a>],
    ) -> BoxFuture<'a, Result<u64, StoreError>> {
        Box::pin(async move { execute(&*self.client().await?, sql, params).await })
    }

    #[inline(never)]
    fn rows<'a>(
        &'a self,
        sql: &'a Sql,
        params: &'a [Param<'a>],
    ) -> BoxFuture<'a, Result<Vec<tokio_postgres::Row>, StoreError>> {
        Box::pin(async move {
            if sql.matches_pattern() {
                return self.rows_with_pattern(sql, params).await;
            }
            rows(&*self.client().await?, sql, params).await
        })
    }

    /// Rows that a caller's regular expression matches: few such statements at a time, and none for long.
    async fn rows_with_pattern(
        &self,
        sql: &Sql,
        params: &[Param<'_>],
    ) -> Result<Vec<tokio_postgres::Row>, StoreError> {
        let waited = tokio::time::timeout(self.wait_timeout, self.pattern_reads.acquire()).await;
        let _permit = waited.ok().and_then(Result::ok).ok_or(StoreError::Busy)?;
        let transaction = self.begin_as(BEGIN_PATTERN_READ).await?;
        let found = rows(transaction.object()?, sql, params).await;
        transaction.roll_back().await;
        found.map_err(|error| if is_given_up(&error) { StoreError::CostlyPattern } else { error })
    }

    pub(super) async fn query<T>(
        &self,
        sql: &Sql,
        params: &[Param<'_>],
        from_row: impl Fn(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        read(&self.rows(sql, params).await?, from_row)
    }

    /// Moves `changes` whenever another node announces one, for as long as this lives; reconnects on its own.
    pub(super) fn listen(&self, changes: watch::Sender<u64>) {
        let (config, tls) = (self.config.clone(), self.tls.clone());
        self.listener.get_or_init(|| {
            Listener(tokio::spawn(async move {
                loop {
                    if let Err(error) = listen_once(&config, tls.clone(), &changes).await {
                        tracing::warn!(error.message = %domain::causes(&error), "lost the connection that hears of configuration changes");
                    }
                    tokio::time::sleep(RECONNECT_AFTER).await;
                }
            }))
        });
    }
}

async fn listen_once(
    config: &tokio_postgres::Config,
    tls: Option<MakeRustlsConnect>,
    changes: &watch::Sender<u64>,
) -> Result<(), StoreError> {
    if let Some(tls) = tls {
        let (client, connection) = config.connect(tls).await?;
        hear(client, connection, changes).await
    } else {
        let (client, connection) = config.connect(NoTls).await?;
        hear(client, connection, changes).await
    }
}

async fn hear<S, T>(
    client: tokio_postgres::Client,
    mut connection: tokio_postgres::Connection<S, T>,
    changes: &watch::Sender<u64>,
) -> Result<(), StoreError>
where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
    T: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
{
    let announce = || changes.send_modify(|version| *version = version.wrapping_add(1));
    let listen = client.batch_execute(LISTEN);
    let messages = async {
        loop {
            match poll_fn(|context| connection.poll_message(context)).await {
                Some(Ok(AsyncMessage::Notification(note))) if note.channel() == CHANNEL => announce(),
                Some(Ok(_)) => {}
                Some(Err(error)) => return Err(StoreError::from(error)),
                None => return Ok(()),
            }
        }
    };
    // Whatever was announced while nobody listened must be seen too.
    let listening = async {
        listen.await?;
        announce();
        Ok::<_, StoreError>(())
    };
    let ((), ()) = tokio::try_join!(listening, messages)?;
    Ok(())
}

/// How to speak TLS, if the URL asks for it. Authorities that nothing would be held against are an error: whoever names them wants the server
/// to be checked.
fn tls(
    config: &tokio_postgres::Config,
    authorities: Option<&[u8]>,
) -> Result<Option<MakeRustlsConnect>, StoreError> {
    let is_wanted = config.get_ssl_mode() == SslMode::Require;
    if !is_wanted && authorities.is_some() {
        let text = "certificate authorities are given, but the PostgreSQL URL does not ask for TLS: add sslmode=require";
        return Err(StoreError::Unavailable(text.into()));
    }
    if !is_wanted {
        return Ok(None);
    }
    let mut roots: RootCertStore = webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect();
    if let Some(authorities) = authorities {
        trust(&mut roots, authorities)?;
    }
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| StoreError::Unavailable(Box::new(error)))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Some(MakeRustlsConnect::new(config)))
}

/// Adds every certificate of a PEM text; one at least, and none that is malformed.
fn trust(roots: &mut RootCertStore, pem: &[u8]) -> Result<(), StoreError> {
    let known = roots.len();
    let malformed = |error: Box<dyn std::error::Error + Send + Sync>| {
        StoreError::Unavailable(format!("the certificate authorities are malformed: {error}").into())
    };
    for certificate in CertificateDer::pem_slice_iter(pem) {
        let certificate = certificate.map_err(|error| malformed(error.into()))?;
        roots.add(certificate).map_err(|error| malformed(error.into()))?;
    }
    if roots.len() == known {
        return Err(StoreError::Unavailable("no certificate authority is given in PEM form".into()));
    }
    Ok(())
}

/// A transaction. Dropping it closes its connection, which undoes it.
pub(super) struct PostgresTransaction {
    /// `Some` until the transaction ends.
    client: Option<Object>,
}

impl PostgresTransaction {
    fn object(&self) -> Result<&Object, StoreError> {
        self.client.as_ref().ok_or_else(|| StoreError::Unavailable("the transaction has ended".into()))
    }

    #[inline(never)]
    pub(super) fn execute<'a>(
        &'a self,
        sql: &'a Sql,
        params: &'a [Param<'a>],
    ) -> BoxFuture<'a, Result<u64, StoreError>> {
        Box::pin(async move { execute(self.object()?, sql, params).await })
    }

    #[inline(never)]
    fn rows<'a>(
        &'a self,
        sql: &'a Sql,
        params: &'a [Param<'a>],
    ) -> BoxFuture<'a, Result<Vec<tokio_postgres::Row>, StoreError>> {
        Box::pin(async move { rows(self.object()?, sql, params).await })
    }

    pub(super) async fn query<T>(
        &self,
        sql: &Sql,
        params: &[Param<'_>],
        from_row: impl Fn(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        read(&self.rows(sql, params).await?, from_row)
    }

    #[inline(never)]
    pub(super) fn execute_batch<'a>(&'a self, sql: &'a str) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move { Ok(self.object()?.batch_execute(sql).await?) })
    }

    /// Announces a change to the nodes that listen; PostgreSQL sends it when the transaction commits.
    pub(super) async fn notify(&self) -> Result<(), StoreError> {
        self.execute_batch(NOTIFY).await
    }

    pub(super) async fn commit(mut self) -> Result<(), StoreError> {
        self.execute_batch("COMMIT").await?;
        drop(self.client.take());
        Ok(())
    }

    pub(super) async fn roll_back(mut self) {
        if self.execute_batch("ROLLBACK").await.is_ok() {
            drop(self.client.take());
        }
    }
}

impl Drop for PostgresTransaction {
    fn drop(&mut self) {
        if let Some(object) = self.client.take() {
            drop(Object::take(object));
        }
    }
}

/// Fixed statements are prepared once a connection. Built ones are sent in one round trip and forgotten: kept statements cost memory on
/// both sides, and callers decide how many different ones there are.
async fn execute(client: &ClientWrapper, sql: &Sql, params: &[Param<'_>]) -> Result<u64, StoreError> {
    if sql.is_built() {
        return Ok(client.execute_typed(sql.text(), &typed(params)).await?);
    }
    let statement = client.prepare_cached(sql.text()).await?;
    check_count(&statement, params)?;
    Ok(client.execute_raw(&statement, params.iter().map(|param| param as &(dyn ToSql + Sync))).await?)
}

async fn rows(
    client: &ClientWrapper,
    sql: &Sql,
    params: &[Param<'_>],
) -> Result<Vec<tokio_postgres::Row>, StoreError> {
    if sql.is_built() {
        return Ok(client.query_typed(sql.text(), &typed(params)).await?);
    }
    let statement = client.prepare_cached(sql.text()).await?;
    check_count(&statement, params)?;
    let params: Vec<&(dyn ToSql + Sync)> = params.iter().map(|param| param as &(dyn ToSql + Sync)).collect();
    Ok(client.query(&statement, &params).await?)
}

/// Whether a statement was given up because it took too long.
fn is_given_up(error: &StoreError) -> bool {
    let StoreError::Unavailable(source) = error else { return false };
    let source = source.downcast_ref::<tokio_postgres::Error>();
    source.and_then(tokio_postgres::Error::code).is_some_and(|code| *code == SqlState::QUERY_CANCELED)
}

fn read<T>(
    rows: &[tokio_postgres::Row],
    from_row: impl Fn(&Row<'_>) -> Result<T, StoreError>,
) -> Result<Vec<T>, StoreError> {
    rows.iter().map(|row| from_row(&Row::Postgres(PostgresRow(row)))).collect()
}

/// Parameters with their types, which a statement that is not prepared first must say.
fn typed<'a>(params: &'a [Param<'a>]) -> Vec<(&'a (dyn ToSql + Sync), Type)> {
    let r#type = |param: &Param<'_>| match param {
        // Left to the database to find out.
        Param::Null => Type::UNKNOWN,
        Param::Bool(_) => Type::BOOL,
        Param::Int(_) => Type::INT8,
        Param::Text(_) => Type::TEXT,
        Param::Bytes(_) => Type::BYTEA,
        Param::Json(_) | Param::JsonText(_) => Type::JSONB,
    };
    params.iter().map(|param| (param as &(dyn ToSql + Sync), r#type(param))).collect()
}

/// A wrong number of parameters is an error here, where the driver would panic.
fn check_count(statement: &tokio_postgres::Statement, params: &[Param<'_>]) -> Result<(), StoreError> {
    let wanted = statement.params().len();
    if wanted == params.len() {
        return Ok(());
    }
    Err(StoreError::Database(
        format!("the statement takes {wanted} parameters and got {}", params.len()).into(),
    ))
}

impl ToSql for Param<'_> {
    fn to_sql(
        &self,
        r#type: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Bool(value) => value.to_sql_checked(r#type, out),
            Self::Int(value) => value.to_sql_checked(r#type, out),
            Self::Text(value) => value.to_sql_checked(r#type, out),
            Self::Bytes(value) => value.to_sql_checked(r#type, out),
            Self::Json(value) => value.to_sql_checked(r#type, out),
            Self::JsonText(_) if *r#type != Type::JSONB => {
                Err("a document is no value of this column".into())
            }
            Self::JsonText(text) => {
                // The version of the form in which the database takes documents, and then their text.
                out.extend_from_slice(&[1]);
                out.extend_from_slice(text.as_bytes());
                Ok(IsNull::No)
            }
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    tokio_postgres::types::to_sql_checked!();
}

/// The text of a `JSONB` document, as the database sends it.
pub(super) struct Document<'a>(pub(super) &'a str);

impl<'a> FromSql<'a> for Document<'a> {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        // The version of the form, and then the text, as for parameters.
        let text = raw.strip_prefix(&[1]).ok_or("a document in a form that is not known")?;
        Ok(Self(std::str::from_utf8(text)?))
    }

    fn accepts(r#type: &Type) -> bool {
        *r#type == Type::JSONB
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(url: &str, pem: &[u8]) -> String {
        let options =
            PostgresOptions { certificate_authorities: Some(pem.to_vec()), ..PostgresOptions::default() };
        let error = Postgres::connect(url, options).err().expect("a refusal");
        std::error::Error::source(&error).map_or_else(|| error.to_string(), ToString::to_string)
    }

    #[tokio::test]
    async fn authorities_that_would_check_nothing_are_refused() {
        const URL: &str = "postgres://guildhall@db.internal/guildhall?sslmode=require";
        assert_eq!(refusal(URL, b""), "no certificate authority is given in PEM form");
        let key = b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
        assert_eq!(refusal(URL, key), "no certificate authority is given in PEM form");
        let broken = b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        assert!(refusal(URL, broken).starts_with("the certificate authorities are malformed: "));
        for unencrypted in ["", "?sslmode=prefer", "?sslmode=disable"] {
            assert_eq!(
                refusal(&format!("postgres://guildhall@db.internal/guildhall{unencrypted}"), broken),
                "certificate authorities are given, but the PostgreSQL URL does not ask for TLS: add sslmode=require"
            );
        }
    }
}
