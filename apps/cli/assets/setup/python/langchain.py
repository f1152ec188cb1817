"""SafeAI for LangChain.

    from langchain.agents import create_agent
    from safeai_langchain import SafeAIMiddleware

    agent = create_agent(model, tools, middleware=[SafeAIMiddleware()])      # other middleware before it

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
    from langchain_core.language_models.chat_models import BaseChatModel
    from langchain_core.messages import AIMessage, BaseMessage, ToolMessage
    from langchain_core.runnables import RunnableConfig, RunnableLambda
    from langchain_core.tools import StructuredTool
except ImportError as _missing:
    _MISSING = _missing
else:
    _MISSING = None


# Blocks and fields of a message that repeat its calls of tools.
_CALLS = ("tool_use", "tool_call", "tool_call_chunk", "invalid_tool_call", "function_call", "tool_calls")


def _guarded_message(message, guard, with_calls=True):
    """The message with each of its texts passed through `guard`. Its calls of tools too, unless they are still to be made:
    then they are judged as such. It keeps its id: a graph puts it in the place of the old one."""

    def part(key, value):
        return value if key in _CALLS and not with_calls else _guarded(value, guard)

    content, extra = message.content, message.additional_kwargs
    if isinstance(content, list):
        content = [part(each.get("type") if isinstance(each, dict) else None, each) for each in content]
        content = message.content if _same(content, message.content) else content
    else:
        content = _guarded(content, guard)
    extra = {key: part(key, value) for key, value in extra.items()}
    changed = {"content": content, "name": _guarded(message.name, guard)}
    if not _same(extra.values(), message.additional_kwargs.values()):
        changed["additional_kwargs"] = extra
    for field in ("tool_calls", "invalid_tool_calls") if with_calls else ():
        changed[field] = [
            {**call, "args": _guarded(call["args"], guard)} for call in getattr(message, field, None) or []
        ]
    changed = {key: value for key, value in changed.items() if value != getattr(message, key, [])}
    return message.model_copy(update=changed) if changed else message


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
        from langgraph.errors import GraphBubbleUp
        from langgraph.types import Command, Send
    except ImportError:
        AgentMiddleware = None
else:
    AgentMiddleware = None

if AgentMiddleware is not None:

    class SafeAIMiddleware(AgentMiddleware):
        """Guards an agent of `create_agent`: what goes into the model, each tool call, what tools answer, what is said.

        With `interrupt=True` a call that waits for approval pauses the run, as LangGraph's `interrupt` does (it needs a
        checkpointer): resume it once the request is decided in SafeAI. What it is resumed with decides nothing.
        Answers are guarded when they are whole, before they are in the state. `stream_mode="messages"` gives them whole
        too; what listens to the model itself (callbacks, `astream_events`) hears its tokens before that.
        """

        def __init__(self, client=None, interrupt=False):
            super().__init__()
            self.client = client or _client()
            self.interrupt = interrupt

        @hook_config(can_jump_to=["end"])
        def before_model(self, state, runtime):
            session = _current_session()
            changed = []
            for message in state["messages"]:
                # A call whose parameters are withheld was told so; what a person says ends the run.
                is_said = isinstance(message, (AIMessage, ToolMessage))
                scan = self.client.scan_history if is_said else self.client.scan_new_input
                try:
                    scanned = _guarded_message(message, lambda text: scan(text, session))
                except (SafeAIBlockedError, SafeAIPendingApproval) as error:
                    # What is withheld does not stay in the history: the next turn would send it again.
                    scan = self.client.scan_history
                    gone = _guarded_message(message, lambda text: scan(text, session))
                    return {"messages": [*changed, gone, AIMessage(content=withheld(error))], "jump_to": "end"}
                if scanned is not message:
                    changed.append(scanned)
            return {"messages": changed} if changed else None

        @hook_config(can_jump_to=["end"])
        async def abefore_model(self, state, runtime):
            return await _in_thread(self.before_model, state, runtime)

        def wrap_model_call(self, request, handler):
            session = _current_session()
            return self._said(handler(self._asked(request, session)), session)

        async def awrap_model_call(self, request, handler):
            session = _current_session()
            asked = await _in_thread(self._asked, request, session)
            return await _in_thread(self._said, await handler(asked), session)

        def _asked(self, request, session):
            """The request with what other middleware put into it scanned too."""
            scan = lambda text: self.client.scan_history(text, session)  # noqa: E731
            changes = {"messages": [_guarded_message(each, scan) for each in request.messages]}
            if request.system_message is not None:
                changes["system_message"] = _guarded_message(request.system_message, scan)
            if isinstance(request.model, BaseChatModel):
                # LangGraph then streams what is in the state, not what the model says meanwhile.
                changes["model"] = request.model.model_copy(
                    update={"tags": [*(request.model.tags or []), "nostream"]}
                )
            return request.override(**changes)

        def _said(self, response, session):
            guard = lambda text: self.client.guard_output(text, session)  # noqa: E731
            if isinstance(response, BaseMessage):
                return _guarded_message(response, guard, with_calls=False)
            # A structured answer is the parameters of a call that is never made.
            is_structured = response.structured_response is not None
            return dataclasses.replace(
                response,
                result=[_guarded_message(each, guard, with_calls=is_structured) for each in response.result],
                structured_response=_guarded(response.structured_response, guard),
            )

        def wrap_tool_call(self, request, handler):
            asked = self._request(request)
            if isinstance(asked, ToolMessage):
                return asked
            try:
                answer = handler(request.override(tool_call=asked["call"]))
            except BaseException as error:
                self.client.report(asked["decision_id"], _ended(error))
                raise
            return self._response(request, asked, answer)

        async def awrap_tool_call(self, request, handler):
            asked = await _in_thread(self._request, request)
            if isinstance(asked, ToolMessage):
                return asked
            try:
                answer = await handler(request.override(tool_call=asked["call"]))
            except BaseException as error:
                _threads.submit(self.client.report, asked["decision_id"], _ended(error))
                raise
            return await _in_thread(self._response, request, asked, answer)

        def _request(self, request):
            call = request.tool_call
            session = _current_session()
            try:
                answer = self.client.tool_request(call["name"], call["args"], session)
            except SafeAIBlockedError as error:
                return _told(call, error)
            except SafeAIPendingApproval as error:
                if not self.interrupt:
                    return _told(call, error)
                from langgraph.types import interrupt

                resumed = interrupt({
                    "type": "safeai_approval",
                    "approval_request_id": error.approval_request_id,
                    "reason": error.reason,
                    "tool_name": call["name"],
                })
                # It was resumed, maybe in another process, which is told the id. SafeAI alone knows what became of it.
                known = resumed.get("approval_request_id") if isinstance(resumed, dict) else None
                try:
                    answer = self.client.tool_request(call["name"], call["args"], session, None, known)
                except (SafeAIBlockedError, SafeAIPendingApproval) as still:
                    return _told(call, still)
            return {
                "call": {**call, "args": answer["filtered_parameters"]},
                "decision_id": answer["decision"].get("decision_id"),
                "session": session,
            }

        def _response(self, request, asked, answer):
            call, session, decision_id = request.tool_call, asked["session"], asked["decision_id"]
            if getattr(answer, "status", None) == "error":
                self.client.report(decision_id, "failed")
                decision_id = None

            def judged(value):
                if isinstance(value, BaseMessage):
                    content = self.client.tool_response(call["name"], value.content, session, decision_id)
                    if content is value.content:
                        return value
                    # What an artifact holds is not known; the content had something in it.
                    gone = {"artifact": None} if getattr(value, "artifact", None) is not None else {}
                    return value.model_copy(update={"content": content, **gone})
                if isinstance(value, Command):
                    return dataclasses.replace(value, update=judged(value.update), goto=judged(value.goto))
                if isinstance(value, Send):
                    return Send(value.node, judged(value.arg))
                if isinstance(value, dict):
                    return {key: judged(each) for key, each in value.items()}
                if isinstance(value, (list, tuple)):
                    return type(value)(judged(each) for each in value)
                return self.client.tool_response(call["name"], value, session, decision_id) if value else value

            try:
                return judged(answer)
            except (SafeAIBlockedError, SafeAIPendingApproval) as error:
                return _told(call, error)


def _ended(error):
    """How a call of a tool ended that raised; one that pauses its run has not ended."""
    return "unknown" if isinstance(error, GraphBubbleUp) else _outcome(error)


def _told(call, error):
    return ToolMessage(content=withheld(error), tool_call_id=call["id"], name=call["name"], status="error")


if _MISSING is None:

    class SafeAICallbackHandler(BaseCallbackHandler):
        """Guards what has callbacks alone. A callback can change nothing: what would be redacted stops the run too.

        The last resort: middleware, guard_chain and guard_tool redact, and tell the model why a call is not made.
        """

        # Without it LangChain logs what a callback raises, and goes on.
        raise_error = True

        def __init__(self, client=None):
            super().__init__()
            self.client = client or _client()
            self._decisions = _Remembered()

        def on_chat_model_start(self, serialized, messages, *, metadata=None, **kwargs):
            session = _session_of({"configurable": metadata or {}})
            for message in (each for batch in messages for each in batch):
                _guarded_message(message, lambda text: self._unchanged(text, session))

        def on_llm_start(self, serialized, prompts, *, metadata=None, **kwargs):
            for prompt in prompts:
                self._unchanged(prompt, _session_of({"configurable": metadata or {}}))

        def on_llm_end(self, response, **kwargs):
            for generation in (each for batch in response.generations for each in batch):
                message = getattr(generation, "message", None)
                if message is None:
                    self._shown(generation.text)
                else:
                    _guarded_message(message, self._shown, with_calls=False)

        def on_tool_start(self, serialized, input_str, *, run_id=None, inputs=None, metadata=None, **kwargs):
            name = (serialized or {}).get("name") or "tool"
            session = _session_of({"configurable": metadata or {}})
            parameters = inputs if isinstance(inputs, dict) else {"input": input_str}
            answer = self.client.tool_request(name, parameters, session)
            if answer["filtered_parameters"] != parameters:
                raise SafeAIBlockedError("The call holds what may not go into the tool.", answer["decision"])
            self._decisions.put(run_id, (name, session, answer["decision"].get("decision_id")))

        def on_tool_end(self, output, *, run_id=None, **kwargs):
            name, session, decision_id = self._decisions.get(run_id) or ("tool", None, None)
            self._decisions.drop(run_id)
            content = output.content if isinstance(output, BaseMessage) else output
            if self.client.tool_response(name, content, session, decision_id) is not content:
                raise SafeAIBlockedError("The tool's answer holds what may not go on.")

        def on_tool_error(self, error, *, run_id=None, **kwargs):
            _, _, decision_id = self._decisions.get(run_id) or ("tool", None, None)
            self._decisions.drop(run_id)
            self.client.report(decision_id, _outcome(error))

        def on_retriever_end(self, documents, **kwargs):
            for document in documents:
                self._unchanged(document.page_content, None)

        def _shown(self, text):
            if text and self.client.guard_output(text) != text:
                raise SafeAIBlockedError("The answer holds what may not be shown.")
            return text

        def _unchanged(self, text, session):
            if text and self.client.scan_new_input(text, session) != text:
                raise SafeAIBlockedError("The prompt holds what may not go into the model.")
            return text


def guard_chain(chain, client=None):
    """The chain with what goes into it scanned and what comes out of it guarded: texts, messages, and maps and lists of
    them. Raises SafeAIBlockedError where something may not go on."""
    _need_langchain()
    client = client or _client()

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
    if isinstance(value, BaseMessage):
        return _guarded_message(value, guard)
    if isinstance(value, dict):
        return {key: _in_all(each, guard) for key, each in value.items()}
    if isinstance(value, list):
        return [_in_all(each, guard) for each in value]
    if hasattr(value, "to_messages"):
        return [_in_all(each, guard) for each in value.to_messages()]
    return _guarded(value, guard)


def guard_tool(tool, client=None):
    """The tool under guard: same name, description and arguments. What is withheld is told as the tool's answer."""
    _need_langchain()
    client = client or _client()

    def call(_config=None, **parameters):
        try:
            return client.run_tool(tool.name, parameters, lambda given: tool.invoke(given, _config), _session_of(_config))
        except (SafeAIBlockedError, SafeAIPendingApproval) as error:
            return withheld(error)

    async def acall(_config=None, **parameters):
        try:
            return await client.arun_tool(
                tool.name, parameters, lambda given: tool.ainvoke(given, _config), _session_of(_config)
            )
        except (SafeAIBlockedError, SafeAIPendingApproval) as error:
            return withheld(error)

    # By its kind, not by its name: a tool may have a parameter that is called config.
    call.__annotations__["_config"] = RunnableConfig
    acall.__annotations__["_config"] = RunnableConfig
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
    client = client or _client()
    return [guard_tool(tool, client) for tool in tools]


def _need_langchain():
    if _MISSING is not None:
        raise SafeAIError("LangChain is not installed: pip install 'langchain>=1.0'.") from _MISSING


if __name__ == "__main__":
    sys.exit(1 if self_test() else 0)
