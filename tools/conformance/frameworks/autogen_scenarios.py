import asyncio
import json

import ag2
import safeai_autogen as safeai
from ag2.events import ModelRequest, ToolCallEvent
from ag2.testing import TestConfig
from autogen_agentchat.agents import AssistantAgent, CodeExecutorAgent
from autogen_agentchat.teams import RoundRobinGroupChat
from autogen_core import FunctionCall
from autogen_core.models import (
    AssistantMessage,
    ChatCompletionClient,
    CreateResult,
    FunctionExecutionResult,
    FunctionExecutionResultMessage,
    RequestUsage,
)

from scenarios import DESTRUCTIVE, DOWN, MAIL, SECRET, TOOLS, decide, pending, ran, records, run, scenario, search, stopped

class Scripted(ChatCompletionClient):
    """Says what it was told to say, and remembers what it was asked."""

    def __init__(self, says):
        self.says = says
        self.asked = []

    async def create(self, messages, **options):
        self.asked.append(list(messages))
        return self.says[len(self.asked) - 1]

    async def create_stream(self, messages, **options):
        result = await self.create(messages)
        if isinstance(result.content, str):
            for at in range(0, len(result.content), 3):
                yield result.content[at : at + 3]
        yield result

    async def close(self):
        pass

    def actual_usage(self):
        return RequestUsage(prompt_tokens=0, completion_tokens=0)

    total_usage = actual_usage

    def count_tokens(self, messages, **options):
        return 0

    remaining_tokens = count_tokens

    @property
    def capabilities(self):
        return self.model_info

    @property
    def model_info(self):
        return {"vision": False, "function_calling": True, "json_output": False, "family": "unknown",
                "structured_output": False, "multiple_system_messages": True}


def says(content):
    return CreateResult(finish_reason="stop", content=content, cached=False,
                        usage=RequestUsage(prompt_tokens=0, completion_tokens=0))


def calls(name, args, call_id="call-1"):
    return says([FunctionCall(id=call_id, name=name, arguments=json.dumps(args))])


def agent_of(script, client=None, **options):
    ran.clear()
    model = Scripted(script)
    agent = AssistantAgent("worker", model, tools=list(TOOLS), reflect_on_tool_use=True, **options)
    return safeai.install(agent, client), model


def ask(agent, text):
    return asyncio.run(agent.run(task=text)).messages


@scenario
def allowed():
    """AgentChat: an allowed call runs, and its end is on record"""
    agent, _ = agent_of([calls("search", {"query": "weather"}), says("Sunny.")])
    assert ask(agent, "How is the weather?")[-1].content == "Sunny."
    assert ran == [("search", "weather")], ran
    assert records(event="action.succeeded", tool_name="search")


@scenario
def secret_in_the_task():
    """AgentChat: a secret does not reach the model, now and later"""
    agent, model = agent_of([says("Hello."), says("Again.")])
    ask(agent, f"Use token={SECRET}")
    ask(agent, "hello")
    assert len(model.asked) == 2 and SECRET not in str(model.asked)
    assert "Withheld by policy" in str(model.asked[1])


@scenario
def secret_in_a_call():
    """AgentChat: a call with a secret is not made, and the model is told why"""
    agent, model = agent_of([calls("search", {"query": f"token={SECRET}"}), says("I could not.")])
    ask(agent, "Look it up")
    assert ran == []
    assert "Withheld by policy" in str(model.asked[1][-1])


@scenario
def personal_data():
    """AgentChat: personal data is redacted in what tools answer and in what is said"""
    agent, model = agent_of([calls("contacts", {"name": "Alice"}), says(f"Write to {MAIL}.")])
    assert ask(agent, "Who?")[-1].content == "Write to [EMAIL_REDACTED]."
    assert "[EMAIL_REDACTED]" in str(model.asked[1]) and MAIL not in str(model.asked)


@scenario
def streams():
    """AgentChat: a stream does not show what the whole may not"""
    agent, _ = agent_of([says(f"Write to {MAIL}.")], model_client_stream=True)

    async def heard():
        return [str(each) async for each in agent.run_stream(task="Who?")]

    said = asyncio.run(heard())
    assert MAIL not in "".join(said) and "[EMAIL_REDACTED]" in "".join(said), said
    assert not any("alice" in each for each in said), said


