import { changedParts, digestOf, type DefinitionDigest } from '../definitions/digest.ts';
import type { Pin, ServerPins } from './lock.ts';

/** How a definition stands against the lock. */
export type Standing =
  | { readonly kind: 'pinned'; readonly pin: Pin }
  | { readonly kind: 'new' }
  | { readonly kind: 'changed'; readonly parts: readonly string[] }
  | { readonly kind: 'not accepted'; readonly pin: Pin };

/** Compares a definition with its pin. */
export function standingOf(digest: DefinitionDigest, pin: Pin | null | undefined): Standing {
  if (pin === undefined || pin === null) return { kind: 'new' };
  if (pin.sha256 !== digest.sha256) {
    return { kind: 'changed', parts: changedParts(pin.parts, digest.parts) };
  }
  return pin.accepted ? { kind: 'pinned', pin } : { kind: 'not accepted', pin };
}

/** A standing in words; null for what is offered. */
export function hiddenBecause(standing: Standing): string | null {
  switch (standing.kind) {
    case 'pinned':
      return null;
    case 'new':
      return 'it is new';
    case 'changed':
      return `it has changed (${standing.parts.join(', ')})`;
    case 'not accepted':
      return standing.pin.findings.join(', ');
  }
}

/** Why a server's instructions are withheld; null where they are not. */
export function instructionsHidden(text: string, pins: ServerPins | undefined): string | null {
  return hiddenBecause(standingOf(digestOf({ text }), pins?.instructions));
}
