//! Guards, timers, effects, hooks, ways back, roles and workflows inside others, decided without a runtime.

use std::sync::{Arc, Mutex};

use serde_json::json;
use workflow::graph::When;
use workflow::prelude::*;
use workflow::{
    Asked, BACK, Cause, Decision, Input, Landing, Move, Names, Revision, SessionId, Standing, Visit, decide, effect,
    hook, work,
};

use super::{ready, turn};

/// What was done outside, in order.
#[derive(Clone, Default)]
struct Ledger(Arc<Mutex<Vec<String>>>);

impl Ledger {
    fn note(&self, line: impl Into<String>) {
        self.0.lock().unwrap().push(line.into());
    }

    fn lines(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }
}

/// Order something, and have it approved.
#[workflow]
#[derive(PartialEq)]
pub(super) enum Order {
    /// What would you like?
    AskItem,
    /// How many?
    AskCount { item: String },
    /// Shall I order it?
    Review { item: String, count: u32 },
    /// Somebody looks at it.
    #[step(after(Review))]
    Waiting { item: String, count: u32, price: u32 },
    /// Who is to pay?
    #[step(no_back)]
    Paying { price: u32 },
    #[step(end, after(Paying))]
    Paid { from: String },
    #[step(end)]
    Dropped,
}

fn is_few(step: &Review) -> bool {
    step.count < 10
}

#[workflow]
impl Order {
    #[command("/order")]
    fn start(item: Option<Text>) -> To<(AskItem, AskCount)> {
        match item {
            Some(Text(item)) => goto(AskCount { item }),
            None => goto(AskItem),
        }
    }

    fn item(self: AskItem, Text(item): Text) -> AskCount {
        AskCount { item }
    }

    fn count(self: AskCount, Text(count): Text<u32>) -> Review {
        Review { item: self.item, count }
    }

    /// Order it
    #[when(is_few)]
    #[commit]
    fn order(self: Review) -> With<Waiting, (Reserve, Option<Tell>)> {
        let price = self.count * 3;
        let tell = (price > 20).then(|| Tell(format!("{price} points")));
        Waiting { item: self.item, count: self.count, price }.with((Reserve(price), tell))
    }

    /// Ask somebody first
    #[when(|step| step.count >= 10)]
    #[commit]
    fn ask(self: Review) -> Waiting {
        Waiting { item: self.item, count: self.count, price: 1 }
    }

    /// Something else
    fn other(self: Review) -> Rewind<AskCount> {
        Rewind::default()
    }

    /// Let it be ordered
    #[actor("boss")]
    fn allow(self: Waiting, user: User) -> Paying {
        let _ = user;
        Paying { price: self.price }
    }

    /// Send it back
    #[actor("boss")]
    fn refuse(self: Waiting) -> With<Rewind<Review>, Tell> {
        Rewind::default().with(Tell("the boss says no".into()))
    }

    #[view]
    #[actor("boss")]
    fn for_the_boss(self: &Waiting) -> View {
        View::text(format!("{} of {}?", self.count, self.item))
    }

    #[after("1d")]
    fn nobody_looked(self: Waiting) -> Dropped {
        Dropped
    }

    #[invoke]
    async fn wallet(self: &Paying) -> Child<Wallet> {
        Child::of(AskWallet { price: self.price })
    }

    #[done(wallet)]
    fn paid(self: Paying, wallet: Wallet) -> Result<Paid> {
        let Wallet::Connected(wallet) = wallet else { return Err(reject("No wallet.")) };
        Ok(Paid { from: wallet.address })
    }

    /// Forget it
    #[from(AskItem, AskCount, Review)]
    fn forget(self) -> Dropped {
        Dropped
    }

    /// Drop it
    #[command("/drop")]
    fn drop_it(self) -> With<Dropped, Tell> {
        Dropped.with(Tell(format!("dropped at {self:?}")))
    }

    #[effect(retries = 20, backoff = "2s")]
    async fn reserve(points: u32, key: Key, State(ledger): State<Ledger>) -> Result<()> {
        ledger.note(format!("{points} reserved under {key}"));
        Ok(())
    }

