import { timeAction } from './action-run.mjs';
import { startEmulator } from './emulator.mjs';
import { inTurn } from './ratio.mjs';
import { startKms } from './simulated-kms.mjs';
import { terraformCreate, terraformNoop } from './terraform-model.mjs';

const rounds = 3;
/** Milliseconds that each request to Vault takes. */
const delay = 100;

/** Waits for Vault beside those of Terraform, and the numbers of requests. */
export async function vaultRows(node) {
  const kms = await startKms();
  const vault = await startEmulator([], { AWS_ENDPOINT_URL_KMS: kms.url });
  await vault.delay(delay);
  const rows = [];
  for (const [keys, create, noop] of [
    [20, 0.4, 0.45],
    [100, 0.25, 0.25],
  ])
    rows.push(...(await rowsFor(node, vault, keys, { create, noop })));
  await vault.stop();
  kms.close();
  return rows;
}

async function rowsFor(node, vault, number, most) {
  const names = (prefix) => Array.from({ length: number }, (_, index) => `${prefix}-${index}`);
  let round = 0;
  const counts = {};
  const own = async (what) => {
    await vault.clearRequests();
    const path = `own-${number}-${round}`;
    const keys = Object.fromEntries(
      names(path).map((name) => [name, { kms: 'aws', deletion_allowed: true }]),
    );
    const manifest = JSON.stringify({ path, kms: { aws: { key_collection: 'us-west-2' } }, keys });
    const inputs = { command: 'apply', url: vault.url, token: vault.token, manifest };
    const { seconds } = await timeAction(node, inputs, { env: { AWS_ENDPOINT_URL: vault.aws } });
    counts[what] = (await vault.requests()).filter(({ port }) => port === 'vault').length;
    return seconds;
  };
  const terraform = (run) => run(vault, `tf-${number}-${round}`, names(`tf-${number}-${round}`));
  const took = await inTurn(rounds, {
    terraform: async () => {
      round += 1;
      await vault.mount(`own-${number}-${round}`);
      return terraform(terraformCreate);
    },
    create: () => own('create'),
    terraformNoop: () => terraform(terraformNoop),
    noop: () => own('noop'),
  });
  const time = (name, value, peer, limit) => ({
    name: `${name} ${number} keys, against Terraform's ${peer.toFixed(2)} s`,
    target: `≤ ${limit.toFixed(2)} ×`,
    measured: `${(value / peer).toFixed(2)} × (${value.toFixed(2)} s)`,
    met: value / peer <= limit,
  });
  const count = (name, value, limit) => ({
    name: `requests to ${name}, ${number} keys with a setting`,
    target: String(limit),
    measured: String(value),
    met: value === limit,
  });
  return [
    time('create', took.create, took.terraform, most.create),
    time('no change,', took.noop, took.terraformNoop, most.noop),
    count('create', counts.create, 5 + 4 * number),
    count('find no change', counts.noop, 5 + 2 * number),
  ];
}
