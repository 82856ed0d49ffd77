//! `/wallet`: accounts that are proved to be a user's, and points for what comes from them.

mod moment;
mod question;

use std::sync::Arc;

use flows_chain::Wei;
use serde::{Deserialize, Serialize};
use workflow::prelude::*;

use crate::data::{Account, Credit, Ledger, Owner, Points, WalletId, Wallets};
use crate::ports::chain::Chain;
use crate::told::{Told, phrase};
pub use moment::{Clock, Moment};
pub use question::{Asker, Network, Question};

/// Your wallets and points.
#[workflow]
pub enum Wallet {
    /// Your wallets.
    Listed { told: Option<Told> },
    /// Where is your account?
    ChooseNetwork,
    /// How do you want to prove that it is yours?
    ChooseProof,
    /// Which address is it?
    AskAddress { network: Network },
    /// Please sign this.
    Sign { question: Question },
    /// Connecting it …
    Connecting { account: Account, nonce: String },
    /// Looking for an amount …
    Opening,
    /// Please send this amount.
    SendAmount { amount: Wei, until: Moment, looked: Moment, told: Option<Told> },
    /// Looking for your transfer …
    Looking { amount: Wei, until: Moment, looked: Moment },
    /// One of your wallets.
    One { id: WalletId },
    /// Changing it …
    Changing { id: WalletId, change: Change },
    /// Top up.
    TopUp { looked: Moment, told: Option<Told> },
    /// Looking for your transfers …
    ToppingUp { looked: Moment },
    /// See you.
    #[step(end)]
    Closed,
}

#[workflow]
impl Wallet {
    /// Your wallets and points
    #[command("/wallet")]
    fn wallet() -> Listed {
        Listed { told: None }
    }

    /// Connect a wallet
    fn connect(self: Listed) -> ChooseNetwork {
        ChooseNetwork
    }

    fn network(self: ChooseNetwork, Choice(network): Choice<Network>) -> To<(ChooseProof, AskAddress)> {
        match network {
            Network::Ethereum => goto(ChooseProof),
            Network::Solana => goto(AskAddress { network }),
        }
    }

    /// Sign a message
    fn by_signature(self: ChooseProof) -> AskAddress {
        AskAddress { network: Network::Ethereum }
    }

    /// Send a small amount
    fn by_amount(self: ChooseProof) -> Opening {
        Opening
    }

    fn address(self: AskAddress, Text(address): Text, Now(now): Now, State(asker): State<Asker>) -> Result<Sign> {
        Ok(Sign { question: asker.ask(self.network, &address, now)? })
    }

    fn signature(self: Sign, Text(signature): Text, Now(now): Now) -> Result<Connecting> {
        let (account, nonce) = self.question.verify(&signature, now)?;
        Ok(Connecting { account, nonce })
    }

    #[after("10m")]
    fn not_signed(self: Sign) -> Listed {
        Listed { told: Some(Told::new(EXPIRED)) }
    }

    #[invoke(timeout = "1m", retries = 5)]
    async fn add(
        self: &Connecting,
        key: Key,
        session: SessionKey,
        State(chain): State<Arc<dyn Chain>>,
        State(wallets): State<Wallets>,
    ) -> Result<Credit> {
        // From now on they may send something.
        wallets.begin(&*chain).await?;
        wallets.connect(&key, &Owner::from(&session), &self.account, &self.nonce).await
    }

    #[done(add)]
    fn added(self: Connecting, credit: Credit) -> Listed {
        Listed { told: Some(told(credit)) }
    }

    #[failed(add)]
    fn not_added(self: Connecting, _failure: Failure) -> Listed {
        Listed { told: Some(Told::new(FAILED)) }
    }

    #[invoke(timeout = "1m", retries = 3)]
    async fn open(
        self: &Opening,
        key: Key,
        session: SessionKey,
        State(chain): State<Arc<dyn Chain>>,
        State(wallets): State<Wallets>,
        State(clock): State<Clock>,
    ) -> Result<Option<(Wei, Moment)>> {
        let now = clock.seconds();
        wallets.begin(&*chain).await?;
        let head = chain.head().await?;
        let amount = wallets.open_amount(&key, &Owner::from(&session), head, now).await?;
        Ok(amount.map(|amount| (amount, Moment(now + crate::data::AMOUNT_IS_OPEN))))
    }

    #[done(open)]
    fn opened(self: Opening, amount: Option<(Wei, Moment)>) -> To<(SendAmount, Listed)> {
        match amount {
            Some((amount, until)) => goto(SendAmount { amount, until, looked: Moment(0), told: None }),
            None => goto(Listed { told: Some(Told::new(ALL_OPEN)) }),
        }
    }

    #[failed(open)]
    fn not_opened(self: Opening, _failure: Failure) -> Listed {
        Listed { told: Some(Told::new(UNREACHABLE)) }
    }

    /// I have sent it
    fn look(self: SendAmount, Now(now): Now) -> Result<Looking> {
        let looked = self.looked.again(now.as_second())?;
        Ok(Looking { amount: self.amount, until: self.until, looked })
    }

