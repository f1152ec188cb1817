"""SafeAI for LangChain.

    from langchain.agents import create_agent
    from safeai_langchain import SafeAIMiddleware

    agent = create_agent(model, tools, middleware=[SafeAIMiddleware()])

guard_chain(chain) guards a chain, guard_tool(tool) a single tool, and SafeAICallbackHandler() what has callbacks alone.

Needs Python 3.9, LangChain 1.x where its parts are used, and a running SafeAI: `safeai serve`. Run this file to see that
it works:

    python3 safeai_langchain.py

What it reads: SAFEAI_URL, SAFEAI_API_KEY, SAFEAI_AGENT_ID, SAFEAI_TENANT, SAFEAI_FAIL_MODE (closed or open),
SAFEAI_TIMEOUT_MS and SAFEAI_APPROVAL_WAIT_MS. While SafeAI cannot be reached nothing goes on, unless SAFEAI_FAIL_MODE is
open.
"""

# [client]

try:
    from langchain_core.callbacks import BaseCallbackHandler
    from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage
    from langchain_core.runnables import RunnableLambda
    from langchain_core.tools import BaseTool, StructuredTool
except ImportError as _missing:
    _MISSING = _missing
else:
    _MISSING = None


def _guard_content(content, guard):
    """The content of a message with each of its texts passed through `guard`: a text, or a list of blocks."""
    if isinstance(content, str):
        return guard(content) if content else content
    if not isinstance(content, list):
        return content
    return [_guard_block(block, guard) for block in content]


def _guard_block(block, guard):
    if isinstance(block, str):
        return guard(block) if block else block
    if not isinstance(block, dict):
        return block
    changed = dict(block)
    for key in ("text", "reasoning", "thinking", "refusal"):
        if isinstance(block.get(key), str) and block[key]:
            changed[key] = guard(block[key])
    return changed


def _with_content(message, content):
    """The same message, by its id too, so that a graph puts it in the place of the old one."""
    return message if content == message.content else message.model_copy(update={"content": content})


def _session_of(config):
    configurable = (config or {}).get("configurable") or {}
    session = configurable.get("thread_id")
    return None if session is None else str(session)


def _current_session():
    """The thread that runs, where LangGraph runs one."""
    try:
        from langgraph.config import get_config

        return _session_of(get_config())
    except Exception:
        return None


if _MISSING is None:
    try:
        from langchain.agents.middleware import AgentMiddleware, hook_config
    except ImportError:
        AgentMiddleware = None
else:
    AgentMiddleware = None

