/** The working folder of each subshell of a script while its commands are followed. */
export class Folders {
  /** Those of the subshells seen so far, but for the current one. */
  #known: Map<number, string> | undefined;
  readonly #parents: readonly number[];
  #scope = 0;
  #folder: string;

  /** The script starts in `folder`; `parents` are the enclosing subshells, {@link Script.scopes}. */
  constructor(folder: string, parents: readonly number[]) {
    this.#folder = folder;
    this.#parents = parents;
  }

  /** The folder of a subshell: its own, or the one that it was started in. */
  of(scope: number): string {
    if (scope === this.#scope) return this.#folder;
    const known = (this.#known ??= new Map<number, string>());
    known.set(this.#scope, this.#folder);
    const chain: number[] = [];
    let at = scope;
    while (at > 0 && !known.has(at)) {
      chain.push(at);
      at = this.#parents[at] ?? 0;
    }
    const folder = known.get(at) ?? '';
    for (const inner of chain) known.set(inner, folder);
    this.#scope = scope;
    this.#folder = folder;
    return folder;
  }

  /** The subshell has moved, if it is the one that was asked for last. */
  moved(scope: number, folder: string): void {
    if (scope === this.#scope) this.#folder = folder;
  }
}
