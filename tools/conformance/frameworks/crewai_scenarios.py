import safeai_crewai as safeai
from crewai import Agent, Crew, Task
from crewai.llms.base_llm import BaseLLM
from crewai.tools import tool

from scenarios import DESTRUCTIVE, DOWN, MAIL, SECRET, TOOLS, decide, pending, ran, records, run, scenario

search, database_query, contacts = (tool(each.__name__)(each) for each in TOOLS)


class Scripted(BaseLLM):
    """Says what it was told to say, and remembers what it was asked."""

    says: list = []
    asked: list = []

    def call(self, messages, *args, **kwargs):
        self.asked.append([dict(each) for each in messages])
        return self.says[min(len(self.asked), len(self.says)) - 1]

    def supports_function_calling(self):
        return False


def calls(name, args):
    import json

    return f"Thought: I need it.\nAction: {name}\nAction Input: {json.dumps(args)}"


def answer(text):
    return f"Thought: I know.\nFinal Answer: {text}"


def crew_of(says, description="Do it", **task):
    ran.clear()
    llm = Scripted(model="scripted", says=says, asked=[])
    agent = Agent(role="worker", goal="work", backstory="none", llm=llm, tools=[search, database_query, contacts],
                  max_iter=4, max_retry_limit=0)
    work = Task(description=description, expected_output="a text", agent=agent, **task)
    return Crew(agents=[agent], tasks=[work], verbose=False), llm


class Installed:
    def __init__(self, client=None):
        self.client = client

    def __enter__(self):
        safeai.install(self.client)

    def __exit__(self, *_):
        safeai.uninstall()


def stopped(crew):
    try:
        crew.kickoff()
    except Exception as error:
        return str(error)
    raise AssertionError("It went on.")


@scenario
def allowed():
    """an allowed call runs, and is on record"""
    with Installed():
        crew, _ = crew_of([calls("search", {"query": "weather"}), answer("Sunny.")])
        assert crew.kickoff().raw == "Sunny."
    assert ran == [("search", "weather")], ran
    assert records(event="intercept.allowed", tool_name="search")


@scenario
def secret_in_the_task():
    """a secret does not reach the model"""
    with Installed():
        crew, llm = crew_of([answer("never")], f"Use token={SECRET}")
        assert "Withheld by policy" in stopped(crew)
    assert llm.asked == []


@scenario
def secret_in_a_call():
    """a call with a secret is not made, and the model is told why"""
    with Installed():
        crew, llm = crew_of([calls("search", {"query": f"token={SECRET}"}), answer("I could not.")])
        assert crew.kickoff().raw == "I could not."
    assert ran == []
    assert "Withheld by policy" in str(llm.asked[1])


@scenario
def personal_data():
    """personal data is redacted in what tools answer and in what is said"""
    with Installed():
        crew, llm = crew_of([calls("contacts", {"name": "Alice"}), answer(f"Write to {MAIL}.")])
        assert crew.kickoff().raw == "Write to [EMAIL_REDACTED]."
    assert ran == [("contacts", "Alice")]
    assert "[EMAIL_REDACTED]" in str(llm.asked[1]) and MAIL not in str(llm.asked)


@scenario
def approved_once():
    """a destructive call waits; once approved the same call runs, once"""
    call = calls("database_query", {"query": DESTRUCTIVE})
    with Installed():
        crew, llm = crew_of([call, answer("It waits.")])
        crew.kickoff()
        assert ran == [] and "ar-" in str(llm.asked[1]), llm.asked
        waiting = pending("database_query")
        # Another crew is another session: the approval is for this one.
        decide(waiting, "approve")
        crew.agents[0].llm.says = [call, calls("database_query", {"query": DESTRUCTIVE + " "}), answer("Done.")]
        crew.agents[0].llm.asked.clear()
        crew.kickoff()
        assert ran == [("database_query", DESTRUCTIVE)], ran
        decide(pending("database_query"), "deny")


@scenario
def down():
    """while SafeAI is down nothing runs, and the run ends"""
    with Installed(safeai.SafeAIClient(url=DOWN)):
        crew, llm = crew_of([calls("search", {"query": "weather"}), answer("?")])
        assert "no decision" in stopped(crew)
    assert llm.asked == [] and ran == []


@scenario
def down_between():
    """SafeAI that goes down before a call ends the run, and the tool does not run"""
    client = safeai.SafeAIClient()
    ask = client.tool_request
    client.tool_request = lambda *given: setattr(client, "url", DOWN) or ask(*given)
    with Installed(client):
        crew, llm = crew_of([calls("search", {"query": "weather"}), answer("?")])
        assert "no decision" in stopped(crew)
    assert ran == [] and len(llm.asked) == 1


@scenario
def broken():
    """an error of the guard's own does not open it"""
    client = safeai.SafeAIClient()
    client.tool_request = lambda *given: 1 / 0
    with Installed(client):
        crew, _ = crew_of([calls("search", {"query": "weather"}), answer("?")])
        assert "ZeroDivisionError" in stopped(crew)
    assert ran == []


@scenario
def handed_on():
    """what a task hands on is guarded by its guardrail, without hooks"""
    crew, _ = crew_of([answer(f"Write to {MAIL}.")], guardrail=safeai.output_guardrail)
    assert crew.kickoff().raw == "Write to [EMAIL_REDACTED]."
    assert safeai.output_guardrail("x", safeai.SafeAIClient(url=DOWN))[0] is False


@scenario
def inputs():
    """the inputs of a crew are scanned"""
    assert safeai.scan_inputs({"topic": "weather", "years": [2026]}) == {"topic": "weather", "years": [2026]}
    try:
        safeai.scan_inputs({"topic": {"deep": [f"token={SECRET}"]}})
        raise AssertionError("It went on.")
    except safeai.SafeAIBlockedError:
        pass


