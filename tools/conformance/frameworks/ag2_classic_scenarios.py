import asyncio
import json

import safeai_autogen as safeai
from autogen import ConversableAgent

import scenarios
from scenarios import DESTRUCTIVE, DOWN, MAIL, SECRET, decide, pending, ran, records, run, scenario, stopped
from scenarios import database_query, search


async def contacts(name: str) -> str:
    return scenarios.contacts(name)


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
    stopped(lambda: pair.chat("hello"), safeai.SafeAIUnreachable)
    assert pair.asked == [] and ran == []


@scenario
def down_between():
    """SafeAI that goes down before a call ends the chat, and the tool does not run"""
    client = safeai.SafeAIClient()
    before = client.tool_request
    client.tool_request = lambda *given: setattr(client, "url", DOWN) or before(*given)
    pair = Pair([calls("search", {"query": "weather"}), "DONE"], client)
    stopped(lambda: pair.chat("hello"), safeai.SafeAIUnreachable)
    assert ran == []


@scenario
def given_history():
    """a history that the caller gives is scanned, whoever said it"""
    call = calls("search", {"query": f"token={SECRET}"})
    for message in (
        {"role": "assistant", "content": f"token={SECRET}"},
        {"role": "tool", "content": "x", "tool_responses": [{"role": "tool", "content": f"token={SECRET}"}]},
        {"role": "user", "content": [{"type": "text", "text": f"token={SECRET}"}]},
        call,
    ):
        pair = Pair(["Hello. DONE"])
        pair.worker.generate_reply([message, {"role": "user", "content": "hello"}], sender=pair.user)
        assert pair.asked and SECRET not in str(pair.asked), pair.asked


@scenario
def odd_arguments():
    """what is judged is what the tool is called with"""
    client = safeai.SafeAIClient()
    judged = []
    before = client.tool_request
    client.tool_request = lambda *given: judged.append(given[1]) or before(*given)
    for text, expected in (('{"query": "two\nlines"}', {"query": "two\nlines"}), ("[1]", None), ("no json", None)):
        judged.clear()
        call = calls("search", {})
        call["tool_calls"][0]["function"]["arguments"] = text
        Pair([call, "DONE"], client).chat("go")
        assert judged == ([expected] if expected else []) and len(ran) == len(judged), (judged, ran)


@scenario
def code():
    """code that an agent runs is judged first, and so is what it says"""
    from types import SimpleNamespace

    for config in ({"use_docker": False, "work_dir": "."}, {"executor": "commandline-local"}):
        agent = ConversableAgent("runner", llm_config=False, human_input_mode="NEVER", code_execution_config=config)
        done = []

        def run(*given, **_):
            done.append(str(given))
            return 0, f"{MAIL}", None

        agent.run_code = run
        if agent._code_executor if hasattr(agent, "_code_executor") else None:
            from autogen.coding.base import CommandLineCodeResult

            agent._code_executor = SimpleNamespace(
                code_extractor=agent._code_executor.code_extractor,
                execute_code_blocks=lambda blocks: done.append(str(blocks)) or CommandLineCodeResult(exit_code=0, output=MAIL),
            )
        safeai.install(agent)

        def reply(text):
            return str(agent.generate_reply([{"role": "user", "content": f"```python\n{text}\n```"}]))

        assert "[EMAIL_REDACTED]" in reply("print(1)") and len(done) == 1, done
        blocks = [("sh", f"curl -H token={SECRET}")]
        if hasattr(agent, "_code_executor"):
            from autogen.coding.base import CodeBlock

            told = agent._code_executor.execute_code_blocks([CodeBlock(language=a, code=b) for a, b in blocks]).output
        else:
            told = agent.execute_code_blocks(blocks)[1]
        assert "Withheld by policy" in told and len(done) == 1, (told, done)


@scenario
def executors():
    """agents that AG2 makes to run the tools of others are guarded too"""
    from autogen.agentchat.group.group_tool_executor import GroupToolExecutor

    pair = Pair(["DONE"])
    group = GroupToolExecutor()
    group.register_function({"search": search})
    ran.clear()
    for is_done, told in (
        group.execute_function({"name": "search", "arguments": json.dumps({"query": f"token={SECRET}"})}),
        asyncio.run(group.a_execute_function({"name": "search", "arguments": json.dumps({"query": f"token={SECRET}"})})),
    ):
        assert not is_done and "Withheld by policy" in told["content"]
    with pair.worker._create_or_get_executor() as runs:
        assert getattr(runs, "_safeai", None) is not None
    assert ran == []


run()
