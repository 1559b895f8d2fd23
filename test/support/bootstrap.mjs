import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * What Lambda's Node runtime does: loads the handler, then fetches one event after the other from the Runtime API.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
const api = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`;

const post = (path, body) => fetch(`${api}/${path}`, { method: 'POST', body: JSON.stringify(body) });
const described = ({ name, message, stack }) => ({
  errorType: name,
  errorMessage: message,
  trace: String(stack).split('\n'),
});

async function load() {
  const [module, name] = process.env._HANDLER.split('.');
  const path = join(process.env.LAMBDA_TASK_ROOT, module);
  // The runtime's own order.
  const file = [path, `${path}.js`, `${path}.mjs`, `${path}.cjs`].find(existsSync);
  if (file === undefined) throw new Error(`Cannot find module '${module}'`);
  const loaded = file.endsWith('.mjs')
    ? await import(pathToFileURL(file))
    : createRequire(import.meta.url)(file);
  return loaded[name];
}

async function serve(handler) {
  for (;;) {
    const next = await fetch(`${api}/invocation/next`);
    const id = next.headers.get('lambda-runtime-aws-request-id');
    const deadline = Number(next.headers.get('lambda-runtime-deadline-ms'));
    const context = {
      awsRequestId: id,
      invokedFunctionArn: next.headers.get('lambda-runtime-invoked-function-arn'),
      functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
      memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
      getRemainingTimeInMillis: () => deadline - Date.now(),
    };
    try {
      await post(`invocation/${id}/response`, (await handler(await next.json(), context)) ?? null);
    } catch (error) {
      await post(`invocation/${id}/error`, described(error));
    }
  }
}

try {
  await serve(await load());
} catch (error) {
  await post('init/error', described(error));
  process.exitCode = 1;
}
