/** What a step makes of one file's text. Null stands for no file. */
export type Outcome =
  | { readonly is: 'unchanged'; readonly why?: string }
  | { readonly is: 'changed'; readonly text: string | null; readonly why?: string }
  /** Somebody changed what would be replaced; `text` is what `--force` writes, if it can. */
  | { readonly is: 'conflict'; readonly why: string; readonly text?: string | null };

export const UNCHANGED: Outcome = { is: 'unchanged' };

/** A file that cannot be read as what it is. Tells where; nothing has been written. */
export class BrokenFile extends Error {
  override readonly name = 'BrokenFile';
  readonly line: number;
  readonly column: number;

  constructor(text: string, offset: number, what: string) {
    super(what);
    const before = text.slice(0, offset);
    this.line = before.split('\n').length;
    this.column = offset - before.lastIndexOf('\n');
  }
}
