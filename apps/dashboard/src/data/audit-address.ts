/** The address of the audit log, narrowed: keys as its query bar has them. `~` begins at the root. */
export function auditAddress(keys: Readonly<Record<string, string | null | undefined>>): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(keys)) {
    if (typeof value === 'string') search.set(key, value);
  }
  return `~/dashboard/audit?${search.toString()}`;
}

/** The address of a decision in the audit log. */
export function decisionAddress(decisionId: string): string {
  return `~/dashboard/audit/${encodeURIComponent(decisionId)}`;
}
