/** Wire formats of model providers. Any export added here becomes public API: named exports only. */

/** The version of @safeai/protocols. */
export const VERSION = '0.1.0';

// Protocols
export { PROTOCOLS, protocolFor } from './protocols.ts';
export { openAiChat } from './openai-chat/protocol.ts';
export { openAiCompletions } from './openai-completions/protocol.ts';
export { openAiResponses } from './openai-responses/protocol.ts';
export { openAiEmbeddings } from './openai-embeddings/protocol.ts';
export { openAiModels } from './openai-models/protocol.ts';
export { anthropicCountTokens, anthropicMessages } from './anthropic-messages/protocol.ts';
export { geminiCountTokens, geminiEmbed, geminiGenerate } from './gemini/protocol.ts';
export type {
  AnswerReading,
  BlockedAnswer,
  Finish,
  Part,
  PartForm,
  PartKind,
  Protocol,
  ProtocolError,
  Reading,
  RequestReading,
  Speaker,
  Unscanned,
  Word,
} from './model.ts';
export type { Usage } from '@safeai/core';

// Bodies
export { DEFAULT_BODY_LIMITS, readJson, type ReadBody } from './json/read-json.ts';
export { applyEdits, type Edit } from './json/apply-edits.ts';
export { editsBetween } from './json/edits-between.ts';
export type { JsonPath } from './json/path.ts';
export { logprobRemoval } from './reading.ts';

// Contents: what of a body is judged, and what of it changes
export {
  changesIn,
  contentOf,
  unscannedContent,
  wordsContent,
  type Content,
} from './content/content.ts';
export { alternatives } from './content/alternatives.ts';
export { calledTools, type CalledTool } from './content/called-tools.ts';
export { readArguments, type ToolArguments } from './content/tool-arguments.ts';
export {
  editsOfResult,
  isToolResult,
  toolResultsIn,
  valueOfResult,
  type ToolResult,
} from './content/tool-results.ts';

// Streams
export { JsonArrayReader } from './json/array-reader.ts';
export { SseReader, type SseLimits } from './sse/sse-reader.ts';
export type { OtherLine, SseEvent } from './sse/sse-event.ts';
export type {
  Channel,
  Delta,
  StreamEnd,
  StreamReader,
  StreamReaderOptions,
  StreamStep,
} from './stream/stream-reader.ts';
