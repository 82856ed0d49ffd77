//! What the examples share: a conversation in a terminal, by hand or by a pipe.

use std::error::Error;

use workflow::surface::terminal::Terminal;
use workflow::{Builder, Memory};

/// Talks in the terminal until the user leaves. What is kept is kept in memory.
///
/// # Errors
/// When the workflows are not well made, or the terminal is broken.
pub async fn talk<App: Clone + Send + Sync + 'static>(builder: Builder<App>) -> Result<(), Box<dyn Error>> {
    let terminal = Terminal::new();
    let left = terminal.left();
    let engine = builder.store(Memory::new()).surface(terminal).build().await?;
    engine.run(left).await?;
    Ok(())
}
