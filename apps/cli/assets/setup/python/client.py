from __future__ import annotations

import dataclasses
import hashlib
import ipaddress
import json
import os
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections import OrderedDict

DEFAULT_URL = "http://127.0.0.1:8910"
DEFAULT_AGENT_ID = "agent"

# Longest that one question about an approval is held, in seconds.
_POLL_S = 20
# Most approvals, and most texts, that are remembered.
_MOST_REMEMBERED = 10000
# Deepest that a value is looked into; below that its text is.
_DEEPEST = 48


class SafeAIError(Exception):
    """Everything that this file raises."""


class SafeAIBlockedError(SafeAIError):
    """The policy does not let it go on."""

    def __init__(self, reason, decision=None):
        super().__init__(reason)
        self.reason = reason
        self.decision = decision or {}


class SafeAIPendingApproval(SafeAIError):
    """A person has to approve it first. The same call, made again once that is done, goes through."""

    def __init__(self, reason, approval_request_id):
        super().__init__(f"{reason} (approval request {approval_request_id})")
        self.reason = reason
        self.approval_request_id = approval_request_id


class SafeAIUnreachable(SafeAIError):
    """There is no decision: SafeAI does not answer, or refuses to."""


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args):
        return None


class _Remembered:
    """What was seen last, up to a bound. Safe for threads."""

    def __init__(self, most=_MOST_REMEMBERED):
        self._most = most
        self._items = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key):
        with self._lock:
            return self._items.get(key)

    def put(self, key, value=True):
        with self._lock:
            self._items[key] = value
            self._items.move_to_end(key)
            while len(self._items) > self._most:
                self._items.popitem(last=False)

    def drop(self, key):
        with self._lock:
            self._items.pop(key, None)


