//! What a workflow says, in the language of who is told: found in fluent files by names that follow from the code.

use workflow::prelude::*;
use workflow::testing::Chat;
use workflow::{Builder, Engine, Locale, Phrase, Run, Snapshot, Texts, TextsError};

/// Hire a boat.
#[workflow]
enum Hire {
    /// Which boat?
    Choosing,
    /// For how long?
    Timing { boat: Boat, note: String },
    /// Sure?
    Sure { boat: Boat, note: String, hours: u32 },
    /// Waiting …
    Waiting { hours: u32 },
    /// Untranslated
    Afloat,
    /// Over.
    #[step(end)]
    Over,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Choices, serde::Serialize, serde::Deserialize)]
enum Boat {
    /// A canoe
    Canoe,
    /// A raft
    Raft,
}

#[derive(Debug, PartialEq)]
struct Hours(u32);

impl std::str::FromStr for Hours {
    type Err = Phrase;

    fn from_str(text: &str) -> Result<Self, Phrase> {
        let hours = text.parse().map_err(|_| say!("That is no number."))?;
        if hours > 9 {
            Err(say!("{hours} hours are too long, up to {most} are fine.", hours, most = 9))
        } else {
            Ok(Self(hours))
        }
    }
}

#[workflow]
impl Hire {
    /// Hires a boat
    #[command("/hire")]
    fn hire() -> Choosing {
        Choosing
    }

    fn boat(self: Choosing, Choice(boat): Choice<Boat>) -> Timing {
        Timing { boat, note: "<b>mine</b> { $hours } &lt;".to_owned() }
    }

    /// How many hours
    fn time(self: Timing, Text(hours): Text<Hours>) -> Result<Sure> {
        if hours.0 == 0 {
            return Err(reject("An hour at the least."));
        }
        if hours.0 == 7 {
            return Err(reject("Nobody translates this."));
        }
        Ok(Sure { boat: self.boat, note: self.note, hours: hours.0 })
    }

    /// Take it
    fn go(self: Sure) -> Waiting {
        Waiting { hours: self.hours }
    }

    /// Let it float
    fn go(self: Waiting) -> Afloat {
        Afloat
    }

    fn surely(self: Afloat, Confirm(_): Confirm) -> Over {
        Over
    }

    fn picked(self: Timing, Pick(_): Pick<u8>) -> Waiting {
        Waiting { hours: 1 }
    }

    /// Let them
    #[actor("harbour")]
    fn allow(self: Waiting) -> Afloat {
        Afloat
    }

    #[invoke(timeout = "1h")]
    async fn wait(self: &Waiting, progress: Progress) -> Result<u8> {
        progress.set(0.5, "rowing");
        std::future::pending().await
    }

    #[done(wait)]
    fn waited(self: Waiting, _: u8) -> Over {
        Over
    }

    #[failed(wait)]
    fn gave_up(self: Waiting, _: Failure) -> Over {
        Over
    }

    #[view]
    fn times(self: &Timing) -> View {
        View::text(format!("For how long? ({})", self.note))
            .option(1_u8, say!("{hours} hour", hours = 1))
            .option(2_u8, "As a text")
            .link("The prices", "https://boats.example/")
            .notice("It may rain.")
    }

    #[view]
    fn sure(self: &Sure) -> View {
        View::text(format!("{} for {} hours?", self.boat.label(), self.hours)).argument("boat", self.boat.option())
    }

    #[view]
    #[actor("harbour")]
    fn asked(self: &Waiting) -> View {
        View::text(format!("{} hours, all right?", self.hours))
    }
}

const GERMAN: &str = "
hire = Ein Boot leihen.
    .hire = Leiht ein Boot
    .boat = Boot
    .time = Wie viele Stunden
    .go = Nehmen
    .allow = Lassen
hire-choosing = Welches Boot?
hire-timing = Wie lange? <b>{ $note }</b> ({ $boat })
hire-sure = { $boat }, { $hours ->
        [one] eine Stunde
       *[other] { $hours } Stunden
    }?
hire-waiting = Warten …
    .go = Treiben lassen
hire-waiting-for-harbour = { $hours } Stunden, in Ordnung?
hire-over = Vorbei, { $nobody }.
boat =
    .canoe = Ein Kanu
    .raft = Ein Floß
say-hours-hour = { $hours } Stunde
say-the-prices = Die Preise
say-it-may-rain = Es kann regnen.
say-rowing = rudern
say-an-hour-at-the-least = Mindestens eine Stunde.
say-that-is-no-number = Das ist keine Zahl.
say-hours-hours-are-too-long-up-to-most-are-fine = { $hours } Stunden sind zu lang, bis zu { $most } sind gut.
";

fn builder() -> Builder<()> {
    let texts = Texts::new().add("de", GERMAN).unwrap();
    Engine::builder(()).workflow::<Hire>().texts(texts).actor("harbour", |user| user.id().as_str() == "test:harbour")
}

