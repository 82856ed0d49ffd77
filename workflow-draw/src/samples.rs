//! Pictures to test with.

use std::borrow::Cow;

use proptest::prelude::*;

use crate::{Edge, Effect, Origin, Picture, Position, Step, Trigger, Work};

/// The workflow of the language's first page.
pub(crate) fn make() -> Picture<'static> {
    let step =
        |name: &'static str, title: &'static str| Step { name: name.into(), title: title.into(), ..Step::default() };
    let render = Work { name: "render".into(), timeout: Some("10m".into()), retries: Some(3), child: None };
    Picture {
        name: "make".into(),
        docs: "Make a picture from a prompt.".into(),
        steps: vec![
            step("AskPrompt", "What should I draw?"),
            step("PickShape", "Which shape?"),
            Step { has_view: true, ..step("Review", "Ready?") },
            Step { work: vec![render], passes: vec!["Review".into()], ..step("Drawing", "Drawing …") },
            Step { end: true, no_back: true, ..step("Done", "Here it is.") },
            Step { end: true, ..step("Cancelled", "Nothing was drawn.") },
        ],
        edges: vec![
            Edge {
                commands: vec!["/create".into()],
                takes: Some("text, or nothing".into()),
                ..edge("start", "Start", Origin::Entry, &[0, 1])
            },
            Edge { takes: Some("text".into()), ..edge("prompt", "Prompt", at(0), &[1]) },
            Edge { takes: Some("a choice of Square, Wide".into()), ..edge("shape", "Shape", at(1), &[2]) },
            Edge { commit: true, guard: Some("has_points".into()), ..edge("draw", "Draw it", at(2), &[3]) },
            Edge { rewinds: true, ..edge("reshape", "Another shape", at(2), &[1]) },
            edge("reprompt", "Another prompt", at(2), &[0]),
            Edge { trigger: Trigger::Done("render".into()), ..edge("drawn", "Drawn", at(3), &[4]) },
            Edge {
                trigger: Trigger::Failed("render".into()),
                effects: vec!["refund".into()],
                ..edge("not_drawn", "Not drawn", at(3), &[2])
            },
            Edge { commands: vec!["/cancel".into()], ..edge("cancel", "Cancel", Origin::Any, &[5]) },
            Edge { trigger: Trigger::After("15m".into()), ..edge("expire", "Expire", at(2), &[5]) },
        ],
        effects: vec![Effect { name: "refund".into(), retries: Some(20), docs: "Points go back.".into() }],
    }
}

