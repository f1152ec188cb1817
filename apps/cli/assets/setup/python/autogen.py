"""SafeAI for AutoGen and AG2.

    from safeai_autogen import install

    install(agent)          # an AssistantAgent of AgentChat, or a ConversableAgent of AG2 0.x and AutoGen 0.2

AgentChat, by its own parts: AssistantAgent(model_client=guard_model_client(client), workbench=GuardedWorkbench(tools)).
AG2 1.x: Agent(name, middleware=[ag2_middleware()]).

Needs Python 3.9, the framework where its parts are used, and a running SafeAI: `safeai serve`. Run this file to see that it
works:

    python3 safeai_autogen.py

What it reads: SAFEAI_URL, SAFEAI_API_KEY, SAFEAI_AGENT_ID, SAFEAI_TENANT, SAFEAI_FAIL_MODE (closed or open),
SAFEAI_TIMEOUT_MS and SAFEAI_APPROVAL_WAIT_MS. While SafeAI cannot be reached nothing goes on, unless SAFEAI_FAIL_MODE is
open.
"""

# [client]


_shared = None


def _client():
    global _shared
    _shared = _shared or SafeAIClient()
    return _shared


def install(agent, client=None, session_id=None):
    """Guards an agent: what goes into its model, what it says, and each of its tool calls. Gives the agent."""
    client = client or _client()
    if getattr(agent, "_safeai", None) is not None:
        return agent
    if hasattr(agent, "register_hook") and hasattr(agent, "hook_lists"):
        _install_classic(agent, client, session_id)
    elif hasattr(agent, "_model_client") and hasattr(agent, "_workbench"):
        agent._model_client = guard_model_client(agent._model_client, client, session_id)
        agent._workbench = [GuardedWorkbench(each, client, session_id) for each in _listed(agent._workbench)]
    else:
        raise SafeAIError(
            f"{type(agent).__name__} is no agent that install() knows. For AG2 1.x: middleware=[ag2_middleware()]."
        )
    agent._safeai = client
    return agent


def _scanned(client, text, session_id):
    """A text as it may go into a model; what may not is replaced by why."""
    try:
        return client.scan_new_input(text, session_id)
    except (SafeAIBlockedError, SafeAIPendingApproval) as error:
        return withheld(error)


def _in_content(content, guard):
    """The content of a message: a text, or a list of texts and parts."""
    if isinstance(content, str):
        return guard(content) if content else content
    if not isinstance(content, list):
        return content
    return [
        guard(part)
        if isinstance(part, str) and part
        else {**part, "text": guard(part["text"])}
        if isinstance(part, dict) and isinstance(part.get("text"), str) and part["text"]
        else part
        for part in content
    ]


def _listed(value):
    if value is None:
        return []
    return list(value) if isinstance(value, (list, tuple)) else [value]


# AutoGen 0.2 and AG2 0.x: agents with hooks for messages.


def _install_classic(agent, client, session_id):
    def before_reply(messages):
        return [_classic_in(client, message, session_id) for message in messages]

    def before_send(message=None, **_others):
        if isinstance(message, str):
            return client.guard_output(message, session_id) if message else message
        if isinstance(message, dict) and message.get("content") and message.get("role") != "tool":
            guarded = _in_content(message["content"], lambda text: client.guard_output(text, session_id))
            return message if guarded == message["content"] else {**message, "content": guarded}
        return message

    def send(sender, message, recipient, silent):
        return before_send(message)

    agent.register_hook("process_all_messages_before_reply", before_reply)
    agent.register_hook("process_message_before_send", send)
    execute, a_execute = agent.execute_function, agent.a_execute_function

    def guarded(func_call, *args, **kwargs):
        asked = _classic_request(client, func_call, session_id)
        if "withheld" in asked:
            return _classic_told(func_call, asked["withheld"])
        return _classic_response(client, func_call, asked, execute(asked["call"], *args, **kwargs), session_id)

    async def a_guarded(func_call, *args, **kwargs):
        asked = _classic_request(client, func_call, session_id)
        if "withheld" in asked:
            return _classic_told(func_call, asked["withheld"])
        done = await a_execute(asked["call"], *args, **kwargs)
        return _classic_response(client, func_call, asked, done, session_id)

    agent.execute_function = guarded
    agent.a_execute_function = a_guarded


def _classic_in(client, message, session_id):
    # What tools answered was judged when they did, and what the agent said itself when it was sent.
    if not isinstance(message, dict) or message.get("role") in ("tool", "function", "assistant"):
        return message
    content = _in_content(message.get("content"), lambda text: _scanned(client, text, session_id))
    return message if content == message.get("content") else {**message, "content": content}


