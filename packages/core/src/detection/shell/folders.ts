/** The working folder of each subshell of a script while its commands are followed. */
export class Folders {
  readonly #known = new Map<number, string>();
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
    this.#known.set(this.#scope, this.#folder);
    const chain: number[] = [];
    let at = scope;
    while (at > 0 && !this.#known.has(at)) {
      chain.push(at);
      at = this.#parents[at] ?? 0;
    }
    const folder = this.#known.get(at) ?? '';
    for (const inner of chain) this.#known.set(inner, folder);
    this.#scope = scope;
    this.#folder = folder;
    return folder;
  }

  /** The subshell that was asked for last has moved. */
  moved(scope: number, folder: string): void {
    if (scope === this.#scope) this.#folder = folder;
    else this.#known.set(scope, folder);
  }
}
