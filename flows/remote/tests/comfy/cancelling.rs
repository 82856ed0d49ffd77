use super::*;

#[tokio::test]
async fn dropping_a_drawing_that_waits_takes_it_out_of_the_queue() {
    let server = ComfyUi::start().await;
    server.hold_at("KSampler");
    let other = server.other_job();
    let drawn = begin(&client(&server));
    server.until("it waits", || server.waiting() == [id()]).await;
    drawn.abort();
    server.until("it is gone", || server.waiting().is_empty()).await;
    // Asked once more whether it runs: it doesn't, and the job that runs is left alone.
    server.until("the queue was looked at", || server.calls().last().unwrap().what == "GET /queue").await;
    assert_eq!(server.running(), Some(other));
    assert_eq!(server.calls_of("POST /interrupt").len(), 0);
}

#[tokio::test]
async fn dropping_a_drawing_that_runs_stops_it_and_nothing_else() {
    let server = ComfyUi::start().await;
    server.hold_at("KSampler");
    let drawn = begin(&client(&server));
    server.until("it runs", || server.running() == Some(id())).await;
    let other = server.other_job();
    drawn.abort();
    server.until("the other one runs", || server.running() == Some(other.clone())).await;
    let interrupts = server.calls_of("POST /interrupt");
    assert_eq!(interrupts.len(), 1);
    assert_eq!(interrupts[0].body["prompt_id"], id());
}

#[tokio::test]
async fn a_drawing_that_is_dropped_while_it_is_queued_is_taken_back() {
    let server = ComfyUi::start().await;
    server.hold_at("KSampler");
    let drawn = begin(&client(&server));
    server.until_called("POST /prompt", 1).await;
    drawn.abort();
    server.until_called("POST /queue", 1).await;
    server.until("nothing runs", || server.running().is_none() && server.waiting().is_empty()).await;
}

#[tokio::test]
async fn cancelling_ends_the_drawing_that_waits_for_it() {
    let server = ComfyUi::start().await;
    server.hold_at("KSampler");
    let comfy = client(&server);
    let drawn = begin(&comfy);
    server.until("it runs", || server.running() == Some(id())).await;
    comfy.cancel(&key()).await.unwrap();
    let error = end(drawn).await.unwrap_err();
    assert!(matches!(error, RemoteError::Cancelled { .. }), "{error}");
    assert!(!error.is_transient());
}

#[tokio::test]
async fn cancelling_what_waits_does_not_queue_it_again() {
    let server = ComfyUi::start().await;
    server.hold_at("KSampler");
    server.other_job();
    let comfy = client(&server);
    let drawn = begin(&comfy);
    server.until("it waits", || server.waiting() == [id()]).await;
    comfy.cancel(&key()).await.unwrap();
    assert!(matches!(end(drawn).await, Err(RemoteError::Cancelled { .. })));
    assert_eq!(server.calls_of("POST /prompt").len(), 1);
}

#[tokio::test]
async fn a_job_that_somebody_else_removes_counts_as_cancelled() {
    let server = ComfyUi::start().await;
    server.hold_at("KSampler");
    server.other_job();
    let drawn = begin(&client(&server));
    server.until("it waits", || server.waiting() == [id()]).await;
    // Another program, that knows nothing of the drawing that waits.
    client(&server).cancel(&key()).await.unwrap();
    assert!(matches!(end(drawn).await, Err(RemoteError::Cancelled { .. })));
}

#[tokio::test]
async fn cancelling_what_the_server_does_not_know_is_fine() {
    let server = ComfyUi::start().await;
    client(&server).cancel(&key()).await.unwrap();
    assert_eq!(server.calls_of("POST /interrupt").len(), 0);
}

#[tokio::test]
async fn what_was_dropped_can_be_drawn_after_all() {
    let server = ComfyUi::start().await;
    server.hold_at("KSampler");
    let comfy = client(&server);
    let dropped = begin(&comfy);
    server.until("it runs", || server.running() == Some(id())).await;
    dropped.abort();
    // At once: the drawing that was dropped must not take this one with it.
    let drawn = begin(&comfy);
    server.until("it is begun again", || server.begun() == [id(), id()]).await;
    server.release();
    assert_drawn(&end(drawn).await);
}

#[tokio::test]
async fn taking_back_is_tried_again_when_the_server_does_not_answer() {
    let server = ComfyUi::start().await;
    server.hold_at("KSampler");
    let drawn = begin(&client(&server));
    server.until("it runs", || server.running() == Some(id())).await;
    server.fault(Fault::status(502).on("POST /queue"));
    drawn.abort();
    server.until("it is stopped", || server.running().is_none()).await;
    assert_eq!(server.calls_of("POST /queue").len(), 2);
}

#[tokio::test]
async fn a_drawing_that_ended_takes_nothing_back() {
    let server = ComfyUi::start().await;
    client(&server).draw(&key(), &drawing(), |_| {}).await.unwrap();
    server.fail_at("KSampler", "no memory");
    client(&server).draw(&JobKey::new("another"), &drawing(), |_| {}).await.unwrap_err();
    client(&server).models().await.unwrap();
    assert!(server.calls_of("POST /queue").is_empty() && server.calls_of("POST /interrupt").is_empty());
}

#[tokio::test]
async fn what_was_cancelled_without_a_socket_is_not_taken_for_forgotten() {
    let server = ComfyUi::start().await;
    server.fault(Fault::status(502).on("GET /ws").always());
    server.hold_at("KSampler");
    server.other_job();
    let comfy = client(&server);
    let drawn = begin(&comfy);
    server.until("it waits", || server.waiting() == [id()]).await;
    comfy.cancel(&key()).await.unwrap();
    assert!(matches!(end(drawn).await, Err(RemoteError::Cancelled { .. })));
    assert_eq!(server.calls_of("POST /prompt").len(), 1);
}
