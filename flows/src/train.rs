//! `/train`: a small model of a user's own, from a set of pictures through a review to their library.

mod sheet;

use std::sync::Arc;

use workflow::Phrase;
use workflow::prelude::*;

use crate::data::{Change, Job, Kind, Ledger, Lora, Loras, Name, Owner, Points, Set, SetId, Sets, Slot, Trigger};
use crate::ports::muse::Muse;
use crate::ports::pictures::Pictures;
use crate::ports::trainer::{Lesson, Trained as Model, Trainer};
use crate::tariff::Tariff;
use crate::told::Told;
pub use sheet::Sheets;

/// Train a model of your own.
#[workflow]
pub enum Train {
    /// Your sets.
    ChooseSet,
    /// What shall the new set be called?
    AskName,
    /// Making the set …
    Creating { name: Name },
    /// The set.
    Editing { set: SetId, told: Option<Told> },
    /// One place of the set.
    Looking { set: SetId, slot: Slot, image: Option<Media> },
    /// Keeping it …
    Keeping { set: SetId, change: Change },
    /// What is on this picture?
    Captioning { set: SetId, slot: Slot, image: Media },
    /// Keeping it …
    KeepingCaption { set: SetId, slot: Slot, change: Change },
    /// Looking at your pictures …
    Describing { set: SetId },
    /// Which word shall call it?
    AskTrigger { set: SetId, offered: Trigger },
    /// The price.
    Quoted { set: SetId, name: Name, count: u8, price: Points },
    /// Handing it in …
    Submitting { set: SetId, job: Job, price: Points },
    /// A reviewer looks at your set.
    Waiting { set: SetId, job: Job, price: Points, payment: Payment },
    /// Shall it be trained?
    PaymentAsked { set: SetId, job: Job, price: Points },
    /// Training …
    #[step(after(Waiting))]
    Training { set: SetId, job: Job, price: Points, kind: Kind },
    /// It is in your library: /create, “One of your own”.
    #[step(end, after(Waiting))]
    Trained { name: Name, trigger: Trigger, packed: Media },
    /// It was not trained, and you have your points back.
    #[step(end)]
    NotTrained { reason: String },
    /// Your sets stay as they are.
    #[step(end)]
    Left,
}

#[workflow]
impl Train {
    /// Train a model of your own with your pictures
    #[command("/train")]
    fn train() -> ChooseSet {
        ChooseSet
    }

    /// New
    fn new_set(self: ChooseSet) -> AskName {
        AskName
    }

    async fn name(
        self: AskName,
        Text(name): Text<Name>,
        key: SessionKey,
        State(sets): State<Sets>,
    ) -> Result<Creating> {
        if sets.has(&Owner::from(&key), &name).await? {
            return Err(reject("You have a set of this name already: please choose another one."));
        }
        Ok(Creating { name })
    }

    #[invoke(timeout = "1m", retries = 5)]
    async fn create(self: &Creating, key: Key, session: SessionKey, State(sets): State<Sets>) -> Result<Option<SetId>> {
        sets.create(&key, &Owner::from(&session), &self.name).await
    }

    #[done(create)]
    fn created(self: Creating, set: Option<SetId>) -> To<(Editing, AskName)> {
        match set {
            Some(set) => goto(Editing { set, told: None }),
            None => goto(AskName),
        }
    }

    #[failed(create)]
    fn not_created(self: Creating, _failure: Failure) -> AskName {
        AskName
    }

    fn open(self: ChooseSet, Pick(set): Pick<SetId>) -> Editing {
        Editing { set, told: None }
    }

    async fn add(
        self: Editing,
        Album(images): Album,
        State(pictures): State<Pictures>,
        State(sets): State<Sets>,
    ) -> Result<Keeping> {
        is_open(&sets.read(&self.set).await?)?;
        for image in &images {
            pictures.checked(image.clone()).await?;
        }
        Ok(Keeping { set: self.set, change: Change::Add(images) })
    }

    async fn slot(self: Editing, Pick(slot): Pick<Slot>, State(sets): State<Sets>) -> Result<Looking> {
        let set = sets.read(&self.set).await?;
        is_open(&set)?;
        let image = set.at(slot).map(|photograph| photograph.image.clone());
        Ok(Looking { set: self.set, slot, image })
    }

    async fn put(self: Looking, Photo(image): Photo, State(pictures): State<Pictures>) -> Result<Keeping> {
        let image = pictures.checked(image).await?;
        let seen = self.image.map(|image| image.id().clone());
        Ok(Keeping { set: self.set, change: Change::Put(self.slot, image, seen) })
    }

