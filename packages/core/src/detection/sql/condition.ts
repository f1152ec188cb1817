import type { Token } from './token.ts';

/** What limits the rows that a statement touches. */
export type Limit = 'none' | 'always true' | 'count' | 'condition' | 'key';

const ENDS_CONDITION: ReadonlySet<string> = new Set([
  'returning',
  'order',
  'limit',
  'group',
  'option',
  'into',
  'on',
]);

/** Words that begin the next statement of a block. */
const NEXT_STATEMENT: ReadonlySet<string> = new Set([
  'then',
  'else',
  'end',
  'begin',
  'loop',
  'do',
  'go',
  'atomic',
  'analyze',
  'verbose',
  'immediate',
]);

/** How the rest of a statement, from `from` to `end`, limits its rows. */
export function limitOf(tokens: readonly Token[], from: number, end: number): Limit {
  let depth = 0;
  let counted = false;
  for (let index = from; index < end; index++) {
    const token = tokens[index];
    if (token === undefined || token.kind === 'string') continue;
    if (token.text === '(') depth++;
    else if (token.text === ')') {
      depth--;
      if (depth < 0) break;
    } else if (depth === 0 && token.kind === 'word') {
      if (token.text === 'where') return limitedBy(conditionFrom(tokens, index + 1, end));
      if (NEXT_STATEMENT.has(token.text)) break;
      if (token.text === 'limit' || token.text === 'fetch') counted = true;
    }
  }
  return counted ? 'count' : 'none';
}

function limitedBy(condition: readonly Token[]): Limit {
  if (isAlwaysTrue(condition)) return 'always true';
  return namesOneRow(condition) ? 'key' : 'condition';
}

/** Columns that tell one row from all others. */
const KEY = /^(?:id|_id|uuid|guid|pk|rowid|oid|\w{1,60}_(?:id|uuid|guid|pk))$/i;
const MAX_KEY_CONDITION = 32;

/** Whether a condition is a key compared with one value, perhaps with more conditions: `id = 7 AND a = 'b'`. */
function namesOneRow(condition: readonly Token[]): boolean {
  if (
    condition.length > MAX_KEY_CONDITION ||
    condition.some(({ text, kind }) => kind === 'word' && /^(?:or|not|xor)$/.test(text))
  )
    return false;
  return splitAt(withoutParentheses(condition), 'and', '&').some((part) => {
    const equals = part.findIndex(({ text }) => text === '=');
    const column = part[equals - 1];
    const value = part.slice(equals + 1);
    return (
      equals > 0 &&
      column !== undefined &&
      column.kind !== 'string' &&
      KEY.test(column.text) &&
      isOneValue(value)
    );
  });
}

/** A number, a string, or a parameter: `?`, `$1`, `:id`, `@id`, `%s`. */
function isOneValue([first, second, third]: readonly Token[]): boolean {
  if (first === undefined || third !== undefined) return false;
  if (second === undefined)
    return first.kind === 'number' || first.kind === 'string' || first.text === '?';
  return /^[$:@%]$/.test(first.text) && (second.kind === 'word' || second.kind === 'number');
}

function conditionFrom(tokens: readonly Token[], from: number, end: number): Token[] {
  const condition: Token[] = [];
  let depth = 0;
  for (let index = from; index < end; index++) {
    const token = tokens[index];
    if (token === undefined) break;
    if (token.text === '(' && token.kind === 'symbol') depth++;
    if (token.text === ')' && token.kind === 'symbol') depth--;
    if (depth < 0 || (depth === 0 && token.kind === 'word' && ENDS_CONDITION.has(token.text)))
      break;
    condition.push(token);
  }
  return condition;
}

