import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { NormalizedRule } from './normalized-rule.ts';
import type { RuleAction } from './rule.ts';

/** Part of what is hashed: changes when the same rules come to mean something else. */
const SEMANTICS = 1;

/**
 * Names a rule set by its content: the same for sets that decide alike rule by rule, whatever the order of
 * keys, the spelling of tags or the way in which defaults are given.
 *
 * @param rules in order of evaluation; their keys, and those of `when`, are in one order
 * @returns sha256 in hex
 */
export function revisionOf(
  rules: readonly NormalizedRule[],
  settings: { readonly defaultAction: RuleAction; readonly defaultTenant: string },
): string {
  const { defaultAction, defaultTenant } = settings;
  const canonical = JSON.stringify([SEMANTICS, defaultAction, defaultTenant, rules]);
  return bytesToHex(sha256(utf8ToBytes(canonical)));
}
