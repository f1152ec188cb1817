/** The address of a request for approval. `~` begins at the root. */
export function approvalAddress(requestId: string): string {
  return `~/dashboard/approvals/${encodeURIComponent(requestId)}`;
}