class SafeAIClient:
    """Asks a running SafeAI over HTTP. One serves a whole program, threads too.

    fail_mode: `closed` (nothing goes on while there is no decision) or `open`.
    timeout_s: for one request. approval_wait_s: how long a call waits for the person who has to approve it; 0 raises
    SafeAIPendingApproval at once.
    """

    def __init__(self, url=None, api_key=None, agent_id=None, tenant_id=None, fail_mode=None, timeout_s=None,
                 approval_wait_s=None):
        env = os.environ
        self.url = (url or env.get("SAFEAI_URL") or DEFAULT_URL).rstrip("/")
        self.agent_id = agent_id or env.get("SAFEAI_AGENT_ID") or DEFAULT_AGENT_ID
        self.tenant_id = tenant_id or env.get("SAFEAI_TENANT") or None
        self.fail_mode = fail_mode or env.get("SAFEAI_FAIL_MODE") or "closed"
        self.timeout_s = _number("SAFEAI_TIMEOUT_MS", timeout_s, 10000, 1000)
        self.approval_wait_s = _number("SAFEAI_APPROVAL_WAIT_MS", approval_wait_s, 0, 1000)
        self._api_key = api_key or env.get("SAFEAI_API_KEY") or None
        if self.fail_mode not in ("closed", "open"):
            raise SafeAIError("SAFEAI_FAIL_MODE must be closed or open.")
        parts = urllib.parse.urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise SafeAIError("SAFEAI_URL must begin with http:// or https://.")
        # A proxy of the environment has no business between this program and its sidecar.
        handlers = [_NoRedirects()]
        if _is_loopback(parts.hostname):
            handlers.append(urllib.request.ProxyHandler({}))
        self._opener = urllib.request.build_opener(*handlers)
        self._pending = _Remembered()
        self._scanned = _Remembered()

    def health(self):
        return self._request("GET", "/v1/health")

    def scan_input(self, text, session_id=None):
        """The text as it may go into the model."""
        answer = self._ask("/v1/scan/input", {"text": text}, session_id, {"filtered": text})
        self._let_on(answer)
        return answer["filtered"]

    def scan_new_input(self, text, session_id=None):
        """As scan_input. A text that went through unchanged in this session is not asked about again: agents send their
        whole history each time."""
        key = _digest([session_id, text])
        if self._scanned.get(key):
            return text
        filtered = self.scan_input(text, session_id)
        self._scanned.put(_digest([session_id, filtered]))
        return filtered

    def guard_output(self, text, session_id=None):
        """The text as it may be shown."""
        answer = self._ask("/v1/guard/output", {"text": text}, session_id, {"safe_output": text})
        return answer["safe_output"]

    def tool_request(self, tool_name, parameters, session_id=None, data_tags=None, approval_request_id=None):
        """What SafeAI answers to a call that is to be made: call the tool with its `filtered_parameters`.

        A call that waits for approval is remembered: made again, it uses the approval, once.
        """
        body = {"phase": "request", "tool_name": tool_name, "parameters": _plain(dict(parameters))}
        if data_tags:
            body["data_tags"] = list(data_tags)
        key = _digest([session_id, tool_name, body["parameters"], body.get("data_tags")])
        known = approval_request_id or self._pending.get(key)
        answer = self._tool_call(body, session_id, known)
        waited = answer.get("approval_request_id")
        if _action(answer) == "pending_approval" and waited:
            self._pending.put(key, waited)
            if self._is_approved(waited):
                answer = self._tool_call(body, session_id, waited)
        if _action(answer) != "pending_approval":
            self._pending.drop(key)
        self._let_on(answer)
        if answer["filtered_parameters"] == body["parameters"]:
            # Nothing was taken out: values that JSON has no form for stay what they are.
            answer["filtered_parameters"] = dict(parameters)
        return answer

    def tool_response(self, tool_name, response, session_id=None, decision_id=None):
        """What a tool answered, as the agent may see it."""
        body = {"phase": "response", "tool_name": tool_name, "response": _plain(response)}
        if decision_id:
            body["decision_id"] = decision_id
        answer = self._ask("/v1/intercept/tool", body, session_id, {"filtered_response": body["response"]})
        self._let_on(answer)
        filtered = answer["filtered_response"]
        return response if filtered == body["response"] else filtered

    def report(self, decision_id, outcome):
        """Puts on record how a call ended: succeeded, failed or unknown. What cannot be reported stays unreported."""
        if not decision_id:
            return
        try:
            self._request("POST", f"/v1/actions/{urllib.parse.quote(decision_id, safe='')}/outcome", {"outcome": outcome})
        except SafeAIUnreachable as error:
            print(f"safeai: {error}", file=sys.stderr)

    def run_tool(self, tool_name, parameters, run, session_id=None):
        """Calls `run(parameters)` with what may go into the tool, and gives what may come out of it."""
        answer = self.tool_request(tool_name, parameters, session_id)
        decision_id = answer["decision"].get("decision_id")
        try:
            result = run(answer["filtered_parameters"])
        except BaseException:
            self.report(decision_id, "failed")
            raise
        return self.tool_response(tool_name, result, session_id, decision_id)

    async def arun_tool(self, tool_name, parameters, run, session_id=None):
        """As run_tool, for a `run` that is awaited."""
        import asyncio

        answer = await asyncio.to_thread(self.tool_request, tool_name, parameters, session_id)
        decision_id = answer["decision"].get("decision_id")
        try:
            result = await run(answer["filtered_parameters"])
        except BaseException:
            await asyncio.to_thread(self.report, decision_id, "failed")
            raise
        return await asyncio.to_thread(self.tool_response, tool_name, result, session_id, decision_id)

    def _tool_call(self, body, session_id, approval_request_id):
        asked = {**body, "approval_request_id": approval_request_id} if approval_request_id else body
        return self._ask("/v1/intercept/tool", asked, session_id, {"filtered_parameters": body["parameters"]})

    def _is_approved(self, approval_request_id):
        """Waits for the person. The time that is left bounds each question, and so does the server."""
        until = time.monotonic() + self.approval_wait_s
        while True:
            left = until - time.monotonic()
            if left <= 0:
                return False
            wait = max(1, min(_POLL_S, int(left)))
            path = f"/v1/approvals/{urllib.parse.quote(approval_request_id, safe='')}?wait={wait}"
            status = self._request("GET", path, extra_s=wait).get("status")
            if status != "pending":
                # Whatever else became of it, the call says it in its own words.
                return True

    def _let_on(self, answer):
        decision = answer["decision"]
        if decision["action"] == "pending_approval":
            raise SafeAIPendingApproval(decision["reason"], answer.get("approval_request_id"))
        if decision["action"] == "block":
            raise SafeAIBlockedError(decision["reason"], decision)

    def _ask(self, path, body, session_id, unjudged):
        who = {"agent_id": self.agent_id, "tenant_id": self.tenant_id, "session_id": session_id}
        sent = {**body, **{key: value for key, value in who.items() if value is not None}}
        sent["idempotency_key"] = str(uuid.uuid4())
        try:
            answer = self._request("POST", path, sent)
        except SafeAIUnreachable as error:
            if self.fail_mode != "open" or error.__class__ is not SafeAIUnreachable:
                raise
            print(f"safeai: {error} It goes on unguarded.", file=sys.stderr)
            return {"decision": {"action": "allow", "reason": str(error), "decision_id": None}, **unjudged}
        if not isinstance(answer, dict) or not isinstance(answer.get("decision"), dict):
            raise SafeAIUnreachable(f"{self.url} does not answer as SafeAI does.")
        return answer

    def _request(self, method, path, body=None, extra_s=0):
        headers = {"accept": "application/json"}
        if self._api_key:
            headers["x-safeai-key"] = self._api_key
        data = None
        if body is not None:
            headers["content-type"] = "application/json"
            data = json.dumps(body).encode("utf-8")
        # A second try does nothing twice: each request carries its idempotency_key.
        for is_last in (False, True):
            request = urllib.request.Request(self.url + path, data=data, headers=headers, method=method)
            try:
                with self._opener.open(request, timeout=self.timeout_s + extra_s) as answer:
                    return json.loads(answer.read())
            except urllib.error.HTTPError as error:
                # The server's own words hold no content of the request.
                raise _Refused(f"SafeAI refuses with status {error.code}{_code_of(error)}.") from None
            except (OSError, ValueError) as error:
                if is_last:
                    raise SafeAIUnreachable(
                        f"SafeAI at {self.url} does not answer ({type(error).__name__}). Start it: safeai serve."
                    ) from None


