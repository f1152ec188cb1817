"""SafeAI for CrewAI.

    from safeai_crewai import install, output_guardrail

    install()                                   # before the crew is made: every agent, every tool
    Task(..., guardrail=output_guardrail)       # and what a task hands on

scan_inputs(inputs) is for `@before_kickoff`, guard_tool(tool) guards a single tool.

Needs Python 3.9, CrewAI 1.x where its parts are used, and a running SafeAI: `safeai serve`. Run this file to see that it
works:

    python3 safeai_crewai.py

What it reads: SAFEAI_URL, SAFEAI_API_KEY, SAFEAI_AGENT_ID, SAFEAI_TENANT, SAFEAI_FAIL_MODE (closed or open),
SAFEAI_TIMEOUT_MS and SAFEAI_APPROVAL_WAIT_MS. While SafeAI cannot be reached nothing goes on, unless SAFEAI_FAIL_MODE is
open.
"""

# [client]


class _Hooks:
    """The four hooks. CrewAI goes on where a hook raises anything but HookAborted, so none of them does."""

    def __init__(self, client, abort):
        self.client = client
        self._abort = abort
        # What a tool hook found out, by the call's own parameters, until its result is there. They are kept with it:
        # what lives keeps its id.
        self._calls = _Remembered()
        # Calls of tools that nobody decided, by session: the run ends at its next call of a model.
        self._outages = _Remembered()

    def pre_model_call(self, context):
        try:
            session = _session_of(context)
            outage = self._outages.get(session)
            if outage is not None:
                self._outages.drop(session)
                raise outage
            for message in context.messages:
                # A call whose parameters are withheld was told so; what a person says ends the run.
                is_said = message.get("role") in ("assistant", "tool", "function")
                scan = self.client.scan_history if is_said else self.client.scan_new_input
                for field in ("content", "name", "tool_calls"):
                    guarded = _guarded(message.get(field), lambda text: scan(text, session))
                    if guarded is not message.get(field):
                        message[field] = _with_parameters(guarded) if field == "tool_calls" else guarded
        except Exception as error:
            raise self._aborted(error) from error
        return None

    def post_model_call(self, context):
        try:
            text = context.response
            if not isinstance(text, str) or not text or _calls_a_tool(context):
                return None
            shown = self.client.guard_output(text, _session_of(context))
            if shown == text:
                return None
            model = getattr(getattr(context, "executor", None), "response_model", None)
            if isinstance(model, type):
                # CrewAI would go on with the old one.
                model.model_validate_json(shown)
            return shown
        except Exception as error:
            raise self._aborted(error) from None

    def pre_tool_call(self, context):
        key = id(context.tool_input)
        try:
            session = _session_of(context)
            answer = self.client.tool_request(context.tool_name, context.tool_input, session)
            # In place: CrewAI calls the tool with this very map.
            filtered = answer["filtered_parameters"]
            if filtered != context.tool_input:
                context.tool_input.clear()
                context.tool_input.update(filtered)
            decision_id = answer["decision"].get("decision_id")
            self._calls.put(key, {"input": context.tool_input, "decision_id": decision_id, "session": session})
        except Exception as error:
            if not isinstance(error, (SafeAIBlockedError, SafeAIPendingApproval)):
                self._outages.put(_session_of(context), error)
            self._calls.put(key, {"input": context.tool_input, "withheld": _told(error)})
            raise self._aborted(error) from error
        return None

    def post_tool_call(self, context):
        known = self._calls.get(id(context.tool_input)) or {}
        self._calls.drop(id(context.tool_input))
        if "withheld" in known:
            # It was not called: the model is told why.
            return known["withheld"]
        try:
            result = context.tool_result
            judged = self.client.tool_response(
                context.tool_name, result, known.get("session"), known.get("decision_id")
            )
            return None if judged == result else _as_text(judged)
        except Exception as error:
            if not isinstance(error, (SafeAIBlockedError, SafeAIPendingApproval)):
                self._outages.put(_session_of(context), error)
            return _told(error)

    def _aborted(self, error):
        return self._abort(_told(error))


def _told(error):
    if isinstance(error, (SafeAIBlockedError, SafeAIPendingApproval)):
        return withheld(error)
    reason = str(error) if isinstance(error, SafeAIError) else type(error).__name__
    return f"SafeAI made no decision, so nothing goes on: {reason}"


