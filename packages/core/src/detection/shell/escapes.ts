import type { Source } from './source.ts';
import { locateInSource, ValueBuilder } from './syntax/source-map.ts';

const SIMPLE: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  v: '\v',
  '\\': '\\',
  '"': '"',
  "'": "'",
};
const NUMERIC = /\\(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|0?([0-7]{1,3}))/y;

/** What `printf` and `echo -e` make of C escapes (`\x72`, `\162`, `\n`), with the place of each character. */
export function decodeEscapes(source: Source): Source {
  const { text } = source;
  if (!text.includes('\\')) return source;
  const value = new ValueBuilder();
  let run = 0;
  for (let index = text.indexOf('\\'); index !== -1; index = text.indexOf('\\', run)) {
    NUMERIC.lastIndex = index;
    const found = NUMERIC.exec(text);
    const letter = text.charAt(index + 1);
    const decoded = found === null ? SIMPLE[letter] : fromNumber(found);
    const end = found === null ? index + 2 : NUMERIC.lastIndex;
    if (index > run) value.add(text.slice(run, index), run);
    value.add(decoded ?? text.slice(index, end), index, end - index);
    run = Math.min(end, text.length);
  }
  if (run < text.length) value.add(text.slice(run), run);
  const map = value.map();
  return { text: value.value(), locate: (at) => source.locate(locateInSource(map, at)) };
}

function fromNumber([, hex, short, long, octal]: RegExpExecArray): string {
  const code =
    octal === undefined
      ? Number.parseInt(hex ?? short ?? long ?? '0', 16)
      : Number.parseInt(octal, 8) & 0xff;
  return code <= 0x10ffff ? String.fromCodePoint(code) : '';
}
