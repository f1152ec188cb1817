import { HttpError } from './problem.ts';

/** What stands in the places of a path's names. */
export type PathParams = Readonly<Record<string, string>>;

/**
 * A path with names in braces: `/v1/approvals/{id}`. Each stands for one segment that is not empty, or for what stands
 * before the word behind a colon: `/v1/models/{model}:countTokens`.
 */
export class PathPattern {
  /** Matches a whole path. Has no groups: Express would decode them by itself. */
  readonly regExp: RegExp;
  readonly #names: readonly (readonly [index: number, name: string, behind: number])[];

  constructor(path: string) {
    const segments = path.split('/');
    this.#names = segments.flatMap((segment, index) => {
      const named = nameIn(segment);
      if (named === undefined) return [];
      const behind = named.word === undefined ? 0 : named.word.length + 1;
      return [[index, named.name, behind] as const];
    });
    this.regExp = new RegExp(`^${segments.map(patternOf).join('/')}$`);
  }

  matches(path: string): boolean {
    return this.regExp.test(path);
  }

  /**
   * The segments that the names stand for, percent-decoded once.
   *
   * @param path that matches
   * @throws HttpError `invalid_request` (400) for an encoding that is none
   */
  params(path: string): PathParams {
    const segments = path.split('/');
    return Object.fromEntries(
      this.#names.map(([index, name, behind]) => {
        const segment = decoded(segments[index] ?? '');
        return [name, segment.slice(0, segment.length - behind)];
      }),
    );
  }
}

/** Whether a path has names in it. */
export function hasNames(path: string): boolean {
  return path.includes('{');
}

/** A name and the word behind it, where a segment is that. */
function nameIn(segment: string): { name: string; word: string | undefined } | undefined {
  const [, name, word] = /^\{(\w+)\}(?::(\w+))?$/.exec(segment) ?? [];
  return name === undefined ? undefined : { name, word };
}

/** Some clients encode the colon. */
function patternOf(segment: string): string {
  const named = nameIn(segment);
  if (named === undefined) return literal(segment);
  return named.word === undefined ? '[^/]+' : `[^/]+(?::|%3[Aa])${named.word}`;
}

function literal(segment: string): string {
  return segment.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new HttpError('invalid_request', 'The path of the request is not valid.', {
      status: 400,
    });
  }
}
