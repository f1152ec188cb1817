import safeai_crewai as safeai
from crewai import Agent, Crew, Task
from crewai.llms.base_llm import BaseLLM
from crewai.tools import tool

from scenarios import DESTRUCTIVE, DOWN, MAIL, SECRET, decide, pending, records, run, scenario

ran = []


@tool("search")
def search(query: str) -> str:
    """Looks something up."""
    ran.append(("search", query))
    return f"found {query}"


@tool("database_query")
def database_query(query: str) -> str:
    """Asks the database."""
    ran.append(("database_query", query))
    return "3 rows"


@tool("contacts")
def contacts(name: str) -> str:
    """Whom to write to."""
    ran.append(("contacts", name))
    return f"{name}: {MAIL}"


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


run()
