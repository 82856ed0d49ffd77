//! What a store keeps for surfaces: their notes, and which sessions have moved.

use serde_json::{Value, json};
use workflow::SessionKey;
use workflow::store::{Note, Store};

use super::{Hand, time};

async fn names(store: &dyn Store, prefix: &str, after: Option<&str>, limit: usize) -> Vec<String> {
    let notes = store.notes("telegram", prefix, after, limit).await.unwrap();
    notes.into_iter().map(|(name, _)| name).collect()
}

async fn kept(store: &dyn Store, surface: &str, name: &str) -> Option<Value> {
    let notes = store.notes(surface, name, None, 1).await.unwrap();
    notes.into_iter().find(|(other, _)| other == name).map(|(_, value)| value)
}

pub async fn notes_are_kept_by_name_and_forgotten(store: &dyn Store) {
    store
        .note("telegram", vec![Note::keep("chat/1", json!({ "menu": 5 })), Note::keep("chat/2", json!(7))])
        .await
        .unwrap();
    store.note("telegram", vec![Note::keep("chat/1", json!({ "menu": 6 })), Note::forget("chat/2")]).await.unwrap();
    store.note("telegram", vec![Note::forget("chat/3")]).await.unwrap();
    assert_eq!(kept(store, "telegram", "chat/1").await, Some(json!({ "menu": 6 })));
    assert_eq!(kept(store, "telegram", "chat/2").await, None);
}

pub async fn notes_are_listed_by_prefix_and_page(store: &dyn Store) {
    let notes = ["b", "a/3", "a/1", "a/2", "a%", "c/1", "ä/1"].map(|name| Note::keep(name, Value::Null));
    store.note("telegram", notes.to_vec()).await.unwrap();
    assert_eq!(names(store, "a/", None, 10).await, ["a/1", "a/2", "a/3"]);
    assert_eq!(names(store, "a/", None, 2).await, ["a/1", "a/2"]);
    assert_eq!(names(store, "a/", Some("a/2"), 2).await, ["a/3"]);
    assert_eq!(names(store, "a/", Some("a/3"), 2).await, Vec::<String>::new());
    assert_eq!(names(store, "", None, 10).await, ["a%", "a/1", "a/2", "a/3", "b", "c/1", "ä/1"]);
}

pub async fn notes_of_one_surface_are_not_anothers(store: &dyn Store) {
    store.note("telegram", vec![Note::keep("offset", json!(1))]).await.unwrap();
    store.note("telegram2", vec![Note::keep("offset", json!(2))]).await.unwrap();
    store.note("telegram", vec![Note::forget("offset")]).await.unwrap();
    assert_eq!(kept(store, "telegram", "offset").await, None);
    assert_eq!(kept(store, "telegram2", "offset").await, Some(json!(2)));
}

pub async fn sessions_that_moved_since_are_found_by_surface(store: &dyn Store) {
    let key = |surface: &str, chat: &str| SessionKey::new(surface, chat, "ann");
    for (surface, chat, at) in
        [("telegram", "1", 10), ("telegram", "2", 20), ("telegram", "3", 30), ("telegram/x", "4", 30), ("web", "5", 30)]
    {
        let mut hand = Hand::new(key(surface, chat));
        hand.goes(store, "begin", 5).await;
        hand.goes(store, "on", at).await;
    }
    let since = |at: i64, after: Option<SessionKey>, limit: usize| async move {
        store.moved_since("telegram", time(at), after.as_ref(), limit).await.unwrap()
    };
    assert_eq!(since(0, None, 9).await, [key("telegram", "1"), key("telegram", "2"), key("telegram", "3")]);
    assert_eq!(since(20, None, 9).await, [key("telegram", "2"), key("telegram", "3")]);
    assert_eq!(since(0, None, 2).await, [key("telegram", "1"), key("telegram", "2")]);
    assert_eq!(since(0, Some(key("telegram", "2")), 2).await, [key("telegram", "3")]);
    assert_eq!(since(31, None, 9).await, []);
}
