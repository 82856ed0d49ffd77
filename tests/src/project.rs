//! A user's crate of one file, on disk.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A crate that depends on `workflow` by its path, with the toolchain and the versions that this repository has locked.
pub struct Project {
    folder: PathBuf,
}

impl Project {
    /// Writes it anew into `folder`; what was built there stays.
    ///
    /// # Panics
    /// When the folder can't be written.
    pub fn write(folder: PathBuf, source: &str) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let manifest = format!(
            "[package]\nname = \"project\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
             serde = {{ version = \"1\", features = [\"derive\"] }}\n\
             workflow = {{ path = {:?}, default-features = false }}\n",
            root.join("workflow")
        );
        fs::create_dir_all(folder.join("src")).unwrap();
        fs::write(folder.join("Cargo.toml"), manifest).unwrap();
        for file in ["Cargo.lock", "rust-toolchain.toml"] {
            fs::copy(root.join(file), folder.join(file)).unwrap();
        }
        fs::write(folder.join("src/lib.rs"), source).unwrap();
        Self { folder }
    }

    /// The folder of its manifest.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// A program that is run in the crate, where what it builds stays.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", self.folder.join("target"))
            .env("CARGO_NET_OFFLINE", "true");
        command
    }
}
