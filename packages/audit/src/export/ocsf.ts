import { tagCovers } from '@safeai/core';

import { isSystemLine, type AuditLine, type SystemLine } from '../format/record-line.ts';
import type { Line } from '../read/parse-line.ts';

/** The schema that events are written by: https://schema.ocsf.io/1.9.0 */
const OCSF_VERSION = '1.9.0';

/** An event class and the activity in it. */
interface Kind {
  readonly category: { readonly uid: number; readonly name: string };
  readonly class: { readonly uid: number; readonly name: string };
  readonly activity: { readonly id: number; readonly name: string };
}

const API = {
  category: { uid: 6, name: 'Application Activity' },
  class: { uid: 6003, name: 'API Activity' },
};
const FINDING = {
  category: { uid: 2, name: 'Findings' },
  class: { uid: 2004, name: 'Detection Finding' },
};
const AUTHORIZATION = {
  category: { uid: 3, name: 'Identity & Access Management' },
  class: { uid: 3003, name: 'Authorize Session' },
};

/** `activity_id` of what a class has no number for; then the name is the source's own. */
const OTHER = 99;
const SEVERITY = {
  informational: { id: 1, name: 'Informational' },
  low: { id: 2, name: 'Low' },
  medium: { id: 3, name: 'Medium' },
  high: { id: 4, name: 'High' },
};

/**
 * A record as an event of OCSF: a blocked secret or blocked personal data is a Detection Finding (2004), a step of an
 * approval Authorize Session (3003), everything else API Activity (6003). What the classes have no attribute for
 * is under `unmapped`, by the log's own names.
 */
export function ocsfEvent(line: Line): Record<string, unknown> {
  if (isSystemLine(line)) return { ...head(line, apiKind(line)), ...systemPart(line) };
  const blocked = blockedData(line);
  if (blocked !== undefined) return finding(line, blocked);
  return line.event.startsWith('approval.') ? authorization(line) : apiActivity(line);
}

function head(line: Line, kind: Kind, severity = SEVERITY.informational): Record<string, unknown> {
  const type = kind.class.uid * 100 + kind.activity.id;
  const activity = kind.activity.id === OTHER ? 'Other' : kind.activity.name;
  return {
    category_uid: kind.category.uid,
    category_name: kind.category.name,
    class_uid: kind.class.uid,
    class_name: kind.class.name,
    activity_id: kind.activity.id,
    activity_name: kind.activity.name,
    type_uid: type,
    type_name: `${kind.class.name}: ${activity}`,
    severity_id: severity.id,
    severity: severity.name,
    time: Date.parse(line.ts),
    metadata: {
      version: OCSF_VERSION,
      product: { name: 'SafeAI', vendor_name: 'SafeAI' },
      uid: `${line.writer}:${line.seq}`,
      event_code: line.event,
      log_name: 'audit',
      original_time: line.ts,
      sequence: line.seq,
      ...(isSystemLine(line) ? {} : recordMetadata(line, kind)),
    },
  };
}

function recordMetadata(line: AuditLine, kind: Kind): Record<string, unknown> {
  return {
    correlation_uid: line.decision_id,
    tenant_uid: line.tenant_id,
    ...(kind.class !== AUTHORIZATION.class && { profiles: ['security_control'] }),
  };
}

function apiKind(line: Line): Kind {
  return { ...API, activity: { id: OTHER, name: line.event } };
}

function systemPart(line: SystemLine): Record<string, unknown> {
  const product = { name: 'SafeAI' };
  return {
    actor: { application: product, user: product },
    api: { operation: line.event, service: product },
    src_endpoint: product,
    unmapped: { writer: line.writer, detail: line.detail, prev: line.prev, hash: line.hash },
  };
}

function apiActivity(line: AuditLine): Record<string, unknown> {
  const severity = SEVERITIES[line.action] ?? SEVERITY.informational;
  return {
    ...head(line, apiKind(line), severity),
    ...participants(line),
    ...control(line),
    ...(line.tool_name !== null && { resources: [{ type: 'tool', name: line.tool_name }] }),
    unmapped: unmapped(line),
  };
}

const SEVERITIES: Readonly<Partial<Record<string, { id: number; name: string }>>> = {
  block: SEVERITY.medium,
  require_approval: SEVERITY.low,
  pending_approval: SEVERITY.low,
  redact: SEVERITY.low,
  flag: SEVERITY.low,
};