    /// Tells somebody.
    #[effect]
    async fn tell(text: String, State(ledger): State<Ledger>, Now(now): Now) -> Result<()> {
        ledger.note(format!("told at {now}: {text}"));
        Ok(())
    }

    #[entry]
    fn came_to_review(self: &Review, State(ledger): State<Ledger>) {
        ledger.note(format!("reviews {}", self.item));
    }

    #[exit]
    async fn left(&self, State(ledger): State<Ledger>, user: User) -> Result<()> {
        ledger.note(format!("{} leaves {self:?}", user.id()));
        Ok(())
    }
}

/// Connect a wallet.
#[workflow]
#[derive(PartialEq)]
enum Wallet {
    /// Which address?
    AskWallet { price: u32 },
    #[step(end)]
    Connected { address: String },
    #[step(end)]
    NoWallet,
}

#[workflow]
impl Wallet {
    #[command("/wallet")]
    fn begin() -> AskWallet {
        AskWallet { price: 0 }
    }

    fn address(self: AskWallet, Text(address): Text) -> Connected {
        Connected { address }
    }

    fn none(self: AskWallet) -> NoWallet {
        NoWallet
    }
}

/// A conversation without a runtime: what a runtime keeps of it.
struct Talk {
    ledger: Ledger,
    standing: Option<Standing<Order>>,
    revision: Revision,
}

impl Talk {
    fn new() -> Self {
        Self { ledger: Ledger::default(), standing: None, revision: Revision::ZERO }
    }

    fn at(step: impl Into<Order>) -> Self {
        Self { standing: Some(Standing::from(step.into())), ..Self::new() }
    }

    fn try_take(&mut self, cause: Cause) -> Result<Decision<Order>> {
        ready(decide(&self.ledger, &turn(), self.standing.clone(), cause))
    }

    fn take(&mut self, cause: Cause) -> Decision<Order> {
        let decision = self.try_take(cause.clone()).unwrap();
        self.revision = self.revision.next();
        self.standing = Some(self.try_take(cause).unwrap().into_standing(self.revision));
        decision
    }

    fn say(&mut self, text: &str) -> Decision<Order> {
        self.take(Cause::Send(Input::text(text)))
    }

    fn press(&mut self, edge: &str) -> Decision<Order> {
        self.take(press(edge))
    }

    fn begun() -> Self {
        let mut talk = Self::new();
        talk.take(Cause::Enter { entry: "start".into(), input: None });
        talk
    }

    fn reviewing(count: &str) -> Self {
        let mut talk = Self::begun();
        talk.say("tea");
        talk.say(count);
        talk
    }
}

fn press(edge: &str) -> Cause {
    Cause::Press { edge: edge.into(), choice: None }
}

fn by_boss(cause: Cause) -> Cause {
    Cause::By { actor: "boss".into(), cause: Box::new(cause) }
}

fn refusal<T>(result: Result<T>) -> String {
    match result.err().unwrap().into_rejection() {
        Ok(rejection) => rejection.as_str().into(),
        Err(fault) => panic!("a fault: {fault}"),
    }
}

fn labels(decision: &Decision<Order>) -> Vec<String> {
    decision.view.choices.iter().flatten().map(|button| button.label.to_string()).collect()
}

#[test]
fn a_closed_guard_hides_the_button_and_refuses_the_press() {
    let mut talk = Talk::reviewing("3");
    let shown = ready(decide(&talk.ledger, &turn(), talk.standing.clone(), press("other"))).unwrap();
    assert!(matches!(shown.workflow, Order::AskCount(_)));
    let shown = Talk::begun().say("tea");
    assert!(labels(&shown).contains(&"Forget it".into()));
    assert_eq!(refusal(talk.try_take(press("ask"))), "That is not possible right now.");
    let review = Talk::begun_with("12");
    assert_eq!(labels(&review), ["Ask somebody first", "Something else", "Forget it", "Drop it", "Back"]);
}

impl Talk {
    /// What is shown at the review of so many.
    fn begun_with(count: &str) -> Decision<Order> {
        let mut talk = Self::begun();
        talk.say("tea");
        talk.say(count)
    }
}

#[test]
fn a_guard_looks_at_the_step_by_a_function_or_a_closure() {
    assert!(labels(&Talk::begun_with("9")).contains(&"Order it".into()));
    assert!(!labels(&Talk::begun_with("9")).contains(&"Ask somebody first".into()));
    assert!(!labels(&Talk::begun_with("10")).contains(&"Order it".into()));
}

