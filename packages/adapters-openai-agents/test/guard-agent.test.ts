import { expect, jest, test } from '@jest/globals';
import type { JsonObject } from '@safeai/core';
import { approveAll, testGuard } from '@safeai/adapter-kit/testing';
import {
  Agent,
  handoff,
  InputGuardrailTripwireTriggered,
  MemorySession,
  OutputGuardrailTripwireTriggered,
  Runner,
  RunState,
  setTraceProcessors,
  setTracingDisabled,
  shellTool,
  tool,
  Usage,
  type MCPServer,
  type StreamEvent,
} from '@openai/agents';
import { guardAgent, GuardedAgent, isGuardOutage, WithheldError } from '../src/index.ts';
import { anything, ScriptedModel } from './driver.ts';

const KEY = 'sk-ABCDEF1234567890ABCDEF';
const MAIL = 'alice@example.com';
const DELETE = {
  calls: [{ id: 'call_1', name: 'database_query', arguments: { query: 'DELETE FROM users' } }],
};

// Nothing leaves this machine.
setTraceProcessors([]);
const runner = new Runner({ tracingDisabled: true });

function noted(name: string, answer: unknown = { ok: true }) {
  const ran: JsonObject[] = [];
  const noting = tool({
    name,
    description: name,
    parameters: anything,
    strict: false,
    execute: (input) => {
      ran.push(JSON.parse(JSON.stringify(input)) as JsonObject);
      return answer;
    },
  });
  return { tool: noting, ran };
}

function guarded(told = testGuard(), options: Partial<GuardedAgent['options']> = {}) {
  return new GuardedAgent({
    ...{ guard: told.guard, agentId: 'bot', sessionId: 'session-1' },
    ...options,
  } as GuardedAgent['options']);
}

test('onBlock throw: what the user may not say trips the SDK’s own wire, and the model is not asked', async () => {
  const model = new ScriptedModel([{ pieces: ['Hello.'] }]);
  const agent = guardAgent(
    new Agent({ name: 'bot', model }),
    guarded(undefined, { onBlock: 'throw' }),
  );
  const error = await runner.run(agent, `My key is ${KEY}`).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(InputGuardrailTripwireTriggered);
  expect(String(error)).toMatch(/blocked by policy/);
  expect(String(error)).not.toContain(KEY);
  expect(model.requests).toEqual([]);
});

test('onBlock throw: one decision on what goes on, by the guardrail; the model’s guard knows it', async () => {
  const steps: string[] = [];
  const agent = guardAgent(
    new Agent({ name: 'bot', model: new ScriptedModel([{ pieces: ['Hello.'] }]) }),
    guarded(undefined, { onBlock: 'throw', onDecision: (step) => steps.push(step) }),
  );
  await runner.run(agent, `I am ${MAIL}`);
  expect(steps).toEqual(['input', 'output']);
});

test('an answer that has a form: what goes in trips the wire, what comes out is thrown', async () => {
  const outputType = {
    type: 'json_schema' as const,
    name: 'answer',
    strict: true,
    schema: { ...anything, additionalProperties: false as const },
  };
  const model = new ScriptedModel([
    { pieces: [`{"mail": "${MAIL}"}`] },
    { pieces: [`{"key": "${KEY}"}`] },
  ]);
  const steps: string[] = [];
  const agent = guardAgent(
    new Agent({ name: 'bot', model, outputType }),
    guarded(undefined, { onDecision: (step) => steps.push(step) }),
  );
  const { finalOutput } = await runner.run(agent, 'Hello');
  expect(finalOutput).toEqual({ mail: '[EMAIL_REDACTED]' });
  expect(steps).toEqual(['input', 'output']);
  await expect(runner.run(agent, `I have ${KEY}`)).rejects.toThrow(InputGuardrailTripwireTriggered);
});

test('an answer of a tool that ends the run is judged as an answer', async () => {
  const { tool: lookup } = noted('lookup', 'sorry');
  const told = testGuard();
  const steps: string[] = [];
  const calls = [{ id: 'call_1', name: 'lookup', arguments: {} }];
  const agent = guardAgent(
    new Agent({
      name: 'bot',
      model: new ScriptedModel([{ calls }]),
      tools: [lookup],
      toolUseBehavior: 'stop_on_first_tool',
    }),
    guarded(told, { onDecision: (step) => steps.push(step) }),
  );
  const { finalOutput } = await runner.run(agent, 'Look.');
  expect(finalOutput).toBe('sorry');
  expect(steps).toEqual(['input', 'tool_request', 'tool_response', 'output']);

  const loud = guardAgent(
    new Agent({
      name: 'bot',
      model: new ScriptedModel([{ calls }]),
      tools: [noted('lookup', 'ok').tool],
      toolUseBehavior: () => ({ isFinalOutput: true, isInterrupted: undefined, finalOutput: KEY }),
    }),
    guarded(),
  );
  const error = await runner.run(loud, 'Look.').catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(OutputGuardrailTripwireTriggered);
  expect(String(error)).not.toContain(KEY);
});

