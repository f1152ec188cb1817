from __future__ import annotations

import asyncio
import contextvars
import dataclasses
import hashlib
import http.client
import json
import math
import os
import re
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor

DEFAULT_URL = "http://127.0.0.1:8910"
DEFAULT_AGENT_ID = "agent"

# Longest that one question about an approval is held, in seconds.
_POLL_S = 20
# Most approvals, and most texts, that are remembered.
_MOST_REMEMBERED = 10000
# Deepest that a value is looked into; below that its text is.
_DEEPEST = 48
# Longest answer of SafeAI that is read, in bytes.
_LONGEST_ANSWER = 32 * 1024 * 1024
# Decisions that let go on. Whatever else is decided, now or by a later SafeAI, does not.
_GOES_ON = ("allow", "flag", "redact", "pseudonymize")
# Threads of this file's own: those of the program's event loop are not held by calls that wait for a person.
_threads = ThreadPoolExecutor(max_workers=64, thread_name_prefix="safeai")


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
        if "@" in parts.netloc:
            raise SafeAIError("SAFEAI_URL must hold no password: it is told in errors. Use SAFEAI_API_KEY.")
        # A proxy of the environment would read what goes to the sidecar in the clear.
        handlers = [_NoRedirects()]
        if parts.scheme == "http":
            handlers.append(urllib.request.ProxyHandler({}))
        self._opener = urllib.request.build_opener(*handlers)
        self._pending = _Remembered()
        self._scanned = _Remembered()
        self._revision = None

    def health(self):
        return self._request("GET", "/v1/health")

    def scan_input(self, text, session_id=None):
        """The text as it may go into the model."""
        answer = self._ask("/v1/scan/input", {"text": text}, session_id, {"filtered": text})
        self._let_on(answer)
        return self._passed(text, answer["filtered"], answer, session_id)

    def scan_new_input(self, text, session_id=None):
        """As scan_input. A text that SafeAI let through in this session, under the same rules, is not asked about again:
        agents send their whole history each time."""
        if self._scanned.get(self._known_as(text, session_id)):
            return text
        return self.scan_input(text, session_id)

    def scan_history(self, text, session_id=None):
        """As scan_new_input, for what the model or a tool said before; what may not go on is replaced by why."""
        try:
            return self.scan_new_input(text, session_id)
        except (SafeAIBlockedError, SafeAIPendingApproval) as error:
            return withheld(error)

    def guard_output(self, text, session_id=None):
        """The text as it may be shown; of one that is blocked, what is said in its place."""
        answer = self._ask("/v1/guard/output", {"text": text}, session_id, {"safe_output": text})
        if not isinstance(answer.get("safe_output"), str) or answer["safe_output"] == text:
            self._let_on(answer)
        return self._passed(text, answer["safe_output"], answer, session_id)

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
        answer["filtered_parameters"] = _kept(dict(parameters), body["parameters"], answer["filtered_parameters"])
        return answer

    def tool_response(self, tool_name, response, session_id=None, decision_id=None):
        """What a tool answered, as the agent may see it."""
        body = {"phase": "response", "tool_name": tool_name, "response": _plain(response)}
        if decision_id:
            body["decision_id"] = decision_id
        answer = self._ask("/v1/intercept/tool", body, session_id, {"filtered_response": body["response"]})
        self._let_on(answer)
        shown = _kept(response, body["response"], answer["filtered_response"])
        _guarded(shown, lambda text: self._passed(text, text, answer, session_id))
        return shown

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
        except BaseException as error:
            self.report(decision_id, _outcome(error))
            raise
        return self.tool_response(tool_name, result, session_id, decision_id)

    async def arun_tool(self, tool_name, parameters, run, session_id=None):
        """As run_tool, for a `run` that is awaited."""
        answer = await _in_thread(self.tool_request, tool_name, parameters, session_id)
        decision_id = answer["decision"].get("decision_id")
        try:
            result = await run(answer["filtered_parameters"])
        except BaseException as error:
            _threads.submit(self.report, decision_id, _outcome(error))
            raise
        return await _in_thread(self.tool_response, tool_name, result, session_id, decision_id)

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
            answer = self._request("GET", path, extra_s=wait)
            status = answer.get("status") if isinstance(answer, dict) else None
            if status != "pending":
                # Whatever else became of it, the call says it in its own words.
                return True

    def _let_on(self, answer):
        decision = answer["decision"]
        if decision["action"] == "pending_approval":
            raise SafeAIPendingApproval(decision["reason"], answer.get("approval_request_id"))
        if decision["action"] not in _GOES_ON:
            raise SafeAIBlockedError(decision["reason"], decision)

    def _passed(self, text, filtered, answer, session_id):
        """What is left of a text, which is then known; what went on without a decision is not."""
        if answer["decision"].get("decision_id"):
            self._scanned.put(self._known_as(filtered, session_id))
        return text if filtered == text else filtered

    def _known_as(self, text, session_id):
        return _digest([self._revision, session_id, text])

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
        if not _is_decided(answer, unjudged):
            raise _Refused(f"{self.url} does not answer as SafeAI does.")
        self._revision = answer["decision"].get("policy_revision")
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
            until = time.monotonic() + self.timeout_s + extra_s
            request = urllib.request.Request(self.url + path, data=data, headers=headers, method=method)
            try:
                with self._opener.open(request, timeout=self.timeout_s + extra_s) as answer:
                    return json.loads(_read(answer, until))
            except urllib.error.HTTPError as error:
                # The server's own words hold no content of the request.
                raise _Refused(f"SafeAI refuses with status {error.code}{_code_of(error)}.") from None
            except (OSError, ValueError, RecursionError, http.client.HTTPException) as error:
                if _is_cut_off(error) and len(data or b"") > 65536:
                    # As it is when a body is longer than SafeAI takes: it does not wait for the end of it.
                    raise _Refused(f"SafeAI at {self.url} does not take all of {len(data)} bytes.") from None
                if is_last:
                    raise SafeAIUnreachable(
                        f"SafeAI at {self.url} does not answer ({type(error).__name__}). Start it: safeai serve."
                    ) from None


