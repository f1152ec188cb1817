import type { Alert } from '../alert.ts';
import { facts, headline } from './wording.ts';

/** What an alert looks like as a message. */
export interface EmailMessage {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly messageId: string;
  /** The first message about the same alert; undefined for that one itself. */
  readonly inReplyTo: string | undefined;
}

/** @param domain what stands behind the @ of message ids: that of the sender */
export function emailMessage(alert: Alert, domain: string): EmailMessage {
  const lines = facts(alert);
  const title = headline(alert);
  const first = `<${alert.key}.${String(alert.startedAt)}@${domain}>`;
  const rows = lines.map(
    ([label, value]) =>
      `<tr><th align="left" valign="top">${escapeHtml(label)}</th><td>${escapeHtml(value)}</td></tr>`,
  );
  const isFirst = alert.action === 'trigger';
  return {
    subject: `[SafeAI] ${alert.severity}: ${title}`,
    text: `${title}\n\n${lines.map(([label, value]) => `${label}: ${value}`).join('\n')}\n`,
    html: `<!doctype html><p><b>${escapeHtml(title)}</b></p><table>${rows.join('')}</table>`,
    messageId: isFirst ? first : `<${alert.id}@${domain}>`,
    inReplyTo: isFirst ? undefined : first,
  };
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