test('the SDK’s approval alone lets nothing run', async () => {
  const { tool: query, ran } = noted('database_query');
  const model = new ScriptedModel([DELETE, { pieces: ['I see.'] }]);
  const agent = guardAgent(new Agent({ name: 'bot', model, tools: [query] }), guarded());
  const first = await runner.run(agent, 'Delete them.');
  expect(first.interruptions).toHaveLength(1);
  for (const item of first.interruptions) first.state.approve(item);
  const { finalOutput } = await runner.run(agent, first.state);
  expect(ran).toEqual([]);
  expect(finalOutput).toBe('I see.');
  expect(model.requests[1]).toMatch(/waits for approval/);
});

test('a call that the SDK rejects does not run, whatever was approved', async () => {
  const told = testGuard();
  const { tool: query, ran } = noted('database_query');
  const model = new ScriptedModel([DELETE, { pieces: ['I see.'] }]);
  const agent = guardAgent(new Agent({ name: 'bot', model, tools: [query] }), guarded(told));
  const first = await runner.run(agent, 'Delete them.');
  await approveAll(told.safeai);
  for (const item of first.interruptions) first.state.reject(item);
  await runner.run(agent, first.state);
  expect(ran).toEqual([]);
});

test('a run that was written down goes on elsewhere, and its call runs once', async () => {
  const told = testGuard();
  const { tool: query, ran } = noted('database_query');
  const model = new ScriptedModel([DELETE, { pieces: ['Done.'] }, DELETE, { pieces: ['Done.'] }]);
  const make = () => guardAgent(new Agent({ name: 'bot', model, tools: [query] }), guarded(told));
  const first = await runner.run(make(), 'Delete them.');
  const written = first.state.toString();
  await approveAll(told.safeai);
  for (const expected of [1, 1]) {
    const agent = make();
    const state = await RunState.fromString(agent, written);
    for (const item of state.getInterruptions()) state.approve(item);
    await runner.run(agent, state).catch(() => undefined);
    expect(ran).toHaveLength(expected);
  }
});

test('a tool’s own needsApproval holds, and the call is judged where it runs', async () => {
  const ran: unknown[] = [];
  const asks = tool({
    name: 'bash',
    description: 'Runs a command.',
    parameters: anything,
    strict: false,
    needsApproval: () => Promise.resolve(true),
    execute: (input) => ran.push(input),
  });
  const calls = [{ id: 'call_1', name: 'bash', arguments: { command: 'rm -rf /' } }];
  const model = new ScriptedModel([{ calls }, { pieces: ['I see.'] }]);
  const agent = guardAgent(new Agent({ name: 'bot', model, tools: [asks] }), guarded());
  const first = await runner.run(agent, 'Clean up.');
  expect(first.interruptions).toHaveLength(1);
  for (const item of first.interruptions) first.state.approve(item);
  await runner.run(agent, first.state);
  expect(ran).toEqual([]);
  expect(model.requests[1]).toMatch(/blocked by policy/);
});

test('guardrails that run before approval do not take the pause away', async () => {
  const { tool: query, ran } = noted('database_query');
  const told = testGuard();
  const model = new ScriptedModel([DELETE, { pieces: ['Done.'] }]);
  const agent = guardAgent(new Agent({ name: 'bot', model, tools: [query] }), guarded(told));
  const early = new Runner({
    tracingDisabled: true,
    toolExecution: { preApprovalInputGuardrails: true },
  });
  const first = await early.run(agent, 'Delete them.');
  expect(first.interruptions).toHaveLength(1);
  await approveAll(told.safeai);
  for (const item of first.interruptions) first.state.approve(item);
  await early.run(agent, first.state);
  expect(ran).toHaveLength(1);
});