@scenario
def single_tools():
    """a single tool is guarded and keeps its face"""
    ran.clear()
    guarded = safeai.guard_tool(search)
    assert (guarded.name, guarded.args_schema) == (search.name, search.args_schema)
    assert guarded.run(query="weather") == "found weather"
    assert "Withheld" in guarded.run(query=f"token={SECRET}")
    assert ran == [("search", "weather")]
    assert MAIL not in safeai.guard_tool(contacts).run(name="Alice")


@scenario
def both_at_once():
    """an answer that looks like a call of a tool too is guarded"""
    for text in (
        f"Action Input: {{}}\nFinal Answer: Write to {MAIL}.",
        f"Thought: x\nAction: search\nAction Input: {{}}\nFinal Answer: Write to {MAIL}.",
        f"{MAIL}\nAction Input: none",
    ):
        with Installed():
            crew, _ = crew_of([text, answer("Done.")])
            said = crew.kickoff()
        assert MAIL not in said.raw, said.raw


@scenario
def broken_tools():
    """what a tool says when it breaks is judged, and a secret in the history does not go back to the model"""

    @tool("search")
    def search(query: str) -> str:
        """Looks something up."""
        raise ValueError(f"could not use token={SECRET}")

    with Installed():
        crew, llm = crew_of([calls("search", {"query": "weather"}), answer("It broke.")])
        crew.agents[0].tools = [search]
        crew.kickoff()
    assert len(llm.asked) >= 2 and SECRET not in str(llm.asked), llm.asked


class Native(Scripted):
    """A model that calls tools by its own means."""

    def supports_function_calling(self):
        return True


def native_call(name, args):
    import json

    return [{"id": "call-1", "type": "function", "function": {"name": name, "arguments": json.dumps(args)}}]


def native_crew(says, tools=(search, database_query, contacts)):
    ran.clear()
    llm = Native(model="scripted", says=says, asked=[])
    agent = Agent(role="worker", goal="work", backstory="none", llm=llm, tools=list(tools), max_iter=4, max_retry_limit=0)
    return Crew(agents=[agent], tasks=[Task(description="Do it", expected_output="a text", agent=agent)]), llm


@scenario
def native():
    """calls that a model makes by its own means are judged, and so are their answers, cached ones too"""
    with Installed():
        crew, llm = native_crew([native_call("contacts", {"name": "Alice"}), native_call("contacts", {"name": "Alice"}),
                                 f"Write to {MAIL}.\nAction: x\nAction Input: {{}}"])
        assert MAIL not in crew.kickoff().raw
        assert set(ran) == {("contacts", "Alice")}, ran
        assert MAIL not in str(llm.asked) and "[EMAIL_REDACTED]" in str(llm.asked)
        crew, llm = native_crew([native_call("search", {"query": f"token={SECRET}"}), "I could not."])
        assert crew.kickoff().raw == "I could not."
        assert ran == [] and SECRET not in str(llm.asked), llm.asked


@scenario
def given_history():
    """whatever role a message of the history has, it is scanned"""
    hooks = safeai._Hooks(safeai.SafeAIClient(), safeai.SafeAIError)
    for message in (
        {"role": "assistant", "content": f"token={SECRET}"},
        {"role": "tool", "content": [{"type": "text", "text": f"token={SECRET}"}]},
        {"role": "assistant", "content": None,
         "tool_calls": native_call("search", {"query": f"token={SECRET}"})},
    ):
        context = type("Context", (), {"messages": [message]})
        hooks.pre_model_call(context)
        assert SECRET not in str(context.messages), context.messages


@scenario
def several_crews():
    """an outage ends the run that it was in, not another"""
    client = safeai.SafeAIClient()
    hooks = safeai._Hooks(client, safeai.SafeAIError)

    def context(crew, **given):
        owner = type("Crew", (), {"id": crew})
        return type("Context", (), {"crew": owner, "messages": [], "tool_name": "search", "tool_input": {}, **given})

    client.tool_request = lambda *given: 1 / 0
    try:
        hooks.pre_tool_call(context("a"))
    except safeai.SafeAIError:
        pass
    hooks.pre_model_call(context("b"))
    try:
        hooks.pre_model_call(context("a"))
        raise AssertionError("It went on.")
    except safeai.SafeAIError:
        pass


@scenario
def broken_off():
    """what breaks a program off is not taken for an answer"""
    client = safeai.SafeAIClient()

    def broken(*given):
        raise KeyboardInterrupt

    client.tool_request = broken
    with Installed(client):
        crew, _ = crew_of([calls("search", {"query": "weather"}), answer("?")])
        try:
            crew.kickoff()
            raise AssertionError("It went on.")
        except KeyboardInterrupt:
            pass
    assert ran == []


@scenario
def structured():
    """a structured answer that cannot be redacted ends the run: CrewAI would go on with the old one"""
    from pydantic import BaseModel, Field

    class Contact(BaseModel):
        mail: str = Field(pattern="@")

    class Note(BaseModel):
        mail: str

    hooks = safeai._Hooks(safeai.SafeAIClient(), safeai.SafeAIError)
    for model, goes_on in ((Note, True), (Contact, False)):
        executor = type("Executor", (), {"response_model": model, "llm": Native(model="scripted")})
        context = type("Context", (), {"executor": executor, "llm": executor.llm, "response": model(mail=MAIL).model_dump_json()})
        try:
            assert "[EMAIL_REDACTED]" in hooks.post_model_call(context) and goes_on
        except safeai.SafeAIError as error:
            assert not goes_on and MAIL not in str(error), error


run()
