import asyncio
import os
from typing import Any

import safeai_langchain as safeai
from langchain.agents import create_agent
from langchain.agents.middleware import dynamic_prompt
from langchain.agents.structured_output import ToolStrategy
from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import RunnableLambda
from langchain_core.tools import tool
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.types import Command
from pydantic import BaseModel

from scenarios import DESTRUCTIVE, DOWN, MAIL, SECRET, TOOLS, decide, pending, ran, records, run, scenario


class Scripted(BaseChatModel):
    """Says what it was told to say, and remembers what it was asked."""

    says: list
    asked: list = []

    @property
    def _llm_type(self):
        return "scripted"

    def bind_tools(self, tools, **kwargs: Any):
        return self

    def _generate(self, messages, stop=None, run_manager=None, **kwargs):
        self.asked.append(list(messages))
        said = self.says[len(self.asked) - 1]
        return ChatResult(generations=[ChatGeneration(message=said)])


search, database_query, contacts = (tool(each) for each in TOOLS)


def calls(name, args, call_id="call-1"):
    return AIMessage(content="", tool_calls=[{"name": name, "args": args, "id": call_id}])


def agent_of(says, middleware=None, **options):
    ran.clear()
    model = Scripted(says=says, asked=[])
    guard = middleware or safeai.SafeAIMiddleware(**options.pop("guard", {}))
    return create_agent(model, [search, database_query, contacts], middleware=[guard], **options), model


def says(text):
    return AIMessage(content=text)


def thread(name):
    return {"configurable": {"thread_id": name}}


def ask_agent(agent, text, config=None, is_async=False):
    given = {"messages": [HumanMessage(content=text)]}
    if is_async:
        return asyncio.run(agent.ainvoke(given, config))
    return agent.invoke(given, config)


@scenario
def allowed():
    """an allowed call runs, and its end is on record"""
    for is_async in (False, True):
        agent, _ = agent_of([calls("search", {"query": "weather"}), says("Sunny.")])
        result = ask_agent(agent, "How is the weather?", is_async=is_async)
        assert ran == [("search", "weather")], ran
        assert result["messages"][-1].content == "Sunny."
    assert records(event="action.succeeded", tool_name="search")


@scenario
def secret_in_the_prompt():
    """a secret does not reach the model, and does not stay in the history"""
    for is_async in (False, True):
        agent, model = agent_of([says("never"), says("Hello.")], checkpointer=InMemorySaver())
        config = thread(f"secret-{is_async}")
        result = ask_agent(agent, f"Use token={SECRET}", config, is_async)
        assert model.asked == []
        assert "Withheld by policy" in result["messages"][-1].content
        model.says = [says("Hello.")]
        later = ask_agent(agent, "hello", config, is_async)
        assert later["messages"][-1].content == "Hello."
        assert SECRET not in str(model.asked) + str(later), model.asked


@scenario
def secret_in_a_call():
    """a call with a secret is not made, and the model is told why"""
    agent, model = agent_of([calls("search", {"query": f"token={SECRET}"}), says("I could not.")])
    result = ask_agent(agent, "Look it up")
    assert ran == []
    told = result["messages"][-2]
    assert isinstance(told, ToolMessage) and told.status == "error" and "Withheld by policy" in told.content
    assert SECRET not in told.content


@scenario
def personal_data():
    """personal data is redacted in what tools answer and in what is said"""
    for is_async in (False, True):
        agent, model = agent_of([calls("contacts", {"name": "Alice"}), says(f"Write to {MAIL}.")])
        result = ask_agent(agent, "Who?", is_async=is_async)
        assert ran == [("contacts", "Alice")]
        assert "[EMAIL_REDACTED]" in model.asked[1][-1].content
        assert result["messages"][-1].content == "Write to [EMAIL_REDACTED]."
        assert MAIL not in str(result)


@scenario
def approved_once():
    """a destructive call waits; once approved the same call runs, once"""
    guard = safeai.SafeAIMiddleware()
    call = calls("database_query", {"query": DESTRUCTIVE})
    agent, _ = agent_of([call, says("It waits.")], guard)
    result = ask_agent(agent, "Clean up")
    assert ran == []
    assert "ar-" in result["messages"][-2].content
    decide(pending("database_query"), "approve")
    agent, _ = agent_of([call, calls("database_query", {"query": DESTRUCTIVE}, "call-2"), says("Done.")], guard)
    result = ask_agent(agent, "Now")
    assert ran == [("database_query", DESTRUCTIVE)], ran
    decide(pending("database_query"), "deny")
    agent, _ = agent_of([call, says("No.")], guard)
    result = ask_agent(agent, "Again")
    assert ran == []
    assert "Denied" in result["messages"][-2].content, result["messages"][-2].content