async fn chat(language: &str) -> Chat {
    let mut chat = Chat::with(|_| builder()).await;
    chat.speak(Locale::parse(language).unwrap());
    chat
}

fn shown(chat: &Chat) -> Snapshot {
    chat.screens().into_iter().next().unwrap()
}

fn labels(chat: &Chat) -> Vec<String> {
    shown(chat).view().choices.iter().flatten().map(|button| button.label.to_string()).collect()
}

#[tokio::test]
async fn steps_buttons_and_choices_are_told_in_the_users_language() {
    let mut ann = chat("de-AT").await;
    ann.say("/hire").await.at::<Choosing>().sees("Welches Boot?");
    assert_eq!(labels(&ann), ["Ein Kanu", "Ein Floß"]);
    ann.press("Ein Floß").await.at::<Timing>();
    assert_eq!(shown(&ann).view().hint.as_ref().unwrap().text, "Wie viele Stunden");
    assert_eq!(labels(&ann), ["1 Stunde", "As a text", "Zurück"]);
    assert_eq!(shown(&ann).view().notice.as_ref().unwrap().to_plain(), "Es kann regnen.");
    ann.say("1").await.at::<Sure>().sees("Ein Floß, eine Stunde?");
    ann.back().await.at::<Timing>();
    ann.say("4").await.at::<Sure>().sees("Ein Floß, 4 Stunden?");
}

#[tokio::test]
async fn what_is_put_into_a_text_is_no_markup_and_links_stay() {
    let mut ann = chat("de").await;
    ann.say("/hire").await;
    ann.press("Ein Kanu").await;
    let runs = shown(&ann).view().text.runs().to_vec();
    let note = "<b>mine</b> { $hours } &lt;".to_owned();
    let link = Run::Link { link: "Die Preise".to_owned(), to: "https://boats.example/".to_owned() };
    let expected = [
        Run::Plain("Wie lange? ".to_owned()),
        Run::Bold { bold: note },
        Run::Plain(" (Canoe)".to_owned()),
        Run::Plain("\n".to_owned()),
        link,
    ];
    assert_eq!(runs, expected);
}

#[tokio::test]
async fn rejections_are_told_in_the_users_language_and_what_is_not_translated_as_it_is() {
    let mut ann = chat("de").await;
    ann.say("/hire").await;
    ann.press("Ein Kanu").await;
    for (sent, told) in [
        ("x", "Das ist keine Zahl."),
        ("12", "12 Stunden sind zu lang, bis zu 9 sind gut."),
        ("0", "Mindestens eine Stunde."),
        ("7", "Nobody translates this."),
        ("/nothing", "Den Befehl /nothing gibt es nicht. Versuch /hire."),
    ] {
        ann.say(sent).await.rejected(told).at::<Timing>();
    }
}

#[tokio::test]
async fn the_librarys_own_words_are_german_too() {
    let mut ann = chat("de").await;
    ann.say("hello").await.rejected("Es ist nichts im Gange. Versuch /hire.");
    ann.say("/hire").await;
    ann.say("a boat").await.rejected("Bitte drück einen der Knöpfe.");
    ann.press("Ein Kanu").await;
    ann.press("1 Stunde").await.at::<Waiting>();
    ann.say("/hire").await.not_moved();
    let asked = "„Warten“ ist noch in Arbeit und ginge verloren. Trotzdem /hire beginnen?";
    assert_eq!(shown(&ann).question().unwrap().text, asked);
    ann.press("Verlassen").await.at::<Choosing>();
}

#[tokio::test]
async fn a_label_is_typed_in_either_language() {
    for (boat, go) in [("ein floß", "nehmen"), ("A raft", "Take it")] {
        let mut ann = chat("de").await;
        ann.say("/hire").await;
        ann.say(boat).await.at::<Timing>();
        ann.say("3").await.at::<Sure>();
        ann.say(go).await.at::<Waiting>();
    }
}

#[tokio::test]
async fn one_name_may_be_said_otherwise_at_one_step() {
    let mut ann = chat("de").await;
    ann.say("/hire").await;
    ann.press("Ein Kanu").await;
    ann.say("2").await.at::<Sure>();
    assert_eq!(labels(&ann), ["Nehmen", "Zurück"]);
    ann.press("Nehmen").await.at::<Waiting>();
    assert!(labels(&ann).contains(&"Treiben lassen".to_owned()), "{:?}", labels(&ann));
}

#[tokio::test]
async fn what_is_missing_or_can_not_be_put_together_is_said_as_the_code_says_it() {
    let mut ann = chat("de").await;
    ann.say("/hire").await;
    ann.press("Ein Kanu").await;
    ann.press("1 Stunde").await;
    ann.press("Treiben lassen").await.at::<Afloat>().sees("Untranslated");
    assert_eq!(labels(&ann), ["Ja", "Nein", "Zurück"]);
    // It has a text with an argument that there is not.
    ann.press("Ja").await.at::<Over>().sees("Over.");
}

