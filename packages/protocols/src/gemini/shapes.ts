import {
  content,
  either,
  fields,
  inside,
  later,
  list,
  plain,
  plains,
  stored,
  vector,
  type AsShape,
  type Shape,
} from '../shape/shape.ts';
import { indexOf } from '../openai-chat/message-shapes.ts';
import { contentOf } from './part-shapes.ts';
import { bothSpellings } from './spelling.ts';

const setting = content('setting');
const settingValue = content('setting', 'json-value');
const schema = content('definition', 'json-value');
const says = contentOf(false, true);
const system: AsShape = { is: 'as', role: 'system', shape: contentOf(false, false) };

const generationConfig = fields(
  bothSpellings({
    ...plains(
      'audioTimestamp',
      'candidateCount',
      'enableAffectiveDialog',
      'enableEnhancedCivicAnswers',
      'frequencyPenalty',
      'logprobs',
      'maxOutputTokens',
      'mediaResolution',
      'presencePenalty',
      'responseLogprobs',
      'responseMimeType',
      'seed',
      'temperature',
      'topK',
      'topP',
    ),
    responseModalities: list(plain),
    responseSchema: schema,
    responseJsonSchema: schema,
    _responseJsonSchema: schema,
    responseFormat: schema,
    stopSequences: list(setting),
    thinkingConfig: fields(
      bothSpellings(plains('includeThoughts', 'thinkingBudget', 'thinkingLevel')),
    ),
    speechConfig: settingValue,
    imageConfig: settingValue,
    routingConfig: settingValue,
    modelSelectionConfig: settingValue,
  }),
);

const tool = fields(
  bothSpellings({
    functionDeclarations: list(
      fields(
        bothSpellings({
          ...plains('name', 'behavior'),
          description: content('definition'),
          parameters: schema,
          parametersJsonSchema: schema,
          response: schema,
          responseJsonSchema: schema,
        }),
      ),
    ),
    codeExecution: settingValue,
    computerUse: settingValue,
    enterpriseWebSearch: settingValue,
    fileSearch: settingValue,
    googleMaps: settingValue,
    googleSearch: settingValue,
    googleSearchRetrieval: settingValue,
    mcpServers: settingValue,
    retrieval: settingValue,
    urlContext: settingValue,
  }),
);

export const REQUEST: Shape = fields(
  bothSpellings({
    ...plains('model', 'store', 'serviceTier'),
    contents: either({ list: list(says), object: says }),
    systemInstruction: system,
    tools: list(tool),
    toolConfig: settingValue,
    safetySettings: list(fields(plains('category', 'threshold', 'method'))),
    generationConfig,
    cachedContent: stored,
    labels: settingValue,
    // Counting has a whole request within.
    generateContentRequest: later(() => REQUEST),
  }),
);

const embedding = {
  ...plains('model', 'taskType', 'outputDimensionality', 'autoTruncate'),
  title: content('text'),
  content: says,
  embedContentConfig: settingValue,
};

/** One text to embed, or several. */
export const EMBED_REQUEST: Shape = fields(
  bothSpellings({ ...embedding, requests: list(fields(bothSpellings(embedding))) }),
);

const modality = list(fields(bothSpellings(plains('modality', 'tokenCount'))));
const usage = fields(
  bothSpellings({
    ...plains(
      'cachedContentTokenCount',
      'candidatesTokenCount',
      'initialPromptTokenCount',
      'promptTokenCount',
      'serviceTier',
      'thoughtsTokenCount',
      'toolUsePromptTokenCount',
      'totalTokenCount',
      'trafficType',
    ),
    cacheTokensDetails: modality,
    candidatesTokensDetails: modality,
    promptTokensDetails: modality,
    toolUsePromptTokensDetails: modality,
  }),
);

const error = fields({
  ...plains('code', 'status'),
  message: content('error'),
  details: content('error', 'json-value'),
});

const safetyRatings = list(
  fields(
    bothSpellings(
      plains(
        'blocked',
        'category',
        'overwrittenThreshold',
        'probability',
        'probabilityScore',
        'severity',
        'severityScore',
      ),
    ),
  ),
);

const cited = content('citation', 'json-value');

function answer(streamed: boolean): Shape {
  const candidate = fields(
    bothSpellings({
      ...plains('index', 'finishReason', 'tokenCount', 'avgLogprobs'),
      content: contentOf(streamed, false),
      finishMessage: content('refusal'),
      safetyRatings,
      citationMetadata: cited,
      groundingMetadata: cited,
      groundingAttributions: cited,
      urlContextMetadata: cited,
      logprobsResult: fields(
        bothSpellings({
          ...plains('logProbabilitySum'),
          chosenCandidates: { is: 'logprob', repeats: 'text' },
          topCandidates: { is: 'logprob', repeats: 'text' },
        }),
      ),
    }),
    (object, context, position) => {
      const index = indexOf(object, position, streamed);
      return inside(context, { choice: index }, streamed && { channel: `${String(index)}/` });
    },
  );
  return fields(
    bothSpellings({
      ...plains('modelVersion', 'responseId', 'createTime'),
      candidates: list(candidate),
      promptFeedback: fields(
        bothSpellings({
          ...plains('blockReason'),
          blockReasonMessage: content('refusal'),
          safetyRatings,
        }),
      ),
      usageMetadata: usage,
      modelStatus: fields(
        bothSpellings({
          ...plains('modelStage', 'retirementTime'),
          message: content('definition'),
        }),
      ),
      error,
    }),
  );
}

export const ANSWER: Shape = answer(false);
export const CHUNK: Shape = answer(true);

export const COUNT: Shape = fields(
  bothSpellings({
    ...plains('totalTokens', 'totalBillableCharacters', 'cachedContentTokenCount'),
    promptTokensDetails: modality,
    cacheTokensDetails: modality,
    error,
  }),
);

const values = fields({
  values: vector,
  shape: list(plain),
  statistics: fields(bothSpellings(plains('truncated', 'tokenCount'))),
});

export const EMBEDDINGS: Shape = fields(
  bothSpellings({
    ...plains('truncated'),
    embedding: values,
    embeddings: list(values),
    usageMetadata: usage,
    metadata: fields(bothSpellings(plains('billableCharacterCount'))),
    error,
  }),
);