    /// Take it out
    #[when(Looking::is_taken)]
    fn delete(self: Looking) -> Result<Keeping> {
        let seen = self.image.or_reject("There is no picture here.")?;
        Ok(Keeping { set: self.set, change: Change::Delete(self.slot, seen.id().clone()) })
    }

    /// To the set
    fn shut(self: Looking) -> Editing {
        Editing { set: self.set, told: None }
    }

    #[invoke(timeout = "1m", retries = 5)]
    async fn keep(self: &Keeping, key: Key, State(sets): State<Sets>) -> Result<Option<Told>> {
        sets.change(&key, &self.set, &self.change).await
    }

    #[done(keep)]
    fn kept(self: Keeping, told: Option<Told>) -> Editing {
        Editing { set: self.set, told }
    }

    #[failed(keep)]
    fn not_kept(self: Keeping, _failure: Failure) -> Editing {
        Editing { set: self.set, told: Some(Told::new(NOT_KEPT)) }
    }

    /// Captions
    async fn captions(self: Editing, State(sets): State<Sets>) -> Result<Captioning> {
        let set = sets.read(&self.set).await?;
        is_open(&set)?;
        let first = set.photographs.into_iter().next().or_reject("There is no picture yet: please send some first.")?;
        Ok(Captioning { set: self.set, slot: first.slot, image: first.image })
    }

    fn caption(self: Captioning, Text(caption): Text<Caption>) -> KeepingCaption {
        let change = Change::Caption(self.slot, self.image.id().clone(), caption.0);
        KeepingCaption { set: self.set, slot: self.slot, change }
    }

    #[invoke(timeout = "1m", retries = 5)]
    async fn keep_caption(
        self: &KeepingCaption,
        key: Key,
        State(sets): State<Sets>,
    ) -> Result<(Option<Told>, Option<(Slot, Media)>)> {
        let told = sets.change(&key, &self.set, &self.change).await?;
        Ok((told, after(sets.read(&self.set).await?, self.slot)))
    }

    #[done(keep_caption)]
    fn caption_kept(
        self: KeepingCaption,
        (told, next): (Option<Told>, Option<(Slot, Media)>),
    ) -> To<(Captioning, Editing)> {
        match (told, next) {
            (None, Some((slot, image))) => goto(Captioning { set: self.set, slot, image }),
            (told, _) => goto(Editing { set: self.set, told }),
        }
    }

    #[failed(keep_caption)]
    fn caption_not_kept(self: KeepingCaption, _failure: Failure) -> Editing {
        Editing { set: self.set, told: Some(Told::new(NOT_KEPT)) }
    }

    /// Next picture
    async fn skip(self: Captioning, State(sets): State<Sets>) -> Result<To<(Captioning, Editing)>> {
        Ok(match after(sets.read(&self.set).await?, self.slot) {
            Some((slot, image)) => goto(Captioning { set: self.set, slot, image }),
            None => goto(Editing { set: self.set, told: None }),
        })
    }

    /// To the set
    fn stop(self: Captioning) -> Editing {
        Editing { set: self.set, told: None }
    }

    /// Write the missing captions
    async fn write(self: Editing, State(sets): State<Sets>) -> Result<Describing> {
        is_open(&sets.read(&self.set).await?)?;
        Ok(Describing { set: self.set })
    }

    #[invoke(timeout = "10m", retries = 3)]
    async fn describe(
        self: &Describing,
        key: Key,
        State(sets): State<Sets>,
        State(muse): State<Arc<dyn Muse>>,
        progress: Progress,
    ) -> Result<Change> {
        let set = sets.read(&self.set).await?;
        let missing: Vec<_> = set.photographs.iter().filter(|photograph| photograph.caption.is_empty()).collect();
        let mut captions = Vec::new();
        for photograph in &missing {
            progress.set(part(captions.len(), missing.len()), "");
            let caption = muse.describe(&key, &photograph.image).await?;
            captions.push((photograph.slot, photograph.image.id().clone(), caption));
        }
        Ok(Change::Describe(captions))
    }

    #[done(describe)]
    fn described(self: Describing, change: Change) -> Keeping {
        Keeping { set: self.set, change }
    }

    #[failed(describe)]
    fn not_described(self: Describing, _failure: Failure) -> Editing {
        Editing { set: self.set, told: Some(Told::new(SILENT)) }
    }

    /// Enough: to the set
    fn leave_it(self: Describing) -> Editing {
        Editing { set: self.set, told: None }
    }