/** What kind of protected data a block kept back. */
function blockedData(line: AuditLine): 'secret' | 'personal' | undefined {
  if (line.action !== 'block') return undefined;
  const has = (family: string): boolean => line.data_tags.some((tag) => tagCovers(family, tag));
  return has('secret') ? 'secret' : has('personal') ? 'personal' : undefined;
}

function finding(line: AuditLine, data: 'secret' | 'personal'): Record<string, unknown> {
  const kind = { ...FINDING, activity: { id: 1, name: 'Create' } };
  const title = data === 'secret' ? 'Secret blocked' : 'Personal data blocked';
  return {
    ...head(line, kind, data === 'secret' ? SEVERITY.high : SEVERITY.medium),
    ...control(line),
    status_id: 4,
    status: 'Resolved',
    is_alert: true,
    finding_info: {
      uid: line.decision_id,
      title,
      types: line.data_tags,
      created_time: Date.parse(line.ts),
      ...(line.policy_name !== null && {
        analytic: { type_id: 1, type: 'Rule', name: line.policy_name },
      }),
    },
    evidences: [participants(line)],
    ...(line.tool_name !== null && { resources: [{ type: 'tool', name: line.tool_name }] }),
    unmapped: unmapped(line),
  };
}

function authorization(line: AuditLine): Record<string, unknown> {
  const isGranted = line.event === 'approval.approved';
  const activity = isGranted
    ? { id: 1, name: 'Assign Privileges' }
    : { id: OTHER, name: line.event };
  const approver = line.approver_id ?? line.principal;
  return {
    ...head(line, { ...AUTHORIZATION, activity }),
    user: { uid: line.agent_id ?? line.principal ?? 'unknown' },
    privileges: [line.tool_name ?? line.boundary],
    ...(line.session_id !== null && { session: { uid: line.session_id } }),
    ...(approver !== null && { actor: { user: { uid: approver } } }),
    src_endpoint: source(line),
    ...approvalStatus(line.event),
    unmapped: unmapped(line),
  };
}

function approvalStatus(event: string): Record<string, unknown> {
  if (event === 'approval.approved' || event === 'approval.consumed') {
    return { status_id: 1, status: 'Success' };
  }
  if (['approval.denied', 'approval.expired', 'approval.cancelled'].includes(event)) {
    return { status_id: 2, status: 'Failure' };
  }
  return { status_id: OTHER, status: event };
}

/** Who asked for what. */
function participants(line: AuditLine): Record<string, unknown> {
  return {
    actor: {
      user: { uid: line.principal ?? line.agent_id ?? 'unknown' },
      ...(line.session_id !== null && { session: { uid: line.session_id } }),
      ...(line.agent_id !== null && { application: { uid: line.agent_id, name: line.agent_id } }),
    },
    api: {
      operation: line.tool_name ?? line.event,
      service: { name: 'SafeAI' },
      ...(line.request_id !== null && { request: { uid: line.request_id } }),
    },
    src_endpoint: source(line),
  };
}

function source(line: AuditLine): Record<string, unknown> {
  return { name: line.agent_id ?? line.principal ?? 'unknown' };
}

/** The security control profile: what was decided, and by which rule. */
function control(line: AuditLine): Record<string, unknown> {
  const { action, disposition } = DISPOSITIONS[line.action] ?? DETECTED;
  return {
    action_id: action.id,
    action: action.name,
    disposition_id: disposition.id,
    disposition: disposition.name,
    ...(line.policy_name !== null && {
      policy: { name: line.policy_name, version: line.policy_revision },
    }),
  };
}

const ALLOWED = { id: 1, name: 'Allowed' };
const DENIED = { id: 2, name: 'Denied' };
const DETECTED = { action: ALLOWED, disposition: { id: 15, name: 'Detected' } };
const DELAYED = { action: DENIED, disposition: { id: 14, name: 'Delayed' } };
const DISPOSITIONS: Readonly<Partial<Record<string, typeof DETECTED>>> = {
  allow: { action: ALLOWED, disposition: { id: 1, name: 'Allowed' } },
  flag: DETECTED,
  redact: { action: ALLOWED, disposition: { id: 11, name: 'Corrected' } },
  require_approval: DELAYED,
  pending_approval: DELAYED,
  block: { action: DENIED, disposition: { id: 2, name: 'Blocked' } },
};

function unmapped(line: AuditLine): Partial<AuditLine> {
  const { v: _v, seq: _seq, ts: _ts, event: _event, ...rest } = line;
  return rest;
}
