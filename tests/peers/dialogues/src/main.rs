//! Turns of teloxide's dialogues: `dialogues <file> <sessions> <turns>`. Each chat takes one turn after the other, all
//! chats at once: the state is read, decided on and written, as a handler of teloxide does it. Prints turns a second.

use std::error::Error;
use std::sync::Arc;
use std::time::Instant;

use serde::{Deserialize, Serialize};
use teloxide::dispatching::dialogue::serializer::Json;
use teloxide::dispatching::dialogue::{SqliteStorage, Storage};
use teloxide::types::ChatId;

/// The steps of the workflow that ours is measured with.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
enum State {
    #[default]
    Ask,
    PickSize {
        item: String,
    },
    Review {
        item: String,
        size: Size,
    },
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
enum Size {
    Small,
    Medium,
    Large,
}

impl State {
    fn next(self, turn: usize) -> Self {
        match self {
            Self::Ask => Self::PickSize { item: format!("a pot of green tea and {} cups", 1 + turn % 9) },
            Self::PickSize { item } => {
                let size = [Size::Small, Size::Medium, Size::Large];
                Self::Review { item, size: size[turn % size.len()] }
            }
            Self::Review { .. } => Self::Ask,
        }
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, sessions, turns] = arguments.as_slice() else {
        return Err("dialogues <file> <sessions> <turns>".into());
    };
    let (sessions, turns): (i64, usize) = (sessions.parse()?, turns.parse()?);
    let storage = SqliteStorage::open(file, Json).await?;
    let start = Instant::now();
    let chats: Vec<_> =
        (0..sessions).map(|chat| tokio::spawn(take(Arc::clone(&storage), ChatId(chat), turns))).collect();
    for chat in chats {
        chat.await??;
    }
    println!("{}", (sessions as usize * turns) as f64 / start.elapsed().as_secs_f64());
    Ok(())
}

async fn take(
    storage: Arc<SqliteStorage<Json>>,
    chat: ChatId,
    turns: usize,
) -> Result<(), Box<dyn Error + Send + Sync>> {
    for turn in 0..turns {
        let state: State = Arc::clone(&storage).get_dialogue(chat).await?.unwrap_or_default();
        Arc::clone(&storage).update_dialogue(chat, state.next(turn)).await?;
    }
    Ok(())
}