@scenario
def interrupted():
    """with a checkpointer the run pauses, and goes on with the approval, once"""
    query = f"{DESTRUCTIVE} -- interrupted"
    agent, _ = agent_of(
        [calls("database_query", {"query": query}), says("Done.")],
        guard={"interrupt": True},
        checkpointer=InMemorySaver(),
    )
    config = thread("paused")
    paused = ask_agent(agent, "Clean up", config)
    told = paused["__interrupt__"][0].value
    assert told["type"] == "safeai_approval" and ran == []
    early = agent.invoke(Command(resume={"type": "approve"}), config)
    assert ran == [], "What a run is resumed with approves nothing."
    assert "ar-" in str(early["messages"][-2].content)
    agent, _ = agent_of(
        [calls("database_query", {"query": query}), says("Done.")],
        guard={"interrupt": True},
        checkpointer=InMemorySaver(),
    )
    again = ask_agent(agent, "Clean up", config)
    decide(again["__interrupt__"][0].value["approval_request_id"], "approve")
    done = agent.invoke(Command(resume=True), config)
    assert ran == [("database_query", query)], ran
    assert done["messages"][-1].content == "Done."


@scenario
def waited_for():
    """a call can wait for the person"""
    import threading
    import time

    query = f"{DESTRUCTIVE} -- waited"
    guard = safeai.SafeAIMiddleware(safeai.SafeAIClient(approval_wait_s=30))
    agent, _ = agent_of([calls("database_query", {"query": query}), says("Done.")], guard)

    def approve():
        for _ in range(100):
            try:
                return decide(pending("database_query"), "approve")
            except AssertionError:
                time.sleep(0.1)

    person = threading.Thread(target=approve)
    person.start()
    ask_agent(agent, "Clean up")
    person.join()
    assert ran == [("database_query", query)], ran


@scenario
def down():
    """while SafeAI is down nothing runs, and the run ends"""
    for is_async in (False, True):
        client = safeai.SafeAIClient(url=DOWN)
        agent, model = agent_of([calls("search", {"query": "weather"}), says("?")], guard={"client": client})
        try:
            ask_agent(agent, "hello", is_async=is_async)
            raise AssertionError("It went on.")
        except safeai.SafeAIUnreachable:
            pass
        assert model.asked == [] and ran == []


@scenario
def down_between():
    """SafeAI that goes down before a call ends the run, and the tool does not run"""
    client = safeai.SafeAIClient()
    agent, model = agent_of([calls("search", {"query": "weather"}), says("?")], guard={"client": client})
    ask = client.tool_request
    client.tool_request = lambda *given: setattr(client, "url", DOWN) or ask(*given)
    try:
        ask_agent(agent, "hello")
        raise AssertionError("It went on.")
    except safeai.SafeAIUnreachable:
        pass
    assert ran == []


@scenario
def open_on_purpose():
    """what is open on purpose goes on, and says so"""
    client = safeai.SafeAIClient(url=DOWN, fail_mode="open")
    agent, _ = agent_of([calls("search", {"query": "weather"}), says("Sunny.")], guard={"client": client})
    assert ask_agent(agent, "hello")["messages"][-1].content == "Sunny."
    assert ran == [("search", "weather")]


@scenario
def chains():
    """a chain is guarded at both ends"""
    seen = []
    prompt = ChatPromptTemplate.from_messages([("human", "{question}")])

    def answer(value):
        seen.append(str(value))
        return f"Write to {MAIL}."

    chain = safeai.guard_chain(prompt | RunnableLambda(answer))
    assert chain.invoke({"question": "who?"}) == "Write to [EMAIL_REDACTED]."
    assert asyncio.run(chain.ainvoke({"question": "who?"})) == "Write to [EMAIL_REDACTED]."
    seen.clear()
    try:
        chain.invoke({"question": f"token={SECRET}"})
        raise AssertionError("It went on.")
    except safeai.SafeAIBlockedError:
        assert seen == []


@scenario
def single_tools():
    """a single tool is guarded, sync and async, and keeps its face"""
    ran.clear()
    guarded = safeai.guard_tool(search)
    assert (guarded.name, guarded.description) == (search.name, search.description)
    assert guarded.args == search.args
    assert guarded.invoke({"query": "weather"}) == "found weather"
    assert asyncio.run(guarded.ainvoke({"query": "weather"})) == "found weather"
    assert "Withheld" in guarded.invoke({"query": f"token={SECRET}"})
    assert len(ran) == 2
    assert MAIL not in safeai.guard_tool(contacts).invoke({"name": "Alice"})


