import type { ConfigNode } from '../yaml/node.ts';

/** Shorter values tell nothing, and stand in every message by chance. */
const MIN_LENGTH = 4;

/** A message of core's about a node, without the values that the node took from the environment. */
export function hideEnvironment(message: string, node: ConfigNode): string {
  return valuesOf(node).reduce((text, value) => text.replaceAll(value, '…'), message);
}

function valuesOf(node: ConfigNode): string[] {
  if (node.kind === 'list') return node.items.flatMap(valuesOf);
  if (node.kind === 'map') return node.entries.flatMap((entry) => valuesOf(entry.value));
  const value = node.fromEnvironment === true ? String(node.value).trim() : '';
  return value.length < MIN_LENGTH ? [] : [value];
}
