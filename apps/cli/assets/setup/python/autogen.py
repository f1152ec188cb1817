"""SafeAI for AutoGen and AG2.

    from safeai_autogen import install

    install(agent)          # an AssistantAgent or a team of AgentChat, or a ConversableAgent of AG2 0.x and AutoGen 0.2

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


import contextlib
import copy
import weakref


def install(agent, client=None, session_id=None):
    """Guards an agent: what goes into its model, what it says, and each of its tool calls. Gives the agent."""
    # A copy remembers what the client does, but has its own outages.
    client = copy.copy(client or _client())
    if getattr(agent, "_safeai", None) is not None:
        return agent
    if hasattr(agent, "register_hook") and hasattr(agent, "hook_lists"):
        _install_classic(agent, client, session_id)
    elif hasattr(agent, "_model_client") and hasattr(agent, "_workbench"):
        agent._model_client = guard_model_client(agent._model_client, client, session_id)
        agent._workbench = [GuardedWorkbench(each, client, session_id) for each in _listed(agent._workbench)]
    elif hasattr(agent, "_participants"):
        for each in agent._participants:
            # Who types is no model, and has no tools.
            if type(each).__name__ != "UserProxyAgent":
                install(each, client, session_id)
        if hasattr(agent, "_model_client"):
            agent._model_client = guard_model_client(agent._model_client, client, session_id)
    else:
        raise SafeAIError(
            f"{type(agent).__name__} is no agent that install() knows. For AG2 1.x: middleware=[ag2_middleware()]."
        )
    agent._safeai = client
    return agent


def _listed(value):
    if value is None:
        return []
    return list(value) if isinstance(value, (list, tuple)) else [value]


# AutoGen 0.2 and AG2 0.x: agents with hooks for messages.


def _install_classic(agent, client, session_id):
    def before_reply(messages):
        # The calls of the last one are still to be made: they are judged as such.
        last = len(messages) - 1
        return [_classic_in(client, message, session_id, at < last) for at, message in enumerate(messages)]

    def before_send(message=None, **_others):
        if isinstance(message, str):
            return client.guard_output(message, session_id) if message else message
        if isinstance(message, dict) and message.get("content") and message.get("role") != "tool":
            guarded = _guarded(message["content"], lambda text: client.guard_output(text, session_id))
            return message if guarded is message["content"] else {**message, "content": guarded}
        return message

    def send(sender, message, recipient, silent):
        return before_send(message)

    agent.register_hook("process_all_messages_before_reply", before_reply)
    agent.register_hook("process_message_before_send", send)
    execute, a_execute = agent.execute_function, agent.a_execute_function

    def guarded(func_call, *args, **kwargs):
        asked = _classic_request(agent, client, func_call, session_id)
        if "withheld" in asked:
            return _classic_told(func_call, asked["withheld"])
        return _classic_response(client, func_call, asked, execute(asked["call"], *args, **kwargs), session_id)

    async def a_guarded(func_call, *args, **kwargs):
        asked = await _in_thread(_classic_request, agent, client, func_call, session_id)
        if "withheld" in asked:
            return _classic_told(func_call, asked["withheld"])
        done = await a_execute(asked["call"], *args, **kwargs)
        return await _in_thread(_classic_response, client, func_call, asked, done, session_id)

    agent.execute_function = guarded
    agent.a_execute_function = a_guarded
    _guard_code(agent, client, session_id)
    _guard_executors(agent, client, session_id)


def _guard_code(agent, client, session_id):
    """Code that an agent runs is judged as a call of the tool `code_execution`."""

    def judged(blocks, execute, failed):
        parameters = {"language": [lang for lang, _ in blocks], "code": [code for _, code in blocks]}
        try:
            return client.run_tool("code_execution", parameters, lambda given: execute(given["code"]), session_id)
        except (SafeAIBlockedError, SafeAIPendingApproval) as error:
            return failed(withheld(error))

    if hasattr(agent, "execute_code_blocks"):
        plain = agent.execute_code_blocks

        def execute_code_blocks(blocks):
            def execute(codes):
                return plain([(lang, code) for (lang, _), code in zip(blocks, codes)])

            return tuple(judged(blocks, execute, lambda text: (1, text)))

        agent.execute_code_blocks = execute_code_blocks
    if getattr(agent, "_code_executor", None) is None:
        return
    inner = agent._code_executor

    class GuardedExecutor:
        def __getattr__(self, name):
            return getattr(inner, name)

        def execute_code_blocks(self, blocks):
            from types import SimpleNamespace

            results = []

            def execute(codes):
                done = inner.execute_code_blocks(
                    [each.model_copy(update={"code": code}) for each, code in zip(blocks, codes)]
                )
                results.append(done)
                return done.output

            output = judged([(each.language, each.code) for each in blocks], execute, lambda text: text)
            if not results:
                return SimpleNamespace(exit_code=1, output=output)
            return results[0].model_copy(update={"output": output})

    agent._code_executor = GuardedExecutor()


def _guard_executors(agent, client, session_id):
    """AG2 makes agents of its own that run the tools of others: for `agent.run`, and for groups."""
    made = getattr(agent, "_create_or_get_executor", None)
    if made is not None:

        @contextlib.contextmanager
        def executor(*args, **kwargs):
            with made(*args, **kwargs) as runs:
                yield install(runs, client, session_id)

        agent._create_or_get_executor = executor
    try:
        from autogen.agentchat.group.group_tool_executor import GroupToolExecutor
    except ImportError:
        return
    if hasattr(GroupToolExecutor, "_safeai_init"):
        return
    GroupToolExecutor._safeai_init = GroupToolExecutor.__init__

    def init(self, *args, **kwargs):
        self._safeai_init(*args, **kwargs)
        install(self, client, session_id)

    GroupToolExecutor.__init__ = init


def _classic_in(client, message, session_id, with_calls):
    if not isinstance(message, dict):
        return message
    changed = {}
    for field in ("content", "name", "tool_responses", *(("tool_calls", "function_call") if with_calls else ())):
        old = message.get(field)
        new = _guarded(old, lambda text: client.scan_history(text, session_id))
        if new is not old:
            changed[field] = new
    for call in [each.get("function") for each in changed.get("tool_calls") or []] + [changed.get("function_call")]:
        if isinstance(call, dict) and _parameters_of(call.get("arguments")) is None:
            # What was withheld is no JSON.
            call["arguments"] = "{}"
    return {**message, **changed} if changed else message


def _classic_request(agent, client, func_call, session_id):
    # Read as the agent reads it: what is judged is what the tool is called with.
    parameters = _parameters_of(agent._format_json_str(func_call.get("arguments") or "{}"))
    if parameters is None:
        return {"withheld": "The arguments of a call must be one JSON object."}
    try:
        answer = client.tool_request(func_call.get("name", ""), parameters, session_id)
    except (SafeAIBlockedError, SafeAIPendingApproval) as error:
        return {"withheld": withheld(error)}
    return {
        "call": {**func_call, "arguments": json.dumps(answer["filtered_parameters"])},
        "decision_id": answer["decision"].get("decision_id"),
    }


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
    """The arguments of a call as a map; None where they are none."""
    try:
        parameters = json.loads(text)
    except (TypeError, ValueError, RecursionError):
        return None
    return parameters if isinstance(parameters, dict) else None


# AutoGen 0.4 and later: AgentChat.

try:
    from autogen_core import FunctionCall
    from autogen_core.models import ChatCompletionClient, FunctionExecutionResult
    from autogen_core.tools import StaticStreamWorkbench, TextResultContent, ToolResult, Workbench
except ImportError:
    Workbench = None

if Workbench is not None:

    # Of calls of tools, by client, until the next call of a model.
    _outages = weakref.WeakKeyDictionary()

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
            except Exception as error:
                # An agent of AgentChat waits for ever for a tool that raises: the run ends at its next call of the model.
                _outages[self._client] = error
                reason = str(error) if isinstance(error, SafeAIError) else type(error).__name__
                return _text_result(name, f"SafeAI made no decision, so nothing goes on: {reason}")

        async def _called(self, name, parameters, cancellation_token, call_id):
            client = self._client
            answer = await _in_thread(client.tool_request, name, parameters, self._session_id)
            decision_id = answer["decision"].get("decision_id")
            try:
                result = await self._inner.call_tool(name, answer["filtered_parameters"], cancellation_token, call_id)
            except BaseException as error:
                _threads.submit(client.report, decision_id, _outcome(error))
                if not isinstance(error, Exception):
                    raise
                return _text_result(name, f"The tool failed: {type(error).__name__}")
            if result.is_error:
                await _in_thread(client.report, decision_id, "failed")
                decision_id = None
            texts = [part.content for part in result.result if isinstance(part, TextResultContent)]
            # One answer, one judgement: what is split over parts is seen too.
            texts = await _in_thread(client.tool_response, name, texts, self._session_id, decision_id)
            judged = iter(texts)
            parts = [
                TextResultContent(content=next(judged)) if isinstance(part, TextResultContent) else part
                for part in result.result
            ]
            return result.model_copy(update={"result": parts})

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
            outage = _outages.pop(self._client, None)
            if outage is not None:
                raise outage
            return await _in_thread(lambda: [self._scanned(message) for message in messages])

        def _scanned(self, message):
            def scan(text):
                return self._client.scan_history(text, self._session_id) if text else text

            def part(each):
                if isinstance(each, FunctionCall):
                    is_fine = scan(each.arguments) == each.arguments
                    return each if is_fine else dataclasses.replace(each, arguments="{}")
                if isinstance(each, FunctionExecutionResult):
                    return each.model_copy(update={"content": scan(each.content)})
                return scan(each) if isinstance(each, str) else each

            content = message.content
            changed = {"content": [part(each) for each in content] if isinstance(content, list) else part(content)}
            if getattr(message, "thought", None):
                changed["thought"] = scan(message.thought)
            return message.model_copy(update=changed)

        async def _guard(self, result):
            changed = {}
            for field in ("content", "thought"):
                text = getattr(result, field, None)
                if isinstance(text, str) and text:
                    changed[field] = await _in_thread(self._client.guard_output, text, self._session_id)
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
    from ag2.events import DataInput, ModelRequest, ModelResponse, TextInput, ToolResultEvent, ToolResultsEvent
    from ag2.middleware import BaseMiddleware, Middleware

    client = client or _client()

    class SafeAIMiddleware(BaseMiddleware):
        _outage = None

        async def on_llm_call(self, call_next, events, context):
            if self._outage is not None:
                raise self._outage
            scanned = await _in_thread(lambda: [_scan(event) for event in events])
            response = await call_next(scanned, context)
            message = response.message
            if message is None or not message.content:
                return response
            shown = await _in_thread(client.guard_output, message.content, session_id)
            return response if shown == message.content else _with(response, message=_with(message, content=shown))

        async def on_tool_execution(self, call_next, event, context):
            try:
                parameters = event.serialized_arguments
                answer = await _in_thread(client.tool_request, event.name, parameters, session_id)
            except (SafeAIBlockedError, SafeAIPendingApproval) as error:
                return ToolResultEvent.from_call(event, withheld(error))
            except SafeAIUnreachable as error:
                # What a middleware raises becomes an answer of the tool: the turn ends at the next call of the model.
                self._outage = error
                raise
            decision_id = answer["decision"].get("decision_id")
            filtered = answer["filtered_parameters"]
            call = _with(event, arguments=json.dumps(filtered), serialized_arguments=filtered)
            try:
                done = await call_next(call, context)
            except BaseException as error:
                _threads.submit(client.report, decision_id, _outcome(error))
                raise
            if not isinstance(done, ToolResultEvent):
                return done
            try:
                if getattr(done, "error", None) is not None:
                    await _in_thread(client.report, decision_id, "failed")
                    decision_id = None
                return await _in_thread(_judge, event, done, decision_id)
            except (SafeAIBlockedError, SafeAIPendingApproval) as error:
                return ToolResultEvent.from_call(event, withheld(error))
            except SafeAIUnreachable as error:
                self._outage = error
                raise

    def _with(event, **fields):
        changed = copy.copy(event)
        for name, value in fields.items():
            setattr(changed, name, value)
        return changed

    def _scan(event):
        if isinstance(event, ModelRequest):
            return _with(event, parts=[_scan_part(each) for each in event.parts])
        if isinstance(event, ToolResultsEvent):
            return _with(event, results=[_scan(each) for each in event.results])
        if isinstance(event, ToolResultEvent):
            return _with(event, result=_with(event.result, parts=[_scan_part(each) for each in event.result.parts]))
        if isinstance(event, ModelResponse) and event.message is not None and event.message.content:
            content = client.scan_history(event.message.content, session_id)
            return event if content == event.message.content else _with(event, message=_with(event.message, content=content))
        return event

    def _scan_part(part):
        field = "content" if isinstance(part, TextInput) else "data" if isinstance(part, DataInput) else None
        if field is None:
            return part
        old = getattr(part, field)
        new = _guarded(old, lambda text: client.scan_history(text, session_id))
        return part if new is old else _with(part, **{field: new})

    def _judge(event, done, decision_id):
        content = _plain([getattr(part, "content", getattr(part, "data", None)) for part in done.result.parts])
        judged = client.tool_response(event.name, content, session_id, decision_id)
        if judged is content:
            return done
        return ToolResultEvent.from_call(event, judged[0] if len(judged) == 1 else judged)

    return Middleware(SafeAIMiddleware)


if __name__ == "__main__":
    sys.exit(1 if self_test() else 0)
