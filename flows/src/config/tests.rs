use std::path::Path;

use super::*;

fn options(arguments: &[&str]) -> Options {
    Arguments::parse_from(std::iter::once(&"flows").chain(arguments)).options
}

#[test]
fn an_option_wins_over_the_file_and_the_file_over_the_default() {
    let file: File = toml::from_str("listen = \"127.0.0.1:1\"\ntitle = \"ours\"").unwrap();
    let config = Config::of(options(&["--listen", "127.0.0.1:2"]), file).unwrap();
    assert_eq!((config.listen.as_str(), config.title.as_str()), ("127.0.0.1:2", "ours"));
    assert_eq!(config.data, PathBuf::from("flows-data"));
}

#[test]
fn a_token_is_never_shown() {
    let config = Config::of(options(&["--telegram-token", "12:abc"]), File::default()).unwrap();
    assert!(!format!("{config:?}").contains("abc"));
    assert_eq!(config.telegram.unwrap().token.reveal(), "12:abc");
}

#[test]
fn a_misspelt_setting_is_refused_by_name() {
    let error = File::parse(Path::new("flows.toml"), "lisen = \"x\"").unwrap_err().to_string();
    assert!(error.contains("lisen"), "{error}");
    let error = File::parse(Path::new("flows.toml"), "comfy_ulr = \"x\"").unwrap_err().to_string();
    assert!(error.contains("comfy_ulr"), "{error}");
}

#[test]
fn https_of_the_file_can_be_turned_off() {
    let file: File = toml::from_str("https = true").unwrap();
    assert_eq!(Config::of(options(&["--https=false"]), file).unwrap().https, Https::No);
}

#[test]
fn the_bot_is_met_in_the_terminal_when_it_is_asked_for() {
    let file = || toml::from_str::<File>("terminal = true").unwrap();
    let config = Config::of(options(&[]), file()).unwrap();
    assert_eq!((config.place, config.log.as_str()), (Place::Terminal, "warn"));
    assert_eq!(Config::of(options(&["--terminal=false"]), file()).unwrap().place, Place::Page);
    assert_eq!(Config::of(options(&["--terminal"]), File::default()).unwrap().place, Place::Terminal);
}

#[test]
fn a_server_of_the_file_is_used_and_an_option_wins_over_it() {
    let file = || toml::from_str::<File>("comfy_url = \"http://a\"\nlisten = \"127.0.0.1:1\"").unwrap();
    let artist = |arguments: &[&str]| Config::of(options(arguments), file()).unwrap().servers.artist;
    assert_eq!(artist(&[]), Some(AtArtist::Comfy("http://a".into())));
    assert_eq!(artist(&["--comfy-url", "http://b"]), Some(AtArtist::Comfy("http://b".into())));
}

#[test]
fn a_pace_below_zero_is_refused() {
    let error = Config::of(options(&["--pace=-1"]), File::default()).unwrap_err();
    assert_eq!(error.to_string(), "a pace is a number of seconds from 0 to 3600, not -1");
}

#[test]
fn the_arguments_are_well_formed() {
    use clap::CommandFactory;
    Arguments::command().debug_assert();
}

#[test]
fn the_settings_of_the_docs_are_settings() {
    let text = include_str!("../../../docs/operating/flows.toml");
    let path = Path::new("docs/operating/flows.toml");
    let config = Config::of(options(&[]), File::parse(path, text).unwrap()).unwrap();
    assert_eq!(config.reviewers, ["telegram:12345"]);
    // Those that are left out there too.
    let is_setting = |line: &&str| line.starts_with(|letter: char| letter.is_ascii_lowercase() || letter == '"');
    let uncommented =
        |line: &'static str| line.strip_prefix("# ").filter(is_setting).filter(|rest| rest.contains(" = "));
    let all: Vec<&str> = text.lines().map(|line| uncommented(line).unwrap_or(line)).collect();
    let file = File::parse(path, &all.join("\n")).unwrap();
    assert_eq!(file.discounts["telegram:12345"], 50);
}
