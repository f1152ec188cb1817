import { load, loadAll, YAMLException } from 'js-yaml';
import { fileRule } from '../rules/file-rule.ts';
import type { PolicyRule } from '../rules/policy-rule.ts';
import { rulesYaml, yamlOf } from '../rules/rule-yaml.ts';

/** A draft with further rules, or why it takes none. */
export type Appended =
  | {
      readonly text: string;
      readonly added: readonly string[];
      /** Rules that the draft has already, by name: they stay as they are. */
      readonly there: readonly string[];
      /** The draft was written anew: its comments are gone. */
      readonly isRewritten: boolean;
    }
  | { readonly problem: string };

/** Adds rules behind those of a draft. All else in it stays as it is written, wherever that can be. O(draft). */
export function appendRules(draft: string, rules: readonly PolicyRule[]): Appended {
  let read: unknown;
  try {
    const documents = loadAll(draft);
    read = documents.length > 1 ? null : (documents[0] ?? {});
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    return { problem: `The draft cannot be read: ${error.reason}. Put that right first.` };
  }
  if (!isMap(read) || !isListOrNothing(read.policies)) {
    return { problem: 'The draft is no map with a list of policies. Put that right first.' };
  }
  const now = read.policies ?? [];
  const names = new Set(now.map((rule) => (isMap(rule) ? rule.name : undefined)));
  const added = rules.filter(({ name }) => !names.has(name));
  const wanted = { ...read, policies: [...now, ...added.map(fileRule)] };
  const answer = {
    added: added.map(({ name }) => name),
    there: rules.filter(({ name }) => names.has(name)).map(({ name }) => name),
  };
  if (added.length === 0) return { text: draft, ...answer, isRewritten: false };
  const text = written(draft, added);
  const isSame = text !== undefined && isRead(text, wanted);
  return { text: isSame ? text : yamlOf(wanted), ...answer, isRewritten: !isSame };
}

/** The draft with the rules written into it; it may be wrong where the draft is written in an uncommon way. */
function written(draft: string, rules: readonly PolicyRule[]): string | undefined {
  const lines = draft.replace(/\n*$/, '').split('\n');
  const at = lines.findIndex((line) => /^policies\s*:/.test(line));
  if (at === -1) {
    return `${draft.trim() === '' ? '' : `${lines.join('\n')}\n\n`}policies:\n${indented(rules, 2)}`;
  }
  const isEmpty = /^policies\s*:\s*(\[\s*\])?\s*(#.*)?$/.test(lines[at] ?? '');
  if (!isEmpty) return undefined;
  lines[at] = (lines[at] ?? '').replace(/\[\s*\]/, '').trimEnd();
  const next = lines.findIndex((line, index) => index > at && /^[^\s#-]/.test(line));
  let end = next === -1 ? lines.length : next;
  while (end > at + 1 && /^\s*(#.*)?$/.test(lines[end - 1] ?? '')) end -= 1;
  const first = lines.slice(at + 1, end).find((line) => /^\s*- /.test(line));
  const indent = first === undefined ? 2 : first.search(/-/);
  lines.splice(end, 0, indented(rules, indent).replace(/\n$/, ''));
  return `${lines.join('\n')}\n`;
}

function indented(rules: readonly PolicyRule[], indent: number): string {
  return rulesYaml(rules).replace(/^(?=.)/gm, ' '.repeat(indent));
}

function isRead(text: string, wanted: unknown): boolean {
  try {
    return JSON.stringify(load(text)) === JSON.stringify(wanted);
  } catch {
    return false;
  }
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isListOrNothing(value: unknown): value is readonly unknown[] | null | undefined {
  return value === undefined || value === null || Array.isArray(value);
}
