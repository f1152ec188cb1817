const UNITS = [
  ['w', 604_800_000],
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
] as const;

/** Milliseconds in the largest unit that they are a whole number of, else in seconds: `90m`, `1.5s`. */
export function formatDuration(milliseconds: number): `${number}${'s' | 'm' | 'h' | 'd' | 'w'}` {
  for (const [unit, length] of UNITS) {
    if (milliseconds % length === 0) return `${milliseconds / length}${unit}`;
  }
  return `${milliseconds / 1_000}s`;
}
