//! A workflow as plain typed Rust, with no runtime at all: `cargo run -p workflow-examples --bin plain`.

use workflow::prelude::*;

/// A door.
#[workflow]
pub enum Door {
    /// It is closed.
    Closed { opened: u32 },
    /// It is open.
    Open { opened: u32 },
    /// It is gone.
    #[step(end)]
    Removed { opened: u32 },
}

#[workflow]
impl Door {
    fn hang() -> Closed {
        Closed { opened: 0 }
    }

    fn open(self: Closed) -> Open {
        Open { opened: self.opened + 1 }
    }

    fn close(self: Open) -> Closed {
        Closed { opened: self.opened }
    }

    fn remove(self: Open) -> Removed {
        Removed { opened: self.opened }
    }
}

fn main() {
    let door = Door::hang().open().close().open();
    // `door.open()` would not compile: no method named `open` found for struct `Open`.
    let Removed { opened } = door.remove();
    println!("the door was opened {opened} times");
    for edge in Door::GRAPH.edges() {
        let targets: Vec<&str> = Door::GRAPH.targets(edge).map(|step| step.name).collect();
        println!("{} leads to {}", edge.name, targets.join(" or "));
    }
}