    #[after("1h")]
    fn not_sent(self: SendAmount, key: SessionKey) -> With<Listed, CloseAmount> {
        let open = Open { owner: Owner::from(&key), amount: self.amount };
        Listed { told: Some(Told::new(EXPIRED)) }.with(CloseAmount(open))
    }

    /// Give it up
    #[command("/cancel")]
    fn give_up(self: SendAmount, key: SessionKey) -> With<Listed, CloseAmount> {
        Listed { told: None }.with(CloseAmount(Open { owner: Owner::from(&key), amount: self.amount }))
    }

    #[invoke(timeout = "5m", retries = 2)]
    async fn find(
        self: &Looking,
        session: SessionKey,
        State(chain): State<Arc<dyn Chain>>,
        State(wallets): State<Wallets>,
    ) -> Result<Option<Credit>> {
        wallets.sync(&*chain).await?;
        wallets.prove(&Owner::from(&session), self.amount).await
    }

    #[done(find)]
    fn found(self: Looking, credit: Option<Credit>) -> To<(Listed, SendAmount)> {
        let Looking { amount, until, looked, .. } = self;
        match credit {
            Some(credit) => goto(Listed { told: Some(told(credit)) }),
            None if looked.0 >= until.0 => goto(Listed { told: Some(Told::new(EXPIRED)) }),
            None => goto(SendAmount { amount, until, looked, told: Some(Told::new(NOT_FOUND)) }),
        }
    }

    #[failed(find)]
    fn not_looked(self: Looking, _failure: Failure) -> SendAmount {
        let told = Some(Told::new(UNREACHABLE));
        SendAmount { amount: self.amount, until: self.until, looked: self.looked, told }
    }

    fn choose(self: Listed, Pick(id): Pick<WalletId>) -> One {
        One { id }
    }

    /// Use this one
    fn activate(self: One) -> Changing {
        Changing { id: self.id, change: Change::Activate }
    }

    /// Remove it
    fn remove(self: One) -> Changing {
        Changing { id: self.id, change: Change::Remove }
    }

    /// To the wallets
    fn shut(self: One) -> Listed {
        Listed { told: None }
    }

    #[invoke(timeout = "1m", retries = 5)]
    async fn change(self: &Changing, session: SessionKey, State(wallets): State<Wallets>) -> Result<()> {
        let owner = Owner::from(&session);
        match self.change {
            Change::Activate => wallets.activate(&owner, &self.id).await,
            Change::Remove => wallets.remove(&owner, &self.id).await,
        }
    }

    #[done(change)]
    fn changed(self: Changing, _: ()) -> Listed {
        Listed { told: None }
    }

    #[failed(change)]
    fn not_changed(self: Changing, _failure: Failure) -> Listed {
        Listed { told: Some(Told::new(FAILED)) }
    }

    /// Top up
    async fn top_up(self: Listed, key: SessionKey, State(wallets): State<Wallets>) -> Result<TopUp> {
        let wallets = wallets.of(&Owner::from(&key)).await?;
        if !wallets.iter().any(|wallet| matches!(wallet.account, Account::Ethereum(_))) {
            return Err(reject("Please connect a wallet at Ethereum first: what it sends is credited to you."));
        }
        Ok(TopUp { looked: Moment(0), told: None })
    }

    /// I have sent something
    fn check(self: TopUp, Now(now): Now) -> Result<ToppingUp> {
        Ok(ToppingUp { looked: self.looked.again(now.as_second())? })
    }

    /// To the wallets
    fn done(self: TopUp) -> Listed {
        Listed { told: None }
    }

    #[invoke(timeout = "5m", retries = 2)]
    async fn credit(
        self: &ToppingUp,
        session: SessionKey,
        State(chain): State<Arc<dyn Chain>>,
        State(wallets): State<Wallets>,
    ) -> Result<Points> {
        wallets.sync(&*chain).await?;
        wallets.top_up(&Owner::from(&session)).await
    }

    #[done(credit)]
    fn credited(self: ToppingUp, points: Points) -> TopUp {
        let told = match points.get() {
            0 => Told::new(NOT_FOUND),
            points => Told::new(CREDITED).with_number("points", points),
        };
        TopUp { looked: self.looked, told: Some(told) }
    }

    #[failed(credit)]
    fn not_credited(self: ToppingUp, _failure: Failure) -> TopUp {
        TopUp { looked: self.looked, told: Some(Told::new(UNREACHABLE)) }
    }

    /// Close
    fn close(self: Listed) -> Closed {
        Closed
    }

