//! What the bot says in other languages than English.

use workflow::{Texts, TextsError};

use crate::data::{Cfg, Change, Name, Negative, SeedChoice, Steps, Strength, Trigger};
use crate::ports::artist::{Painter, Prompt, REFUSALS};
use crate::ports::bench::{Bench, Mark, Times};
use crate::ports::muse::{Chatting, Rules};
use crate::ports::pictures::Pictures;
use crate::ports::trainer::{Http, Pretend};
use crate::wallet::Question;

/// The bot's texts: German, beside the English of the code.
///
/// # Errors
/// When a file is no fluent; the tests read them all.
pub fn texts() -> Result<Texts, TextsError> {
    Texts::new().add("de", include_str!("../texts/de.ftl"))
}

/// What the bot says outside of its workflows.
pub fn says() -> impl Iterator<Item = &'static str> {
    let typed = [Name::SAYS, Trigger::SAYS, Steps::SAYS, Cfg::SAYS, Strength::SAYS, SeedChoice::SAYS, Negative::SAYS];
    Prompt::SAYS
        .into_iter()
        .chain(typed)
        .chain([Mark::SAYS, Times::SAYS, crate::bot::ABOUT])
        .chain(Painter::SAYS)
        .chain(REFUSALS)
        .chain(Pretend::SAYS)
        .chain(Http::SAYS)
        .chain([Chatting::SAYS])
        .chain(Bench::SAYS)
        .chain(Rules::ASKS)
        .chain(Change::SAYS)
        .chain(Pictures::SAYS)
        .chain(Question::SAYS)
        .chain(crate::make::SAYS)
        .chain(crate::train::SAYS)
        .chain(crate::wallet::SAYS)
        .chain(crate::faucet::SAYS)
}
