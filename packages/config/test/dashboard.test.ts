import { describe, expect, test } from '@jest/globals';
import { ConfigError, parseConfig } from '../src/index.ts';

/** What is wrong with a `dashboard` block. */
function problemsOf(dashboard: string): string[] {
  try {
    parseConfig(`dashboard: { ${dashboard} }`);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n');
    throw error;
  }
}

const OWN = 'this header has a meaning of its own; name another one';
const TWO = 'dashboard.user_header and dashboard.tenant_header must be two headers';

describe('the headers of the dashboard', () => {
  test.each([
    'user_header: x-auth-request-user',
    'user_header: X-Forwarded-User',
    'user_header: Remote-User, tenant_header: X-Where',
    'user_header: x-safeai-tenant, tenant_header: x-safeai-user',
  ])('%s', (yaml) => {
    expect(problemsOf(yaml)).toEqual([]);
  });

  test.each([
    ...['authorization', 'Cookie', 'HOST', 'origin', 'content-type', 'content-length'],
    ...['transfer-encoding', 'connection', 'x-safeai-key', 'x-api-key', 'x-goog-api-key'],
    ...['x-csrf-token', 'x-request-id', 'forwarded', 'via', 'x-real-ip', 'X-Forwarded-For'],
    ...['traceparent', 'sec-fetch-site'],
  ])('%s means something else', (name) => {
    expect(problemsOf(`user_header: ${name}`)).toEqual([
      `safeai.yaml:1:27: dashboard.user_header: ${OWN}`,
    ]);
    expect(problemsOf(`tenant_header: ${name}`)).toEqual([
      `safeai.yaml:1:29: dashboard.tenant_header: ${OWN}`,
    ]);
  });

  test.each([
    ['user_header: X-Who, tenant_header: x-who', '1:49: dashboard.tenant_header'],
    ['tenant_header: x-safeai-user', '1:29: dashboard.tenant_header'],
    ['user_header: X-SafeAI-Tenant', '1:27: dashboard.user_header'],
  ])('%s is one header for two things', (yaml, place) => {
    expect(problemsOf(yaml)).toEqual([`safeai.yaml:${place}: ${TWO}`]);
  });

  test('an empty name is told once', () => {
    expect(problemsOf('user_header: ""')).toEqual([
      'safeai.yaml:1:27: dashboard.user_header: must not be empty',
    ]);
  });
});