/** Whether every row meets a condition whatever it holds: `1=1`, `true`, `id = id`, `x or 'a'='a'`. */
export function isAlwaysTrue(condition: readonly Token[], depth = 0): boolean {
  if (depth > 8) return false;
  const tokens = withoutParentheses(condition);
  if (tokens.length === 0) return depth === 0;
  const alternatives = splitAt(tokens, 'or', '|');
  if (alternatives.length > 1)
    return alternatives.some((part) => part.length > 0 && isAlwaysTrue(part, depth + 1));
  const parts = splitAt(tokens, 'and', '&');
  if (parts.length > 1) return parts.every((part) => isAlwaysTrue(part, depth + 1));
  return isTrivial(tokens);
}

function isTrivial(tokens: readonly Token[]): boolean {
  const [left, operator, right, fourth] = tokens;
  if (left === undefined) return true;
  if (operator === undefined)
    return left.text === 'true' || (left.kind === 'number' && Number(left.text) !== 0);
  if (left.text === 'not')
    return tokens.length === 2 && (operator.text === 'false' || operator.text === '0');
  if (right === undefined) return false;
  if (operator.text === '=' && fourth === undefined) return same(left, right);
  if (operator.text === 'like' && fourth === undefined)
    return right.kind === 'string' && /^%+$/.test(right.text);
  const comparison =
    /^[<>!=]$/.test(operator.text) && /^[<>=]$/.test(right.text) && fourth !== undefined;
  const value = comparison ? fourth : right;
  if (tokens.length !== (comparison ? 4 : 3)) return false;
  const sign = operator.text + (comparison ? right.text : '');
  if ((sign === '>=' || sign === '<=') && same(left, value)) return true;
  if (left.kind === 'number' && value.kind === 'number')
    return compare(Number(left.text), sign, Number(value.text));
  if (left.kind === 'string' && value.kind === 'string')
    return (sign === '<>' || sign === '!=') && left.text !== value.text;
  // A key is never negative.
  return (
    /^(?:id|pk|rowid|oid|_id)$/.test(left.text) &&
    value.text === '0' &&
    /^(?:>|>=|<>|!=)$/.test(sign)
  );
}

function same(left: Token, right: Token): boolean {
  return left.kind === right.kind && left.text === right.text;
}

function compare(left: number, sign: string, right: number): boolean {
  switch (sign) {
    case '<':
      return left < right;
    case '>':
      return left > right;
    case '<=':
      return left <= right;
    case '>=':
      return left >= right;
    case '<>':
    case '!=':
      return left !== right;
    default:
      return false;
  }
}

const MAX_PARENTHESES = 8;

/** A condition without the parentheses that stand around all of it. Linear. */
function withoutParentheses(condition: readonly Token[]): readonly Token[] {
  const is = (token: Token | undefined, text: string): boolean =>
    token?.kind === 'symbol' && token.text === text;
  let opened = 0;
  while (is(condition[opened], '(')) opened++;
  let closed = 0;
  while (is(condition[condition.length - 1 - closed], ')')) closed++;
  let depth = opened;
  let least = opened;
  for (let index = opened; index < condition.length - closed; index++) {
    if (is(condition[index], '(')) depth++;
    else if (is(condition[index], ')')) least = Math.min(least, --depth);
  }
  const around = Math.min(opened, closed, least, MAX_PARENTHESES);
  return around === 0 ? condition : condition.slice(around, condition.length - around);
}

/** Splits at a word, or its doubled symbol, outside parentheses. `BETWEEN x AND y` stays whole enough: it is not trivial. */
function splitAt(tokens: readonly Token[], word: string, symbol: string): Token[][] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index];
    if (token === undefined) break;
    if (token.kind === 'symbol' && token.text === '(') depth++;
    if (token.kind === 'symbol' && token.text === ')') depth--;
    const doubled = token.text === symbol && tokens[index + 1]?.text === symbol;
    if (depth === 0 && ((token.kind === 'word' && token.text === word) || doubled)) {
      if (doubled) index++;
      parts.push([]);
    } else parts.at(-1)?.push(token);
  }
  return parts;
}