    /// Cancel
    #[command("/cancel")]
    #[from(
        Listed,
        ChooseNetwork,
        ChooseProof,
        AskAddress,
        Sign,
        Connecting,
        Opening,
        Looking,
        One,
        Changing,
        TopUp,
        ToppingUp
    )]
    fn cancel(self) -> Closed {
        Closed
    }

    #[effect(retries = 20)]
    async fn close_amount(open: Open, State(wallets): State<Wallets>) -> Result<()> {
        wallets.close_amount(&open.owner, open.amount).await
    }

    #[view]
    async fn wallets(
        self: &Listed,
        key: SessionKey,
        State(wallets): State<Wallets>,
        State(ledger): State<Ledger>,
    ) -> Result<View> {
        let owner = Owner::from(&key);
        let (balance, wallets) = (ledger.balance(&owner).await?, wallets.of(&owner).await?);
        let (free, held, count) = (balance.free.get(), balance.held.get(), wallets.len());
        let text = format!("{}You have {free} points, and {held} are held for jobs.\n", begins(self.told.as_ref()));
        let none = if wallets.is_empty() { "No wallet is connected yet." } else { "Your wallets:" };
        let view = noted(View::text(text + none), self.told.as_ref())
            .argument("free", free)
            .argument("held", held)
            .argument("count", count)
            .row(["connect", "top_up", "close"])
            .hide(["cancel"]);
        Ok(wallets.into_iter().fold(view, |view, wallet| {
            let mark = if wallet.active { "✓ " } else { "" };
            view.option(wallet.id, format!("{mark}{}", short(&wallet.account)))
        }))
    }

    #[view]
    fn to_sign(self: &Sign) -> View {
        let text = self.question.text();
        View::text(
            Markup::from("Please sign this message with your wallet, and send me the signature:\n\n")
                .code(text.clone()),
        )
        .argument("message", text)
    }

    #[view]
    fn to_send(self: &SendAmount, State(chain): State<Arc<dyn Chain>>) -> View {
        let (amount, address) = (format!("{:.6}", self.amount), chain.deposit().to_string());
        let begins = begins(self.told.as_ref());
        let text = Markup::from(format!("{begins}Please send exactly ")).code(amount.clone()).plain(" ETH to ");
        let text =
            text.code(address.clone()).plain(" within an hour. It is credited, and shows that the wallet is yours.");
        noted(View::text(text), self.told.as_ref()).argument("amount", amount).argument("address", address)
    }

    #[view]
    async fn one(self: &One, key: SessionKey, State(wallets): State<Wallets>) -> Result<View> {
        let wallet = wallets.of(&Owner::from(&key)).await?.into_iter().find(|wallet| wallet.id == self.id);
        let account = wallet.map_or_else(String::new, |wallet| wallet.account.to_string());
        Ok(View::text(Markup::default().code(account.clone())).argument("account", account))
    }

    #[view]
    fn topping_up(self: &TopUp, State(chain): State<Arc<dyn Chain>>, State(wallets): State<Wallets>) -> View {
        let (rate, address) = (wallets.rate().get(), chain.deposit().to_string());
        let text = Markup::from(format!(
            "{}1 ETH is worth {rate} points. Send what you like from one of your wallets to ",
            begins(self.told.as_ref())
        ));
        noted(View::text(text.code(address.clone()).plain(".")), self.told.as_ref())
            .argument("rate", rate)
            .argument("address", address)
    }
}

/// What is done with a wallet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    /// It is used from now on.
    Activate,
    /// It is forgotten.
    Remove,
}

/// An amount that is not waited for any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Open {
    owner: Owner,
    amount: Wei,
}

const EXPIRED: &str = "That took too long. Please begin anew.";
const ALL_OPEN: &str = "Too many are connecting wallets right now. Please sign a message, or try again later.";
const UNREACHABLE: &str = "The chain can't be reached right now. Please try again later.";
const NOT_FOUND: &str = "Nothing has come yet. It may take some minutes: please try again.";
const FAILED: &str = "That could not be kept. Please try again.";
const CREDITED: &str = "{points} points are yours.";
const CONNECTED: &str = "The wallet is connected.";
const FOREIGN: &str = "This wallet is connected by somebody else.";
const REPLAYED: &str = "This signature was used before. Please begin anew.";
const CONNECTED_AND_CREDITED: &str = "The wallet is connected, and {points} points are yours.";

/// What is said beside the steps' own texts.
pub(crate) const SAYS: [&str; 10] =
    [EXPIRED, ALL_OPEN, UNREACHABLE, NOT_FOUND, FAILED, CREDITED, CONNECTED, FOREIGN, REPLAYED, CONNECTED_AND_CREDITED];

fn told(credit: Credit) -> Told {
    match credit {
        Credit::Yours(points) if points.get() > 0 => {
            Told::new(CONNECTED_AND_CREDITED).with_number("points", points.get())
        }
        Credit::Yours(_) => Told::new(CONNECTED),
        Credit::Foreign => Told::new(FOREIGN),
        Credit::Replayed => Told::new(REPLAYED),
    }
}

/// What was just done, before the text of the step.
fn begins(told: Option<&Told>) -> String {
    told.map_or_else(String::new, |told| format!("{told}\n\n"))
}

fn noted(view: View, told: Option<&Told>) -> View {
    view.argument("said", usize::from(told.is_some())).argument("told", phrase(told))
}

/// The account as it is recognised: its first and last letters.
fn short(account: &Account) -> String {
    let letters: Vec<char> = account.to_string().chars().collect();
    let (first, last) = (letters.iter().take(8), letters.iter().rev().take(6).rev());
    first.collect::<String>() + "…" + &last.collect::<String>()
}
