//! What things cost.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::data::{Owner, Points};

/// The prices, and who pays less.
#[derive(Debug, Clone, Default)]
pub struct Tariff {
    discounts: Arc<BTreeMap<String, u8>>,
}

/// What a training takes.
const TRAINING: u32 = 1000;
/// What it takes more for each picture.
const PICTURE: u32 = 50;
/// The highest discount, in hundredths.
pub const MOST_DISCOUNT: u8 = 75;

impl Tariff {
    /// The usual prices, less so many hundredths for these users: 75 at the most.
    pub fn new(discounts: BTreeMap<String, u8>) -> Self {
        Self { discounts: Arc::new(discounts) }
    }

    /// What it takes the owner to train with so many pictures: 1,000 points and 50 a picture, less their discount.
    pub fn training(&self, owner: &Owner, pictures: u8) -> Points {
        let discount = self.discounts.get(owner.as_str()).copied().unwrap_or_default().min(MOST_DISCOUNT);
        Points::new(TRAINING + PICTURE * u32::from(pictures)).less(discount)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use workflow::SessionKey;

    #[test]
    fn a_training_takes_a_thousand_points_and_fifty_a_picture_less_the_discount() {
        let ann = Owner::from(&SessionKey::new("test", "ann", "ann"));
        assert_eq!(Tariff::default().training(&ann, 10), Points::new(1500));
        let with = |percent| Tariff::new(BTreeMap::from([(ann.to_string(), percent)])).training(&ann, 10);
        assert_eq!((with(10), with(75), with(99)), (Points::new(1350), Points::new(375), Points::new(375)));
    }
}
