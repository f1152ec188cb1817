import { openApiDocument } from '@safeai/api';
import type { JsonObject } from '@safeai/core';
import { dashboardIsOff, dashboardPage } from '../dashboard/page.ts';
import { REDOC_PAGE } from '../docs/redoc.ts';
import { SWAGGER_PAGE } from '../docs/swagger.ts';
import { VERSION } from '../version.ts';
import type { Dependencies } from './dependencies.ts';
import type { Handler } from './handler.ts';

/** GET /v1/metrics */
export function metrics({ metrics: counted }: Dependencies): Handler<'metrics'> {
  return ({ principal }) => counted.text(principal?.tenants ?? []);
}

/** GET /openapi.json */
export function openApi(): Handler<'openapi'> {
  // Plain JSON by construction; its own type also allows extensions.
  const document = openApiDocument({ version: VERSION }) as unknown as JsonObject;
  return () => document;
}

/** GET /docs */
export function docs(): Handler<'docs'> {
  return () => SWAGGER_PAGE;
}

/** GET /redoc */
export function redoc(): Handler<'redoc'> {
  return () => REDOC_PAGE;
}

/** GET /dashboard */
export function dashboard({ runtime, dashboardFiles }: Dependencies): Handler<'dashboard'> {
  return ({ visit }) => {
    if (dashboardFiles === undefined || !runtime.config.dashboard.enabled) throw dashboardIsOff();
    return dashboardPage(dashboardFiles, visit?.headers);
  };
}
