import type { SqlFinding } from './sql-rules.ts';
import type { Token } from './token.ts';

/** Finds `db.x.drop()`, `db.dropDatabase()` and deletions without a filter in MongoDB's JavaScript. */
export function findMongo(tokens: readonly Token[]): SqlFinding[] {
  const findings: SqlFinding[] = [];
  for (let index = 1; index + 1 < tokens.length; index++) {
    const method = tokens[index];
    if (matchesEverything(tokens, index)) findings.push(everything(tokens, index));
    if (
      method?.kind !== 'word' ||
      tokens[index - 1]?.text !== '.' ||
      tokens[index + 1]?.text !== '('
    )
      continue;
    const confidence = confidenceOf(method.text, tokens, index);
    if (confidence === 0) continue;
    const end = tokens[Math.min(index + 2, tokens.length - 1)]?.end ?? method.end;
    findings.push({ rule: 'sql-mongo-drop', confidence, start: startOf(tokens, index), end });
  }
  return findings;
}

/** Commands of the server that lose data or end it. */
const RUN_COMMANDS =
  /^(?:dropdatabase|drop|dropindexes|dropallusersfromdatabase|dropuser|shutdown)$/i;

function confidenceOf(method: string, tokens: readonly Token[], index: number): number {
  const first = tokens[index + 2]?.text;
  const second = tokens[index + 3]?.text;
  switch (method) {
    case 'dropdatabase':
    case 'drop_database':
      return 0.95;
    case 'dropcollection':
    case 'drop_collection':
      return 0.9;
    case 'drop':
      return onDatabase(tokens, index) ? 0.9 : 0;
    case 'deletemany':
    case 'delete_many':
      return first === '{' && second !== '}' ? 0.6 : 0.95;
    case 'remove':
      return onDatabase(tokens, index) ? (first === '{' && second !== '}' ? 0.6 : 0.9) : 0;
    case 'runcommand':
    case 'admincommand':
    case 'run_command':
      return first === '{' && RUN_COMMANDS.test(second ?? '') ? 0.9 : 0;
    case 'updatemany':
    case 'update_many':
      return first === '{' && second === '}' ? 0.8 : 0;
    case 'dropindexes':
    case 'dropuser':
    case 'dropallusersfromdatabase':
      return onDatabase(tokens, index) ? 0.8 : 0;
    default:
      return 0;
  }
}

/** `deleteMany: { filter: {} }` of `bulkWrite`, `"q": {}` of a `delete` command. */
function matchesEverything(tokens: readonly Token[], index: number): boolean {
  const name = tokens[index];
  if (name === undefined || name.kind === 'symbol' || tokens[index + 1]?.text !== ':') return false;
  const text = (offset: number): string => tokens[index + offset]?.text ?? '';
  if (/^deletemany$/i.test(name.text))
    return (
      text(2) === '{' &&
      text(3) === 'filter' &&
      text(4) === ':' &&
      text(5) === '{' &&
      text(6) === '}'
    );
  const listed = text(-1) === '{' && text(-2) === '[' && text(-4) === 'deletes';
  return name.text === 'q' && listed && text(2) === '{' && text(3) === '}';
}

function everything(tokens: readonly Token[], index: number): SqlFinding {
  const { start = 0, end = 0 } = tokens[index] ?? {};
  return { rule: 'sql-mongo-drop', confidence: 0.9, start, end };
}

/** Whether the chain of members begins with `db`. */
function onDatabase(tokens: readonly Token[], index: number): boolean {
  return tokens
    .slice(Math.max(0, index - 12), index)
    .some(
      (token) => token.kind === 'word' && (token.text === 'db' || token.text === 'getcollection'),
    );
}

function startOf(tokens: readonly Token[], index: number): number {
  let start = index;
  while (
    start > 1 &&
    index - start < 12 &&
    tokens[start - 1]?.text === '.' &&
    tokens[start - 2]?.kind === 'word'
  )
    start -= 2;
  return tokens[start]?.start ?? 0;
}
