/** A bound on the requests of somebody: so many in a window, or so many at once. */
export interface Limit {
  /** What headers and metrics call it. One of a fixed set. */
  readonly name: string;
  /** The setting that it comes from. */
  readonly setting: string;
  readonly quota: number;
  /** How long its window is. Absent: it bounds what is there at once. */
  readonly seconds?: number;
}

/** How somebody stands with a limit. */
export interface Standing {
  readonly limit: Limit;
  /** Requests that are left; 0 where the limit is reached, and where it is exceeded. */
  readonly left: number;
  readonly isExceeded: boolean;
  /** Until the window ends; 0 where there is none. */
  readonly resetsInMs: number;
}
