import { bodyValidator, ROUTES, toExplainRequest, type BodyOf, type FieldError } from '@safeai/api';
import type { Action, ExplainRequest } from '@safeai/core';
import { isMap, isSeq, LineCounter, parseDocument, type Node } from 'yaml';
import { UsageError } from '../errors/usage-error.ts';

/** A case: what is asked, and what must be decided. */
export interface PolicyCase {
  readonly name: string;
  /** `file:line:column`. */
  readonly place: string;
  readonly request: ExplainRequest;
  readonly expected: { readonly action: Action; readonly policyName?: string | null };
}

const ACTIONS: readonly unknown[] = [
  'allow',
  'flag',
  'redact',
  'pending_approval',
  'block',
] satisfies Action[];

const explain = ROUTES.find(({ id }) => id === 'policies_explain');
const validate = bodyValidator((explain as { body: { schema: object } }).body.schema as never);

/**
 * Reads the cases of a file: a list, or a map with `cases`. Each has a `name`, what `POST /v1/policies/explain` takes, and
 * what to `expect`: an `action`, and maybe the `policy_name` that decides (null: the default action).
 *
 * @throws UsageError with the place of every problem
 */
export function readCases(file: string, text: string): PolicyCase[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const problems: string[] = [];
  const placeOf = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${String(line)}:${String(col)}`;
  };
  for (const { message, pos } of document.errors) {
    problems.push(`${placeOf(pos[0])}: ${message.split(/ at line|:\n/)[0] ?? 'not YAML'}`);
  }
  const list = isMap(document.contents) ? document.contents.get('cases', true) : document.contents;
  if (problems.length === 0 && !isSeq(list)) {
    problems.push(`${placeOf(0)}: there is no list of cases`);
  }
  const cases: PolicyCase[] = [];
  for (const item of problems.length === 0 && isSeq(list) ? list.items : []) {
    const place = placeOf((item as Node).range?.[0] ?? 0);
    const read = readCase(item, place, cases.length);
    if (typeof read === 'string') problems.push(read);
    else cases.push(read);
  }
  if (problems.length > 0) throw new UsageError(problems.join('\n'));
  return cases;
}

function readCase(item: Node, place: string, index: number): PolicyCase | string {
  if (!isMap(item)) return `${place}: a case is a map`;
  const { name, expect, ...request } = item.toJSON() as Record<string, unknown>;
  const called = typeof name === 'string' && name !== '' ? name : `case ${String(index + 1)}`;
  const problem = problemOf(expect) ?? validate(request)[0] ?? draftIn(request);
  if (problem !== undefined) {
    const { path, message } =
      typeof problem === 'string' ? { path: 'expect', message: problem } : problem;
    return `${place}: ${called}: ${path}: ${message}`;
  }
  const { action, policy_name: policyName } = expect as { action: Action; policy_name?: string };
  return {
    name: called,
    place,
    request: toExplainRequest(request as BodyOf<'policies_explain'>),
    expected: { action, ...(policyName === undefined ? {} : { policyName }) },
  };
}

/** Cases are asked of the rules of the configuration. */
function draftIn({ draft }: Record<string, unknown>): FieldError | undefined {
  return draft === undefined ? undefined : { path: 'draft', message: 'is not for a case' };
}

function problemOf(expected: unknown): string | undefined {
  if (typeof expected !== 'object' || expected === null) return 'is missing: { action: block }';
  const { action, policy_name: name, ...others } = expected as Record<string, unknown>;
  if (!ACTIONS.includes(action)) return `action must be one of ${ACTIONS.join(', ')}`;
  if (name !== undefined && name !== null && typeof name !== 'string')
    return 'policy_name must be a name or null';
  const [unknown] = Object.keys(others);
  return unknown === undefined ? undefined : `takes action and policy_name, not ${unknown}`;
}
