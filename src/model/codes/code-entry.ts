/** What `docs/troubleshooting.md` says about a code. Both are whole sentences. */
interface CodeEntry {
  readonly cause: string;
  readonly remedy: string;
}

export type CodeTable = Readonly<Record<string, CodeEntry>>;