class _Refused(SafeAIUnreachable):
    """SafeAI answered, but decided nothing: never a reason to go on unguarded."""


def _action(answer):
    return answer["decision"].get("action")


def _number(name, given, default, divisor):
    if given is not None:
        return float(given)
    text = os.environ.get(name) or str(default)
    try:
        return max(0.0, float(text)) / divisor
    except ValueError:
        raise SafeAIError(f"{name} must be a number of milliseconds.") from None


def _plain(value, depth=0):
    """The value as JSON has it. What JSON has no form for becomes the text that Python makes of it."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if depth > _DEEPEST:
        return str(value)
    if isinstance(value, dict):
        return {str(key): _plain(each, depth + 1) for key, each in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(each, depth + 1) for each in value]
    if isinstance(value, (bytes, bytearray)):
        return bytes(value).decode("utf-8", "replace")
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {each.name: _plain(getattr(value, each.name), depth + 1) for each in dataclasses.fields(value)}
    dump = getattr(value, "model_dump", None)
    if callable(dump) and not isinstance(value, type):
        return _plain(dump(), depth + 1)
    return str(value)


def _digest(value):
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode("utf-8")).hexdigest()


def _is_loopback(host):
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _code_of(error):
    try:
        code = json.loads(error.read()).get("code")
        return f" ({code})" if isinstance(code, str) else ""
    except (OSError, ValueError, AttributeError):
        return ""


def withheld(error):
    """What a model, or a person, is told in the place of what does not go on."""
    if isinstance(error, SafeAIPendingApproval):
        return (
            f"This call waits for a person's approval ({error.approval_request_id}): {error.reason}. "
            "Do not try another way. Make the same call again once it is approved."
        )
    return f"Withheld by policy: {error}. Do not try another way."


def self_test(client=None):
    """Asks the sidecar what this file relies on. Gives what does not hold."""
    client = client or SafeAIClient()
    problems = []

    def expect(what, holds):
        print(f"{'ok  ' if holds else 'FAIL'} {what}")
        if not holds:
            problems.append(what)

    try:
        expect(f"SafeAI answers at {client.url}", client.health().get("status") == "ok")
        try:
            client.scan_input("token=sk-ABCDEF1234567890ABCDEF")
            expect("a secret is blocked on its way into the model", False)
        except SafeAIBlockedError:
            expect("a secret is blocked on its way into the model", True)
        shown = client.guard_output("Write to alice@example.com.")
        expect("personal data is redacted on its way out", "alice@example.com" not in shown)
        answer = client.tool_request("search", {"query": "weather"})
        expect("a harmless call goes through", answer["filtered_parameters"] == {"query": "weather"})
    except SafeAIError as error:
        expect(str(error), False)
    return problems
