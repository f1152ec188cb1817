import {
  ALL_CHARS,
  type CharSet,
  complementOf,
  DIGITS,
  foldCase,
  LINE_ENDS,
  NON_ASCII,
  SPACES,
  unionOf,
  WORD_CHARS,
} from './char-set.ts';
import {
  charsNode,
  choiceNode,
  type PatternNode,
  repeatNode,
  sequenceNode,
  testNode,
} from './pattern-node.ts';

/** Why a pattern is not accepted: `reason` says what, where and what to write instead. */
export class PatternRefusal extends Error {}

/** Groups within groups. */
const MAX_NESTING = 32;

const CONTROL: Readonly<Record<string, number>> = { t: 9, n: 10, v: 11, f: 12, r: 13 };

const CLASSES: Readonly<Record<string, CharSet>> = {
  d: DIGITS,
  D: complementOf(DIGITS),
  w: WORD_CHARS,
  W: complementOf(WORD_CHARS),
  s: SPACES,
  S: complementOf(SPACES),
};

/** By character and flags. */
const literals: (PatternNode | undefined)[] = [];
/** By flags and source. */
const classes = new Map<string, PatternNode>();
const MOST_CLASSES = 2048;

/**
 * Reads a pattern that `RegExp` has already accepted, so it checks only for what the engine does not
 * accept: back references, unbounded repeats, groups with flags of their own. One pass, O(length).
 */
class PatternParser {
  private at = 0;
  private nesting = 0;
  /** Whether the set that is being read holds more than its class. */
  private widened = false;
  private readonly source: string;
  private readonly unicode: boolean;
  private readonly ignoreCase: boolean;
  private readonly dotAll: boolean;
  private readonly multiline: boolean;

  constructor(source: string, flags: string) {
    this.source = source;
    this.unicode = flags.includes('u');
    this.ignoreCase = flags.includes('i');
    this.dotAll = flags.includes('s');
    this.multiline = flags.includes('m');
  }

  /** The whole pattern. */
  parse(): PatternNode {
    const node = this.choice();
    if (this.at < this.source.length) this.refuse('a closing parenthesis too many', this.at);
    return node;
  }

  private refuse(reason: string, at: number): never {
    throw new PatternRefusal(`${reason} (at character ${at + 1} of the pattern)`);
  }

  private peek(text: string): boolean {
    return this.source.startsWith(text, this.at);
  }

  private take(text: string): boolean {
    if (!this.peek(text)) return false;
    this.at += text.length;
    return true;
  }

  private choice(): PatternNode {
    if (++this.nesting > MAX_NESTING)
      this.refuse(`groups nested deeper than ${MAX_NESTING}`, this.at);
    const options = [this.sequence()];
    while (this.take('|')) options.push(this.sequence());
    this.nesting--;
    return choiceNode(options);
  }

  private sequence(): PatternNode {
    const items: PatternNode[] = [];
    while (this.at < this.source.length && !this.peek('|') && !this.peek(')')) {
      items.push(this.repeated(this.atom()));
    }
    return sequenceNode(items);
  }

  /** The atom, with the quantifier that follows it. */
  private repeated(atom: PatternNode): PatternNode {
    const at = this.at;
    let from: number;
    let to: number;
    const quantifier = this.source.charAt(at);
    if (!'*+?{'.includes(quantifier) || quantifier === '') return atom;
    const counted =
      quantifier === '{' ? /^\{(\d+)(,?)(\d*)\}/.exec(this.source.slice(at, at + 40)) : null;
    if (this.take('*') || this.take('+')) {
      return this.refuse(
        `\`${this.source[at] ?? ''}\` has no upper bound: write {0,64} or {1,64} with a bound that fits`,
        at,
      );
    } else if (this.take('?')) {
      [from, to] = [0, 1];
    } else if (counted !== null) {
      this.at += counted[0].length;
      from = Number(counted[1]);
      if (counted[2] === '') to = from;
      else if (counted[3] === '')
        return this.refuse(
          `\`${counted[0]}\` has no upper bound: write {${from},${Math.max(64, from * 2)}}`,
          at,
        );
      else to = Number(counted[3]);
    } else {
      return atom;
    }
    this.take('?');
    if (to > MAX_REPEAT)
      this.refuse(`\`${counted?.[0] ?? ''}\` repeats more than ${MAX_REPEAT} times`, at);
    return repeatNode(atom, from, to);
  }

