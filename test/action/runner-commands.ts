/** A workflow command, as the runner understands it. */
export interface RunnerCommand {
  readonly command: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

/** Every command that a runner registers, of both grammars. */
const registered: ReadonlySet<string> = new Set([
  'add-mask',
  'add-matcher',
  'add-path',
  'debug',
  'echo',
  'endgroup',
  'error',
  'group',
  'internal-set-repo-path',
  'notice',
  'remove-matcher',
  'save-state',
  'set-env',
  'set-output',
  'stop-commands',
  'warning',
]);

/**
 * The commands that a runner executes from a step's output: lines as .NET's StreamReader splits them, then the
 * grammar of `::name key=value,key=value::data` behind white space, then that of `##[name key=value;]data`
 * anywhere in the line.
 *
 * Source: https://github.com/actions/runner/blob/v2.330.0/src/Runner.Common/ActionCommand.cs
 */
export function runnerCommands(output: string): RunnerCommand[] {
  return output
    .split(/\r\n|\r|\n/)
    .map((line) => parseV2(line) ?? parseV1(line))
    .filter((command) => command !== null);
}

function parseV2(line: string): RunnerCommand | null {
  const message = line.replace(dotNetWhiteSpace, '');
  if (!message.startsWith('::')) return null;
  const end = message.indexOf('::', 2);
  if (end < 0) return null;
  return command(message.slice(2, end), message.slice(end + 2), ',', {
    '%0D': '\r',
    '%0A': '\n',
    '%3A': ':',
    '%2C': ',',
    '%25': '%',
  });
}

function parseV1(line: string): RunnerCommand | null {
  const start = line.indexOf('##[');
  const end = line.indexOf(']', start);
  if (start < 0 || end < 0) return null;
  return command(line.slice(start + 3, end), line.slice(end + 1), ';', {
    '%3B': ';',
    '%0D': '\r',
    '%0A': '\n',
    '%5D': ']',
    '%25': '%',
  });
}

function command(
  info: string,
  data: string,
  separator: string,
  escapes: Readonly<Record<string, string>>,
): RunnerCommand | null {
  const space = info.indexOf(' ');
  const name = space < 0 ? info : info.slice(0, space);
  if (!registered.has(name.toLowerCase())) return null;
  const decode = (text: string) =>
    Object.entries(escapes).reduce((result, [from, to]) => result.replaceAll(from, to), text);
  const pairs =
    space < 0
      ? []
      : info
          .slice(space + 1)
          .trim()
          .split(separator);
  return {
    command: name.toLowerCase(),
    properties: Object.fromEntries(
      pairs
        .filter((pair) => pair.includes('='))
        .map((pair) => {
          const at = pair.indexOf('=');
          return [pair.slice(0, at).trim(), decode(pair.slice(at + 1))];
        }),
    ),
    data: decode(data),
  };
}

/** What `String.TrimStart` takes away: `Char.IsWhiteSpace`. */
const dotNetWhiteSpace = /^[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;
