import type { JsonObject } from '@safeai/core';
import { hiddenBecause, instructionsHidden } from './lock/compare.ts';
import type { McpFirewall } from './firewall.ts';

/** A tool of a server against the lock, for the person who reviews it. */
export interface ReviewedTool {
  readonly name: string;
  /** Why it is hidden; null where it is offered. */
  readonly hidden: string | null;
  /** What was found in its definition. */
  readonly findings: readonly string[];
  /** As the server defines it now. Not judged, and not for a model; null where it is gone or cannot be a tool. */
  readonly definition: JsonObject | null;
}

/** A server against the lock. */
export interface Review {
  readonly tools: readonly ReviewedTool[];
  /** Why its instructions are withheld; null where they are not. */
  readonly instructions: { readonly hidden: string | null; readonly text: string } | null;
}

/**
 * Starts a server and compares what it offers with the lock. Nothing is written, and nothing put on record.
 *
 * @throws LockError, ServerFailure
 */
export async function reviewServer(firewall: McpFirewall): Promise<Review> {
  const facts = await firewall.start();
  const { tools, refused, pins } = await firewall.pins.review();
  const known = [...tools].map(([name, { standing, findings, definition }]) => ({
    name,
    hidden: hiddenBecause(standing),
    findings,
    definition: definition.json,
  }));
  const none = [...refused].map(([name, problem]) => ({
    name,
    hidden: problem,
    findings: [],
    definition: null,
  }));
  const gone = [...(pins?.tools.keys() ?? [])]
    .filter((name) => !tools.has(name) && !refused.has(name))
    .map((name) => ({
      name,
      hidden: 'the server does not offer it any more',
      findings: [],
      definition: null,
    }));
  const { instructions: text } = facts;
  return {
    tools: [...known, ...none, ...gone].sort((a, b) => (a.name < b.name ? -1 : 1)),
    instructions:
      text === undefined || text === '' ? null : { hidden: instructionsHidden(text, pins), text },
  };
}

/** What was accepted, as it was pinned: a server may offer something else than at the review. Not for a model. */
export interface Accepted {
  /** Definitions of tools that were not accepted before. */
  readonly tools: readonly JsonObject[];
  /** Null where there are none, and where tools alone were accepted. */
  readonly instructions: string | null;
}

/**
 * Accepts what a server offers now: the named tools, or all that can be tools, and the instructions with the latter.
 * What is gone leaves the lock with the latter.
 *
 * @param names tools; all, and the instructions, if absent
 * @param by who accepts
 * @throws LockError, ServerFailure, SafeAIError
 */
export async function acceptTools(
  firewall: McpFirewall,
  names: readonly string[] | undefined,
  by: string,
): Promise<Accepted> {
  const facts = await firewall.start();
  const tools = await firewall.pins.accept(names, by, facts.instructions);
  const { instructions = '' } = facts;
  return { tools, instructions: names !== undefined || instructions === '' ? null : instructions };
}
