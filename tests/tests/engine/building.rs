//! What an engine refuses to be made of.

use workflow::prelude::*;
use workflow::{BuildError, Engine, Sqlite};
use workflow_tests::bench::builder;
use workflow_tests::trial::{Trial, World};

/// Something else.
#[workflow]
pub(super) enum Other {
    /// What?
    Open,
    #[step(end)]
    Shut,
}

#[workflow]
impl Other {
    #[command("/trial")]
    fn start() -> Open {
        Open
    }

    /// Shut it
    fn shut(self: Open) -> Shut {
        Shut
    }
}

#[tokio::test]
async fn two_workflows_of_one_name_are_refused() {
    let error = builder(World::new().0).workflow::<Trial>().store(store().await.0).build().await.unwrap_err();
    assert!(matches!(error, BuildError::SameName { workflow: "trial" }), "{error:?}");
    assert!(error.to_string().starts_with("two workflows are named `trial`"), "{error}");
}

#[tokio::test]
async fn two_workflows_of_one_command_are_refused() {
    let error = builder(World::new().0).aside::<Other>().store(store().await.0).build().await.unwrap_err();
    assert_eq!(error.to_string(), "`trial` and `other` both begin with /trial");
}

#[tokio::test]
async fn an_engine_without_a_store_is_refused() {
    let error = builder(World::new().0).build().await.unwrap_err();
    assert_eq!(error.to_string(), "there is no store: give one with `.store(…)`");
}

#[tokio::test]
async fn an_engine_of_no_workflows_answers() {
    let (store, _kept) = store().await;
    let engine = Engine::builder(()).store(store).build().await.unwrap();
    let chat = workflow_tests::bench::Chat::new(&engine, "ann");
    assert_eq!(chat.says("hello").await.rejection(), Some("Nothing is under way. "));
}

async fn store() -> (Sqlite, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    (Sqlite::open(folder.path().join("bot.db")).await.unwrap(), folder)
}
