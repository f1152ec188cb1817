import express, { type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import { helmetOptions, type ContentPolicy } from '../edge/security-headers.ts';
import { DASHBOARD_PATH, DASHBOARD_POLICY } from '../dashboard/page.ts';
import { APPROVAL_FILES, APPROVAL_POLICY } from '../pages/approval-page.ts';
import { REDOC_FILES, REDOC_POLICY } from './redoc.ts';
import { SWAGGER_POLICY, swaggerAssets } from './swagger.ts';

/** Pages by their paths, and what each may load. Everything else may load nothing. */
export const PAGE_POLICIES: ReadonlyMap<string, ContentPolicy> = new Map([
  ['/docs', SWAGGER_POLICY],
  ['/redoc', REDOC_POLICY],
  ['/approvals/{id}', APPROVAL_POLICY],
  [DASHBOARD_PATH, DASHBOARD_POLICY],
]);

/** What serves the files that the pages load, by the path that they lie below. */
export function filesOfPages(): ReadonlyMap<string, Express> {
  return new Map([
    ['/docs', filesBehind(swaggerAssets())],
    ['/redoc', filesBehind(filesIn(REDOC_FILES))],
    ['/approvals/files', filesBehind(filesIn(APPROVAL_FILES))],
  ]);
}

function filesIn(folder: string): RequestHandler {
  return express.static(folder, { index: false, redirect: false });
}

/** What serves files, under a policy by which they load nothing. */
export function filesBehind(assets: RequestHandler): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(helmet(helmetOptions()), assets);
  return app;
}
