"""SafeAI for CrewAI.

Needs nothing but Python 3.9 and a running SafeAI: `safeai serve`. Run this file to see that it works:

    python3 safeai_crewai.py

What it reads: SAFEAI_URL, SAFEAI_API_KEY, SAFEAI_AGENT_ID, SAFEAI_TENANT, SAFEAI_FAIL_MODE (closed or open) and
SAFEAI_TIMEOUT_MS. While SafeAI cannot be reached nothing goes on, unless SAFEAI_FAIL_MODE is open.
"""

from __future__ import annotations

import ipaddress
import json
import os
import sys
import urllib.error
import urllib.parse
import urllib.request
import uuid

DEFAULT_URL = "http://127.0.0.1:8910"
DEFAULT_AGENT_ID = "crewai-agent"


class SafeAIError(Exception):
    """Everything that this file raises."""


class SafeAIBlockedError(SafeAIError):
    """The policy does not let it go on."""

    def __init__(self, reason, decision):
        super().__init__(reason)
        self.reason = reason
        self.decision = decision


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


class SafeAIClient:
    """Asks a running SafeAI over HTTP."""

    def __init__(self, url=None, api_key=None, agent_id=None, tenant_id=None, fail_mode=None, timeout_s=None):
        env = os.environ
        self.url = (url or env.get("SAFEAI_URL") or DEFAULT_URL).rstrip("/")
        self.agent_id = agent_id or env.get("SAFEAI_AGENT_ID") or DEFAULT_AGENT_ID
        self.tenant_id = tenant_id or env.get("SAFEAI_TENANT") or None
        self.fail_mode = fail_mode or env.get("SAFEAI_FAIL_MODE") or "closed"
        self.timeout_s = timeout_s or float(env.get("SAFEAI_TIMEOUT_MS") or 10000) / 1000
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

    def health(self):
        return self._request("GET", "/v1/health")

    def scan_input(self, text, session_id=None):
        """The text as it may go into the model."""
        answer = self._ask("/v1/scan/input", {"text": text}, session_id, {"filtered": text})
        self._let_on(answer)
        return answer["filtered"]

    def guard_output(self, text, session_id=None):
        """The text as it may be shown."""
        answer = self._ask("/v1/guard/output", {"text": text}, session_id, {"safe_output": text})
        return answer["safe_output"]

    def tool_request(self, tool_name, parameters, session_id=None, data_tags=None, approval_request_id=None):
        """What SafeAI answers to a call that is to be made: call the tool with its `filtered_parameters`."""
        body = {"phase": "request", "tool_name": tool_name, "parameters": parameters}
        if data_tags:
            body["data_tags"] = list(data_tags)
        if approval_request_id:
            body["approval_request_id"] = approval_request_id
        answer = self._ask("/v1/intercept/tool", body, session_id, {"filtered_parameters": parameters})
        self._let_on(answer)
        return answer

    def tool_response(self, tool_name, response, session_id=None, decision_id=None):
        """What a tool answered, as the agent may see it."""
        body = {"phase": "response", "tool_name": tool_name, "response": response}
        if decision_id:
            body["decision_id"] = decision_id
        answer = self._ask("/v1/intercept/tool", body, session_id, {"filtered_response": response})
        self._let_on(answer)
        return answer["filtered_response"]

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
            return self._request("POST", path, sent)
        except SafeAIUnreachable as error:
            if self.fail_mode != "open":
                raise
            print(f"safeai: {error} It goes on unguarded.", file=sys.stderr)
            return {"decision": {"action": "allow", "reason": str(error), "decision_id": None}, **unjudged}

    def _request(self, method, path, body=None):
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
                with self._opener.open(request, timeout=self.timeout_s) as answer:
                    return json.loads(answer.read())
            except urllib.error.HTTPError as error:
                # The server's own words hold no content of the request.
                raise SafeAIUnreachable(f"SafeAI refuses with status {error.code}{_code_of(error)}.") from None
            except (OSError, ValueError) as error:
                if is_last:
                    raise SafeAIUnreachable(
                        f"SafeAI at {self.url} does not answer ({type(error).__name__}). Start it: safeai serve."
                    ) from None


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


if __name__ == "__main__":
    sys.exit(1 if self_test() else 0)