    /// Trigger word
    async fn call(self: Editing, State(sets): State<Sets>) -> Result<AskTrigger> {
        let set = sets.read(&self.set).await?;
        is_open(&set)?;
        Ok(AskTrigger { set: self.set, offered: Trigger::offered(&set.name) })
    }

    fn trigger(self: AskTrigger, Text(trigger): Text<Trigger>) -> Keeping {
        Keeping { set: self.set, change: Change::Trigger(trigger) }
    }

    /// Take the word that is offered
    fn offered(self: AskTrigger) -> Keeping {
        Keeping { set: self.set, change: Change::Trigger(self.offered) }
    }

    /// Hand it in
    async fn quote(
        self: Editing,
        key: SessionKey,
        State(sets): State<Sets>,
        State(tariff): State<Tariff>,
    ) -> Result<Quoted> {
        let set = sets.read(&self.set).await?;
        is_open(&set)?;
        let count = set.photographs.len();
        if count < Set::FEWEST {
            let missing = Set::FEWEST - count;
            return Err(reject(say!("It takes 10 pictures at least: {missing} are missing.", missing)));
        }
        let count = u8::try_from(count)?;
        Ok(Quoted { price: tariff.training(&Owner::from(&key), count), set: self.set, name: set.name, count })
    }

    /// Pay and hand it in
    #[commit]
    async fn submit(self: Quoted, key: SessionKey, State(ledger): State<Ledger>) -> Result<Submitting> {
        let free = ledger.balance(&Owner::from(&key)).await?.free;
        if free < self.price {
            let (price, free) = (self.price.get(), free.get());
            return Err(reject(say!(
                "That takes {price} points, and you have {free}: /wallet tops them up.",
                price,
                free
            )));
        }
        Ok(Submitting { set: self.set, job: Job::new(), price: self.price })
    }

    /// Not yet
    fn not_yet(self: Quoted) -> Editing {
        Editing { set: self.set, told: None }
    }

    #[invoke(timeout = "1m", retries = 5)]
    async fn reserve(
        self: &Submitting,
        key: Key,
        session: SessionKey,
        State(ledger): State<Ledger>,
        State(sets): State<Sets>,
    ) -> Result<Option<Told>> {
        if let Err(error) = ledger.reserve(&self.job, &Owner::from(&session), self.price).await {
            let rejection = error.rejection().map(|rejection| Some(Told::from(rejection.phrase())));
            return rejection.ok_or(error);
        }
        sets.change(&key, &self.set, &Change::Lock).await
    }

    #[done(reserve)]
    fn reserved(self: Submitting, told: Option<Told>) -> To<(Waiting, Editing)> {
        match told {
            None => goto(Waiting { set: self.set, job: self.job, price: self.price, payment: Payment::Open }),
            told => goto(Editing { set: self.set, told }),
        }
    }

    #[failed(reserve)]
    fn not_reserved(self: Submitting, _failure: Failure, key: SessionKey) -> With<Editing, GiveUp> {
        let given_up = Given { owner: Owner::from(&key), job: self.job, set: self.set.clone() };
        Editing { set: self.set, told: Some(Told::new(NOT_KEPT)) }.with(GiveUp(given_up))
    }

    /// Approve as style
    #[actor("reviewer")]
    fn approve_style(self: Waiting) -> Training {
        Training { set: self.set, job: self.job, price: self.price, kind: Kind::Style }
    }

    /// Approve as subject
    #[actor("reviewer")]
    fn approve_subject(self: Waiting) -> Training {
        Training { set: self.set, job: self.job, price: self.price, kind: Kind::Subject }
    }

    /// Ask for payment first
    #[actor("reviewer")]
    #[when(Waiting::is_open)]
    fn ask_payment(self: Waiting) -> PaymentAsked {
        PaymentAsked { set: self.set, job: self.job, price: self.price }
    }

    #[actor("reviewer")]
    fn refuse(self: Waiting, Text(reason): Text<Caption>, owner: SessionKey) -> With<NotTrained, GiveUp> {
        give_up(reason.0, self.set, self.job, &owner)
    }

    /// Take it back
    #[command("/cancel")]
    fn take_back(self: Waiting, key: SessionKey) -> With<NotTrained, GiveUp> {
        give_up(TAKEN_BACK.into(), self.set, self.job, &key)
    }

    /// Pay
    #[commit]
    fn pay(self: PaymentAsked) -> Waiting {
        Waiting { set: self.set, job: self.job, price: self.price, payment: Payment::Confirmed }
    }

