import type { Recognizer } from './statements-drop.ts';

/**
 * Cypher's `MATCH (n) DETACH DELETE n`: without a condition every node, with a label every node of a kind.
 * Properties (`{id: 7}`) and `WHERE` limit it.
 */
export const recognizeMatch: Recognizer = (cursor) => {
  if (!cursor.is('(')) return undefined;
  let label = false;
  for (let token = cursor.peek(); token !== undefined; token = cursor.peek()) {
    cursor.index++;
    if (token.text === '{' || (token.kind === 'word' && /^(?:where|limit)$/.test(token.text)))
      return undefined;
    if (token.text === ':') label = true;
    if (token.kind === 'word' && token.text === 'delete' && cursor.peek()?.kind === 'word') {
      cursor.index++;
      return { rule: 'sql-graph-delete', confidence: label ? 0.7 : 0.9 };
    }
  }
  return undefined;
};
