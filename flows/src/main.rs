//! Starts the bot.

use std::error::Error;
use std::process::ExitCode;

use flows::bot::Bot;
use flows::config::Config;
use tracing_subscriber::EnvFilter;

fn main() -> ExitCode {
    match start() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("flows: {}", with_causes(&*error));
            ExitCode::FAILURE
        }
    }
}

fn start() -> Result<(), Box<dyn Error>> {
    let config = Config::read()?;
    let filter =
        EnvFilter::try_new(&config.log).map_err(|error| format!("--log {:?} is no log filter: {error}", config.log))?;
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let (engine, address) = Bot::open(&config).await?;
        println!("flows is at http://{address} (Ctrl-C ends it)");
        engine.run(workflow::shutdown_signal()).await?;
        println!("flows has stopped; what was under way goes on at the next start");
        Ok(())
    })
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
