import { type buildConnector, Pool, ProxyAgent } from 'undici';
import { proxyAuthorization, proxyError } from './proxy.ts';

/** undici's way through a proxy. A failure on the way to the proxy itself is an error that names the proxy. */
export function proxyDispatcher(proxy: URL, options: Omit<ProxyAgent.Options, 'uri'> = {}): ProxyAgent {
  const token = proxyAuthorization(proxy);
  return new ProxyAgent({
    ...options,
    uri: proxy.origin,
    ...(token === null ? {} : { token }),
    clientFactory: (origin, settings) => {
      const { connect } = settings as { connect: buildConnector.connector };
      return new Pool(origin, {
        connect: (to, callback) =>
          connect(to, (...[error, socket]) =>
            error === null ? callback(null, socket) : callback(proxyError(proxy, error), null),
          ),
      });
    },
  });
}