@scenario
def callbacks():
    """callbacks stop what they cannot change"""
    handler = safeai.SafeAICallbackHandler()
    ran.clear()
    assert search.invoke({"query": "weather"}, {"callbacks": [handler]}) == "found weather"
    for name, given in ((search, {"query": f"token={SECRET}"}), (contacts, {"name": "Alice"})):
        try:
            name.invoke(given, {"callbacks": [handler]})
            raise AssertionError("It went on.")
        except safeai.SafeAIBlockedError:
            pass
    assert [each for each, _ in ran] == ["search", "contacts"], ran
    model = Scripted(says=[says("Hello."), says(f"Write to {MAIL}.")], asked=[])
    assert model.invoke("hello", {"callbacks": [handler]}).content == "Hello."
    for prompt in (f"token={SECRET}", "who?"):
        try:
            model.invoke(prompt, {"callbacks": [handler]})
            raise AssertionError("It went on.")
        except safeai.SafeAIBlockedError:
            pass
    assert len(model.asked) == 2


@tool
def account(number: str):
    """Answers with all that a tool can answer with."""
    return {"command": Command(update={"messages": ToolMessage(content=MAIL, tool_call_id="call-1"), "note": MAIL}),
            "list": [Command(update=[("messages", [ToolMessage(content=MAIL, tool_call_id="call-1")])])],
            "error": ToolMessage(content=MAIL, tool_call_id="call-1", status="error")}[number]


@scenario
def given_history():
    """a history that the caller gives is scanned too: answers, calls, results, parts, names"""
    parts = [{"type": "document", "source": {"type": "text", "data": f"token={SECRET}"}}]
    for given in (
        AIMessage(content=f"token={SECRET}"),
        AIMessage(content="", tool_calls=[{"name": "search", "args": {"query": f"token={SECRET}"}, "id": "c"}]),
        AIMessage(content="", additional_kwargs={"refusal": f"token={SECRET}"}),
        HumanMessage(content=parts),
        HumanMessage(content="hello", name=f"token={SECRET}"),
    ):
        agent, model = agent_of([says("Hello.")])
        result = agent.invoke({"messages": [given, HumanMessage(content="hello")]})
        assert SECRET not in str(model.asked) + str(result), (model.asked, result)
    history = [*calls_of("search"), ToolMessage(content=f"token={SECRET}", tool_call_id="call-1")]
    agent, model = agent_of([says("Hello.")])
    result = agent.invoke({"messages": [*history, HumanMessage(content="hello")]})
    assert "Withheld by policy" in str(model.asked) and SECRET not in str(model.asked) + str(result)


def calls_of(name):
    return [calls(name, {"query": "weather"})]


@scenario
def other_middleware():
    """what other middleware puts into a request is scanned"""

    @dynamic_prompt
    def remembered(request):
        return f"Remember token={SECRET}"

    for middleware in ([safeai.SafeAIMiddleware()], [remembered, safeai.SafeAIMiddleware()]):
        model = Scripted(says=[says("Hello.")], asked=[])
        create_agent(model, [search], middleware=middleware, system_prompt=f"Use token={SECRET}").invoke(
            {"messages": [HumanMessage(content="hello")]})
        assert len(model.asked) == 1 and SECRET not in str(model.asked), model.asked


class Contact(BaseModel):
    name: str
    mail: str


@scenario
def structured():
    """a structured answer is guarded"""
    for is_async in (False, True):
        said = calls("Contact", {"name": "Alice", "mail": MAIL})
        agent, _ = agent_of([said], response_format=ToolStrategy(Contact))
        result = ask_agent(agent, "Who?", is_async=is_async)
        assert result["structured_response"].mail == "[EMAIL_REDACTED]", result
        assert MAIL not in str(result), result
    chain = safeai.guard_chain(RunnableLambda(lambda _: Contact(name="Alice", mail=MAIL)))
    assert chain.invoke("who?").mail == "[EMAIL_REDACTED]"


@scenario
def streamed():
    """a stream of updates, values or messages never shows what was not guarded"""
    for is_async in (False, True):
        for mode in ("updates", "values", "messages"):
            agent, _ = agent_of([calls("contacts", {"name": "Alice"}), says(f"Write to {MAIL}.")])
            given = {"messages": [HumanMessage(content="Who?")]}

            async def heard():
                return [each async for each in agent.astream(given, stream_mode=mode)]

            told = str(asyncio.run(heard()) if is_async else list(agent.stream(given, stream_mode=mode)))
            assert MAIL not in told and "Write to [EMAIL_REDACTED]." in told, (mode, told)


