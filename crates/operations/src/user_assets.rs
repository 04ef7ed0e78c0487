//! Where uploaded files are kept: a folder of this machine, or a bucket that speaks the protocol of Amazon's S3.
//!
//! A file is written once under a fresh name and never changed, so that whoever serves it may let it be kept for ever. Several servers
//! need a bucket, or a folder that all of them see.

use std::{fmt, path::Path, sync::Arc, time::Duration};

use bytes::Bytes;
use domain::user_asset::{AssetName, AssetType};
use object_store::{
    ClientOptions, ObjectStore, ObjectStoreExt as _, RetryConfig, aws::AmazonS3Builder,
    local::LocalFileSystem, memory::InMemory, path::Path as Location,
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

/// Where files are kept. Cheap to clone.
#[derive(Clone)]
pub struct AssetStore(Arc<dyn ObjectStore>);

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

impl AssetStore {
    /// A folder, which must be there.
    pub fn folder(path: &Path) -> Result<Self, AssetStoreError> {
        // What was answered stays, also when the power fails.
        let folder = LocalFileSystem::new_with_prefix(path)?.with_fsync(true);
        Ok(Self(Arc::new(folder)))
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
        Ok(Self(Arc::new(builder.build()?)))
    }

    /// Memory, for tests.
    pub fn memory() -> Self {
        Self(Arc::new(InMemory::new()))
    }

    async fn put(&self, location: &Location, file: Bytes) -> Result<(), AssetStoreError> {
        self.0.put(location, file.into()).await?;
        Ok(())
    }

    async fn get(&self, location: &Location) -> Result<Option<Bytes>, AssetStoreError> {
        match self.0.get(location).await {
            Ok(found) => Ok(Some(found.bytes().await?)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

/// Files of different tenants lie in different folders.
fn location(services: &Services, name: &AssetName) -> Location {
    Location::from_iter([services.tenant.as_str(), name.as_str()])
}

/// Keeps a file under a fresh name and gives the address at which everybody finds it.
pub async fn keep(services: &Services, file: Bytes, kind: AssetType) -> Result<String, OperationError> {
    let name = AssetName::new(&services.entropy.id_21(), kind);
    let kept = services.assets.put(&location(services, &name), file).await;
    kept.map_err(|error| OperationError::Internal(Box::new(error)))?;
    Ok(format!("{}{PATH}/{}", services.endpoint.base(), name.as_str()))
}

/// The file of this name, if there is one.
pub async fn find(services: &Services, name: &AssetName) -> Result<Option<Bytes>, OperationError> {
    let found = services.assets.get(&location(services, name)).await;
    found.map_err(|error| OperationError::Internal(Box::new(error)))
}

#[cfg(test)]
mod tests;