if AgentMiddleware is not None:

    class SafeAIMiddleware(AgentMiddleware):
        """Guards an agent of `create_agent`: what goes into the model, each tool call, what tools answer, what is said.

        With `interrupt=True` a call that waits for approval pauses the run, as LangGraph's `interrupt` does (it needs a
        checkpointer): resume it once the request is decided in SafeAI. What it is resumed with decides nothing.
        Answers are guarded when they are whole: tokens that are streamed to a user meanwhile are not.
        """

        def __init__(self, client=None, interrupt=False):
            super().__init__()
            self.client = client or SafeAIClient()
            self.interrupt = interrupt

        @hook_config(can_jump_to=["end"])
        def before_model(self, state, runtime):
            session = _current_session()
            changed = []
            for message in state["messages"]:
                if isinstance(message, (AIMessage, ToolMessage)):
                    continue
                try:
                    content = _guard_content(message.content, lambda text: self.client.scan_new_input(text, session))
                except (SafeAIBlockedError, SafeAIPendingApproval) as error:
                    # What is withheld does not stay in the history: the next turn would send it again.
                    gone = _with_content(message, withheld(error))
                    return {"messages": [*changed, gone, AIMessage(content=withheld(error))], "jump_to": "end"}
                if content != message.content:
                    changed.append(_with_content(message, content))
            return {"messages": changed} if changed else None

        @hook_config(can_jump_to=["end"])
        async def abefore_model(self, state, runtime):
            return await _in_thread(self.before_model, state, runtime)

        def after_model(self, state, runtime):
            last = state["messages"][-1]
            if not isinstance(last, AIMessage):
                return None
            session = _current_session()
            content = _guard_content(last.content, lambda text: self.client.guard_output(text, session))
            return None if content == last.content else {"messages": [_with_content(last, content)]}

        async def aafter_model(self, state, runtime):
            return await _in_thread(self.after_model, state, runtime)

        def wrap_tool_call(self, request, handler):
            asked = self._request(request)
            if isinstance(asked, ToolMessage):
                return asked
            try:
                answer = handler(request.override(tool_call=asked["call"]))
            except BaseException:
                self.client.report(asked["decision_id"], "failed")
                raise
            return self._response(request, asked, answer)

        async def awrap_tool_call(self, request, handler):
            asked = await _in_thread(self._request, request)
            if isinstance(asked, ToolMessage):
                return asked
            try:
                answer = await handler(request.override(tool_call=asked["call"]))
            except BaseException:
                await _in_thread(self.client.report, asked["decision_id"], "failed")
                raise
            return await _in_thread(self._response, request, asked, answer)

        def _request(self, request):
            call = request.tool_call
            session = _current_session()
            while True:
                try:
                    answer = self.client.tool_request(call["name"], call["args"], session)
                except SafeAIPendingApproval as error:
                    if not self.interrupt:
                        return _told(call, error)
                    from langgraph.types import interrupt

                    interrupt({
                        "type": "safeai_approval",
                        "approval_request_id": error.approval_request_id,
                        "reason": error.reason,
                        "tool_name": call["name"],
                    })
                    # It was resumed. Asked once more; where nobody has decided, the model is told so.
                    try:
                        answer = self.client.tool_request(call["name"], call["args"], session)
                    except (SafeAIBlockedError, SafeAIPendingApproval) as still:
                        return _told(call, still)
                except SafeAIBlockedError as error:
                    return _told(call, error)
                return {
                    "call": {**call, "args": answer["filtered_parameters"]},
                    "decision_id": answer["decision"].get("decision_id"),
                    "session": session,
                }

        def _response(self, request, asked, answer):
            name = request.tool_call["name"]

            def judged(message):
                try:
                    content = self.client.tool_response(name, message.content, asked["session"], asked["decision_id"])
                except (SafeAIBlockedError, SafeAIPendingApproval) as error:
                    return _told(request.tool_call, error)
                changed = _with_content(message, content)
                if changed is not message and getattr(message, "artifact", None) is not None:
                    # What the artifact holds is not known; the content had something in it.
                    changed = changed.model_copy(update={"artifact": None})
                return changed

            if isinstance(answer, ToolMessage):
                return judged(answer)
            update = getattr(answer, "update", None)
            if isinstance(update, dict) and isinstance(update.get("messages"), list):
                messages = [judged(each) if isinstance(each, ToolMessage) else each for each in update["messages"]]
                from dataclasses import replace

                return replace(answer, update={**update, "messages": messages})
            return answer


def _told(call, error):
    return ToolMessage(content=withheld(error), tool_call_id=call["id"], name=call["name"], status="error")


async def _in_thread(work, *args):
    import asyncio
    import contextvars

    # The thread that runs is known by its context.
    context = contextvars.copy_context()
    return await asyncio.get_running_loop().run_in_executor(None, lambda: context.run(work, *args))