@scenario
def whatever_tools_answer():
    """commands, lists and errors of tools are judged as answers are"""
    for number in ("command", "list", "error"):
        def answer(request, handler, number=number):
            return account.func(number)

        guard = safeai.SafeAIMiddleware()
        asked = {"call": {}, "session": None, "decision_id": None}
        request = type("Request", (), {"tool_call": {"name": "account", "args": {}, "id": "call-1"}})
        shown = guard._response(request, asked, account.func(number))
        assert MAIL not in str(shown) and "[EMAIL_REDACTED]" in str(shown), shown


@scenario
def values_that_json_has_not():
    """what is redacted leaves all else as it was, large numbers and fractions too"""
    client = safeai.SafeAIClient()
    given = {"id": 1234567890123456789, "share": 0.5, "at": (1, 2), 7: "seven", "note": MAIL}
    shown = client.tool_response("lookup", given)
    assert shown == {**given, "note": "[EMAIL_REDACTED]"}, shown
    assert client.tool_response("lookup", {1: "x", "1": MAIL})["1"] == "[EMAIL_REDACTED]"
    assert client.tool_response("lookup", {"1": MAIL, 1: "x"})["1"] == "[EMAIL_REDACTED]"
    assert client.tool_request("lookup", {"share": 0.5, "id": 2**60})["filtered_parameters"] == {"share": 0.5, "id": 2**60}
    assert client.scan_input("lone \ud800 half").startswith("lone ")


@scenario
def opened_for_a_while():
    """what went on while SafeAI was down is scanned once it is back"""
    client = safeai.SafeAIClient(url=DOWN, fail_mode="open")
    assert client.scan_new_input(f"token={SECRET}", "s") == f"token={SECRET}"
    client.url = safeai.SafeAIClient().url
    try:
        client.scan_new_input(f"token={SECRET}", "s")
        raise AssertionError("It went on.")
    except safeai.SafeAIBlockedError:
        pass


def answering(raw, pause=0):
    """A server that answers every request with these bytes, byte by byte where it pauses."""
    import socket
    import threading
    import time

    server = socket.create_server(("127.0.0.1", 0))

    def serve():
        while True:
            try:
                peer, _ = server.accept()
                peer.recv(65536)
                for piece in [raw] if not pause else [raw[i : i + 1] for i in range(len(raw))]:
                    peer.sendall(piece)
                    time.sleep(pause)
                peer.close()
            except OSError:
                if server.fileno() < 0:
                    return

    threading.Thread(target=serve, daemon=True).start()
    return server, f"http://127.0.0.1:{server.getsockname()[1]}"


def answer_of(body, length=None):
    import json

    body = body if isinstance(body, bytes) else json.dumps(body).encode()
    return b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n%s" % (length or len(body), body)


