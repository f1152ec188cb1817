/** Where something stands. */
export interface FindingPlace {
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** What was found in transcripts: the same thing counts once, with its places. */
export interface HistoryFinding {
  readonly kind: 'secret' | 'command' | 'loop';
  /** What it is: the kind of secret, or why the call would not have been made. */
  readonly what: string;
  /** The secret masked, or the call with what it holds masked. */
  readonly shown: string;
  /** The rule that would have decided. */
  readonly policy_name?: string | null;
  readonly action?: string;
  /** How often. */
  count: number;
  /** The first of them. */
  readonly places: FindingPlace[];
}

/** Most places that a finding names. */
const MAX_PLACES = 10;

/** Most findings that are kept. */
const MAX_FINDINGS = 10_000;

/** Findings by what they are of. */
export class Findings {
  readonly #byDigest = new Map<string, HistoryFinding>();
  #left = 0;

  /** In the order in which they were found. */
  get all(): readonly HistoryFinding[] {
    return [...this.#byDigest.values()];
  }

  /** How many more there were than are kept. */
  get left(): number {
    return this.#left;
  }

  /** Counts one, and keeps where it stands. */
  add(
    digest: string,
    place: FindingPlace,
    describe: () => Omit<HistoryFinding, 'count' | 'places'>,
  ): void {
    const known = this.#byDigest.get(digest);
    if (known !== undefined) {
      known.count += 1;
      if (known.places.length < MAX_PLACES) known.places.push(place);
    } else if (this.#byDigest.size < MAX_FINDINGS) {
      this.#byDigest.set(digest, { ...describe(), count: 1, places: [place] });
    } else this.#left += 1;
  }
}
