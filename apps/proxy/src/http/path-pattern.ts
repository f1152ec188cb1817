import { HttpError } from './problem.ts';

/** What stands in the places of a path's names. */
export type PathParams = Readonly<Record<string, string>>;

/** A path with names in braces: `/v1/approvals/{id}`. Each stands for one segment that is not empty. */
export class PathPattern {
  /** Matches a whole path. Has no groups: Express would decode them by itself. */
  readonly regExp: RegExp;
  readonly #names: readonly (readonly [index: number, name: string])[];

  constructor(path: string) {
    const segments = path.split('/');
    this.#names = segments.flatMap((segment, index) =>
      isName(segment) ? [[index, segment.slice(1, -1)] as const] : [],
    );
    const parts = segments.map((segment) => (isName(segment) ? '[^/]+' : literal(segment)));
    this.regExp = new RegExp(`^${parts.join('/')}$`);
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
      this.#names.map(([index, name]) => [name, decoded(segments[index] ?? '')]),
    );
  }
}

/** Whether a path has names in it. */
export function hasNames(path: string): boolean {
  return path.includes('{');
}

function isName(segment: string): boolean {
  return segment.startsWith('{') && segment.endsWith('}');
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
