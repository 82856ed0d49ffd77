use std::time::Duration;

use flows_emulators::{Fault, Server, Trainer};
use flows_remote::comfy::LoraName;
use flows_remote::trainer::{HttpTrainer, Kind, Notice, NoticeError, State, Training, WebhookSecret};
use flows_remote::{ApiKey, JobKey, RemoteError};

const KEY: &str = "trainer key";
const SECRET: &str = "webhook secret";

async fn start() -> Trainer {
    Trainer::start(KEY, SECRET).await
}

fn client(server: &Trainer) -> HttpTrainer {
    HttpTrainer::new(server.url(), ApiKey::new(KEY)).unwrap()
}

fn key() -> JobKey {
    JobKey::new("set 7, submitted once")
}

fn id() -> String {
    key().to_uuid().to_string()
}

fn training() -> Training {
    Training {
        name: "Ann's fox".to_owned(),
        trigger: "annfox".to_owned(),
        kind: Kind::Subject,
        webhook: None,
        set: b"PK\x03\x04a zip".to_vec(),
    }
}

fn parse(signature: Option<&str>, body: &str) -> Result<Notice, NoticeError> {
    Notice::parse(&WebhookSecret::new(SECRET), signature, body.as_bytes())
}

#[tokio::test]
async fn a_training_goes_from_the_queue_to_a_lora() {
    let server = start().await;
    let trainer = client(&server);
    assert_eq!(trainer.begin(&key(), &training()).await.unwrap(), State::Queued);
    assert_eq!(server.set(&id()), training().set);
    server.run(&id(), 0.25);
    let state = trainer.state(&key()).await.unwrap();
    assert_eq!(state, State::Running { part: 0.25, message: Some("training".to_owned()) });
    server.finish(&id(), "fox.safetensors");
    let lora = LoraName("fox.safetensors".to_owned());
    assert_eq!(trainer.state(&key()).await.unwrap(), State::Done { lora });
}

#[tokio::test]
async fn a_training_that_fails_says_why() {
    let server = start().await;
    client(&server).begin(&key(), &training()).await.unwrap();
    server.fail(&id(), "the pictures are too small");
    let message = "the pictures are too small".to_owned();
    assert_eq!(client(&server).state(&key()).await.unwrap(), State::Failed { message });
}

#[tokio::test]
async fn a_training_is_begun_once_however_often_it_is_asked_for() {
    let server = start().await;
    server.fault(Fault::lost().on("POST /jobs"));
    let error = client(&server).begin(&key(), &training()).await.unwrap_err();
    assert!(error.is_transient(), "{error:?}");
    server.run(&id(), 0.5);
    let state = client(&server).begin(&key(), &training()).await.unwrap();
    assert!(matches!(state, State::Running { .. }), "{state:?}");
    assert_eq!(server.jobs(), [id()]);
}

#[tokio::test]
async fn a_training_that_is_cancelled_is_not_there_and_can_be_cancelled_again() {
    let server = start().await;
    let trainer = client(&server);
    trainer.begin(&key(), &training()).await.unwrap();
    trainer.cancel(&key()).await.unwrap();
    trainer.cancel(&key()).await.unwrap();
    assert!(matches!(trainer.state(&key()).await, Err(RemoteError::NotFound { .. })));
}

#[tokio::test]
async fn a_trainer_that_has_forgotten_the_job_says_so() {
    let server = start().await;
    client(&server).begin(&key(), &training()).await.unwrap();
    server.restart();
    let error = client(&server).state(&key()).await.unwrap_err();
    assert!(matches!(error, RemoteError::NotFound { .. }), "{error:?}");
}

#[tokio::test]
async fn what_the_trainer_does_not_take_is_refused_for_good() {
    let server = start().await;
    let wrong = Training { set: b"no zip".to_vec(), ..training() };
    let error = client(&server).begin(&key(), &wrong).await.unwrap_err();
    assert!(!error.is_transient());
    assert_eq!(error.to_string(), "the trainer does not take the request: set: no zip");
    let wrong = HttpTrainer::new(server.url(), ApiKey::new("another")).unwrap();
    let error = wrong.begin(&key(), &training()).await.unwrap_err();
    assert!(matches!(error, RemoteError::Unauthorized { .. }), "{error:?}");
}

#[tokio::test]
async fn a_trainer_that_is_broken_busy_or_silent_is_transient() {
    let server = start().await;
    let trainer = client(&server).with_timeout(Duration::from_millis(300));
    let half = r#"{"state": "done", "part": 1.0, "lora": null, "message": null}"#;
    let faults = [Fault::status(500), Fault::too_many(3), Fault::hang(), Fault::garbled(), Fault::answer(200, half)];
    for fault in faults {
        server.fault(fault.clone());
        let error = trainer.begin(&key(), &training()).await.unwrap_err();
        assert!(error.is_transient(), "{fault:?}: {error:?}");
    }
}

#[tokio::test]
async fn a_notice_that_is_signed_is_read() {
    let server = start().await;
    client(&server).begin(&key(), &training()).await.unwrap();
    server.finish(&id(), "fox.safetensors");
    let (signature, body) = server.notice(&id());
    let notice = parse(Some(&signature), &body).unwrap();
    assert!(notice.is_about(&key()));
    assert!(!notice.is_about(&JobKey::new("another")));
    assert_eq!(notice.state, State::Done { lora: LoraName("fox.safetensors".to_owned()) });
}

#[tokio::test]
async fn a_notice_is_posted_to_the_webhook_with_its_signature() {
    let (server, bot) = (start().await, Server::bare().await);
    bot.fault(Fault::answer(204, "").on("POST /trained"));
    let webhook = Some(format!("{}/trained", bot.url()).parse().unwrap());
    client(&server).begin(&key(), &Training { webhook, ..training() }).await.unwrap();
    assert_eq!(server.notify(&id()).await, 204);
    let call = &bot.calls()[0];
    let notice = parse(Some(&call.headers["x-flows-signature"]), &server.notice(&id()).1).unwrap();
    assert_eq!(notice.state, State::Queued);
}

#[tokio::test]
async fn a_notice_of_somebody_else_is_not_believed() {
    let server = start().await;
    client(&server).begin(&key(), &training()).await.unwrap();
    let (signature, body) = server.notice(&id());
    let digits = signature.strip_prefix("sha256=").unwrap();
    let other = Notice::parse(&WebhookSecret::new("another"), Some(&signature), body.as_bytes());
    assert_eq!(other, Err(NoticeError::Unsigned));
    assert_eq!(parse(Some(&signature), &body.replace("queued", "done  ")), Err(NoticeError::Unsigned));
    let upper = format!("sha256={}", digits.to_uppercase());
    for wrong in [None, Some(""), Some("sha256="), Some(digits), Some(&signature[..70]), Some(upper.as_str())] {
        assert_eq!(parse(wrong, &body), Err(NoticeError::Unsigned), "{wrong:?}");
    }
}

#[tokio::test]
async fn a_signed_notice_that_is_not_whole_is_refused() {
    let server = start().await;
    client(&server).begin(&key(), &training()).await.unwrap();
    server.finish(&id(), "");
    let (signature, body) = server.notice(&id());
    assert_eq!(parse(Some(&signature), &body), Err(NoticeError::Garbled));
}

#[test]
fn the_signature_is_the_hmac_of_rfc_4231() {
    let body = b"what do ya want for nothing?";
    let signature = "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
    // Well signed, but no notice.
    let read = Notice::parse(&WebhookSecret::new("Jefe"), Some(signature), body);
    assert_eq!(read, Err(NoticeError::Garbled));
}