test('the guard is lost while a person decides: the run ends, and nothing runs', async () => {
  const { tool: query, ran } = noted('database_query');
  const told = testGuard();
  const model = new ScriptedModel([DELETE, { pieces: ['Done.'] }]);
  const agent = guardAgent(new Agent({ name: 'bot', model, tools: [query] }), guarded(told));
  const first = await runner.run(agent, 'Delete them.');
  await approveAll(told.safeai);
  for (const item of first.interruptions) first.state.approve(item);
  told.fail();
  const error = await runner.run(agent, first.state).catch((caught: unknown) => caught);
  expect(isGuardOutage(error)).toBe(true);
  expect(ran).toEqual([]);
});

test('onBlock throw: a call that is blocked ends the run', async () => {
  const { tool: bash, ran } = noted('bash');
  const calls = [{ id: 'call_1', name: 'bash', arguments: { command: 'rm -rf /' } }];
  const agent = guardAgent(
    new Agent({ name: 'bot', model: new ScriptedModel([{ calls }]), tools: [bash] }),
    guarded(undefined, { onBlock: 'throw' }),
  );
  const error = await runner.run(agent, 'Clean up.').catch((caught: unknown) => caught);
  expect((error as { error?: unknown }).error).toBeInstanceOf(WithheldError);
  expect(ran).toEqual([]);
});

test('agents that are handed over to are under guard, those that hand back too', async () => {
  const { tool: send, ran } = noted('send_note');
  const calls = [{ id: 'call_2', name: 'send_note', arguments: { to: MAIL } }];
  const billing = new Agent({
    name: 'billing',
    model: new ScriptedModel([{ calls }, { pieces: [`Ask ${MAIL}.`] }]),
    tools: [send],
  });
  const other = new Agent({ name: 'other', model: new ScriptedModel([]) });
  const front = new Agent({
    name: 'front',
    model: new ScriptedModel([
      { calls: [{ id: 'call_1', name: 'transfer_to_billing', arguments: {} }] },
    ]),
    handoffs: [billing, handoff(other)],
  });
  billing.handoffs = [front];
  const agent = guardAgent(front, guarded());
  const { finalOutput, lastAgent } = await runner.run(agent, 'My bill?');
  expect(lastAgent?.name).toBe('billing');
  expect(ran).toEqual([{ to: '[EMAIL_REDACTED]' }]);
  expect(finalOutput).toBe('Ask [EMAIL_REDACTED].');
  expect(front.handoffs[0]).toBe(billing);
});

test('tools of MCP servers are under guard', async () => {
  const called: unknown[] = [];
  const noteSchema = {
    type: 'object',
    properties: { to: { type: 'string' } },
    required: ['to'],
    additionalProperties: false,
  };
  const server = {
    name: 'files',
    cacheToolsList: false,
    connect: () => Promise.resolve(),
    close: () => Promise.resolve(),
    invalidateToolsCache: () => Promise.resolve(),
    listTools: () => Promise.resolve([{ name: 'send_note', inputSchema: noteSchema }]),
    callTool: (_: string, input: unknown) => {
      called.push(JSON.parse(JSON.stringify(input)));
      return Promise.resolve([{ type: 'text', text: `sent by ${MAIL}` }]);
    },
  };
  const calls = [{ id: 'call_1', name: 'send_note', arguments: { to: MAIL } }];
  const model = new ScriptedModel([{ calls }, { pieces: ['Done.'] }]);
  const agent = guardAgent(
    new Agent({ name: 'bot', model, mcpServers: [server as unknown as MCPServer] }),
    guarded(),
  );
  await runner.run(agent, 'Send it.');
  expect(called).toEqual([{ to: '[EMAIL_REDACTED]' }]);
  expect(model.requests[1]).toContain('sent by [EMAIL_REDACTED]');
  expect(model.requests[1]).not.toContain(`sent by ${MAIL}`);
});

test('calls of tools that nobody guards are on record', async () => {
  const steps: [string, string][] = [];
  const model = new ScriptedModel([
    { calls: [{ id: 'call_1', name: 'transfer_to_billing', arguments: {} }] },
  ]);
  const billing = new Agent({ name: 'billing', model: new ScriptedModel([{ pieces: ['Hi.'] }]) });
  const agent = guardAgent(
    new Agent({ name: 'front', model, handoffs: [billing] }),
    guarded(undefined, {
      onDecision: (step, { action }) => steps.push([step, action]),
    }),
  );
  await runner.run(agent, 'My bill?');
  expect(steps.map(([step]) => step)).toContain('tool_request');
});