class _Refused(SafeAIUnreachable):
    """SafeAI answered, but decided nothing: never a reason to go on unguarded."""


def _action(answer):
    return answer["decision"]["action"]


def _is_decided(answer, unjudged):
    """Whether an answer has a decision, and, where that lets go on, what may go on: of the kind that was asked about."""
    decision = answer.get("decision") if isinstance(answer, dict) else None
    if not isinstance(decision, dict):
        return False
    if not isinstance(decision.get("action"), str) or not isinstance(decision.get("reason"), str):
        return False
    if decision["action"] not in _GOES_ON:
        return True
    return all(
        name in answer and (isinstance(answer[name], type(asked)) or name == "filtered_response")
        for name, asked in unjudged.items()
    )


def _read(answer, until):
    """The body, as long as there is time for all of it: the time limit of a socket is for each of its pieces."""
    pieces = []
    length = 0
    while True:
        piece = answer.read1(65536)
        if not piece:
            return b"".join(pieces)
        pieces.append(piece)
        length += len(piece)
        if length > _LONGEST_ANSWER or time.monotonic() > until:
            raise TimeoutError


def _is_cut_off(error):
    return isinstance(getattr(error, "reason", error), (BrokenPipeError, ConnectionResetError, ConnectionAbortedError))


def _outcome(error):
    """How a call ended that raised: what was broken off from outside may have done its work."""
    return "failed" if isinstance(error, Exception) else "unknown"


async def _in_thread(work, *args):
    # What runs is known by its context.
    context = contextvars.copy_context()
    return await asyncio.get_running_loop().run_in_executor(_threads, lambda: context.run(work, *args))


def _number(name, given, default, divisor):
    try:
        number = float(os.environ.get(name) or default) / divisor if given is None else float(given)
    except ValueError:
        raise SafeAIError(f"{name} must be a number of milliseconds.") from None
    if not math.isfinite(number) or number < 0:
        raise SafeAIError(f"{name} must be a number of milliseconds.")
    return number


