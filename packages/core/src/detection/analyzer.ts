/** What an analyzer found: its own rule id, tag and confidence. */
export interface AnalyzerFinding {
  readonly detector: string;
  readonly tag: string;
  /** In command position; elsewhere the engine caps it at 0.2. */
  readonly confidence: number;
  readonly start: number;
  readonly end: number;
}

/**
 * A detector that needs a parser instead of a pattern: shell commands, SQL statements.
 * Pure, linear in the length of the text, and total: it never throws on any string.
 */
export interface Analyzer {
  readonly id: string;
  /** Wire type of its detections, e.g. `destructive`. */
  readonly type: string;
  /**
   * ASCII literals of at least 4 characters, lower case. A text in prose position is analyzed only when it
   * holds one of them (compared without case), and a long one only around them; in command position it always
   * is, whole.
   */
  readonly anchors: readonly string[];
  analyze(text: string): readonly AnalyzerFinding[];
}

/** Where a text stands: `command` when it is going to be run (a shell, a database), else `prose`. */
export type TextPosition = 'command' | 'prose';