test('listeners of the agent hear of the guarded one', async () => {
  const heard: string[] = [];
  const given = new Agent({ name: 'bot', model: new ScriptedModel([{ pieces: ['Hello.'] }]) });
  given.on('agent_start', () => heard.push('start'));
  given.on('agent_end', () => heard.push('end'));
  await runner.run(guardAgent(given, guarded()), 'Hello');
  expect(heard).toEqual(['start', 'end']);
});

test('a model that is named is looked up, and guarded', async () => {
  const model = new ScriptedModel([{ pieces: [`Ask ${MAIL}.`] }]);
  const getModel = jest.fn((_?: string) => model);
  const agent = guardAgent(new Agent({ name: 'bot', model: 'mine' }), guarded(), {
    modelProvider: { getModel },
  });
  const { finalOutput } = await runner.run(agent, 'Who?');
  expect(finalOutput).toBe('Ask [EMAIL_REDACTED].');
  expect(getModel).toHaveBeenCalledWith('mine');
});

test('the provider’s own events and answers stay behind', async () => {
  const model = new ScriptedModel([{ pieces: [`Ask ${MAIL}.`] }]);
  const agent = guardAgent(new Agent({ name: 'bot', model }), guarded());
  const stream = await runner.run(agent, 'Who?', { stream: true });
  const seen: string[] = [];
  for await (const event of stream) seen.push(JSON.stringify(event));
  await stream.completed;
  expect(seen.join()).not.toContain(MAIL);
  expect(stream.finalOutput).toBe('Ask [EMAIL_REDACTED].');
});

test('mode audit: everything goes on as it is, and is on record once', async () => {
  const steps: string[] = [];
  const model = new ScriptedModel([{ pieces: ['Ask ', `${MAIL}.`] }]);
  const agent = guardAgent(
    new Agent({ name: 'bot', model }),
    guarded(undefined, { mode: 'audit', onDecision: (step) => steps.push(step) }),
  );
  const stream = await runner.run(agent, 'Who?', { stream: true });
  for await (const _ of stream);
  await stream.completed;
  expect(stream.finalOutput).toBe(`Ask ${MAIL}.`);
  expect(steps).toEqual(['input', 'output']);
});

test('a conversation is judged once: its results too', async () => {
  const steps: string[] = [];
  const { tool: lookup } = noted('lookup', { mail: MAIL, list: [1] });
  const calls = [{ id: 'call_1', name: 'lookup', arguments: { id: 7 } }];
  const model = new ScriptedModel([{ calls }, { pieces: ['Found.'] }]);
  const agent = guardAgent(
    new Agent({ name: 'bot', model, instructions: 'Help.', tools: [lookup] }),
    guarded(undefined, { onDecision: (step) => steps.push(step) }),
  );
  await runner.run(agent, 'Look.');
  expect(steps.filter((step) => step === 'tool_response')).toHaveLength(1);
  expect(steps.filter((step) => step === 'tool_request')).toHaveLength(1);
});

test('how a call ended is on record', async () => {
  const told = testGuard();
  const reported: unknown[] = [];
  const { guard } = told;
  const spy = {
    ...guard,
    reportOutcome: (report: never) => (reported.push(report), guard.reportOutcome(report)),
  };
  const fails = tool({
    name: 'lookup',
    description: 'Fails.',
    parameters: anything,
    strict: false,
    execute: () => Promise.reject(new Error(`no ${MAIL} here`)),
  });
  const calls = [{ id: 'call_1', name: 'lookup', arguments: { id: 7 } }];
  const model = new ScriptedModel([{ calls }, { pieces: ['I see.'] }]);
  const agent = guardAgent(
    new Agent({ name: 'bot', model, tools: [fails] }),
    guarded({ ...told, guard: spy }),
  );
  // The SDK says that a tool failed in its spans alone.
  setTracingDisabled(false);
  await new Runner().run(agent, 'Look.');
  setTracingDisabled(true);
  expect(model.requests[1]).not.toContain(MAIL);
  expect(reported).toEqual([expect.objectContaining({ outcome: 'failed' })]);
});

/** A model that wants one command run. */
function shellModel(command: string, before?: () => void) {
  const model = new ScriptedModel([{ pieces: ['Done.'] }, { pieces: ['Done.'] }]);
  const inputs: unknown[] = [];
  let isAsked = false;
  return {
    inputs,
    async getResponse(request: Parameters<typeof model.getResponse>[0]) {
      inputs.push(JSON.stringify(request.input));
      const response = await model.getResponse(request);
      if (isAsked) return response;
      isAsked = true;
      before?.();
      const call = {
        type: 'shell_call' as const,
        callId: 'call_1',
        action: { commands: [command] },
      };
      return { ...response, output: [call] };
    },
    getStreamedResponse: model.getStreamedResponse.bind(model),
  };
}

