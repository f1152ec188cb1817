import type { ServedRoute } from '../routes/served-route.ts';

/** Finds a route by method and path. */
export class RouteFinder {
  readonly #byPath = new Map<string, ServedRoute[]>();

  constructor(routes: readonly ServedRoute[]) {
    for (const route of routes) {
      const same = this.#byPath.get(route.path);
      if (same === undefined) this.#byPath.set(route.path, [route]);
      else same.push(route);
    }
  }

  /** The route that answers; HEAD is answered as GET is. */
  find(method: string | undefined, path: string): ServedRoute | undefined {
    const wanted = method === 'HEAD' ? 'GET' : method;
    return this.#byPath.get(path)?.find((route) => route.method === wanted);
  }

  /** Methods that a path answers to; empty for an unknown path. */
  methods(path: string): string[] {
    const methods = (this.#byPath.get(path) ?? []).map((route) => route.method);
    return methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
  }
}