#[test]
fn a_closed_transition_still_runs_when_it_is_called_in_rust() {
    let waiting = Review { item: "tea".into(), count: 99 }.order();
    assert_eq!(waiting.step.price, 297);
    assert_eq!(waiting.effects.0.0, 297);
    assert_eq!(waiting.effects.1.unwrap().0, "297 points");
}

#[test]
fn a_move_asks_for_its_effects_in_order() {
    let decision = Talk::reviewing("8").press("order");
    let expected = [Asked { effect: 0, payload: json!(24) }, Asked { effect: 1, payload: json!("24 points") }];
    assert_eq!(decision.effects, expected);
    assert_eq!(Talk::reviewing("2").press("order").effects, [Asked { effect: 0, payload: json!(6) }]);
}

#[test]
fn an_effect_is_done_with_its_stored_payload_under_its_key() {
    let ledger = Ledger::default();
    let key = Key::of_effect(Visit { session: SessionId::new(uuid::Uuid::nil()), revision: Revision::new(4) }, 0);
    ready(effect::<Order, _>(&ledger, &turn(), 0, json!(24), key.clone())).unwrap();
    ready(effect::<Order, _>(&ledger, &turn(), 1, json!("hello"), key.clone())).unwrap();
    let uuid = uuid::Uuid::nil();
    let expected = [format!("24 reserved under {uuid}:4:e0"), format!("told at {}: hello", turn().now)];
    assert_eq!(ledger.lines(), expected);
    let unreadable = ready(effect::<Order, _>(&ledger, &turn(), 0, json!("many"), key.clone())).unwrap_err();
    assert!(unreadable.rejection().is_none());
    assert!(ready(effect::<Order, _>(&ledger, &turn(), 2, json!(null), key)).is_err());
}

#[test]
fn the_graph_says_which_effects_a_move_may_ask_for() {
    let names = |edge: &str| Order::GRAPH.edge(edge).unwrap().effects.to_vec();
    assert_eq!(names("order"), ["reserve", "tell"]);
    assert_eq!(names("refuse"), ["tell"]);
    assert_eq!(Order::GRAPH.edge("ask").unwrap().effects, Names::NONE);
    let reserve = &Order::GRAPH.effects()[0];
    assert_eq!((reserve.name, reserve.retries, reserve.backoff.as_secs()), ("reserve", 20, 2));
}

#[test]
fn a_rewind_goes_back_to_the_last_visit_with_the_data_it_had() {
    let mut talk = Talk::reviewing("3");
    let back = talk.press("other");
    assert_eq!(back.workflow, Order::from(AskCount { item: "tea".into() }));
    assert_eq!(back.history.visits().len(), 1);
    assert!(Order::GRAPH.edge("other").unwrap().rewinds);
}

#[test]
fn a_rewind_may_pass_a_commit_and_back_may_not() {
    let mut talk = Talk::reviewing("3");
    talk.press("order");
    assert_eq!(refusal(talk.try_take(Cause::Back)), "There is no way back from here.");
    let back = talk.take(by_boss(press("refuse")));
    assert_eq!(back.workflow, Order::from(Review { item: "tea".into(), count: 3 }));
    assert_eq!(back.effects.len(), 1);
}

#[test]
fn back_restores_one_visit_after_the_other() {
    let mut talk = Talk::reviewing("3");
    let first = talk.take(Cause::Back);
    assert_eq!(first.edge_name(), BACK);
    assert!(first.edge.is_none() && first.effects.is_empty());
    assert_eq!(first.workflow, Order::from(AskCount { item: "tea".into() }));
    let second = talk.take(Cause::Back);
    assert_eq!(second.workflow, Order::from(AskItem));
    assert!(!labels(&second).contains(&"Back".into()));
    assert_eq!(refusal(talk.try_take(Cause::Back)), "There is no way back from here.");
}

