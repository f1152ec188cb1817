import { DEFAULT_BACKEND, type SecretRef } from '../secret-ref.ts';
import { nodeAt, type ConfigNode, type MapNode } from '../yaml/node.ts';
import { variableOf, type Environment } from './interpolate.ts';

/** Gives the value that a reference names, or nothing where it cannot be read from here. */
export type SecretReader = (reference: SecretRef) => string | undefined;

/**
 * Reads references to whole environment variables, `secret://env/NAME`; `secrets.env_map` may give a variable another
 * name.
 */
export function secretReader(root: MapNode, environment: Environment): SecretReader {
  return (reference) => {
    if (!isVariable(reference, root)) return undefined;
    const { path, key } = reference;
    // A field of what the variable holds.
    if (path !== undefined && key !== undefined) return undefined;
    const name = path ?? key ?? '';
    const mapped = nodeAt(root, ['secrets', 'env_map', name]);
    const isMapped = mapped?.kind === 'scalar' && typeof mapped.value === 'string';
    const value = variableOf(environment, isMapped ? mapped.value : name);
    return value === '' ? undefined : value;
  };
}

/** Whether a reference names an environment variable. */
export function isVariable({ backend, version }: SecretRef, root: ConfigNode): boolean {
  if (version !== undefined) return false;
  if (backend !== DEFAULT_BACKEND) return backend === 'env';
  const preferred = nodeAt(root, ['secrets', 'backend']);
  return preferred === undefined || (preferred.kind === 'scalar' && preferred.value === 'env');
}