@scenario
def approved_once():
    """AgentChat: a destructive call waits; once approved the same call runs, once"""
    call = {"query": DESTRUCTIVE}
    client = safeai.SafeAIClient()
    agent, model = agent_of([calls("database_query", call), says("It waits.")], client)
    ask(agent, "Clean up")
    assert ran == [] and "ar-" in str(model.asked[1])
    decide(pending("database_query"), "approve")
    agent, _ = agent_of([calls("database_query", call), says("Done.")], client)
    ask(agent, "Now")
    assert ran == [("database_query", DESTRUCTIVE)], ran
    agent, _ = agent_of([calls("database_query", call), says("Again.")], client)
    ask(agent, "Again")
    assert ran == []
    decide(pending("database_query"), "deny")


@scenario
def down():
    """AgentChat: while SafeAI is down nothing runs, and the run ends"""
    agent, model = agent_of([calls("search", {"query": "weather"}), says("?")], safeai.SafeAIClient(url=DOWN))
    stopped(lambda: ask(agent, "hello"), safeai.SafeAIUnreachable)
    assert model.asked == [] and ran == []


@scenario
def down_between():
    """AgentChat: SafeAI that goes down before a call ends the run, and the tool does not run"""
    client = safeai.SafeAIClient()
    before = client.tool_request
    client.tool_request = lambda *given: setattr(client, "url", DOWN) or before(*given)
    agent, _ = agent_of([calls("search", {"query": "weather"}), says("?")], client)
    stopped(lambda: ask(agent, "hello"), safeai.SafeAIUnreachable)
    assert ran == []


def ag2_agent(script, client=None):
    ran.clear()
    config = TestConfig(*script, raise_tool_errors=False)
    agent = ag2.Agent("worker", config=config, middleware=[safeai.ag2_middleware(client)],
                      tools=[ag2.tools.tool(each) for each in TOOLS])
    return agent


def ag2_ask(agent, text):
    return asyncio.run(agent.ask(text))


def ag2_call(name, args):
    return ToolCallEvent(name, arguments=json.dumps(args))


def texts_of(reply):
    return str(asyncio.run(reply.history.get_events()))


@scenario
def ag2_allowed():
    """AG2 1.x: an allowed call runs"""
    reply = ag2_ask(ag2_agent([ag2_call("search", {"query": "weather"}), "Sunny."]), "How is the weather?")
    assert reply.body == "Sunny." and ran == [("search", "weather")], (reply.body, ran)


@scenario
def ag2_secrets():
    """AG2 1.x: a call with a secret is not made, and the model is told why"""
    reply = ag2_ask(ag2_agent([ag2_call("search", {"query": f"token={SECRET}"}), "I could not."]), "Look it up")
    assert ran == [] and reply.body == "I could not."
    assert "Withheld by policy" in texts_of(reply)


@scenario
def ag2_input():
    """AG2 1.x: a secret does not reach the model"""
    asked = []

    class Spy(safeai_base()):
        async def on_llm_call(self, call_next, events, context):
            asked.append(str(events))
            return await call_next(events, context)

    config = TestConfig("Hello.")
    agent = ag2.Agent("worker", config=config, middleware=[safeai.ag2_middleware(), ag2.middleware.Middleware(Spy)])
    ag2_ask(agent, f"Use token={SECRET}")
    assert len(asked) == 1 and SECRET not in asked[0] and "Withheld by policy" in asked[0], asked


def safeai_base():
    from ag2.middleware import BaseMiddleware

    return BaseMiddleware


@scenario
def ag2_personal_data():
    """AG2 1.x: personal data is redacted in what tools answer and in what is said"""
    reply = ag2_ask(ag2_agent([ag2_call("contacts", {"name": "Alice"}), f"Write to {MAIL}."]), "Who?")
    assert reply.body == "Write to [EMAIL_REDACTED]."
    assert "Alice: [EMAIL_REDACTED]" in texts_of(reply)


@scenario
def ag2_approved_once():
    """AG2 1.x: a destructive call waits; once approved the same call runs, once"""
    query = f"{DESTRUCTIVE} -- ag2"
    client = safeai.SafeAIClient()
    reply = ag2_ask(ag2_agent([ag2_call("database_query", {"query": query}), "It waits."], client), "Clean up")
    assert ran == [] and "ar-" in texts_of(reply)
    decide(pending("database_query"), "approve")
    ag2_ask(ag2_agent([ag2_call("database_query", {"query": query}), "Done."], client), "Now")
    assert ran == [("database_query", query)], ran
    ag2_ask(ag2_agent([ag2_call("database_query", {"query": query}), "Again."], client), "Again")
    assert ran == []
    decide(pending("database_query"), "deny")


