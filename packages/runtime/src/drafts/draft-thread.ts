/** The thread in which drafts are worked through: whoever holds it up holds up no one else. */
import { parentPort } from 'node:worker_threads';
import { SafeAIError } from '@safeai/core';
import type { DraftReply, DraftRequest } from './draft-requests.ts';
import { DraftWork } from './draft-work.ts';

const work = new DraftWork();

function replyTo(request: DraftRequest): DraftReply {
  try {
    return { is: 'answer', answer: work.answer(request) };
  } catch (error) {
    if (!SafeAIError.isInstance(error)) throw error;
    const { code, message, details } = error;
    return { is: 'refused', code, message, details };
  }
}

parentPort?.on('message', (request: DraftRequest) => parentPort?.postMessage(replyTo(request)));
parentPort?.postMessage({ is: 'ready' } satisfies DraftReply);
