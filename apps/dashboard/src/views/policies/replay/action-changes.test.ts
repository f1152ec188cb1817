import { expect, test } from '@jest/globals';
import { actionChanges } from './action-changes.ts';

test('changes are summed by what was decided and what would be', () => {
  const by = (action: 'allow' | 'block' | 'flag', policy_name: string | null) => ({
    action,
    policy_name,
  });
  expect(
    actionChanges([
      { from: by('allow', 'a'), to: by('flag', 'x'), count: 2 },
      { from: by('allow', 'a'), to: by('block', 'x'), count: 4 },
      { from: by('allow', null), to: by('block', 'y'), count: 5 },
      { from: by('block', 'a'), to: by('block', 'b'), count: 50 },
    ]),
  ).toEqual([
    { from: 'allow', to: 'block', count: 9 },
    { from: 'allow', to: 'flag', count: 2 },
  ]);
});
