import type { StandardSchemaV1 } from '@modelcontextprotocol/server';
import type { JsonObject } from '@safeai/core';

/** A result schema that lets every object through as it is: what is behind it is judged, not typed. */
export const anyObject: StandardSchemaV1<unknown, JsonObject> = {
  '~standard': {
    version: 1,
    vendor: 'safeai',
    validate: (value) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? { value: value as JsonObject }
        : { issues: [{ message: 'It is no object.' }] },
  },
};
