//! `/faucet`: coins of the local chain, for trying out wallets without a network.

use flows_chain::Wei;
use workflow::Phrase;
use workflow::prelude::*;

use crate::data::{Coins, Owner, Sending};
use crate::told::{Told, phrase};

/// Coins to try out wallets with.
#[workflow]
pub enum Faucet {
    /// Your purse.
    Purse { told: Option<Told> },
    /// Filling your purse …
    Filling,
    /// Sending …
    Paying { amount: Wei },
    /// Your purse is shut.
    #[step(end)]
    Shut,
}

#[workflow]
impl Faucet {
    /// Coins to try out wallets with: they are worth nothing
    #[command("/faucet")]
    fn faucet() -> Purse {
        Purse { told: None }
    }

    /// Give me some
    fn fill(self: Purse) -> Filling {
        Filling
    }

    #[invoke(timeout = "1m", retries = 5)]
    async fn drip(self: &Filling, key: Key, session: SessionKey, State(coins): State<Coins>) -> Result<()> {
        coins.faucet(&key, Coins::of(&Owner::from(&session))).await
    }

    #[done(drip)]
    fn filled(self: Filling, _: ()) -> Purse {
        Purse { told: None }
    }

    #[failed(drip)]
    fn not_filled(self: Filling, _failure: Failure) -> Purse {
        Purse { told: Some(Told::new(FAILED)) }
    }

    /// Pay the bot with coins of the faucet: /pay 0.000042
    #[command("/pay")]
    fn pay(Text(amount): Text<Ether>) -> Paying {
        Paying { amount: amount.0 }
    }

    #[invoke(timeout = "1m", retries = 5)]
    async fn send(self: &Paying, key: Key, session: SessionKey, State(coins): State<Coins>) -> Result<Sending> {
        coins.send(&key, Coins::of(&Owner::from(&session)), Coins::deposit(), self.amount).await
    }

    #[done(send)]
    fn sent(self: Paying, sending: Sending) -> Purse {
        let told = match sending {
            Sending::Sent => SENT,
            Sending::TooFew => TOO_FEW,
        };
        Purse { told: Some(Told::new(told)) }
    }

    #[failed(send)]
    fn not_sent(self: Paying, _failure: Failure) -> Purse {
        Purse { told: Some(Told::new(FAILED)) }
    }

    /// Shut it
    fn shut(self: Purse) -> Shut {
        Shut
    }

    #[view]
    async fn purse(self: &Purse, key: SessionKey, State(coins): State<Coins>) -> Result<View> {
        let address = Coins::of(&Owner::from(&key));
        let (balance, address) = (format!("{:.6}", coins.balance(address).await?), address.to_string());
        let begins = self.told.as_ref().map_or_else(String::new, |told| format!("{told}\n\n"));
        let text =
            Markup::from(format!("{begins}Your purse has {balance} ETH, which are worth nothing. Its address is "));
        Ok(View::text(text.code(address.clone()).plain(". Send /pay and an amount to pay the bot."))
            .argument("said", usize::from(self.told.is_some()))
            .argument("told", phrase(self.told.as_ref()))
            .argument("balance", balance)
            .argument("address", address))
    }
}

/// An amount of ether as it is typed.
pub struct Ether(Wei);

impl std::str::FromStr for Ether {
    type Err = Phrase;

    fn from_str(text: &str) -> Result<Self, Phrase> {
        let wei: Option<Wei> = text.trim().trim_end_matches("ETH").trim().parse().ok();
        wei.filter(|wei| *wei != Wei::ZERO).map(Self).ok_or(Phrase::new(NO_AMOUNT))
    }
}

const NO_AMOUNT: &str = "That is no amount of ETH, as in 0.000042.";
const SENT: &str = "It is on its way.";
const TOO_FEW: &str = "There is not so much in your purse.";
const FAILED: &str = "That did not work. Please try again.";

/// What is said beside the steps' own texts.
pub(crate) const SAYS: [&str; 4] = [NO_AMOUNT, SENT, TOO_FEW, FAILED];
