/**
 * What has to change in a text to make it another, line by line: `- ` is taken out, `+ ` put in; lines that stay are
 * left out. Takes time and memory proportional to the product of both numbers of lines.
 */
export function lineDifference(from: string, to: string): string[] {
  const before = from.split('\n');
  const after = to.split('\n');
  const common = commonLengths(before, after);
  const lines: string[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [old, fresh] = [before[i], after[j]];
    if (old !== undefined && old === fresh) [i, j] = [i + 1, j + 1];
    else if (
      fresh === undefined ||
      (old !== undefined && at(common, i + 1, j) >= at(common, i, j + 1))
    ) {
      lines.push(`- ${old ?? ''}`);
      i++;
    } else {
      lines.push(`+ ${fresh}`);
      j++;
    }
  }
  return lines;
}

type Table = readonly (readonly number[])[];

/** How many lines the rests of both texts have in common, in order. */
function commonLengths(before: readonly string[], after: readonly string[]): Table {
  const table: number[][] = [];
  for (let i = before.length - 1; i >= 0; i--) {
    const row: number[] = [];
    for (let j = after.length - 1; j >= 0; j--) {
      const next = table[i + 1];
      row[j] =
        before[i] === after[j]
          ? (next?.[j + 1] ?? 0) + 1
          : Math.max(next?.[j] ?? 0, row[j + 1] ?? 0);
    }
    table[i] = row;
  }
  return table;
}

function at(table: Table, i: number, j: number): number {
  return table[i]?.[j] ?? 0;
}
