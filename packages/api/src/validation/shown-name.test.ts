import { expect, test } from '@jest/globals';
import { shownName } from './shown-name.ts';

test.each(['text', 'agent_id', 'agentId', 'session-id', 'v1', 'include_filtered', 'dataTags'])(
  '%s is shown',
  (name) => {
    expect(shownName(name)).toBe(name);
  },
);

test.each([
  'sk-ABCDEF1234567890ABCDEF',
  'AKIAIOSFODNN7EXAMPLE',
  'ghp_16C7e42F292c6912E7710c838347Ae178B4a',
  '078-05-1120',
  'alice@example.com',
  '',
  'a'.repeat(41),
  'ärger',
])('%s is hidden', (name) => {
  expect(shownName(name)).toBe('*');
});
