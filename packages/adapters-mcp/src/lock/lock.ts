import type { DefinitionDigest } from '../definitions/digest.ts';

/** What is known of one definition of a server: a tool's, or its instructions'. */
export interface Pin extends DefinitionDigest {
  /** Day that it was pinned, in UTC: `2026-11-22`. */
  readonly date: string;
  /** Whether it is offered. False: something was found in it, and a person has not accepted it. */
  readonly accepted: boolean;
  /** Who accepted it. Absent: nobody did, it was pinned at the first listing. */
  readonly approvedBy?: string;
  /** What was found in it. */
  readonly findings: readonly string[];
}

/** What is pinned of one server. */
export interface ServerPins {
  /** Null where it gave none. */
  readonly instructions: Pin | null;
  readonly tools: ReadonlyMap<string, Pin>;
}

/** `safeai.mcp.lock`: what is pinned, by the servers' names. */
export type Lock = ReadonlyMap<string, ServerPins>;
