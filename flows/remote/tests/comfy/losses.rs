use super::*;

#[tokio::test]
async fn a_lost_socket_is_opened_again_and_the_job_goes_on() {
    let server = ComfyUi::start().await;
    server.hold_at("KSampler");
    let drawn = begin(&client(&server));
    server.until("it runs with a socket", || server.running() == Some(id()) && server.sockets() == 1).await;
    server.drop_sockets();
    server.until_called("GET /ws", 2).await;
    server.release();
    assert_drawn(&end(drawn).await);
    assert_eq!(server.begun(), [id()]);
}

#[tokio::test]
async fn a_job_that_ends_without_a_socket_is_found_in_the_history() {
    let server = ComfyUi::start().await;
    server.fault(Fault::status(502).on("GET /ws").always());
    assert_drawn(&client(&server).draw(&key(), &drawing(), |_| {}).await);
    assert_eq!(server.begun(), [id()]);
}

#[tokio::test]
async fn another_attempt_finds_the_job_in_the_queue() {
    let server = ComfyUi::start().await;
    server.hold_at("KSampler");
    // A process that ends without dropping anything.
    let first = client(&server);
    let mut attempt = Box::pin(async move { first.draw(&key(), &drawing(), |_| {}).await });
    tokio::select! {
        _ = &mut attempt => panic!("it is held"),
        () = server.until("it runs", || server.running() == Some(id())) => {}
    }
    std::mem::forget(attempt);
    let second = begin(&client(&server));
    server.until_called("GET /ws", 2).await;
    server.release();
    assert_drawn(&end(second).await);
    assert_eq!(server.calls_of("POST /prompt").len(), 1);
}

#[tokio::test]
async fn another_attempt_finds_the_job_in_the_history() {
    let server = ComfyUi::start().await;
    let first = client(&server).draw(&key(), &drawing(), |_| {}).await.unwrap();
    let second = client(&server).draw(&key(), &drawing(), |_| {}).await.unwrap();
    assert_eq!(first, second);
    assert_eq!(server.begun().len(), 1);
}

#[tokio::test]
async fn a_lost_answer_does_not_queue_the_job_twice() {
    let server = ComfyUi::start().await;
    server.hold_at("KSampler");
    server.fault(Fault::lost().on("POST /prompt"));
    let comfy = client(&server);
    let error = comfy.draw(&key(), &drawing(), |_| {}).await.unwrap_err();
    assert!(error.is_transient(), "{error:?}");
    assert_eq!(server.running(), Some(id()), "a transient failure leaves the job there");
    server.release();
    assert_drawn(&comfy.draw(&key(), &drawing(), |_| {}).await);
    assert_eq!(server.begun(), [id()]);
}

#[tokio::test]
async fn what_a_restarted_server_has_forgotten_is_queued_again() {
    let server = ComfyUi::start().await;
    server.hold_at("KSampler");
    let drawn = begin(&client(&server));
    server.until("it runs", || server.running() == Some(id())).await;
    server.restart();
    server.until("it is begun again", || server.begun() == [id(), id()]).await;
    server.release();
    assert_drawn(&end(drawn).await);
}

#[tokio::test]
async fn a_server_that_always_dies_of_a_job_gets_it_four_times_at_most() {
    let server = ComfyUi::start().await;
    server.hold_at("KSampler");
    let drawn = begin(&client(&server));
    for times in 1..=4 {
        server.until("it is begun", || server.begun().len() == times && server.running().is_some()).await;
        server.restart();
    }
    let error = end(drawn).await.unwrap_err();
    assert!(matches!(error, RemoteError::Lost { times: 4, .. }), "{error:?}");
    assert!(error.is_transient());
}

#[tokio::test]
async fn pictures_that_the_server_has_lost_are_drawn_again() {
    let server = ComfyUi::start().await;
    let comfy = client(&server);
    comfy.draw(&key(), &drawing(), |_| {}).await.unwrap();
    server.lose_pictures();
    assert_drawn(&comfy.draw(&key(), &drawing(), |_| {}).await);
    assert_eq!(server.begun().len(), 2);
}

#[tokio::test]
async fn a_short_absence_is_waited_for() {
    let server = ComfyUi::start().await;
    server.hold_at("KSampler");
    let drawn = begin(&client(&server));
    server.until("it runs", || server.running() == Some(id())).await;
    let before = server.calls_of("GET /queue").len();
    server.fault(Fault::status(503).on("GET /queue").times(3));
    server.fault(Fault::garbled().on("GET /queue"));
    server.until_called("GET /queue", before + 5).await;
    server.release();
    assert_drawn(&end(drawn).await);
    assert_eq!(server.begun(), [id()]);
}

#[tokio::test]
async fn a_long_absence_is_a_transient_failure_and_the_next_attempt_goes_on() {
    let server = ComfyUi::start().await;
    server.hold_at("KSampler");
    let comfy = client(&server).with_pace(Pace { absence: Duration::from_millis(50), ..pace() });
    let drawn = begin(&comfy);
    server.until("it runs", || server.running() == Some(id())).await;
    server.fault(Fault::status(502).always());
    let error = end(drawn).await.unwrap_err();
    assert!(matches!(error, RemoteError::Broken { status: 502, .. }), "{error:?}");
    server.clear_faults();
    server.release();
    assert_drawn(&client(&server).draw(&key(), &drawing(), |_| {}).await);
    assert_eq!(server.begun(), [id()]);
}

#[tokio::test]
async fn a_proxy_that_swallows_websockets_does_not_keep_the_job_from_its_end() {
    let server = ComfyUi::start().await;
    server.fault(Fault::hang().on("GET /ws").always());
    let comfy = client(&server).with_pace(Pace { answer: Duration::from_millis(300), ..pace() });
    assert_drawn(&comfy.draw(&key(), &drawing(), |_| {}).await);
}

#[tokio::test]
async fn a_slow_job_is_waited_for_as_long_as_it_takes() {
    let server = ComfyUi::start().await;
    server.slow(Duration::from_millis(40));
    let comfy = client(&server).with_pace(Pace { absence: Duration::from_millis(1), ..pace() });
    assert_drawn(&comfy.draw(&key(), &drawing(), |_| {}).await);
}

#[tokio::test]
async fn a_finished_job_without_pictures_is_drawn_again() {
    let server = ComfyUi::start().await;
    let comfy = client(&server);
    comfy.draw(&key(), &drawing(), |_| {}).await.unwrap();
    let nothing = serde_json::json!({ id(): { "outputs": {}, "status": { "status_str": "success" } } });
    server.fault(Fault::answer(200, nothing).on("GET /history"));
    assert_drawn(&comfy.draw(&key(), &drawing(), |_| {}).await);
    assert_eq!(server.begun().len(), 2);
}
