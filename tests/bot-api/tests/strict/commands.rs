//! The list of commands.

use serde_json::{Value, json};

use crate::raw::Raw;

fn list(count: usize) -> Value {
    (0..count).map(|number| json!({"command": format!("c{number}"), "description": "d"})).collect()
}

#[tokio::test]
async fn commands_are_kept_by_language_and_scope() {
    let (raw, _, chat) = Raw::with_ann().await;
    let make = json!([{"command": "make", "description": "Make it"}]);
    let mache = json!([{"command": "make", "description": "Mache es"}]);
    let scope = json!({"type": "chat", "chat_id": chat.id().0});
    raw.call("setMyCommands", json!({"commands": make})).await;
    raw.call("setMyCommands", json!({"commands": mache, "language_code": "de"})).await;
    assert_eq!(raw.call("getMyCommands", json!({})).await, make);
    assert_eq!(raw.call("getMyCommands", json!({"language_code": "de"})).await, mache);
    assert_eq!(raw.call("getMyCommands", json!({"language_code": "fr"})).await, json!([]));
    assert_eq!(raw.call("getMyCommands", json!({"scope": scope})).await, json!([]));
    raw.call("setMyCommands", json!({"commands": list(100), "scope": scope})).await;
    assert_eq!(raw.call("getMyCommands", json!({"scope": scope})).await, list(100));
    raw.call("deleteMyCommands", json!({"language_code": "de"})).await;
    assert_eq!(raw.call("getMyCommands", json!({"language_code": "de"})).await, json!([]));
}

#[tokio::test]
async fn wrong_commands_are_refused() {
    let raw = Raw::start().await;
    let one = |command: &str, description: &str| json!([{"command": command, "description": description}]);
    for (commands, why) in [
        (one("Make", "d"), "BOT_COMMAND_INVALID"),
        (one("ma-ke", "d"), "BOT_COMMAND_INVALID"),
        (one("", "d"), "command must be non-empty"),
        (one(&"a".repeat(33), "d"), "command length must not exceed 32"),
        (one("make", " "), "command description must be non-empty"),
        (one("make", &"d".repeat(257)), "command description length must not exceed 256"),
        (list(101), "BOT_COMMANDS_TOO_MUCH"),
        (json!({}), "expected an Array of BotCommand"),
        (json!([{"command": "a"}]), "can't parse BotCommand: Can't find field \"description\""),
    ] {
        let why = format!("Bad Request: {why}");
        raw.refuses("setMyCommands", json!({"commands": commands}), 400, &why).await;
    }
    let why = "Bad Request: parameter \"commands\" is required";
    raw.refuses("setMyCommands", json!({}), 400, why).await;
    let wrong = json!({"commands": one("make", "d"), "language_code": "deu"});
    raw.refuses("setMyCommands", wrong, 400, "Bad Request: invalid language code specified").await;
    let wrong = json!({"commands": one("make", "d"), "scope": {"type": "moon"}});
    let why = "Bad Request: can't parse BotCommandScope: Unsupported type specified";
    raw.refuses("setMyCommands", wrong, 400, why).await;
    assert_eq!(raw.call("getMyCommands", json!({})).await, json!([]));
}
