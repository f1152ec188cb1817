import type { ExactValue, SecretRef } from '@safeai/core';
import type { Slot } from './cache/slot.ts';

/** Shortest and longest values that detectors look for; see `ExactValues` of the core. UTF-16 code units. */
const MIN_LENGTH = 8;
const MAX_LENGTH = 4096;
const MAX_NAME = 60;

/**
 * The values of slots, as detectors look for them: each once, under a name made of its backend and its key. Those that
 * are too short are left out, as they would be found by chance; of those that are too long, the beginning is looked for.
 */
export function exactValues(slots: Iterable<Slot>): ExactValue[] {
  const byValue = new Map<string, string>();
  const names = new Set<string>();
  for (const { reference, guarded } of slots) {
    for (const secret of guarded) {
      const value = searched(secret?.reveal() ?? '');
      if (value === undefined || byValue.has(value)) continue;
      const name = unused(nameOf(reference), names);
      names.add(name);
      byValue.set(value, name);
    }
  }
  return [...byValue].map(([value, name]) => ({ name, value }));
}

/** Whether detectors look for what a slot holds. */
export function isSearched({ guarded: [latest] }: Slot): boolean {
  return latest !== undefined && searched(latest.reveal()) !== undefined;
}

function searched(text: string): string | undefined {
  const value = text.trim().slice(0, MAX_LENGTH).trim();
  return value.length < MIN_LENGTH ? undefined : value;
}

/** The last part alone: the layout of a backend is nothing that callers need to see. */
function nameOf({ backend, path = '', key }: SecretRef): string {
  const last = key ?? path.slice(path.lastIndexOf('/') + 1);
  const kebab = `${backend}-${last}`.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return kebab.slice(0, MAX_NAME).replace(/^-+|-+$/g, '');
}

function unused(name: string, names: ReadonlySet<string>): string {
  if (!names.has(name)) return name;
  let number = 2;
  while (names.has(`${name}-${number}`)) number++;
  return `${name}-${number}`;
}
