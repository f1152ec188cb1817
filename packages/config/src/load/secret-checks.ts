import type { Problem } from '../problem.ts';
import type { JsonSchema } from '../schema/field.ts';
import { schemaFor, schemaOfKey } from '../schema/navigate.ts';
import { looksLikeSecretRef, parseSecretRef, type SecretRef } from '../secret-ref.ts';
import {
  formatPath,
  nodeAt,
  type ConfigNode,
  type PathStep,
  type ScalarNode,
} from '../yaml/node.ts';
import { positionOf } from '../yaml/source.ts';
import type { SecretPlace } from '../loaded-config.ts';
import { variableOf, type Environment } from './interpolate.ts';
import { isVariable } from './secret-reader.ts';

const FORMS = 'secret://env/NAME, secret://vault/path#key or secret://aws/name#key';
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Adds references that are malformed, that stand where no secret is taken, or whose variable is missing. */
export function checkSecretRefs(
  root: ConfigNode,
  schema: JsonSchema,
  environment: Environment,
  problems: Problem[],
): void {
  for (const { node, path, reference, taken } of referencesIn(root, schema)) {
    const { place } = node;
    if (!taken) {
      if (reference === undefined) continue;
      const message = 'this setting is no secret and cannot be a secret:// reference';
      problems.push({ message, path, place });
    } else if (reference === undefined) {
      problems.push({ message: `a secret reference reads ${FORMS}`, path, place });
    } else if (isVariable(reference, root)) {
      const message = missingVariable(reference, node, root, environment);
      if (message !== undefined) problems.push({ message, path, place });
    }
  }
}

/** Every reference of a valid tree, and where it stands. */
export function secretPlaces(root: ConfigNode, schema: JsonSchema): SecretPlace[] {
  return referencesIn(root, schema).flatMap(({ node, path, reference, taken }) =>
    taken && reference !== undefined
      ? [{ reference, place: { ...positionOf(node.place), path: formatPath(path) } }]
      : [],
  );
}

/** A text that means to be a reference. */
interface Found {
  readonly node: ScalarNode;
  readonly path: readonly PathStep[];
  /** Absent where it is malformed. */
  readonly reference: SecretRef | undefined;
  /** Whether the setting takes secrets. */
  readonly taken: boolean;
}

function referencesIn(
  node: ConfigNode,
  schema: JsonSchema,
  path: readonly PathStep[] = [],
): Found[] {
  const own = schemaFor(schema, node);
  if (node.kind === 'scalar') {
    if (typeof node.value !== 'string' || !looksLikeSecretRef(node.value)) return [];
    const reference = parseSecretRef(node.value);
    return [{ node, path, reference, taken: own.writeOnly === true }];
  }
  if (node.kind === 'list') {
    const { items } = own;
    if (items === undefined) return [];
    return node.items.flatMap((item, index) => referencesIn(item, items, [...path, index]));
  }
  return node.entries.flatMap(({ key, value }) => {
    const inner = schemaOfKey(own, key);
    return inner === undefined ? [] : referencesIn(value, inner, [...path, key]);
  });
}

/** What to tell where the variable of a reference has no value; `secrets.env_map` may give it another name. */
function missingVariable(
  reference: SecretRef,
  node: ScalarNode,
  root: ConfigNode,
  environment: Environment,
): string | undefined {
  const written = reference.path ?? reference.key ?? '';
  const mapped = nodeAt(root, ['secrets', 'env_map', written]);
  const isMapped = mapped?.kind === 'scalar' && typeof mapped.value === 'string';
  const name = isMapped ? mapped.value : written;
  const value = variableOf(environment, name);
  if (value !== undefined && value !== '') return undefined;
  // A name that came from the environment may be what was meant to be the value.
  const named = isMapped ? mapped : node;
  const isShown = named.fromEnvironment !== true && VARIABLE.test(name);
  const variable = isShown ? `variable ${name}` : 'variable that the reference names';
  const origin = isMapped ? ' (by secrets.env_map)' : '';
  const state = value === '' ? 'empty' : 'not set';
  return `the environment ${variable}${origin} is ${state}; set it, or change the reference`;
}