def _plain(value, depth=0):
    """The value as JSON has it. What JSON has no form for becomes the text that Python makes of it."""
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, (int, float)) and abs(value) < 2**53:
        # Larger ones are other numbers elsewhere: they are judged as their digits.
        return value
    if depth > _DEEPEST:
        return str(value)
    if isinstance(value, dict):
        plain = {}
        for key, each in value.items():
            name = str(key)
            while name in plain:
                name += "'"
            plain[name] = _plain(each, depth + 1)
        return plain
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


def _kept(value, plain, filtered):
    """What was filtered of a value, with all that was not changed as it was: what JSON has no form for stays what it is."""
    if filtered == plain:
        return value
    if isinstance(value, dict) and isinstance(filtered, dict):
        keys = dict(zip(plain, value))
        return {
            keys.get(name, name): _kept(value[keys[name]], plain[name], each) if name in keys else each
            for name, each in filtered.items()
        }
    if isinstance(value, (list, tuple)) and isinstance(filtered, list) and len(filtered) == len(value):
        return [_kept(*each) for each in zip(value, plain, filtered)]
    return filtered


# Where a part of a message has what is no text; long base64 there is not looked into.
_BINARY = ("data", "base64", "url", "image_url", "file_data", "signature", "thought_signature", "encrypted_content", "bytes")
_BASE64 = re.compile(r"(data:[\w.+/-]+;base64,)?[A-Za-z0-9+/_=\s-]{256,}")


def _guarded(value, guard, depth=0):
    """The value with each text in it passed through `guard`; the value itself where none is changed."""
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, str):
        return guard(value) if value else value
    if depth > _DEEPEST:
        return _guarded(str(value), guard)
    if isinstance(value, dict):
        changed = {key: each if _is_no_text(key, each) else _guarded(each, guard, depth + 1) for key, each in value.items()}
        return value if _same(changed.values(), value.values()) else changed
    if isinstance(value, (list, tuple, set, frozenset)):
        changed = [_guarded(each, guard, depth + 1) for each in value]
        if _same(changed, value):
            return value
        return value._make(changed) if hasattr(value, "_make") else type(value)(changed)
    if isinstance(value, type):
        return value
    if dataclasses.is_dataclass(value):
        names, replace = [each.name for each in dataclasses.fields(value) if each.init], dataclasses.replace
    elif hasattr(value, "model_copy"):
        names, replace = list(dict(value)), lambda old, **changes: old.model_copy(update=changes)
    else:
        text = str(value)
        shown = guard(text)
        return value if shown == text else shown
    changed = {name: _guarded(getattr(value, name), guard, depth + 1) for name in names}
    changed = {name: each for name, each in changed.items() if each is not getattr(value, name)}
    return replace(value, **changed) if changed else value


def _is_no_text(key, value):
    if key == "type":
        return isinstance(value, str) and re.fullmatch("[a-z_]{1,32}", value) is not None
    return key in _BINARY and isinstance(value, str) and _BASE64.fullmatch(value) is not None


def _same(one, other):
    return all(new is old for new, old in zip(one, other))


def _code_of(error):
    try:
        code = json.loads(error.read(65536)).get("code")
        return f" ({code})" if isinstance(code, str) else ""
    except (OSError, ValueError, AttributeError, RecursionError, http.client.HTTPException):
        return ""


def withheld(error):
    """What a model, or a person, is told in the place of what does not go on."""
    if isinstance(error, SafeAIPendingApproval):
        return (
            f"This call waits for a person's approval ({error.approval_request_id}): {error.reason}. "
            "Do not try another way. Make the same call again once it is approved."
        )
    return f"Withheld by policy: {error}. Do not try another way."


_shared = None


def _client():
    """The client of those that name none."""
    global _shared
    _shared = _shared or SafeAIClient()
    return _shared


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
