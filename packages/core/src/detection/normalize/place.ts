/** Where to look on for a run. */
export interface Place {
  readonly at: number;
  /** A run of enough digits begins here; otherwise one may begin here when more of the text has come. */
  readonly found: boolean;
}
