//! A phrase names what nothing is given for.

use workflow::prelude::*;

fn main() {
    let _ = say!("Up to {most} pictures, {free} are free.", most = 20);
}
