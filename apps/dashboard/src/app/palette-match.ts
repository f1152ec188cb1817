/** Something that the palette can do. */
export interface Command {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  /** For what is typed as a name: whether it is one. Found then alone. */
  readonly takes?: (text: string) => boolean;
}

/** The commands that a text may mean: those whose words begin with its words, names that it is first. O(commands). */
export function matching<Each extends Command>(
  commands: readonly Each[],
  text: string,
): readonly Each[] {
  const typed = text.trim();
  const named = commands.filter(({ takes }) => takes?.(typed) === true);
  const words = typed.toLowerCase().split(/\s+/);
  const called = commands.filter(({ title, about, takes }) => {
    if (takes !== undefined) return false;
    const theirs = `${title} ${about}`.toLowerCase().split(/\s+/);
    return words.every((word) => theirs.some((each) => each.startsWith(word)));
  });
  return [...named, ...called];
}
