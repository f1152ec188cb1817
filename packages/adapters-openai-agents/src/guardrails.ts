import { textOf, jsonOf, type GuardedAgent } from '@safeai/adapter-kit';
import type { InputGuardrail, OutputGuardrail } from '@openai/agents';
import { runsOf } from './agent-runs.ts';
import { guardRequest } from './model-input.ts';

/**
 * Ends a run by the SDK's own tripwire where what the user says may not go on: before the model is asked, and before the
 * SDK's session keeps it. What it lets pass, the model's guard knows.
 */
export function inputGuardrail(agent: GuardedAgent): InputGuardrail {
  return {
    name: 'safeai',
    runInParallel: false,
    async execute({ input }) {
      const { withheld } = await guardRequest(agent, { ...NOTHING, input });
      return withheld === null
        ? { tripwireTriggered: false, outputInfo: null }
        : { tripwireTriggered: true, outputInfo: { text: withheld.text } };
    },
  };
}

/** A request that holds nothing else. */
const NOTHING = {
  modelSettings: {},
  tools: [],
  handoffs: [],
  outputType: 'text',
  tracing: false,
} as const satisfies Omit<Parameters<typeof guardRequest>[1], 'input'> | object;

/**
 * Judges an answer that no model gave: of a tool that ends the run. A guardrail cannot change it, so that what would be redacted
 * trips it too.
 */
export function outputGuardrail(agent: GuardedAgent): OutputGuardrail {
  return {
    name: 'safeai',
    async execute({ agentOutput }) {
      const text = textOf(jsonOf(agentOutput) ?? null);
      if (runsOf(agent).isAnswer(text)) return { tripwireTriggered: false, outputInfo: null };
      const verdict = await agent.answer(text);
      const said = verdict.kind === 'withheld' ? verdict.text : 'The answer would be changed.';
      const isTriggered = verdict.kind === 'withheld' || verdict.isChanged;
      return { tripwireTriggered: isTriggered, outputInfo: isTriggered ? { text: said } : null };
    },
  };
}
