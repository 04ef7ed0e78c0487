//! Services from configuration: the database, the sealing key, the first signing key and what every tenant starts with.

use std::{path::Path, sync::Arc};

use domain::{Clock as _, Entropy, SystemClock, SystemEntropy, TenantId};
use operations::{
    Endpoint, OperationError, Services, keys, organization::administrators::AdministratorRule,
    passwords::PasswordPool, seed, services::ServicesOptions, user_assets::AssetStore,
};
use outbound::OutboundClient;
use store::{Db, PostgresOptions, SqliteOptions, StoreError, signing_key};
use zeroize::Zeroizing;

use crate::{
    config::{AssetLocation, DatabaseLocation, ServerArguments, StorageArguments},
    failure::Failure,
    sealing_key::SealingKeySource,
};

/// Opens the database and the keys, and brings both up to date. `environment_key` is the sealing key from the environment, if any.
pub async fn open(
    arguments: &ServerArguments,
    endpoint: Endpoint,
    environment_key: Option<Zeroizing<String>>,
) -> Result<Arc<Services>, Failure> {
    open_with(arguments, endpoint, environment_key, SqliteOptions::default()).await
}

/// As [`open`], with other settings of the embedded database than those for serving.
pub async fn open_with(
    arguments: &ServerArguments,
    endpoint: Endpoint,
    environment_key: Option<Zeroizing<String>>,
    sqlite: SqliteOptions,
) -> Result<Arc<Services>, Failure> {
    let tenant = TenantId::default_tenant();
    let (clock, entropy) = (Arc::new(SystemClock), Arc::new(SystemEntropy));
    make_directory(arguments.storage.data_dir())?;
    let db = open_database(&arguments.storage, sqlite).await?;
    let holds_sealed_data = !signing_key::all(db.exec(), &tenant).await.map_err(database_failed)?.is_empty();
    let source = sealing_key_source(arguments, environment_key)?;
    let sealing = source.obtain(holds_sealed_data, &*entropy).await?;
    let first_key = (arguments.tokens.signing_algorithm(), clock.now());
    keys::ensure(&db, &tenant, &sealing, &*entropy as &dyn Entropy, first_key)
        .await
        .map_err(set_up_failed)?;
    let services = Services::start(ServicesOptions {
        tenant,
        db,
        clock,
        entropy,
        sealing,
        endpoint,
        passwords: PasswordPool::standard(),
        outbound: OutboundClient::new(arguments.outbound.outbound_allow.clone().unwrap_or_default())
            .map_err(|error| Failure::because("outgoing TLS cannot be set up", &error))?,
        assets: open_assets(arguments)?.with_quota(arguments.assets.quota()),
        captchas: operations::captcha::CaptchaEndpoints::default(),
        known_passwords: arguments.known.passwords()?,
        disposable_domains: arguments.known.disposable_domains()?,
        status_api_key: arguments.status.api_key()?.map(|key| key.hashed()),
        administrators: administrators(arguments)?,
    })
    .map_err(set_up_failed)?;
    seed::seed_tenant(&services).await.map_err(set_up_failed)?;
    seed::add_management_scopes(&services, &management_api::scopes()).await.map_err(set_up_failed)?;
    // Reads every key once, so that one that does not open is told now and not to the first request.
    services.configuration().await.map_err(set_up_failed)?;
    Ok(services)
}

/// Who administers organizations, as the policy of the gateway says: what its callers may not leave behind, nobody else may.
fn administrators(arguments: &ServerArguments) -> Result<AdministratorRule, Failure> {
    let policy = super::gateway::read_policy(arguments.policy.as_deref())?;
    Ok(AdministratorRule {
        permission: policy.manage_permission_name().to_owned(),
        by_organization_permission: policy.accept_organization_tokens,
        resources: policy.accepted_resources,
    })
}

/// The place for uploaded files. A folder is made where there is none.
fn open_assets(arguments: &ServerArguments) -> Result<AssetStore, Failure> {
    let opened = match arguments.assets.location(arguments.storage.data_dir())? {
        AssetLocation::Folder(folder) => {
            make_directory(&folder)?;
            AssetStore::folder(&folder)
        }
        AssetLocation::Bucket(bucket) => AssetStore::bucket(bucket),
    };
    opened.map_err(|error| Failure::because("uploaded files cannot be kept", &error))
}

fn sealing_key_source(
    arguments: &ServerArguments,
    environment_key: Option<Zeroizing<String>>,
) -> Result<SealingKeySource, Failure> {
    let sealing = &arguments.sealing;
    match (environment_key, &sealing.sealing_key_file, &sealing.sealing_key_command) {
        (Some(text), None, None) => Ok(SealingKeySource::Text(text)),
        (None, Some(path), None) => Ok(SealingKeySource::File(path.clone())),
        (None, None, Some(command)) => Ok(SealingKeySource::Command(command.clone())),
        (None, None, None) => Ok(SealingKeySource::DataDirectory(arguments.storage.data_dir().to_owned())),
        _ => Err(Failure::usage(
            "the sealing key is named more than once: keep one of GUILDHALL_SEALING_KEY, --sealing-key-file and --sealing-key-command",
        )),
    }
}

async fn open_database(storage: &StorageArguments, sqlite: SqliteOptions) -> Result<Db, Failure> {
    match storage.database() {
        DatabaseLocation::Sqlite(path) => {
            if let Some(directory) = path.parent().filter(|directory| !directory.as_os_str().is_empty()) {
                make_directory(directory)?;
            }
            Db::open_sqlite(&path, sqlite).await.map_err(|error| {
                Failure::because(format!("the database {} cannot be opened", path.display()), &error)
            })
        }
        DatabaseLocation::Postgres(url) => {
            let mut options = PostgresOptions::default();
            if let Some(connections) = storage.database_connections {
                options.connections = usize::from(connections);
            }
            options.certificate_authorities =
                storage.database_ca_file.as_deref().map(read_authorities).transpose()?;
            Db::open_postgres(&url, options)
                .await
                .map_err(|error| Failure::because("PostgreSQL cannot be used", &error))
        }
    }
}

fn read_authorities(path: &Path) -> Result<Vec<u8>, Failure> {
    let shown = path.display();
    std::fs::read(path).map_err(|error| {
        Failure::failed(format!("the file {shown} (--database-ca-file) cannot be read: {error}"))
    })
}

/// Makes a directory that only its owner enters, unless it is there.
fn make_directory(path: &Path) -> Result<(), Failure> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder
        .create(path)
        .map_err(|error| Failure::failed(format!("the directory {} cannot be made: {error}", path.display())))
}

fn database_failed(error: StoreError) -> Failure {
    Failure::because("the database cannot be read", &error)
}

fn set_up_failed(error: OperationError) -> Failure {
    match error {
        OperationError::Store(StoreError::Sealed) => Failure::failed(
            "the sealing key does not open what the database holds: it is not the key that this database was made with",
        ),
        other => Failure::because("the server cannot be set up", &other),
    }
}
