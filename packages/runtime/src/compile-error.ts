import { ConfigError, formatDetail, type LoadedConfig } from '@safeai/config';
import { SafeAIError, type ErrorDetail } from '@safeai/core';

/**
 * A rule that reads well and cannot be compiled (a pattern that is not linear, a detector that fails its own
 * examples) is a fault of the configuration like any other: told with file, line and column.
 */
export function locateCompileError(error: unknown, loaded: LoadedConfig): unknown {
  if (!SafeAIError.isInstance(error) || error.details.length === 0) return error;
  const details = error.details.map((detail) => located(detail, error.code, loaded));
  return new ConfigError(details.map(formatDetail).join('\n'), details, error);
}

function located(
  detail: ErrorDetail,
  code: SafeAIError['code'],
  loaded: LoadedConfig,
): ErrorDetail {
  const path = code === 'invalid_detector' ? `detection.${detail.path ?? ''}` : (detail.path ?? '');
  const position = code === 'invalid_policy' ? ruleOrigin(path, loaded) : nearest(path, loaded);
  return { ...detail, path, ...position };
}

/** `policies[3].when…` counts over top-level rules, included files and tenants alike. */
function ruleOrigin(path: string, loaded: LoadedConfig): Partial<ErrorDetail> {
  const index = /^policies\[(\d+)\]/.exec(path)?.[1];
  return (index === undefined ? undefined : loaded.ruleOrigins[Number(index)]) ?? mainFile(loaded);
}

/** The place of the setting itself, else of the nearest one above it. */
function nearest(path: string, loaded: LoadedConfig): Partial<ErrorDetail> {
  for (let at = path; at !== ''; at = at.replace(/(?:\.[^.[\]]*|\[[^\]]*\]|^[^.[\]]*)$/, '')) {
    const position = loaded.locate(at);
    if (position !== undefined) return position;
  }
  return mainFile(loaded);
}

function mainFile(loaded: LoadedConfig): Partial<ErrorDetail> {
  return loaded.file === undefined ? {} : { file: loaded.file };
}