def _classic_request(client, func_call, session_id):
    name, text = func_call.get("name", ""), func_call.get("arguments") or "{}"
    parameters = _parameters_of(text)
    try:
        answer = client.tool_request(name, parameters, session_id)
    except (SafeAIBlockedError, SafeAIPendingApproval) as error:
        return {"withheld": withheld(error)}
    filtered = answer["filtered_parameters"]
    call = func_call if filtered == parameters else {**func_call, "arguments": json.dumps(filtered)}
    return {"call": call, "decision_id": answer["decision"].get("decision_id")}


def _classic_told(func_call, text):
    return False, {"name": func_call.get("name", ""), "role": "function", "content": text}


def _classic_response(client, func_call, asked, done, session_id):
    is_done, reply = done
    if not is_done:
        client.report(asked["decision_id"], "failed")
    try:
        content = client.tool_response(
            func_call.get("name", ""), reply.get("content"), session_id, asked["decision_id"] if is_done else None
        )
    except (SafeAIBlockedError, SafeAIPendingApproval) as error:
        content = withheld(error)
    return is_done, {**reply, "content": content}


def _parameters_of(text):
    """The arguments of a call as a map; what is none is judged as a text."""
    try:
        parameters = json.loads(text)
    except ValueError:
        parameters = None
    return parameters if isinstance(parameters, dict) else {"arguments": text}


# AutoGen 0.4 and later: AgentChat.

try:
    from autogen_core.models import ChatCompletionClient, SystemMessage, UserMessage
    from autogen_core.tools import StaticStreamWorkbench, TextResultContent, ToolResult, Workbench
except ImportError:
    Workbench = None

if Workbench is not None:

    # Of calls of tools, by client, until the next call of a model.
    _outages = {}

    class GuardedWorkbench(Workbench):
        """The tools of a workbench, or a list of tools, under guard. What is withheld is told as the tool's answer."""

        def __init__(self, tools, client=None, session_id=None):
            self._inner = tools if isinstance(tools, Workbench) else StaticStreamWorkbench(_as_tools(tools))
            self._client = client or _client()
            self._session_id = session_id

        async def list_tools(self):
            return await self._inner.list_tools()

        async def call_tool(self, name, arguments=None, cancellation_token=None, call_id=None):
            try:
                return await self._called(name, dict(arguments or {}), cancellation_token, call_id)
            except (SafeAIBlockedError, SafeAIPendingApproval) as error:
                return _text_result(name, withheld(error))
            except SafeAIUnreachable as error:
                # An agent of AgentChat waits for ever for a tool that raises: the run ends at its next call of the model.
                _outages[id(self._client)] = error
                return _text_result(name, f"SafeAI made no decision, so nothing goes on: {error}")

        async def _called(self, name, parameters, cancellation_token, call_id):
            import asyncio

            client = self._client
            answer = await asyncio.to_thread(client.tool_request, name, parameters, self._session_id)
            decision_id = answer["decision"].get("decision_id")
            result = await self._inner.call_tool(name, answer["filtered_parameters"], cancellation_token, call_id)
            if result.is_error:
                await asyncio.to_thread(client.report, decision_id, "failed")
                decision_id = None
            judged = []
            for part in result.result:
                if not isinstance(part, TextResultContent):
                    judged.append(part)
                    continue
                text = await asyncio.to_thread(
                    client.tool_response, name, part.content, self._session_id, decision_id
                )
                judged.append(part if text == part.content else TextResultContent(content=text))
            return result.model_copy(update={"result": judged})

        async def start(self):
            await self._inner.start()

        async def stop(self):
            await self._inner.stop()

        async def reset(self):
            await self._inner.reset()

        async def save_state(self):
            return await self._inner.save_state()

        async def load_state(self, state):
            await self._inner.load_state(state)

    def _as_tools(tools):
        from autogen_core.tools import BaseTool, FunctionTool

        return [
            tool
            if isinstance(tool, BaseTool)
            else FunctionTool(tool, description=(tool.__doc__ or "").strip(), name=tool.__name__)
            for tool in tools
        ]

    def _text_result(name, text):
        return ToolResult(name=name, result=[TextResultContent(content=text)], is_error=True)

    class _GuardedModelClient(ChatCompletionClient):
        def __init__(self, inner, client, session_id):
            self._inner = inner
            self._client = client
            self._session_id = session_id

        async def create(self, messages, **options):
            result = await self._inner.create(await self._scan(messages), **options)
            return await self._guard(result)

        async def create_stream(self, messages, **options):
            # Pieces are held until the whole is known: what was sent cannot be taken back.
            async for piece in self._inner.create_stream(await self._scan(messages), **options):
                if isinstance(piece, str):
                    continue
                result = await self._guard(piece)
                if isinstance(result.content, str) and result.content:
                    yield result.content
                yield result

        async def _scan(self, messages):
            import asyncio

            outage = _outages.pop(id(self._client), None)
            if outage is not None:
                raise outage
            return await asyncio.to_thread(lambda: [self._scanned(message) for message in messages])

        def _scanned(self, message):
            if not isinstance(message, (UserMessage, SystemMessage)):
                return message
            content = _in_content(message.content, lambda text: _scanned(self._client, text, self._session_id))
            return message if content == message.content else message.model_copy(update={"content": content})

        async def _guard(self, result):
            import asyncio

            changed = {}
            for field in ("content", "thought"):
                text = getattr(result, field, None)
                if isinstance(text, str) and text:
                    shown = await asyncio.to_thread(self._client.guard_output, text, self._session_id)
                    if shown != text:
                        changed[field] = shown
            return result.model_copy(update=changed) if changed else result

        async def close(self):
            await self._inner.close()

        def actual_usage(self):
            return self._inner.actual_usage()

        def total_usage(self):
            return self._inner.total_usage()

        def count_tokens(self, messages, **options):
            return self._inner.count_tokens(messages, **options)

        def remaining_tokens(self, messages, **options):
            return self._inner.remaining_tokens(messages, **options)

        @property
        def capabilities(self):
            return self._inner.capabilities

        @property
        def model_info(self):
            return self._inner.model_info

    def guard_model_client(model_client, client=None, session_id=None):
        """A model client of AgentChat under guard. Streams are held until they are whole."""
        return _GuardedModelClient(model_client, client or _client(), session_id)


