"""A crew under guard: personal data is taken out of what a tool answered, and a destructive call waits for a person. The
model is a stand-in; put yours in its place.

    safeai serve &
    safeai setup crewai && python3 agent.py
"""

from crewai import Agent, Crew, Task
from crewai.llms.base_llm import BaseLLM
from crewai.tools import tool

from safeai_crewai import install, output_guardrail

install()


@tool("find_customer")
def find_customer(name: str) -> str:
    """Finds a customer."""
    return f"{name}, alice@example.com"


@tool("database_query")
def database_query(query: str) -> str:
    """Asks the database."""
    print("database_query runs")
    return "done"


class StandIn(BaseLLM):
    says: list = [
        'Action: find_customer\nAction Input: {"name": "Alice"}',
        'Action: database_query\nAction Input: {"query": "DELETE FROM users WHERE active = false"}',
        "Final Answer: Somebody has to approve it; I wrote to alice@example.com.",
    ]

    def call(self, messages, *args, **kwargs):
        if len(self.says) < 3:
            told = [message["content"] for message in messages if "Observation:" in message["content"]][-1]
            print("the model reads:", told.split("Observation:")[-1].splitlines()[0].split("(")[0].strip())
        return "Thought: next.\n" + self.says.pop(0)

    def supports_function_calling(self):
        return False


worker = Agent(role="cleaner", goal="clean up", backstory="none", llm=StandIn(model="stand-in"),
               tools=[find_customer, database_query])
task = Task(description="Clean up after Alice.", expected_output="a report", agent=worker, guardrail=output_guardrail)
print(Crew(agents=[worker], tasks=[task]).kickoff().raw)
