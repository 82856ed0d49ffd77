//! What the user sends, and which extractor takes it.

use super::ready;
use workflow::prelude::*;
use workflow::{Cause, Error, Input, Kind, MediaId, MediaKind, Standing, decide, show};

/// A step for each way to ask.
#[workflow]
enum Ask {
    PickOne {
        many: bool,
    },
    Sure,
    /// A style or words?
    Styled,
    /// A picture or a file?
    Files,
    /// A picture or words?
    Mixed,
    #[step(end)]
    Over {
        said: String,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Choices)]
enum Style {
    /// In oil
    Oil,
    Pencil,
}

#[workflow]
impl Ask {
    fn start() -> To<(PickOne, Sure, Styled, Files, Mixed)> {
        goto(Sure)
    }

    fn one(self: PickOne, Pick(one): Pick<Option<u32>>) -> Over {
        Over { said: format!("picked {one:?}") }
    }

    fn sure(self: Sure, Confirm(yes): Confirm) -> Over {
        Over { said: format!("confirmed {yes}") }
    }

    fn styled(self: Styled, answer: Either<Choice<Style>, Text>) -> Over {
        match answer {
            Either::A(Choice(style)) => Over { said: format!("style {style:?}") },
            Either::B(Text(text)) => Over { said: format!("text {text}") },
        }
    }

    fn photo(self: Files, Photo(photo): Photo) -> Over {
        Over { said: format!("photo {}", photo.size()) }
    }

    fn document(self: Files, Document(file): Document) -> Over {
        Over { said: format!("document {}", file.size()) }
    }

    fn mixed(self: Mixed, answer: Either<Photo, Either<Text<u32>, Confirm>>) -> Over {
        Over { said: format!("{answer:?}") }
    }

    #[view]
    fn offered(self: &PickOne) -> View {
        let view = View::text("Which?").option(Some(7), "Seven").option(None::<u32>, "None");
        if self.many { (0..1000).fold(view, |view, number| view.option(number, "x")) } else { view }
    }
}

fn view(step: impl Into<Ask>) -> View {
    let (view, fault) = ready(show(&(), &super::turn(), &step.into()));
    assert!(fault.is_none(), "{fault:?}");
    view
}

fn labels(view: &View) -> Vec<Vec<&str>> {
    view.choices.iter().map(|row| row.iter().map(|button| &*button.label).collect()).collect()
}

fn decided(step: impl Into<Ask>, cause: Cause) -> Result<String, Error> {
    let standing = Standing::from(step.into());
    let decision = ready(decide::<Ask, ()>(&(), &super::turn(), Some(standing), cause))?;
    match decision.workflow {
        Ask::Over(Over { said }) => Ok(said),
        step => panic!("it stands at {step:?}"),
    }
}

fn said(step: impl Into<Ask>, input: Input) -> String {
    decided(step, Cause::Send(input)).unwrap()
}

fn rejected(step: impl Into<Ask>, input: Input) -> String {
    decided(step, Cause::Send(input)).unwrap_err().rejection().expect("a rejection").as_str().to_owned()
}

fn file(kind: MediaKind, size: u64) -> Media {
    Media::new(MediaId::parse("0".repeat(64)).unwrap(), kind, "x/y", size)
}

fn files(media: impl IntoIterator<Item = Media>) -> Input {
    Input::Media(media.into_iter().collect())
}

#[test]
fn each_option_of_a_view_is_a_button_below_the_one_before() {
    let view = view(PickOne { many: false });
    assert_eq!(labels(&view), [["Seven"], ["None"]]);
    let values: Vec<_> = view.choices.iter().flatten().map(|button| button.value.clone()).collect();
    assert_eq!(values, [Some(serde_json::json!(7)), Some(serde_json::Value::Null)]);
    let stored = serde_json::to_value(&view).unwrap();
    assert_eq!(serde_json::from_value::<View>(stored).unwrap().choices, view.choices);
}

#[test]
fn an_option_gives_its_value_and_nothing_else_does() {
    let pick = |value| decided(PickOne { many: false }, Cause::Pick { edge: "one".into(), value });
    assert_eq!(pick(7.into()).unwrap(), "picked Some(7)");
    assert_eq!(pick(serde_json::Value::Null).unwrap(), "picked None");
    assert!(pick("seven".into()).unwrap_err().into_rejection().is_err(), "an option of another shape is a fault");
    let step = PickOne { many: false };
    for input in [Input::text("7"), Input::Choice("7".into()), files([file(MediaKind::Photo, 7)])] {
        assert_eq!(rejected(step.clone(), input), "Please press one of the buttons.");
    }
}