def _calls_a_tool(context):
    """Whether an answer is a call of a tool in words, as CrewAI reads it. Its parameters are judged as the tool's."""
    executor = getattr(context, "executor", None)
    if executor is None or context.llm.supports_function_calling():
        return False
    from crewai.agents.parser import AgentAction, parse

    try:
        return isinstance(parse(context.response), AgentAction)
    except Exception:
        return False


def _with_parameters(calls):
    """Calls of tools, with the parameters that were withheld left out: what is in their place is no JSON."""
    def is_json(text):
        try:
            return json.loads(text) is not None
        except ValueError:
            return False

    for call in calls if isinstance(calls, list) else []:
        function = call.get("function") if isinstance(call, dict) else None
        if isinstance(function, dict) and isinstance(function.get("arguments"), str) and not is_json(function["arguments"]):
            function["arguments"] = "{}"
    return calls


def _session_of(context):
    for owner in (getattr(context, "crew", None), getattr(context, "agent", None)):
        found = getattr(owner, "id", None)
        if found is not None:
            return str(found)
    return None


def _as_text(value):
    return value if isinstance(value, str) else json.dumps(value)


_installed = None


def install(client=None):
    """Guards every model call and every tool call of this process, from the crews that are made from now on. The second
    call changes nothing. Gives what takes it back."""
    global _installed
    if _installed is not None:
        return uninstall
    try:
        from crewai import hooks as crewai_hooks
    except ImportError as error:
        raise SafeAIError("CrewAI is not installed: pip install 'crewai>=1.5'.") from error
    client = client or _client()
    point = getattr(crewai_hooks, "InterceptionPoint", None)
    if point is not None:
        hooks = _Hooks(client, lambda reason: crewai_hooks.HookAborted(reason, "safeai"))
        placed = [
            (point.PRE_MODEL_CALL, hooks.pre_model_call),
            (point.POST_MODEL_CALL, hooks.post_model_call),
            (point.PRE_TOOL_CALL, hooks.pre_tool_call),
            (point.POST_TOOL_CALL, hooks.post_tool_call),
        ]
        for where, hook in placed:
            crewai_hooks.register_hook(where, hook)
        _installed = [lambda where=where, hook=hook: crewai_hooks.unregister_hook(where, hook) for where, hook in placed]
        return uninstall
    _installed = _install_earlier(crewai_hooks, client)
    return uninstall


def _install_earlier(crewai_hooks, client):
    """CrewAI before 1.15: a hook blocks with False, and has no other way to end a call."""
    hooks = _Hooks(client, SafeAIError)

    def blocking(hook):
        def call(context):
            try:
                return hook(context)
            except SafeAIError:
                return False

        return call

    def answer(context):
        try:
            return hooks.post_model_call(context)
        except SafeAIError as error:
            return str(error)

    placed = {
        "before_llm_call": blocking(hooks.pre_model_call),
        "after_llm_call": answer,
        "before_tool_call": blocking(hooks.pre_tool_call),
        "after_tool_call": hooks.post_tool_call,
    }
    for name, hook in placed.items():
        getattr(crewai_hooks, f"register_{name}_hook")(hook)
    return [
        lambda name=name, hook=hook: getattr(crewai_hooks, f"unregister_{name}_hook")(hook)
        for name, hook in placed.items()
    ]


def uninstall():
    """Takes back what install() did."""
    global _installed
    for take_back in _installed or []:
        take_back()
    _installed = None


def output_guardrail(output, client=None):
    """For `Task(guardrail=output_guardrail)`: what a task hands on, guarded. While there is no decision the task fails."""
    text = getattr(output, "raw", output)
    try:
        return (True, (client or _client()).guard_output(_as_text(text)))
    except SafeAIError as error:
        return (False, _told(error))


def scan_inputs(inputs, client=None):
    """For `@before_kickoff`: the inputs of a crew as they may go into it. Raises SafeAIBlockedError."""
    client = client or _client()
    return {name: _guarded(value, client.scan_input) for name, value in (inputs or {}).items()}


def guard_tool(tool, client=None):
    """The tool under guard, where install() is not used: same name, description and arguments. What is withheld is told
    as the tool's answer."""
    from crewai.tools import BaseTool

    client = client or _client()

    class GuardedTool(BaseTool):
        def _run(self, **parameters):
            try:
                return client.run_tool(tool.name, parameters, lambda given: tool.run(**given))
            except (SafeAIBlockedError, SafeAIPendingApproval) as error:
                return withheld(error)

    return GuardedTool(
        name=tool.name,
        description=tool.description,
        args_schema=tool.args_schema,
        result_as_answer=tool.result_as_answer,
    )


if __name__ == "__main__":
    sys.exit(1 if self_test() else 0)
