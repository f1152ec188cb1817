/** What a finding of the shell or SQL analyzer means, for the reference and for `explain`. */
export interface CommandRule {
  /** Unique, kebab-case; the `detector` of its findings. */
  readonly id: string;
  readonly tag: string;
  readonly description: string;
  /** The page of the program's own documentation that describes the effect. */
  readonly source: string;
}
