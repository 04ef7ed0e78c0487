//! Where uploaded files are kept, and the key for `/api/status`.

use std::path::{Path, PathBuf};

use clap::Args;
use domain::{PlainToken, web_url::is_web_url};
use operations::user_assets::{Bucket, DEFAULT_QUOTA};

use crate::failure::Failure;

/// The folder in the data directory.
const FOLDER: &str = "assets";
/// The region of buckets that have none.
const DEFAULT_REGION: &str = "us-east-1";

/// Options about uploaded files.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Uploaded files")]
pub struct AssetArguments {
    /// Keep uploaded files in this folder; several servers need one that all of them see, or a bucket [default: <data-dir>/assets]
    #[arg(long, value_name = "DIR", conflicts_with = "assets_bucket")]
    pub assets_dir: Option<PathBuf>,
    /// Keep uploaded files in this bucket of Amazon S3, or of what speaks its protocol
    #[arg(long, value_name = "NAME")]
    pub assets_bucket: Option<String>,
    /// The region of the bucket [default: us-east-1]
    #[arg(long, value_name = "REGION")]
    pub assets_region: Option<String>,
    /// Where the bucket is reached, unless at Amazon
    #[arg(long, value_name = "URL", value_parser = parse_endpoint)]
    pub assets_endpoint: Option<String>,
    /// Who calls the bucket; without it the machine's role is asked
    #[arg(long, value_name = "ID")]
    pub assets_access_key_id: Option<String>,
    /// Read the secret of that key from this file
    #[arg(long, value_name = "FILE")]
    pub assets_secret_key_file: Option<PathBuf>,
    /// Take no further files when those there are take this many mebibytes [default: 1024]
    #[arg(long, value_name = "MIB")]
    pub assets_quota_mib: Option<u32>,
}

/// Options about `/api/status`.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Status")]
pub struct StatusArguments {
    /// Tell the tenant at `/api/status` to who shows the key in this file (header `logto-status-api-key`) [default: to nobody]
    #[arg(long, value_name = "FILE")]
    pub status_api_key_file: Option<PathBuf>,
}

/// Where uploaded files go.
pub enum AssetLocation {
    /// A folder.
    Folder(PathBuf),
    /// A bucket.
    Bucket(Bucket),
}

impl AssetArguments {
    /// How many bytes uploaded files may take.
    pub fn quota(&self) -> u64 {
        self.assets_quota_mib.map_or(DEFAULT_QUOTA, |mebibytes| u64::from(mebibytes) << 20)
    }

    /// Where uploaded files go; reads the file of the secret.
    pub fn location(&self, data_dir: &Path) -> Result<AssetLocation, Failure> {
        let Some(name) = &self.assets_bucket else {
            let further = [&self.assets_region, &self.assets_endpoint, &self.assets_access_key_id];
            if further.iter().any(|option| option.is_some()) || self.assets_secret_key_file.is_some() {
                return Err(Failure::usage("options about a bucket for uploaded files need --assets-bucket"));
            }
            let folder = self.assets_dir.clone().unwrap_or_else(|| data_dir.join(FOLDER));
            return Ok(AssetLocation::Folder(folder));
        };
        let credentials = match (&self.assets_access_key_id, &self.assets_secret_key_file) {
            (None, None) => None,
            (Some(id), Some(file)) => Some((id.clone(), read_secret(file, "--assets-secret-key-file")?)),
            _ => {
                return Err(Failure::usage(
                    "--assets-access-key-id and --assets-secret-key-file are given together",
                ));
            }
        };
        Ok(AssetLocation::Bucket(Bucket {
            name: name.clone(),
            region: self.assets_region.clone().unwrap_or_else(|| DEFAULT_REGION.to_owned()),
            endpoint: self.assets_endpoint.clone(),
            credentials,
        }))
    }
}

impl StatusArguments {
    /// The key, read from its file.
    pub fn api_key(&self) -> Result<Option<PlainToken>, Failure> {
        self.status_api_key_file.as_deref().map(|file| read_secret(file, "--status-api-key-file")).transpose()
    }
}

/// A secret in a file of its own, without the line break at its end.
fn read_secret(file: &Path, option: &str) -> Result<PlainToken, Failure> {
    let shown = file.display();
    let text = std::fs::read_to_string(file)
        .map_err(|error| Failure::failed(format!("the file {shown} ({option}) cannot be read: {error}")))?;
    let secret = PlainToken::new(text.trim());
    if secret.reveal().is_empty() {
        return Err(Failure::failed(format!("the file {shown} ({option}) is empty")));
    }
    Ok(secret)
}

fn parse_endpoint(text: &str) -> Result<String, String> {
    if is_web_url(text) {
        Ok(text.trim_end_matches('/').to_owned())
    } else {
        Err("expected http:// or https://".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_in_the_data_directory_unless_they_go_elsewhere() {
        let folder = |arguments: AssetArguments| match arguments.location(Path::new("/srv/guildhall")) {
            Ok(AssetLocation::Folder(folder)) => folder,
            _ => panic!("a folder was expected"),
        };
        assert_eq!(folder(AssetArguments::default()), Path::new("/srv/guildhall/assets"));
        let named = AssetArguments { assets_dir: Some("/srv/files".into()), ..AssetArguments::default() };
        assert_eq!(folder(named), Path::new("/srv/files"));
        let small = AssetArguments { assets_quota_mib: Some(5), ..AssetArguments::default() };
        assert_eq!((small.quota(), AssetArguments::default().quota()), (5 << 20, 1 << 30));
    }

    #[test]
    fn a_bucket_has_a_region_and_both_halves_of_a_key_or_none() {
        let bucket = AssetArguments { assets_bucket: Some("files".to_owned()), ..AssetArguments::default() };
        let Ok(AssetLocation::Bucket(found)) = bucket.location(Path::new("/srv")) else { panic!("a bucket") };
        assert_eq!((found.region.as_str(), found.credentials.is_none()), (DEFAULT_REGION, true));
        let half = AssetArguments { assets_access_key_id: Some("id".to_owned()), ..bucket };
        assert!(half.location(Path::new("/srv")).is_err());
        let without = AssetArguments { assets_region: Some("x".to_owned()), ..AssetArguments::default() };
        assert!(without.location(Path::new("/srv")).is_err());
    }

    #[test]
    fn a_secret_is_the_text_of_its_file() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("key");
        std::fs::write(&file, "geheim\n").unwrap();
        let status = StatusArguments { status_api_key_file: Some(file.clone()) };
        assert_eq!(status.api_key().unwrap().unwrap().reveal(), "geheim");
        std::fs::write(&file, "\n").unwrap();
        assert!(status.api_key().is_err());
        assert!(StatusArguments::default().api_key().unwrap().is_none());
    }

    #[test]
    fn an_endpoint_is_a_web_address() {
        assert_eq!(parse_endpoint("http://127.0.0.1:9000/"), Ok("http://127.0.0.1:9000".to_owned()));
        assert!(parse_endpoint("s3://files").is_err() && parse_endpoint("files").is_err());
    }
}
