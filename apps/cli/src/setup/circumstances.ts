import { stat } from 'node:fs/promises';
import { isIPv4 } from 'node:net';
import { join, resolve } from 'node:path';
import { findConfig } from '../configuration/find-config.ts';
import { UsageError } from '../errors/usage-error.ts';
import type { CliHost } from '../host.ts';

const GATEWAY_URL = 'http://127.0.0.1:8910';

/** The folder that is set up. @throws UsageError where there is none */
export async function projectOf(path: string | undefined, { cwd }: CliHost): Promise<string> {
  const project = resolve(cwd, path ?? '.');
  const found = await stat(project).catch(() => undefined);
  if (found?.isDirectory() === true) return project;
  throw new UsageError(`${path ?? project} is no folder`);
}

/** The safeai.yaml of a project, which may have to be written: the one that is named, or the nearest. Absolute. */
export async function configOf(
  named: string | undefined,
  project: string,
  host: CliHost,
): Promise<string> {
  if (named !== undefined) return resolve(host.cwd, named);
  const { SAFEAI_CONFIG: fromEnvironment = '', ...env } = host.env;
  if (fromEnvironment !== '') return resolve(host.cwd, fromEnvironment);
  const found = await findConfig(undefined, { ...host, env, cwd: project });
  return found === undefined ? join(project, 'safeai.yaml') : resolve(project, found);
}

/** @throws UsageError for what cannot be an agent's id in every file that it goes into */
export function agentIdOf(named: string | undefined, framework: string): string {
  const id = named ?? `${framework}-agent`;
  if (/^[A-Za-z0-9][\w.@:/-]{0,127}$/.test(id)) return id;
  throw new UsageError(
    'an agent id begins with a letter or a digit, and has up to 128 of them and _ . @ : / -',
  );
}

/** The address of the server, without a slash at its end. @throws UsageError */
export function gatewayUrlOf(named: string | undefined): string {
  const given = named ?? GATEWAY_URL;
  const url = URL.canParse(given) ? new URL(given) : undefined;
  const isPlain =
    url?.username === '' && url.password === '' && url.search === '' && url.hash === '';
  if (url !== undefined && isPlain && /^https?:$/.test(url.protocol) && !/['"\\]/.test(url.href)) {
    return url.href.replace(/\/+$/, '');
  }
  throw new UsageError(
    'the address of the server begins with http:// or https://, and holds no credentials',
  );
}

/** Whether a server is on this machine. */
export function isLoopbackUrl(url: string): boolean {
  const { hostname } = new URL(url);
  if (isIPv4(hostname)) return hostname.startsWith('127.');
  return hostname === '[::1]' || hostname === 'localhost' || hostname.endsWith('.localhost');
}
