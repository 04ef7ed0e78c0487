//! Where uploaded files are kept: a folder of this machine, or a bucket that speaks the protocol of Amazon's S3.
//!
//! A file is written once under a fresh name and never changed, so that whoever serves it may let it be kept for ever. Several servers
//! need a bucket, or a folder that all of them see. What everybody may ask for costs little: what was read lately is in memory, in bounds, and only
//! so many files are read at a time.

use std::{fmt, future::ready, path::Path, sync::Arc, time::Duration};

use bytes::Bytes;
use domain::{
    TenantId, UserId,
    user_asset::{AssetName, AssetType},
};
use futures_util::TryStreamExt as _;
use object_store::{
    ClientOptions, ObjectMeta, ObjectStore, ObjectStoreExt as _, RetryConfig, aws::AmazonS3Builder,
    local::LocalFileSystem, memory::InMemory, path::Path as Location,
};
use quick_cache::{Weighter, sync::Cache};
use store::user_upload;
use tokio::{
    sync::{Mutex, Semaphore},
    time::Instant,
};

use crate::{OperationError, Services};

/// The path at which files are served.
pub const PATH: &str = "/user-assets";
/// How long one call of a bucket may take.
const CALL_TIMEOUT: Duration = Duration::from_secs(20);
/// How long a call is tried again.
const RETRY_TIMEOUT: Duration = Duration::from_secs(30);
/// How often.
const RETRIES: usize = 3;

/// A bucket and how to get into it.
#[derive(Clone)]
pub struct Bucket {
    /// Its name.
    pub name: String,
    /// The region it is in.
    pub region: String,
    /// Where it is reached, unless at Amazon.
    pub endpoint: Option<String>,
    /// Who calls, and the secret that proves it.
    pub credentials: Option<(String, domain::PlainToken)>,
}

/// How many bytes all files of a tenant may take unless somebody says otherwise.
pub const DEFAULT_QUOTA: u64 = 1 << 30;
/// What each file counts for at least: so many bytes a disk gives it.
const BLOCK: u64 = 4 << 10;
/// How long a count of what there is holds; other servers may add to it.
const COUNT_LIFETIME: Duration = Duration::from_secs(600);
/// How much of what is asked for is kept in memory, in bytes.
const CACHE_BYTES: u64 = 64 << 20;
/// How many files that is, about: few enough that the cache is one piece, in which a file of any size finds room.
const CACHE_FILES: usize = 32;
/// How many names are remembered that nothing has, and for how long.
const MISSES: usize = 4_096;
const MISS_LIFETIME: Duration = Duration::from_secs(30);
/// How many files may be read at a time, and how long others wait for that.
const READS: usize = 8;
const READ_PATIENCE: Duration = Duration::from_secs(10);

/// Where files are kept. Cheap to clone. It serves one tenant; [`AssetStore::of_another_tenant`] is for another.
#[derive(Clone)]
pub struct AssetStore {
    shared: Arc<Shared>,
    /// How many bytes there are, and when that was counted. Held while one file is written.
    used: Arc<Mutex<Option<(u64, Instant)>>>,
    quota: u64,
}

struct Shared {
    store: Box<dyn ObjectStore>,
    /// Files that were asked for lately: each is in memory once, to however many it is being sent.
    files: Cache<Location, Bytes, Weight>,
    /// Until when a name is taken to have no file.
    misses: Cache<Location, Instant>,
    reads: Semaphore,
}

#[derive(Clone)]
struct Weight;

impl Weighter<Location, Bytes> for Weight {
    fn weight(&self, location: &Location, file: &Bytes) -> u64 {
        (location.as_ref().len() + file.len()) as u64
    }
}

impl fmt::Debug for AssetStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What a bucket tells of itself may hold its credentials.
        f.write_str("AssetStore")
    }
}

