import type { Expansion, Script } from './syntax/syntax.ts';

/** Where the text of a word comes from, as far as it is substituted. */
export interface Origin {
  /** From the network. */
  readonly fetched: boolean;
  /** From a decoder, so that it cannot be read here. */
  readonly decoded: boolean;
}

const DOWNLOADERS: ReadonlySet<string> = new Set([
  'curl',
  'wget',
  'fetch',
  'http',
  'https',
  'aria2c',
  'lynx',
  'iwr',
  'irm',
  'invoke-webrequest',
  'invoke-restmethod',
]);
const DECODERS: Readonly<Record<string, RegExp>> = {
  base64: /^(?:-[a-z]*d|-D|--decode)$/,
  base32: /^(?:-d|--decode)$/,
  xxd: /^-[a-z]*r/,
  openssl: /^-d$/,
  rev: /^/,
  gpg: /^(?:-d|--decrypt)$/,
};

/** Wrappers, options and the like before the program are looked past. */
const WORDS = 8;

function baseName(word: string): string {
  return word.slice(word.lastIndexOf('/') + 1).toLowerCase();
}

function originOfScript(script: Script): Origin {
  let fetched = false;
  let decoded = false;
  for (const { words } of script.commands) {
    const names = words.slice(0, WORDS).map((word) => baseName(word.value));
    fetched ||= names.some((name) => DOWNLOADERS.has(name));
    const decoder = names.find((name) => DECODERS[name] !== undefined);
    const option = decoder === undefined ? undefined : DECODERS[decoder];
    decoded ||=
      option !== undefined && (decoder === 'rev' || names.some((name) => option.test(name)));
  }
  return { fetched, decoded };
}

/** Where substituted text comes from: `$(curl …)`, `<(curl …)`, or a variable that was given such a text. */
export function originOf(expansions: readonly Expansion[], tainted: ReadonlySet<string>): Origin {
  let fetched = false;
  let decoded = false;
  for (const { script, name } of expansions) {
    const origin = script === undefined ? undefined : originOfScript(script);
    fetched ||=
      origin?.fetched === true || (name !== undefined && tainted.has(fetchedVariable(name)));
    decoded ||=
      origin?.decoded === true || (name !== undefined && tainted.has(decodedVariable(name)));
  }
  return { fetched, decoded };
}

/** How a variable with fetched text stands among the files that were fetched. */
export function fetchedVariable(name: string): string {
  return `$${name}`;
}

/** How a variable or file with decoded text stands there. */
export function decodedVariable(name: string): string {
  return `$${name}:decoded`;
}
