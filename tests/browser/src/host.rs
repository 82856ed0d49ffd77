//! A bot that takes files, and files to send.

use std::net::SocketAddr;
use std::path::PathBuf;

use tempfile::TempDir;
use workflow::surface::web::Web;
use workflow_tests::gallery::Museum;

/// A bot that takes files, in this process, and a folder with some to send.
pub(crate) struct Host {
    pub(crate) address: SocketAddr,
    files: TempDir,
    pub(crate) museum: Museum,
}

/// Larger than every file that is sent here, but for one.
pub(crate) const MOST: u64 = 300_000;

impl Host {
    pub(crate) async fn start() -> Self {
        Self::start_with(|web| web).await
    }

    /// Starts a bot whose page has these limits.
    pub(crate) async fn start_with(limits: impl FnOnce(Web) -> Web) -> Self {
        let museum = Museum::new().await;
        let web = Web::bind("127.0.0.1:0").title("gallery").media(museum.media.clone()).largest_upload(MOST);
        let web = limits(web);
        let address = web.address();
        let engine = museum.builder().await.surface(web).build().await.unwrap();
        let address = address.borrow().unwrap();
        tokio::spawn(async move { engine.run(std::future::pending()).await });
        Self { address, files: tempfile::tempdir().unwrap(), museum }
    }

    /// The path of a file of this name and content.
    pub(crate) fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.files.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }
}
