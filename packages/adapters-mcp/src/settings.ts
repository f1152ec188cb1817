import type { AgentGuard } from '@safeai/core';
import type { Rate } from './upstream/rate-gate.ts';
import type { ServerTarget } from './upstream/server-target.ts';

/** What is done with something that a server wants of the host. */
export type Treatment = 'refuse' | 'judge';

/** What is done with images, audio and other content that nobody can look into. */
export type BinaryTreatment = 'refuse' | 'pass';

/** Bounds on what a server may do. All times are in milliseconds. */
export interface FirewallLimits {
  /** Longest message, in bytes, either way. */
  readonly maxMessageBytes: number;
  /** Messages on a server's standard output; past it, the server is ended. */
  readonly messages: Rate;
  /** Lines on a server's standard output that are no messages; past it, the server is ended. */
  readonly maxGarbage: number;
  /** Logs and other notifications that are passed on; those past it are dropped. */
  readonly notifications: Rate;
  /** Calls that a host may have in flight. */
  readonly maxCalls: number;
  /** Requests that a server may have in flight. */
  readonly maxServerRequests: number;
  /** Tools that one server may offer. */
  readonly maxTools: number;
  /** Longest definition of a tool, as JSON in UTF-16 code units. */
  readonly maxDefinitionLength: number;
  /** How long a server may take to start. */
  readonly connectMs: number;
  /** How long a server may take for a call without a word; progress starts it again. */
  readonly callMs: number;
  /** How long a call may take in all. */
  readonly longestCallMs: number;
  /** How long a server may take to end by itself, and then by SIGTERM. */
  readonly graceMs: number;
  /** How long what a person is asked may be answered. */
  readonly answerMs: number;
}

/** The limits where nothing else is said. */
export const DEFAULT_LIMITS: FirewallLimits = {
  maxMessageBytes: 16 * 1024 * 1024,
  messages: { burst: 5000, perSecond: 1000 },
  maxGarbage: 100,
  notifications: { burst: 200, perSecond: 50 },
  maxCalls: 64,
  maxServerRequests: 8,
  maxTools: 1000,
  maxDefinitionLength: 65_536,
  connectMs: 30_000,
  callMs: 300_000,
  longestCallMs: 3_600_000,
  graceMs: 2000,
  answerMs: 600_000,
};

/** A vote on a pending request. */
export interface ApproverVote {
  readonly approvalRequestId: string;
  readonly verdict: 'approve' | 'deny';
}

/**
 * Decides requests in the name of a person: the one who sits at the host, where the operator said so. What is behind
 * it holds that person to the rules for approvers.
 */
export interface Approver {
  /** As decisions and records name the person. */
  readonly name: string;
  /** @throws Error where the person may not decide this one */
  decide(vote: ApproverVote): Promise<void>;
}

/** Something that the operator should know: one line, without detected values and without control characters. */
export interface FirewallNotice {
  readonly kind: 'server' | 'tool' | 'lock' | 'message' | 'log';
  readonly text: string;
}

/** What a {@link McpFirewall} is made of. */
export interface FirewallOptions {
  readonly guard: AgentGuard;
  readonly target: ServerTarget;
  /** By what name policy, lock and records know the server: 1 to 64 of `A-Za-z0-9_-`, and no `__`. */
  readonly name: string;
  /** Path of `safeai.mcp.lock`. */
  readonly lockFile: string;
  /** Refuse to write the lock: what is not in it is not offered. */
  readonly frozen?: boolean;
  readonly agentId?: string;
  readonly tenantId?: string;
  /** Random, one for each firewall, if absent. */
  readonly sessionId?: string;
  /** If absent, a person at the host is told of pending requests, and decides nothing. */
  readonly approver?: Approver;
  /** `pass` if absent. */
  readonly binary?: BinaryTreatment;
  /** Whether the server may ask the host's model. `refuse` if absent. */
  readonly sampling?: Treatment;
  /** Whether the server may ask the person at the host. `judge` if absent. */
  readonly elicitation?: Treatment;
  /** How long a call waits for its approval before it is answered, in milliseconds; 0 if absent. */
  readonly approvalWaitMs?: number;
  readonly limits?: Partial<FirewallLimits>;
  readonly tell?: (notice: FirewallNotice) => void;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}
