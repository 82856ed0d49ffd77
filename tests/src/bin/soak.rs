//! An engine under load for a long time: `soak [--seconds 600]`.
//!
//! Exits with 1 when something that was answered is lost or was answered otherwise before, or when memory or files grow.

use std::error::Error;
use std::process::ExitCode;
use std::time::Duration;

use workflow_tests::dice::{Dice, seed};
use workflow_tests::load::client::Talk;
use workflow_tests::soak::{child, watch};

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let seconds = match *arguments.as_slice() {
        ["child", folder, start, run, mode] => {
            let talk = if mode == "quiet" { Talk::Quiet } else { Talk::Pushing };
            child::run(folder.as_ref(), start.parse()?, run.parse()?, talk)?;
            return Ok(ExitCode::SUCCESS);
        }
        [] => 600,
        ["--seconds", seconds] => seconds.parse()?,
        _ => return Err("soak [--seconds 600]".into()),
    };
    if seconds < 60 {
        return Err("the first old things are forgotten after some 20 seconds: 60 seconds are the least".into());
    }
    let dice = Dice::new(seed("SOAK_SEED"));
    let wrong = watch::watch(std::env::current_exe()?, Duration::from_secs(seconds), dice);
    if wrong.is_empty() {
        println!("all is well");
        return Ok(ExitCode::SUCCESS);
    }
    for what in wrong.iter().take(20) {
        println!("WRONG: {what}");
    }
    println!("{} in all", wrong.len());
    Ok(ExitCode::FAILURE)
}
