"""A LangChain agent under guard: personal data is taken out of what a tool answered, and a destructive call waits for a
person. The model is a stand-in; put yours in its place.

    safeai serve &
    safeai setup langchain && python3 agent.py
"""

from langchain.agents import create_agent
from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage
from langchain_core.tools import tool

from safeai_langchain import SafeAIMiddleware


@tool
def find_customer(name: str) -> str:
    """Finds a customer."""
    return f"{name}, alice@example.com"


@tool
def database_query(query: str) -> str:
    """Asks the database."""
    print("database_query runs")
    return "done"


class StandIn(GenericFakeChatModel):
    def bind_tools(self, tools, **kwargs):
        return self


def call(tool_name, **args):
    return AIMessage(content="", tool_calls=[{"name": tool_name, "args": args, "id": tool_name}])


model = StandIn(
    messages=iter(
        [
            call("find_customer", name="Alice"),
            call("database_query", query="DELETE FROM users WHERE active = false"),
            AIMessage(content="Somebody has to approve it; I wrote to alice@example.com."),
        ]
    )
)
agent = create_agent(model, [find_customer, database_query], middleware=[SafeAIMiddleware()])
for message in agent.invoke({"messages": "Clean up after Alice."})["messages"]:
    if message.content:
        print(f"{message.type}: {message.content.split('(')[0].strip()}")
