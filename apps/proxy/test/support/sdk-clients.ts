import { runInThisContext } from 'node:vm';
import Anthropic from '@anthropic-ai/sdk';
import { GoogleGenAI } from '@google/genai';
import OpenAI from 'openai';

/** The keys that the clients send: nothing of SafeAI's. */
export const KEYS = { openai: 'sk-caller-key', anthropic: 'caller-key', gemini: 'caller-key' };

interface ClientOptions {
  readonly maxRetries?: number;
  readonly headers?: Record<string, string>;
}

/** The official client, for a provider at this address; it tries once unless told otherwise. */
export function openAiAt(
  url: string,
  { maxRetries = 0, headers = {} }: ClientOptions = {},
): OpenAI {
  const apiKey = KEYS.openai;
  return new OpenAI({ apiKey, baseURL: `${url}/v1`, maxRetries, defaultHeaders: headers });
}

/** The official client, for a provider at this address; it tries once unless told otherwise. */
export function anthropicAt(
  url: string,
  { maxRetries = 0, headers = {} }: ClientOptions = {},
): Anthropic {
  const apiKey = KEYS.anthropic;
  return new Anthropic({ apiKey, baseURL: url, maxRetries, defaultHeaders: headers });
}

/** The official client, for a provider at this address. */
export async function geminiAt(
  url: string,
  { headers = {} }: ClientOptions = {},
): Promise<GoogleGenAI> {
  await shareDispatcher();
  const httpOptions = { baseUrl: url, headers };
  return new GoogleGenAI({ apiKey: KEYS.gemini, httpOptions, vertexai: false });
}

/** The client looks for the dispatcher of `fetch` in the global object, of which a test has one of its own. */
async function shareDispatcher(): Promise<void> {
  const dispatcher = Symbol.for('undici.globalDispatcher.1');
  await fetch('data:,');
  const outer = runInThisContext('globalThis') as Record<symbol, unknown>;
  Object.assign(globalThis, { [dispatcher]: outer[dispatcher] });
}

/** Headers of an answer that the clients read, or show to whoever waits. */
const SHOWN =
  /^(?:content-type|x-request-id|request-id|retry-after|retry-after-ms|x-should-retry|openai-.*|anthropic-.*|x-ratelimit-.*)$/;

/** Those headers of an answer. Where a provider has another header for its id, `x-request-id` is the gateway's. */
export function shownHeaders(headers: Headers | undefined): Record<string, string> {
  const shown = [...(headers ?? [])].filter(([name]) => SHOWN.test(name));
  const isForeign = headers?.has('request-id') === true;
  return Object.fromEntries(shown.filter(([name]) => !isForeign || name !== 'x-request-id'));
}

/** What a call comes to: what it gives, or all that its error tells. */
export async function outcomeOf(call: () => Promise<unknown>): Promise<unknown> {
  try {
    return { gave: await call() };
  } catch (error) {
    if (!isError(error)) throw error;
    const { name, message, constructor, cause: _cause, stack: _stack, ...told } = error as Told;
    return {
      threw: constructor.name,
      name,
      message,
      ...told,
      ...('headers' in told ? { headers: shownHeaders(told.headers) } : {}),
    };
  }
}

/** `fetch` throws errors of another realm than a test's. */
function isError(thrown: unknown): thrown is Error {
  return (
    thrown instanceof Error ||
    Object.prototype.toString.call(thrown) === '[object Error]' ||
    thrown instanceof DOMException
  );
}

type Told = Error & { readonly headers?: Headers };