#[tokio::test]
async fn who_speaks_another_language_is_told_what_the_code_says() {
    for language in ["en", "fr", "en-GB"] {
        let mut ann = chat(language).await;
        ann.say("/hire").await.sees("Which boat?");
        ann.press("A raft").await.sees("For how long?");
        ann.say("12").await.rejected("12 hours are too long, up to 9 are fine.");
    }
}

#[tokio::test]
async fn a_fallback_is_told_to_who_speaks_none_of_the_languages_and_to_roles() {
    let german = |_| {
        let texts = Texts::new().add("de", GERMAN).unwrap().fallback(Locale::parse("de").unwrap());
        builder().texts(texts)
    };
    let mut ann = Chat::with(german).await;
    ann.speak(Locale::parse("fr").unwrap());
    ann.say("/hire").await.sees("Welches Boot?");
    ann.press("Ein Kanu").await;
    ann.say("3").await;
    ann.press("Nehmen").await.at::<Waiting>();
    let mut harbour = ann.as_actor("harbour").await;
    harbour.sees("3 Stunden, in Ordnung?");
    harbour.press("Lassen").await;
    ann.at::<Afloat>();
}

#[tokio::test]
async fn progress_is_told_in_the_users_language() {
    let mut ann = chat("de").await;
    ann.say("/hire").await;
    ann.press("Ein Kanu").await;
    ann.press("1 Stunde").await.at::<Waiting>();
    ann.progress("wait", 0.5, "rowing").await;
    assert_eq!(shown(&ann).progress().unwrap().label(), "rudern");
}

#[tokio::test]
async fn what_was_shown_stays_in_its_language_after_a_restart() {
    let mut ann = chat("de").await;
    ann.say("/hire").await.sees("Welches Boot?");
    ann.restart().await.sees("Welches Boot?");
    ann.press("Ein Kanu").await.at::<Timing>();
}

#[test]
fn a_file_that_is_wrong_is_refused_with_its_line() {
    let syntax = Texts::new().add("de", "a = b\n\nc d e\n").unwrap_err();
    assert_eq!(syntax.to_string(), "line 3 of the texts in `de` is no fluent: Expected a token starting with \"=\"");
    let twice = Texts::new().add("de", "a = b\n").unwrap().add("de", "a = c\n").unwrap_err();
    assert_eq!(twice.to_string(), "`a` stands twice in the texts in `de`");
    assert!(matches!(Texts::new().add("d", ""), Err(TextsError::Language { .. })));
}

#[test]
fn a_folder_has_a_file_or_a_folder_for_each_language() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    std::fs::write(path.join("fr.ftl"), "say-hello = Bonjour\n").unwrap();
    std::fs::create_dir(path.join("de")).unwrap();
    std::fs::write(path.join("de/a.ftl"), "say-hello = Hallo\n").unwrap();
    std::fs::write(path.join("de/b.ftl"), "say-bye = Tschüs\n").unwrap();
    std::fs::write(path.join("de/notes.txt"), "nothing").unwrap();
    let texts = Texts::from_folder(path).unwrap();
    let says = |language: &str, text: &str| texts.words(&Locale::parse(language).unwrap()).say(text);
    assert_eq!(
        (says("fr", "Hello"), says("de", "Hello"), says("de", "Bye")),
        ("Bonjour".into(), "Hallo".into(), "Tschüs".into())
    );
    assert_eq!(says("it", "Hello"), "Hello");
    let missing = Texts::from_folder(path.join("nowhere")).unwrap_err();
    assert!(missing.to_string().contains("nowhere"), "{missing}");
}

#[test]
fn what_is_missing_is_told_as_a_file_to_be_filled_in() {
    let german = GERMAN.replace("hire-sure", "hire-gone").replace(".raft", ".float").replace("    .boat = Boot\n", "");
    let texts = Texts::new().add("de", german).unwrap();
    let missing = texts.missing([Hire::GRAPH], ["It may rain.", "The prices", "{hours} hour", "rowing"]);
    let told = missing[0].to_string();
    let (head, rest) = told.split_once('\n').unwrap();
    assert!(head.starts_with("# de: 7 of "), "{head}");
    let expected = "boat =
    .raft = A raft
hire =
    .boat = Boat
    .surely = Surely
    .picked = Picked
hire-afloat = Untranslated
# said by a view; fields: boat, note, hours
hire-sure = { \"\" }
say-nobody-translates-this = Nobody translates this.
# `hire-gone` is not used
# `boat.float` is not used
# `say-that-is-no-number` is not used
# `say-hours-hours-are-too-long-up-to-most-are-fine` is not used
";
    assert_eq!(rest, expected);
    // What is written is what is read.
    let filled = Texts::new().add("de", told).unwrap();
    assert!(
        filled.missing([Hire::GRAPH], []).iter().all(|missing| {
            !missing.texts.iter().any(|text| text.name == "boat.raft" || text.name == "hire.picked")
        })
    );
}
