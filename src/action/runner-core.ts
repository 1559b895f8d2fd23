import {
  debug,
  endGroup,
  error,
  getInput,
  getState,
  info,
  notice,
  saveState,
  setOutput,
  setSecret,
  startGroup,
  summary,
  warning,
} from '@actions/core';
import type { RunnerCore } from './runner.ts';

/** The runner's toolkit, as far as a run uses it: the bundles leave out the rest, such as its HTTP client. */
export const runnerCore: RunnerCore = {
  debug,
  endGroup,
  error,
  getInput,
  getState,
  info,
  notice,
  saveState,
  setOutput,
  setSecret,
  startGroup,
  summary,
  warning,
};
