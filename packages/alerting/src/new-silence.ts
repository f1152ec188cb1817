import { randomBytes } from 'node:crypto';
import { InvalidRequestError, type Silence } from '@safeai/core';

/** Longest that nobody is told, in milliseconds: 30 days. */
export const MAX_SILENCE_MS = 30 * 86_400_000;

/** Longest reason of a silence, in UTF-16 code units. */
export const MAX_SILENCE_REASON_LENGTH = 500;

/** Longest glob of a silence, in UTF-16 code units. */
const MAX_GLOB_LENGTH = 256;

/** What is to be silent, and for how long. What is absent does not restrict it. */
export interface SilenceRequest {
  /** Absent: every tenant, and what concerns all of them. */
  readonly tenantId?: string | undefined;
  readonly rule?: string | undefined;
  readonly event?: string | undefined;
  readonly agentId?: string | undefined;
  /** Holds no content: it is kept and shown. */
  readonly reason: string;
  readonly setBy: string;
  /** Milliseconds. */
  readonly forMs: number;
}

/**
 * A silence that begins now, for {@link Outbox.addSilence}.
 *
 * @throws InvalidRequestError
 */
export function newSilence(request: SilenceRequest, now: number): Silence {
  const { tenantId = null, rule = null, event = null, agentId = null, reason, forMs } = request;
  if (!(forMs > 0 && forMs <= MAX_SILENCE_MS)) {
    throw new InvalidRequestError('A silence lasts more than nothing and at most 30 days.');
  }
  if (reason.length > MAX_SILENCE_REASON_LENGTH) {
    throw new InvalidRequestError(
      `The reason of a silence has at most ${String(MAX_SILENCE_REASON_LENGTH)} characters.`,
    );
  }
  for (const glob of [rule, event, agentId]) {
    if (glob !== null && (glob === '' || glob.length > MAX_GLOB_LENGTH)) {
      throw new InvalidRequestError(
        `What a silence is about has 1 to ${String(MAX_GLOB_LENGTH)} characters.`,
      );
    }
  }
  return {
    id: `si-${randomBytes(12).toString('hex')}`,
    ...{ tenantId, rule, event, agentId, reason, setBy: request.setBy },
    ...{ createdAt: now, until: now + forMs },
  };
}
