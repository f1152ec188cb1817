import { parseDuration, type SafeAIConfig } from '@safeai/config';
import type { SafeAI } from '@safeai/core';
import { reasonOf } from './reason-of.ts';

/** How often approval requests are looked after, in milliseconds. */
const APPROVALS_EVERY = 1000;

/** How often secrets are looked after, in milliseconds. Most times none is due. */
const SECRETS_EVERY = 1000;

/** The longest time that a timer can be set to, in milliseconds: 24 days. */
const LONGEST = 2 ** 31 - 1;

/** What is swept, and who is told when it fails. */
export interface SweepOptions {
  readonly boundary: SafeAI;
  readonly secrets: { readonly sweep: () => Promise<void> };
  readonly config: () => SafeAIConfig;
  /** Must not throw. */
  readonly onError: (message: string) => void;
}

/**
 * Does what is due: reminders, escalations and expiries of approval requests, secrets that are read again, and the removal
 * of expired memory.
 * A sweep that takes longer than its interval is not started twice; one that fails is tried again the next time, and
 * told once until it succeeds or fails for another reason.
 *
 * @returns stops it, and waits for what is under way
 */
export function startSweeps({
  boundary,
  secrets,
  config,
  onError,
}: SweepOptions): () => Promise<void> {
  const stops = [
    repeat(
      'approvals',
      () => APPROVALS_EVERY,
      () => boundary.approvals.sweep(),
      onError,
    ),
    repeat(
      'secrets',
      () => SECRETS_EVERY,
      () => secrets.sweep(),
      onError,
    ),
    repeat(
      'memory',
      () => parseDuration(config().memory.purgeInterval),
      () => boundary.memory.purgeExpired(),
      onError,
    ),
  ];
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
}

function repeat(
  what: string,
  interval: () => number,
  sweep: () => Promise<unknown>,
  onError: SweepOptions['onError'],
): () => Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let isStopped = false;
  let told: string | undefined;
  const turn = async (): Promise<void> => {
    try {
      await sweep();
      told = undefined;
    } catch (error) {
      const message = `${what}: ${reasonOf(error)}`;
      if (message !== told) onError(message);
      told = message;
    }
    next();
  };
  const next = (): void => {
    if (isStopped) return;
    const ms = Math.min(interval(), LONGEST);
    timer = setTimeout(() => {
      running = turn();
    }, ms).unref();
  };
  next();
  return () => {
    isStopped = true;
    clearTimeout(timer);
    return running;
  };
}
