import { limitOf, type Limit } from './condition.ts';
import type { Cursor } from './statement.ts';
import type { Recognizer, Verdict } from './statements-drop.ts';
import type { Token } from './token.ts';

/** Makes the recognisers of statements about rows; they look ahead over all tokens. */
export function rowStatements(tokens: readonly Token[]): {
  readonly recognizeDelete: Recognizer;
  readonly recognizeUpdate: Recognizer;
  readonly recognizeMerge: Recognizer;
} {
  const limit = (cursor: Cursor): Limit => limitOf(tokens, cursor.index, cursor.end);

  /** `DELETE FROM name [WHERE …]`; SQL Server needs no `FROM`. */
  const recognizeDelete: Recognizer = (cursor, { shouted, terminated }) => {
    while (cursor.take('low_priority', 'quick', 'ignore')) continue;
    if (cursor.take('top')) cursor.takeGroup();
    const from = takeFrom(cursor);
    if (from === undefined) return undefined;
    cursor.take('only');
    if (!cursor.takeNames()) return undefined;
    cursor.take('*');
    const alias = takeAlias(cursor);
    if (!followsTable(cursor)) return undefined;
    const rows = limit(cursor);
    if (!from && rows === 'none') return undefined;
    // One row by its key is everyday work.
    if (rows === 'key') return undefined;
    if (rows === 'condition') return { rule: 'sql-delete', confidence: 0.6 };
    if (rows === 'count') return { rule: 'sql-delete', confidence: 0.7 };
    // `delete from list please`: two words of English could be a table and its alias.
    return { rule: 'sql-delete', confidence: alias && !shouted && !terminated ? 0.4 : 0.95 };
  };

  /** `UPDATE name SET column = … [WHERE …]`. */
  const recognizeUpdate: Recognizer = (cursor) => {
    cursor.take('low_priority', 'ignore', 'only');
    if (cursor.take('top')) cursor.takeGroup();
    if (!cursor.takeNames()) return undefined;
    takeAlias(cursor);
    const joined = cursor.is('join') || cursor.is('inner') || cursor.is('left');
    while (joined && cursor.peek() !== undefined && !cursor.is('set')) cursor.index++;
    if (!cursor.take('set') || !assigns(cursor)) return undefined;
    const rows = limit(cursor);
    if (rows === 'condition' || rows === 'key') return undefined;
    return { rule: 'sql-update-all', confidence: rows === 'count' || joined ? 0.6 : 0.9 };
  };

  /** `MERGE … WHEN … THEN DELETE`. */
  const recognizeMerge: Recognizer = (cursor): Verdict | undefined => {
    let bySource = false;
    let using = false;
    for (let token = cursor.peek(); token !== undefined; token = cursor.peek()) {
      cursor.index++;
      if (token.text === 'using') using = true;
      if (token.text === 'by' && cursor.is('source')) bySource = true;
      if (using && token.text === 'then' && cursor.is('delete'))
        return { rule: 'sql-merge-delete', confidence: bySource ? 0.85 : 0.7 };
    }
    return undefined;
  };

  return { recognizeDelete, recognizeUpdate, recognizeMerge };
}

/** Whether `FROM` stands there, also behind the tables of a multi-table delete; undefined if this is no delete. */
function takeFrom(cursor: Cursor): boolean | undefined {
  if (cursor.take('from')) return true;
  const start = cursor.index;
  if (cursor.takeNames() && cursor.take('from')) return true;
  cursor.index = start;
  return cursor.peek()?.kind === 'word' || cursor.peek()?.kind === 'identifier' ? false : undefined;
}

const CLAUSES =
  /^(?:where|using|returning|limit|order|output|partition|inner|left|right|join|cross|with|option|set|as|force|use|ignore|allow|settings|if|final|on)$/;

function takeAlias(cursor: Cursor): boolean {
  if (cursor.take('as')) {
    cursor.takeName();
    return false;
  }
  const next = cursor.peek();
  if (
    next === undefined ||
    next.startsLine ||
    (next.kind === 'word' && CLAUSES.test(next.text)) ||
    next.text === 'end'
  )
    return false;
  return cursor.takeName();
}

/** What may stand behind the table of a delete. */
function followsTable(cursor: Cursor): boolean {
  const next = cursor.peek();
  return cursor.atEnd || (next?.kind === 'word' && CLAUSES.test(next.text));
}

/** `column =`, `(a, b) =`, `t.column =`, `column +=`. */
function assigns(cursor: Cursor): boolean {
  if (!cursor.takeGroup() && !cursor.take('@') && !cursor.takeName()) return false;
  cursor.takeName();
  cursor.takeGroup();
  cursor.take('+', '-', '*', '/', ':', '|', '&');
  return cursor.is('=');
}
