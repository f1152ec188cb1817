import type {
  AdapterDriver,
  Conversation,
  Conversed,
  ScriptedTurn,
} from '@safeai/adapter-kit/testing';
import {
  Agent,
  Runner,
  tool,
  Usage,
  type AgentInputItem,
  type AgentOutputItem,
  type Model,
  type ModelRequest,
  type RunState,
  type StreamEvent,
} from '@openai/agents';
import { guardAgent, GuardedAgent } from '../src/index.ts';

/** A model that answers by the script, and keeps what it was sent. */
export class ScriptedModel implements Model {
  readonly requests: string[] = [];
  readonly #turns: readonly ScriptedTurn[];

  constructor(turns: readonly ScriptedTurn[]) {
    this.#turns = turns;
  }

  async getResponse(request: ModelRequest) {
    const output = outputOf(await this.#next(request));
    return { usage: new Usage({ requests: 1 }), output, responseId: 'response' };
  }

  async *getStreamedResponse(request: ModelRequest): AsyncGenerator<StreamEvent> {
    const turn = await this.#next(request);
    yield { type: 'response_started' };
    for (const delta of turn.pieces ?? []) {
      yield { type: 'model', event: { type: 'response.output_text.delta', delta } };
      yield { type: 'output_text_delta', delta };
    }
    const usage = { inputTokens: 1, outputTokens: 1, totalTokens: 2 };
    const output = outputOf(turn) as never;
    yield { type: 'response_done', response: { id: 'response', usage, output } };
  }

  async #next({ systemInstructions, input, tools }: ModelRequest): Promise<ScriptedTurn> {
    this.requests.push(JSON.stringify({ systemInstructions, input, tools }));
    const turn = this.#turns[this.requests.length - 1];
    if (turn === undefined) throw new Error('The model was asked once too often.');
    await turn.before?.();
    return turn;
  }
}

function outputOf({ pieces, calls = [] }: ScriptedTurn): AgentOutputItem[] {
  const message: AgentOutputItem = {
    type: 'message',
    role: 'assistant',
    status: 'completed',
    content: [{ type: 'output_text', text: (pieces ?? []).join('') }],
  };
  return [
    ...(pieces === undefined ? [] : [message]),
    ...calls.map(({ id, name, arguments: parameters }) => ({
      type: 'function_call' as const,
      callId: id,
      name,
      arguments: JSON.stringify(parameters),
    })),
  ];
}

export const anything = {
  type: 'object' as const,
  properties: {},
  required: [] as string[],
  additionalProperties: true as const,
};

async function run({
  turns,
  options,
  tools,
  users,
  isStreamed,
  decide,
}: Conversation): Promise<Conversed> {
  const model = new ScriptedModel(turns);
  const own = Object.entries(tools).map(([name, execute]) =>
    tool({
      name,
      description: name,
      parameters: anything,
      strict: false,
      execute: (input) => execute(input as never),
    }),
  );
  const agent = guardAgent(
    new Agent({ name: 'bot', instructions: 'Help.', model, tools: own }),
    new GuardedAgent(options),
  );
  const runner = new Runner({ tracingDisabled: true });
  let history: AgentInputItem[] = [];
  const answers: string[] = [];
  const step = async (input: AgentInputItem[] | RunState<undefined, Agent>) => {
    if (!isStreamed) return { result: await runner.run(agent, input), shown: undefined };
    const result = await runner.run(agent, input, { stream: true });
    let shown = '';
    for await (const event of result) {
      if (event.type !== 'raw_model_stream_event') continue;
      if (event.data.type === 'output_text_delta') shown += event.data.delta;
    }
    await result.completed;
    return { result, shown };
  };
  for (const content of users) {
    history.push({ type: 'message', role: 'user', content });
    let { result, shown } = await step(history);
    if (result.interruptions.length > 0) {
      await decide();
      for (const item of result.interruptions) result.state.approve(item);
      ({ result, shown } = await step(result.state));
    }
    history = result.history;
    answers.push(shown ?? String(result.finalOutput));
    if (shown !== undefined && shown !== result.finalOutput) {
      throw new Error(`Shown: ${shown}. Answered: ${String(result.finalOutput)}.`);
    }
  }
  return { answers, requests: model.requests };
}

/** Drives the SDK with a model made by hand. */
export const driver: AdapterDriver = { name: 'OpenAI Agents SDK', pause: 'native', converse: run };
