import type { LanguageModelMiddleware } from 'ai';

/** What a middleware does with parameters, whole answers and streams: the types of `ai` itself. */
type Hooks = Required<LanguageModelMiddleware>;

/** The parameters of a call of a model. */
export type CallParams = Parameters<Hooks['transformParams']>[0]['params'];
/** One message of a prompt. */
export type Message = CallParams['prompt'][number];
/** A whole answer. */
export type Generated = Awaited<ReturnType<Hooks['wrapGenerate']>>;
/** A piece of content of a whole answer. */
export type Content = Generated['content'][number];
/** An answer as a stream. */
export type Streamed = Awaited<ReturnType<Hooks['wrapStream']>>;
/** A part of a stream. */
export type StreamPart = Streamed['stream'] extends ReadableStream<infer Part> ? Part : never;
