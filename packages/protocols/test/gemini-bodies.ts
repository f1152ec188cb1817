/** Bodies of Gemini's, marked as those of `bodies.ts`. */
import type { JsonObject } from '@safeai/core';
import { geminiCountTokens, geminiEmbed, geminiGenerate } from '../src/index.ts';
import type { MarkedBody } from './bodies.ts';
import { found, not } from './mark.ts';

const contents: readonly JsonObject[] = [
  {
    role: 'user',
    parts: [
      { text: found('text', 'user') },
      { inlineData: { mimeType: 'image/png', data: not('binary') } },
      { inline_data: { mime_type: 'audio/wav', data: not('binary') } },
      {
        inlineData: {
          mimeType: 'application/pdf',
          data: not('binary'),
          displayName: found('file', 'user'),
        },
      },
      { fileData: { mimeType: 'text/plain', fileUri: found('file', 'user') } },
      { hologram: not('unknown_field') },
    ],
  },
  {
    role: 'model',
    parts: [
      { text: found('reasoning', 'assistant'), thought: true, thoughtSignature: not('encrypted') },
      { text: found('text', 'assistant') },
      {
        functionCall: {
          id: 'call_1',
          name: found('tool_name', 'assistant'),
          args: { to: [found('tool_call', 'assistant')] },
        },
      },
      { executableCode: { language: 'PYTHON', code: found('tool_call', 'assistant') } },
      { codeExecutionResult: { outcome: 'OUTCOME_OK', output: found('tool_result', 'tool') } },
    ],
  },
  {
    role: 'user',
    parts: [
      {
        functionResponse: {
          id: 'call_1',
          name: 'send_mail',
          response: { output: found('tool_result', 'tool') },
          parts: [{ inlineData: { mimeType: 'image/png', data: not('binary') } }],
        },
      },
      { function_response: { name: 'f', response: { output: found('tool_result', 'tool') } } },
    ],
  },
];

const request: JsonObject = {
  contents,
  systemInstruction: { role: 'user', parts: [{ text: found('text', 'system') }] },
  tools: [
    {
      functionDeclarations: [
        {
          name: 'send_mail',
          description: found('definition', 'user'),
          parameters: { properties: { to: { description: found('definition', 'user') } } },
          parametersJsonSchema: { description: found('definition', 'user') },
        },
      ],
      googleSearch: { excludeDomains: [found('setting', 'user')] },
    },
  ],
  toolConfig: { functionCallingConfig: { allowedFunctionNames: [found('setting', 'user')] } },
  safetySettings: [{ category: 'HARM_CATEGORY_HARASSMENT', threshold: 'BLOCK_NONE' }],
  generationConfig: {
    temperature: 0.5,
    maxOutputTokens: 100,
    stopSequences: [found('setting', 'user')],
    responseSchema: { description: found('definition', 'user') },
    thinkingConfig: { includeThoughts: true },
    mystery: not('unknown_field'),
  },
  cachedContent: not('stored'),
  labels: { purpose: found('setting', 'user') },
  mystery: not('unknown_field'),
};

const snake: JsonObject = {
  system_instruction: { parts: [{ text: found('text', 'system') }] },
  contents: [{ parts: [{ text: found('text', 'user'), thought_signature: not('encrypted') }] }],
  generation_config: { stop_sequences: [found('setting', 'user')], max_output_tokens: 7 },
  cached_content: not('stored'),
};

const answer: JsonObject = {
  candidates: [
    {
      index: 0,
      finishReason: 'STOP',
      finishMessage: found('refusal', 'assistant'),
      avgLogprobs: -0.1,
      content: {
        role: 'model',
        parts: [
          { text: found('reasoning', 'assistant'), thought: true },
          { text: found('text', 'assistant') },
          {
            functionCall: {
              name: found('tool_name', 'assistant'),
              args: { to: found('tool_call', 'assistant') },
            },
          },
          { inlineData: { mimeType: 'image/png', data: not('binary') } },
          { codeExecutionResult: { outcome: 'OUTCOME_OK', output: found('tool_result', 'tool') } },
        ],
      },
      safetyRatings: [{ category: 'HARM_CATEGORY_HARASSMENT', probability: 'LOW' }],
      citationMetadata: { citationSources: [{ uri: found('citation', 'assistant') }] },
      groundingMetadata: {
        webSearchQueries: [found('citation', 'assistant')],
        groundingChunks: [{ web: { uri: found('citation', 'assistant') } }],
      },
      logprobsResult: {
        chosenCandidates: [{ token: found('logprob', 'assistant'), logProbability: -0.1 }],
        topCandidates: [{ candidates: [{ token: found('logprob', 'assistant') }] }],
      },
      surprise: not('unknown_field'),
    },
  ],
  promptFeedback: {
    blockReason: 'SAFETY',
    blockReasonMessage: found('refusal', 'assistant'),
    safetyRatings: [],
  },
  usageMetadata: { promptTokenCount: 1, totalTokenCount: 3, odd: not('unknown_field') },
  modelVersion: 'gemini-2.5-flash',
  responseId: 'r1',
};

const embed: JsonObject = {
  model: 'models/gemini-embedding-001',
  content: { parts: [{ text: found('text', 'user') }] },
  taskType: 'RETRIEVAL_DOCUMENT',
  title: found('text', 'user'),
  mystery: not('unknown_field'),
};

export const GEMINI_BODIES: readonly MarkedBody[] = [
  { name: 'gemini request', protocol: geminiGenerate, direction: 'request', body: request },
  { name: 'gemini snake request', protocol: geminiGenerate, direction: 'request', body: snake },
  { name: 'gemini answer', protocol: geminiGenerate, direction: 'answer', body: answer },
  {
    name: 'gemini error',
    protocol: geminiGenerate,
    direction: 'answer',
    body: {
      error: {
        code: 503,
        status: 'UNAVAILABLE',
        message: found('error', 'assistant'),
        details: [{ reason: found('error', 'assistant') }],
      },
    },
  },
  {
    name: 'gemini count',
    protocol: geminiCountTokens,
    direction: 'request',
    body: { contents, generateContentRequest: request },
  },
  { name: 'gemini embed', protocol: geminiEmbed, direction: 'request', body: embed },
  {
    name: 'gemini embeds',
    protocol: geminiEmbed,
    direction: 'request',
    body: { requests: [embed] },
  },
];
