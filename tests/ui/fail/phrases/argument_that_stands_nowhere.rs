//! A phrase is given what stands nowhere in it, what is misspelt, and the same twice.

use workflow::prelude::*;

fn main() {
    let _ = say!("Up to 20 pictures.", most = 20);
    let _ = say!("Up to {most} pictures.", mots = 20);
    let _ = say!("Up to {most} pictures.", most = 20, most = 21);
}
