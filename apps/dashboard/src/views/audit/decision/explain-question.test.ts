import { describe, expect, it } from '@jest/globals';
import type { LogRecord } from '../audit-address.ts';
import { explainQuestionOf } from './explain-question.ts';

const RECORD = {
  ...{ event: 'intercept.blocked', boundary: 'action', tenant_id: 'acme', agent_id: 'builder' },
  ...{
    session_id: null,
    tool_name: 'shell_exec',
    data_tags: ['secret', 'sha256:0123456789abcdef'],
  },
  detail: { phase: 'response' },
} as unknown as LogRecord;

describe('The question that a record puts to the rules', () => {
  it('says where it was, who acted and what was found', () => {
    expect(explainQuestionOf(RECORD)).toEqual({
      leftOut: 1,
      body: {
        ...{ boundary: 'action', direction: 'response', tool_name: 'shell_exec' },
        ...{ agent_id: 'builder', tenant_id: 'acme', data_tags: ['secret'] },
      },
    });
  });

  it('says no direction beside the action boundary', () => {
    const memory = { ...RECORD, event: 'memory.write', boundary: 'memory', detail: { phase: 'x' } };
    const question = explainQuestionOf(memory);
    expect(question).not.toHaveProperty('body.direction');
    expect(question).toHaveProperty('body.boundary', 'memory');
  });

  it.each(['approval.approved', 'key.created', 'memory.purged', 'lockdown.set', 'scanner.x'])(
    'is none for %s',
    (event) => {
      expect(explainQuestionOf({ ...RECORD, event })).toHaveProperty('nothing');
    },
  );
});
