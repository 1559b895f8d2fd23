import { execFileSync } from 'node:child_process';

/** The Node.js that GitHub and Lambda run the bundles with: this one, or 24 from the registry. */
export function node24() {
  if (Number(process.versions.node.split('.')[0]) === 24) return process.execPath;
  const path = execFileSync('npx', ['--yes', 'node@24', '-p', 'process.execPath'], { encoding: 'utf8' });
  return path.trim();
}
