//! Parameters of one's own: an input that is taken from what a user sends, and a service that is taken from the application.
//! `cargo run -p workflow-examples --bin extractor`, then `/pay`.

use std::sync::Arc;

use workflow::prelude::*;
use workflow::{Context, Engine, Input, Takes};

/// Pay a bill.
#[workflow]
pub enum Pay {
    /// How much? As “12.50 EUR” or “3 GBP”.
    AskAmount,
    /// Paid.
    #[step(end)]
    Paid { amount: Money, in_euro: u64 },
}

#[workflow]
impl Pay {
    #[command("/pay")]
    fn start() -> AskAmount {
        AskAmount
    }

    fn amount(self: AskAmount, amount: Money, rates: Rates) -> Result<Paid> {
        let in_euro = rates.in_euro(&amount).or_reject("I know no rate for that.")?;
        Ok(Paid { amount, in_euro })
    }

    #[view]
    fn paid(self: &Paid) -> View {
        View::text(format!("Paid: {}.{:02} EUR", self.in_euro / 100, self.in_euro % 100))
    }
}

/// An amount and its currency: an input, as `Text` is one.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Money {
    hundredths: u64,
    currency: String,
}

impl FromInput for Money {
    // What a surface asks for, and what clashes with another input at the same step.
    const TAKES: Takes = Takes::TEXT;

    fn from_input(input: Input) -> Result<Self> {
        let Input::Text(text) = input else { return Err(reject("Please write an amount.")) };
        let read = || {
            let (amount, currency) = text.trim().split_once(' ')?;
            let (whole, part) = amount.split_once('.').unwrap_or((amount, "00"));
            let hundredths: u64 = if part.len() == 2 { part.parse().ok()? } else { return None };
            let hundredths = whole.parse::<u64>().ok()?.checked_mul(100)?.checked_add(hundredths)?;
            Some(Self { hundredths, currency: currency.to_uppercase() })
        };
        read().or_reject("An amount is a number and a currency, as 12.50 EUR.")
    }
}

/// What a currency is worth: a service, without `State` around it.
#[derive(Debug, Clone)]
pub struct Rates(Arc<[(&'static str, u64)]>);

impl Rates {
    fn in_euro(&self, money: &Money) -> Option<u64> {
        let (_, percent) = self.0.iter().find(|(currency, _)| *currency == money.currency)?;
        Some(money.hundredths.checked_mul(*percent)? / 100)
    }
}

// For every application that has it, wherever it is asked for: `At` says where.
impl<App, At> FromContext<App, At> for Rates
where
    Rates: FromRef<App>,
{
    fn from_context(context: &mut Context<'_, App, At>) -> Result<Self> {
        Ok(Rates::from_ref(context.app()))
    }
}

/// The application.
#[derive(Clone)]
struct Till {
    rates: Rates,
}

impl FromRef<Till> for Rates {
    fn from_ref(till: &Till) -> Self {
        till.rates.clone()
    }
}

#[tokio::main]
async fn main() -> std::result::Result<(), Box<dyn std::error::Error>> {
    let till = Till { rates: Rates(Arc::from([("EUR", 100), ("GBP", 119)])) };
    workflow_examples::talk(Engine::builder(till).workflow::<Pay>()).await
}
