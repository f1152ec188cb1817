import { readTokens, type Dialect } from './lexer.ts';
import { addNested, isRunLater, runsVariable } from './dynamic.ts';
import { recognizeMatch } from './graph.ts';
import { findMongo } from './mongo.ts';
import { findRedis } from './redis.ts';
import { Cursor } from './statement.ts';
import type { SqlFinding } from './sql-rules.ts';
import {
  recognizeAlter,
  recognizeDrop,
  recognizeTruncate,
  type Recognizer,
} from './statements-drop.ts';
import { rowStatements } from './statements-rows.ts';
import {
  recognizeCmdShell,
  recognizeCopy,
  recognizeExec,
  recognizeGrant,
  recognizeLoad,
  recognizeRevoke,
  recognizeSelect,
  recognizeServer,
} from './statements-server.ts';
import type { Token } from './token.ts';

/** Statements inside the strings of other statements are followed this deep. */
const MAX_DEPTH = 4;
const MAX_FINDINGS = 256;

/** Finds the destructive statements of a SQL text. Total; linear in its length. */
export function findDestructiveSql(sql: string, depth = 0): readonly SqlFinding[] {
  const findings = new Map<string, SqlFinding>();
  for (const dialect of dialectsFor(sql)) {
    for (const finding of findIn(readTokens(sql, dialect), depth)) {
      const key = `${finding.rule} ${finding.start} ${finding.end}`;
      if ((findings.get(key)?.confidence ?? 0) < finding.confidence && findings.size < MAX_FINDINGS)
        findings.set(key, finding);
    }
  }
  return [...findings.values()];
}

/** A comment with letters on both sides; comments in place of blanks are read without it. */
const COMMENT_IN_WORD = /[A-Za-z]\/\*[^*]{0,64}\*\/[A-Za-z]/;

