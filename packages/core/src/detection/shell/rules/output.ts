import { printedText } from '../printed.ts';
import { contentOf, readByNames } from '../content.ts';
import { NO_INPUT, type Checks, type Invocation } from '../invocation.ts';

/** `echo`, `printf`: what is printed is data, but may be piped into a shell. */
function checkEcho(call: Invocation): void {
  const text = printedText(call.program, call.args);
  if (text !== undefined) call.emit({ ...NO_INPUT, texts: [text] });
}

/** Programs that pass on what they read: their input, files that the script wrote, `<(echo …)`. */
function passOn(call: Invocation): void {
  call.emit(readByNames(call));
}

/** `tee file`: what it reads is in the file as well. */
function checkTee(call: Invocation): void {
  const appends = call.args.some(({ text }) => /^(?:-a|--append)$/.test(text));
  for (const { text } of call.args) if (!text.startsWith('-')) call.save(text, call.input, appends);
  call.emit(call.input);
}

/** `cp a b`, `mv a b`: the copy holds what the original held. */
function checkCopied(call: Invocation): void {
  const paths = call.args.filter(({ text }) => !text.startsWith('-'));
  const [from, to] = paths;
  if (from === undefined || to === undefined || paths.length > 2) return;
  const content = from.text === '/dev/stdin' ? call.input : contentOf(call, from);
  if (content !== undefined) call.save(to.text, content, false);
}

function decode(call: Invocation): void {
  const { fetched, piped } = call.input;
  call.emit({ fetched, decoded: true, piped, texts: [] });
}

/** `base64 -d`, `xxd -r`, `openssl enc -d`: their output cannot be known from their input's words. */
function decodeWith(pattern: RegExp): (call: Invocation) => void {
  return (call) => {
    if (call.args.some((argument) => pattern.test(argument.text))) decode(call);
  };
}

/** Checks of the programs that print or pass on text, for what stands behind a pipe. */
export const OUTPUT_CHECKS: Checks = {
  echo: checkEcho,
  printf: checkEcho,
  'write-output': checkEcho,
  ...Object.fromEntries(
    [
      'cat tac head tail sort uniq grep egrep fgrep sed cut awk gawk mawk fold fmt nl sponge pv iconv envsubst',
      'dos2unix zcat gunzip bzcat xzcat zstdcat',
    ]
      .flatMap((names) => names.split(' '))
      .map((name) => [name, passOn]),
  ),
  tee: checkTee,
  cp: checkCopied,
  mv: checkCopied,
  install: checkCopied,
  base64: decodeWith(/^(?:-d|-D|-di|-id|--decode)$/),
  base32: decodeWith(/^(?:-d|--decode)$/),
  xxd: decodeWith(/^-[a-z]*r/),
  openssl: decodeWith(/^-[ad]$/),
  rev: decode,
  uudecode: decode,
  tr: decode,
  gpg: decodeWith(/^(?:-d|--decrypt)$/),
};
