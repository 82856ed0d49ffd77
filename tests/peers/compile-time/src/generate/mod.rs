//! The same workflow of any length in three ways of writing it.
//!
//! Each of its steps but the last carries a name, a count and a shape, and has two ways out: what the user sends (a text, a
//! number or a shape, in turn) leads to the next step, a button leads past it. It is begun by `/start` and left by `/cancel`.

mod by_hand;
mod statum;
mod workflow;

/// A way of writing it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Peer {
    /// `#[workflow]`.
    Workflow,
    /// An enum, structs, serde's derives and a match.
    ByHand,
    /// statum: states, machine, transitions and data that serde knows.
    Statum,
    /// The same with what it takes to be stored and to be driven by what a user sends.
    StatumDriven,
}

/// The source of a workflow of `steps` steps (at least 3). Another `edit` is another literal in the body of a function of
/// the step in the middle.
pub fn source(peer: Peer, steps: usize, edit: u32) -> String {
    let flow = Flow { steps, edit };
    match peer {
        Peer::Workflow => flow.workflow(),
        Peer::ByHand => flow.by_hand(),
        Peer::Statum => flow.statum(false),
        Peer::StatumDriven => flow.statum(true),
    }
}

struct Flow {
    steps: usize,
    edit: u32,
}

#[derive(Clone, Copy)]
enum Asked {
    Name,
    Count,
    Shape,
}

/// Where a button leads.
enum Past {
    One(usize),
    Two(usize, usize),
}

const WORDS: [&str; 4] = ["What is it called?", "How many shall there be?", "Which shape should it have?", "And then?"];

impl Flow {
    fn last(&self) -> usize {
        self.steps - 1
    }

    fn asked(step: usize) -> Asked {
        match step % 3 {
            0 => Asked::Name,
            1 => Asked::Count,
            _ => Asked::Shape,
        }
    }

    fn past(&self, step: usize) -> Past {
        let (near, far) = ((step + 2).min(self.last()), (step + 3).min(self.last()));
        if step % 4 == 3 && near != far { Past::Two(near, far) } else { Past::One(near) }
    }

    fn docs(step: usize) -> String {
        format!("{} (step {step})", WORDS[step % WORDS.len()])
    }

    fn added(&self, step: usize) -> u32 {
        1 + if step == self.steps / 2 { self.edit } else { 0 }
    }

    /// The name of the function that takes what is asked, and the fields of the next step, of a step bound as `step`.
    fn answer(&self, at: usize, step: &str) -> (String, String) {
        let added = self.added(at);
        match Self::asked(at) {
            Asked::Name => (format!("named_{at}"), format!("name, count: {step}.count + {added}, shape: {step}.shape")),
            Asked::Count => {
                (format!("counted_{at}"), format!("name: {step}.name, count: count + {added}, shape: {step}.shape"))
            }
            Asked::Shape => {
                (format!("shaped_{at}"), format!("name: {step}.name, count: {step}.count + {added}, shape"))
            }
        }
    }
}
