//! Work of a child and of the step around it, and a command that comes with files.

use workflow::prelude::*;
use workflow::store::Said;
use workflow::{Delivery, Engine, Sqlite};
use workflow_tests::bench::Chat;
use workflow_tests::gallery::{Museum, png};

use super::{asks, question};

/// Travel somewhere.
#[workflow]
enum Trip {
    /// Booking a seat …
    Booking,
    /// Where to sleep?
    Lodging,
    /// Have a good trip.
    #[step(end)]
    Gone,
}

#[workflow]
impl Trip {
    #[command("/trip")]
    fn start() -> Booking {
        Booking
    }

    #[command("/lodge")]
    fn lodge() -> Lodging {
        Lodging
    }

    #[invoke(timeout = "1h")]
    async fn seat(self: &Booking) -> Result<u32> {
        std::future::pending().await
    }

    #[done(seat)]
    fn booked(self: Booking, _seat: u32) -> Gone {
        Gone
    }

    #[failed(seat)]
    fn none_left(self: Booking, _failure: Failure) -> Gone {
        Gone
    }

    #[invoke]
    async fn beside(self: &Booking) -> Result<Child<Bed>> {
        Ok(Child::of(AskTown))
    }

    #[done(beside)]
    fn slept(self: Booking, _bed: Bed) -> Gone {
        Gone
    }

    #[invoke]
    async fn inside(self: &Lodging) -> Result<Child<Bed>> {
        Ok(Child::of(AskTown))
    }

    #[done(inside)]
    fn lodged(self: Lodging, _bed: Bed) -> Gone {
        Gone
    }
}

/// Find a bed.
#[workflow]
enum Bed {
    /// In which town?
    AskTown,
    /// Looking around.
    Looking { picture: Option<Media> },
    /// A bed.
    #[step(end)]
    Found,
}

#[workflow]
impl Bed {
    #[command("/bed")]
    fn bed(picture: Option<Photo>) -> To<(AskTown, Looking)> {
        match picture {
            Some(Photo(picture)) => goto(Looking { picture: Some(picture) }),
            None => goto(AskTown),
        }
    }

    fn town(self: AskTown, Text(_town): Text) -> Looking {
        Looking { picture: None }
    }

    #[invoke(timeout = "1h")]
    async fn look(self: &Looking) -> Result<u32> {
        std::future::pending().await
    }

    #[done(look)]
    fn found(self: Looking, _bed: u32) -> Found {
        Found
    }

    #[failed(look)]
    fn lost(self: Looking, _failure: Failure) -> Found {
        Found
    }
}

async fn travelling(museum: &Museum) -> Chat {
    let store = Sqlite::open(museum.folder().join("bot.db")).await.unwrap();
    let engine = Engine::builder(()).workflow::<Trip>().workflow::<Bed>().store(store).build().await.unwrap();
    Chat::new(&engine, "ann")
}

#[tokio::test]
async fn work_of_a_step_around_a_child_is_asked_about() {
    let museum = Museum::new().await;
    let ann = travelling(&museum).await;
    ann.says("/trip").await;
    ann.until_at("AskTown").await;
    let asked = |lost: &str| asks(&format!("“{lost}” is under way and would be lost. Begin /lodge all the same?"));
    assert_eq!(ann.says("/lodge").await.answered, asked("Booking a seat"));
    assert!(ann.press(question(&ann).await.leave.token).await.moved());
    // The child's own work is asked about too, and named first.
    ann.until_at("AskTown").await;
    ann.says("Rome").await;
    assert_eq!(ann.says("/lodge").await.answered, asked("Looking around"));
    let now = ann.now().await;
    assert_eq!((now.step(), now.record().below.len()), ("Looking", 1));
}

#[tokio::test]
async fn a_command_beside_files_waits_with_its_files() {
    let museum = Museum::new().await;
    let ann = travelling(&museum).await;
    ann.says("/bed").await;
    ann.says("Rome").await;
    let photo = museum.file("bed.png", &png(1)).await;
    let outcome = ann.delivers(Delivery::media("1", [photo.clone()]).caption("/bed")).await;
    assert_eq!(outcome.answered, asks("“Looking around” is under way and would be lost. Begin /bed all the same?"));
    // Whoever removes what nobody wants leaves it.
    let kept = ann.engine.brought(vec![photo.id().clone()]).await.unwrap();
    assert_eq!(kept, [photo.id().clone()]);
    assert!(ann.press(question(&ann).await.leave.token).await.moved());
    let now = ann.now().await;
    assert_eq!(now.record().stored.data["picture"]["name"], "bed.png");
    let said = Said::Media { media: vec![photo], caption: "/bed".into() };
    assert_eq!(ann.engine.journal(now.session()).await.unwrap()[0].said, Some(said));
}
