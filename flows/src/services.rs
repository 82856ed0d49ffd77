//! What the flows take by `State<…>`, each from the bot.

use std::sync::Arc;

use workflow::FromRef;

use crate::bot::Bot;
use crate::data::{Coins, Ledger, Loras, Requests, Saved, Sets, Wallets};
use crate::ports::artist::Artist;
use crate::ports::bench::Bench;
use crate::ports::chain::Chain;
use crate::ports::models::Models;
use crate::ports::muse::Muse;
use crate::ports::pictures::Pictures;
use crate::ports::seeds::Seeds;
use crate::ports::trainer::Trainer;
use crate::status::Gauge;
use crate::tariff::Tariff;
use crate::train::Sheets;
use crate::wallet::{Asker, Clock};

macro_rules! gives {
    ($($service:ty: |$bot:ident| $from:expr;)+) => {
        $(
            impl FromRef<Bot> for $service {
                fn from_ref($bot: &Bot) -> Self {
                    $from
                }
            }
        )+
    };
}

gives! {
    Arc<dyn Artist>: |bot| Arc::clone(&bot.ports.artist);
    Arc<dyn Muse>: |bot| Arc::clone(&bot.ports.muse);
    Arc<dyn Trainer>: |bot| Arc::clone(&bot.ports.trainer);
    Arc<dyn Chain>: |bot| Arc::clone(&bot.ports.chain);
    Models: |bot| Models::new(Arc::clone(&bot.ports.artist));
    Pictures: |bot| bot.ports.pictures.clone();
    Bench: |bot| bot.ports.bench.clone();
    Seeds: |bot| bot.ports.seeds.clone();
    Asker: |bot| bot.ports.asker.clone();
    Tariff: |bot| bot.ports.tariff.clone();
    Ledger: |bot| bot.ledger.clone();
    Wallets: |bot| bot.wallets.clone();
    Sheets: |bot| bot.sheets.clone();
    Gauge: |bot| bot.gauge.clone();
    Saved: |bot| Saved::of_file(bot.ports.data.clone());
    Requests: |bot| Requests::of_file(bot.ports.data.clone());
    Sets: |bot| Sets::of_file(bot.ports.data.clone());
    Loras: |bot| Loras::of_file(bot.ports.data.clone());
    Coins: |bot| Coins::of_file(bot.ports.data.clone());
    Clock: |_bot| Clock::system();
}
