/** What happens to a call past a limit. The stricter of this and policy's decision stands. */
export type LimitAction = 'flag' | 'require_approval' | 'block';

/** How often tools may be called. The calls of all tools that it names count together. */
export interface ToolLimit {
  /** Name or glob, on the full name and its last segment, as in the `tools` of a policy rule. */
  readonly tool: string;
  /** Globs of the agents that it holds for. All if absent. */
  readonly agents?: readonly string[];
  /** Most calls that are let through in a window. At least 1. */
  readonly calls: number;
  /** Milliseconds from the first call of a window to its end. A minute if absent. */
  readonly windowMs?: number;
  /** Whose calls count together. `agent` if absent; calls without a session count as the agent's. */
  readonly per?: 'agent' | 'tenant' | 'session';
  /** `block` if absent. */
  readonly action?: LimitAction;
}

/** When a call that is made again and again, with the same parameters in the same session, is a loop. */
export interface LoopLimit {
  /** The call that is one too many: 3 lets two through. At least 2. */
  readonly repeats: number;
  /** Milliseconds from the first of the calls. Ten minutes if absent. */
  readonly windowMs?: number;
  /** `flag` if absent. */
  readonly action?: LimitAction;
}

/** Limits on tool calls. */
export interface CallLimitRules {
  readonly tools?: readonly ToolLimit[];
  /** Loops go unnoticed if absent. */
  readonly loops?: LoopLimit;
}