function notedShell(stdout = '') {
  const ran: string[] = [];
  const outcome = { type: 'exit' as const, exitCode: 0 };
  const shell = {
    run: ({ commands }: { readonly commands: string[] }) => {
      ran.push(...commands);
      return Promise.resolve({ output: [{ stdout, stderr: '', outcome }] });
    },
  };
  return { ran, tool: shellTool({ shell }) };
}

test('a shell on this machine is under guard: what it may not run does not run', async () => {
  const { ran, tool: shell } = notedShell();
  const model = shellModel('rm -rf /');
  const agent = guardAgent(new Agent({ name: 'bot', model, tools: [shell] }), guarded());
  await runner.run(agent, 'Clean up.');
  expect(ran).toEqual([]);
  expect(model.inputs[1]).toMatch(/blocked by policy/);
});

test('what a shell prints is judged', async () => {
  const { ran, tool: shell } = notedShell(`by ${MAIL}`);
  const model = shellModel('git log');
  const steps: string[] = [];
  const agent = guardAgent(
    new Agent({ name: 'bot', model, tools: [shell] }),
    guarded(undefined, { onDecision: (step) => steps.push(step) }),
  );
  await runner.run(agent, 'Who wrote it?');
  expect(ran).toEqual(['git log']);
  expect(model.inputs[1]).toContain('by [EMAIL_REDACTED]');
  expect(steps.filter((step) => step === 'tool_request')).toHaveLength(1);
});

test('the guard is lost at a shell’s call: nothing runs, and the run ends', async () => {
  const told = testGuard();
  const { ran, tool: shell } = notedShell();
  const model = shellModel('ls', told.fail);
  const agent = guardAgent(new Agent({ name: 'bot', model, tools: [shell] }), guarded(told));
  const error = await runner.run(agent, 'List.').catch((caught: unknown) => caught);
  expect(isGuardOutage(error)).toBe(true);
  expect(ran).toEqual([]);
});

test('a shell’s call that waits for a person pauses the run, and runs once', async () => {
  const told = testGuard();
  const { ran, tool: shell } = notedShell();
  const model = shellModel('git push --force origin main');
  const agent = guardAgent(new Agent({ name: 'bot', model, tools: [shell] }), guarded(told));
  const first = await runner.run(agent, 'Push it.');
  expect(first.interruptions).toHaveLength(1);
  await approveAll(told.safeai);
  for (const item of first.interruptions) first.state.approve(item);
  await runner.run(agent, first.state);
  expect(ran).toHaveLength(1);
});

test('an agent that is a tool pauses the run for its own calls, and goes on', async () => {
  const told = testGuard();
  const agent = guarded(told);
  const { tool: query, ran } = noted('database_query');
  const inner = guardAgent(
    new Agent({
      name: 'inner',
      model: new ScriptedModel([DELETE, { pieces: [`Deleted for ${MAIL}.`] }]),
      tools: [query],
    }),
    agent,
  );
  const calls = [{ id: 'call_0', name: 'inner', arguments: { input: 'Delete.' } }];
  const model = new ScriptedModel([{ calls }, { pieces: ['Done.'] }]);
  const outer = guardAgent(
    new Agent({
      name: 'outer',
      model,
      tools: [inner.asTool({ toolName: 'inner', toolDescription: 'Deletes.' })],
    }),
    agent,
  );
  const first = await runner.run(outer, 'Delete them.');
  expect(first.interruptions).toHaveLength(1);
  await approveAll(told.safeai);
  for (const item of first.interruptions) first.state.approve(item);
  const { finalOutput } = await runner.run(outer, first.state);
  expect(ran).toHaveLength(1);
  expect(finalOutput).toBe('Done.');
  expect(model.requests[1]).toContain('Deleted for [EMAIL_REDACTED].');
});

test('a blocked call of a tool whose answers have a form: the model reads why', async () => {
  const ran: unknown[] = [];
  const bash = tool({
    name: 'bash',
    description: 'Runs a command.',
    parameters: anything,
    strict: false,
    outputSchema: anything,
    execute: (input) => ran.push(input),
  });
  const calls = [{ id: 'call_1', name: 'bash', arguments: { command: 'rm -rf /' } }];
  const model = new ScriptedModel([{ calls }, { pieces: ['I see.'] }]);
  const agent = guardAgent(new Agent({ name: 'bot', model, tools: [bash] }), guarded());
  const { finalOutput } = await runner.run(agent, 'Clean up.');
  expect(finalOutput).toBe('I see.');
  expect(ran).toEqual([]);
  expect(model.requests[1]).toMatch(/blocked by policy/);
});