/// Fifteen steps with loops, branches, a child, and two commands from anywhere.
pub(crate) fn studio() -> Picture<'static> {
    let names = [
        ("Home", "What do you want to make today?"),
        ("AskPrompt", "Ask for a prompt"),
        ("ChooseModel", "Which model?"),
        ("PickLora", "Which style add-on? They are listed by how often you used them."),
        ("UploadStyle", "Send a picture in the style that you want."),
        ("UploadControl", "Send a picture to follow."),
        ("ChooseSize", "How large?"),
        ("Review", "Ready to start?"),
        ("LinkWallet", "Link a wallet to pay."),
        ("Queued", "Your place in the queue."),
        ("Rendering", "Painting …"),
        ("ShowResult", "Here it is. Like it?"),
        ("ExplainFailure", "It did not work."),
        ("Finished", "Enjoy your picture."),
        ("Cancelled", "Nothing was made."),
    ];
    let mut steps: Vec<Step<'static>> =
        names.iter().map(|&(name, title)| Step { name: name.into(), title: title.into(), ..Step::default() }).collect();
    let work = |name: &'static str, child: Option<&'static str>| Work {
        name: name.into(),
        timeout: child.is_none().then(|| "1h 30m".into()),
        retries: child.is_none().then_some(5),
        child: child.map(Into::into),
    };
    steps[3].has_view = true;
    steps[7].has_view = true;
    steps[8].work = vec![work("link", Some("wallet"))];
    steps[9].passes = vec!["Review".into()];
    steps[9].work = vec![work("enqueue", None)];
    steps[10].work = vec![work("render", None)];
    steps[10].no_back = true;
    steps[11].has_view = true;
    (steps[13].end, steps[14].end) = (true, true);
    let takes = |name, label, from: usize, to: &[usize], takes: &'static str| Edge {
        takes: Some(takes.into()),
        ..edge(name, label, at(from), to)
    };
    let ends = |work: &'static str, fails: bool, it: Edge<'static>| Edge {
        trigger: if fails { Trigger::Failed(work.into()) } else { Trigger::Done(work.into()) },
        ..it
    };
    let edges = vec![
        Edge { commands: vec!["/make".into()], ..edge("start", "Start", Origin::Entry, &[0]) },
        Edge { commands: vec!["/again".into()], ..edge("again", "Again", Origin::Entry, &[7]) },
        edge("picture", "A picture", at(0), &[1]),
        takes("prompt", "Prompt", 1, &[2], "text"),
        takes("model", "Model", 2, &[3, 4, 5], "a choice of Flux, Style transfer, Control"),
        takes("lora", "Lora", 3, &[6], "one of the offered"),
        edge("more", "Show more", at(3), &[3]),
        takes("style", "Style", 4, &[6], "a photo"),
        takes("control", "Control", 5, &[6], "a photo"),
        takes("size", "Size", 6, &[7], "a choice of Square, Wide, Tall"),
        Edge { rewinds: true, ..edge("edit_prompt", "Edit prompt", at(7), &[1]) },
        Edge { rewinds: true, ..edge("edit_size", "Edit size", at(7), &[6]) },
        Edge { guard: Some("needs_wallet".into()), ..edge("pay", "Pay with a wallet", at(7), &[8]) },
        ends("link", false, edge("linked", "Linked", at(8), &[7])),
        Edge { commit: true, guard: Some("can_pay".into()), ..edge("confirm", "Start", at(7), &[9]) },
        ends("enqueue", false, edge("queued", "Queued", at(9), &[10])),
        ends("enqueue", true, Edge { effects: vec!["refund".into()], ..edge("full", "Queue is full", at(9), &[12]) }),
        ends("render", false, edge("rendered", "Rendered", at(10), &[11])),
        ends("render", true, Edge { effects: vec!["refund".into()], ..edge("broke", "Broke", at(10), &[12]) }),
        edge("retry", "Try again", at(12), &[7]),
        edge("riff", "Riff on it", at(11), &[1]),
        edge("like", "Like", at(11), &[11]),
        Edge { takes: Some("text".into()), ..edge("caption", "Caption", at(11), &[11]) },
        Edge { actor: Some("reviewer".into()), ..edge("finish", "Finish", at(11), &[13]) },
        Edge { trigger: Trigger::After("1d".into()), ..edge("expire", "Expire", at(11), &[13]) },
        Edge { commands: vec!["/cancel".into()], ..edge("cancel", "Cancel", Origin::Any, &[14]) },
        Edge { commands: vec!["/home".into()], ..edge("home", "Home", Origin::Any, &[0]) },
    ];
    let effects = vec![Effect { name: "refund".into(), retries: Some(20), docs: String::new().into() }];
    Picture { name: "studio".into(), docs: "All that the studio can do.\n\nMore.".into(), steps, edges, effects }
}

/// One step with no edge but the way in.
pub(crate) fn single() -> Picture<'static> {
    let step = Step { name: "Only".into(), title: "Only".into(), end: true, ..Step::default() };
    Picture {
        name: "single".into(),
        steps: vec![step],
        edges: vec![edge("start", "Start", Origin::Entry, &[0])],
        ..Picture::default()
    }
}

/// Two steps, four edges from one to the other and two back, loops at both.
pub(crate) fn parallel() -> Picture<'static> {
    let step = |name: &'static str| Step { name: name.into(), title: "A step".into(), ..Step::default() };
    let mut edges = vec![edge("start", "Start", Origin::Entry, &[0])];
    for (name, label) in [("by_card", "By card"), ("by_wallet", "By wallet"), ("by_invoice", "By invoice")] {
        edges.push(edge(name, label, at(0), &[1]));
    }
    edges.push(Edge {
        commit: true,
        trigger: Trigger::After("2d".into()),
        ..edge("for_free", "For free", at(0), &[1])
    });
    edges.push(Edge { rewinds: true, ..edge("change", "Change", at(1), &[0]) });
    edges.push(edge("again", "Again", at(1), &[0]));
    edges.push(Edge { takes: Some("text".into()), ..edge("note", "Add a note", at(0), &[0]) });
    edges.push(Edge { rewinds: true, ..edge("undo", "Undo", at(0), &[0]) });
    edges.push(Edge { commit: true, ..edge("keep", "Keep", at(0), &[0]) });
    edges.push(edge("refresh", "Refresh", at(1), &[1]));
    Picture { name: "parallel".into(), steps: vec![step("Choose"), step("Paid")], edges, ..Picture::default() }
}