    /// Not today
    #[command("/cancel")]
    fn not_today(self: PaymentAsked, key: SessionKey) -> With<NotTrained, GiveUp> {
        give_up(TAKEN_BACK.into(), self.set, self.job, &key)
    }

    #[after("24h")]
    fn not_paid(self: PaymentAsked, key: SessionKey) -> With<NotTrained, GiveUp> {
        give_up(NOT_PAID.into(), self.set, self.job, &key)
    }

    #[invoke(timeout = "24h", retries = 5)]
    async fn learn(
        self: &Training,
        State(sets): State<Sets>,
        State(trainer): State<Arc<dyn Trainer>>,
        progress: Progress,
    ) -> Result<(Lora, Model)> {
        let set = sets.read(&self.set).await?;
        let first = set.photographs.first().ok_or("a set that was handed in has pictures").fault()?;
        let (sample, trigger) = (first.image.clone(), set.trigger.unwrap_or_else(|| Trigger::offered(&set.name)));
        let lesson = Lesson { name: set.name, trigger, kind: self.kind, photographs: set.photographs };
        let model = trainer.train(&self.job, &lesson, progress).await?;
        let Lesson { name, trigger, kind, .. } = lesson;
        Ok((Lora { name, trigger, kind, file: model.file.clone(), sample }, model))
    }

    #[done(learn)]
    fn learnt(self: Training, (lora, model): (Lora, Model), key: SessionKey) -> With<Trained, (Settle, Shelve)> {
        let shelved = Shelved { owner: Owner::from(&key), job: self.job.clone(), lora: lora.clone() };
        let trained = Trained { name: lora.name, trigger: lora.trigger, packed: model.packed };
        trained.with((Settle(self.job), Shelve(shelved)))
    }

    #[failed(learn)]
    fn not_learnt(self: Training, failure: Failure, key: SessionKey) -> With<NotTrained, GiveUp> {
        give_up(failure.reason().to_owned(), self.set, self.job, &key)
    }

    /// Stop the training
    #[command("/cancel")]
    fn stop_training(self: Training, key: SessionKey) -> With<NotTrained, GiveUp> {
        give_up(TAKEN_BACK.into(), self.set, self.job, &key)
    }

    /// Close
    #[command("/cancel")]
    #[from(ChooseSet, AskName, Editing, Looking, Captioning, AskTrigger, Quoted)]
    fn close(self) -> Left {
        Left
    }

    #[effect(retries = 50)]
    async fn settle(job: Job, State(ledger): State<Ledger>) -> Result<()> {
        ledger.settle(&job).await
    }

    #[effect(retries = 50)]
    async fn shelve(shelved: Shelved, State(loras): State<Loras>) -> Result<()> {
        loras.add(shelved.job.as_str(), &shelved.owner, &shelved.lora).await
    }

    #[effect(retries = 50)]
    async fn give_up(
        given: Given,
        key: Key,
        State(ledger): State<Ledger>,
        State(sets): State<Sets>,
        State(trainer): State<Arc<dyn Trainer>>,
    ) -> Result<()> {
        ledger.refund(&given.job, &given.owner).await?;
        sets.change(&key, &given.set, &Change::Unlock).await?;
        // The last: points and set are back even while the trainer is out of reach.
        trainer.cancel(&given.job).await
    }

    #[view]
    async fn sets(self: &ChooseSet, key: SessionKey, State(sets): State<Sets>) -> Result<View> {
        let sets = sets.of(&Owner::from(&key)).await?;
        let view = View::text(if sets.is_empty() { "You have no sets yet." } else { "Your sets." });
        let view = view.argument("count", sets.len());
        Ok(sets.into_iter().fold(view, |view, (id, name, count)| view.option(id, format!("{name} ({count})"))))
    }

    #[view]
    async fn editing(self: &Editing, State(sheets): State<Sheets>) -> Result<View> {
        sheets.editing(&self.set, self.told.as_ref()).await
    }

    #[view]
    fn looking(self: &Looking) -> View {
        let slot = self.slot.get();
        match &self.image {
            Some(image) => View::text(format!("Picture {slot}. Send another one to replace it.")).photo(image.clone()),
            None => View::text(format!("Place {slot} is free. Send a picture for it.")),
        }
        .argument("slot", slot)
        .argument("taken", usize::from(self.image.is_some()))
    }

    #[view]
    async fn captioning(self: &Captioning, State(sets): State<Sets>) -> Result<View> {
        let set = sets.read(&self.set).await?;
        let now = set.at(self.slot).map_or_else(String::new, |photograph| photograph.caption.clone());
        let text = Markup::from(format!("What is on picture {}?", self.slot));
        let text = if now.is_empty() { text } else { text.plain("\nNow: ").italic(now.clone()) };
        Ok(View::text(text)
            .photo(self.image.clone())
            .argument("slot", self.slot.get())
            .argument("captioned", usize::from(!now.is_empty()))
            .argument("caption", now))
    }