test('what the provider says beside an answer, and its tools answer, is judged', async () => {
  const cited = { annotations: [{ type: 'url_citation', title: `By ${MAIL}` }] };
  const content = [{ type: 'output_text' as const, text: 'Found.', providerData: cited }];
  const model = {
    getResponse: () =>
      Promise.resolve({
        usage: new Usage(),
        providerData: { raw: MAIL },
        output: [
          {
            type: 'hosted_tool_call' as const,
            name: 'file_search_call',
            status: 'completed',
            output: `from ${MAIL}`,
            providerData: { type: 'file_search_call', results: [{ text: MAIL }] },
          },
          {
            type: 'message' as const,
            role: 'assistant' as const,
            status: 'completed' as const,
            content,
          },
        ],
      }),
    getStreamedResponse: () => {
      throw new Error('Not streamed.');
    },
  };
  const agent = guardAgent(new Agent({ name: 'bot', model }), guarded());
  const result = await runner.run(agent, 'Search.');
  expect(result.finalOutput).toBe('Found.');
  expect(JSON.stringify(result.rawResponses)).not.toContain(MAIL);
  expect(JSON.stringify(result.newItems.map(({ rawItem }) => rawItem))).not.toContain(MAIL);
});

test('a conversation that was redacted stays so when it is sent again', async () => {
  const model = new ScriptedModel([{ pieces: ['Hi.'] }, { pieces: ['Hi.'] }]);
  const agent = guardAgent(new Agent({ name: 'bot', model }), guarded());
  const session = new MemorySession();
  await runner.run(agent, `I am ${MAIL}`, { session });
  await runner.run(agent, 'And again.', { session });
  expect(model.requests.join()).not.toContain(MAIL);
  expect(model.requests[1]).toContain('I am [EMAIL_REDACTED]');
});

test('onBlock throw: a session does not keep what was blocked', async () => {
  const model = new ScriptedModel([{ pieces: ['Hi.'] }]);
  const agent = guardAgent(
    new Agent({ name: 'bot', model }),
    guarded(undefined, { onBlock: 'throw' }),
  );
  const session = new MemorySession();
  await expect(runner.run(agent, `My key is ${KEY}`, { session })).rejects.toThrow(
    InputGuardrailTripwireTriggered,
  );
  expect(await session.getItems()).toEqual([]);
  const { finalOutput } = await runner.run(agent, 'Hello', { session });
  expect(finalOutput).toBe('Hi.');
});

test('mode window: reasoning and the answer are one decision, and both are judged', async () => {
  const steps: string[] = [];
  const usage = { inputTokens: 1, outputTokens: 1, totalTokens: 2 };
  const model = {
    getResponse: () => Promise.reject(new Error('Streamed.')),
    async *getStreamedResponse(): AsyncGenerator<StreamEvent> {
      for (const delta of ['Ask ', 'alice@exa', 'mple.com.']) {
        yield await Promise.resolve({ type: 'output_text_delta' as const, delta });
      }
      const output = [
        { type: 'reasoning' as const, content: [{ type: 'input_text' as const, text: MAIL }] },
        {
          ...{ type: 'message' as const, role: 'assistant' as const, status: 'completed' as const },
          content: [{ type: 'output_text' as const, text: `Ask ${MAIL}.` }],
        },
      ];
      yield { type: 'response_done', response: { id: 'r', usage, output } };
    },
  };
  const agent = guardAgent(
    new Agent({ name: 'bot', model }),
    guarded(undefined, { mode: 'window', onDecision: (step) => steps.push(step) }),
  );
  const stream = await runner.run(agent, 'Who?', { stream: true });
  let shown = '';
  const seen: string[] = [];
  for await (const event of stream) {
    seen.push(JSON.stringify(event));
    if (event.type !== 'raw_model_stream_event') continue;
    if (event.data.type === 'output_text_delta') shown += event.data.delta;
  }
  await stream.completed;
  expect(shown).toBe('Ask [EMAIL_REDACTED].');
  expect(stream.finalOutput).toBe(shown);
  expect(seen.join()).not.toContain(MAIL);
  expect(steps).toEqual(['input', 'output']);
});
