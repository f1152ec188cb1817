/** Most characters between the end of a keyword and the end of the operator after it. */
export const MAX_OPERATOR_DISTANCE = 24;

/** Most blanks and quote characters between an operator and the value. */
export const MAX_VALUE_DISTANCE = 16;

/**
 * Where the value of an assignment begins: `password = "…"`, `"api_key": "…"`, `token=>…`, `SECRET_NAME:=…`,
 * `env["TOKEN"]="…"`. After the keyword may come the rest of a name, closing quotes (escaped ones too, as in
 * JSON inside a string) and brackets, blanks, the operator `=`, `:`, `=>`, `:=` or `==`, blanks, an opening quote.
 * In `password: string = "…"` the type is passed over.
 *
 * @param keywordEnd the index after the keyword
 * @returns the index of the value's first character, or -1. O(1).
 */
export function valueStart(text: string, keywordEnd: number): number {
  const limit = Math.min(text.length, keywordEnd + MAX_OPERATOR_DISTANCE);
  let at = keywordEnd;
  while (at < limit && isNameChar(text.charCodeAt(at))) at++;
  while (at < limit && isCloser(text.charCodeAt(at))) at++;
  const operator = operatorEnd(text, at, limit);
  if (operator === -1) return -1;
  const typed = text.charCodeAt(at) === 0x3a ? afterType(text, operator) : -1;
  return skipOpeners(text, typed === -1 ? operator : typed);
}

function operatorEnd(text: string, at: number, limit: number): number {
  if (at >= limit) return -1;
  const code = text.charCodeAt(at);
  if (code !== 0x3a && code !== 0x3d) return -1;
  const next = text.charCodeAt(at + 1);
  const long = code === 0x3a ? next === 0x3d : next === 0x3e || next === 0x3d;
  return at + (long ? 2 : 1);
}

/** After `: string =`, the index after the `=`; else -1. */
function afterType(text: string, from: number): number {
  const limit = Math.min(text.length, from + MAX_OPERATOR_DISTANCE);
  let at = from;
  while (at < limit && isBlank(text.charCodeAt(at))) at++;
  const name = at;
  while (at < limit && isNameChar(text.charCodeAt(at))) at++;
  if (at === name) return -1;
  const end = at;
  while (at < limit && isBlank(text.charCodeAt(at))) at++;
  if (at === end || at >= limit || text.charCodeAt(at) !== 0x3d) return -1;
  return text.charCodeAt(at + 1) === 0x3d ? -1 : at + 1;
}

function skipOpeners(text: string, from: number): number {
  const limit = Math.min(text.length, from + MAX_VALUE_DISTANCE);
  let at = from;
  while (at < limit && isBlank(text.charCodeAt(at))) at++;
  while (at < limit && text.charCodeAt(at) === 0x5c && isOpenerAfter(text, at)) at++;
  if (at < limit && isQuote(text.charCodeAt(at))) at++;
  return at;
}

/** Whether only backslashes stand between here and a quote. */
function isOpenerAfter(text: string, from: number): boolean {
  const limit = Math.min(text.length, from + 4);
  let at = from;
  while (at < limit && text.charCodeAt(at) === 0x5c) at++;
  return isQuote(text.charCodeAt(at));
}

/** Letters, digits, `_`, `-` and `.`: what else a name can consist of. */
function isNameChar(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x30 && code <= 0x39) ||
    code === 0x5f ||
    code === 0x2d ||
    code === 0x2e
  );
}

/** Blanks, quotes, backslashes, closing brackets. */
function isCloser(code: number): boolean {
  return (
    isBlank(code) ||
    isQuote(code) ||
    code === 0x5c ||
    code === 0x5d ||
    code === 0x29 ||
    code === 0x7d
  );
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

function isQuote(code: number): boolean {
  return code === 0x22 || code === 0x27 || code === 0x60;
}
