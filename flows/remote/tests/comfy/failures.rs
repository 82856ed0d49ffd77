use super::*;

#[tokio::test]
async fn a_node_that_fails_is_the_end_and_says_why() {
    let server = ComfyUi::start().await;
    server.fail_at("KSampler", "CUDA out of memory");
    let error = client(&server).draw(&key(), &drawing(), |_| {}).await.unwrap_err();
    assert!(matches!(error, RemoteError::Failed { .. }), "{error:?}");
    assert!(!error.is_transient());
    assert_eq!(error.to_string(), "ComfyUI failed: CUDA out of memory at KSampler");
}

#[tokio::test]
async fn a_checkpoint_that_the_server_does_not_have_is_the_end_and_named() {
    let server = ComfyUi::start().await;
    let unknown = Drawing { model: Checkpoint("none.ckpt".to_owned()), ..drawing() };
    let error = client(&server).draw(&key(), &unknown, |_| {}).await.unwrap_err();
    assert!(matches!(error, RemoteError::Invalid { .. }) && !error.is_transient(), "{error:?}");
    assert!(error.to_string().contains("ckpt_name: 'none.ckpt' not in"), "{error}");
    assert!(server.begun().is_empty());
}

#[tokio::test]
async fn a_picture_that_is_none_is_the_end() {
    let server = ComfyUi::start().await;
    let references = References { source: Some(b"no picture".to_vec()), ..References::default() };
    let error = client(&server).draw(&key(), &Drawing { references, ..drawing() }, |_| {}).await.unwrap_err();
    assert!(error.to_string().contains("cannot identify image file at LoadImage"), "{error}");
}

#[tokio::test]
async fn a_mask_without_a_source_is_refused_before_anything_is_sent() {
    let server = ComfyUi::start().await;
    let references = References { mask: Some(png()), ..References::default() };
    let error = client(&server).draw(&key(), &Drawing { references, ..drawing() }, |_| {}).await.unwrap_err();
    assert!(matches!(error, RemoteError::Invalid { .. }), "{error:?}");
    assert!(server.calls().is_empty());
}

#[tokio::test]
async fn a_broken_server_is_a_transient_failure() {
    let server = ComfyUi::start().await;
    for what in ["GET /queue", "POST /prompt", "GET /view", "GET /history"] {
        server.fault(Fault::status(500).on(what));
        let key = JobKey::new(what);
        let error = client(&server).draw(&key, &drawing(), |_| {}).await;
        match error {
            Err(error) => {
                assert!(matches!(error, RemoteError::Broken { status: 500, .. }), "{what}: {error:?}");
                assert!(error.is_transient());
            }
            // A history that is asked again answers.
            Ok(_) => assert_eq!(what, "GET /history"),
        }
        server.clear_faults();
        client(&server).draw(&key, &drawing(), |_| {}).await.unwrap();
    }
    assert_eq!(server.begun().len(), 4, "none is drawn twice");
}

#[tokio::test]
async fn a_refused_connection_is_a_transient_failure() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://user:secret@{}", listener.local_addr().unwrap());
    drop(listener);
    let comfy = Comfy::new(&url).unwrap();
    let error = comfy.draw(&key(), &drawing(), |_| {}).await.unwrap_err();
    assert!(matches!(error, RemoteError::Unreachable { .. }), "{error:?}");
    assert!(error.is_transient());
    assert!(!format!("{comfy:?} {error:?} {error}").contains("secret"));
}

#[tokio::test]
async fn a_server_that_does_not_answer_is_a_transient_failure() {
    let server = ComfyUi::start().await;
    server.fault(Fault::hang().on("POST /prompt"));
    let comfy = client(&server).with_pace(Pace { answer: Duration::from_millis(300), ..pace() });
    let error = comfy.draw(&key(), &drawing(), |_| {}).await.unwrap_err();
    assert!(matches!(error, RemoteError::TimedOut { .. }), "{error:?}");
    assert!(error.is_transient());
}

#[tokio::test]
async fn a_picture_that_breaks_off_is_fetched_by_the_next_attempt() {
    let server = ComfyUi::start().await;
    for fault in [Fault::lost(), Fault::garbled()] {
        server.fault(fault.on("GET /view"));
        let error = client(&server).draw(&key(), &drawing(), |_| {}).await.unwrap_err();
        assert!(error.is_transient(), "{error:?}");
    }
    assert_drawn(&client(&server).draw(&key(), &drawing(), |_| {}).await);
    assert_eq!(server.begun().len(), 1);
}

#[tokio::test]
async fn a_server_that_chooses_its_own_ids_is_too_old() {
    let server = ComfyUi::start().await;
    let own = r#"{"prompt_id":"0197f9a0-0000-7000-8000-000000000000","number":0,"node_errors":{}}"#;
    server.fault(Fault::answer(200, own).on("POST /prompt"));
    let error = client(&server).draw(&key(), &drawing(), |_| {}).await.unwrap_err();
    assert!(matches!(error, RemoteError::Settings { .. }), "{error:?}");
}