#[test]
fn a_view_with_too_many_options_or_one_that_can_not_be_stored_is_a_fault() {
    let (_, fault) = ready(show(&(), &super::turn(), &Ask::from(PickOne { many: true })));
    assert_eq!(fault.unwrap().to_string(), "a view offers up to 1000 options, this one 1002");
    let broken = View::text("x").option(std::collections::BTreeMap::from([((1, 2), 3)]), "Pairs");
    let fault = workflow::IntoView::into_view(broken).unwrap_err().to_string();
    assert_eq!(fault, "the option “Pairs” can't be stored: key must be a string");
}

#[test]
fn a_confirm_is_two_buttons_in_a_row() {
    assert_eq!(labels(&view(Sure)), [["Yes", "No"]]);
    let press = |choice: &str| decided(Sure, Cause::Press { edge: "sure".into(), choice: Some(choice.into()) });
    assert_eq!(press("yes").unwrap(), "confirmed true");
    assert_eq!(press("no").unwrap(), "confirmed false");
    assert!(press("maybe").is_err());
    assert_eq!(said(Sure, Input::text(" NO ")), "confirmed false");
    assert_eq!(rejected(Sure, Input::text("perhaps")), "Please answer yes or no.");
}

#[test]
fn an_either_has_the_buttons_of_one_side_and_the_hint_of_the_other() {
    let view = view(Styled);
    assert_eq!(labels(&view), [["In oil", "Pencil"]]);
    let hint = view.hint.unwrap();
    assert_eq!((hint.kind, hint.kinds().collect::<Vec<_>>()), (Kind::Text, vec![Kind::Text]));
    let press = Cause::Press { edge: "styled".into(), choice: Some("Oil".into()) };
    assert_eq!(decided(Styled, press).unwrap(), "style Oil");
    assert_eq!(said(Styled, Input::text("a cat")), "text a cat");
}

#[test]
fn an_either_in_an_either_takes_three_kinds() {
    assert_eq!(view(Mixed).hint.unwrap().kinds().collect::<Vec<_>>(), [Kind::Photo, Kind::Text]);
    assert_eq!(said(Mixed, Input::text("7")), "B(A(Text(7)))");
    assert_eq!(said(Mixed, Input::Choice("yes".into())), "B(B(Confirm(true)))");
    assert!(said(Mixed, files([file(MediaKind::Photo, 7)])).starts_with("A(Photo("));
    assert_eq!(rejected(Mixed, Input::text("seven")), "invalid digit found in string");
    let song = files([file(MediaKind::Audio, 7)]);
    let told =
        "This file is no picture that can be shown: that is PNG, JPEG, WebP or GIF. Please send a photo or text.";
    assert_eq!(rejected(Mixed, song), told);
}

#[test]
fn a_photo_goes_to_whom_takes_photos_and_all_else_to_whom_takes_documents() {
    assert_eq!(said(Files, files([file(MediaKind::Photo, 1)])), "photo 1");
    for kind in [MediaKind::Document, MediaKind::Audio, MediaKind::Video] {
        assert_eq!(said(Files, files([file(kind, 2)])), "document 2");
    }
    assert_eq!(view(Files).hint.unwrap().kinds().collect::<Vec<_>>(), [Kind::Photo, Kind::Document]);
    let two = files([file(MediaKind::Photo, 1), file(MediaKind::Photo, 2)]);
    assert_eq!(rejected(Files, two), "These are 2 files, and only one is taken. Please send a photo or a document.");
    assert_eq!(rejected(Files, Input::text("a cat")), "Please send a photo or a document.");
    assert_eq!(rejected(Files, files([])), "There is no file. Please send a photo or a document.");
}

#[test]
fn a_file_can_be_taken_by_calling_the_transition() {
    assert_eq!(Files.photo(Photo(file(MediaKind::Photo, 3))).said, "photo 3");
}

#[test]
fn the_name_of_a_file_leads_nowhere_and_shows_what_it_is() {
    let named = |name: &str| file(MediaKind::Document, 1).with_name(name).name().map(str::to_owned);
    assert_eq!(named("/etc/passwd").as_deref(), Some("passwd"));
    assert_eq!(named("..\\..\\x.pdf").as_deref(), Some("x.pdf"));
    assert_eq!(named("invoice\u{202e}gnp.exe\n").as_deref(), Some("invoicegnp.exe"));
    assert_eq!(named(" \u{200f} "), None);
    assert_eq!(named(&format!("{}.png", "x".repeat(500))).unwrap().len(), 120);
}

#[test]
fn a_locale_is_a_language_tag() {
    for tag in ["en", "pt-BR", "zh-Hant-TW", "de-1996", "x1"] {
        assert_eq!(Locale::parse(tag).is_ok(), tag != "x1", "{tag}");
    }
    for tag in ["", "e", "-", "en-", "en_US", "../../x", "en-\u{e9}", &"x-".repeat(40)] {
        assert!(Locale::parse(tag).is_err(), "{tag}");
    }
}
