import { MAX_BODY_BYTES } from '../append/fit-body.ts';
import type { Body, AuditLine } from '../format/record-line.ts';

/** What a line of a spool file is: a record's body as an object, without its place in a chain. */
export type SpooledRecord = Omit<AuditLine, 'v' | 'writer' | 'seq' | 'prev' | 'hash'>;

const TEXT = ['string'];
const TEXT_OR_NULL = ['string', 'null'];

/** The fields in their order, and of what type they are. */
const FIELDS: readonly (readonly [name: keyof SpooledRecord, types: readonly string[]])[] = [
  ['ts', TEXT],
  ['event', TEXT],
  ['decision_id', TEXT],
  ['boundary', TEXT],
  ['action', TEXT],
  ['policy_name', TEXT_OR_NULL],
  ['policy_revision', TEXT],
  ['tenant_id', TEXT],
  ['agent_id', TEXT_OR_NULL],
  ['session_id', TEXT_OR_NULL],
  ['tool_name', TEXT_OR_NULL],
  ['data_tags', ['array']],
  ['detections', ['array']],
  ['parameters_digest', TEXT_OR_NULL],
  ['principal', TEXT_OR_NULL],
  ['approver_id', TEXT_OR_NULL],
  ['reason_code', TEXT_OR_NULL],
  ['approval_request_id', TEXT_OR_NULL],
  ['request_id', TEXT_OR_NULL],
  ['latency_us', ['number', 'null']],
];

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** A line of a spool file, its line feed included. */
export function spooledLine(body: Body): string {
  return `{${body}}\n`;
}

/** What a line says, and the body it becomes in the log. */
export interface ParsedSpoolLine {
  readonly record: SpooledRecord;
  readonly body: Body;
}

/**
 * Takes a line apart, strictly: exactly the fields of a record in their order, compact, nothing twice, so that no
 * file can smuggle in a place in the chain or a line of the log's own.
 *
 * @param line without its line feed
 * @returns undefined for what is no record
 */
export function parseSpooledLine(line: string): ParsedSpoolLine | undefined {
  if (Buffer.byteLength(line) > MAX_BODY_BYTES) return undefined;
  const record = parseRecord(line);
  if (record === undefined || JSON.stringify(record) !== line) return undefined;
  return { record, body: line.slice(1, -1) as Body };
}

function parseRecord(line: string): SpooledRecord | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeOf(value) !== 'object') return undefined;
  const record = value as SpooledRecord;
  const fields = Object.entries(record);
  const isComplete = FIELDS.every(([name, types], place) => {
    const [found, content] = fields[place] ?? [];
    return found === name && types.includes(typeOf(content));
  });
  const [more, ...others] = fields.slice(FIELDS.length);
  const isAll = more === undefined || (more[0] === 'detail' && isDetail(more[1]));
  if (!isComplete || !isAll || others.length > 0) return undefined;
  const isGood =
    isTime(record.ts) &&
    !record.event.startsWith('audit.') &&
    record.data_tags.every((tag: unknown) => typeof tag === 'string') &&
    record.detections.every(isDetection);
  return isGood ? record : undefined;
}

/** Of the form, and a time that there is. */
function isTime(text: string): boolean {
  return TIME.test(text) && !Number.isNaN(Date.parse(text));
}

function isDetection(value: unknown): boolean {
  if (typeOf(value) !== 'object') return false;
  const { type, detector, count, digest, ...others } = value as Record<string, unknown>;
  return (
    [type, detector, digest].every((text) => typeof text === 'string') &&
    typeof count === 'number' &&
    Object.keys(others).length === 0
  );
}

function isDetail(value: unknown): boolean {
  return (
    typeOf(value) === 'object' &&
    Object.entries(value as object).every(
      ([name, each]) =>
        ['string', 'number', 'boolean', 'null'].includes(typeOf(each)) ||
        (name === 'would_have' && isShadow(each)),
    )
  );
}

function isShadow(value: unknown): boolean {
  if (typeOf(value) !== 'object') return false;
  const { action, policy_name: policyName, ...others } = value as Record<string, unknown>;
  return (
    typeof action === 'string' &&
    TEXT_OR_NULL.includes(typeOf(policyName)) &&
    Object.keys(others).length === 0
  );
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
