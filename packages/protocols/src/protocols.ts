import { anthropicCountTokens, anthropicMessages } from './anthropic-messages/protocol.ts';
import { geminiCountTokens, geminiEmbed, geminiGenerate } from './gemini/protocol.ts';
import type { Protocol } from './model.ts';
import { openAiChat } from './openai-chat/protocol.ts';
import { openAiCompletions } from './openai-completions/protocol.ts';
import { openAiEmbeddings } from './openai-embeddings/protocol.ts';
import { openAiModels } from './openai-models/protocol.ts';
import { openAiResponses } from './openai-responses/protocol.ts';

/** Every protocol that is known. */
export const PROTOCOLS: readonly Protocol[] = [
  openAiChat,
  openAiCompletions,
  openAiResponses,
  openAiEmbeddings,
  openAiModels,
  anthropicMessages,
  anthropicCountTokens,
  geminiGenerate,
  geminiCountTokens,
  geminiEmbed,
];

/** The protocol of a request, by its method and path, whose query says nothing of it; undefined for one that none knows. */
export function protocolFor(method: string, path: string): Protocol | undefined {
  const [pathname = ''] = path.split('?', 1);
  return PROTOCOLS.find((protocol) => protocol.matches(method, pathname));
}
