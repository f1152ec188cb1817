"""What each framework must hold, as programs: `python langchain_scenarios.py` prints one line of JSON for each.

SAFEAI_URL is a running SafeAI that has nothing but its shipped rules; SAFEAI_DOWN_URL is where nothing listens.
"""

import json
import os
import sys
import traceback
import urllib.request

SECRET = "sk-ABCDEF1234567890ABCDEF"
MAIL = "alice@example.com"
DESTRUCTIVE = "DELETE FROM users WHERE active = false"
URL = os.environ["SAFEAI_URL"]
DOWN = os.environ["SAFEAI_DOWN_URL"]

_scenarios = []

ran = []
"""What tools were called with."""


def search(query: str) -> str:
    """Looks something up."""
    ran.append(("search", query))
    return f"found {query}"


def database_query(query: str) -> str:
    """Asks the database."""
    ran.append(("database_query", query))
    return "3 rows"


def contacts(name: str) -> str:
    """Whom to write to."""
    ran.append(("contacts", name))
    return f"{name}: {MAIL}"


TOOLS = (search, database_query, contacts)


def scenario(work):
    _scenarios.append(work)
    return work


def ask(method, path, body=None):
    """Asks SafeAI as the person at this machine."""
    data = None if body is None else json.dumps(body).encode()
    headers = {"content-type": "application/json"} if data else {}
    request = urllib.request.Request(URL + path, data=data, headers=headers, method=method)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.loads(answer.read())


def pending(tool_name):
    """The newest request that waits for this tool."""
    waiting = [each for each in ask("GET", "/v1/approvals?status=pending") if each["tool_name"] == tool_name]
    assert waiting, "Nothing waits."
    return waiting[0]["request_id"]


def decide(request_id, verdict):
    ask("POST", f"/v1/approvals/{request_id}/{verdict}", {"approver_id": "security-admin"})


def records(**query):
    return ask("GET", "/v1/audit?" + "&".join(f"{key}={value}" for key, value in query.items()))


def stopped(work, error):
    try:
        work()
    except error:
        return
    raise AssertionError("It went on.")


def run():
    failed = False
    for work in _scenarios:
        try:
            work()
            print(json.dumps({"name": work.__doc__, "ok": True}), flush=True)
        except BaseException:
            failed = True
            print(json.dumps({"name": work.__doc__, "ok": False, "why": traceback.format_exc()[-3000:]}), flush=True)
    sys.exit(1 if failed else 0)
