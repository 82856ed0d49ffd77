"""Makes some of what is sent mean something to the bot: random text is understood by none."""

import json
import os
import urllib.request
from collections import Counter
from itertools import count

import schemathesis

BOT = os.environ["BOT"]
COMMANDS = os.environ["COMMANDS"].split(",")
answered = Counter()


turns = count()


def call(method, path, token=None, sent=None):
    headers = {"content-type": "application/json"} | ({"authorization": f"Bearer {token}"} if token else {})
    data = None if sent is None else json.dumps(sent).encode()
    request = urllib.request.Request(BOT + path, method=method, headers=headers, data=data)
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.loads(answer.read())


TOKEN = call("POST", "/api/visitors")["token"]
# Without a session, readers of events are told nothing.
call("POST", "/api/inputs", TOKEN, {"id": "the first", "text": COMMANDS[0]})


@schemathesis.auth()
class Visitor:
    def get(self, case, context):
        return TOKEN

    def set(self, case, data, context):
        case.headers["Authorization"] = f"Bearer {data}"


@schemathesis.hook
def before_call(context, case, kwargs):
    body = case.body
    if not isinstance(body, dict):
        return
    name = body.get("id")
    # A schema counts characters, and the engine bytes.
    if isinstance(name, str) and len(name) <= 128 < len(name.encode(errors="replace")):
        body["id"] = name = name[:32]
    if set(body) - {"text", "press"} != {"id"} or not all(isinstance(value, str) for value in body.values()):
        return
    turn = next(turns)
    if turn % 3 == 0:
        case.body = {"id": name, "text": COMMANDS[turn // 3 % len(COMMANDS)]}
    elif turn % 3 == 1:
        choices = call("GET", "/api/session", TOKEN)["view"]["choices"]
        if choices:
            case.body = {"id": name, "press": choices[turn % len(choices)]["token"]}


@schemathesis.hook
def after_call(context, case, response):
    answered[f"{case.method} {case.path} {response.status_code}"] += 1
    with open(os.environ["ANSWERED"], "w") as file:
        for line, count in sorted(answered.items()):
            file.write(f"{line} {count}\n")
