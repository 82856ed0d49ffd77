//! What a wallet needs of block chains: proofs that somebody owns an address, and transfers to an address.
//!
//! [`siwe`] and [`solana`] prove ownership by a signed message; [`rpc`] asks a node of Ethereum about transfers.

mod address;
mod amount;
mod chain;
mod hash;
pub mod rpc;
pub mod sign_in;
pub mod siwe;
pub mod solana;
mod written;

pub use address::{Address, AddressError};
pub use amount::{Wei, WeiError};
pub use chain::{ChainId, ChainIdError};
pub use hash::{BlockHash, HashError, TxHash};
