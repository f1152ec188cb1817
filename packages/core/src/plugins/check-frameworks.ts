import type { JsonObject, JsonValue } from '../json.ts';
import { isPlainObject } from '../policy/rule-reader.ts';
import type { Note } from './note.ts';
import { anything, type Check, fits, flag, list, oneOf, shape, text } from './shape.ts';

/** What SafeAI itself can set up: no plugin's framework is called so. */
export const SHIPPED_FRAMEWORKS: readonly string[] = [
  ...['langchain', 'crewai', 'autogen', 'langchain-js', 'vercel-ai', 'openai-agents'],
  ...['claude-code', 'cursor', 'copilot', 'mcp'],
];

const LANGUAGES = ['python', 'javascript', 'typescript'];
const NAMES = list(100, text(214));

/** A place inside the project. What git keeps there is not for writing. */
const path: Check = (value, at, note) => {
  const isInside =
    typeof value === 'string' &&
    /^[^\\\p{Cc}:]{1,200}$/u.test(value) &&
    !value.startsWith('/') &&
    value.split('/').every((part) => !/^(?:\.{0,2}|\.git)$/i.test(part));
  if (!isInside) note(at, 'must be a relative path inside the project, with forward slashes');
};

const packages = { pypi: NAMES, npm: NAMES };
const members = list(12, text(200), 1);

const jsonEdit = shape(
  {
    at: members,
    value: anything,
    item: anything,
    known: shape({ by: text(64), has: text(200) }, ['by', 'has']),
    keep: flag,
  },
  ['at'],
);

/** What a step of each kind holds. */
const STEPS: Readonly<Record<string, Check>> = {
  file: shape({ step: anything, path, content: text(16_384), language: oneOf(LANGUAGES) }, [
    'path',
    'content',
  ]),
  lines: shape({ step: anything, path, lines: list(100, text(500), 1) }, ['path', 'lines']),
  json: shape({ step: anything, path, edits: list(100, jsonEdit, 1) }, ['path', 'edits']),
  yaml: shape({ step: anything, path, list: members, item: anything, key: text(200) }, [
    ...['path', 'list', 'item', 'key'],
  ]),
  agent: shape({ step: anything }, []),
};

const step: Check = (value, at, note) => {
  const kind = isPlainObject(value) ? (value as JsonObject).step : undefined;
  const check = typeof kind === 'string' && Object.hasOwn(STEPS, kind) ? STEPS[kind] : undefined;
  if (check === undefined) oneOf(Object.keys(STEPS))(kind ?? null, `${at}.step`, note);
  else if (fits(check, value, at, note)) checkStep(value as JsonObject, at, note);
};

/** What the shape alone does not say. */
function checkStep(value: JsonObject, at: string, note: Note): void {
  if (value.step === 'json') {
    (value.edits as readonly JsonObject[]).forEach((edit, index) => {
      const where = `${at}.edits[${index}]`;
      if ((edit.value === undefined) === (edit.item === undefined)) {
        note(where, 'must have either a value or an item');
      } else if (edit.item !== undefined && edit.known === undefined) {
        note(`${where}.known`, 'is missing: it says how the item is known again');
      }
    });
  }
  if (value.step === 'yaml') {
    const { item, key } = value;
    const own = isPlainObject(item) ? (item as JsonObject)[key as string] : undefined;
    if (typeof own !== 'string') note(`${at}.item`, 'must be an object whose key is a text');
  }
  if (value.step === 'lines') {
    (value.lines as readonly string[]).forEach((line, index) => {
      if (/[\r\n]/.test(line)) note(`${at}.lines[${index}]`, 'must be one line');
    });
  }
}

const frameworkShape = shape(
  {
    id: text(64, /^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'in kebab-case: acme-agents'),
    title: text(100),
    description: text(500),
    languages: list(3, oneOf(LANGUAGES)),
    detect: shape({ ...packages, paths: list(20, path) }, []),
    plan: list(50, step, 1),
    needs: shape(packages, []),
    nextSteps: list(20, text(500)),
    verify: text(500),
  },
  ['id', 'title', 'description', 'languages', 'plan'],
);

/**
 * Tells what is wrong with the frameworks of a plugin.
 *
 * @param taken ids of other frameworks
 */
export function checkFrameworks(
  frameworks: readonly JsonValue[],
  taken: ReadonlySet<string>,
  note: Note,
): void {
  const ids = new Map<string, string>();
  frameworks.forEach((value, index) => {
    const at = `frameworks[${index}]`;
    if (!fits(frameworkShape, value, at, note)) return;
    const { id } = value as { readonly id: string };
    const first = ids.get(id);
    if (first !== undefined) note(`${at}.id`, `is the id of ${first} too`);
    else if (taken.has(id)) {
      note(`${at}.id`, "is the id of a framework of SafeAI's or of another plugin's");
    }
    ids.set(id, at);
  });
}
