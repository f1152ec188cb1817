import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRequestStateCodec, type RequestStateCodec } from '@modelcontextprotocol/server';
import {
  type AgentGuard,
  type ApprovalStanding,
  type JsonObject,
  redactStructured,
  scanStructured,
} from '@safeai/core';
import { sha256Of } from '../definitions/digest.ts';
import { shown } from '../definitions/hidden-text.ts';
import { detectors } from '../definitions/inspection.ts';
import type { Approver } from '../settings.ts';

/** What a call carries from one round to the next. It comes back from the host, signed. */
export interface AskedState {
  readonly approvalRequestId: string;
  /** sha256 of the request that it belongs to. */
  readonly request: string;
  /** Good for one round. */
  readonly nonce: string;
  readonly round: number;
}

/** What the person at the host said. */
export interface PersonsAnswer {
  readonly action: 'accept' | 'decline' | 'cancel';
  readonly content?: JsonObject;
}

/** Rounds of asking for one call. */
const MAX_ROUNDS = 5;

/** States that may be outstanding at once; past it, the oldest is not good any more. */
const MAX_OUTSTANDING = 1000;

/** How often a guard that answers at once is asked again, in milliseconds. */
const POLL_MS = 500;

/** What stands between a pending decision and a call that is made: waiting, and asking the person at the host. */
export class ApprovalDesk {
  /** Signs and checks what travels through the host. */
  readonly codec: RequestStateCodec<AskedState>;
  readonly #guard: AgentGuard;
  readonly #tenantId: string | undefined;
  readonly #approver: Approver | undefined;
  readonly #outstanding = new Set<string>();

  /** @param answerMs how long the person has for an answer, in milliseconds */
  constructor(
    guard: AgentGuard,
    tenantId: string | undefined,
    approver: Approver | undefined,
    answerMs: number,
  ) {
    this.#guard = guard;
    this.#tenantId = tenantId;
    this.#approver = approver;
    this.codec = createRequestStateCodec<AskedState>({
      key: randomBytes(32),
      ttlSeconds: Math.max(1, Math.ceil(answerMs / 1000)),
      bind: ({ mcpReq }) => mcpReq.method,
    });
  }

  /** How a request stands, after waiting for it to be decided at most so many milliseconds. */
  async standing(
    approvalRequestId: string,
    waitMs: number,
    signal?: AbortSignal,
  ): Promise<ApprovalStanding> {
    const until = performance.now() + waitMs;
    for (;;) {
      const left = Math.max(0, until - performance.now());
      const standing = await this.#guard.approvalStanding({
        approvalRequestId,
        waitMs: Math.min(left, LONGEST_WAIT_MS),
        ...(this.#tenantId === undefined ? {} : { tenantId: this.#tenantId }),
        ...(signal === undefined ? {} : { signal }),
      });
      if (standing.status !== 'pending' || left === 0) return standing;
      await sleep(Math.min(POLL_MS, left), undefined, signal === undefined ? {} : { signal });
    }
  }

  /** What a person at the host is asked, and the state that comes back with the answer. */
  ask(
    approvalRequestId: string,
    toolName: string,
    parameters: JsonObject,
    reason: string,
    before: AskedState | undefined,
  ): { readonly message: string; readonly schema: JsonObject; readonly state: AskedState } | null {
    const round = (before?.round ?? 0) + 1;
    if (round > MAX_ROUNDS) return null;
    const [oldest] = this.#outstanding;
    if (oldest !== undefined && this.#outstanding.size >= MAX_OUTSTANDING) {
      this.#outstanding.delete(oldest);
    }
    const nonce = randomUUID();
    this.#outstanding.add(nonce);
    const request = requestDigest(toolName, parameters);
    const call = `${toolName} ${shownParameters(parameters)}`;
    const isAsked = this.#approver !== undefined;
    return {
      message: isAsked
        ? `SafeAI: ${shown(reason)}. Approve this call as ${this.#approver.name}? ${call} (request ${approvalRequestId})`
        : `SafeAI: ${shown(reason)}. An approver decides elsewhere, for example with: safeai approvals approve ${approvalRequestId}. Continue once that is done. ${call}`,
      schema: isAsked ? VOTE_SCHEMA : WAIT_SCHEMA,
      state: { approvalRequestId, request, nonce, round },
    };
  }

  /** Whether a state belongs to a request, and comes back for the first time. */
  redeem(state: AskedState, toolName: string, parameters: JsonObject): boolean {
    return (
      this.#outstanding.delete(state.nonce) && state.request === requestDigest(toolName, parameters)
    );
  }

  /**
   * Lets the person's answer count, where the operator said whose it is.
   *
   * @throws Error where that person may not decide this request
   */
  async count(state: AskedState, { action, content }: PersonsAnswer): Promise<void> {
    const { approvalRequestId } = state;
    if (this.#approver === undefined || action === 'cancel') return;
    const isApproved = action === 'accept' && content?.decision === 'approve';
    const isDenied = action === 'decline' || content?.decision === 'deny';
    if (isApproved) await this.#approver.decide({ approvalRequestId, verdict: 'approve' });
    else if (isDenied) await this.#approver.decide({ approvalRequestId, verdict: 'deny' });
  }
}

/** The longest that a guard is asked to wait at once, in milliseconds. */
const LONGEST_WAIT_MS = 20_000;

const VOTE_SCHEMA: JsonObject = {
  type: 'object',
  properties: {
    decision: { type: 'string', title: 'Decision', enum: ['approve', 'deny'] },
  },
  required: ['decision'],
};

const WAIT_SCHEMA: JsonObject = {
  type: 'object',
  properties: {
    continue: { type: 'boolean', title: 'It has been decided: continue', default: true },
  },
};

function requestDigest(toolName: string, parameters: JsonObject): string {
  return sha256Of({ toolName, parameters });
}

/** Parameters as a person may see them: every detection redacted, and nothing hidden. */
function shownParameters(parameters: JsonObject): string {
  const { detections } = scanStructured(detectors(), parameters);
  return shown(JSON.stringify(redactStructured(parameters, detections)), MAX_SHOWN);
}

const MAX_SHOWN = 1000;
