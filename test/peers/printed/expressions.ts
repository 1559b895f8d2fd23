import { data, Evaluator, Lexer, Parser } from '@actions/expressions';

/** The contexts of an expression by name: `github`, `secrets`, `needs`, … */
export type Contexts = Readonly<Record<string, unknown>>;

/** What a step or a job depends on when its `if` names no status function. */
export type Status = 'success' | 'failure';

type Functions = NonNullable<ConstructorParameters<typeof Evaluator>[2]>;
type FunctionDefinition = Functions extends Map<string, infer F> ? F : never;

/** `hashFiles` finds files; the others tell how what came before has ended. */
function functionsOf(status: Status, hasFiles: (pattern: string) => boolean): FunctionDefinition[] {
  const bool = (name: string, value: boolean): FunctionDefinition => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(value),
  });
  return [
    bool('success', status === 'success'),
    bool('failure', status === 'failure'),
    bool('always', true),
    bool('cancelled', false),
    {
      name: 'hashFiles',
      minArgs: 1,
      maxArgs: 255,
      call: (...patterns) =>
        new data.StringData(patterns.some((pattern) => hasFiles(pattern.coerceString())) ? 'hash' : ''),
    },
  ];
}

/** Evaluates one expression with GitHub's own evaluator. */
export class Expressions {
  readonly #contexts: Contexts;
  readonly #status: Status;
  readonly #hasFiles: (pattern: string) => boolean;

  constructor(contexts: Contexts, status: Status = 'success', hasFiles = (_pattern: string) => false) {
    this.#contexts = contexts;
    this.#status = status;
    this.#hasFiles = hasFiles;
  }

  /** Every `${{ … }}` of a text replaced. */
  text(text: unknown): string {
    return String(text ?? '').replace(/\$\{\{(.*?)\}\}/gs, (_, expression: string) =>
      this.#evaluate(expression).coerceString(),
    );
  }

  /** The value itself where the text is one expression, as in `include: ${{ fromJSON(…) }}`. */
  value(value: unknown): unknown {
    const whole = typeof value === 'string' ? /^\$\{\{(.*)\}\}$/s.exec(value) : null;
    if (whole === null) return typeof value === 'string' ? this.text(value) : value;
    return JSON.parse(JSON.stringify(this.#evaluate(whole[1]!), data.replacer));
  }

  texts(values: Readonly<Record<string, unknown>> = {}): Record<string, string> {
    return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, this.text(value)]));
  }

  /** An `if`: true unless it says otherwise, and false after a failure unless it names a status function. */
  isTrue(condition: unknown): boolean {
    const text = String(condition ?? 'true').replace(/^\s*\$\{\{(.*)\}\}\s*$/s, '$1');
    const namesStatus = /\b(success|failure|always|cancelled)\s*\(/.test(text);
    if (!namesStatus && this.#status !== 'success') return false;
    const value = this.#evaluate(text).coerceString();
    return value !== 'false' && value !== '' && value !== '0';
  }

  #evaluate(expression: string) {
    const functions = functionsOf(this.#status, this.#hasFiles);
    const parser = new Parser(
      new Lexer(expression.trim()).lex().tokens,
      Object.keys(this.#contexts),
      functions,
    );
    const contexts = JSON.parse(JSON.stringify(this.#contexts), data.reviver);
    const byName = new Map(functions.map((definition) => [definition.name.toLowerCase(), definition]));
    return new Evaluator(parser.parse(), contexts, byName).evaluate();
  }
}
