import { describe, test } from '@jest/globals';
import { adapterContract, type Conversation } from '@safeai/adapter-kit/testing';
import { driver } from './driver.ts';

adapterContract(driver, { describe, test });

adapterContract(
  {
    ...driver,
    name: 'OpenAI Agents SDK, answers as they come',
    converse: (conversation: Conversation) =>
      driver.converse({
        ...conversation,
        options: { ...conversation.options, mode: 'window' },
      }),
  },
  { describe, test },
);
