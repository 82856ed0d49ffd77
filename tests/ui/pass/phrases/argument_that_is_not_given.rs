//! Everything that the phrase names is given.

use workflow::prelude::*;

fn main() {
    let free = 3;
    let phrase = say!("Up to {most} pictures, {free} are free.", most = 20, free);
    assert_eq!(phrase.to_string(), "Up to 20 pictures, 3 are free.");
}
