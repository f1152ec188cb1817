/** An answer with headers of its own. */
export class WithHeaders<Body> {
  readonly body: Body;
  readonly headers: Readonly<Record<string, string>>;

  constructor(body: Body, headers: Readonly<Record<string, string>>) {
    this.body = body;
    this.headers = headers;
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
  return new WithHeaders(body, Object.fromEntries(sent));
}
