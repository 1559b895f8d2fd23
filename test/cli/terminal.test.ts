import { describe, expect, test } from '@jest/globals';
import { type Stream, Terminal } from '../../src/cli/terminal.ts';

function streamOf(isTTY: boolean): Stream & { text: string } {
  return {
    isTTY,
    columns: 40,
    text: '',
    write(part: string) {
      this.text += part;
    },
  };
}

function open(isTTY: boolean, debug = false) {
  const [out, err] = [streamOf(isTTY), streamOf(isTTY)];
  return { out, err, terminal: new Terminal({ out, err, debug, colour: true }) };
}

const progress = { done: 1, total: 4, line: '1 done, 3 running (keymgmt/kms/aws/key/a, …), 0 left, 2 s' };

describe('a terminal', () => {
  test('shows a bar that fits its width, and takes it away before the next line', () => {
    const { err, out, terminal } = open(true);
    terminal.progress(progress);
    expect(err.text).toContain('[######..................] 1/4');
    expect(err.text.split('\u001b[2K')[1]!.length).toBeLessThan(40);
    terminal.info('done');
    expect(err.text.endsWith('\r\u001b[2K')).toBe(true);
    expect(out.text).toBe('done\n');
  });

  test('marks warnings and errors with a colour and their place', () => {
    const { err, terminal } = open(true);
    terminal.annotation('Error', 'no such key', { file: 'keys.yaml', startLine: 3, startColumn: 5 });
    expect(err.text).toContain('Error: keys.yaml:3:5: no such key');
    expect(err.text).toContain('\u001b[31m');
  });
});

describe('a pipe', () => {
  test('gets plain lines, and no bar', () => {
    const { err, out, terminal } = open(false);
    terminal.heading('Plan');
    terminal.progress(progress);
    terminal.annotation('Warning', 'careful');
    expect(out.text).toBe('Plan\n');
    expect(err.text).toBe('Warning: careful\n');
  });

  test('gets debug lines only when they are asked for', () => {
    for (const debug of [false, true]) {
      const { err, terminal } = open(false, debug);
      terminal.debug('GET sys/health');
      expect(err.text).toBe(debug ? 'GET sys/health\n' : '');
    }
  });

  test('never gets a secret', () => {
    const { err, out, terminal } = open(false, true);
    terminal.addSecret('hvs.s3cret');
    terminal.info('token hvs.s3cret');
    terminal.debug('token hvs.s3cret');
    terminal.annotation('Error', 'token hvs.s3cret');
    expect(out.text + err.text).not.toContain('hvs.s3cret');
  });
});
