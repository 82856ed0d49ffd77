//! Guards, timers, effects, hooks, ways back, roles and workflows inside others, decided without a runtime.

mod guards;
mod history;
mod roles;

use std::sync::{Arc, Mutex};

use serde_json::json;
use workflow::graph::When;
use workflow::prelude::*;
use workflow::{
    Asked, Cause, Decision, Input, Landing, Move, Names, Revision, SessionId, Standing, Visit, decide, effect, hook,
    work,
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

fn labels<W: Workflow>(decision: &Decision<W>) -> Vec<String> {
    decision.view.choices.iter().flatten().map(|button| button.label.to_string()).collect()
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