  private atom(): PatternNode {
    const char = this.source[this.at] ?? '';
    switch (char) {
      case '(':
        return this.group();
      case '[':
        return this.classNode();
      case '\\':
        return this.escapeAtom();
      case '^':
      case '$':
        this.at++;
        return testNode({ is: char === '^' ? 'start' : 'end', multiline: this.multiline });
      case '.':
        this.at++;
        return this.chars(this.dotAll ? ALL_CHARS : complementOf(LINE_ENDS));
      default:
        return this.literalNode();
    }
  }

  /** Characters of ASCII and classes are parsed once for all patterns. */
  private literalNode(): PatternNode {
    const code = this.source.charCodeAt(this.at);
    if (code >= 0x80) return this.chars(this.folded(this.literal()));
    const index = code * 4 + (this.ignoreCase ? 2 : 0) + (this.unicode ? 1 : 0);
    const known = literals[index];
    if (known === undefined) return (literals[index] = this.chars(this.folded(this.literal())));
    this.at++;
    return known;
  }

  private classNode(): PatternNode {
    const from = this.at;
    let end = from + 1;
    while (end < this.source.length && this.source[end] !== ']')
      end += this.source[end] === '\\' ? 2 : 1;
    const key = `${this.ignoreCase ? 'i' : ''}${this.unicode ? 'u' : ''}${this.source.slice(from, end + 1)}`;
    const known = classes.get(key);
    if (known === undefined) {
      const node = this.chars(this.charClass());
      if (classes.size < MOST_CLASSES) classes.set(key, node);
      return node;
    }
    this.at = end + 1;
    return known;
  }

  private chars(set: CharSet): PatternNode {
    const exact = !this.widened;
    this.widened = false;
    return charsNode(set, this.unicode, exact);
  }

  /** The set in both cases, where case is ignored. The classes, `\\s` and the like, have no case. */
  private folded(set: CharSet): CharSet {
    if (!this.ignoreCase || isCaseless(set)) return set;
    if ((set[set.length - 1] ?? 0) > 0x7f || this.unicode) this.widened = true;
    return foldCase(set, this.unicode);
  }

  private literal(): CharSet {
    const code =
      (this.unicode ? this.source.codePointAt(this.at) : this.source.charCodeAt(this.at)) ?? 0;
    this.at += code > 0xffff ? 2 : 1;
    return [code, code];
  }

  private group(): PatternNode {
    const at = this.at;
    this.at++;
    let look: { behind: boolean; negated: boolean } | undefined;
    if (this.take('?=')) look = { behind: false, negated: false };
    else if (this.take('?!')) look = { behind: false, negated: true };
    else if (this.take('?<=')) look = { behind: true, negated: false };
    else if (this.take('?<!')) look = { behind: true, negated: true };
    else if (this.take('?<')) this.at = this.source.indexOf('>', this.at) + 1;
    else if (!this.take('?:') && this.peek('?'))
      this.refuse('a group with flags of its own is not supported', at);
    const node = this.choice();
    this.at++;
    return look === undefined ? node : testNode({ is: 'look', node, ...look });
  }

  private escapeAtom(): PatternNode {
    const next = this.source[this.at + 1] ?? '';
    if (next === 'b' || next === 'B') {
      this.at += 2;
      return testNode({ is: next === 'b' ? 'border' : 'inside', multiline: false });
    }
    if (/[1-9k]/.test(next))
      this.refuse('back references cannot be matched in linear time', this.at);
    return this.chars(this.foldedEscape());
  }

  private foldedEscape(): CharSet {
    const isClass = /[dDsSwW]/.test(this.source[this.at + 1] ?? '');
    const set = this.escape();
    return isClass && !this.unicode ? set : this.folded(set);
  }

  /** What a backslash and what follows it stand for, in a class or outside. */
  private escape(): CharSet {
    this.at++;
    const char = this.source[this.at] ?? '';
    const known = CLASSES[char];
    if (known !== undefined) {
      this.at++;
      return known;
    }
    if ((char === 'p' || char === 'P') && this.unicode) return this.property();
    const control = CONTROL[char];
    const code = control ?? this.codeEscape();
    if (code !== undefined) {
      if (control !== undefined) this.at++;
      return [code, code];
    }
    return this.literal();
  }