/// Texts that are long, in several scripts, or full of signs.
pub(crate) fn texts() -> Picture<'static> {
    let names = [
        (
            "AskForTheNameOfTheOrganisationThatPaysTheInvoice",
            "A title that is much too long for any box and so is wrapped, and then cut off at the end of its second line",
        ),
        ("Спросить", "Как вас зовут, дорогой друг?"),
        ("質問", "どんな絵を描きますか？短くても長くても大丈夫です。"),
        ("سؤال", "ما الذي تريد أن أرسمه؟"),
        (
            "Donaudampfschifffahrtsgesellschaftskapitän",
            "Emoji 🎨🖌️ & <b>signs</b> \"quoted\" `code` | pipe # *star* ]]>",
        ),
    ];
    let steps = names.iter().map(|&(name, title)| Step { name: name.into(), title: title.into(), ..Step::default() });
    let mut steps: Vec<Step<'static>> = steps.collect();
    steps[4].end = true;
    let long = "A label that goes on and on, as if nobody had ever to read it on a button";
    let edges = vec![
        edge("start", "Begin <here> & \"now\"", Origin::Entry, &[0]),
        Edge { guard: Some("|s: &Self| s.points > 3 && s.name != \"x\"".into()), ..edge("a", long, at(0), &[1]) },
        edge("b", "Дальше", at(1), &[2]),
        edge("c", "次へ進んでください", at(2), &[3]),
        edge("d", "التالي", at(3), &[4]),
        edge("e", "line\nbreak\u{7}", at(3), &[0]),
    ];
    Picture {
        name: "texts <&>".into(),
        docs: "First \"line\" & more\nsecond".into(),
        steps,
        edges,
        effects: Vec::new(),
    }
}

/// A menu: commands from anywhere to each of its parts.
pub(crate) fn menu() -> Picture<'static> {
    let names = ["Menu", "Orders", "OrderDetail", "Basket", "Address", "Payment", "Help", "Gone"];
    let step = |&name: &&'static str| Step { name: name.into(), title: name.into(), ..Step::default() };
    let mut steps: Vec<Step<'static>> = names.iter().map(step).collect();
    steps[7].end = true;
    let mut edges = vec![Edge { commands: vec!["/start".into()], ..edge("start", "Start", Origin::Entry, &[0]) }];
    for (name, command, to) in [
        ("menu", "/menu", 0),
        ("orders", "/orders", 1),
        ("basket", "/basket", 3),
        ("help", "/help", 6),
        ("leave", "/leave", 7),
    ] {
        edges.push(Edge { commands: vec![command.into()], ..edge(name, name, Origin::Any, &[to]) });
    }
    edges.push(Edge { trigger: Trigger::After("30d".into()), ..edge("forget", "Forget", Origin::Any, &[7]) });
    edges.push(Edge { commit: true, commands: vec!["/erase".into()], ..edge("erase", "Erase", Origin::Any, &[7]) });
    edges.push(Edge { takes: Some("a photo".into()), ..edge("photo", "Search by photo", Origin::Any, &[1, 2, 3]) });
    for (name, from, to) in [
        ("open", 1, 2),
        ("add", 2, 3),
        ("back", 2, 1),
        ("checkout", 3, 4),
        ("edit", 4, 3),
        ("pay", 4, 5),
        ("home", 6, 0),
        ("to_orders", 0, 1),
        ("to_basket", 0, 3),
        ("to_help", 0, 6),
    ] {
        edges.push(edge(name, name, at(from), &[to]));
    }
    edges.push(Edge { commit: true, takes: Some("yes or no".into()), ..edge("paid", "Paid", at(5), &[1, 5]) });
    Picture { name: "menu".into(), steps, edges, ..Picture::default() }
}

