//! A phrase is found by its text, which is put together here.

use workflow::prelude::*;

fn main() {
    let text = format!("Up to {} pictures.", 20);
    let _ = say!(text);
}
