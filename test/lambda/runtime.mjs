/**
 * What Lambda's runtime does, as far as the Runtime API goes: asks for the next invocation, calls the handler, posts
 * its answer or its error.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
import { createRequire } from 'node:module';

const { AWS_LAMBDA_RUNTIME_API: api, BUNDLE: bundle } = process.env;
const base = `http://${api}/2018-06-01/runtime/invocation`;
const { handler } = createRequire(import.meta.url)(bundle);

for (;;) {
  const next = await fetch(`${base}/next`);
  const id = next.headers.get('lambda-runtime-aws-request-id');
  const deadline = Number(next.headers.get('lambda-runtime-deadline-ms'));
  const context = { awsRequestId: id, getRemainingTimeInMillis: () => deadline - Date.now() };
  const post = (path, body) => fetch(`${base}/${id}/${path}`, { method: 'POST', body: JSON.stringify(body) });
  try {
    await post('response', await handler(await next.json(), context));
  } catch (error) {
    await post('error', {
      errorType: error.name,
      errorMessage: error.message,
      trace: error.stack?.split('\n'),
    });
  }
}