if _MISSING is None:

    class SafeAICallbackHandler(BaseCallbackHandler):
        """Guards what has callbacks alone. A callback can change nothing: what would be redacted stops the run too.

        The last resort: middleware, guard_chain and guard_tool redact, and tell the model why a call is not made.
        """

        # Without it LangChain logs what a callback raises, and goes on.
        raise_error = True
        run_inline = True

        def __init__(self, client=None):
            super().__init__()
            self.client = client or SafeAIClient()
            self._decisions = _Remembered()

        def on_chat_model_start(self, serialized, messages, *, metadata=None, **kwargs):
            session = _session_of({"configurable": metadata or {}})
            for message in (each for batch in messages for each in batch):
                if not isinstance(message, AIMessage):
                    _guard_content(message.content, lambda text: self._unchanged(text, session))

        def on_llm_start(self, serialized, prompts, **kwargs):
            for prompt in prompts:
                self._unchanged(prompt, None)

        def on_llm_end(self, response, **kwargs):
            for generation in (each for batch in response.generations for each in batch):
                if generation.text and self.client.guard_output(generation.text) != generation.text:
                    raise SafeAIBlockedError("The answer holds what may not be shown.")

        def on_tool_start(self, serialized, input_str, *, run_id=None, inputs=None, **kwargs):
            name = (serialized or {}).get("name") or "tool"
            parameters = inputs if isinstance(inputs, dict) else {"input": input_str}
            answer = self.client.tool_request(name, parameters)
            if answer["filtered_parameters"] != parameters:
                raise SafeAIBlockedError("The call holds what may not go into the tool.", answer["decision"])
            self._decisions.put(run_id, (name, answer["decision"].get("decision_id")))

        def on_tool_end(self, output, *, run_id=None, **kwargs):
            name, decision_id = self._decisions.get(run_id) or ("tool", None)
            content = output.content if isinstance(output, BaseMessage) else output
            if self.client.tool_response(name, content, None, decision_id) != content:
                raise SafeAIBlockedError("The tool's answer holds what may not go on.")

        def on_tool_error(self, error, *, run_id=None, **kwargs):
            _, decision_id = self._decisions.get(run_id) or ("tool", None)
            self.client.report(decision_id, "failed")

        def on_retriever_end(self, documents, **kwargs):
            for document in documents:
                self._unchanged(document.page_content, None)

        def _unchanged(self, text, session):
            if text and self.client.scan_new_input(text, session) != text:
                raise SafeAIBlockedError("The prompt holds what may not go into the model.")
            return text


def guard_chain(chain, client=None):
    """The chain with what goes into it scanned and what comes out of it guarded: texts, messages, and maps and lists of
    them. Raises SafeAIBlockedError where something may not go on."""
    _need_langchain()
    client = client or SafeAIClient()

    def on_the_way_in(value, config=None):
        session = _session_of(config)
        return _in_all(value, lambda text: client.scan_input(text, session))

    def on_the_way_out(value, config=None):
        session = _session_of(config)
        return _in_all(value, lambda text: client.guard_output(text, session))

    async def into(value, config=None):
        return await _in_thread(on_the_way_in, value, config)

    async def out(value, config=None):
        return await _in_thread(on_the_way_out, value, config)

    return (
        RunnableLambda(on_the_way_in, afunc=into, name="safeai_input")
        | chain
        | RunnableLambda(on_the_way_out, afunc=out, name="safeai_output")
    )


def _in_all(value, guard):
    if isinstance(value, str):
        return guard(value) if value else value
    if isinstance(value, BaseMessage):
        return _with_content(value, _guard_content(value.content, guard))
    if isinstance(value, dict):
        return {key: _in_all(each, guard) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(_in_all(each, guard) for each in value)
    if hasattr(value, "to_messages"):
        return [_in_all(each, guard) for each in value.to_messages()]
    return value


def guard_tool(tool, client=None):
    """The tool under guard: same name, description and arguments. What is withheld is told as the tool's answer."""
    _need_langchain()
    client = client or SafeAIClient()

    def call(config=None, **parameters):
        try:
            return client.run_tool(tool.name, parameters, lambda given: tool.invoke(given, config), _session_of(config))
        except (SafeAIBlockedError, SafeAIPendingApproval) as error:
            return withheld(error)

    async def acall(config=None, **parameters):
        try:
            return await client.arun_tool(
                tool.name, parameters, lambda given: tool.ainvoke(given, config), _session_of(config)
            )
        except (SafeAIBlockedError, SafeAIPendingApproval) as error:
            return withheld(error)

    from langchain_core.runnables import RunnableConfig

    call.__annotations__["config"] = RunnableConfig
    acall.__annotations__["config"] = RunnableConfig
    return StructuredTool(
        name=tool.name,
        description=tool.description,
        args_schema=tool.args_schema,
        func=call,
        coroutine=acall,
        return_direct=tool.return_direct,
    )


def guard_tools(tools, client=None):
    """Each of the tools under guard."""
    client = client or SafeAIClient()
    return [guard_tool(tool, client) for tool in tools]


def _need_langchain():
    if _MISSING is not None:
        raise SafeAIError("LangChain is not installed: pip install 'langchain>=1.0'.") from _MISSING


if __name__ == "__main__":
    sys.exit(1 if self_test() else 0)
