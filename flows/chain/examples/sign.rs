//! Signs the message on standard input, for those who try a wallet out without having one.
//!
//! ```text
//! cargo run -p flows-chain --example sign -- [--solana] <secret key, 64 hexadecimal digits> < message.txt
//! ```
//!
//! It prints the address and the signature, a line each. The key stands in the list of processes: never give it one
//! that owns something.

use flows_chain::{siwe, solana};
use std::error::Error;
use std::io::Read;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut message = String::new();
    std::io::stdin().read_to_string(&mut message)?;
    println!("{}", signed(&arguments, &message)?);
    Ok(())
}

/// What is printed for these arguments and this message.
///
/// A line break at the end of the message is an editor's, and no message has one.
fn signed(arguments: &[String], message: &str) -> Result<String, Box<dyn Error>> {
    let message = message.strip_suffix('\n').unwrap_or(message);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["--solana", key] | [key, "--solana"] => {
            let key: solana::Key = key.parse()?;
            Ok(format!("{}\n{}", key.address(), key.sign(message)))
        }
        [key] => {
            let key: siwe::Key = key.parse()?;
            Ok(format!("{}\n{}", key.address(), key.sign(message)))
        }
        _ => Err("usage: sign [--solana] <secret key> < message.txt".into()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "that is how a test fails")]

    use super::signed;

    #[test]
    fn the_example_of_web3_js_is_signed_as_there() {
        // web3.eth.accounts.sign in the documentation of web3.js 1.x.
        let key = "0x4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318".to_owned();
        assert_eq!(
            signed(&[key], "Some data\n").unwrap(),
            "0x2c7536E3605D9C16a7a3D7b1898e529396a65c23\n\
             0xb91467e570a6466aa9e9876cbcd013baba02900b8979d43fe208a4a4f339f5fd\
             6007e74cd82e037b800186422fc2da167c747ef045e5d18a5f5d4300f8e1a0291c"
        );
    }

    #[test]
    fn a_message_of_solana_is_signed_with_its_flag_on_either_side() {
        let key = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60".to_owned();
        let flag = "--solana".to_owned();
        let printed = signed(&[flag.clone(), key.clone()], "hello").unwrap();
        let (address, signature) = printed.split_once('\n').unwrap();
        assert_eq!(address, "FVen3X669xLzsi6N2V91DoiyzHzg1uAgqiT8jZ9nS96Z");
        assert!(signature.parse::<flows_chain::solana::Signature>().is_ok());
        assert_eq!(signed(&[key, flag], "hello\n").unwrap(), printed);
    }

    #[test]
    fn other_arguments_are_told_how_it_is_used() {
        assert!(signed(&[], "").unwrap_err().to_string().starts_with("usage"));
        assert!(signed(&["12".to_owned()], "").is_err());
    }
}
