import asyncio
import os
from typing import Any

import safeai_langchain as safeai
from langchain.agents import create_agent
from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import RunnableLambda
from langchain_core.tools import tool
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.types import Command

from scenarios import DESTRUCTIVE, DOWN, MAIL, SECRET, decide, pending, records, run, scenario


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


ran = []


@tool
def search(query: str) -> str:
    """Looks something up."""
    ran.append(("search", query))
    return f"found {query}"


@tool
def database_query(query: str) -> str:
    """Asks the database."""
    ran.append(("database_query", query))
    return "3 rows"


@tool
def contacts(name: str) -> str:
    """Whom to write to."""
    ran.append(("contacts", name))
    return f"{name}: {MAIL}"


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


run()
