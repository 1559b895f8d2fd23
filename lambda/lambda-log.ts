import { Logger } from '@aws-lambda-powertools/logger';
import type { Env, Log } from '../src/model/effects.ts';
import type { Redactor } from '../src/redact/redactor.ts';

/** What log lines and metrics are of, as Powertools' own variable says it. */
export function serviceName(env: Env): string {
  return env['POWERTOOLS_SERVICE_NAME'] || 'keymgmt-verifier';
}

/** Where the function writes: lines for people and queries, and metric lines for CloudWatch. */
export interface Output {
  readonly logger: Pick<Logger, 'debug' | 'info' | 'warn' | 'error' | 'appendKeys' | 'resetKeys'>;
  readonly metric: (line: string) => void;
}

/** JSON lines on standard output, as CloudWatch Logs reads them. */
export function standardOutput(env: Env): Output {
  return {
    logger: new Logger({ serviceName: serviceName(env) }),
    metric: (line) => process.stdout.write(`${line}\n`),
  };
}

/** The same output without the secrets that the redactor knows when a line is written. */
export function redacted({ logger, metric }: Output, redactor: Redactor): Output {
  const line =
    (level: 'debug' | 'info' | 'warn' | 'error'): Output['logger']['info'] =>
    (message, ...extra) =>
      logger[level](redactor.data(message), ...redactor.data(extra));
  return {
    logger: {
      debug: line('debug'),
      info: line('info'),
      warn: line('warn'),
      error: line('error'),
      appendKeys: (keys) => logger.appendKeys(redactor.data(keys)),
      resetKeys: () => logger.resetKeys(),
    },
    metric: (text) => metric(redactor.text(text)),
  };
}

/** The logger as the code that both fronts share knows one. */
export function logOf({ logger }: Output): Log {
  return {
    debug: (line) => logger.debug(line),
    info: (line) => logger.info(line),
    notice: (line) => logger.info(line),
    warning: (line) => logger.warn(line),
    error: (line) => logger.error(line),
    progress: ({ line }) => logger.debug(line),
    group: (_title, work) => work(),
  };
}
