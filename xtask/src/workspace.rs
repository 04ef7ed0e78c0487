//! Where things are: the project's folders, Cargo, and the programs it builds.

use std::{
    net::{Ipv4Addr, TcpListener},
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result};
use cargo_metadata::{Metadata, MetadataCommand};

use crate::environment::variable;

/// The project as Cargo sees it.
pub(crate) struct Workspace {
    pub(crate) metadata: Metadata,
}

impl Workspace {
    pub(crate) fn find() -> Result<Self> {
        Ok(Self { metadata: MetadataCommand::new().exec().context("cannot read the workspace")? })
    }

    pub(crate) fn root(&self) -> &Path {
        self.metadata.workspace_root.as_std_path()
    }

    /// A path inside the project.
    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.root().join(relative)
    }

    /// A Cargo command at the project's root.
    pub(crate) fn cargo<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Command {
        let mut command = Command::new(variable("CARGO").unwrap_or_else(|| "cargo".to_owned()));
        command.current_dir(self.root()).args(arguments);
        command
    }

    /// Where the development build of a program is.
    pub(crate) fn debug_program(&self, name: &str) -> PathBuf {
        let folder = self.metadata.target_directory.as_std_path().join("debug");
        folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }

    /// The folder for what runs leave behind for people to look at; made when it is missing.
    pub(crate) fn artifacts(&self) -> Result<PathBuf> {
        let folder = self.path("artifacts");
        std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        Ok(folder)
    }
}

/// A port of the loopback interface that nobody uses at the moment.
pub(crate) fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("cannot find a free port")?;
    Ok(listener.local_addr().context("cannot find a free port")?.port())
}
