import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { parseConfig } from '@safeai/config';
import { SafeAIError, type NormalizedRule } from '@safeai/core';
import { setImmediate as turn } from 'node:timers/promises';
import { draftPolicy, policyOf } from '../src/drafts/draft-policy.ts';
import { DraftDesk } from '../src/drafts/draft-desk.ts';
import type { DraftRequest } from '../src/drafts/draft-requests.ts';

// Each case starts a thread, and machines that run tests are busy.
jest.setTimeout(60_000);

const NOW = policyOf(parseConfig('policies: [{name: a, boundary: input, action: flag}]').config);
const DRAFT = 'policies: [{name: a, boundary: input, action: block}]';

const desks: DraftDesk[] = [];
const deskOf = (...options: ConstructorParameters<typeof DraftDesk>): DraftDesk => {
  const desk = new DraftDesk(...options);
  desks.push(desk);
  return desk;
};

afterEach(() => Promise.all(desks.splice(0).map((desk) => desk.close())));

const checked = (draft: string): Extract<DraftRequest, { kind: 'check' }> => ({
  ...{ kind: 'check', draft, now: NOW },
});
const check = (desk: DraftDesk, draft: string) => desk.run((ask) => ask(checked(draft)));
const refused = (code: string) => expect.objectContaining({ code });

/** Takes a second or so. */
const SLOW = `policies:\n${'- {nam: r}\n'.repeat(23_000)}`;

describe('drafts', () => {
  test('are checked as they would be at once', async () => {
    const answer = await check(deskOf(), DRAFT);
    expect(answer).toMatchObject({ ok: true, revision: draftPolicy(DRAFT).revision });
    expect(answer.ok && answer.changes.changed.map(({ name }: NormalizedRule) => name)).toEqual([
      'a',
    ]);
  });

  test('of which one is wrong: its places are told, and the next one is answered', async () => {
    const desk = deskOf();
    const given = { boundary: 'input' } as const;
    const explained = desk.run((ask) =>
      ask({ kind: 'explain', draft: 'policies:\n- {nam: r}', given, declaredTags: [] }),
    );
    await expect(explained).rejects.toMatchObject({
      code: 'invalid_config',
      message: expect.stringContaining('draft:2:3: policies[0].name: is required'),
      details: expect.arrayContaining([expect.objectContaining({ file: 'draft', line: 2 })]),
    });
    await expect(explained).rejects.toBeInstanceOf(SafeAIError);
    expect((await check(desk, DRAFT)).ok).toBe(true);
  });

  test('do not hold up who asked', async () => {
    let isDone = false;
    const slow = check(deskOf(), SLOW).then(() => {
      isDone = true;
    });
    for (let turns = 0; turns < 10; turns++) await turn();
    expect(isDone).toBe(false);
    await slow;
  });

  test('are worked on one at a time, in their order', async () => {
    const desk = deskOf();
    const order: string[] = [];
    const step = (name: string) =>
      desk.run(async (ask) => {
        order.push(name);
        await ask(checked(DRAFT));
        order.push(`${name} done`);
      });
    await Promise.all([step('one'), step('two')]);
    expect(order).toEqual(['one', 'one done', 'two', 'two done']);
  });

  test('of which too many wait are refused, until there is room again', async () => {
    const desk = deskOf();
    const waiting = Array.from({ length: 8 }, () => check(desk, DRAFT));
    await expect(check(desk, DRAFT)).rejects.toEqual(refused('rate_limited'));
    await Promise.all(waiting);
    expect((await check(desk, DRAFT)).ok).toBe(true);
  });

  test('that take too long are given up, and the next one is answered', async () => {
    const desk = deskOf({ workMs: 1 });
    await expect(check(desk, SLOW)).rejects.toEqual(refused('limit_exceeded'));
    // Another thread: what was given up is not in its way.
    await expect(check(desk, SLOW)).rejects.toEqual(refused('limit_exceeded'));
  });

  test('under way end when SafeAI does, and none begin after it', async () => {
    const desk = deskOf();
    const slow = check(desk, SLOW);
    const ends = expect(slow).rejects.toEqual(refused('shutting_down'));
    await turn();
    await desk.close();
    await ends;
    await expect(check(desk, DRAFT)).rejects.toEqual(refused('shutting_down'));
  });

  test('an explanation that would name too many rules is refused', async () => {
    const rules = Array.from(
      { length: 200 },
      (_, n) => `- {name: r${n}, boundary: input, action: flag}`,
    );
    const given = {
      boundary: 'input' as const,
      detectedTags: Array.from({ length: 60 }, (_, n) => ({ tag: `t${n}`, confidence: 1 })),
    };
    const explained = deskOf().run((ask) =>
      ask({ kind: 'explain', draft: `policies:\n${rules.join('\n')}`, given, declaredTags: [] }),
    );
    await expect(explained).rejects.toEqual(refused('limit_exceeded'));
  });
});