  /** `\x41`, `\u0041`, `\u{1f600}`, `\cA`, `\0` — or nothing, the cursor unmoved. */
  private codeEscape(): number | undefined {
    const rest = this.source.slice(this.at, this.at + 12);
    const hex =
      /^(?:x([\da-fA-F]{2})|u([\da-fA-F]{4}))/.exec(rest) ??
      (this.unicode ? /^u\{([\da-fA-F]+)\}/.exec(rest) : null);
    if (hex !== null) {
      this.at += hex[0].length;
      const code = parseInt(hex[1] ?? hex[2] ?? '', 16);
      const low = /^\\u([dD][c-fC-F][\da-fA-F]{2})/.exec(this.source.slice(this.at, this.at + 6));
      if (!this.unicode || code < 0xd800 || code > 0xdbff || low === null) return code;
      this.at += 6;
      return 0x10000 + ((code - 0xd800) << 10) + (parseInt(low[1] ?? '', 16) - 0xdc00);
    }
    const letter = /^c([a-zA-Z])/.exec(rest);
    if (letter !== null) {
      this.at += 2;
      return (letter[1] ?? '').charCodeAt(0) % 32;
    }
    if (rest.startsWith('c')) this.refuse('`\\c` needs a letter', this.at - 1);
    const octal = /^[0-7]{1,3}/.exec(rest);
    if (octal === null) return undefined;
    this.at += octal[0].length;
    return parseInt(octal[0], 8);
  }

  /** Exact for ASCII; past it the property counts as all characters. */
  private property(): CharSet {
    const end = this.source.indexOf('}', this.at);
    const test = new RegExp(`\\${this.source.slice(this.at, end + 1)}`, 'u');
    this.at = end + 1;
    this.widened = true;
    const ranges: number[] = [];
    for (let code = 0; code < 0x80; code++)
      if (test.test(String.fromCharCode(code))) ranges.push(code, code);
    return unionOf([ranges, NON_ASCII]);
  }

  private charClass(): CharSet {
    this.at++;
    const negated = this.take('^');
    const sets: CharSet[] = [];
    while (!this.peek(']')) sets.push(this.classRange());
    const set = unionOf(sets);
    this.at++;
    if (!negated) return set;
    // The complement of a set that holds too much would hold too little.
    return this.widened ? unionOf([complementOf(set), NON_ASCII]) : complementOf(set);
  }

  private classRange(): CharSet {
    const from = this.classChar();
    if (!this.peek('-') || this.source[this.at + 1] === ']') return this.foldedItem(from);
    this.at++;
    const to = this.classChar();
    if (isSingle(from) && isSingle(to)) return this.folded([from[0] ?? 0, to[0] ?? 0]);
    return unionOf([this.foldedItem(from), this.foldedItem(to), [0x2d, 0x2d]]);
  }

  private foldedItem(set: CharSet): CharSet {
    return isSingle(set) || this.unicode ? this.folded(set) : set;
  }

  private classChar(): CharSet {
    if (!this.peek('\\')) return this.literal();
    const next = this.source[this.at + 1];
    if (next === 'b' || next === '-') {
      this.at += 2;
      return next === 'b' ? [8, 8] : [0x2d, 0x2d];
    }
    return this.escape();
  }
}

/** Whether a single character past ASCII has no other case, as punctuation has none. */
function isCaseless(set: CharSet): boolean {
  const [code = 0] = set;
  if (!isSingle(set) || code < 0x80) return false;
  const char = String.fromCodePoint(code);
  return char.toLowerCase() === char && char.toUpperCase() === char;
}

function isSingle(set: CharSet): boolean {
  return set.length === 2 && set[0] === set[1];
}

/** Largest accepted count of a quantifier. */
const MAX_REPEAT = 8192;

/**
 * Parses a pattern that `new RegExp(source, flags)` accepts.
 *
 * @throws PatternRefusal for a back reference, an unbounded quantifier, or too deep a nesting
 */
export function parsePattern(source: string, flags: string): PatternNode {
  return new PatternParser(source, flags).parse();
}
