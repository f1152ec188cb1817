/** A text that will be run, and where its characters stand in the analyzed text. */
export interface Source {
  readonly text: string;
  /** Index in the analyzed text of an index into `text`. */
  locate(index: number): number;
}

/** The part of a source from `offset` on. */
export function sourceFrom(source: Source, offset: number, end = source.text.length): Source {
  if (offset === 0 && end === source.text.length) return source;
  return { text: source.text.slice(offset, end), locate: (index) => source.locate(index + offset) };
}

/** Sources joined by one character, a blank as `echo` and `eval` join their arguments. */
export function joinSources(parts: readonly Source[], separator = ' '): Source {
  const only = parts[0];
  if (parts.length === 1 && only !== undefined) return only;
  const starts: number[] = [];
  let length = 0;
  for (const part of parts) {
    starts.push(length);
    length += part.text.length + 1;
  }
  const locate = (index: number): number => {
    let low = 0;
    let high = parts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    return parts[low]?.locate(index - (starts[low] ?? 0)) ?? 0;
  };
  return { text: parts.map((part) => part.text).join(separator), locate };
}
