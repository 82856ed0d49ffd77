//! How a set looks: its pictures on one sheet, and a button for each place.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use image::imageops::{self, FilterType};
use image::{DynamicImage, Rgb, RgbImage};
use workflow::prelude::*;

use super::Payment;
use crate::data::{Ledger, Owner, Points, Set, SetId, Sets, Slot};
use crate::ports::letters;
use crate::ports::pictures::Pictures;
use crate::told::{Told, phrase};

/// Shows sets.
#[derive(Clone)]
pub struct Sheets {
    sets: Sets,
    pictures: Pictures,
    ledger: Ledger,
    /// The sheets that were made last: a set is shown again and again.
    made: Arc<Mutex<Vec<(Places, Media)>>>,
}

/// The pictures of a sheet, place by place.
type Places = Vec<Option<workflow::MediaId>>;

/// Places in a row.
const COLUMNS: u32 = 5;
/// How wide and high a place is, in pixels.
const SIDE: u32 = 200;
/// How many sheets are remembered.
const REMEMBERED: usize = 64;

impl Sheets {
    /// Shows these sets with these pictures.
    pub fn new(sets: Sets, pictures: Pictures, ledger: Ledger) -> Self {
        Self { sets, pictures, ledger, made: Arc::default() }
    }

    /// A set for its owner.
    pub(super) async fn editing(&self, id: &SetId, told: Option<&Told>) -> Result<View> {
        let set = self.sets.read(id).await?;
        let count = set.photographs.len();
        let described = set.photographs.iter().filter(|photograph| !photograph.caption.is_empty()).count();
        let trigger = set.trigger.as_ref().map_or("", |trigger| trigger.as_str());
        let mut text = Markup::default().bold(set.name.to_string());
        text = text.plain(format!("\n{count} of 20 pictures, {described} with a caption."));
        if !trigger.is_empty() {
            text = text.plain("\nTrigger word: ").bold(trigger);
        }
        if let Some(told) = told {
            text = text.plain(format!("\n\n{told}"));
        }
        let view = View::text(text.plain("\nSend pictures, one or several at once, or choose a place."))
            .argument("name", set.name.to_string())
            .argument("count", count)
            .argument("described", described)
            .argument("called", usize::from(!trigger.is_empty()))
            .argument("trigger", trigger.to_owned())
            .argument("said", usize::from(told.is_some()))
            .argument("told", phrase(told))
            .columns(COLUMNS as usize)
            .row(["captions", "write", "call"])
            .row(["quote", "close"])
            .photo(self.sheet(&set).await?);
        Ok(Slot::all().fold(view, |view, slot| {
            let mark = if set.at(slot).is_some() { "■" } else { "□" };
            view.option(slot, format!("{slot} {mark}"))
        }))
    }

    /// A set for a reviewer.
    pub(super) async fn review(&self, id: &SetId, owner: &Owner, price: Points, paid: Payment) -> Result<View> {
        let set = self.sets.read(id).await?;
        let captions: Vec<&str> = set.photographs.iter().map(|photograph| photograph.caption.as_str()).collect();
        let captions = captions.into_iter().filter(|caption| !caption.is_empty()).collect::<Vec<_>>().join("\n");
        let shown: String = captions.chars().take(1500).collect();
        let (count, free) = (set.photographs.len(), self.ledger.balance(owner).await?.free.get());
        let asked = if paid == Payment::Open { "" } else { " They agreed to pay." };
        let text = Markup::from("A set to be trained: ").bold(set.name.to_string()).plain(format!(
            "\n{count} pictures of {owner}, who pays {price} points and has {free} left.{asked}\n{shown}\n\nSend a reason to refuse it."
        ));
        Ok(View::text(text)
            .argument("name", set.name.to_string())
            .argument("count", count)
            .argument("owner", owner.to_string())
            .argument("price", price.get())
            .argument("free", free)
            .argument("agreed", usize::from(paid == Payment::Confirmed))
            .argument("captions", shown)
            .photo(self.sheet(&set).await?))
    }

    async fn sheet(&self, set: &Set) -> Result<Media> {
        let of: Vec<_> = Slot::all().map(|slot| set.at(slot).map(|at| at.image.id().clone())).collect();
        let known = self.lock().iter().find(|(known, _)| *known == of).map(|(_, sheet)| sheet.clone());
        if let Some(sheet) = known {
            return Ok(sheet);
        }
        let mut places = Vec::new();
        for photograph in &set.photographs {
            let picture = self.pictures.read(&photograph.image).await?;
            places.push((photograph.slot, crate::computing::computed(move || Ok(small(&picture))).await?));
        }
        let sheet = crate::computing::computed(move || Ok(DynamicImage::from(laid_out(&places)))).await?;
        let sheet = self.pictures.keep(sheet).await?;
        let mut made = self.lock();
        if made.len() >= REMEMBERED {
            made.remove(0);
        }
        made.push((of, sheet.clone()));
        Ok(sheet)
    }

    fn lock(&self) -> MutexGuard<'_, Vec<(Places, Media)>> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn small(picture: &DynamicImage) -> RgbImage {
    picture.resize_to_fill(SIDE - 8, SIDE - 8, FilterType::Triangle).to_rgb8()
}

/// All places in rows, each with its number.
fn laid_out(places: &[(Slot, RgbImage)]) -> RgbImage {
    let rows = u32::from(Slot::MOST).div_ceil(COLUMNS);
    let mut sheet = RgbImage::from_pixel(COLUMNS * SIDE, rows * SIDE, Rgb([38, 40, 46]));
    for slot in Slot::all() {
        let at = u32::from(slot.get()) - 1;
        let (x, y) = (at % COLUMNS * SIDE + 4, at / COLUMNS * SIDE + 4);
        match places.iter().find(|(place, _)| *place == slot) {
            Some((_, picture)) => imageops::replace(&mut sheet, picture, x.into(), y.into()),
            None => {
                let free = RgbImage::from_pixel(SIDE - 8, SIDE - 8, Rgb([58, 61, 70]));
                imageops::replace(&mut sheet, &free, x.into(), y.into());
            }
        }
        letters::write(&mut sheet, &slot.to_string(), (x + 8, y + 8), 3, 0.9);
    }
    sheet
}
