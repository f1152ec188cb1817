/** Rows with their cells padded so that columns line up, two spaces apart; empty columns are left out. */
export function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows.map((row) =>
    widths
      .flatMap((width, column) => (width === 0 ? [] : [(row[column] ?? '').padEnd(width)]))
      .join('  ')
      .trimEnd(),
  );
}
