/** What adapters of agent frameworks share. Any export added here becomes public API: named exports only. */

/** The version of @safeai/adapter-kit. */
export const VERSION = '0.1.0';

export type { Guard } from './guard.ts';
export type { AdapterOptions, Circumstances, GuardedStep } from './options.ts';

// An agent under guard
export { GuardedAgent } from './guarded-agent.ts';
export type { CallOutcome, ToolAnswer, ToolCall } from './tool-call.ts';
export { guardTool, runTool, type CallHow, type Ran } from './guard-tool.ts';
export type { AnswerFlow, FlowEnd, FlowPiece } from './answer-flow.ts';
export { passing, type Passing } from './passing.ts';
export { SeenContents } from './seen-contents.ts';
export { systemTimer, type Timer } from './approval-wait.ts';

// What becomes of content
export {
  WithheldError,
  type CallVerdict,
  type GoOn,
  type Pending,
  type Verdict,
  type Withheld,
} from './verdict.ts';
export { GuardOutageError, isGuardOutage } from './outage.ts';
export { jsonOf, parametersOf, textOf } from './json-of.ts';
export { digestOf } from './operation-keys.ts';
