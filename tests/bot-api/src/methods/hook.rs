//! `setWebhook`, `deleteWebhook`, `getWebhookInfo`.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::answer::{Outcome, Refusal, Success};
use crate::parameters::Parameters;
use crate::updates::Ended;
use crate::webhook::{self, Webhook};
use crate::world::{Shared, World};

const LONGEST_SECRET: usize = 256;
const PORTS: [u16; 4] = [80, 88, 443, 8443];

pub(crate) fn set(shared: &Arc<Shared>, parameters: &Parameters) -> Outcome {
    let Some(url) = parameters.text("url") else { return delete(shared, parameters) };
    check_url(&url)?;
    let secret = parameters.text("secret_token");
    if secret.as_deref().is_some_and(|secret| secret.len() > LONGEST_SECRET) {
        return Err(Refusal::bad("secret token is too long"));
    }
    let is_allowed = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '-';
    if secret.as_deref().is_some_and(|secret| !secret.chars().all(is_allowed)) {
        return Err(Refusal::bad("secret token contains unallowed characters"));
    }
    let most = parameters.integer("max_connections").filter(|most| *most > 0).unwrap_or(40).clamp(1, 100);
    let most = usize::try_from(most).unwrap_or(40);
    let mut world = shared.world();
    world.updates.allow(parameters.json("allowed_updates").and_then(Result::ok));
    if parameters.is_true("drop_pending_updates") {
        world.updates.queue.clear();
    }
    let is_same = world.webhook.as_ref().is_some_and(|old| old.url == url && old.secret == secret && old.most == most);
    if is_same {
        return Ok(Success { result: json!(true), description: Some("Webhook is already set") });
    }
    end(&mut world);
    world.updates.end_poll(Ended::Webhook);
    let task = tokio::spawn(webhook::deliver(Arc::downgrade(shared), url.clone(), secret.clone(), most));
    world.webhook = Some(Webhook { url, secret, most, failure: None, task });
    Ok(Success { result: json!(true), description: Some("Webhook was set") })
}

/// Telegram takes https only. Here, http is taken for this machine, where tests listen.
fn check_url(url: &str) -> Result<(), Refusal> {
    let wrong = |why: &str| Refusal::bad(format!("bad webhook: {why}"));
    let parsed = url::Url::parse(url).map_err(|_| wrong("invalid webhook URL specified"))?;
    let host = parsed.host_str().unwrap_or_default();
    let is_here = ["127.0.0.1", "localhost", "[::1]"].contains(&host);
    match parsed.scheme() {
        "http" if is_here => Ok(()),
        "https" if PORTS.contains(&parsed.port_or_known_default().unwrap_or(443)) => Ok(()),
        "https" => Err(wrong("Webhook can be set up only on ports 80, 88, 443 or 8443")),
        _ => Err(wrong("An HTTPS URL must be provided for webhook")),
    }
}

pub(crate) fn delete(shared: &Arc<Shared>, parameters: &Parameters) -> Outcome {
    let mut world = shared.world();
    if parameters.is_true("drop_pending_updates") {
        world.updates.queue.clear();
    }
    let was_set = world.webhook.is_some();
    end(&mut world);
    let description = if was_set { "Webhook was deleted" } else { "Webhook is already deleted" };
    Ok(Success { result: json!(true), description: Some(description) })
}

/// Ends the delivery; what was not taken waits on.
fn end(world: &mut World) {
    world.webhook = None;
    for update in &mut world.updates.queue {
        update.is_posted = false;
    }
}

pub(crate) fn info(world: &World) -> Outcome {
    let webhook = world.webhook.as_ref();
    let mut info = json!({
        "url": webhook.map_or("", |webhook| &webhook.url), "has_custom_certificate": false,
        "pending_update_count": world.updates.queue.len(),
    });
    if let Some(webhook) = webhook {
        info["max_connections"] = webhook.most.into();
        if let Some((date, message)) = &webhook.failure {
            info["last_error_date"] = (*date).into();
            info["last_error_message"] = message.as_str().into();
        }
    }
    if let Some(allowed) = world.updates.allowed() {
        info["allowed_updates"] = allowed.iter().map(|kind| Value::from(kind.as_str())).collect();
    }
    Ok(info.into())
}
