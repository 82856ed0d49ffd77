//! Connections by hand: what is sent, and when, is up to the test.

use std::io::ErrorKind;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;

use crate::bot::PATIENCE;

/// One connection.
pub(crate) struct Raw(TcpStream);

impl Raw {
    pub(crate) async fn to(address: SocketAddr) -> Self {
        Self(TcpStream::connect(address).await.expect("a connection"))
    }

    /// From another address of this machine.
    pub(crate) async fn from(own: Ipv4Addr, address: SocketAddr) -> Self {
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.bind((own, 0).into()).expect("an address of this machine");
        Self(socket.connect(address).await.expect("a connection"))
    }

    /// One that has little room for what it does not read.
    pub(crate) async fn narrow(address: SocketAddr) -> Self {
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.set_recv_buffer_size(4096).expect("a small buffer");
        Self(socket.connect(address).await.expect("a connection"))
    }

    pub(crate) async fn send(&mut self, text: impl AsRef<[u8]>) {
        timeout(PATIENCE, self.0.write_all(text.as_ref())).await.expect("it is taken").expect("it is open");
    }

    /// Sends a request without a body.
    pub(crate) async fn asks(&mut self, method: &str, path: &str, headers: &str) {
        self.send(format!("{method} {path} HTTP/1.1\r\nhost: bot\r\n{headers}\r\n")).await;
    }

    /// Asks for what is there as long as the connection is open, and gives the first line that is answered; none when it was
    /// closed.
    pub(crate) async fn is_served(&mut self) -> Option<String> {
        self.0.write_all(b"GET /healthz HTTP/1.1\r\nhost: bot\r\n\r\n").await.ok()?;
        self.until("\r\n\r\nok").await.map(|answer| answer.lines().next().unwrap_or_default().to_owned())
    }

    /// Whether nothing that was not read has come.
    pub(crate) fn is_silent(&self) -> bool {
        matches!(self.0.try_read(&mut [0]), Err(error) if error.kind() == ErrorKind::WouldBlock)
    }

    /// Reads until it was told this; gives all that was read, or nothing when the connection is closed before.
    pub(crate) async fn until(&mut self, told: &str) -> Option<String> {
        let mut all = String::new();
        let read = async {
            let mut part = [0; 4096];
            loop {
                match self.0.read(&mut part).await {
                    Ok(0) | Err(_) => return None,
                    Ok(count) => all.push_str(&String::from_utf8_lossy(&part[..count])),
                }
                if all.contains(told) {
                    return Some(());
                }
            }
        };
        timeout(PATIENCE, read).await.expect("it is told, or closed").map(|()| all)
    }

    /// Waits until the server closes it; gives all that was told before.
    pub(crate) async fn ends(&mut self) -> String {
        self.ends_though_fed(b"").await
    }

    /// Sends this again and again until the server closes it; gives all that was told before.
    pub(crate) async fn ends_though_fed(&mut self, crumb: &[u8]) -> String {
        let (mut reader, mut writer) = self.0.split();
        let mut all = Vec::new();
        let feed = async {
            let mut again = tokio::time::interval(Duration::from_millis(20));
            loop {
                again.tick().await;
                if crumb.is_empty() || writer.write_all(crumb).await.is_err() {
                    return std::future::pending::<()>().await;
                }
            }
        };
        let read = async {
            // Closed while something was on its way, it is reset.
            let _reset = reader.read_to_end(&mut all).await;
        };
        timeout(PATIENCE, async {
            tokio::select! { () = feed => {} () = read => {} }
        })
        .await
        .expect("the server closes it");
        String::from_utf8_lossy(&all).into_owned()
    }
}
