import type { ToolContext } from './tool.ts';

/** What is said of the log where no server writes it. */
const NOTE =
  'No server runs on this installation: what is decided inside this MCP server is in the log once safeai serve has run.';

/** A note on what is missing in the log, as a field of an answer; nothing where nothing is. */
export function waitingNote({ isInProcess }: Pick<ToolContext, 'isInProcess'>): { note?: string } {
  return isInProcess() ? { note: NOTE } : {};
}