#[test]
fn there_is_no_way_back_from_a_step_that_says_so() {
    let mut talk = Talk::reviewing("3");
    talk.press("order");
    let paying = talk.take(by_boss(press("allow")));
    assert!(matches!(paying.workflow, Order::Paying(_)));
    assert!(!labels(&paying).contains(&"Back".into()));
    assert!(Order::GRAPH.step("Paying").unwrap().no_back);
}

#[test]
fn what_was_rewound_over_is_forgotten() {
    let mut talk = Talk::begun();
    talk.say("tea");
    talk.say("3");
    talk.press("other");
    talk.say("4");
    let visits = talk.standing.as_ref().unwrap().history.visits();
    let steps: Vec<_> = visits.iter().map(|past| past.stored.step.as_ref()).collect();
    assert_eq!(steps, ["AskItem", "AskCount"]);
}

/// Round and round, never ending by itself.
#[workflow]
enum Rounds {
    Lobby,
    Round {
        number: u32,
    },
    #[step(end)]
    Over,
}

#[workflow]
impl Rounds {
    fn enter() -> Lobby {
        Lobby
    }

    fn begin(self: Lobby) -> Round {
        Round { number: 1 }
    }

    fn next(self: Round) -> Round {
        Round { number: self.number + 1 }
    }

    fn to_lobby(self: Round) -> Rewind<Lobby> {
        Rewind::default()
    }

    fn leave(self: Lobby) -> Over {
        Over
    }
}

#[test]
fn back_goes_so_far_and_no_further_and_a_rewind_still_finds_a_visit_before_that() {
    let mut standing = Standing::from(Rounds::from(Lobby));
    let mut take = |cause: Cause| -> Result<(Rounds, usize)> {
        let revision = standing.entered.next();
        let taken = ready(decide(&(), &turn(), Some(standing.clone()), cause))?;
        standing = taken.into_standing(revision);
        Ok((standing.workflow.clone(), standing.history.visits().len()))
    };
    take(press("begin")).unwrap();
    for _ in 0..100 {
        take(press("next")).unwrap();
    }
    let (at, kept) = take(press("next")).unwrap();
    assert!(matches!(at, Rounds::Round(Round { number: 102 })));
    assert!(kept <= workflow::History::BOUND + 1, "{kept} visits are kept");
    let mut gone_back = 0;
    while take(Cause::Back).is_ok() {
        gone_back += 1;
    }
    assert_eq!(gone_back, workflow::History::BOUND, "and not over what was forgotten");
    let (at, kept) = take(press("to_lobby")).unwrap();
    assert!(matches!(at, Rounds::Lobby(_)));
    assert_eq!(kept, 0);
}

#[test]
fn a_timer_waits_at_the_step_that_it_leaves() {
    let waiting = Talk::reviewing("3").press("order");
    let names: Vec<&str> = waiting.timers.iter().map(|&edge| Order::GRAPH.edges()[edge].name).collect();
    assert_eq!(names, ["nobody_looked"]);
    assert!(Talk::begun_with("3").timers.is_empty());
    let mut talk = Talk::at(Waiting { item: "tea".into(), count: 1, price: 3 });
    let dropped = talk.take(Cause::Timer { edge: "nobody_looked".into() });
    assert_eq!(dropped.workflow, Order::from(Dropped));
}

#[test]
fn only_a_timer_takes_what_a_timer_takes() {
    let mut talk = Talk::at(Waiting { item: "tea".into(), count: 1, price: 3 });
    let told = talk.try_take(Cause::Send(Input::text("Nobody looked")));
    assert!(told.is_err());
    assert!(talk.try_take(Cause::Timer { edge: "drop_it".into() }).is_err());
}

#[test]
fn the_owner_does_not_see_or_take_what_another_role_does() {
    let mut talk = Talk::reviewing("3");
    let waiting = talk.press("order");
    assert_eq!(labels(&waiting), ["Drop it"]);
    assert_eq!(waiting.view.text.to_plain(), "Somebody looks at it.");
    assert_eq!(refusal(talk.try_take(press("allow"))), "That is not possible right now.");
    let [(role, seen)] = waiting.views.as_slice() else { panic!("{:?}", waiting.views) };
    assert_eq!((*role, seen.text.to_plain().as_str()), ("boss", "3 of tea?"));
    let buttons: Vec<_> = seen.choices.iter().flatten().map(|button| button.label.as_ref()).collect();
    assert_eq!(buttons, ["Let it be ordered", "Send it back"]);
}

