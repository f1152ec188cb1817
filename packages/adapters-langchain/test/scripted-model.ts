import type { CallbackManagerForLLMRun } from '@langchain/core/callbacks/manager';
import { AIMessage, AIMessageChunk, type BaseMessage } from '@langchain/core/messages';
import { ChatGenerationChunk } from '@langchain/core/outputs';
import { FakeChatModel } from '@langchain/core/utils/testing';
import type { ScriptedTurn } from '@safeai/adapter-kit/testing';

/** LangChain's own fake model, which says what it was told to, whole or in pieces, and keeps what it was asked. */
export class ScriptedModel extends FakeChatModel {
  readonly requests: string[] = [];
  readonly turns: readonly ScriptedTurn[];

  constructor(turns: readonly ScriptedTurn[]) {
    super({});
    this.turns = turns;
  }

  override bindTools() {
    return this.withConfig({});
  }

  override async _generate(messages: BaseMessage[]) {
    const { pieces = [], calls = [] } = await this.#next(messages);
    const content = pieces.join('');
    const message = new AIMessage({
      content,
      tool_calls: calls.map(({ id, name, arguments: args }) => ({ id, name, args: { ...args } })),
    });
    return { generations: [{ text: content, message }] };
  }

  override async *_streamResponseChunks(
    messages: BaseMessage[],
    _: unknown,
    runManager?: CallbackManagerForLLMRun,
  ): AsyncGenerator<ChatGenerationChunk> {
    const { pieces = [], calls = [] } = await this.#next(messages);
    const chunks = pieces.map((content) => new AIMessageChunk({ content }));
    for (const [index, { id, name, arguments: args }] of calls.entries()) {
      const json = JSON.stringify(args);
      const half = Math.ceil(json.length / 2);
      const call = (fields: object) =>
        new AIMessageChunk({
          content: '',
          tool_call_chunks: [{ type: 'tool_call_chunk', index, ...fields }],
        });
      chunks.push(call({ id, name, args: json.slice(0, half) }), call({ args: json.slice(half) }));
    }
    for (const message of chunks) {
      const chunk = new ChatGenerationChunk({ message, text: message.text });
      yield chunk;
      await runManager?.handleLLMNewToken(
        message.text,
        undefined,
        undefined,
        undefined,
        undefined,
        {
          chunk,
        },
      );
    }
  }

  async #next(messages: readonly BaseMessage[]): Promise<ScriptedTurn> {
    this.requests.push(JSON.stringify(messages.map((message) => message.toDict())));
    const turn = this.turns[this.requests.length - 1];
    if (turn === undefined) throw new Error('The model was asked once too often.');
    await turn.before?.();
    return turn;
  }
}
