import type { EdgeRoute } from '../routes/edge-route.ts';

/** Finds a route by method and path. A literal path goes before one with names in it. */
export class RouteFinder<Route extends EdgeRoute> {
  readonly #literal = new Map<string, Route[]>();
  /** Routes of one path each, in the order of the table. */
  readonly #named: readonly (readonly Route[])[];

  constructor(routes: readonly Route[]) {
    const named = new Map<string, Route[]>();
    for (const route of routes) {
      const byPath = route.pattern === undefined ? this.#literal : named;
      const same = byPath.get(route.path);
      if (same === undefined) byPath.set(route.path, [route]);
      else same.push(route);
    }
    this.#named = [...named.values()];
  }

  /** Routes by their paths, in the order in which a path is looked up. */
  get places(): readonly (readonly Route[])[] {
    return [...this.#literal.values(), ...this.#named];
  }

  /** The route that answers; HEAD is answered as GET is. */
  find(method: string | undefined, path: string): Route | undefined {
    const wanted = method === 'HEAD' ? 'GET' : method;
    return this.at(path)?.find((route) => route.method === wanted);
  }

  /** Methods that a path answers to; empty for an unknown path. */
  methods(path: string): string[] {
    const methods = (this.at(path) ?? []).map((route) => route.method);
    return methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
  }

  /** All routes of a path; undefined for an unknown one. */
  at(path: string): readonly Route[] | undefined {
    return this.#literal.get(path) ?? this.#named.find(([route]) => route?.pattern?.matches(path));
  }
}
