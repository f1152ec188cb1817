import type { AuditLine, AuditRecord, RecordedDetection, SystemLine } from '@safeai/core';

/**
 * The line that a record becomes. A line is compact JSON in UTF-8, ended by one line feed:
 *
 *     {"v":1,"writer":"w1","seq":7,BODY,"prev":"<64 hex>","hash":"<64 hex>"}
 *
 * `prev` is the `hash` of the writer's line before (64 zeros for its first); `hash` is the HMAC-SHA-256 of all
 * bytes of the line before `,"hash":`. So the chain covers the exact bytes, and no canonical form is needed.
 */
export const FORMAT_VERSION = 1;

/** What the first line of a writer has as `prev`. */
export const NO_HASH = '0'.repeat(64);

/** Longest line in bytes, its line feed included. */
export const MAX_LINE_BYTES = 65_536;

/** Everything between `seq` and `prev`: what a record says, without its place in the chain. */
export type Body = string & { readonly body: unique symbol };

export type { AuditLine, SystemLine };

/** Whether a line is the log's own and no decision. */
export function isSystemLine(line: AuditLine | SystemLine): line is SystemLine {
  return line.event.startsWith('audit.');
}

/** Most different findings that a line names one by one. */
const MAX_DETECTIONS = 100;

/** The body of a decision's or transition's record. */
export function recordBody(record: AuditRecord): Body {
  return bodyOf({
    ts: new Date(record.ts).toISOString(),
    event: record.event,
    decision_id: record.decisionId,
    boundary: record.boundary,
    action: record.action,
    policy_name: record.policyName,
    policy_revision: record.policyRevision,
    tenant_id: record.tenantId,
    agent_id: record.agentId,
    session_id: record.sessionId,
    tool_name: record.toolName,
    data_tags: record.dataTags,
    detections: lineDetections(record),
    parameters_digest: record.parametersDigest,
    principal: record.principal,
    approver_id: record.approverId,
    reason_code: record.reasonCode,
    approval_request_id: record.approvalRequestId,
    request_id: record.requestId,
    latency_us: record.latencyUs,
    detail: record.detail,
  });
}

/** The body of a line that the log writes about itself. */
export function systemBody(
  ts: number,
  event: SystemLine['event'],
  detail: SystemLine['detail'],
): Body {
  return bodyOf({ ts: new Date(ts).toISOString(), event, detail });
}

/**
 * All of a line before `,"hash":`: what the hash is made of.
 *
 * @param prev hash of the line before
 */
export function unsealedLine(writer: string, seq: number, body: Body, prev: string): string {
  return `{"v":${FORMAT_VERSION},"writer":"${writer}","seq":${seq},${body},"prev":"${prev}"`;
}

/** The whole line with its line feed. */
export function sealedLine(unsealed: string, hash: string): string {
  return `${unsealed},"hash":"${hash}"}\n`;
}

function bodyOf(fields: object): Body {
  return JSON.stringify(fields).slice(1, -1) as Body;
}

/** Past {@link MAX_DETECTIONS} the rest is counted by type, without digests: a line has a bound. */
function lineDetections({ detections }: AuditRecord): readonly RecordedDetection[] {
  if (detections.length <= MAX_DETECTIONS) return detections;
  const rest = countedByType(detections.slice(MAX_DETECTIONS));
  return [...detections.slice(0, MAX_DETECTIONS), ...rest];
}

/** One finding for all of a type: how many there are, by whatever detector, without digests. */
export function countedByType(
  detections: readonly RecordedDetection[],
): readonly RecordedDetection[] {
  const counts = new Map<string, number>();
  for (const { type, count } of detections) counts.set(type, (counts.get(type) ?? 0) + count);
  return [...counts].map(([type, count]) => ({ type, detector: '*', count, digest: '' }));
}
