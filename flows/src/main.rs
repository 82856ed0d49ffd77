//! Starts the bot.

use std::error::Error;
use std::process::ExitCode;
use std::time::Duration;

use flows::bot::{Bot, Met, program};
use flows::config::{Asked, Config};
use tracing_subscriber::EnvFilter;

/// A turn is made by one thread and written by another, which costs the system's own allocator more.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let done = match Asked::read() {
        Ok(Asked::Workflow(subcommand)) => match program() {
            Ok(program) => return program.run(subcommand),
            Err(error) => Err(error.into()),
        },
        Ok(Asked::Run(config)) => run(&config),
        Err(error) => Err(error.into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("flows: {}", with_causes(&*error));
            ExitCode::FAILURE
        }
    }
}

fn run(config: &Config) -> Result<(), Box<dyn Error>> {
    let filter =
        EnvFilter::try_new(&config.log).map_err(|error| format!("--log {:?} is no log filter: {error}", config.log))?;
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        match Bot::open(config).await? {
            (engine, Met::Page(address)) => {
                println!("flows is at http://{address} (Ctrl-C ends it)");
                engine.run(until_asked()).await?;
                println!("flows has stopped; what was under way goes on at the next start");
            }
            (engine, Met::Terminal(left)) => {
                engine
                    .run(async {
                        tokio::select! {
                            () = until_asked() => {}
                            () = left => {}
                        }
                    })
                    .await?;
            }
        }
        Ok::<_, Box<dyn Error>>(())
    })?;
    runtime.shutdown_timeout(AT_THE_LATEST);
    Ok(())
}

/// How long threads that compute may go on when everything else has stopped.
const AT_THE_LATEST: Duration = Duration::from_secs(2);

/// Done when the process is asked to end. Whoever asks again means it: what was begun is not finished then.
async fn until_asked() {
    workflow::shutdown_signal().await;
    tokio::spawn(async {
        workflow::shutdown_signal().await;
        std::process::exit(130);
    });
}

fn with_causes(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        next = cause.source();
    }
    text
}
