/** What goes with an answer. */
export interface AnswerParts {
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** 200 if absent. */
  readonly status?: number;
  /** Values of `Set-Cookie`. */
  readonly cookies?: readonly string[];
}

/** An answer with headers of its own. */
export class WithHeaders<Body> implements AnswerParts {
  readonly body: Body;
  readonly headers: Readonly<Record<string, string>>;
  readonly status: number;
  readonly cookies: readonly string[];

  constructor(body: Body, { headers, status = 200, cookies = [] }: AnswerParts) {
    this.body = body;
    this.headers = headers;
    this.status = status;
    this.cookies = cookies;
  }
}

/**
 * An answer and headers that go with it.
 *
 * @param headers by lower-case name; one that is undefined is left out
 */
export function withHeaders<Body>(
  body: Body,
  headers: Readonly<Record<string, string | undefined>>,
): WithHeaders<Body> {
  const sent = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return new WithHeaders(body, { headers: Object.fromEntries(sent) });
}

/** An answer that sets cookies. */
export function withCookies<Body>(body: Body, ...cookies: readonly string[]): WithHeaders<Body> {
  return new WithHeaders(body, { headers: {}, cookies });
}

/**
 * Sends a browser elsewhere.
 *
 * @param status 302 where the same is asked there, 303 where what was asked is done
 */
export function redirect(
  location: string,
  { status, cookies }: { readonly status: 302 | 303; readonly cookies: readonly string[] },
): WithHeaders<string> {
  return new WithHeaders('', { headers: { location }, status, cookies });
}