@scenario
def other_servers():
    """whatever answers in SafeAI's place, nothing goes on"""
    decided = {"action": "allow", "reason": "ok", "decision_id": "d"}
    for raw, pause in (
        (b"no http at all\r\n\r\n", 0),
        (answer_of(b"[" * 100000), 0),
        (answer_of({"decision": decided}, 500), 0),
        (answer_of({"decision": decided}), 0),
        (answer_of({"decision": {}}), 0),
        (answer_of({"decision": {"action": "allow"}, "filtered": "x"}), 0),
        (answer_of({"decision": {**decided, "action": "quarantine"}, "filtered": "x", "filtered_parameters": {}}), 0),
        (answer_of({"decision": decided, "filtered": None, "filtered_parameters": None}), 0),
        (answer_of([]), 0),
        (answer_of(b" " * 200), 0.05),
        (b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n", 0),
    ):
        server, url = answering(raw, pause)
        client = safeai.SafeAIClient(url=url, timeout_s=1)
        for ask in (lambda: client.scan_input("hello"), lambda: client.tool_request("search", {"query": "x"})):
            try:
                ask()
                raise AssertionError(raw[:200])
            except safeai.SafeAIError:
                pass
        server.close()


@scenario
def settings():
    """a proxy of the environment, a password in the address, a limit that is none"""
    server, url = answering(answer_of({}))
    os.environ["http_proxy"] = url
    try:
        safeai.SafeAIClient(url="http://safeai.invalid:8910").health()
        raise AssertionError("It asked the proxy.")
    except safeai.SafeAIUnreachable:
        pass
    finally:
        del os.environ["http_proxy"]
        server.close()
    for given in ({"url": "http://me:secret@127.0.0.1"}, {"timeout_s": float("inf")}, {"timeout_s": -1}):
        try:
            safeai.SafeAIClient(**given)
            raise AssertionError(given)
        except safeai.SafeAIError as error:
            assert "secret" not in str(error)


@scenario
def too_much():
    """what is longer than SafeAI takes does not go on"""
    for fail_mode in ("closed", "open"):
        try:
            safeai.SafeAIClient(fail_mode=fail_mode).scan_input("word " * 3_000_000)
            raise AssertionError("It went on.")
        except safeai.SafeAIError:
            pass


@scenario
def resumed_elsewhere():
    """a run that is resumed in another process uses the approval that it is told of, once"""
    query = f"{DESTRUCTIVE} -- elsewhere"
    saver = InMemorySaver()
    config = thread("elsewhere")

    def worker():
        return agent_of([calls("database_query", {"query": query}), says("Done.")],
                        guard={"interrupt": True, "client": safeai.SafeAIClient()}, checkpointer=saver)

    agent, _ = worker()
    told = ask_agent(agent, "Clean up", config)["__interrupt__"][0].value
    decide(told["approval_request_id"], "approve")
    agent, model = worker()
    model.asked.append("what was asked before")
    agent.invoke(Command(resume={"approval_request_id": told["approval_request_id"]}), config)
    assert ran == [("database_query", query)], ran


@scenario
def a_loop_that_goes_on():
    """calls that wait for a person hold neither the event loop nor its threads"""
    client = safeai.SafeAIClient(approval_wait_s=3)

    async def waiting():
        async def run(parameters):
            return "ran"

        calls = [
            asyncio.ensure_future(client.arun_tool("database_query", {"query": f"{DESTRUCTIVE} -- {i}"}, run))
            for i in range(40)
        ]
        await asyncio.sleep(1)
        assert await asyncio.wait_for(asyncio.to_thread(lambda: "free"), 1) == "free"
        return await asyncio.gather(*calls, return_exceptions=True)

    assert all(isinstance(each, safeai.SafeAIPendingApproval) for each in asyncio.run(waiting()))


@scenario
def callbacks_of_a_loop():
    """callbacks stop what is awaited too, and do not hold the event loop meanwhile"""
    import time

    handler = safeai.SafeAICallbackHandler()

    async def stopped(work):
        try:
            await work
            raise AssertionError("It went on.")
        except safeai.SafeAIError:
            pass

    async def each_of_them():
        ran.clear()
        model = Scripted(says=[says(f"Write to {MAIL}.")], asked=[])
        await stopped(search.ainvoke({"query": f"token={SECRET}"}, {"callbacks": [handler]}))
        await stopped(contacts.ainvoke({"name": "Alice"}, {"callbacks": [handler]}))
        await stopped(model.ainvoke(f"token={SECRET}", {"callbacks": [handler]}))
        assert ran == [("contacts", "Alice")] and model.asked == []
        await stopped(model.ainvoke("who?", {"callbacks": [handler]}))
        handler.client = safeai.SafeAIClient(url=silent, timeout_s=1)
        ticks = []

        async def tick():
            while True:
                ticks.append(time.monotonic())
                await asyncio.sleep(0.05)

        ticking = asyncio.ensure_future(tick())
        await stopped(search.ainvoke({"query": "x"}, {"callbacks": [handler]}))
        ticking.cancel()
        assert len(ticks) > 5, len(ticks)

    server, silent = answering(b"HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n" + b" " * 200, 0.01)
    try:
        asyncio.run(each_of_them())
    finally:
        server.close()


@scenario
def interrupted_tools():
    """a tool that asks a person itself is not on record as failed"""

    @tool
    def question(text: str) -> str:
        """Asks a person."""
        from langgraph.types import interrupt

        return interrupt(text)

    guard = safeai.SafeAIMiddleware()
    model = Scripted(says=[calls("question", {"text": "sure?"}), says("Done.")], asked=[])
    agent = create_agent(model, [question], middleware=[guard], checkpointer=InMemorySaver())
    config = thread("question")
    assert agent.invoke({"messages": [HumanMessage(content="go")]}, config)["__interrupt__"]
    agent.invoke(Command(resume=f"yes, {MAIL}"), config)
    assert "[EMAIL_REDACTED]" in str(model.asked[1]), model.asked
    assert not records(event="action.failed", tool_name="question")


run()
