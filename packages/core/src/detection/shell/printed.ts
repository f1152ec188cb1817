import { decodeEscapes } from './escapes.ts';
import { joinSources, sourceFrom, type Source } from './source.ts';

const DIRECTIVE = /%(?:%|[-+ 0#]{0,4}\d{0,3}(?:\.\d{1,3})?[sbqdcxiu])/g;
const MAX_DIRECTIVES = 64;

/** What `echo` or `printf` prints, given its words; undefined if nothing. */
export function printedText(program: string, words: readonly Source[]): Source | undefined {
  if (program === 'printf') return formatted(words);
  let first = 0;
  let escapes = false;
  for (; first < words.length && /^-[neE]+$/.test(words[first]?.text ?? ''); first++)
    escapes = words[first]?.text.includes('e') === true;
  if (first === words.length) return undefined;
  const line = joinSources(words.slice(first));
  return escapes ? decodeEscapes(line) : line;
}

/** The format with its words put in; each word's place is kept where the format is only directives. */
function formatted(words: readonly Source[]): Source | undefined {
  const [format, ...values] = words[0]?.text === '--' ? words.slice(1) : words;
  if (format === undefined || format.text.startsWith('-')) return undefined;
  if (values.length === 0) return decodeEscapes(format);
  if (/^(?:%[sbq]|\\n|\s)+$/.test(format.text)) return decodeEscapes(joinSources(values));
  let used = 0;
  const text = decodeEscapes(format).text.replace(DIRECTIVE, (directive) => {
    if (directive === '%%' || used > MAX_DIRECTIVES) return '%';
    const value = values[used++];
    return value === undefined ? '' : decodeEscapes(value).text;
  });
  const at = sourceFrom(format, 0);
  return { text, locate: () => at.locate(0) };
}
