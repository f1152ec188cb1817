import { joinSources } from '../source.ts';
import { NO_INPUT, type Checks, type Invocation } from '../invocation.ts';

/** `echo`, `printf`: what is printed is data, but may be piped into a shell. */
function checkEcho(call: Invocation): void {
  let printed = call.args.filter((argument) => !/^-[neE]+$/.test(argument.text));
  // A format that only says where the words go.
  if (printed.length > 1 && /^(?:%s|\\n|\s)+$/.test(printed[0]?.text ?? ''))
    printed = printed.slice(1);
  if (printed.length > 0) call.emit({ ...NO_INPUT, texts: [joinSources(printed)] });
}

/** Programs that pass on what they read. */
function passOn(call: Invocation): void {
  call.emit(call.input);
}

function decode(call: Invocation): void {
  call.emit({ ...call.input, decoded: true, texts: [] });
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
  cat: passOn,
  tee: passOn,
  base64: decodeWith(/^(?:-d|-D|-di|-id|--decode)$/),
  base32: decodeWith(/^(?:-d|--decode)$/),
  xxd: decodeWith(/^-[a-z]*r/),
  openssl: decodeWith(/^-[ad]$/),
  rev: decode,
  uudecode: decode,
  tr: decode,
  gpg: decodeWith(/^(?:-d|--decrypt)$/),
};
