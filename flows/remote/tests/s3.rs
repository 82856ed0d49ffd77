use std::time::Duration;

use flows_emulators::{Fault, Server};
use flows_remote::RemoteError;
use flows_remote::s3::{AccessKey, Bucket, Hash, Head, SecretKey};
use rusty_s3::{Credentials, S3Action, UrlStyle};

/// A store with a bucket.
struct Moto(flows_emulators::Moto);

impl Moto {
    async fn start() -> Option<Self> {
        flows_emulators::Moto::start().await.map(Self)
    }

    /// Writes an object past the client.
    async fn write(&self, name: &str, contents: &'static str) {
        let (place, credentials) = self.place();
        self.put(place.put_object(Some(&credentials), name).sign(Duration::from_secs(60)), contents).await;
    }

    fn place(&self) -> (rusty_s3::Bucket, Credentials) {
        let place =
            rusty_s3::Bucket::new(self.0.url().parse().unwrap(), UrlStyle::Path, "pictures", "us-east-1").unwrap();
        (place, Credentials::new("key", "very secret"))
    }

    async fn put(&self, url: reqwest::Url, contents: &'static str) {
        // Another test may have chosen it already.
        let _chosen = rustls::crypto::ring::default_provider().install_default();
        let answer = reqwest::Client::new()
            .put(url)
            .header("Content-Length", contents.len())
            .body(contents)
            .send()
            .await
            .unwrap();
        assert!(answer.status().is_success(), "{answer:?}");
    }

    fn bucket(&self) -> Bucket {
        bucket(self.0.url(), "pictures")
    }
}

fn bucket(url: &str, name: &str) -> Bucket {
    Bucket::new(url, "us-east-1", name, AccessKey::new("key"), SecretKey::new("very secret")).unwrap()
}

#[tokio::test]
async fn what_is_put_is_there_until_it_is_deleted() {
    let Some(moto) = Moto::start().await else { return };
    let bucket = moto.bucket();
    let bytes: Vec<u8> = (0..=255).cycle().take(300_000).collect();
    let hash = bucket.put(bytes.clone(), "image/png").await.unwrap();
    assert_eq!(hash, Hash::of(&bytes));
    assert_eq!(bucket.put(bytes.clone(), "image/png").await.unwrap(), hash, "twice is as once");
    let head = Head { size: 300_000, content_type: Some("image/png".to_owned()) };
    assert_eq!(bucket.head(&hash).await.unwrap(), Some(head));
    assert!(bucket.get(&hash).await.unwrap() == bytes);
    bucket.delete(&hash).await.unwrap();
    assert_eq!(bucket.head(&hash).await.unwrap(), None);
    assert!(matches!(bucket.get(&hash).await, Err(RemoteError::NotFound { .. })));
    bucket.delete(&hash).await.unwrap();
}

#[tokio::test]
async fn no_bytes_are_bytes_too() {
    let Some(moto) = Moto::start().await else { return };
    let hash = moto.bucket().put(Vec::new(), "text/plain").await.unwrap();
    assert!(moto.bucket().get(&hash).await.unwrap().is_empty());
}

#[tokio::test]
async fn bytes_that_are_not_those_of_the_hash_are_never_given() {
    let Some(moto) = Moto::start().await else { return };
    let hash = moto.bucket().put(b"a picture".to_vec(), "image/png").await.unwrap();
    moto.write(&hash.to_string(), "another").await;
    let error = moto.bucket().get(&hash).await.unwrap_err();
    assert!(matches!(error, RemoteError::Failed { .. }) && !error.is_transient(), "{error:?}");
}

#[tokio::test]
async fn a_bucket_that_is_not_there_is_named_as_such() {
    let Some(moto) = Moto::start().await else { return };
    let error = bucket(moto.0.url(), "nowhere").put(b"a picture".to_vec(), "image/png").await.unwrap_err();
    assert!(matches!(error, RemoteError::Invalid { .. }), "{error:?}");
    assert!(error.to_string().contains("NoSuchBucket"), "{error}");
}

#[tokio::test]
async fn requests_are_signed_and_show_no_secret() {
    let server = Server::bare().await;
    let bucket = bucket(server.url(), "pictures");
    assert_eq!(bucket.head(&Hash::of(b"")).await.unwrap(), None);
    let call = &server.calls()[0];
    assert_eq!(call.what, format!("HEAD /pictures/{}", Hash::of(b"")));
    assert!(call.query.contains("X-Amz-Credential=key%2F") && call.query.contains("X-Amz-Signature="), "{call:?}");
    assert!(!format!("{call:?} {bucket:?}").contains("very"));
}

#[tokio::test]
async fn a_wrong_key_is_permanent() {
    let server = Server::bare().await;
    let body = "<?xml version=\"1.0\"?><Error><Code>SignatureDoesNotMatch</Code><Message>No.</Message></Error>";
    server.fault(Fault::answer(403, body).always());
    let error = bucket(server.url(), "pictures").get(&Hash::of(b"")).await.unwrap_err();
    assert!(matches!(error, RemoteError::Unauthorized { .. }) && !error.is_transient(), "{error:?}");
    assert!(error.to_string().contains("SignatureDoesNotMatch: No."), "{error}");
}

#[tokio::test]
async fn a_service_that_is_broken_busy_or_silent_is_transient() {
    let server = Server::bare().await;
    let bucket = bucket(server.url(), "pictures").with_timeout(Duration::from_millis(300));
    for fault in [Fault::status(500), Fault::status(503), Fault::too_many(3), Fault::hang(), Fault::lost()] {
        server.fault(fault.clone());
        let error = bucket.get(&Hash::of(b"")).await.unwrap_err();
        assert!(error.is_transient(), "{fault:?}: {error:?}");
    }
}

#[test]
fn an_address_that_is_none_is_refused_at_once() {
    let made = Bucket::new("nowhere", "us-east-1", "pictures", AccessKey::new("key"), SecretKey::new("secret"));
    assert!(matches!(made, Err(RemoteError::Settings { .. })));
}
