import type { SqlFinding } from './sql-rules.ts';
import type { Token } from './token.ts';

const FLUSH = /^flush(?:all|db)$/i;
const MAX_FINDINGS = 64;

/** Finds `FLUSHALL` and its like where Redis is given commands, and in `redis.call('FLUSHALL')`. */
export function findRedis(tokens: readonly Token[]): SqlFinding[] {
  const findings: SqlFinding[] = [];
  for (let index = 0; index < tokens.length && findings.length < MAX_FINDINGS; index++) {
    const token = tokens[index];
    if (token === undefined) break;
    const end = tokens[Math.min(endOf(tokens, index), tokens.length - 1)]?.end ?? token.end;
    const confidence = confidenceOf(tokens, index);
    if (confidence > 0)
      findings.push({ rule: 'sql-redis-flush', confidence, start: token.start, end });
  }
  return findings;
}

function confidenceOf(tokens: readonly Token[], index: number): number {
  const token = tokens[index];
  const first = index === 0 || token?.startsLine === true || tokens[index - 1]?.text === ';';
  if (token?.kind === 'word' && first) {
    const next = tokens[index + 1];
    const after = tokens[index + 2]?.text ?? '';
    if (FLUSH.test(token.text))
      return next === undefined || next.startsLine || /^(?:async|sync|;)$/.test(next.text)
        ? 0.9
        : 0;
    if (
      token.text === 'config' &&
      next?.text === 'set' &&
      /^(?:dir|dbfilename|appendonly)$/.test(after)
    )
      return 0.8;
    if (token.text === 'debug' && next?.text === 'segfault') return 0.8;
    if (token.text === 'script' && next?.text === 'flush') return 0.6;
  }
  // A command as an argument of `redis.call`, `client.sendCommand`, or inside the text of `EVAL`.
  const called = tokens[index - 1]?.text === '(' && tokens[index - 2]?.kind === 'word';
  if (token?.kind === 'string' && called && FLUSH.test(token.text)) return 0.9;
  const evaluated = token?.kind === 'identifier' && tokens[index - 1]?.text === 'eval';
  if (evaluated && /\b(?:call|pcall)\s*\(\s*['"]flush(?:all|db)/i.test(token.text.slice(0, 4096)))
    return 0.9;
  const method =
    token?.kind === 'word' && tokens[index - 1]?.text === '.' && tokens[index + 1]?.text === '(';
  return method && /^flush_?(?:all|db)$/.test(token.text) ? 0.85 : 0;
}

function endOf(tokens: readonly Token[], index: number): number {
  return tokens[index + 1]?.text === 'set' ? index + 2 : index;
}
