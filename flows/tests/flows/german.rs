//! The bot in German: everything that it says, and that nothing is missing.

use flows::bot::program;
use flows::make::{Drawing, Finished, NotDrawn, PickShape, Picture, Review};
use flows::status::Showing;
use flows::texts::{says, texts};
use workflow::prelude::*;
use workflow::testing::Chat;

use super::world::World;

async fn german() -> Chat {
    let world = World::new().await;
    let mut chat = Chat::with(move |store| world.builder(store).texts(texts().unwrap())).await;
    chat.speak(Locale::parse("de-CH").unwrap());
    chat
}

#[test]
fn nothing_is_missing_in_any_language() {
    for missing in texts().unwrap().missing(program().unwrap().graphs().iter().copied(), says()) {
        assert!(missing.texts.is_empty() && missing.unused.is_empty(), "{missing}");
    }
}

#[test]
fn the_command_line_checks_it() {
    let run = |arguments: &[&str]| {
        let program =
            std::process::Command::new(env!("CARGO_BIN_EXE_flows")).arg("i18n").args(arguments).output().unwrap();
        let said = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (program.status.code(), said(program.stdout), said(program.stderr))
    };
    let (code, told, _) = run(&["--check"]);
    assert_eq!(code, Some(0), "{told}");
    assert!(told.starts_with("# de: 0 of "), "{told}");
    let (code, _, error) = run(&["fr"]);
    assert_eq!((code, error.as_str()), (Some(2), "flows: there are no texts in `fr`: there is de\n"));
    assert_eq!(program().unwrap().graphs().len(), 9);
}

#[tokio::test]
async fn a_picture_is_made_in_german() {
    let mut chat = german().await;
    chat.say("/create").await.sees_exactly("Was soll auf dem Bild zu sehen sein?");
    chat.say("x".repeat(1001)).await.rejected("Ein Motiv hat bis zu 1000 Zeichen, dieses hat 1001.");
    chat.say("ein Leuchtturm").await.at::<PickShape>().sees_exactly("Welches Format?");
    chat.offers(["1:1", "3:2", "2:3", "16:9", "9:16", "Abbrechen", "Zurück"]);
    chat.press("16:9").await.at::<Review>();
    chat.sees_exactly("Soll ich malen?\n\nein Leuchtturm\n16:9 (1344 × 768)");
    chat.offers([
        "Malen",
        "Anderes Format",
        "Anderes Motiv",
        "Anderes Modell",
        "Stil: an oder aus",
        "Aufbau: an oder aus",
        "Pose: an oder aus",
        "Eigenes Modell",
        "Abbrechen",
        "Zurück",
    ]);
    chat.press("Malen").await.at::<Drawing>().sees_exactly("Ich male: ein Leuchtturm …");
    chat.work().await.at::<Picture>();
    chat.sees_exactly("ein Leuchtturm\n16:9 (1344 × 768), Zufallszahl 1");
    chat.offers([
        "Noch einmal, anders gewürfelt",
        "Anderes Format",
        "Weiterspinnen",
        "Vergrößern",
        "Als Stil verwenden",
        "Das war’s",
    ]);
    // Not shown here, and typed all the same, in either language.
    chat.say("abbrechen").await.at::<Finished>();
}

#[tokio::test]
async fn what_does_not_work_is_told_in_german() {
    let mut chat = german().await;
    chat.say("/make eine Katze").await.at::<Drawing>();
    chat.say("/make ein Hund").await.at::<Drawing>().not_moved();
    chat.sees("„Das Malen“ ist noch in Arbeit und ginge verloren. Trotzdem /make beginnen?");
    chat.press("Hier bleiben").await.at::<Drawing>();
    chat.fail("render", "out of paint").await.at::<NotDrawn>();
    chat.sees("daraus ist nichts geworden: eine Katze. Der Maler hat es nicht geschafft.");
    chat.offers(["Noch einmal versuchen", "Abbrechen"]);
}

#[tokio::test]
async fn status_counts_in_german() {
    let mut chat = german().await;
    chat.say("/make eine Katze").await.say("/status").await.at::<Showing>();
    chat.sees("Läuft seit 0 s\nBei dir: 1 offen, 1 in Arbeit\nPunkte: 2000, dazu 0 reserviert\nBei allen: 1 offen, 1 in Arbeit");
    chat.press("Aktualisieren").await.rejected("Das war gerade eben: warte eine Sekunde.");
}
