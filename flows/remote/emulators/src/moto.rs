//! An object store for a test: moto, with a bucket. No emulator of ours, but the program itself.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use crate::installed;

/// A running moto, with a bucket; it ends with the test.
#[derive(Debug)]
pub struct Moto {
    process: Child,
    url: String,
}

impl Moto {
    /// The bucket that is there. Its region is `us-east-1`; any key is good.
    pub const BUCKET: &str = "pictures";

    /// A store on a free port; none, loudly, where the program is not installed and need not be.
    ///
    /// # Panics
    /// When it does not start.
    pub async fn start() -> Option<Self> {
        let missing = "pip install 'moto[server]==5.2.5' in target/tools/moto, or name the program by MOTO";
        let program = installed::program("MOTO", missing, |tools| vec![tools.join("moto/bin/moto_server")])?;
        let mut process = Command::new(program)
            .args(["-H", "127.0.0.1", "-p", "0"])
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("moto starts");
        let mut told = BufReader::new(process.stderr.take().expect("what it tells")).lines();
        let url = told.by_ref().map_while(Result::ok).find_map(|line| {
            line.split_whitespace().find(|word| word.starts_with("http://127.0.0.1:")).map(str::to_owned)
        });
        // What else it tells must be read, or it stops some day.
        std::thread::spawn(move || told.for_each(drop));
        let moto = Self { process, url: url.expect("it tells its address") };
        let made = crate::server::client().put(format!("{}/{}", moto.url, Self::BUCKET)).send().await;
        assert!(made.expect("moto answers").status().is_success(), "a bucket is made");
        Some(moto)
    }

    /// Where it listens.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Moto {
    fn drop(&mut self) {
        // It may have ended by itself.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}
