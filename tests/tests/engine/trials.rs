//! Media on trial: what nobody wanted can be found and removed, and nothing else.

use std::fs::{File, FileTimes};
use std::time::{Duration, SystemTime};

use tempfile::TempDir;
use workflow::media::{Folder, MediaStore};
use workflow::{Media, MediaId};

const DAY: Duration = Duration::from_hours(24);

struct Shelf {
    folder: TempDir,
    media: Folder,
}

impl Shelf {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { media: Folder::open(folder.path()).await.unwrap(), folder }
    }

    async fn tries(&self, bytes: &[u8]) -> Media {
        let mut receiving = self.media.receive_on_trial(1000).await.unwrap();
        receiving.write(bytes).await.unwrap();
        receiving.finish().await.unwrap()
    }

    /// Has the trial begun a day ago.
    fn a_day_passes(&self, media: &Media) {
        let mark =
            File::options().write(true).open(self.folder.path().join("trial").join(media.id().as_str())).unwrap();
        mark.set_times(FileTimes::new().set_modified(SystemTime::now() - DAY)).unwrap();
    }

    async fn on_trial(&self, age: Duration) -> Vec<MediaId> {
        self.media.on_trial(age, 10).await.unwrap()
    }

    async fn has(&self, media: &Media) -> bool {
        self.media.open(media.id()).await.unwrap().is_some()
    }
}

#[tokio::test]
async fn what_is_on_trial_can_be_read_and_is_removed_when_its_time_is_over() {
    let shelf = Shelf::new().await;
    let note = shelf.tries(b"a note").await;
    assert!(shelf.has(&note).await);
    assert_eq!(shelf.on_trial(DAY).await, []);
    shelf.media.remove(note.id(), DAY).await.unwrap();
    assert!(shelf.has(&note).await);
    shelf.a_day_passes(&note);
    assert_eq!(shelf.on_trial(DAY).await, [note.id().clone()]);
    shelf.media.remove(note.id(), DAY).await.unwrap();
    assert!(!shelf.has(&note).await);
    assert_eq!(shelf.on_trial(Duration::ZERO).await, []);
    shelf.media.remove(note.id(), DAY).await.unwrap();
}

#[tokio::test]
async fn what_is_kept_for_good_is_never_on_trial() {
    let shelf = Shelf::new().await;
    let note = shelf.media.put(b"a note".to_vec()).await.unwrap();
    assert_eq!(shelf.tries(b"a note").await, note);
    assert_eq!(shelf.on_trial(Duration::ZERO).await, []);
    shelf.media.remove(note.id(), Duration::ZERO).await.unwrap();
    assert!(shelf.has(&note).await);
}

#[tokio::test]
async fn what_is_kept_otherwise_meanwhile_is_not_on_trial_any_more() {
    let shelf = Shelf::new().await;
    let (one, other) = (shelf.tries(b"one").await, shelf.tries(b"other").await);
    shelf.a_day_passes(&one);
    shelf.a_day_passes(&other);
    shelf.media.put(b"one".to_vec()).await.unwrap();
    shelf.media.keep(other.id()).await.unwrap();
    for note in [one, other] {
        shelf.media.remove(note.id(), DAY).await.unwrap();
        assert!(shelf.has(&note).await);
    }
    assert_eq!(shelf.on_trial(Duration::ZERO).await, []);
}

#[tokio::test]
async fn what_comes_again_is_on_trial_anew() {
    let shelf = Shelf::new().await;
    let note = shelf.tries(b"a note").await;
    shelf.a_day_passes(&note);
    shelf.tries(b"a note").await;
    assert_eq!(shelf.on_trial(DAY).await, []);
    shelf.media.remove(note.id(), DAY).await.unwrap();
    assert!(shelf.has(&note).await);
}

#[tokio::test]
async fn no_more_are_told_than_are_asked_for() {
    let shelf = Shelf::new().await;
    for number in 0..5_u8 {
        shelf.tries(&[number]).await;
    }
    assert_eq!(shelf.media.on_trial(Duration::ZERO, 3).await.unwrap().len(), 3);
}

/// Comes and goes at once, again and again: what was just told to be there is there.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_comes_while_it_is_removed_is_there_afterwards() {
    let shelf = Shelf::new().await;
    for _ in 0..50 {
        let note = shelf.tries(b"a note").await;
        shelf.a_day_passes(&note);
        let (removed, again) = tokio::join!(shelf.media.remove(note.id(), DAY), shelf.tries(b"a note"));
        removed.unwrap();
        assert!(shelf.has(&again).await);
    }
}
