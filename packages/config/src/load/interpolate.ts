import type { Problem } from '../problem.ts';
import type { ConfigNode, PathStep, ScalarNode } from '../yaml/node.ts';

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The value of a variable, or undefined where it is not set. */
export function variableOf(environment: Environment, name: string): string | undefined {
  return Object.hasOwn(environment, name) ? environment[name] : undefined;
}

/** `$${` (a literal `${`), `${…}`, or a `${` that nothing closes. */
const REFERENCE = /\$\$\{|\$\{([^}]*)\}|\$\{/g;
const INSIDE = /^([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?$/s;

/**
 * Replaces `${VAR}` and `${VAR:-default}` in every text of a tree. A variable that is missing or
 * empty and has no default is a problem. Keys are left as they are.
 */
export function interpolate(
  node: ConfigNode,
  environment: Environment,
  problems: Problem[],
  path: readonly PathStep[] = [],
): ConfigNode {
  if (node.kind === 'list') {
    const items = node.items.map((item, index) =>
      interpolate(item, environment, problems, [...path, index]),
    );
    return { ...node, items };
  }
  if (node.kind === 'map') {
    const entries = node.entries.map((entry) => ({
      ...entry,
      value: interpolate(entry.value, environment, problems, [...path, entry.key]),
    }));
    return { ...node, entries };
  }
  return interpolateScalar(node, environment, (message) => {
    problems.push({ message, path, place: node.place });
  });
}

function interpolateScalar(
  node: ScalarNode,
  environment: Environment,
  report: (message: string) => void,
): ScalarNode {
  if (typeof node.value !== 'string' || !node.value.includes('${')) return node;
  const used: string[] = [];
  const value = node.value.replace(REFERENCE, (found, inside: string | undefined) => {
    if (found === '$${') return '${';
    used.push(found);
    return expand(inside ?? '', environment, report);
  });
  return used.length > 0 ? { ...node, value, fromEnvironment: true } : { ...node, value };
}

function expand(
  inside: string,
  environment: Environment,
  report: (message: string) => void,
): string {
  const [, name, fallback] = INSIDE.exec(inside) ?? [];
  if (name === undefined) {
    report('"${" must open ${VARIABLE} or ${VARIABLE:-default}; write $${ for a literal "${"');
    return '';
  }
  const value = variableOf(environment, name);
  if (value !== undefined && value !== '') return value;
  if (fallback !== undefined) return fallback;
  report(`the environment variable ${name} is ${value === '' ? 'empty' : 'not set'}`);
  return '';
}