/** The readings that differ for this text: which one the server takes is not known, so all count. */
function dialectsFor(sql: string): readonly Dialect[] {
  const dialects: Dialect[] = [{ backslash: false, nested: true }];
  if (/\\['"]/.test(sql)) dialects.push({ backslash: true, nested: true });
  if (sql.includes('/*') && sql.includes('/*', sql.indexOf('/*') + 2))
    dialects.push({ backslash: true, nested: false });
  if (COMMENT_IN_WORD.test(sql)) dialects.push({ backslash: true, nested: false, glued: true });
  return dialects;
}

/** Words behind which another statement may begin. */
const STARTERS: ReadonlySet<string> = new Set([
  'begin',
  'then',
  'else',
  'loop',
  'do',
  'go',
  ')',
  'atomic',
  'analyze',
  'verbose',
  'immediate',
]);

function findIn(tokens: readonly Token[], depth: number): SqlFinding[] {
  const findings: SqlFinding[] = [...findMongo(tokens), ...findRedis(tokens)];
  const recognizers = recognizersFor(tokens);
  const runsVariables = runsVariable(tokens);
  let start = 0;
  while (start < tokens.length && findings.length < MAX_FINDINGS) {
    let end = start;
    while (end < tokens.length && !isSemicolon(tokens[end])) end++;
    if (!isExplained(tokens, start, end))
      findInStatement(tokens, start, end, recognizers, findings, depth, runsVariables);
    start = end + 1;
  }
  return findings;
}

function recognizersFor(tokens: readonly Token[]): ReadonlyMap<string, Recognizer> {
  const { recognizeDelete, recognizeUpdate, recognizeMerge } = rowStatements(tokens);
  return new Map<string, Recognizer>([
    ['drop', recognizeDrop],
    ['truncate', recognizeTruncate],
    ['alter', recognizeAlter],
    ['delete', recognizeDelete],
    ['update', recognizeUpdate],
    ['merge', recognizeMerge],
    ['grant', recognizeGrant],
    ['revoke', recognizeRevoke],
    ['exec', recognizeExec],
    ['execute', recognizeExec],
    ['call', recognizeExec],
    ['copy', recognizeCopy],
    ['load', recognizeLoad],
    ['select', recognizeSelect],
    ['reset', recognizeServer('reset')],
    ['purge', recognizeServer('purge')],
    ['shutdown', recognizeServer('shutdown')],
    ['xp_cmdshell', recognizeCmdShell],
    ['match', recognizeMatch],
  ]);
}

function isSemicolon(token: Token | undefined): boolean {
  return token?.kind === 'symbol' && token.text === ';';
}

/** `EXPLAIN` without `ANALYZE` runs nothing. */
function isExplained(tokens: readonly Token[], start: number, end: number): boolean {
  const first = tokens[start];
  if (first?.kind !== 'word' || !/^(?:explain|describe|desc)$/.test(first.text)) return false;
  for (let index = start + 1; index < Math.min(end, start + 16); index++) {
    const text = tokens[index]?.text;
    if (text === 'analyze' || text === 'analyse') return false;
    if (
      tokens[index]?.kind === 'word' &&
      /^(?:select|insert|update|delete|with|drop|merge)$/.test(text ?? '')
    )
      break;
  }
  return true;
}

/** Verbs whose recogniser reads to the end: once is enough for a whole statement. */
const READING: ReadonlySet<string> = new Set([
  'select',
  'copy',
  'grant',
  'revoke',
  'merge',
  'alter',
  'match',
]);

/** Looks at every place of a statement where a verb may stand. Dialects that need no semicolon begin statements at lines. */
function findInStatement(
  tokens: readonly Token[],
  start: number,
  end: number,
  recognizers: ReadonlyMap<string, Recognizer>,
  findings: SqlFinding[],
  depth: number,
  runsVariables: boolean,
): void {
  let from = start;
  while (from < end) {
    let to = from + 1;
    while (to < end && !(tokens[to]?.startsLine === true && isVerb(tokens[to], recognizers))) to++;
    findInPart(tokens, from, to, end, recognizers, findings, depth, runsVariables);
    from = to;
  }
}

function isVerb(token: Token | undefined, recognizers: ReadonlyMap<string, Recognizer>): boolean {
  return token?.kind === 'word' && recognizers.has(token.text);
}

function findInPart(
  tokens: readonly Token[],
  start: number,
  end: number,
  statementEnd: number,
  recognizers: ReadonlyMap<string, Recognizer>,
  findings: SqlFinding[],
  depth: number,
  runsVariables: boolean,
): void {
  const read = new Set<string>();
  for (let index = start; index < end; index++) {
    const token = tokens[index];
    if (token === undefined) continue;
    if (token.kind === 'string') {
      if (
        depth < MAX_DEPTH &&
        (runsString(tokens, start, index) || isRunLater(tokens, index, runsVariables))
      )
        addNested(tokens, index, (sql) => findDestructiveSql(sql, depth + 1), findings);
      continue;
    }
    const recognizer = token.kind === 'word' ? recognizers.get(token.text) : undefined;
    if (recognizer === undefined || read.has(token.text) || !beginsStatement(tokens, start, index))
      continue;
    if (READING.has(token.text)) read.add(token.text);
    const cursor = new Cursor(tokens, index + 1, end);
    const terminated = end === statementEnd && isSemicolon(tokens[end]);
    const verdict = recognizer(cursor, {
      shouted: token.shouted,
      terminated,
      alone: start === 0 && index === 0,
    });
    if (verdict === undefined) continue;
    const last = tokens[Math.min(Math.max(cursor.index, index + 1), end) - 1] ?? token;
    findings.push({ ...verdict, start: token.start, end: Math.max(last.end, token.end) });
  }
}

function beginsStatement(tokens: readonly Token[], start: number, index: number): boolean {
  const token = tokens[index];
  const before = tokens[index - 1];
  if (index === start || before === undefined || token?.startsLine === true) return true;
  if (before.kind === 'symbol' && before.text === '(') {
    return index - 1 === start || /^(?:as|materialized)$/.test(tokens[index - 2]?.text ?? '');
  }
  return (before.kind === 'word' || before.kind === 'symbol') && STARTERS.has(before.text);
}

/** `EXECUTE 'x'`, `EXEC('x')`, `PREPARE s FROM 'x'`, `DO $$x$$`, `sp_executesql N'x'`. */
function runsString(tokens: readonly Token[], start: number, index: number): boolean {
  let back = index - 1;
  const first = Math.max(start, index - 8);
  while (back >= first && BEFORE_STRING.has(tokens[back]?.text ?? '')) back--;
  const verb = tokens[back]?.text ?? '';
  if (verb === 'from')
    return tokens.slice(Math.max(start, back - 3), back).some((token) => token.text === 'prepare');
  return RUNS_STRING.has(verb) && tokens[back]?.kind === 'word';
}

/** What may stand between a verb and the string that it runs. */
const BEFORE_STRING: ReadonlySet<string> = new Set([
  'n',
  'e',
  'u',
  '(',
  'language',
  'plpgsql',
  'format',
  'concat',
]);
const RUNS_STRING: ReadonlySet<string> = new Set([
  'execute',
  'exec',
  'immediate',
  'do',
  'sp_executesql',
  'query',
  'dblink_exec',
  'dblink',
  'exec_sql',
]);
