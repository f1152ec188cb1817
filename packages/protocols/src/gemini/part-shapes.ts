import type { JsonObject } from '@safeai/core';
import type { PartKind, Speaker } from '../model.ts';
import {
  content,
  encrypted,
  fields,
  list,
  plains,
  stringOf,
  tagged,
  type Enter,
  type Shape,
  type ShapeContext,
} from '../shape/shape.ts';
import { bothSpellings, spelled } from './spelling.ts';

const blob = (kind: PartKind) =>
  fields(
    bothSpellings({
      ...plains('mimeType'),
      data: content(kind, 'binary'),
      displayName: content('file'),
    }),
  );
const inlineData = tagged(
  { image: blob('image'), audio: blob('audio'), file: blob('file') },
  (object) => {
    const [type] = (asString(spelled(object, 'mimeType')) ?? '').split('/');
    return type === 'image' || type === 'audio' ? type : 'file';
  },
);
const fileData = fields(
  bothSpellings({
    ...plains('mimeType'),
    fileUri: content('file'),
    displayName: content('file'),
  }),
);

const called: Enter = (call, context) => ({ ...context, role: 'assistant', ...callOf(call) });
const answered: Enter = (answer, context) => ({ ...context, role: 'tool', ...callOf(answer) });
const byProvider: Enter = (answer, context) => ({
  ...context,
  role: 'tool',
  textKind: 'tool_result',
  toolName: 'code_execution',
  ...callOf(answer),
});

function callOf(call: JsonObject): Partial<ShapeContext> {
  const toolName = stringOf(call, 'name') ?? asString(spelled(call, 'toolType'));
  const toolCallId = stringOf(call, 'id');
  return {
    ...(toolName !== undefined && toolName !== '' && { toolName }),
    ...(toolCallId !== undefined && toolCallId !== '' && { toolCallId }),
  };
}

function asString(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Thoughts are parts like others, with a flag. */
const thinks: Enter = (part, context) => ({
  ...context,
  ...(part.thought === true && {
    textKind: 'reasoning',
    ...(context.channel !== undefined && { channel: `${context.channel}thought/` }),
  }),
  ...(typeof spelled(part, 'thoughtSignature') === 'string' && { signed: true }),
});

function part(streamed: boolean): Shape {
  const result = content('tool_result', 'json-value');
  return fields(
    bothSpellings({
      ...plains('thought', 'partId'),
      text: content('text', 'text', streamed ? 'text' : undefined),
      thoughtSignature: encrypted,
      inlineData,
      fileData,
      videoMetadata: fields(bothSpellings(plains('startOffset', 'endOffset', 'fps'))),
      mediaResolution: fields(bothSpellings(plains('level', 'numTokens'))),
      partMetadata: content('setting', 'json-value'),
      functionCall: fields(
        bothSpellings({
          ...plains('id', 'willContinue'),
          name: content('tool_name'),
          args: content('tool_call', 'json-value'),
        }),
        called,
      ),
      functionResponse: fields(
        bothSpellings({
          ...plains('id', 'name', 'willContinue', 'scheduling'),
          response: result,
          parts: list(fields(bothSpellings({ inlineData, fileData }))),
        }),
        answered,
      ),
      toolCall: fields(
        bothSpellings({ ...plains('id', 'toolType'), args: content('tool_call', 'json-value') }),
        called,
      ),
      toolResponse: fields(
        bothSpellings({ ...plains('id', 'toolType'), response: result }),
        answered,
      ),
      executableCode: fields(
        { ...plains('id', 'language'), code: content('tool_call') },
        (code, context) => ({
          ...context,
          role: 'assistant',
          toolName: 'code_execution',
          ...callOf(code),
        }),
      ),
      codeExecutionResult: fields(
        { ...plains('id', 'outcome'), output: content('text') },
        byProvider,
      ),
    }),
    thinks,
  );
}

const ROLES: ReadonlyMap<string, Speaker> = new Map<string, Speaker>([
  ['user', 'user'],
  ['model', 'assistant'],
  ['function', 'tool'],
]);

/** What somebody says, in parts; of a role that is set, whatever it says itself. */
export function contentOf(streamed: boolean, speaks: boolean): Shape {
  return fields({ ...plains('role'), parts: list(part(streamed)) }, (said, context) => ({
    ...context,
    ...(speaks && { role: ROLES.get(stringOf(said, 'role') ?? '') ?? context.role }),
  }));
}