@scenario
def ag2_down():
    """AG2 1.x: while SafeAI is down, or goes down, nothing runs, and the turn ends"""
    unreached = safeai.SafeAIClient(url=DOWN)
    stopped(lambda: ag2_ask(ag2_agent([ag2_call("search", {"query": "w"}), "?"], unreached), "hello"), safeai.SafeAIUnreachable)
    assert ran == []
    client = safeai.SafeAIClient()
    before = client.tool_request
    client.tool_request = lambda *given: setattr(client, "url", DOWN) or before(*given)
    stopped(lambda: ag2_ask(ag2_agent([ag2_call("search", {"query": "w"}), "?"], client), "hello"), safeai.SafeAIUnreachable)
    assert ran == []


@scenario
def given_history():
    """AgentChat: a history that was put into the agent is scanned, whoever said it"""
    for message in (
        AssistantMessage(content=f"token={SECRET}", source="worker"),
        AssistantMessage(content="x", thought=f"token={SECRET}", source="worker"),
        AssistantMessage(content=[FunctionCall("c", json.dumps({"query": f"token={SECRET}"}), "search")], source="worker"),
        FunctionExecutionResultMessage(content=[FunctionExecutionResult(content=f"token={SECRET}", name="x", call_id="c")]),
    ):
        agent, model = agent_of([says("Hello.")])

        async def talk():
            await agent.model_context.add_message(message)
            await agent.run(task="hello")

        asyncio.run(talk())
        assert model.asked and SECRET not in str(model.asked), model.asked


@scenario
def broken_tools():
    """AgentChat: whatever breaks, of the guard or of the tools, the run does not hang and nothing is told"""

    class Broken(safeai.GuardedWorkbench):
        async def call_tool(self, *given):
            raise RuntimeError(f"token={SECRET}")

    async def run(agent):
        return str(await asyncio.wait_for(agent.run(task="hello"), 20))

    agent, model = agent_of([calls("search", {"query": "weather"}), says("It broke.")])
    agent._workbench[0]._inner = Broken([search])
    assert SECRET not in asyncio.run(run(agent)) and SECRET not in str(model.asked)
    client = safeai.SafeAIClient()
    client.tool_request = lambda *given: 1 / 0
    agent, model = agent_of([calls("search", {"query": "weather"}), says("?")], client)
    try:
        asyncio.run(run(agent))
        raise AssertionError("It went on.")
    except ZeroDivisionError:
        pass
    assert ran == [] and len(model.asked) == 1


@scenario
def teams():
    """AgentChat: a team is guarded with all that are in it"""
    ran.clear()
    models = [Scripted([calls("search", {"query": f"token={SECRET}"}), says("I could not.")]), Scripted([says("Hello.")])]
    members = [
        AssistantAgent(name, model, tools=[search], reflect_on_tool_use=True) for name, model in zip(("one", "two"), models)
    ]
    team = safeai.install(RoundRobinGroupChat(members, max_turns=2))
    asyncio.run(team.run(task=f"Use token={SECRET}"))
    assert ran == [] and models[1].asked and SECRET not in str(models[0].asked + models[1].asked)
    try:
        safeai.install(RoundRobinGroupChat([CodeExecutorAgent("coder", None)]))
        raise AssertionError("It is not guarded.")
    except safeai.SafeAIError:
        pass


@scenario
def parallel_calls():
    """AgentChat: calls that are made at once are judged one by one"""
    script = calls("contacts", {"name": "Alice"}).content + calls("search", {"query": f"token={SECRET}"}, "c2").content
    agent, model = agent_of([says(script), says("Done.")])
    ask(agent, "Who?")
    assert ran == [("contacts", "Alice")] and MAIL not in str(model.asked[1][-1])


@scenario
def ag2_history():
    """AG2 1.x: answers of tools that come again with the history are scanned"""
    from ag2.events import ModelMessage, ModelResponse, ToolResultEvent, ToolResultsEvent

    asked = []

    async def model(events, context):
        asked.append(str([getattr(each, "results", each) for each in events]))
        return ModelResponse(ModelMessage("Hello."))

    guard = safeai.ag2_middleware()(None, None)
    call = ag2_call("search", {})
    events = [ModelResponse(ModelMessage(f"token={SECRET}")),
              ToolResultsEvent([ToolResultEvent.from_call(call, f"token={SECRET}")]),
              ToolResultsEvent([ToolResultEvent.from_call(call, {"deep": [f"token={SECRET}"]})])]
    asyncio.run(guard.on_llm_call(model, events, None))
    assert asked and SECRET not in asked[0] and "Withheld" in asked[0], asked


@scenario
def ag2_kept():
    """AG2 1.x: what is kept of a turn is what was guarded"""
    reply = ag2_ask(ag2_agent([ag2_call("contacts", {"name": "Alice"}), f"Write to {MAIL}."]), "Who?")
    assert MAIL not in texts_of(reply), texts_of(reply)


run()
