import { type Entry, mermaid } from '../stage.ts';

/** The blocks of docs/architecture.md. */
export const architecturePage: readonly Entry[] = [{ has: /^flowchart/, how: 'parsed', by: mermaid }];
