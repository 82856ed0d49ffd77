//! `/settings`: how a user likes their pictures.

use serde::{Deserialize, Serialize};
use workflow::prelude::*;

use crate::data::{Cfg, Count, Negative, Owner, Preferences, Saved, SeedChoice, Steps, Strength};
use crate::ports::artist::{Model, Shape};
use crate::ports::models::Models;

/// How you like your pictures.
#[workflow]
pub enum Settings {
    /// How do you like your pictures?
    Menu { preferences: Preferences },
    /// Which model?
    ChooseModel { preferences: Preferences },
    /// Which shape?
    ChooseShape { preferences: Preferences },
    /// In how many steps: 1 to 48?
    AskSteps { preferences: Preferences },
    /// How closely is your prompt followed: 0 to 30?
    AskCfg { preferences: Preferences },
    /// How much of a picture that you give is changed: 0 to 1?
    AskStrength { preferences: Preferences },
    /// Which seed? Send -1 for a new one each time.
    AskSeed { preferences: Preferences },
    /// How many pictures at once?
    ChooseBatch { preferences: Preferences },
    /// What do you not want to see?
    AskNegative { preferences: Preferences },
    /// That is how it stays.
    #[step(end)]
    Kept,
}

#[workflow]
impl Settings {
    /// How you like your pictures: model, shape, seed and more
    #[command("/settings")]
    async fn settings(key: SessionKey, State(saved): State<Saved>) -> Result<Menu> {
        Ok(Menu { preferences: saved.of(&Owner::from(&key)).await? })
    }

    /// Model
    fn model(self: Menu) -> ChooseModel {
        ChooseModel { preferences: self.preferences }
    }

    fn choose_model(self: ChooseModel, Pick(model): Pick<Model>, key: SessionKey, now: Now) -> With<Menu, Save> {
        kept(Preferences { model, ..self.preferences }, &key, now)
    }

    /// Shape
    fn shape(self: Menu) -> ChooseShape {
        ChooseShape { preferences: self.preferences }
    }

    fn choose_shape(self: ChooseShape, Choice(shape): Choice<Shape>, key: SessionKey, now: Now) -> With<Menu, Save> {
        kept(Preferences { shape, ..self.preferences }, &key, now)
    }

    /// Steps
    fn steps(self: Menu) -> AskSteps {
        AskSteps { preferences: self.preferences }
    }

    fn set_steps(self: AskSteps, Text(steps): Text<Steps>, key: SessionKey, now: Now) -> With<Menu, Save> {
        kept(Preferences { steps, ..self.preferences }, &key, now)
    }

    /// Guidance
    fn cfg(self: Menu) -> AskCfg {
        AskCfg { preferences: self.preferences }
    }

    fn set_cfg(self: AskCfg, Text(cfg): Text<Cfg>, key: SessionKey, now: Now) -> With<Menu, Save> {
        kept(Preferences { cfg, ..self.preferences }, &key, now)
    }

    /// Strength
    fn strength(self: Menu) -> AskStrength {
        AskStrength { preferences: self.preferences }
    }

    fn set_strength(self: AskStrength, Text(strength): Text<Strength>, key: SessionKey, now: Now) -> With<Menu, Save> {
        kept(Preferences { strength, ..self.preferences }, &key, now)
    }

    /// Seed
    fn seed(self: Menu) -> AskSeed {
        AskSeed { preferences: self.preferences }
    }

    fn set_seed(self: AskSeed, Text(seed): Text<SeedChoice>, key: SessionKey, now: Now) -> With<Menu, Save> {
        kept(Preferences { seed, ..self.preferences }, &key, now)
    }

    /// Batch
    fn batch(self: Menu) -> ChooseBatch {
        ChooseBatch { preferences: self.preferences }
    }

    fn choose_batch(self: ChooseBatch, Choice(batch): Choice<Count>, key: SessionKey, now: Now) -> With<Menu, Save> {
        kept(Preferences { batch, ..self.preferences }, &key, now)
    }

    /// Not wanted
    fn negative(self: Menu) -> AskNegative {
        AskNegative { preferences: self.preferences }
    }

    fn set_negative(self: AskNegative, Text(negative): Text<Negative>, key: SessionKey, now: Now) -> With<Menu, Save> {
        kept(Preferences { negative, ..self.preferences }, &key, now)
    }

    /// Nothing in particular
    fn no_negative(self: AskNegative, key: SessionKey, now: Now) -> With<Menu, Save> {
        kept(Preferences { negative: Negative::default(), ..self.preferences }, &key, now)
    }

    /// As at the beginning
    fn reset(self: Menu, key: SessionKey, now: Now) -> With<Menu, Save> {
        kept(Preferences::default(), &key, now)
    }

    /// That's it
    fn finish(self: Menu) -> Kept {
        Kept
    }

    /// Cancel
    #[command("/cancel")]
    fn cancel(self) -> Kept {
        Kept
    }

    #[effect(retries = 20)]
    async fn save(liking: Liking, State(saved): State<Saved>) -> Result<()> {
        saved.save(&liking.owner, &liking.preferences, liking.at).await
    }

    #[view]
    fn menu(self: &Menu) -> View {
        let Preferences { model, shape, steps, cfg, strength, seed, batch, negative } = &self.preferences;
        let model = if model.is_usual() { "the usual one" } else { model.as_str() };
        let unwanted = if negative.as_str().is_empty() { "nothing in particular" } else { negative.as_str() };
        let lines = [
            format!("\nModel: {model}\nShape: {shape}\nSteps: {steps}\nGuidance: {cfg}\nStrength: {strength}"),
            format!("\nSeed: {seed}\nBatch: {}\nNot wanted: {unwanted}", batch.get()),
        ];
        View::text(Markup::default().bold("How do you like your pictures?").plain(lines.concat()))
            .argument("usual", usize::from(self.preferences.model.is_usual()))
            .argument("model", self.preferences.model.to_string())
            .argument("shape", shape.option())
            .argument("width", shape.pixels().width)
            .argument("height", shape.pixels().height)
            .argument("steps", steps.to_string())
            .argument("cfg", cfg.to_string())
            .argument("strength", strength.to_string())
            .argument("seed", seed.to_string())
            .argument("batch", batch.get())
            .argument("unwanted", usize::from(!negative.as_str().is_empty()))
            .argument("negative", negative.as_str().to_owned())
            .row(["model", "shape", "batch"])
            .row(["steps", "cfg", "strength"])
            .row(["seed", "negative"])
            .row(["reset", "finish"])
            .hide(["cancel"])
    }

    #[view]
    async fn models(self: &ChooseModel, State(models): State<Models>) -> Result<View> {
        models.offer(View::text("Which model?")).await
    }
}

/// What an owner likes since when.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Liking {
    owner: Owner,
    preferences: Preferences,
    /// In milliseconds of Unix time.
    at: i64,
}

fn kept(preferences: Preferences, key: &SessionKey, Now(at): Now) -> With<Menu, Save> {
    let liking = Liking { owner: key.into(), preferences: preferences.clone(), at: at.as_millisecond() };
    Menu { preferences }.with(Save(liking))
}