/// Many steps: a wizard of chapters with ways back and ways out.
pub(crate) fn large() -> Picture<'static> {
    let mut steps: Vec<Step<'static>> = (0..60)
        .map(|index| Step {
            name: format!("Step{index}").into(),
            title: format!("Question number {index}?").into(),
            ..Step::default()
        })
        .collect();
    steps[58].end = true;
    steps[59].end = true;
    let mut edges = vec![Edge { commands: vec!["/go".into()], ..edge("start", "Start", Origin::Entry, &[0]) }];
    for index in 0..58 {
        let takes = Some(if index % 2 == 0 { "text" } else { "a choice" }.into());
        edges.push(Edge { takes, ..edge("next", "Next", at(index), &[index + 1]) });
        if index % 6 == 5 {
            edges.push(Edge { rewinds: true, ..edge("redo", "Redo the chapter", at(index), &[index - 5]) });
        }
        if index % 7 == 2 && index + 4 < 58 {
            edges.push(edge("skip", "Skip", at(index), &[index + 4]));
        }
        if index % 11 == 3 {
            edges.push(edge("choose", "Choose", at(index), &[index + 1, index + 2, 59]));
        }
    }
    edges.push(Edge { commands: vec!["/cancel".into()], ..edge("cancel", "Cancel", Origin::Any, &[59]) });
    Picture { name: "large".into(), steps, edges, ..Picture::default() }
}

/// All of them, with a name for files.
pub(crate) fn all() -> Vec<Picture<'static>> {
    vec![make(), studio(), single(), parallel(), texts(), large(), menu(), Picture::default()]
}

pub(crate) fn at(step: usize) -> Origin {
    Origin::Step(Position(step))
}

pub(crate) fn edge(name: &'static str, label: &'static str, from: Origin, to: &[usize]) -> Edge<'static> {
    let to = to.iter().copied().map(Position).collect();
    Edge { name: name.into(), label: label.into(), from, to, ..Edge::default() }
}

/// Pictures of every kind, with positions that name no step among them.
pub(crate) fn anything() -> impl Strategy<Value = Picture<'static>> {
    let text = || prop_oneof!["[A-Za-z_]{0,12}", "\\PC{0,40}", Just("a\n<b>&\"'|`*".to_owned())];
    let names = || prop::collection::vec(text().prop_map(Cow::Owned), 0..3);
    let maybe = || prop::option::of(text().prop_map(Cow::Owned));
    let work = (text(), maybe(), prop::option::of(0..9_u32), maybe());
    let work = work.prop_map(|(name, timeout, retries, child)| Work { name: name.into(), timeout, retries, child });
    let flags = || (prop::bool::ANY, prop::bool::ANY, prop::bool::ANY);
    let step = (text(), text(), flags(), names(), prop::collection::vec(work, 0..2), names()).prop_map(
        |(name, title, (end, has_view, no_back), passes, work, hooks)| Step {
            name: name.into(),
            title: title.into(),
            end,
            has_view,
            no_back,
            passes,
            work,
            hooks,
        },
    );
    let from = prop_oneof![1 => Just(Origin::Entry), 1 => Just(Origin::Any), 4 => (0..13_usize).prop_map(at)];
    let trigger = prop_oneof![
        Just(Trigger::User),
        text().prop_map(|work| Trigger::Done(work.into())),
        text().prop_map(|work| Trigger::Failed(work.into())),
        text().prop_map(|time| Trigger::After(time.into())),
    ];
    let targets = prop::collection::vec((0..13_usize).prop_map(Position), 0..4);
    let edge = (text(), text(), from, targets, trigger, (maybe(), maybe(), maybe()), flags(), (names(), names()))
        .prop_map(
            |(name, label, from, to, trigger, (takes, guard, actor), (commit, rewinds, _), (commands, effects))| Edge {
                name: name.into(),
                label: label.into(),
                from,
                to,
                trigger,
                takes,
                commands,
                guard,
                actor,
                commit,
                rewinds,
                effects,
                docs: "Docs.".into(),
            },
        );
    let effect = (text(), prop::option::of(0..9_u32));
    let effect = effect.prop_map(|(name, retries)| Effect { name: name.into(), retries, docs: "a\nb".into() });
    let parts = (
        text(),
        prop::collection::vec(step, 0..12),
        prop::collection::vec(edge, 0..24),
        prop::collection::vec(effect, 0..3),
    );
    parts.prop_map(|(name, steps, edges, effects)| Picture {
        name: name.into(),
        docs: "Docs & <more>".into(),
        steps,
        edges,
        effects,
    })
}
