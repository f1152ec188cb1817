import { describe, expect, test } from '@jest/globals';
import { load } from 'js-yaml';
import { ruleOfTags } from './rule-of-tags.ts';

const ruleIn = (text: string) => (load(text) as { policies: object[] }).policies[0];

describe('a rule from what was found', () => {
  test('is for the boundary and its tags', () => {
    expect(
      ruleIn(
        ruleOfTags({
          trial: { surface: 'input', tool: 'unused' },
          tags: ['secret.api_key.openai'],
          action: 'block',
        }),
      ),
    ).toEqual({
      name: 'block-secret-api-key-openai-on-input',
      boundary: 'input',
      data_tags: ['secret.api_key.openai'],
      action: 'block',
      reason: 'Found in {surface}: secret.api_key.openai',
    });
  });

  test('is for the tool and the direction, whatever the names hold', () => {
    const tool = `x: "y"\n- #&*!|>'%@\``;
    expect(
      ruleIn(
        ruleOfTags({
          trial: { surface: 'tool_response', tool },
          tags: ['a', 'b'],
          action: 'redact',
        }),
      ),
    ).toMatchObject({
      name: 'redact-a-and-more-on-tool-response',
      boundary: 'action',
      direction: 'response',
      tools: [tool],
      data_tags: ['a', 'b'],
    });
  });
});
