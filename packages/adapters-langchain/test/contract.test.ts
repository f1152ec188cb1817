import { describe, test } from '@jest/globals';
import { adapterContract, type Conversation } from '@safeai/adapter-kit/testing';
import { pausing, telling } from './driver.ts';

adapterContract(pausing, { describe, test });
adapterContract(telling, { describe, test });

adapterContract(
  {
    ...pausing,
    name: 'LangChain, answers as they come',
    converse: (conversation: Conversation) =>
      pausing.converse({
        ...conversation,
        options: { ...conversation.options, mode: 'window' },
      }),
  },
  { describe, test },
);
