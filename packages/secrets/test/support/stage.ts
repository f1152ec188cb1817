import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock, ExactValue } from '@safeai/core';
import {
  Secrets,
  type SecretAlarm,
  type SecretRotation,
  type SecretsOptions,
} from '../../src/index.ts';

/** A clock that stands still until it is moved. */
export class StillClock implements Clock {
  #now = 1_000_000;

  now(): number {
    return Date.UTC(2026, 0, 1) + this.#now;
  }

  monotonic(): number {
    return this.#now;
  }

  pass(ms: number): void {
    this.#now += ms;
  }
}

/** Secrets on a still clock, with all that they told. */
export function stage(options: SecretsOptions & { readonly clock?: StillClock }) {
  const clock = options.clock ?? new StillClock();
  const alarms: SecretAlarm[] = [];
  const rotations: SecretRotation[] = [];
  const values: (readonly ExactValue[])[] = [];
  const waits: number[] = [];
  const secrets = new Secrets({
    random: () => 0.5,
    wait: (ms) => {
      waits.push(ms);
      return Promise.resolve();
    },
    onAlarm: (alarm) => void alarms.push(alarm),
    onRotated: (rotation) => void rotations.push(rotation),
    onValues: (each) => void values.push(each),
    ...options,
    clock,
  });
  return { secrets, clock, alarms, rotations, values, waits };
}

/** What was thrown. */
export async function failureOf(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('It did not fail.');
}

/** Waits until a server has come to a state. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    if (await isSo()) return;
    await sleep(25);
  }
  throw new Error('It has not come to that.');
}
