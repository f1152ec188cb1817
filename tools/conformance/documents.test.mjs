import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';

import { differences } from './matches.mjs';
import { startSafeAI } from './server.mjs';

/** The examples of the documents that the product must satisfy as printed. */
const cases = JSON.parse(
  readFileSync(new URL('./fixtures/documents.json', import.meta.url), 'utf8'),
);

describe('the documents, as printed', () => {
  let safeai;

  beforeAll(async () => {
    const files = Object.assign({}, ...cases.map((example) => example.files ?? {}));
    safeai = await startSafeAI({ files });
  }, 60_000);

  afterAll(async () => {
    await expect(safeai?.stop()).resolves.toBe(0);
  });

  test.each(cases.map((example) => [example.name, example]))('%s', async (_, example) => {
    const { method, path, headers, body } = example.request;
    const response = await fetch(safeai.url + path, {
      method,
      redirect: 'follow',
      headers: { ...(body && { 'content-type': 'application/json' }), ...headers },
      ...(body && { body: JSON.stringify(body) }),
    });
    expect(response.status).toBe(example.status);
    const text = await response.text();
    for (const part of example.text ?? []) expect(text).toContain(part);
    if (example.answer) expect(differences(example.answer, JSON.parse(text))).toEqual([]);
  });
});
