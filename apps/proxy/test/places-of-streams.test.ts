import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { bytesOf } from '../../../packages/protocols/test/drive.ts';
import { send } from './support/http.ts';
import { chatStream } from './support/openai-answers.ts';
import { requestOf } from './support/provider-requests.ts';
import { startGateway, type RunningGateway } from './support/running-gateway.ts';
import { Pause, ScriptedProvider } from './support/scripted-provider.ts';

const provider = new ScriptedProvider();
const chat = requestOf('openai_chat_completions');
let gateway: RunningGateway;

beforeAll(async () => {
  await provider.start();
  gateway = await startGateway(
    `{ proxy: { target: '${provider.url}' }, limits: { rate: { in_flight: 1 } } }`,
  );
});
afterAll(async () => {
  await gateway.close();
  await provider.stop();
});

test('a stream that is whole for its caller takes no place, though its provider goes on', async () => {
  const goingOn = new Pause();
  provider.says({
    contentType: 'text/event-stream',
    pieces: [bytesOf(chatStream(['Hello!'])), goingOn],
  });
  const { text } = await gateway.runtime.boundary.apiKeys.create({
    ...{ tenants: ['acme'], roles: ['agent'] },
  });
  const ask = () =>
    send(gateway.url, chat.path, {
      ...{ body: { ...chat.body('Hello'), stream: true }, headers: { 'x-safeai-key': text } },
    });
  const answers = [await ask(), await ask(), await ask()];
  goingOn.go();
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
});
