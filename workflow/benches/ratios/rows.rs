//! The turns of one round, made before it is timed: what each side is given, and what it must have written.

use jiff::Timestamp;
use rusqlite::Connection;
use workflow::store::{Answer, Answered, Said};
use workflow::{
    Cause, History, Input, Past, Revision, SessionId, SessionKey, Standing, Stored, Turn, User, View, WayBack,
    Workflow, decide,
};

use crate::Failure;
use crate::order::Order;

/// What a session is told in its turn of this number; turn 0 begins it.
pub(crate) enum Told {
    Text(String),
    /// The button at this place of the view.
    Press(usize),
}

/// What the session `session` is told in turn `turn`: an item, a size, and one time that it is to be sent, the other that
/// it should be of another size.
pub(crate) fn told(session: usize, turn: usize) -> Told {
    match turn % 5 {
        0 if turn == 0 => Told::Text("/order".into()),
        0 => Told::Press(0),
        1 => Told::Text(format!("a pot of green tea and {} cups", 1 + (session + turn) % 9)),
        2 | 4 => Told::Press((session + turn) % 3),
        _ => Told::Press(1),
    }
}

/// The id of the delivery of a turn.
pub(crate) fn delivery(session: usize, turn: usize) -> String {
    format!("message-{session:05}-{turn:05}")
}

pub(crate) fn key(session: usize) -> SessionKey {
    SessionKey::new("bench", format!("chat-{session:05}"), format!("user-{session:05}"))
}

/// All that one turn writes, ready to be bound.
pub(crate) struct Row {
    pub(crate) session: SessionId,
    pub(crate) key: String,
    pub(crate) version: u32,
    pub(crate) data: String,
    pub(crate) revision: i64,
    pub(crate) at: i64,
    pub(crate) delivery: String,
    pub(crate) edge: &'static str,
    pub(crate) from: Option<String>,
    pub(crate) to: String,
    pub(crate) by: String,
    pub(crate) said: String,
    pub(crate) view: String,
    pub(crate) answer: String,
    /// The visits that can be gone back to: the revision of each, the entry of its move, and whether the user may.
    pub(crate) kept: Option<String>,
    /// What changes in them.
    pub(crate) keeps: Option<String>,
}

/// The rows of `turns` turns of each of `sessions` sessions, turn by turn; decided by the same core as the engine's.
pub(crate) async fn rows(sessions: usize, turns: usize) -> Result<Vec<Vec<Row>>, Failure> {
    let mut standing: Vec<Option<(Standing<Order>, View)>> = Vec::new();
    standing.resize_with(sessions, || None);
    let ids: Vec<SessionId> = (0..sessions).map(|_| SessionId::new(uuid::Uuid::now_v7())).collect();
    let mut rows = Vec::with_capacity(turns);
    for turn in 0..turns {
        let mut batch = Vec::with_capacity(sessions);
        for (session, (standing, id)) in standing.iter_mut().zip(&ids).enumerate() {
            batch.push(row(session, sessions, turn, *id, standing).await?);
        }
        rows.push(batch);
    }
    Ok(rows)
}

