/** One step into a payload: the key of an object or the index of an array. */
export type PathStep = string | number;

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Writes a JSONPath: `$.a['b c'][0]`. Names that are not plain stand in brackets and single quotes, with
 * quote, backslash and control characters escaped as in RFC 9535, so that {@link parsePath} reads back
 * exactly the same steps.
 */
export function formatPath(steps: readonly PathStep[]): string {
  let path = '$';
  for (const step of steps) path += formatStep(step);
  return path;
}

/** One step as it stands in a path: `.name`, `['any name']` or `[0]`. */
export function formatStep(step: PathStep): string {
  if (typeof step === 'number') return `[${step}]`;
  return NAME.test(step) ? `.${step}` : `['${step.replace(/[\\'\p{Cc}]/gu, escapeChar)}']`;
}

function escapeChar(char: string): string {
  if (char === '\\' || char === "'") return `\\${char}`;
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

const STEP = /\.([A-Za-z_][A-Za-z0-9_]*)|\[(\d+)\]|\['((?:[^\\']|\\u[0-9a-f]{4}|\\[\\'])*)'\]/y;

/**
 * Reads a path that {@link formatPath} wrote. O(length).
 *
 * @returns the steps; nothing when it is not such a path
 */
export function parsePath(path: string): PathStep[] | undefined {
  if (!path.startsWith('$')) return undefined;
  const steps: PathStep[] = [];
  for (let at = 1; at < path.length; at = STEP.lastIndex) {
    STEP.lastIndex = at;
    const match = STEP.exec(path);
    if (match === null) return undefined;
    const [, name, index, quoted = ''] = match;
    if (name !== undefined) steps.push(name);
    else if (index !== undefined) steps.push(Number(index));
    else steps.push(quoted.replace(/\\(?:u([0-9a-f]{4})|([\\']))/g, unescapeChar));
  }
  return steps;
}

function unescapeChar(_match: string, code: string | undefined, char: string | undefined): string {
  return code === undefined ? (char ?? '') : String.fromCharCode(parseInt(code, 16));
}