    #[view]
    fn trigger_asked(self: &AskTrigger) -> View {
        View::text(
            Markup::from("Which word shall call it in a prompt? I offer ").bold(self.offered.to_string()).plain("."),
        )
        .argument("offered", self.offered.to_string())
    }

    #[view]
    async fn quoted(self: &Quoted, key: SessionKey, State(ledger): State<Ledger>) -> Result<View> {
        let free = ledger.balance(&Owner::from(&key)).await?.free.get();
        let (count, price) = (self.count, self.price.get());
        let text = Markup::from("Training ").bold(self.name.to_string());
        Ok(View::text(text.plain(format!(" with {count} pictures takes {price} points. You have {free}.")))
            .argument("name", self.name.to_string())
            .argument("count", count)
            .argument("price", price)
            .argument("free", free))
    }

    #[view]
    #[actor("reviewer")]
    async fn for_the_reviewer(self: &Waiting, key: SessionKey, State(sheets): State<Sheets>) -> Result<View> {
        sheets.review(&self.set, &Owner::from(&key), self.price, self.payment).await
    }

    #[view]
    fn payment(self: &PaymentAsked) -> View {
        let price = self.price.get();
        View::text(format!("The reviewer agrees. Shall it be trained for {price} points? You have 24 hours."))
            .argument("price", price)
    }

    #[view]
    fn trained(self: &Trained) -> View {
        let text = Markup::default().bold(self.name.to_string()).plain(" is in your library: it is called by ");
        View::text(text.bold(self.trigger.to_string()).plain(" and waits under “One of your own” of /create."))
            .photo(self.packed.clone())
            .argument("name", self.name.to_string())
            .argument("trigger", self.trigger.to_string())
    }

    #[view]
    fn not_trained(self: &NotTrained) -> View {
        View::text(format!("It was not trained, and you have your points back. {}", self.reason))
            .argument("reason", Phrase::from(&self.reason))
    }
}

impl Looking {
    /// Whether there is a picture.
    fn is_taken(&self) -> bool {
        self.image.is_some()
    }
}

impl Waiting {
    /// Whether the user was not asked for payment yet.
    fn is_open(&self) -> bool {
        self.payment == Payment::Open
    }
}

/// Whether the user was asked to pay, beyond handing it in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Payment {
    /// Not yet.
    Open,
    /// They were, and agreed.
    Confirmed,
}

/// What is written about something: up to 500 characters.
pub struct Caption(String);

impl std::str::FromStr for Caption {
    type Err = Phrase;

    fn from_str(text: &str) -> Result<Self, Phrase> {
        if text.chars().count() > 500 { Err(Phrase::new(TOO_LONG)) } else { Ok(Self(text.to_owned())) }
    }
}

const TOO_LONG: &str = "Please be brief: up to 500 characters are read.";
const NOT_KEPT: &str = "That could not be kept. Please try again.";
const SILENT: &str = "I could not describe them. Please try again later.";
const TAKEN_BACK: &str = "You took it back.";
const NOT_PAID: &str = "It was not paid within 24 hours.";

/// What is said beside the steps' own texts.
pub(crate) const SAYS: [&str; 5] = [TOO_LONG, NOT_KEPT, SILENT, TAKEN_BACK, NOT_PAID];

/// What is given up.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Given {
    owner: Owner,
    job: Job,
    set: SetId,
}

/// What goes into a library.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Shelved {
    owner: Owner,
    job: Job,
    lora: Lora,
}

fn give_up(reason: String, set: SetId, job: Job, key: &SessionKey) -> With<NotTrained, GiveUp> {
    NotTrained { reason }.with(GiveUp(Given { owner: Owner::from(key), job, set }))
}

fn is_open(set: &Set) -> Result<()> {
    if set.is_locked { Err(reject("This set was handed in: it can't be changed now.")) } else { Ok(()) }
}

/// The picture after this one.
fn after(set: Set, slot: Slot) -> Option<(Slot, Media)> {
    let next = set.photographs.into_iter().find(|photograph| photograph.slot > slot)?;
    Some((next.slot, next.image))
}

#[expect(clippy::cast_precision_loss, reason = "20 at the most")]
fn part(done: usize, all: usize) -> f32 {
    done as f32 / all.max(1) as f32
}
