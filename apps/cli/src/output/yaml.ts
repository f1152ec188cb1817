import type { JsonObject, JsonValue } from '@safeai/core';
import { printableJson } from './printable.ts';

/** A JSON object as block-style YAML. Texts that YAML could read as something else are quoted as in JSON. */
export function toYaml(document: JsonObject): string {
  return Object.keys(document).length === 0 ? '{}\n' : `${mapLines(document, '').join('\n')}\n`;
}

function mapLines(map: JsonObject, indent: string): string[] {
  return Object.entries(map).flatMap(([key, value]) => {
    const head = `${indent}${scalar(key)}:`;
    if (!isBlock(value)) return [`${head} ${scalar(value)}`];
    return [head, ...blockLines(value, `${indent}  `)];
  });
}

function listLines(list: readonly JsonValue[], indent: string): string[] {
  return list.flatMap((item) => {
    if (!isBlock(item)) return [`${indent}- ${scalar(item)}`];
    const [first = '', ...rest] = blockLines(item, `${indent}  `);
    return [`${indent}- ${first.trimStart()}`, ...rest];
  });
}

function blockLines(block: Block, indent: string): string[] {
  return isList(block) ? listLines(block, indent) : mapLines(block, indent);
}

type Block = readonly JsonValue[] | JsonObject;

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function isBlock(value: JsonValue): value is Block {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

/** Words that stand for themselves: no digits first, and none that YAML 1.1 or 1.2 reads as a value. */
const PLAIN = /^[A-Za-z_/][\w./-]*(?: [\w./-]+)*$/;
const READ_AS_VALUE = /^(?:true|false|yes|no|on|off|y|n|null)$/i;

function scalar(value: JsonValue): string {
  const isPlain = typeof value === 'string' && PLAIN.test(value) && !READ_AS_VALUE.test(value);
  return isPlain ? value : printableJson(JSON.stringify(value));
}
