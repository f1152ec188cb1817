import type { Cursor } from './statement.ts';
import type { SqlRuleId } from './sql-rules.ts';

/** What a statement would do, before its span is known. */
export interface Verdict {
  readonly rule: SqlRuleId;
  readonly confidence: number;
}

/** Recognises a statement whose verb the cursor has just passed. */
export type Recognizer = (
  cursor: Cursor,
  context: { readonly shouted: boolean; readonly terminated: boolean; readonly alone: boolean },
) => Verdict | undefined;

/** Objects whose loss loses data, or access to it. */
const DATA = new Set([
  'table',
  'tables',
  'database',
  'schema',
  'keyspace',
  'tablespace',
  'user',
  'role',
  'owned',
  'warehouse',
  'catalog',
  'dataset',
  'bucket',
  'login',
  'collection',
  'stream',
  'topic',
  'measurement',
  'stage',
]);
/** Objects that can be made again from their definition. */
const DEFINITIONS = new Set([
  'view',
  'index',
  'sequence',
  'function',
  'procedure',
  'trigger',
  'type',
  'domain',
  'extension',
  'server',
  'publication',
  'subscription',
  'policy',
  'aggregate',
  'collation',
  'event',
  'certificate',
  'synonym',
  'package',
  'profile',
  'rule',
  'operator',
  'cast',
  'language',
  'assembly',
  'dictionary',
  'graph',
  'constraint',
]);
const PREFIXES = [
  'materialized',
  'foreign',
  'external',
  'unique',
  'user',
  'global',
  'local',
  'spatial',
  'fulltext',
  'public',
  'dynamic',
  'hybrid',
  'event',
];
const TAIL =
  /^(?:cascade|restrict|purge|force|sync|async|constraints|including|contents|and|datafiles|with|no|delay|on|using|cluster|if|exists|keep)$/;

/** `DROP <kind> [IF EXISTS] name [, …] [CASCADE | …]`. */
export const recognizeDrop: Recognizer = (cursor) => {
  if (cursor.is('temporary') || cursor.is('temp')) return undefined;
  while (
    PREFIXES.some((prefix) => cursor.is(prefix)) &&
    (DATA.has(cursor.peek(1)?.text ?? '') || DEFINITIONS.has(cursor.peek(1)?.text ?? ''))
  )
    cursor.index++;
  const kind = cursor.peek();
  if (kind?.kind !== 'word') return undefined;
  const data = DATA.has(kind.text);
  if (!data && !DEFINITIONS.has(kind.text)) return undefined;
  cursor.index++;
  cursor.take('concurrently', 'by');
  cursor.takeAll('if', 'exists');
  if (kind.text === 'user' || kind.text === 'role') takeAccounts(cursor);
  else if (!cursor.takeNames()) return undefined;
  cursor.takeGroup();
  takeTail(cursor);
  return cursor.atEnd || cursor.is('*')
    ? { rule: 'sql-drop', confidence: data ? 0.95 : 0.7 }
    : undefined;
};

/** `'name'@'host', …`. */
function takeAccounts(cursor: Cursor): void {
  for (
    let token = cursor.peek();
    token !== undefined && !TAIL.test(token.text);
    token = cursor.peek()
  ) {
    const part =
      token.kind !== 'number' &&
      (token.kind !== 'symbol' || token.text === '@' || token.text === ',' || token.text === '%');
    if (!part || token.startsLine) break;
    cursor.index++;
    if (
      token.kind === 'word' &&
      cursor.peek()?.kind === 'word' &&
      !TAIL.test(cursor.peek()?.text ?? '')
    )
      break;
  }
}

function takeTail(cursor: Cursor): void {
  for (
    let token = cursor.peek();
    token?.kind === 'word' && TAIL.test(token.text) && !token.startsLine;
    token = cursor.peek()
  ) {
    cursor.index++;
    if (token.text === 'on' || token.text === 'cluster' || token.text === 'using')
      cursor.takeName();
    if (token.text === 'with') cursor.takeGroup();
  }
}

/** `TRUNCATE [TABLE] name …`: without `TABLE` it is also an English verb. */
export const recognizeTruncate: Recognizer = (cursor, { shouted, terminated, alone }) => {
  const table = cursor.take('table');
  cursor.takeAll('if', 'exists');
  cursor.take('only');
  if (!cursor.takeNames()) return undefined;
  cursor.take('*');
  let tail = false;
  while (
    cursor.take(
      'restart',
      'continue',
      'identity',
      'cascade',
      'restrict',
      'drop',
      'reuse',
      'storage',
      'partition',
      'all',
      'on',
      'cluster',
    )
  )
    tail = true;
  if (tail) cursor.takeName();
  if (!cursor.atEnd) return undefined;
  if (table || shouted || terminated || tail) return { rule: 'sql-truncate', confidence: 0.95 };
  return alone ? { rule: 'sql-truncate', confidence: 0.6 } : undefined;
};

/** `ALTER TABLE name … DROP …`, and protections turned off. */
export const recognizeAlter: Recognizer = (cursor) => {
  if (cursor.takeAll('system', 'set') || cursor.takeAll('system', 'reset'))
    return { rule: 'sql-server-state', confidence: 0.6 };
  if (cursor.take('database')) return alteredDatabase(cursor);
  if (cursor.take('user', 'role', 'login')) return alteredAccount(cursor);
  if (!cursor.take('table', 'keyspace')) return undefined;
  cursor.takeAll('if', 'exists');
  cursor.take('only');
  if (!cursor.takeName()) return undefined;
  let confidence = 0;
  for (let token = cursor.peek(); token !== undefined; token = cursor.peek()) {
    cursor.index++;
    if (token.kind !== 'word') continue;
    if (token.text === 'drop') confidence = Math.max(confidence, dropped(cursor));
    else if (token.text === 'truncate' && cursor.is('partition')) confidence = 0.9;
    else if (token.text === 'disable' && (cursor.is('trigger') || cursor.is('row')))
      confidence = Math.max(confidence, 0.7);
    else if (token.text === 'discard' && cursor.is('tablespace')) confidence = 0.9;
  }
  return confidence > 0 ? { rule: 'sql-alter-drop', confidence } : undefined;
};

/** What `ALTER TABLE … DROP` drops: data, a rule, or a mere property. */
function dropped(cursor: Cursor): number {
  if (
    cursor.is('default') ||
    cursor.is('not') ||
    cursor.is('expression') ||
    cursor.is('identity') ||
    cursor.is('index') ||
    cursor.is('key')
  )
    return 0;
  if (cursor.is('constraint') || cursor.is('foreign') || cursor.is('check') || cursor.is('primary'))
    return 0.6;
  const next = cursor.peek();
  return next?.kind === 'word' || next?.kind === 'identifier' || next?.text === '(' ? 0.85 : 0;
}

function alteredDatabase(cursor: Cursor): Verdict | undefined {
  if (!cursor.takeName() || !cursor.take('set')) return undefined;
  return cursor.is('offline') || cursor.is('emergency') || cursor.is('single_user')
    ? { rule: 'sql-server-state', confidence: 0.7 }
    : undefined;
}

function alteredAccount(cursor: Cursor): Verdict | undefined {
  if (!cursor.takeName()) return undefined;
  cursor.take('with');
  return cursor.is('superuser') || cursor.is('bypassrls')
    ? { rule: 'sql-grant', confidence: 0.8 }
    : undefined;
}
