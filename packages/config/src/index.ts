// Whatever is exported here is public. Named exports alone.

/** The version of @safeai/config. */
export const VERSION = '0.1.0';

export { SafeAIConfig } from './safeai-config.ts';
export type { ConfigData, TenantConfig } from './config-data.ts';
export type { LoadedConfig, SecretPlace } from './loaded-config.ts';

export { DEFAULT_FILE } from './load/find-config.ts';
export { loadConfig, type LoadConfigOptions } from './load/load-config.ts';
export { findConfig, type FindConfigOptions } from './load/find-config.ts';
export { parseConfig, type ParseConfigOptions } from './load/parse-config.ts';
export { nodeFileSystem, type FileSystem, type FolderEntry } from './load/files.ts';
export type { Environment } from './load/interpolate.ts';

export { watchConfig, type ConfigWatch, type WatchConfigOptions } from './watch/watch-config.ts';
export type { Timer } from './watch/debounce.ts';
export type { Closable, WatchFolder } from './watch/folder-watch.ts';

export { showConfig } from './show-config.ts';
export { configJsonSchema } from './json-schema.ts';
export { renderConfigReference } from './reference/render.ts';

export { ConfigError, errorOfDetails } from './problem.ts';
export { formatDuration, parseDuration, type Duration } from './duration.ts';
export { SecretRef, type SecretBackend, type SecretValue } from './secret-ref.ts';
export type { Position } from './yaml/source.ts';
export type { JsonSchema } from './schema/field.ts';
