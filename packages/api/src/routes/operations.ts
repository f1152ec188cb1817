import { NoQuery } from '../schema/request.ts';
import { AnyJsonObject } from '../schema/json.ts';
import { defineRoute } from './route.ts';

export const metricsRoute = defineRoute({
  id: 'metrics',
  method: 'GET',
  path: '/v1/metrics',
  summary: 'Metrics for Prometheus',
  tags: ['operations'],
  hot: false,
  query: NoQuery,
  answer: {
    description: 'The Prometheus text format.',
    mediaType: 'text/plain; version=0.0.4; charset=utf-8',
  },
  errors: [],
});

export const openApiRoute = defineRoute({
  id: 'openapi',
  method: 'GET',
  path: '/openapi.json',
  summary: 'This document',
  tags: ['docs'],
  hot: false,
  query: NoQuery,
  answer: {
    description: 'OpenAPI 3.1.0.',
    schema: AnyJsonObject({ description: 'An OpenAPI document.' }),
  },
  errors: [],
});

export const docsRoute = defineRoute({
  id: 'docs',
  method: 'GET',
  path: '/docs',
  summary: 'This document, to read and to try out (Swagger UI)',
  tags: ['docs'],
  hot: false,
  query: NoQuery,
  answer: { description: 'A page.', mediaType: 'text/html; charset=utf-8' },
  errors: [],
});

export const redocRoute = defineRoute({
  id: 'redoc',
  method: 'GET',
  path: '/redoc',
  summary: 'This document, to read (Redoc)',
  tags: ['docs'],
  hot: false,
  query: NoQuery,
  answer: { description: 'A page.', mediaType: 'text/html; charset=utf-8' },
  errors: [],
});

export const dashboardRoute = defineRoute({
  id: 'dashboard',
  method: 'GET',
  path: '/dashboard',
  summary: 'The dashboard; below it, its views and files',
  tags: ['docs'],
  hot: false,
  queryOfPage: true,
  query: NoQuery,
  answer: { description: 'A page.', mediaType: 'text/html; charset=utf-8' },
  errors: ['not_found'],
});
