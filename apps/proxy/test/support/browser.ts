/** A browser's cookies and its way through the sign-in pages of an issuer. */
export class Browser {
  readonly #jars = new Map<string, Map<string, string>>();

  /** What it sends to an origin. */
  cookies(origin: string): string {
    return [...this.#jar(origin)].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** Keeps what an answer sets, and forgets what it takes back. */
  keep(origin: string, lines: readonly string[] = []): void {
    const jar = this.#jar(origin);
    for (const line of lines) {
      const [, name = '', value = '', terms = ''] = /^([^=]+)=([^;]*)(.*)$/.exec(line) ?? [];
      if (/max-age=0|1970/i.test(terms)) jar.delete(name);
      else jar.set(name, value);
    }
  }

  /**
   * Signs in at the issuer's pages, or cancels there.
   *
   * @returns where the issuer sends it in the end: another origin
   */
  async signIn(location: string, login: string | null): Promise<URL> {
    const { origin } = new URL(location);
    let at = new URL(location);
    let form: URLSearchParams | undefined;
    for (let step = 0; step < 20; step++) {
      const answer = await fetch(at, {
        redirect: 'manual',
        headers: { cookie: this.cookies(origin) },
        ...(form === undefined ? {} : { method: 'POST', body: form }),
      });
      this.keep(origin, answer.headers.getSetCookie());
      const page = await answer.text();
      const next = answer.headers.get('location');
      if (next !== null) {
        [at, form] = [new URL(next, at), undefined];
        if (at.origin !== origin) return at;
      } else if (login === null) {
        const [, abort = ''] = /href="([^"]+abort)"/.exec(page) ?? [];
        [at, form] = [new URL(abort, at), undefined];
      } else {
        const [, action = ''] = /action="([^"]+)"/.exec(page) ?? [];
        const [, prompt = ''] = /name="prompt" value="([^"]+)"/.exec(page) ?? [];
        [at, form] = [new URL(action, at), new URLSearchParams({ prompt, login, password: 'x' })];
      }
    }
    throw new Error('The issuer leads nowhere.');
  }

  #jar(origin: string): Map<string, string> {
    const jar = this.#jars.get(origin) ?? new Map<string, string>();
    this.#jars.set(origin, jar);
    return jar;
  }
}
