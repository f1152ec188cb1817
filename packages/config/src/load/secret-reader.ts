import type { SecretRef } from '../secret-ref.ts';
import { nodeAt, type MapNode } from '../yaml/node.ts';
import { variableOf, type Environment } from './interpolate.ts';

/** Gives the value that a reference names, or nothing where it cannot be read from here. */
export type SecretReader = (reference: SecretRef) => string | undefined;

/** Reads `secret://env/NAME` references; `secrets.env_map` may give a variable another name. */
export function secretReader(root: MapNode, environment: Environment): SecretReader {
  return ({ backend, path, key = '' }) => {
    if (backend !== 'env') return undefined;
    const name = path ?? key;
    const mapped = nodeAt(root, ['secrets', 'env_map', name]);
    const isMapped = mapped?.kind === 'scalar' && typeof mapped.value === 'string';
    const value = variableOf(environment, isMapped ? mapped.value : name);
    return value === '' ? undefined : value;
  };
}
