import type { SqlFinding } from './sql-rules.ts';
import type { Token } from './token.ts';

const RUNS = /^(?:exec|execute|immediate|sp_executesql)$/;
/** Pieces of one string that are looked at. */
const MAX_PIECES = 32;

/** Whether a text runs what a variable holds: `EXEC(@s)`, `PREPARE p FROM @s`, `EXECUTE IMMEDIATE v`. */
export function runsVariable(tokens: readonly Token[]): boolean {
  return tokens.some((token, index) => {
    if (token.kind !== 'word') return false;
    const next = tokens[index + 1]?.text === '(' ? tokens[index + 2] : tokens[index + 1];
    if (RUNS.test(token.text))
      return (
        next?.text === '@' ||
        next?.text === ':' ||
        (token.text === 'immediate' && next?.kind === 'word')
      );
    return token.text === 'from' && tokens[index - 2]?.text === 'prepare' && next?.text === '@';
  });
}

/** Whether a string is assigned (`SET @s = '…'`, `s := '…'`) in a text that runs what variables hold. */
export function isRunLater(
  tokens: readonly Token[],
  index: number,
  runsVariables: boolean,
): boolean {
  if (!runsVariables) return false;
  const before = tokens[index - 1];
  const prefix = before?.kind === 'word' && /^[neu]$/.test(before.text);
  return (prefix ? tokens[index - 2] : before)?.text === '=';
}

/** Adds what a string would destroy that is run, together with whatever is joined to it by `+` or `||`. */
export function addNested(
  tokens: readonly Token[],
  index: number,
  find: (sql: string) => readonly SqlFinding[],
  findings: SqlFinding[],
): void {
  const token = tokens[index];
  if (token === undefined) return;
  const { text, last } = joinedFrom(tokens, index);
  for (const finding of find(text)) {
    const own = last === index;
    findings.push({
      ...finding,
      start: own ? finding.start + token.inside : token.start,
      end: own ? finding.end + token.inside : (tokens[last]?.end ?? token.end),
    });
  }
}

/** The string that starts here with the pieces joined to it; a variable stands as `x`. */
function joinedFrom(
  tokens: readonly Token[],
  index: number,
): { readonly text: string; readonly last: number } {
  let text = tokens[index]?.text ?? '';
  let last = index;
  for (let pieces = 0; pieces < MAX_PIECES; pieces++) {
    const first = tokens[last + 1]?.text;
    const width = first === '+' ? 1 : first === '|' && tokens[last + 2]?.text === '|' ? 2 : 0;
    if (width === 0) break;
    let at = last + width + 1;
    if (tokens[at]?.text === '@' || tokens[at]?.text === ':') at++;
    const piece = tokens[at];
    if (piece === undefined) break;
    text += piece.kind === 'string' ? piece.text : 'x';
    last = at;
  }
  return { text, last };
}
