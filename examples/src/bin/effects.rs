//! Durable effects: stored with the move that asks for them, then done at least once under one key, here once in all.
//! `cargo run -p workflow-examples --bin effects`, then `/give`.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use workflow::Engine;
use workflow::prelude::*;

/// Give something.
#[workflow]
pub enum Give {
    /// How much would you like to give?
    AskAmount,
    /// Shall I charge you?
    Review { amount: u32 },
    /// Thank you!
    #[step(end)]
    Given { amount: u32 },
}

#[workflow]
impl Give {
    #[command("/give")]
    fn start() -> AskAmount {
        AskAmount
    }

    fn amount(self: AskAmount, Text(amount): Text<u32>) -> Review {
        Review { amount }
    }

    // What is done because of the move is part of the signature: one effect always, another for some.
    /// Give it
    #[commit]
    fn give(self: Review) -> With<Given, (Charge, Option<Praise>)> {
        let praise = (self.amount >= 100).then(|| Praise("How generous!".to_owned()));
        Given { amount: self.amount }.with((Charge(self.amount), praise))
    }

    #[effect(retries = 20, backoff = "1s")]
    async fn charge(amount: u32, key: Key, State(bank): State<Arc<Bank>>) -> Result<()> {
        bank.charge(&key, amount)
    }

    #[effect]
    async fn praise(words: String) -> Result<()> {
        println!("(a letter: {words})");
        Ok(())
    }

    #[view]
    fn review(self: &Review) -> View {
        View::text(format!("Shall I charge you {}?", self.amount))
    }
}

/// A bank that loses its answer the first time: it has charged, and nobody knows.
#[derive(Default)]
pub struct Bank {
    charged: Mutex<HashMap<String, u32>>,
}

impl Bank {
    fn charge(&self, key: &Key, amount: u32) -> Result<()> {
        let mut charged = self.charged.lock().unwrap_or_else(PoisonError::into_inner);
        // The key is the same for every attempt: so it is known that this one was charged already.
        if charged.insert(key.as_str().to_owned(), amount).is_none() {
            return Err("the line went dead").fault();
        }
        println!("(the bank: charged {amount}, {} time in all)", charged.len());
        Ok(())
    }
}

#[tokio::main]
async fn main() -> std::result::Result<(), Box<dyn std::error::Error>> {
    workflow_examples::talk(Engine::builder(Arc::new(Bank::default())).workflow::<Give>()).await
}
