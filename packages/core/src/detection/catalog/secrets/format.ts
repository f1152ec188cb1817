import { FAKE_UUID, alnum, base32, digits, hex, letters, lower, upper } from '../samples.ts';
import { END, END_URL, UUID } from './shape.ts';

/**
 * Formats of tokens as a line of text: `nyk_v0_{alnum32}` is the text `nyk_v0_` and 32 letters and digits,
 * `{hex40-64}` is 40 to 64 digits, `{uuid}` a UUID; `|` stands between formats of which one is met.
 */

interface Alphabet {
  /** Inside of a character class. */
  readonly chars: string;
  readonly sample: (length: number) => string;
}

const ALPHABETS: Readonly<Record<string, Alphabet>> = {
  hex: { chars: '0-9a-f', sample: hex },
  HEX: { chars: '0-9A-F', sample: (length) => hex(length).toUpperCase() },
  anyhex: { chars: '0-9A-Fa-f', sample: hex },
  lower: { chars: 'a-z0-9', sample: lower },
  upper: { chars: 'A-Z0-9', sample: upper },
  alnum: { chars: 'A-Za-z0-9', sample: alnum },
  word: { chars: 'A-Za-z0-9_', sample: alnum },
  url: { chars: 'A-Za-z0-9_-', sample: alnum },
  base: { chars: 'A-Za-z0-9+/', sample: alnum },
  key: { chars: 'A-Za-z0-9+_-', sample: alnum },
  otp: { chars: 'A-Z2-7', sample: base32 },
  letters: { chars: 'A-Za-z', sample: letters },
  digits: { chars: '0-9', sample: digits },
};

interface Piece {
  readonly pattern: string;
  readonly sample: string;
  readonly shortest: number;
  readonly longest: number;
  /** What must not follow when the token ends with it. */
  readonly end: string;
}

function pieceOf(form: string): Piece {
  if (form === 'uuid')
    return { pattern: UUID, sample: FAKE_UUID, shortest: 36, longest: 36, end: END_URL };
  const [, name = '', least = '', most = least] = /^([A-Za-z]+)(\d+)(?:-(\d+))?$/.exec(form) ?? [];
  const { chars, sample } = ALPHABETS[name] ?? { chars: '', sample: () => '' };
  const count = least === most ? least : `${least},${most}`;
  return {
    pattern: `[${chars}]{${count}}`,
    sample: sample(Number(least)),
    shortest: Number(least),
    longest: Number(most),
    end: chars.endsWith('_-') ? END_URL : END,
  };
}

function literal(text: string): Piece {
  return {
    pattern: text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'),
    sample: text,
    shortest: text.length,
    longest: text.length,
    end: END,
  };
}

/** One format: its pattern, without what must stand around it, an example, the lengths of its tokens. */
export interface TokenFormat {
  /** The text that every token begins with. */
  readonly head: string;
  readonly pattern: string;
  readonly sample: string;
  readonly shortest: number;
  readonly longest: number;
}

function formatOf(text: string): TokenFormat {
  const pieces = text
    .split(/\{([^}]+)\}/)
    .map((part, index) => (index % 2 === 1 ? pieceOf(part) : literal(part)))
    .filter(({ longest }) => longest > 0);
  return {
    head: text.split('{', 1)[0] ?? '',
    pattern: pieces.map(({ pattern }) => pattern).join('') + (pieces.at(-1)?.end ?? ''),
    sample: pieces.map(({ sample }) => sample).join(''),
    shortest: pieces.reduce((sum, { shortest }) => sum + shortest, 0),
    longest: pieces.reduce((sum, { longest }) => sum + longest, 0),
  };
}

/** The formats that a line names. */
export function formatsOf(line: string): readonly TokenFormat[] {
  return line.split('|').map(formatOf);
}
