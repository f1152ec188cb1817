"""An agent of AutoGen's AgentChat under guard: personal data is taken out of what a tool answered, and a destructive call
waits for a person. The model is AutoGen's own stand-in; put yours in its place.

    safeai serve &
    safeai setup autogen && python3 agent.py
"""

import asyncio
import json

from autogen_agentchat.agents import AssistantAgent
from autogen_core import FunctionCall
from autogen_core.models import ChatCompletionClient, CreateResult, RequestUsage

from safeai_autogen import install


def find_customer(name: str) -> str:
    """Finds a customer."""
    return f"{name}, alice@example.com"


def database_query(query: str) -> str:
    """Asks the database."""
    print("database_query runs")
    return "done"


def call(tool_name, **args):
    return [FunctionCall(id=tool_name, name=tool_name, arguments=json.dumps(args))]


class StandIn(ChatCompletionClient):
    says = [
        call("find_customer", name="Alice"),
        call("database_query", query="DELETE FROM users WHERE active = false"),
        "Somebody has to approve it; I wrote to alice@example.com.",
    ]
    model_info = {"vision": False, "function_calling": True, "json_output": False, "family": "unknown",
                  "structured_output": False}
    capabilities = model_info

    async def create(self, messages, **options):
        for result in messages[-1].content if messages[-1].type == "FunctionExecutionResultMessage" else []:
            print("the model reads:", result.content.split("(")[0].strip())
        return CreateResult(finish_reason="stop", content=self.says.pop(0), usage=self.actual_usage(), cached=False)

    def create_stream(self, messages, **options):
        raise NotImplementedError

    async def close(self):
        pass

    def actual_usage(self):
        return RequestUsage(prompt_tokens=0, completion_tokens=0)

    total_usage = actual_usage

    def count_tokens(self, messages, **options):
        return 0

    remaining_tokens = count_tokens


async def main():
    agent = AssistantAgent("cleaner", StandIn(), tools=[find_customer, database_query], max_tool_iterations=5)
    install(agent)
    print((await agent.run(task="Clean up after Alice.")).messages[-1].content)


asyncio.run(main())
