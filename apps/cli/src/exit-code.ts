/** What the process answers with; scripts rely on the numbers. */
export const EXIT = {
  /** Done; for `scan` and `guard`: the policy let it pass. */
  ok: 0,
  /** The policy said no, or a check failed. */
  refused: 1,
  /** The command line, an input or the configuration is wrong. */
  usage: 2,
  /** A person has to approve it first, or something is not up to date. */
  pending: 3,
  /** The server, or the state where there is none, cannot be reached. */
  unreachable: 4,
  /** A defect in SafeAI itself (`EX_SOFTWARE`). */
  defect: 70,
} as const;

/** One of the numbers of {@link EXIT}. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
