//! One question after the other, each answer checked by its type: `cargo run -p workflow-examples --bin linear`, then `/join`.

use std::fmt;
use std::str::FromStr;

use workflow::Engine;
use workflow::prelude::*;

/// Join the club.
#[workflow]
pub enum Join {
    /// What is your name?
    AskName,
    /// How old are you?
    AskAge { name: Name },
    /// Welcome!
    #[step(end)]
    Member { name: Name, age: u8 },
}

#[workflow]
impl Join {
    #[command("/join")]
    fn start() -> AskName {
        AskName
    }

    fn name(self: AskName, Text(name): Text<Name>) -> AskAge {
        AskAge { name }
    }

    fn age(self: AskAge, Text(age): Text<u8>) -> Result<Member> {
        if age < 14 {
            return Err(reject(say!("Members are 14 at the least: come back in {years} years.", years = 14 - age)));
        }
        Ok(Member { name: self.name, age })
    }

    #[view]
    fn welcome(self: &Member) -> View {
        View::text(Markup::from("Welcome, ").bold(self.name.to_string()).plain("!"))
    }
}

/// A name of letters: nothing else gets into a step.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct Name(String);

impl FromStr for Name {
    type Err = &'static str;

    fn from_str(text: &str) -> std::result::Result<Self, &'static str> {
        let is_name = text.chars().all(|letter| letter.is_alphabetic() || letter == ' ');
        if is_name { Ok(Self(text.to_owned())) } else { Err("A name has letters and spaces.") }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[tokio::main]
async fn main() -> std::result::Result<(), Box<dyn std::error::Error>> {
    workflow_examples::talk(Engine::builder(()).workflow::<Join>()).await
}
