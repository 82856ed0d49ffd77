//! A surface of one's own: workflows over plain lines of TCP. `cargo run -p workflow-examples --bin surface`, then
//! `nc 127.0.0.1 PORT`: the first line is a name, `#1` presses the first button, all else is text.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use workflow::prelude::*;
use workflow::surface::{Stop, Surface, SurfaceError};
use workflow::{BoxFuture, Delivery, Engine, Memory};

/// Guess a number.
#[workflow]
pub enum Guess {
    /// I think of a number from 1 to 9. Which?
    Guessing { number: u8 },
    /// Yes!
    #[step(end)]
    Guessed { number: u8 },
}

#[workflow]
impl Guess {
    #[command("/guess")]
    fn start() -> Guessing {
        Guessing { number: 7 }
    }

    fn guess(self: Guessing, Text(guess): Text<u8>) -> Result<Guessed> {
        match guess.cmp(&self.number) {
            std::cmp::Ordering::Less => Err(reject("More.")),
            std::cmp::Ordering::Greater => Err(reject("Less.")),
            std::cmp::Ordering::Equal => Ok(Guessed { number: self.number }),
        }
    }

    /// Tell me
    fn tell(self: Guessing) -> Guessed {
        Guessed { number: self.number }
    }
}

/// Lines of TCP.
struct Lines {
    address: &'static str,
    listener: Option<TcpListener>,
}

impl Surface for Lines {
    // A port that is taken is told before anything is begun.
    fn open(&mut self) -> BoxFuture<'_, Result<(), SurfaceError>> {
        Box::pin(async move {
            let failed = |error| SurfaceError::new(format!("can't listen on {}", self.address), error);
            let listener = TcpListener::bind(self.address).await.map_err(failed)?;
            println!("listening on {}", listener.local_addr().map_err(failed)?);
            self.listener = Some(listener);
            Ok(())
        })
    }

    fn serve(self: Box<Self>, engine: Engine, mut stop: Stop) -> BoxFuture<'static, Result<(), SurfaceError>> {
        Box::pin(async move {
            let listener = self.listener.ok_or_else(|| SurfaceError::new("not opened", "serve before open"))?;
            let mut people = JoinSet::new();
            loop {
                tokio::select! {
                    () = &mut stop => return Ok(()),
                    Ok((stream, _)) = listener.accept() => {
                        people.spawn(talk(engine.clone(), stream));
                    }
                }
            }
        })
    }
}

/// One person.
async fn talk(
    engine: Engine,
    mut stream: TcpStream,
) -> std::result::Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let (read, mut write) = stream.split();
    let mut lines = BufReader::new(read).lines();
    let Some(name) = lines.next_line().await? else { return Ok(()) };
    let key = SessionKey::new("lines", name.as_str(), name.as_str());
    // Whatever changes is shown: also what was done elsewhere, or by itself.
    let mut changes = engine.changes(&key);
    loop {
        if let Some(session) = engine.session(&key).await? {
            write.write_all(format!("{}\n", session.view().text.to_plain()).as_bytes()).await?;
            for (number, offer) in session.offers().into_iter().flatten().enumerate() {
                write.write_all(format!("#{} {}\n", number + 1, offer.label).as_bytes()).await?;
            }
        }
        let line = tokio::select! {
            () = changes.changed() => continue,
            line = lines.next_line() => line?,
        };
        let Some(line) = line else { return Ok(()) };
        let offers = engine.session(&key).await?.map(|session| session.offers().concat()).unwrap_or_default();
        let number = line.strip_prefix('#').and_then(|number| number.parse::<usize>().ok()?.checked_sub(1));
        let pressed = number.and_then(|number| offers.into_iter().nth(number));
        let delivery = match pressed {
            Some(offer) => Delivery::press(fresh_id(), offer.token),
            None => Delivery::text(fresh_id(), line),
        };
        // An error means that nothing is known of it: the same id is delivered again until it is.
        let outcome = engine.deliver(key.clone(), delivery).await?;
        if let Some(rejection) = outcome.rejection() {
            write.write_all(format!("! {rejection}\n").as_bytes()).await?;
        }
    }
}

/// An id names a delivery for ever, so it is never given twice.
fn fresh_id() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    format!("line-{}-{}", since.as_nanos(), COUNT.fetch_add(1, Ordering::Relaxed))
}

#[tokio::main]
async fn main() -> std::result::Result<(), Box<dyn std::error::Error>> {
    let lines = Lines { address: "127.0.0.1:0", listener: None };
    let engine = Engine::builder(()).workflow::<Guess>().store(Memory::new()).surface(lines).build().await?;
    engine.run(workflow::shutdown_signal()).await?;
    Ok(())
}
