import { expect, test } from '@jest/globals';
import { EventTickets, type TicketHolder } from './tickets.ts';

const holder = { introduction: {}, tenant: undefined } as unknown as TicketHolder;

test('a ticket serves once, within 30 seconds', () => {
  let now = 1_000;
  const tickets = new EventTickets(() => now);
  const { ticket, expiresAt } = tickets.give(holder);
  expect(expiresAt).toBe(31_000);
  expect(tickets.redeem(`${ticket}x`)).toBeNull();
  expect(tickets.redeem(ticket)).toMatchObject(holder);
  expect(tickets.redeem(ticket)).toBeNull();
  const [early, late] = [tickets.give(holder), tickets.give(holder)];
  now = 30_999;
  expect(tickets.redeem(early.ticket)).not.toBeNull();
  now = 31_000;
  expect(tickets.redeem(late.ticket)).toBeNull();
  expect(tickets.size).toBe(0);
});

test('tickets cannot be guessed, and there are no more of them than can be kept', () => {
  const tickets = new EventTickets(() => 0);
  const given = Array.from({ length: 10_100 }, () => tickets.give(holder).ticket);
  expect(new Set(given).size).toBe(given.length);
  for (const ticket of given) expect(ticket).toMatch(/^tk-[\w-]{43}$/);
  expect(tickets.size).toBeLessThanOrEqual(10_000);
  expect(tickets.redeem(given[0] ?? '')).toBeNull();
  expect(tickets.redeem(given.at(-1) ?? '')).not.toBeNull();
});

test('those whose time is over are not kept', () => {
  let now = 0;
  const tickets = new EventTickets(() => now);
  for (let count = 0; count < 100; count++) tickets.give(holder);
  now = 30_000;
  tickets.give(holder);
  expect(tickets.size).toBe(1);
});
