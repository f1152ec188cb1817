import type { StandardSchemaWithJSON, ToolAnnotations } from '@modelcontextprotocol/server';
import type { RouteCaller } from '../routes/route-caller.ts';
import type { Arguments } from './schema.ts';

/** Whom a server acts for. Set by the human who configured it, never by a call. */
export interface Standing {
  /** The agent that it speaks for. Undefined: the key tells it. */
  readonly agent: string | undefined;
  /** The configured user who decides approvals; absent: nobody, or whoever the key is of. */
  readonly approver: string | undefined;
  /** Whether it sends a key. */
  readonly hasKey: boolean;
}

/** What a tool works with. */
export interface ToolContext {
  readonly routes: RouteCaller;
  readonly standing: Standing;
  /** Whether it judges inside this process: what it decides is in the log once a server has run. */
  readonly isInProcess: () => boolean;
  /** Of the host, as it names itself. */
  readonly client: string | undefined;
  /** The host has given up. */
  readonly signal: AbortSignal;
}

/** A tool that hosts see. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  /** For the model: what it is for, and when to use it. */
  readonly description: string;
  readonly input: StandardSchemaWithJSON<Arguments, Arguments>;
  readonly output: StandardSchemaWithJSON<object, object>;
  readonly annotations: Required<Omit<ToolAnnotations, 'title'>>;
  /** @throws SafeAIError, which becomes an answer that the model reads */
  run(args: Arguments, context: ToolContext): Promise<object>;
}

/** Changes nothing but the record of it. */
export const READS = {
  ...{ readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
} as const;
