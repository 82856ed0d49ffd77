//! A turn without a store: from the stored step to what is to be stored.

use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use workflow::{
    Cause, History, Input, Revision, SessionId, SessionKey, Standing, Stored, Turn, User, Workflow, decide,
};

use crate::Failure;
use crate::order::Order;

pub(crate) fn measure(is_quick: bool) -> Result<(), Failure> {
    let rounds = if is_quick { 2_000 } else { 20_000 };
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    runtime.block_on(async {
        let key = SessionKey::new("bench", "chat-00001", "user-00001");
        let session = SessionId::new(uuid::Uuid::now_v7());
        let turn = Turn { user: User::new(key.user()), now: jiff::Timestamp::now(), session, key };
        let text = || Cause::Send(Input::Text("a pot of green tea and 2 cups".into()));
        let press = |edge: &str, choice: Option<&str>| Cause::Press {
            edge: edge.into(),
            choice: choice.map(ToOwned::to_owned),
        };
        let begun = decide::<Order, ()>(&(), &turn, None, Cause::Enter { entry: "start".into(), input: None }).await;
        let mut stored = Arc::new(Stored::from_workflow(&begun.map_err(|error| error.to_string())?.workflow)?);
        let mut bytes = 0;
        let start = Instant::now();
        for _ in 0..rounds {
            for cause in [text(), press("size", Some("Large")), press("send", None)] {
                let standing = Standing::<Order>::load(stored, Revision::new(1), History::default())?;
                let decision = decide(&(), &turn, Some(standing), cause).await.map_err(|error| error.to_string())?;
                stored = Arc::new(Stored::from_workflow(&decision.workflow)?);
                let data = serde_json::to_string(&stored.data)?;
                let view = serde_json::to_string(&decision.view)?;
                bytes += black_box(data.len() + view.len());
            }
        }
        let turns = rounds * 3;
        let each = start.elapsed().as_secs_f64() * 1e6 / f64::from(turns);
        println!(
            "decide {each:.2} µs a turn: load, decide, view, encode ({} bytes; steps of {})",
            bytes / turns as usize,
            Order::NAME
        );
        Ok(())
    })
}
