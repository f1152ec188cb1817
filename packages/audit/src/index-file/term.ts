import { tagWithParents } from '@safeai/core/stores';

import { isSystemLine, type AuditLine, type SystemLine } from '../format/record-line.ts';

/** What records are looked up by. The number is part of the index's file format. */
const TERM_FIELDS = {
  tenant: 1,
  agent: 2,
  tool: 3,
  session: 4,
  event: 5,
  action: 6,
  boundary: 7,
  policy: 8,
  tag: 9,
  approval: 10,
  decision: 11,
} as const;

/** A field that is indexed. */
export type TermField = keyof typeof TERM_FIELDS;

/**
 * A field with a value as a number of 32 bits: FNV-1a over the UTF-16 code units with a final mix. Two terms
 * may share a number: what the index finds is checked against the line. O(length).
 */
export function termHash(field: TermField, value: string): number {
  let hash = Math.imul(0x811c9dc5 ^ TERM_FIELDS[field], 0x01000193);
  for (let index = 0; index < value.length; index++) {
    hash = Math.imul(hash ^ value.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** All terms of a line; tags and events with their parents, so that a family is one look-up. May repeat one. */
export function lineTerms(line: AuditLine | SystemLine): number[] {
  const terms = tagWithParents(line.event).map((event) => termHash('event', event));
  if (isSystemLine(line)) return terms;
  const single: readonly [TermField, string | null][] = [
    ['tenant', line.tenant_id],
    ['agent', line.agent_id],
    ['tool', line.tool_name],
    ['session', line.session_id],
    ['action', line.action],
    ['boundary', line.boundary],
    ['policy', line.policy_name],
    ['approval', line.approval_request_id],
    ['decision', line.decision_id],
  ];
  for (const [field, value] of single) if (value !== null) terms.push(termHash(field, value));
  for (const tag of line.data_tags) {
    for (const part of tagWithParents(tag)) terms.push(termHash('tag', part));
  }
  return terms;
}
