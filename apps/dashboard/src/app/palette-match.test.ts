import { describe, expect, test } from '@jest/globals';
import { matching } from './palette-match.ts';

const COMMANDS = [
  { id: 'audit', title: 'Audit log', about: 'Find decisions' },
  { id: 'alerts', title: 'Alerts', about: 'Rules and silences' },
  {
    id: 'decision',
    title: 'Open the decision',
    about: 'By its id',
    takes: (text: string) => /^\d+$/.test(text),
  },
];

describe('commands of the palette', () => {
  test.each([
    ['', ['audit', 'alerts']],
    ['  ', ['audit', 'alerts']],
    ['a', ['audit', 'alerts']],
    ['LOG', ['audit']],
    ['aud find', ['audit']],
    ['udit', []],
    ['42', ['decision']],
    ['open', []],
  ])('%j finds %j', (text, ids) => {
    expect(matching(COMMANDS, text).map(({ id }) => id)).toEqual(ids);
  });
});
