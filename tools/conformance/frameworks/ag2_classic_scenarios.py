import asyncio
import json

import safeai_autogen as safeai
from autogen import ConversableAgent

from scenarios import DESTRUCTIVE, DOWN, MAIL, SECRET, decide, pending, records, run, scenario

ran = []


def search(query: str) -> str:
    ran.append(("search", query))
    return f"found {query}"


def database_query(query: str) -> str:
    ran.append(("database_query", query))
    return "3 rows"


async def contacts(name: str) -> str:
    ran.append(("contacts", name))
    return f"{name}: {MAIL}"


class Pair:
    """An agent that says what it was told to say, and the one that talks to it and runs its calls."""

    def __init__(self, script, client=None):
        ran.clear()
        self.asked = []
        self.script = list(script)
        self.worker = ConversableAgent("worker", llm_config=False, human_input_mode="NEVER")
        self.worker.register_reply([ConversableAgent, None], self._reply, position=0)
        self.user = ConversableAgent(
            "user", llm_config=False, human_input_mode="NEVER", max_consecutive_auto_reply=5,
            function_map={each.__name__: each for each in (search, database_query, contacts)},
            is_termination_msg=lambda message: "DONE" in str(message.get("content")),
        )
        safeai.install(self.worker, client)
        safeai.install(self.user, client)

    def _reply(self, recipient, messages=None, sender=None, config=None):
        self.asked.append([dict(each) for each in messages])
        return True, self.script.pop(0)

    def chat(self, text):
        return self.user.initiate_chat(self.worker, message=text, max_turns=4, silent=True).chat_history

    def chat_async(self, text):
        chat = self.user.a_initiate_chat(self.worker, message=text, max_turns=4, silent=True)
        return asyncio.run(chat).chat_history


def calls(name, args):
    function = {"name": name, "arguments": json.dumps(args)}
    return {"role": "assistant", "content": None, "tool_calls": [{"id": "call-1", "type": "function", "function": function}]}


def stopped(work):
    try:
        work()
    except safeai.SafeAIUnreachable:
        return
    raise AssertionError("It went on.")


@scenario
def allowed():
    """an allowed call runs, and its end is on record"""
    pair = Pair([calls("search", {"query": "weather"}), "Sunny. DONE"])
    assert "Sunny" in str(pair.chat("How is the weather?"))
    assert ran == [("search", "weather")], ran
    assert records(event="action.succeeded", tool_name="search")


@scenario
def secret_in_a_message():
    """a secret does not reach the one who replies"""
    pair = Pair(["Hello. DONE"])
    # What is sent is guarded too; a message that came another way is scanned before the reply.
    pair.worker.generate_reply([{"role": "user", "content": f"Use token={SECRET}"}], sender=pair.user)
    assert SECRET not in str(pair.asked) and "Withheld by policy" in str(pair.asked), pair.asked


@scenario
def secret_that_is_sent():
    """a secret in a message does not leave the agent"""
    pair = Pair(["Hello. DONE"])
    pair.chat(f"Use token={SECRET}")
    assert SECRET not in str(pair.asked), pair.asked


@scenario
def secret_in_a_call():
    """a call with a secret is not made, and the model is told why"""
    pair = Pair([calls("search", {"query": f"token={SECRET}"}), "I could not. DONE"])
    pair.chat("Look it up")
    assert ran == [] and "Withheld by policy" in str(pair.asked[1]), pair.asked


@scenario
def personal_data():
    """personal data is redacted in what tools answer and in what is said"""
    for chat in ("chat", "chat_async"):
        pair = Pair([calls("contacts", {"name": "Alice"}), f"Write to {MAIL}. DONE"])
        history = getattr(pair, chat)("Who?")
        assert ran == [("contacts", "Alice")], ran
        assert "Alice: [EMAIL_REDACTED]" in str(pair.asked[1]), pair.asked
        assert MAIL not in str(history), history


@scenario
def approved_once():
    """a destructive call waits; once approved the same call runs, once"""
    client = safeai.SafeAIClient()
    script = lambda end: [calls("database_query", {"query": DESTRUCTIVE}), end]
    pair = Pair(script("It waits. DONE"), client)
    pair.chat("Clean up")
    assert ran == [] and "ar-" in str(pair.asked[1])
    decide(pending("database_query"), "approve")
    Pair(script("DONE"), client).chat("Now")
    assert ran == [("database_query", DESTRUCTIVE)], ran
    Pair(script("DONE"), client).chat("Again")
    assert ran == []
    decide(pending("database_query"), "deny")


@scenario
def down():
    """while SafeAI is down nothing is sent"""
    pair = Pair(["DONE"], safeai.SafeAIClient(url=DOWN))
    stopped(lambda: pair.chat("hello"))
    assert pair.asked == [] and ran == []


@scenario
def down_between():
    """SafeAI that goes down before a call ends the chat, and the tool does not run"""
    client = safeai.SafeAIClient()
    before = client.tool_request
    client.tool_request = lambda *given: setattr(client, "url", DOWN) or before(*given)
    pair = Pair([calls("search", {"query": "weather"}), "DONE"], client)
    stopped(lambda: pair.chat("hello"))
    assert ran == []


run()
