//! How much of the server its clients may take: connections, and time.

use std::net::{IpAddr, Ipv6Addr};
use std::time::Duration;

use super::Web;

/// What a server allows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// Connections that are open at once; further ones wait to be taken.
    pub(super) connections: usize,
    /// Those of one address; further ones are closed.
    pub(super) of_one_address: Option<usize>,
    /// How long a request's head may take, and a connection may be idle.
    pub(super) head_time: Duration,
    /// How long a body may stand still on its way, an answer's as a request's.
    pub(super) stall_time: Duration,
    /// How long an upload may take.
    pub(super) upload_time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 8192,
            of_one_address: None,
            head_time: Duration::from_secs(15),
            stall_time: Duration::from_secs(30),
            upload_time: Duration::from_mins(10),
        }
    }
}

impl Limits {
    /// Connections of one address, unless told: an eighth of all. A page that is reached by HTTPS is behind a proxy, so
    /// all come from its address.
    pub(super) fn of_one_address_or(&self, all_are_a_proxys: bool) -> usize {
        let unless_told = if all_are_a_proxys { self.connections } else { self.connections.div_ceil(8) };
        self.of_one_address.unwrap_or(unless_told)
    }
}

impl Web {
    /// Keeps so many connections open at once, readers of events among them; further ones wait until one is closed. 8,192
    /// unless told, and one at the least. A process needs leave for as many files: see `ulimit -n`.
    #[must_use]
    pub fn connections(mut self, most: usize) -> Self {
        self.limits.connections = most.max(1);
        self
    }

    /// Keeps so many connections open at once with one address; further ones of it are closed at once. Unless told, an
    /// eighth of [`Web::connections`], or all of them with [`Web::https`]. Of IPv6, whoever has the first half of an address
    /// has all of it, and counts as one.
    ///
    /// The address is that of the connection, whatever a header says. Behind a proxy it is always the proxy's: allow it as
    /// many as there are in all, and let the proxy count.
    #[must_use]
    pub fn connections_of_one_address(mut self, most: usize) -> Self {
        self.limits.of_one_address = Some(most.max(1));
        self
    }

    /// Closes a connection that has not brought a whole request, but for its body, for this long: because its client is slow
    /// or has nothing more to ask. 15 seconds unless told.
    #[must_use]
    pub fn head_time(mut self, time: Duration) -> Self {
        self.limits.head_time = time;
        self
    }

    /// Gives up a request whose body stands still for this long, and an answer of which nothing more is taken. 30 seconds
    /// unless told. Readers of events wait as long as they like, as long as they take what there is.
    #[must_use]
    pub fn stall_time(mut self, time: Duration) -> Self {
        self.limits.stall_time = time;
        self
    }

    /// Gives up an upload that takes longer than this in all. Ten minutes unless told.
    #[must_use]
    pub fn upload_time(mut self, time: Duration) -> Self {
        self.limits.upload_time = time;
        self
    }
}

/// What counts as one address: one of IPv4, or the half of one of IPv6 that a network is given.
pub(super) fn origin(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_ipv6_counts_by_its_first_half_and_one_of_ipv4_alone() {
        let one = |text: &str| origin(text.parse().unwrap());
        assert_eq!(one("2001:db8:1:2::5"), one("2001:db8:1:2:ffff::1"));
        assert_ne!(one("2001:db8:1:2::5"), one("2001:db8:1:3::5"));
        assert_eq!(one("::ffff:192.0.2.1"), one("192.0.2.1"));
        assert_ne!(one("192.0.2.1"), one("192.0.2.2"));
    }

    #[test]
    fn one_address_has_an_eighth_of_all_connections_and_a_proxy_all() {
        let limits = Limits { connections: 80, ..Limits::default() };
        assert_eq!((limits.of_one_address_or(false), limits.of_one_address_or(true)), (10, 80));
        let told = Limits { of_one_address: Some(3), ..limits };
        assert_eq!((told.of_one_address_or(false), told.of_one_address_or(true)), (3, 3));
    }
}
