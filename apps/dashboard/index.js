import { fileURLToPath } from 'node:url';

export const DASHBOARD_FILES = fileURLToPath(new URL('dist', import.meta.url));
