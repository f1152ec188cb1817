/** The ticket in a query; undefined where there is none. Of several it is unclear which is meant: they are none. */
export function ticketOf(search: string): string | undefined {
  if (!search.includes('ticket')) return undefined;
  const tickets = new URLSearchParams(search).getAll('ticket');
  return tickets.length > 1 ? '' : tickets[0];
}