async fn row(
    session: usize,
    sessions: usize,
    turn: usize,
    id: SessionId,
    standing: &mut Option<(Standing<Order>, View)>,
) -> Result<Row, Failure> {
    let key = key(session);
    let now = Timestamp::from_millisecond(Timestamp::now().as_millisecond())?;
    let (before, view) = standing.take().unzip();
    let from = before.as_ref().map(|before| Stored::from_workflow(&before.workflow)).transpose()?;
    let from = from.map(|stored| stored.step.to_string());
    let (cause, said) = match (told(session, turn), &view) {
        (Told::Text(text), None) => (Cause::Enter { entry: "start".into(), input: None }, Said::Text(text)),
        (Told::Text(text), Some(_)) => (Cause::Send(Input::Text(text.clone())), Said::Text(text)),
        (Told::Press(place), view) => {
            let button = view.iter().flat_map(|view| view.choices.iter().flatten()).nth(place);
            let button = button.ok_or("there is no such button")?;
            let choice = button.choice.as_ref().map(ToString::to_string);
            (Cause::Press { edge: button.edge.to_string(), choice }, Said::Press(button.label.to_string()))
        }
    };
    let before_history = before.as_ref().map(|before| before.history.clone());
    let at_turn = Turn { user: User::new(key.user()), now, session: id, key: key.clone() };
    let decision = decide(&(), &at_turn, before, cause).await.map_err(|error| format!("{error}"))?;
    let stored = Stored::from_workflow(&decision.workflow)?;
    let revision = u64::try_from(turn)? + 1;
    let answer = Answer {
        answered: Answered::Moved,
        session: Some(id),
        revision: Revision::new(revision),
        step: Some(stored.step.clone()),
    };
    let row = Row {
        session: id,
        key: key.to_string(),
        version: Order::VERSION,
        data: serde_json::to_string(&stored.data)?,
        revision: i64::try_from(revision)?,
        at: now.as_millisecond(),
        delivery: delivery(session, turn),
        edge: decision.edge_name(),
        from,
        to: stored.step.to_string(),
        by: key.user().to_string(),
        said: serde_json::to_string(&said)?,
        view: serde_json::to_string(&decision.view)?,
        answer: serde_json::to_string(&answer)?,
        kept: kept(&decision.history, session, sessions)?,
        keeps: keeps(before_history.as_ref(), &decision.history)?,
    };
    let view = decision.view.clone();
    *standing = Some((decision.into_standing(Revision::new(revision)), view));
    Ok(row)
}

/// The visits as they are written. The entries are numbered turn by turn.
fn kept(history: &History, session: usize, sessions: usize) -> Result<Option<String>, Failure> {
    let visit = |past: &Past| {
        let revision = past.revision.get();
        let entry = (revision - 1) * sessions as u64 + session as u64 + 1;
        (revision, entry, u8::from(past.way_back == WayBack::Open))
    };
    let visits: Vec<_> = history.visits().iter().map(visit).collect();
    Ok(if visits.is_empty() { None } else { Some(serde_json::to_string(&visits)?) })
}

/// What changes in the visits, as it is written: those that are not kept any more, and those that are kept anew.
fn keeps(before: Option<&History>, now: &History) -> Result<Option<String>, Failure> {
    let (before, now) = (before.map_or(&[][..], History::visits), now.visits());
    let dropped = before.iter().filter(|old| !now.iter().any(|past| past.revision == old.revision));
    let is_new =
        |past: &&Past| !before.iter().any(|old| (old.revision, old.way_back) == (past.revision, past.way_back));
    let kept = now
        .iter()
        .filter(is_new)
        .map(|past| serde_json::json!([past.revision, u8::from(past.way_back == WayBack::Open)]));
    let changes: Vec<_> = dropped.map(|old| serde_json::json!(old.revision)).chain(kept).collect();
    Ok(if changes.is_empty() { None } else { Some(serde_json::to_string(&changes)?) })
}

/// How much is in a table: its rows, and for each column the bytes of all rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Table {
    pub(crate) name: String,
    pub(crate) rows: i64,
    pub(crate) bytes: Vec<(String, i64)>,
}

/// How much is in each table of the file.
pub(crate) fn tables(connection: &Connection) -> Result<Vec<Table>, rusqlite::Error> {
    let mut names = connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")?;
    let names = names.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
    names.into_iter().map(|name| table(connection, name)).collect()
}

fn table(connection: &Connection, name: String) -> Result<Table, rusqlite::Error> {
    let mut columns = connection.prepare("SELECT name FROM pragma_table_info(?1)")?;
    let columns = columns.query_map([&name], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
    let sums: String =
        columns.iter().map(|column| format!(", ifnull(sum(length(cast({column} AS BLOB))), 0)")).collect();
    connection.query_row(&format!("SELECT count(*){sums} FROM {name}"), [], |row| {
        let bytes = columns.iter().enumerate().map(|(index, column)| Ok((column.clone(), row.get(index + 1)?)));
        Ok(Table { name: name.clone(), rows: row.get(0)?, bytes: bytes.collect::<Result<_, rusqlite::Error>>()? })
    })
}