/// The place for files cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the place for uploaded files cannot be used")]
pub struct AssetStoreError(#[from] object_store::Error);

/// Why a file was not kept.
#[derive(Debug)]
pub enum KeepError {
    /// There is no room for it.
    Full,
    /// For reasons its sender did not cause.
    Operation(OperationError),
}

impl From<OperationError> for KeepError {
    fn from(error: OperationError) -> Self {
        Self::Operation(error)
    }
}

/// Why nothing was read.
#[derive(Debug)]
enum ReadError {
    Missing,
    Busy,
    Failed(object_store::Error),
}

impl AssetStore {
    /// A folder, which must be there.
    pub fn folder(path: &Path) -> Result<Self, AssetStoreError> {
        // What was answered stays, also when the power fails.
        let folder = LocalFileSystem::new_with_prefix(path)?.with_fsync(true);
        Ok(Self::over(Box::new(folder)))
    }

    /// A bucket. It is not called before the first file.
    pub fn bucket(bucket: Bucket) -> Result<Self, AssetStoreError> {
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(bucket.name)
            .with_region(bucket.region)
            .with_client_options(ClientOptions::new().with_timeout(CALL_TIMEOUT))
            .with_retry(RetryConfig {
                max_retries: RETRIES,
                retry_timeout: RETRY_TIMEOUT,
                ..RetryConfig::default()
            });
        if let Some(endpoint) = bucket.endpoint {
            builder = builder.with_allow_http(endpoint.starts_with("http://")).with_endpoint(endpoint);
        }
        if let Some((id, secret)) = bucket.credentials {
            builder = builder.with_access_key_id(id).with_secret_access_key(secret.reveal());
        }
        Ok(Self::over(Box::new(builder.build()?)))
    }

    /// Memory, for tests.
    pub fn memory() -> Self {
        Self::over(Box::new(InMemory::new()))
    }

    /// The same with room for this many bytes.
    #[must_use]
    pub fn with_quota(self, quota: u64) -> Self {
        Self { quota, ..self }
    }

    fn over(store: Box<dyn ObjectStore>) -> Self {
        let shared = Shared {
            store,
            files: Cache::with_weighter(CACHE_FILES, CACHE_BYTES, Weight),
            misses: Cache::new(MISSES),
            reads: Semaphore::new(READS),
        };
        Self { shared: Arc::new(shared), used: Arc::default(), quota: DEFAULT_QUOTA }
    }

    /// The same place for another tenant, which has as much room of its own.
    #[must_use]
    pub(crate) fn of_another_tenant(&self) -> Self {
        Self { used: Arc::default(), ..self.clone() }
    }

    /// Deletes every file of a tenant.
    pub(crate) async fn remove_all_of(&self, tenant: &TenantId) -> Result<(), AssetStoreError> {
        let folder = Location::from_iter([tenant.as_str()]);
        let mut files = self.shared.store.list(Some(&folder));
        while let Some(file) = files.try_next().await? {
            match self.shared.store.delete(&file.location).await {
                // Another node has.
                Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(error.into()),
            }
            self.shared.files.remove(&file.location);
        }
        Ok(())
    }

    /// Writes a file if `room` bytes are enough for all of them, one at a time; returns whether they were.
    async fn put_within(&self, room: u64, location: &Location, file: Bytes) -> Result<bool, AssetStoreError> {
        let mut used = self.used.lock().await;
        // Taken out, so that whatever goes wrong it is counted anew.
        let counted = used.take().filter(|(_, at)| at.elapsed() < COUNT_LIFETIME);
        let (bytes, at) = match counted {
            Some(counted) => counted,
            None => (self.count(location).await?, Instant::now()),
        };
        let after = bytes.saturating_add(cost(file.len() as u64));
        if after > room {
            *used = Some((bytes, at));
            return Ok(false);
        }
        self.shared.store.put(location, file.into()).await?;
        self.shared.misses.remove(location);
        *used = Some((after, at));
        Ok(true)
    }

    /// Deletes a file, if it is there, and makes room for others.
    async fn remove(&self, location: &Location) -> Result<(), AssetStoreError> {
        let mut used = self.used.lock().await;
        let size = match self.shared.store.head(location).await {
            Ok(file) => file.size,
            Err(object_store::Error::NotFound { .. }) => return Ok(()),
            Err(error) => return Err(error.into()),
        };
        self.shared.store.delete(location).await?;
        self.shared.files.remove(location);
        if let Some((bytes, _)) = used.as_mut() {
            *bytes = bytes.saturating_sub(cost(size));
        }
        Ok(())
    }

    /// How many bytes there are beside this one, of the same tenant.
    async fn count(&self, location: &Location) -> Result<u64, AssetStoreError> {
        let tenant: Location = location.parts().take(1).collect();
        let files = self.shared.store.list(Some(&tenant));
        let sum = |sum: u64, file: ObjectMeta| ready(Ok(sum.saturating_add(cost(file.size))));
        Ok(files.try_fold(0, sum).await?)
    }

    async fn get(&self, location: &Location) -> Result<Option<Bytes>, ReadError> {
        if self.is_missing(location) {
            return Ok(None);
        }
        // Of many who ask for one file at once, one reads it.
        match self.shared.files.get_or_insert_async(location, self.read(location)).await {
            Ok(file) => Ok(Some(file)),
            Err(ReadError::Missing) => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn read(&self, location: &Location) -> Result<Bytes, ReadError> {
        let turn = tokio::time::timeout(READ_PATIENCE, self.shared.reads.acquire()).await;
        let Ok(Ok(_turn)) = turn else { return Err(ReadError::Busy) };
        // Somebody else may have found out meanwhile.
        if self.is_missing(location) {
            return Err(ReadError::Missing);
        }
        let read = async { self.shared.store.get(location).await?.bytes().await };
        match read.await {
            Ok(file) => Ok(file),
            Err(object_store::Error::NotFound { .. }) => {
                self.shared.misses.insert(location.clone(), Instant::now() + MISS_LIFETIME);
                Err(ReadError::Missing)
            }
            Err(error) => Err(ReadError::Failed(error)),
        }
    }

    fn is_missing(&self, location: &Location) -> bool {
        self.shared.misses.get(location).is_some_and(|until| Instant::now() < until)
    }
}

/// What a file of this size counts for.
fn cost(bytes: u64) -> u64 {
    bytes.max(BLOCK)
}

/// Files of different tenants lie in different folders.
fn location(services: &Services, name: &AssetName) -> Location {
    Location::from_iter([services.tenant.as_str(), name.as_str()])
}

/// Keeps a file under a fresh name and gives the address at which everybody finds it.
///
/// # Errors
/// [`KeepError::Full`] when there is no room for it.
pub async fn keep(services: &Services, file: Bytes, kind: AssetType) -> Result<String, KeepError> {
    let name = keep_within(services, (file, kind), services.assets.quota).await?;
    Ok(address(services, name.as_str()))
}

/// As [`keep`], for a user's own picture: a quarter of the room is left to operators. What the user uploaded before goes, unless `avatar` is its
/// address, which is what the user shows at present.
///
/// # Errors
/// [`KeepError::Full`] when there is no room for it.
pub async fn keep_of_user(
    services: &Services,
    (user, avatar): (&UserId, Option<&str>),
    file: Bytes,
    kind: AssetType,
) -> Result<String, KeepError> {
    let quota = services.assets.quota;
    let name = keep_within(services, (file, kind), quota - quota / 4).await?;
    let (exec, tenant) = (services.db.exec(), &services.tenant);
    if let Err(error) = user_upload::insert(exec, tenant, user, name.as_str(), services.now()).await {
        remove(services, &name).await?;
        return Err(OperationError::from(error).into());
    }
    let url = address(services, name.as_str());
    discard_unused(services, user, &[Some(url.as_str()), avatar]).await?;
    Ok(url)
}

/// Deletes what a user has uploaded but for what is at one of the addresses `kept`.
pub async fn discard_unused(
    services: &Services,
    user: &UserId,
    kept: &[Option<&str>],
) -> Result<(), OperationError> {
    let (exec, tenant) = (services.db.exec(), &services.tenant);
    for name in user_upload::list(exec, tenant, user).await? {
        if kept.contains(&Some(address(services, &name).as_str())) {
            continue;
        }
        // The file first: what is still in the list is tried again.
        if let Some(name) = AssetName::parse(&name) {
            remove(services, &name).await?;
        }
        user_upload::delete(exec, tenant, user, &name).await?;
    }
    Ok(())
}

/// Deletes the files of somebody who is gone, by their names. What fails is in the log: it undoes nothing.
pub async fn discard(services: &Services, names: &[String]) {
    for name in names.iter().filter_map(|name| AssetName::parse(name)) {
        if let Err(error) = remove(services, &name).await {
            tracing::warn!(error.message = %domain::causes(&error), "an uploaded file could not be deleted");
        }
    }
}

async fn remove(services: &Services, name: &AssetName) -> Result<(), OperationError> {
    let removed = services.assets.remove(&location(services, name)).await;
    removed.map_err(|error| OperationError::Internal(Box::new(error)))
}

/// Where everybody finds the file of this name.
pub fn address(services: &Services, name: &str) -> String {
    format!("{}{PATH}/{name}", services.endpoint.base())
}

/// As [`keep`], for somebody who has no account: whatever they send, half of the room is left to others.
///
/// # Errors
/// [`KeepError::Full`] when there is no room for it.
pub async fn keep_of_a_stranger(
    services: &Services,
    file: Bytes,
    kind: AssetType,
) -> Result<String, KeepError> {
    let name = keep_within(services, (file, kind), services.assets.quota / 2).await?;
    Ok(address(services, name.as_str()))
}

async fn keep_within(
    services: &Services,
    (file, kind): (Bytes, AssetType),
    room: u64,
) -> Result<AssetName, KeepError> {
    let name = AssetName::new(&services.entropy.id_21(), kind);
    match services.assets.put_within(room, &location(services, &name), file).await {
        Ok(true) => Ok(name),
        Ok(false) => Err(KeepError::Full),
        Err(error) => Err(KeepError::Operation(OperationError::Internal(Box::new(error)))),
    }
}

/// The file of this name, if there is one.
pub async fn find(services: &Services, name: &AssetName) -> Result<Option<Bytes>, OperationError> {
    services.assets.get(&location(services, name)).await.map_err(|error| match error {
        ReadError::Failed(error) => OperationError::Internal(Box::new(AssetStoreError(error))),
        ReadError::Busy | ReadError::Missing => OperationError::Busy,
    })
}

#[cfg(test)]
mod tests;