#[test]
fn another_role_takes_only_its_own_transitions() {
    let mut talk = Talk::reviewing("3");
    talk.press("order");
    assert_eq!(refusal(talk.try_take(by_boss(press("drop_it")))), "That is not possible right now.");
    let nobody = Cause::By { actor: "cook".into(), cause: Box::new(press("allow")) };
    assert_eq!(refusal(talk.try_take(nobody)), "That is not possible right now.");
    assert!(matches!(talk.take(by_boss(press("allow"))).workflow, Order::Paying(_)));
}

#[test]
fn a_transition_from_several_steps_is_a_method_of_each() {
    let steps: Vec<_> =
        Order::GRAPH.edges().iter().filter(|edge| edge.name == "forget").map(|edge| edge.from).collect();
    assert_eq!(steps, [0, 1, 2].map(workflow::graph::From::Step));
    assert_eq!(AskItem.forget(), Dropped);
    assert_eq!(Review { item: String::new(), count: 0 }.forget(), Dropped);
}

#[test]
fn hooks_look_at_the_step_and_are_listed_in_the_graph() {
    let hooks: Vec<_> = Order::GRAPH.hooks().iter().map(|hook| (hook.name, hook.when, hook.step)).collect();
    assert_eq!(hooks, [("came_to_review", When::Entry, Some(2)), ("left", When::Exit, None)]);
    let ledger = Ledger::default();
    let review = Order::from(Review { item: "tea".into(), count: 1 });
    ready(hook(&ledger, &turn(), review, 0)).unwrap();
    ready(hook(&ledger, &turn(), Order::from(AskItem), 1)).unwrap();
    assert_eq!(ledger.lines(), ["reviews tea".to_owned(), format!("{} leaves AskItem", turn().user.id())]);
    assert!(ready(hook(&ledger, &turn(), Order::from(AskItem), 0)).is_err());
}

#[test]
fn work_may_begin_another_workflow_whose_end_is_its_result() {
    assert_eq!(Order::GRAPH.work()[0].child, Some("wallet"));
    let ledger = Ledger::default();
    let key = Key::new(Visit { session: SessionId::new(uuid::Uuid::nil()), revision: Revision::new(1) }, 0);
    let begun =
        ready(work(&ledger, &turn(), Order::from(Paying { price: 7 }), 0, key, Progress::new(|_, _| ()))).unwrap();
    assert_eq!(begun, json!({"workflow": "wallet", "version": 1, "step": "AskWallet", "data": {"price": 7}}));

    let done = |end: Wallet| Cause::Done { work: "wallet".into(), result: serde_json::to_value(end).unwrap() };
    let mut talk = Talk::at(Paying { price: 7 });
    let paid = talk.take(done(Connected { address: "0x1".into() }.into()));
    assert_eq!(paid.workflow, Order::from(Paid { from: "0x1".into() }));
    assert_eq!(refusal(Talk::at(Paying { price: 7 }).try_take(done(NoWallet.into()))), "No wallet.");
}

#[test]
fn a_workflow_begun_inside_another_is_plain_rust_too() {
    assert_eq!(Child::of(NoWallet).into_workflow(), Wallet::from(NoWallet));
}

#[test]
fn what_a_move_leads_to_can_be_looked_at() {
    let taken = Review { item: "tea".into(), count: 1 }.other().finish().unwrap();
    assert!(matches!(taken.to, Landing::Rewind(1)));
}

#[test]
fn the_graph_knows_what_must_be_passed_and_what_a_step_carries() {
    let waiting = Order::GRAPH.step("Waiting").unwrap();
    assert_eq!(waiting.after, [2]);
    let fields: Vec<_> = waiting.fields.iter().map(|field| (field.name, field.ty)).collect();
    assert_eq!(fields, [("item", "String"), ("count", "u32"), ("price", "u32")]);
    assert_eq!(Order::GRAPH.edge("order").unwrap().guard, Some("is_few"));
    assert_eq!(Order::GRAPH.edge("ask").unwrap().guard, Some("step.count >= 10"));
    assert_eq!(Order::GRAPH.edge("allow").unwrap().actor, Some("boss"));
}
