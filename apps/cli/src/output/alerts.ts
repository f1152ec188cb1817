import type { AnswerOf } from '@safeai/api';
import { printable } from './printable.ts';

/** An alert in a list: id, severity, rule, tenant, count, how it stands, when it was last. */
export function alertRow(alert: AnswerOf<'alerts'>[number]): readonly string[] {
  const { held_by: heldBy, acknowledged, status } = alert;
  const stands = [
    status,
    ...(acknowledged ? ['acknowledged'] : []),
    ...(heldBy === null ? [] : [`held by ${heldBy}`]),
  ];
  return [
    alert.id,
    alert.severity,
    printable(alert.rule),
    printable(alert.tenant_id),
    `${String(alert.count)} events`,
    stands.join(', '),
    `last ${alert.last_at}`,
  ];
}

/** A message in a list: id, channel, what it says, how it stands. */
export function messageRow(message: AnswerOf<'alerts_messages'>[number]): readonly string[] {
  const { attempts, problem } = message;
  return [
    message.id,
    printable(message.channel),
    message.says,
    printable(message.rule),
    message.status,
    `${String(attempts)} attempts`,
    problem ?? '',
  ];
}

/** A silence in a list: id, what it is about, why, who set it, until when. */
export function silenceRow(silence: AnswerOf<'alerts_silences'>[number]): readonly string[] {
  const { tenant_id: tenant, rule, event, agent_id: agent } = silence;
  const named = [
    ['tenant', tenant],
    ['rule', rule],
    ['event', event],
    ['agent', agent],
  ].flatMap(([what, name]) =>
    name === null || name === undefined ? [] : [`${String(what)} ${printable(name)}`],
  );
  return [
    silence.id,
    named.length === 0 ? 'EVERYTHING' : named.join(', '),
    printable(silence.reason),
    `by ${printable(silence.set_by)}`,
    `until ${silence.until}`,
  ];
}