# AG2 1.x.


def ag2_middleware(client=None, session_id=None):
    """Middleware for `Agent(..., middleware=[ag2_middleware()])` of AG2 1.x. Pieces of an answer that the model's client
    publishes while it speaks are not guarded: the answer is, when it is whole."""
    import asyncio
    import copy

    from ag2.events import ModelMessage, ModelRequest, TextInput, ToolResultEvent
    from ag2.middleware import BaseMiddleware, Middleware

    client = client or _client()

    class SafeAIMiddleware(BaseMiddleware):
        _outage = None

        async def on_llm_call(self, call_next, events, context):
            if self._outage is not None:
                raise self._outage
            scanned = await asyncio.to_thread(lambda: [_scan(event) for event in events])
            response = await call_next(scanned, context)
            message = response.message
            if message is None or not message.content:
                return response
            shown = await asyncio.to_thread(client.guard_output, message.content, session_id)
            if shown == message.content:
                return response
            guarded = copy.copy(response)
            guarded.message = ModelMessage(shown)
            return guarded

        async def on_tool_execution(self, call_next, event, context):
            parameters = _parameters_of(event.arguments or "{}")
            try:
                answer = await asyncio.to_thread(client.tool_request, event.name, parameters, session_id)
                decision_id = answer["decision"].get("decision_id")
                call = event
                if answer["filtered_parameters"] != parameters:
                    call = copy.copy(event)
                    call.arguments = json.dumps(answer["filtered_parameters"])
                    call.serialized_arguments = answer["filtered_parameters"]
                done = await call_next(call, context)
                if not isinstance(done, ToolResultEvent):
                    return done
                if getattr(done, "error", None) is not None:
                    await asyncio.to_thread(client.report, decision_id, "failed")
                    decision_id = None
                return await asyncio.to_thread(_judge, event, done, decision_id)
            except (SafeAIBlockedError, SafeAIPendingApproval) as error:
                return ToolResultEvent.from_call(event, withheld(error))
            except SafeAIUnreachable as error:
                # What a middleware raises becomes an answer of the tool: the turn ends at the next call of the model.
                self._outage = error
                raise

    def _scan(event):
        if not isinstance(event, ModelRequest):
            return event
        parts = []
        for part in event.parts:
            content = part.content if isinstance(part, TextInput) else None
            text = _scanned(client, content, session_id) if content else content
            if text == content:
                parts.append(part)
            else:
                changed = copy.copy(part)
                changed.content = text
                parts.append(changed)
        if all(new is old for new, old in zip(parts, event.parts)):
            return event
        changed = copy.copy(event)
        changed.parts = parts
        return changed

    def _judge(event, done, decision_id):
        content = _plain([getattr(part, "content", getattr(part, "data", None)) for part in done.result.parts])
        judged = client.tool_response(event.name, content, session_id, decision_id)
        if judged == content:
            return done
        return ToolResultEvent.from_call(event, judged[0] if len(judged) == 1 else judged)

    return Middleware(SafeAIMiddleware)


if __name__ == "__main__":
    sys.exit(1 if self_test() else 0)
